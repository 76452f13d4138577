"""What is asked beside the items rated from 1 to 5: guesses, other scales, departments."""

from dataclasses import dataclass

from programs.surveys.figures.groups import Group
from programs.surveys.figures.notes import Note
from programs.surveys.figures.shares import Share


@dataclass(frozen=True)
class Guess:
    """What one side guessed of the other side's share on an item, as a mean share, and how far
    off that was: `error` is the guess minus `actual`.

    `hidden` is the hidden agreement: of the `hidden_n` people who agree themselves, the
    part who guess that fewer than half of the other side do, though more than half of it does.
    """

    construct: str
    side: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    actual: float | None = None
    error: float | None = None
    error_low: float | None = None
    error_high: float | None = None
    hidden: float | None = None
    hidden_n: int | None = None
    note: Note = Note.PROTECTED


@dataclass(frozen=True)
class Said:
    """What a side said to an item that is not rated from 1 to 5: the share that said yes, or chose
    `option` of a list, or the recommend score (promoters less detractors, between −1 and 1).

    `counts` holds detractors, passives and promoters. With the notes AT_LEAST and AT_MOST
    `value` is the bound that may be printed.
    """

    construct: str
    side: str
    scale: str
    option: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    counts: tuple[int, ...] | None = None
    note: Note = Note.PROTECTED


@dataclass(frozen=True)
class RatedItem:
    """The share of a group that agrees with one statement about a department."""

    construct: str
    share: Share


@dataclass(frozen=True)
class Rated:
    """How one group experiences a department: the mean of the items as a score from 0 to 100 with its
    interval, from 5 people on (rounded to 5 below 10), and the items from 10 on.

    `group` is everybody who rated the department, one of the departments they belong to, or
    the merged small ones. `about` and `name` are the rated department.
    """

    about: int
    name: str
    group: Group
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: Note = Note.PROTECTED
    is_shared: bool | None = None
    items: tuple[RatedItem, ...] = ()

    def share(self, construct: str) -> Share:
        """Return a statement's share, or a protected one where nothing was released."""
        return next((one.share for one in self.items if one.construct == construct), Share())
