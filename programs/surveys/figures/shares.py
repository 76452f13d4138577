"""How it is: shares, gaps, scores, response, weights."""

from dataclasses import dataclass

from programs.surveys.figures.groups import Group
from programs.surveys.figures.notes import Note, RateFlag


@dataclass(frozen=True)
class Share:
    """The share of valid answers that agree (4 or 5), with its Wilson interval.

    `distribution` holds five counts from "strongly disagree" to "strongly agree" from
    n = 30 on, three (disagree, neutral, agree) below, or nothing. With the notes AT_LEAST
    and AT_MOST `value` is the bound that may be printed: 0.9 or 0.1.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    distribution: tuple[int, ...] | None = None
    cant_judge: int | None = None
    note: Note = Note.PROTECTED

    @property
    def is_shown(self) -> bool:
        """Whether there is a figure to print."""
        return self.value is not None

    @property
    def is_exact(self) -> bool:
        """Whether the figure is the share itself and not a bound."""
        return self.value is not None and self.note in {Note.SHOWN, Note.INDICATIVE}


@dataclass(frozen=True)
class ItemResult:
    """One item on one side in one group. `worst_case` bounds the side's true share when
    those who didn't answer are counted first against, then for (side group only).
    """

    construct: str
    side: str
    group: Group
    share: Share
    worst_case: tuple[float, float] | None = None


@dataclass(frozen=True)
class IndexResult:
    """The partnership index (0 to 100) of one group, with the interval of its mean."""

    side: str
    group: Group
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: Note = Note.PROTECTED
    is_shared: bool | None = None
    """Whether people agree enough (r_wg of .5) to speak of the group's view; nothing below 10."""


@dataclass(frozen=True)
class Gap:
    """Share of IT agreeing minus share of the business agreeing, on one wording."""

    construct: str
    it: Share
    business: Share
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: Note = Note.PROTECTED


@dataclass(frozen=True)
class ResponseRate:
    """Complete answers (70 % of the items or more) among those invited, where at least 10 were."""

    side: str
    group: Group
    invited: int
    answered: int | None = None
    value: float | None = None
    flag: RateFlag = RateFlag.FINE
    note: Note = Note.PROTECTED


@dataclass(frozen=True)
class Reliability:
    """McDonald's ω of the partnership index on one side, and whether the index is shown.

    Cronbach's α beside it, each with its interval; releases from before they were kept have none.
    """

    side: str
    omega: float | None
    n: int | None
    is_enough: bool
    omega_low: float | None = None
    omega_high: float | None = None
    alpha: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None


@dataclass(frozen=True)
class Weighted:
    """A side's share weighted to the headcounts of its published groups, beside the raw one.

    `is_tamed` says that groups were joined because one weight was over five times another.
    """

    construct: str
    side: str
    value: float
    low: float
    high: float
    raw: float
    effective_n: float
    is_tamed: bool

    @property
    def is_worth_telling(self) -> bool:
        """Whether both differ by three points or more, so that both are printed."""
        return abs(self.value - self.raw) >= 0.03 - 1e-9
