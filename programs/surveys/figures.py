"""Everything that a wave may show: frozen values with their interval, n and note.

Only `surveys.disclosure` makes them, once, when a wave closes. Pages, CSV files, reports
and home read them through `surveys.queries` and have no other way to a figure.

Shares, gaps and changes are fractions between −1 and 1; `points` and `percent` of the
template library `figures` turn them into text. `low` and `high` are 95 % bounds.
"""

import dataclasses
import datetime
import functools
import types
import typing
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

SIDE_GROUP = "side"
"""The key of the group that holds a whole side."""

OTHERS_GROUP = "others"
"""The key of the group of small departments that were merged."""


class Note(StrEnum):
    """What a reader has to know about a figure. The sentences are `choices.FigureNote`."""

    SHOWN = "shown"
    INDICATIVE = "indicative"
    ROUNDED = "rounded"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    PROTECTED = "protected"
    TOO_SMALL = "too_small"
    NOT_RELIABLE = "not_reliable"


class Story(StrEnum):
    """What happened to a gap. The sentences are `choices.GapStoryLabel`."""

    NO_CLEAR_CHANGE = "no_clear_change"
    BUSINESS_ROSE = "business_rose"
    IT_FELL = "it_fell"
    SOURCE_UNCLEAR = "source_unclear"
    WIDENED = "widened"


class RateFlag(StrEnum):
    """How far a response rate carries: under 50 % amber, under 30 % red."""

    FINE = "fine"
    LOW = "low"
    VERY_LOW = "very_low"


class Footing(StrEnum):
    """What a comparison of departments may say, by how many there are."""

    TESTED = "tested"
    FEW = "few"
    DESCRIBED = "described"


class Level(IntEnum):
    """How much a sentence may claim: the rungs of the causal ladder, stored on each claim."""

    LEVEL = 0
    """How it is."""
    CHANGE = 1
    """How it changed among the same people."""
    COMPARED = 2
    """How it changed beside others who were not assigned by chance."""
    BY_CHANCE = 3
    """How it changed beside others who were: the only rung that may speak of an effect."""


class Part(StrEnum):
    """A part of a side: who took part and who didn't, or a band of doses. Doses are named as stored."""

    PARTICIPANTS = "participants"
    OTHERS = "others"
    NONE = "none"
    SOME = "some"
    ONE = "one"
    TWO = "two"
    MANY = "many"
    TWO_UP = "two_up"


DOSES = (Part.NONE, Part.ONE, Part.TWO, Part.MANY, Part.SOME)
"""Doses as the columns of the gateway count them: 0, 1, 2, 3 or more visits, and some."""


@dataclass(frozen=True)
class Group:
    """Whom a figure is about: a whole side, one department, or merged small departments."""

    key: str
    name: str = ""
    departments: tuple[int, ...] = ()

    @property
    def is_side(self) -> bool:
        """Whether this is everybody of a side."""
        return self.key == SIDE_GROUP


@dataclass(frozen=True)
class Question:
    """An item as it was asked. `scope` is gap or side, `scale` agreement or frequency."""

    construct: str
    scope: str
    scale: str
    is_reversed: bool
    text_it: str
    text_business: str
    in_index: bool = False
    is_primary: bool = False
    options: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether both sides answered the same sentence, so that a gap is legitimate."""
        return self.scope == "gap"

    def text(self, side: str) -> str:
        """Return the wording that a side read."""
        return self.text_it if side == "it" else self.text_business


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


@dataclass(frozen=True)
class ReleasedWave:
    """The one set of figures that a closed wave publishes."""

    wave: int
    program: int
    kind: str
    opened_on: datetime.date
    closed_on: datetime.date
    score_threshold: int
    item_threshold: int
    compared_with: int | None
    questions: tuple[Question, ...]
    rates: tuple[ResponseRate, ...]
    results: tuple[ItemResult, ...]
    reliabilities: tuple[Reliability, ...]
    indexes: tuple[IndexResult, ...]
    gaps: tuple[Gap, ...]
    changes: tuple[Change, ...]
    gap_changes: tuple[GapChange, ...]
    movements: tuple[Movement, ...] = ()
    department_changes: tuple[DepartmentChange, ...] = ()
    attritions: tuple[Attrition, ...] = ()
    weighted: tuple[Weighted, ...] = ()
    parts: tuple[PartResult, ...] = ()
    dose_trends: tuple[DoseTrend, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    is_imported: bool = False
    """Whether these are somebody else's counts, typed in: nobody in them can be linked or checked."""
    guesses: tuple[Guess, ...] = ()
    other_questions: tuple[Question, ...] = ()
    """Items on other scales than 1 to 5; `said` holds their figures."""
    said: tuple[Said, ...] = ()
    rating_questions: tuple[Question, ...] = ()
    """Items asked for each department somebody works with; `rated` holds their figures."""
    rated: tuple[Rated, ...] = ()
    lateness: tuple[Lateness, ...] = ()

    def question(self, construct: str) -> Question:
        """Return how an item was worded. Raises KeyError for an item that wasn't asked."""
        return _first(self.questions, construct=construct)

    def share(self, construct: str, side: str, group: str = SIDE_GROUP) -> Share:
        """Return a share, or a protected one where nothing was released."""
        return self._shares.get((construct, side, group), Share())

    @functools.cached_property
    def _shares(self) -> dict[tuple[str, str, str], Share]:
        return {(one.construct, one.side, one.group.key): one.share for one in self.results}

    def of_item(self, construct: str, side: str) -> tuple[ItemResult, ...]:
        """Return every group's result of an item on a side, the side itself first."""
        return self._items.get((construct, side), ())

    @functools.cached_property
    def _items(self) -> dict[tuple[str, str], tuple[ItemResult, ...]]:
        found: dict[tuple[str, str], tuple[ItemResult, ...]] = {}
        for one in self.results:
            found[one.construct, one.side] = (*found.get((one.construct, one.side), ()), one)
        return found

    def gap(self, construct: str) -> Gap:
        """Return the gap on an item that both sides answered. Raises KeyError otherwise."""
        return _first(self.gaps, construct=construct)

    def gap_change(self, construct: str) -> GapChange | None:
        """Return how a gap moved since the baseline; nothing for a first wave."""
        return next((change for change in self.gap_changes if change.construct == construct), None)

    def change(self, construct: str, side: str) -> Change | None:
        """Return the headline change of an item on a side; nothing for a first wave."""
        found = (
            change
            for change in self.changes
            if change.is_headline and (change.construct, change.side) == (construct, side)
        )
        return next(found, None)

    def rate(self, side: str, group: str = SIDE_GROUP) -> ResponseRate:
        """Return the response rate of a group. Raises KeyError for a group not released."""
        for rate in self.rates:
            if (rate.side, rate.group.key) == (side, group):
                return rate
        raise KeyError((side, group))

    def groups(self, side: str) -> tuple[Group, ...]:
        """Return the released groups of a side below the side itself, in the order of names."""
        found = {
            result.group.key: result.group
            for result in self.results
            if result.side == side and not result.group.is_side
        }
        return tuple(found.values())


@dataclass(frozen=True)
class ItemStory:
    """One item before and after. `after` and `change` are empty until a second wave closed."""

    question: Question
    before: Gap
    after: Gap | None = None
    change: GapChange | None = None


@dataclass(frozen=True)
class GapStory:
    """The perception gap over a programme: the baseline beside the latest closed wave."""

    before: ReleasedWave
    after: ReleasedWave | None
    items: tuple[ItemStory, ...]

    @property
    def headline(self) -> ItemStory:
        """The primary item: whether IT makes a critical difference (the first gap item)."""
        return self.items[0]


Figure = TypeVar("Figure")


def to_json(figure: Any) -> dict[str, Any]:
    """Return plain JSON values. Floats keep nine places, so that every database returns them alike."""
    return typing.cast("dict[str, Any]", _plain(dataclasses.asdict(figure)))


def from_json(kind: type[Figure], data: dict[str, Any]) -> Figure:
    """Return the dataclass that `to_json` made `data` of."""
    return typing.cast("Figure", _built(kind, data))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 9) + 0.0
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _built(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else _built(typing.get_args(kind)[0], value)
    if origin is tuple:
        return tuple(_built(typing.get_args(kind)[0], item) for item in value)
    if dataclasses.is_dataclass(kind):
        return typing.cast("Any", kind)(
            # A release that was stored before a field existed keeps to the field's default.
            **{
                name: _built(hint, value[name])
                for name, hint in _hints(typing.cast("type", kind)).items()
                if name in value
            }
        )
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    return kind(value)


class _OfConstruct(typing.Protocol):
    @property
    def construct(self) -> str: ...


OfConstruct = TypeVar("OfConstruct", bound=_OfConstruct)


def _first(figures: tuple[OfConstruct, ...], *, construct: str) -> OfConstruct:
    for figure in figures:
        if figure.construct == construct:
            return figure
    raise KeyError(construct)
