"""A small problem cut out of a large one: some people may move, everybody else stays where they are.

What those who stay use of places, cover, budgets and floors is taken off, so that any plan
of the small problem and what stays make a plan of the whole. Plain Python.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from programs.matching.ledger import Ledger, Use
from programs.matching.model import Day, Ints, Pair, Plan, Problem
from programs.matching.solver import solve

MOST_WISHES = 3000
"""How many wishes a neighbourhood holds at most: enough for chains of moves, solved in a moment."""


@dataclass(frozen=True, eq=False)
class Neighborhood:
    """A problem in which only some people may move, and the placements that stay."""

    problem: Problem
    stays: tuple[Pair, ...]
    is_whole: bool

    def completed(self, plan: Plan) -> tuple[Pair, ...]:
        """Return the placements of the whole problem when the people of this one follow `plan`."""
        return tuple(sorted(self.stays + plan.placements))

    def solved(self, *, seed: int, **options: object) -> Plan:
        """Solve the problem of the people who may move."""
        return solve(self.problem, seed=seed, **options)  # type: ignore[arg-type]


def around(problem: Problem, placements: Iterable[Pair], people: Collection[int]) -> Neighborhood:
    """Let only `people` (positions of visitors) move; everybody else keeps their placements."""
    moves = np.zeros(len(problem.visitors), dtype=np.bool_)
    moves[list(people)] = True
    if moves.all():
        return Neighborhood(problem, (), is_whole=True)
    keys = {problem.visitors[visitor].key for visitor in np.flatnonzero(moves)}
    stays = tuple(pair for pair in placements if pair[0] not in keys)
    use = Ledger(problem, stays).use
    return Neighborhood(_cut(problem, moves, keys, use), stays, is_whole=False)


def _cut(problem: Problem, moves: "np.ndarray[tuple[int], np.dtype[np.bool_]]", keys: set[int], use: Use) -> Problem:
    mine = np.flatnonzero(moves[problem.visitor])
    days, day = np.unique(problem.day[mine], return_inverse=True)
    visitor = (np.cumsum(moves) - 1)[problem.visitor[mine]]
    in_floors = Counter(
        floor
        for number, count in use.on_day.items()
        for floor, one in enumerate(problem.floors)
        for _ in range(count)
        if one.department == problem.days[number].department and one.from_on <= problem.days[number].on <= one.until_on
    )
    return replace(
        problem,
        visitors=tuple(problem.visitors[number] for number in np.flatnonzero(moves)),
        days=tuple(_left(problem.days[number], use.on_day[number]) for number in days.tolist()),
        visitor=visitor,
        day=day,
        score=problem.score[mine],
        rank=problem.rank[mine],
        parts=problem.parts[:, mine],
        covers=tuple(
            replace(cover, most=max(0, cover.most - use.away[cover.team, cover.on])) for cover in problem.covers
        ),
        budgets=tuple(
            replace(one, minutes=max(0, one.minutes - use.minutes[one.department, one.month]))
            for one in problem.budgets
        ),
        host_budgets=tuple(
            replace(one, minutes=max(0, one.minutes - use.host_minutes[one.host, one.month]))
            for one in problem.host_budgets
        ),
        floors=tuple(
            replace(floor, least=max(0, floor.least - in_floors[number])) for number, floor in enumerate(problem.floors)
        ),
        locks=tuple(pair for pair in problem.locks if pair[0] in keys),
        kept=tuple(pair for pair in problem.kept if pair[0] in keys),
        _columns=None,
    )


def _left(day: Day, taken: int) -> Day:
    """Return what is left of a day; one that opens anyway costs nothing more."""
    if not taken:
        return day
    return replace(day, places=max(0, day.places - taken), least=max(0, day.least - taken), minutes=0)


def people_near(
    problem: Problem, placements: Iterable[Pair], first: Iterable[int], *, most: int = MOST_WISHES
) -> list[int]:
    """Return people (positions) who could take part in a chain of moves that begins with `first`.

    Whoever could use a day that one of them holds comes next, people with visits missing
    before others, until their wishes are more than `most`. In a problem no larger than that,
    everybody could.
    """
    if problem.size <= most:
        return list(range(len(problem.visitors)))
    held: dict[int, list[int]] = {}
    for pair in placements:
        column = problem.columns[pair]
        held.setdefault(int(problem.visitor[column]), []).append(int(problem.day[column]))
    wishes = np.bincount(problem.visitor, minlength=len(problem.visitors))
    missing = np.array([who.wanted - len(held.get(number, ())) for number, who in enumerate(problem.visitors)])
    order = np.argsort(problem.day, kind="stable")
    begin = np.searchsorted(problem.day[order], np.arange(len(problem.days) + 1))
    ring, found, size = sorted(first), list[int](), 0
    seen, seen_days = set(ring), set[int]()
    while ring:
        for visitor in sorted(ring, key=lambda number: (-missing[number], number)):
            if found and size + wishes[visitor] > most:
                return found
            found.append(visitor)
            size += int(wishes[visitor])
        freed = {day for visitor in ring for day in held.get(visitor, ())} - seen_days
        seen_days |= freed
        ring = sorted(_wishing(problem, order, begin, freed) - seen)
        seen |= set(ring)
    return found


def _wishing(problem: Problem, order: Ints, begin: Ints, days: Iterable[int]) -> set[int]:
    """Return who has a wish for one of these days."""
    return {int(visitor) for day in days for visitor in problem.visitor[order[begin[day] : begin[day + 1]]]}
