"""What one step would change: one thing widened by one, confirmed by solving. Plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from programs.matching.ledger import Obstacle
from programs.matching.model import LevelName, Pair, Plan, Problem
from programs.matching.neighborhood import Neighborhood, around, people_near

Thing = tuple[Obstacle, tuple[int, ...]]
"""Something scarce: what it is, and which."""

WIDENED = {
    Obstacle.FULL: "places",
    Obstacle.COVER: "cover",
    Obstacle.BUDGET: "budget",
    Obstacle.HOST_BUDGET: "host",
    Obstacle.SMALL_GROUP: "group",
}
"""What somebody could widen by one, as the plan's prices name it."""
MOST_TRIES = 24
"""How many changes are solved at most: by work, so that the answer is the same everywhere."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing widened by one, and what the best plan would then be.

    `subject` is (day,), (team, date), (department, month) or (host, month). `people` are the
    keys of those who would get more visits than now, `visits` how many more there would be in
    all, `first_visits` how many of them somebody's first, `points` what preference gains and
    `better` the keys of those whose visits would be worth more to them.
    Where only a neighbourhood could move, the figures are what is gained at least
    (`is_local`).
    """

    obstacle: Obstacle
    subject: tuple[int, ...]
    visits: int
    first_visits: int
    people: tuple[int, ...]
    points: int = 0
    better: tuple[int, ...] = ()
    is_local: bool = False


def changes_for(
    problem: Problem,
    plan: Plan,
    hopes: Mapping[Thing, set[int]],
    *,
    seed: int,
    time_limit: float,
    most: int = 8,
) -> tuple[Change, ...]:
    """Solve the most promising of `hopes` (thing → people whom only it blocks); return those that help, best first.

    After the first `most`, only what may help somebody whom nothing has helped yet is tried.
    """
    placed = {visitor for visitor, _ in plan.placements}

    def promise(item: tuple[Thing, set[int]]) -> tuple[float, ...]:
        (obstacle, subject), people = item
        unserved = sum(not problem.visitors[v].is_served and problem.visitors[v].key not in placed for v in people)
        return (-unserved, -plan.duals.get((WIDENED[obstacle], *subject), 0.0), -len(people), *subject)

    possible = sorted(((thing, who) for thing, who in hopes.items() if thing[0] in WIDENED), key=promise)
    changes: list[Change] = []
    left, tries, helped = time_limit, 0, set[int]()
    for number, ((obstacle, subject), people) in enumerate(possible):
        if left <= 0 or tries >= MOST_TRIES:
            break
        if number >= most and {problem.visitors[visitor].key for visitor in people} <= helped:
            continue
        change, seconds = changed(problem, plan, obstacle, subject, seed=seed, time_limit=left)
        left, tries = left - seconds, tries + 1
        if change.visits > 0 or change.first_visits > 0:
            changes.append(change)
            helped.update(change.people)
    return tuple(sorted(changes, key=lambda change: (-change.first_visits, -change.visits, change.subject)))


def changed(
    problem: Problem, plan: Plan, obstacle: Obstacle, subject: tuple[int, ...], *, seed: int, time_limit: float = 5.0
) -> tuple[Change, float]:
    """Solve the problem with one thing widened by one; return what that brings, and the seconds it took.

    A large problem is solved in the neighbourhood of who could use it: a lead is told what
    it brings at least.
    """
    wider = widened(problem, obstacle, subject)
    near = _near(wider, plan, obstacle, subject)
    other = near.solved(seed=seed, time_limit=time_limit, until=LevelName.PREFERENCE)
    after = near.completed(other) if other.placements or near.is_whole else plan.placements
    before = Counter(visitor for visitor, _ in plan.placements)
    now = Counter(visitor for visitor, _ in after)
    waiting = {who.key for who in problem.visitors if not who.is_served}
    worth, worth_now = _worth(problem, plan.placements), _worth(problem, after)
    change = Change(
        obstacle,
        subject,
        visits=len(after) - len(plan.placements),
        first_visits=len(waiting & now.keys()) - len(waiting & before.keys()),
        people=tuple(who.key for who in problem.visitors if now[who.key] > before[who.key]),
        points=sum(worth_now.values()) - sum(worth.values()),
        better=tuple(sorted(who for who, points in worth_now.items() if points > worth[who])),
        is_local=not near.is_whole,
    )
    return change, other.seconds


def _worth(problem: Problem, placements: Iterable[Pair]) -> Counter[int]:
    """Return visitor → points of their visits."""
    worth: Counter[int] = Counter()
    for pair in placements:
        worth[pair[0]] += int(problem.score[problem.columns[pair]])
    return worth


def _near(problem: Problem, plan: Plan, obstacle: Obstacle, subject: tuple[int, ...]) -> Neighborhood:
    touched = np.array([_touches(problem, day, obstacle, subject) for day in range(len(problem.days))], dtype=np.bool_)
    first = set(np.unique(problem.visitor[touched[problem.day]]).tolist())
    if obstacle == Obstacle.COVER:
        first = {visitor for visitor in first if problem.visitors[visitor].team == subject[0]}
    return around(problem, plan.placements, people_near(problem, plan.placements, first))


def _touches(problem: Problem, number: int, obstacle: Obstacle, subject: tuple[int, ...]) -> bool:
    day = problem.days[number]
    if obstacle == Obstacle.COVER:
        return day.on == subject[1]
    if obstacle == Obstacle.BUDGET:
        return (day.department, day.month) == subject
    if obstacle == Obstacle.HOST_BUDGET:
        return (day.host, day.month) == subject
    return day.key == subject[0]


def widened(problem: Problem, obstacle: Obstacle, subject: tuple[int, ...]) -> Problem:
    """Return the problem with one more place, one more person away, one more day's hours, or a smaller group."""
    if obstacle == Obstacle.COVER:
        covers = tuple(
            replace(cover, most=cover.most + 1) if (cover.team, cover.on) == subject else cover
            for cover in problem.covers
        )
        return replace(problem, covers=covers)
    if obstacle == Obstacle.BUDGET:
        hours = max((day.minutes for day in problem.days if (day.department, day.month) == subject), default=0)
        budgets = tuple(
            replace(budget, minutes=budget.minutes + hours) if (budget.department, budget.month) == subject else budget
            for budget in problem.budgets
        )
        return replace(problem, budgets=budgets)
    if obstacle == Obstacle.HOST_BUDGET:
        hours = max((day.minutes for day in problem.days if (day.host, day.month) == subject), default=0)
        host_budgets = tuple(
            replace(budget, minutes=budget.minutes + hours) if (budget.host, budget.month) == subject else budget
            for budget in problem.host_budgets
        )
        return replace(problem, host_budgets=host_budgets)
    days = (
        replace(
            day,
            places=day.places + (obstacle == Obstacle.FULL),
            least=day.least - (obstacle == Obstacle.SMALL_GROUP),
        )
        if day.key == subject[0]
        else day
        for day in problem.days
    )
    return replace(problem, days=tuple(days))
