"""Who took part and who did not, who answered late."""

from dataclasses import dataclass

from programs.surveys.figures.notes import Footing, Level, Note, Part
from programs.surveys.figures.shares import Share


@dataclass(frozen=True)
class PartResult:
    """One item in one part of a side: who took part or not, or one band of doses.

    On the business side a part is made of whole `departments`.
    """

    construct: str
    side: str
    part: Part
    share: Share
    departments: tuple[int, ...] = ()


@dataclass(frozen=True)
class DoseTrend:
    """The trend of an item over the bands of doses (Cochran–Armitage), `q` over the side's items.

    `slope` is how many points of the 1 to 5 scale each visit goes with among `pairs` linked
    people who began alike, with errors clustered by published group.
    """

    construct: str
    side: str
    chi2: float
    p: float
    q: float | None = None
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    pairs: int | None = None
    level: Level = Level.COMPARED


@dataclass(frozen=True)
class Contrast:
    """How much more those who took part changed than those who didn't, among linked people.

    Both baselines and both n are printed before any claim. The interval is MOVER's, or that
    of `departments` as clusters where `footing` allows a test.
    """

    construct: str
    side: str
    before_participants: float
    before_others: float
    change_participants: float
    change_others: float
    n_participants: int
    n_others: int
    value: float
    low: float
    high: float
    departments: int
    footing: Footing
    level: Level = Level.COMPARED
    note: Note = Note.SHOWN


@dataclass(frozen=True)
class Lateness:
    """How those who answered after the last reminder see an item, beside those who answered before:
    `value` is late minus early. Who answers late is likest to those who don't answer at all.
    """

    construct: str
    side: str
    early: float | None = None
    late: float | None = None
    n_early: int | None = None
    n_late: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: Note = Note.PROTECTED
