"""How it changed since the baseline."""

from dataclasses import dataclass

from programs.surveys.figures.groups import Group
from programs.surveys.figures.notes import Level, Note, Story


@dataclass(frozen=True)
class Change:
    """The change of a share on one side since the baseline.

    `is_linked` says whether the same people are compared (`n` pairs, of which `up` began
    to agree and `down` stopped) or everyone who answered (`n` is the smaller wave).
    `p` is McNemar's mid-p or, unlinked, the two-sided score test; `q` is adjusted (Holm
    for the two primary items of the business, Benjamini–Hochberg for all others).
    """

    construct: str
    side: str
    is_linked: bool
    is_headline: bool
    before: float | None = None
    after: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    up: int | None = None
    down: int | None = None
    p: float | None = None
    q: float | None = None
    note: Note = Note.PROTECTED
    level: Level = Level.CHANGE

    @property
    def stayed(self) -> int | None:
        """How many of the linked people neither began nor stopped agreeing."""
        if self.n is None or self.up is None or self.down is None:
            return None
        return self.n - self.up - self.down

    @property
    def is_clear(self) -> bool:
        """Whether an arrow may be drawn: n ≥ 30, adjusted q ≤ .05 and at least 5 points."""
        return (
            self.value is not None
            and self.note == Note.SHOWN
            and (self.n or 0) >= 30
            and self.q is not None
            and self.q <= 0.05
            and abs(self.value) >= 0.05 - 1e-9
        )


@dataclass(frozen=True)
class GapChange:
    """The change of a gap since the baseline, always beside the change on each side."""

    construct: str
    it: Change
    business: Change
    before: float | None = None
    after: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    story: Story = Story.NO_CLEAR_CHANGE
    note: Note = Note.PROTECTED
    level: Level = Level.CHANGE


@dataclass(frozen=True)
class Movement:
    """How linked people moved on the 1 to 5 scale, on an item whose linked change is shown.

    `value` is the mean change with its paired t interval, `g` the same in average
    deviations (Hedges' g_av), `r` the rank-biserial correlation and `p` Pratt's; `q` is
    adjusted over the items of the side (Benjamini–Hochberg).
    """

    construct: str
    side: str
    n: int
    up: int
    same: int
    down: int
    value: float
    low: float
    high: float
    g: float | None
    r: float
    p: float
    q: float | None = None


@dataclass(frozen=True)
class DepartmentChange:
    """The change of one released department: of the same people, or of whoever answered.

    All departments of a release are one family for `change.q`.
    """

    group: Group
    change: Change


@dataclass(frozen=True)
class Attrition:
    """How those who answered only the baseline began, beside those who answered again."""

    construct: str
    side: str
    once: float
    twice: float
    n_once: int
    n_twice: int
