"""All figures of one wave together, and of a programme over its waves."""

import datetime
import functools
import typing
from dataclasses import dataclass
from typing import TypeVar

from programs.surveys.figures.beside import Guess, Rated, Said
from programs.surveys.figures.changes import Attrition, Change, DepartmentChange, GapChange, Movement
from programs.surveys.figures.groups import SIDE_GROUP, Group, Question
from programs.surveys.figures.parts import Contrast, DoseTrend, Lateness, PartResult
from programs.surveys.figures.shares import Gap, IndexResult, ItemResult, Reliability, ResponseRate, Share, Weighted


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


class _OfConstruct(typing.Protocol):
    @property
    def construct(self) -> str: ...


OfConstruct = TypeVar("OfConstruct", bound=_OfConstruct)


def _first(figures: tuple[OfConstruct, ...], *, construct: str) -> OfConstruct:
    for figure in figures:
        if figure.construct == construct:
            return figure
    raise KeyError(construct)
