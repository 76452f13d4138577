"""Why a plan is as it is: reasons for each placement, and for each visit that is missing.

Plain Python over a problem and its plan. What would help is found by solving the problem
with one thing widened by one, not guessed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from programs.matching.ledger import Ledger, Obstacle
from programs.matching.model import UNRANKED, LevelName, Pair, Plan, Problem
from programs.matching.solver import solve


class Why(StrEnum):
    """Why somebody visits a day."""

    LOCKED = "locked"
    ONLY_OPTION = "only_option"
    FIRST_VISIT = "first_visit"
    CHOICE = "choice"
    NEW_TIE = "new_tie"
    ONLY_DAY = "only_day"
    DRAWN = "drawn"
    KEPT = "kept"
    FREE_PLACE = "free_place"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with the numbers that its sentence names."""

    why: Why
    facts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing widened by one, and what the best plan would then be.

    `subject` is (day,), (team, date) or (department, month). `people` are the keys of
    those who would get more visits than now; `first_visits` how many of them their first.
    """

    obstacle: Obstacle
    subject: tuple[int, ...]
    visits: int
    first_visits: int
    people: tuple[int, ...]


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
    who, newness, score = problem.visitors[visitor], int(problem.newness[column]), int(problem.score[column])
    equals = rivals.get(int(problem.day[column]), {}).get(score, 0)
    if pair in problem.locks:
        yield 4000, Reason(Why.LOCKED)
    if options[visitor] == 1:
        yield 3000, Reason(Why.ONLY_OPTION)
    elif not who.is_served and visits[who.key] == 1:
        yield 1500, Reason(Why.FIRST_VISIT)
    if rank < UNRANKED:
        yield score - newness + 1, Reason(Why.CHOICE, {"rank": rank})
    if newness:
        yield newness, Reason(Why.NEW_TIE, {"team": who.team, "department": day.department})
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


def gaps(
    problem: Problem, plan: Plan, *, seed: int, time_limit: float = 10.0, most_changes: int = 8
) -> tuple[tuple[Gap, ...], tuple[Change, ...]]:
    """Return who gets fewer visits than wanted and why, and the single changes that would help.

    An option that exactly one scarce thing blocks is a change to try. The most promising
    by price and by people are solved, within `time_limit` seconds of search in all.
    """
    ledger = Ledger(problem, plan.placements)
    visits = Counter(visitor for visitor, _ in plan.placements)
    short = [v for v, who in enumerate(problem.visitors) if who.wanted > visits[who.key]]
    blocked = {visitor: _blocked(ledger, visitor) for visitor in short}
    hopes: dict[tuple[Obstacle, tuple[int, ...]], set[int]] = {}
    for visitor, options in blocked.items():
        for found in options:
            (obstacle, subject), *others = found.items()
            if not others and obstacle in _WIDENED:
                hopes.setdefault((obstacle, subject), set()).add(visitor)
    changes = _tried(problem, plan, hopes, seed=seed, time_limit=time_limit, most=most_changes)
    found_gaps = []
    for visitor, options in blocked.items():
        who = problem.visitors[visitor]
        counted = Counter(obstacle for found in options for obstacle in found)
        helping = tuple(number for number, change in enumerate(changes) if who.key in change.people)
        found_gaps.append(
            Gap(who.key, who.wanted - visits[who.key], len(options), dict(counted.most_common()), helping)
        )
    return tuple(found_gaps), changes


def _blocked(ledger: Ledger, visitor: int) -> list[dict[Obstacle, tuple[int, ...]]]:
    problem = ledger.problem
    first = int(problem.visitor.searchsorted(visitor))
    last = int(problem.visitor.searchsorted(visitor + 1))
    taken = set(ledger.use.of.get(visitor, ()))
    found = [ledger.obstacles(column) for column in range(first, last) if int(problem.day[column]) not in taken]
    return [obstacles for obstacles in found if obstacles]


_WIDENED = {Obstacle.FULL: "places", Obstacle.COVER: "cover", Obstacle.BUDGET: "budget"}
"""What somebody could widen by one, as the plan's prices name it."""


def _tried(
    problem: Problem,
    plan: Plan,
    hopes: dict[tuple[Obstacle, tuple[int, ...]], set[int]],
    *,
    seed: int,
    time_limit: float,
    most: int,
) -> tuple[Change, ...]:
    def promise(item: tuple[tuple[Obstacle, tuple[int, ...]], set[int]]) -> tuple[float, ...]:
        (obstacle, subject), people = item
        unserved = sum(not problem.visitors[v].is_served and problem.visitors[v].key not in placed for v in people)
        return (-unserved, -plan.duals.get((_WIDENED[obstacle], *subject), 0.0), -len(people), *subject)

    placed = {visitor for visitor, _ in plan.placements}
    changes, left = [], time_limit
    for (obstacle, subject), _ in sorted(hopes.items(), key=promise)[:most]:
        if left <= 0:
            break
        wider = widened(problem, obstacle, subject)
        other = solve(wider, seed=seed, time_limit=left, until=LevelName.PREFERENCE)
        left -= other.seconds
        change = _compared(problem, plan, other, obstacle, subject)
        if change.visits > 0 or change.first_visits > 0:
            changes.append(change)
    return tuple(sorted(changes, key=lambda change: (-change.first_visits, -change.visits, change.subject)))


def _compared(problem: Problem, plan: Plan, other: Plan, obstacle: Obstacle, subject: tuple[int, ...]) -> Change:
    before, after = Counter(v for v, _ in plan.placements), Counter(v for v, _ in other.placements)
    first = other.level(LevelName.FIRST_VISITS), plan.level(LevelName.FIRST_VISITS)
    return Change(
        obstacle,
        subject,
        visits=len(other.placements) - len(plan.placements),
        first_visits=first[0].value - first[1].value if first[0] and first[1] else 0,
        people=tuple(who.key for who in problem.visitors if after[who.key] > before[who.key]),
    )


def widened(problem: Problem, obstacle: Obstacle, subject: tuple[int, ...]) -> Problem:
    """Return the problem with one more place, one more person away, or one more visit's hours."""
    if obstacle == Obstacle.FULL:
        days = tuple(replace(day, places=day.places + 1) if day.key == subject[0] else day for day in problem.days)
        return replace(problem, days=days)
    if obstacle == Obstacle.COVER:
        covers = tuple(
            replace(cover, most=cover.most + 1) if (cover.team, cover.on) == subject else cover
            for cover in problem.covers
        )
        return replace(problem, covers=covers)
    visit = max((day.minutes for day in problem.days if (day.department, day.month) == subject), default=0)
    budgets = tuple(
        replace(budget, minutes=budget.minutes + visit) if (budget.department, budget.month) == subject else budget
        for budget in problem.budgets
    )
    return replace(problem, budgets=budgets)
