"""Why a plan is as it is: reasons for each placement, and for each visit that is missing.

Plain Python over a problem and its plan. What would help is found by solving the problem
with one thing widened by one, not guessed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from programs.matching.changes import WIDENED, Change, changed, changes_for
from programs.matching.ledger import Ledger, Obstacle
from programs.matching.model import UNRANKED, Pair, Part, Plan, Problem, without
from programs.matching.neighborhood import around, people_near
from programs.matching.solver import solve


class Why(StrEnum):
    """Why somebody visits a day."""

    LOCKED = "locked"
    ONLY_OPTION = "only_option"
    FIRST_VISIT = "first_visit"
    CHOICE = "choice"
    NEW_TIE = "new_tie"
    GOALS = "goals"
    ASKED = "asked"
    OWED = "owed"
    ONLY_DAY = "only_day"
    DRAWN = "drawn"
    KEPT = "kept"
    FREE_PLACE = "free_place"


PARTS = {Part.NEWNESS: Why.NEW_TIE, Part.GOALS: Why.GOALS, Part.ASKED: Why.ASKED, Part.OWED: Why.OWED}
"""The reason that each part of a score is."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with the numbers that its sentence names."""

    why: Why
    facts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody who gets fewer visits than wanted: by how many, what binds, what would help.

    `obstacles` counts the options that each thing blocks; `changes` are positions in the
    list of changes.
    """

    visitor: int
    missing: int
    options: int
    obstacles: dict[Obstacle, int]
    changes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """A department on somebody's list that they don't visit, though a day there was possible.

    `obstacles` says what blocks its days and how many of them each thing blocks, as
    ((obstacle, subject), days); `changes` are positions in the list of changes.
    """

    visitor: int
    department: int
    rank: int
    options: int
    obstacles: tuple[tuple[Obstacle, tuple[int, ...], int], ...]
    changes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """What somebody would have instead of a placement, and what that would cost.

    `day` is the next best day of theirs (None: nothing). `points` is by how much the total
    preference falls; `others` are the keys of the people whose visits change with it.
    """

    day: int | None
    rank: int | None
    points: int
    others: tuple[int, ...] = ()


def reasons(problem: Problem, plan: Plan, *, most: int = 3) -> dict[Pair, tuple[Reason, ...]]:
    """Return the strongest reasons of each placement, strongest first."""
    options = Counter(problem.visitor.tolist())
    per_department = Counter(
        (visitor, problem.days[day].department)
        for visitor, day in zip(problem.visitor.tolist(), problem.day.tolist(), strict=True)
    )
    visits = Counter(visitor for visitor, _ in plan.placements)
    rivals = _rivals(problem, plan)
    explained = {}
    for pair in plan.placements:
        column = problem.columns[pair]
        weighed = _weighed(problem, column, options, per_department, visits, rivals)
        explained[pair] = tuple(reason for _, reason in sorted(weighed, key=lambda item: -item[0])[:most])
    return explained


def _weighed(
    problem: Problem,
    column: int,
    options: Counter[int],
    per_department: Counter[tuple[int, int]],
    visits: Counter[int],
    rivals: dict[int, dict[int, int]],
) -> Iterator[tuple[float, Reason]]:
    """Yield each reason of a placement with its weight in points of preference."""
    visitor, day = int(problem.visitor[column]), problem.days[problem.day[column]]
    pair, rank = problem.pair(column), int(problem.rank[column])
    who, score = problem.visitors[visitor], int(problem.score[column])
    equals = rivals.get(int(problem.day[column]), {}).get(score, 0)
    if pair in problem.locks:
        yield 4000, Reason(Why.LOCKED)
    if options[visitor] == 1:
        yield 3000, Reason(Why.ONLY_OPTION)
    elif not who.is_served and visits[who.key] == 1:
        yield 1500, Reason(Why.FIRST_VISIT)
    if rank < UNRANKED:
        yield score - int(problem.parts[:, column].sum()) + 1, Reason(Why.CHOICE, {"rank": rank})
    for part, why in PARTS.items():
        if points := int(problem.parts[part, column]):
            yield points, Reason(why, {"team": who.team, "department": day.department})
    if options[visitor] > 1 and per_department[visitor, day.department] == 1:
        yield 300, Reason(Why.ONLY_DAY, {"department": day.department})
    if equals:
        yield 250, Reason(Why.DRAWN, {"others": equals})
    if pair in problem.kept:
        yield 200, Reason(Why.KEPT)
    yield 1, Reason(Why.FREE_PLACE)


def _rivals(problem: Problem, plan: Plan) -> dict[int, dict[int, int]]:
    """Per full day and score: how many people without that day had the same claim."""
    ledger = Ledger(problem, plan.placements)
    placed = set(plan.placements)
    found: dict[int, dict[int, int]] = {}
    for column in range(problem.size):
        day = int(problem.day[column])
        if ledger.use.on_day[day] >= problem.days[day].places and problem.pair(column) not in placed:
            scores = found.setdefault(day, {})
            scores[int(problem.score[column])] = scores.get(int(problem.score[column]), 0) + 1
    return found


def next_best(problem: Problem, plan: Plan) -> dict[Pair, Alternative]:
    """Return for each placement the best day that the person could have had instead while nobody else moves.

    `alternative` solves what would really happen if a placement were taken away.
    """
    ledger = Ledger(problem, plan.placements)
    placed = set(plan.placements)
    found = {}
    for pair in plan.placements:
        column = problem.columns[pair]
        visitor, leaving = int(problem.visitor[column]), int(problem.day[column])
        begin, end = np.searchsorted(problem.visitor, [visitor, visitor + 1])
        options = [other for other in range(begin, end) if problem.pair(other) not in placed]
        free = (
            other
            for other in sorted(options, key=lambda one: (-problem.score[one], one))
            if not ledger.obstacles(other, leaving=leaving)
        )
        found[pair] = _instead(problem, column, next(free, None))
    return found


def _instead(problem: Problem, column: int, other: int | None, others: tuple[int, ...] = ()) -> Alternative:
    if other is None:
        return Alternative(None, None, int(problem.score[column]), others)
    rank = int(problem.rank[other])
    points = int(problem.score[column] - problem.score[other])
    return Alternative(problem.pair(other)[1], rank if rank < UNRANKED else None, points, others)


def alternative(problem: Problem, plan: Plan, pair: Pair, *, seed: int, time_limit: float = 5.0) -> Alternative:
    """Solve what would happen if somebody did not get a placement: their day instead, the cost, who else moves.

    The people near the placement may move; everybody else stays.
    """
    column = problem.columns[pair]
    visitor = int(problem.visitor[column])
    near = around(problem, plan.placements, people_near(problem, plan.placements, {visitor}))
    asked = replace(without(near.problem, {pair}), kept=plan.placements)
    other = solve(asked, seed=seed, time_limit=time_limit)
    after, before = near.completed(other), set(plan.placements)
    gained = [other_pair for other_pair in after if other_pair[0] == pair[0] and other_pair not in before]
    changed = {who for who, _ in set(after) ^ before if who != pair[0]}
    best = max((problem.columns[one] for one in gained), key=lambda one: int(problem.score[one]), default=None)
    points = sum(int(problem.score[problem.columns[one]]) for one in plan.placements)
    points -= sum(int(problem.score[problem.columns[one]]) for one in after)
    found = _instead(problem, column, best, tuple(sorted(changed)))
    return Alternative(found.day, found.rank, points, found.others)


def gaps(
    problem: Problem, plan: Plan, *, seed: int, time_limit: float = 10.0, most_changes: int = 8
) -> tuple[tuple[Gap, ...], tuple[Change, ...]]:
    """Return who gets fewer visits than wanted and why, and the single changes that would help.

    An option that exactly one thing blocks is a change to try. The most promising by price
    and by people are solved, and one more for each person whom none of these helps, within
    `time_limit` seconds of search in all.
    """
    ledger = Ledger(problem, plan.placements)
    visits = Counter(visitor for visitor, _ in plan.placements)
    short = [v for v, who in enumerate(problem.visitors) if who.wanted > visits[who.key]]
    blocked = {visitor: _blocked(ledger, visitor) for visitor in short}
    hopes: dict[tuple[Obstacle, tuple[int, ...]], set[int]] = {}
    for visitor, options in blocked.items():
        for _, found in options:
            (thing, *others) = found.items()
            if not others:
                hopes.setdefault(thing, set()).add(visitor)
    changes = changes_for(problem, plan, hopes, seed=seed, time_limit=time_limit, most=most_changes)
    found_gaps = []
    for visitor, options in blocked.items():
        who = problem.visitors[visitor]
        counted = Counter(obstacle for _, found in options for obstacle in found)
        found_gaps.append(
            Gap(
                who.key,
                who.wanted - visits[who.key],
                len(options),
                dict(counted.most_common()),
                _helping(changes, who.key),
            )
        )
    return tuple(found_gaps), changes


def improvements(
    problem: Problem, plan: Plan, wishes: tuple[Unmet, ...], *, seed: int, time_limit: float = 10.0, most: int = 8
) -> tuple[Change, ...]:
    """Return single changes that bring no further visit but better ones, those worth most first.

    They are looked for among what alone blocks a day of an unmet wish, the first choices and
    what most people wait for before the rest; at most `most` are solved.
    """
    hopes: dict[tuple[Obstacle, tuple[int, ...]], list[int]] = {}
    ledger = Ledger(problem, plan.placements)
    for wish in wishes:
        for obstacle, subject in _single(ledger, wish):
            hopes.setdefault((obstacle, subject), []).append(wish.rank)
    found, left = [], time_limit
    awaited = sorted(hopes, key=lambda thing: (-hopes[thing].count(1), -len(hopes[thing]), thing))
    for obstacle, subject in awaited[:most]:
        if left <= 0:
            break
        change, seconds = changed(problem, plan, obstacle, subject, seed=seed, time_limit=left)
        left -= seconds
        if change.points > 0 and not change.visits and not change.first_visits:
            found.append(change)
    return tuple(sorted(found, key=lambda change: (-change.points, change.subject)))


def _single(ledger: Ledger, wish: Unmet) -> set[tuple[Obstacle, tuple[int, ...]]]:
    """Return what alone stands between somebody and a day of an unmet wish; their own visits may move."""
    problem, own = ledger.problem, {Obstacle.OWN_VISITS, Obstacle.SAME_DEPARTMENT}
    first, last = problem.columns.span(wish.visitor)
    things = set()
    for column in range(first, last):
        if problem.days[problem.day[column]].department == wish.department:
            blocking = [thing for thing in ledger.obstacles(column).items() if thing[0] not in own]
            things |= set(blocking) if len(blocking) == 1 and blocking[0][0] in WIDENED else set()
    return things


def _helping(changes: tuple[Change, ...], visitor: int) -> tuple[int, ...]:
    return tuple(number for number, change in enumerate(changes) if visitor in change.people)


def _blocked(ledger: Ledger, visitor: int) -> list[tuple[int, dict[Obstacle, tuple[int, ...]]]]:
    """Return the wishes of somebody that something blocks, with what blocks each."""
    problem = ledger.problem
    first, last = np.searchsorted(problem.visitor, [visitor, visitor + 1])
    taken = set(ledger.use.of.get(visitor, ()))
    found = [
        (column, ledger.obstacles(column)) for column in range(first, last) if int(problem.day[column]) not in taken
    ]
    return [(column, obstacles) for column, obstacles in found if obstacles]


def unmet(problem: Problem, plan: Plan, changes: tuple[Change, ...] = ()) -> tuple[Unmet, ...]:
    """Return the unmet wishes: departments that somebody would rather have, or still wants, and what binds.

    A department counts when it is ranked before one that the person visits, or when they
    have fewer visits than wanted. The best rank comes first.
    """
    ledger = Ledger(problem, plan.placements)
    ranks: dict[int, list[int]] = {}
    for pair in plan.placements:
        column = problem.columns[pair]
        ranks.setdefault(int(problem.visitor[column]), []).append(int(problem.rank[column]))
    found: list[Unmet] = []
    for visitor, who in enumerate(problem.visitors):
        got = ranks.get(visitor, [])
        worst = UNRANKED if len(got) < who.wanted else max(got, default=0)
        theirs = {ledger.problem.days[day].department for day in ledger.use.of.get(visitor, ())}
        by_department: dict[int, list[int]] = {}
        first, last = np.searchsorted(problem.visitor, [visitor, visitor + 1])
        for column in range(first, last):
            department = problem.days[problem.day[column]].department
            if problem.rank[column] < worst and department not in theirs:
                by_department.setdefault(department, []).append(column)
        found += [
            _unmet(ledger, who.key, department, columns, changes) for department, columns in by_department.items()
        ]
    return tuple(sorted(found, key=lambda one: (one.visitor, one.rank, one.department)))


def _unmet(ledger: Ledger, visitor: int, department: int, columns: list[int], changes: tuple[Change, ...]) -> Unmet:
    counted = Counter((obstacle, subject) for one in columns for obstacle, subject in ledger.obstacles(one).items())
    rank = min(int(ledger.problem.rank[column]) for column in columns)
    helping = tuple(
        number
        for number, change in enumerate(changes)
        if visitor in change.people and (change.obstacle, change.subject) in counted
    )
    binding = tuple((obstacle, subject, days) for (obstacle, subject), days in counted.most_common())
    return Unmet(visitor, department, rank, len(columns), binding, helping)
