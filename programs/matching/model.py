"""What a matching is asked and what it answers: plain values, no Django, no rows.

A problem is frozen before it is solved: everything is sorted by stable keys, written as
canonical JSON and hashed, so that the same inputs are the same problem on every machine.
Dates are ordinals (`date.toordinal()`), months are `year * 12 + month`, lengths are
minutes, scores are whole numbers from 0 to 1000 so that levels can be proven exactly.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import IntEnum, StrEnum
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Points = NDArray[np.int16]
Mask = NDArray[np.bool_]
Pair = tuple[int, int]
"""A visitor's key and a day's key."""

Keyed = TypeVar("Keyed", "Visitor", "Day")

UNRANKED = 99
"""The rank of a department that is not on the visitor's list."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone who wants `wanted` more visits; `is_served` when one already stands.

    `is_owed` says that they missed out last time: of several who could get a first visit, they do.
    """

    key: int
    wanted: int
    team: int = -1
    is_served: bool = False
    is_owed: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A hosting day with `places` left. A day that opens takes at least `least` of them.

    `minutes` is what opening it costs the hosting budgets of the department and of the
    `host` (the person who receives the visitors) in `month`: nothing when visitors stand already.
    """

    key: int
    department: int
    on: int
    places: int
    least: int = 0
    month: int = 0
    minutes: int = 0
    host: int = -1


class Part(IntEnum):
    """What a score is made of besides the visitor's choice (explanations name it)."""

    NEWNESS = 0
    """A new tie between the visitor's team and the department."""
    GOALS = 1
    """The offering shows what the visitor wants to learn."""
    ASKED = 2
    """The department asked for this visitor, their team or a skill of theirs."""
    OWED = 3
    """The visitor missed out last time."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A visit that no rule forbids by itself: how good it is, and the visitor's rank of it.

    `newness` to `owed` are parts of the score (see `Part`); the rest is the visitor's choice.
    """

    visitor: int
    day: int
    score: int
    rank: int = UNRANKED
    newness: int = 0
    goals: int = 0
    asked: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """At most `most` more people of a team may be away on a date."""

    team: int
    on: int
    most: int


@dataclass(frozen=True, slots=True)
class Budget:
    """A department opens further days of at most `minutes` in all in a month."""

    department: int
    month: int
    minutes: int


@dataclass(frozen=True, slots=True)
class HostBudget:
    """A host opens further days of at most `minutes` in all in a month."""

    host: int
    month: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Floor:
    """A department should get at least `least` visitors between two dates (both included).

    A floor that `is_required` is a rule: without it there is no plan. Any other is missed
    by as little as can be.
    """

    department: int
    from_on: int
    until_on: int
    least: int
    is_required: bool = False


@dataclass(frozen=True, eq=False)
class Problem:
    """A matching problem. Make it with `problem`, which sorts and checks its parts.

    The wishes are columns of numbers: `visitor` and `day` are positions in `visitors`
    and `days`, in the order (visitor, day).
    """

    visitors: tuple[Visitor, ...]
    days: tuple[Day, ...]
    visitor: Ints
    day: Ints
    score: Ints
    rank: Ints
    parts: Points
    covers: tuple[Cover, ...] = ()
    budgets: tuple[Budget, ...] = ()
    host_budgets: tuple[HostBudget, ...] = ()
    floors: tuple[Floor, ...] = ()
    locks: tuple[Pair, ...] = ()
    kept: tuple[Pair, ...] = ()
    spacing: int = 1
    counts_first: bool = False
    balances_hosts: bool = True
    _columns: "Columns | None" = field(default=None, repr=False)

    @property
    def size(self) -> int:
        """How many wishes there are to choose from."""
        return len(self.visitor)

    @property
    def newness(self) -> Points:
        """The part of each score that a new tie brings."""
        newness: Points = self.parts[Part.NEWNESS]
        return newness

    def pair(self, column: int) -> Pair:
        """Return the keys of the visitor and the day of a wish."""
        return self.visitors[self.visitor[column]].key, self.days[self.day[column]].key

    @property
    def columns(self) -> "Columns":
        """Where each pair of keys stands among the wishes."""
        if self._columns is None:
            object.__setattr__(self, "_columns", Columns(self))  # made when first asked for
        return self._columns  # type: ignore[return-value]


class Columns(Mapping[Pair, int]):
    """Where each pair of keys stands among the wishes: looked up in their order, without an index of its own."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._visitors = {visitor.key: place for place, visitor in enumerate(problem.visitors)}
        self._days = {day.key: place for place, day in enumerate(problem.days)}
        self._begin = np.searchsorted(problem.visitor, np.arange(len(problem.visitors) + 1)).tolist()

    def __getitem__(self, pair: Pair) -> int:
        visitor, day = self._visitors[pair[0]], self._days[pair[1]]
        last = self._begin[visitor + 1]
        place = bisect_left(self._problem.day, day, self._begin[visitor], last)
        if place == last or self._problem.day[place] != day:
            raise KeyError(pair)
        return place

    def span(self, visitor: int) -> Pair:
        """Return where the wishes of a visitor begin and end."""
        place = self._visitors[visitor]
        return self._begin[place], self._begin[place + 1]

    def __iter__(self) -> Iterator[Pair]:
        return (self._problem.pair(column) for column in range(len(self)))

    def __len__(self) -> int:
        return self._problem.size


def problem(
    *,
    visitors: Iterable[Visitor],
    days: Iterable[Day],
    wishes: Iterable[Wish] | Ints,
    covers: Iterable[Cover] = (),
    budgets: Iterable[Budget] = (),
    host_budgets: Iterable[HostBudget] = (),
    floors: Iterable[Floor] = (),
    locks: Iterable[Pair] = (),
    kept: Iterable[Pair] = (),
    spacing: int = 1,
    counts_first: bool = False,
    balances_hosts: bool = True,
) -> Problem:
    """Return the problem in its one canonical order.

    Wishes may come as a table of numbers as well, one row each, in the order of `Wish`.

    `spacing` is the least number of days from one visit of a person to the next (1: one
    visit a day). `counts_first` puts the number of visits before how well they fit;
    `balances_hosts` spreads visits fairly between hosts where that costs nothing above it.
    Raises ValueError for a key that occurs twice or that nothing has, a negative number,
    or a score outside 0 to 1000.
    """
    visitors = _by_key(visitors)
    days = _by_key(days)
    table = wishes if isinstance(wishes, np.ndarray) else _table(wishes)
    visitor, day = _placed(table[:, 0], visitors), _placed(table[:, 1], days)
    order = np.lexsort((day, visitor))
    score, rank, *parts = table[order, 2:].T
    made = Problem(
        visitors,
        days,
        visitor[order],
        day[order],
        np.ascontiguousarray(score),
        np.ascontiguousarray(rank),
        np.array(parts, dtype=np.int16),
        covers=tuple(sorted(covers, key=lambda cover: (cover.team, cover.on))),
        budgets=tuple(sorted(budgets, key=lambda budget: (budget.department, budget.month))),
        host_budgets=tuple(sorted(host_budgets, key=lambda budget: (budget.host, budget.month))),
        floors=tuple(sorted(floors, key=lambda floor: (floor.department, floor.from_on, floor.until_on))),
        locks=tuple(sorted(set(locks))),
        kept=tuple(sorted(set(kept))),
        spacing=max(1, spacing),
        counts_first=counts_first,
        balances_hosts=balances_hosts,
    )
    _check(made)
    return made


def _table(wishes: Iterable[Wish]) -> Ints:
    rows = ((w.visitor, w.day, w.score, w.rank, w.newness, w.goals, w.asked, w.owed) for w in wishes)
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 4 + len(Part))


def _placed(keys: Ints, parts: Sequence[Visitor] | Sequence[Day]) -> Ints:
    """Return the positions of keys among visitors or days; raises ValueError for one that nothing has."""
    known = np.array([part.key for part in parts], dtype=np.int64)
    place = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
    if len(keys) and not (len(known) and np.array_equal(known[place], keys)):
        raise ValueError("A wish names a key that is neither a visitor's nor a day's.")
    return place


def _by_key(parts: Iterable[Keyed]) -> tuple[Keyed, ...]:
    return tuple(sorted(parts, key=lambda part: part.key))


def _check(made: Problem) -> None:
    for parts in (made.visitors, made.days):
        if len({part.key for part in parts}) != len(parts):
            raise ValueError("A key occurs twice.")
    if made.size and len(np.unique(made.visitor * (len(made.days) + 1) + made.day)) != made.size:
        raise ValueError("A wish occurs twice.")
    if made.size and (made.score.min() < 0 or made.score.max() > 1000 or made.rank.min() < 1):
        raise ValueError("Scores go from 0 to 1000 and ranks start at 1.")
    if any(visitor.wanted < 0 for visitor in made.visitors) or any(
        min(day.places, day.least, day.minutes) < 0 for day in made.days
    ):
        raise ValueError("Numbers of visits, places and minutes can't be negative.")


def without(made: Problem, pairs: Iterable[Pair]) -> Problem:
    """Return the problem in which some wishes can't be granted; locks of them are dropped too."""
    gone = set(pairs)
    stays = np.ones(made.size, dtype=np.bool_)
    stays[[made.columns[pair] for pair in gone if pair in made.columns]] = False
    return replace(restricted(made, stays), locks=tuple(pair for pair in made.locks if pair not in gone))


def restricted(made: Problem, wishes: Mask) -> Problem:
    """Return the problem with some of its wishes only: the same people, days and rules."""
    return replace(
        made,
        visitor=made.visitor[wishes],
        day=made.day[wishes],
        score=made.score[wishes],
        rank=made.rank[wishes],
        parts=made.parts[:, wishes],
        _columns=None,
    )


def as_json(made: Problem) -> dict[str, Any]:
    """Return the problem as plain JSON values, canonical: `from_json` undoes it."""
    return {
        "visitors": [list(asdict(visitor).values()) for visitor in made.visitors],
        "days": [list(asdict(day).values()) for day in made.days],
        "wishes": np.stack([made.visitor, made.day, made.score, made.rank, *made.parts]).T.tolist(),
        "covers": [list(asdict(cover).values()) for cover in made.covers],
        "budgets": [list(asdict(budget).values()) for budget in made.budgets],
        "host_budgets": [list(asdict(budget).values()) for budget in made.host_budgets],
        "floors": [list(asdict(floor).values()) for floor in made.floors],
        "locks": [list(pair) for pair in made.locks],
        "kept": [list(pair) for pair in made.kept],
        "spacing": made.spacing,
        "counts_first": made.counts_first,
        "balances_hosts": made.balances_hosts,
    }


def from_json(values: Mapping[str, Any]) -> Problem:
    """Return the problem that `as_json` wrote, also before a part of it was thought of."""
    visitors = tuple(Visitor(*row) for row in values["visitors"])
    days = tuple(Day(*row) for row in values["days"])
    return problem(
        visitors=visitors,
        days=days,
        wishes=_read(values["wishes"], visitors, days),
        covers=(Cover(*row) for row in values["covers"]),
        budgets=(Budget(*row) for row in values["budgets"]),
        host_budgets=(HostBudget(*row) for row in values.get("host_budgets", ())),
        floors=(Floor(*row) for row in values["floors"]),
        locks=((visitor, day) for visitor, day in values["locks"]),
        kept=((visitor, day) for visitor, day in values["kept"]),
        spacing=values["spacing"],
        counts_first=values["counts_first"],
        balances_hosts=values.get("balances_hosts", True),
    )


def _read(rows: Sequence[Sequence[int]], visitors: Sequence[Visitor], days: Sequence[Day]) -> Ints:
    """Return written wishes as a table of keys; parts that an older version didn't know are 0."""
    width = 4 + len(Part)
    table = np.zeros((len(rows), width), dtype=np.int64)
    if len(rows):
        written = np.array(rows, dtype=np.int64)
        table[:, : written.shape[1]] = written
        table[:, 0] = np.array([visitor.key for visitor in visitors])[written[:, 0]]
        table[:, 1] = np.array([day.key for day in days])[written[:, 1]]
    return table


def fingerprint(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Status(StrEnum):
    """How a search for a plan ended."""

    OPTIMAL = "optimal"
    """Every level down to the preference is proven: no plan is better."""
    FEASIBLE = "feasible"
    """A plan that keeps every rule; the bound says how much better one could be."""
    INFEASIBLE = "infeasible"
    """Locks and required floors contradict each other or a rule."""
    OUT_OF_TIME = "out_of_time"
    """No plan was found within the time."""
    CANCELLED = "cancelled"
    """The caller asked to stop."""


class LevelName(StrEnum):
    """What is decided first, second and so on; a lower level never costs a higher one."""

    FIRST_VISITS = "first_visits"
    OWED = "owed"
    FLOORS = "floors"
    VISITS = "visits"
    PREFERENCE = "preference"
    FAIRNESS = "fairness"
    HOST_BALANCE = "host_balance"
    LEAST_CHANGE = "least_change"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Level:
    """What a level reached, and what no plan can exceed with the levels above it fixed."""

    name: LevelName
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """How much better this level could be at most, as a share of its value (0: proven)."""
        return (self.bound - self.value) / max(1, abs(self.value)) if self.bound > self.value else 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Who visits whom, how good that is, and how good it could be at most.

    `duals` prices what is scarce: ("places", day key), ("cover", team, date),
    ("budget", department, month), ("host", host, month) → points of preference for one more.
    When there is no plan, `conflict` and `floors_in_conflict` are a smallest set of locks and
    required floors that can't hold together.
    """

    status: Status
    placements: tuple[Pair, ...] = ()
    levels: tuple[Level, ...] = ()
    duals: Mapping[tuple[str | int, ...], float] = field(default_factory=dict)
    conflict: tuple[Pair, ...] = ()
    floors_in_conflict: tuple[Floor, ...] = ()
    seconds: float = 0.0
    is_cut_short: bool = False

    def level(self, name: LevelName) -> Level | None:
        """Return what the level reached; None when it didn't apply."""
        return next((level for level in self.levels if level.name == name), None)

    @property
    def value(self) -> int:
        """The total preference of both sides."""
        level = self.level(LevelName.PREFERENCE)
        return level.value if level else 0

    @property
    def bound(self) -> int:
        """What no plan's total preference exceeds, with the levels above it fixed."""
        level = self.level(LevelName.PREFERENCE)
        return level.bound if level else 0

    @property
    def gap(self) -> float:
        """The gap of the preference level."""
        level = self.level(LevelName.PREFERENCE)
        return level.gap if level else 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: the level it works on, its best value and its bound so far."""

    level: LevelName
    value: int | None
    bound: int | None
    seconds: float
