"""Where people tied, the draw decided: its log, so that who got a place by chance is known later.

Visited and not-yet-visited people of one draw differ by chance alone, so comparing them is
honest. Plain Python.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from programs.matching.ledger import Ledger
from programs.matching.model import Ints, Plan, Problem
from programs.matching.solver import draw


@dataclass(frozen=True, slots=True)
class Lot:
    """One place that several people had an equal claim to: who drew which number, and who won it.

    `entrants` are (visitor, number), the winner among them. Exchanging the winner for any
    other of them breaks no rule and leaves every level above the draw as it is.
    """

    day: int
    winner: int
    entrants: tuple[tuple[int, int], ...]


def lots(problem: Problem, plan: Plan, *, seed: int) -> tuple[Lot, ...]:
    """Return every placement that somebody else could have had as well, with the numbers drawn."""
    numbers = draw(problem, seed)
    ledger = Ledger(problem, plan.placements)
    held = {visitor: len(days) for visitor, days in ledger.use.of.items()}
    by_day = np.argsort(problem.day, kind="stable")
    begin = np.searchsorted(problem.day[by_day], np.arange(len(problem.days) + 1))
    found = []
    for pair in plan.placements:
        column = problem.columns[pair]
        day = int(problem.day[column])
        equals = list(_equals(ledger, held, column, by_day[begin[day] : begin[day + 1]]))
        if equals:
            entrants = [(problem.pair(one)[0], int(numbers[one])) for one in (column, *equals)]
            found.append(Lot(pair[1], pair[0], tuple(sorted(entrants))))
    return tuple(found)


def _equals(ledger: Ledger, held: dict[int, int], column: int, that_day: Ints) -> Iterator[int]:
    """Yield the wishes of a day that could stand in for a placement without changing what any level reached."""
    problem = ledger.problem
    winner, settled = int(problem.visitor[column]), {*problem.locks, *problem.kept}
    if problem.pair(column) in settled or held.get(winner, 0) != 1:
        return
    is_same = (problem.score[that_day] == problem.score[column]) & (problem.rank[that_day] == problem.rank[column])
    for other in that_day[is_same].tolist():
        visitor = int(problem.visitor[other])
        stands_alike = held.get(visitor, 0) == 0 and _count_alike(problem, winner, visitor)
        if stands_alike and problem.pair(other) not in settled and not ledger.obstacles_without(other, column):
            yield other


def _count_alike(problem: Problem, winner: int, other: int) -> bool:
    """Whether first visits count alike for two people, one of whom has her only visit and one none.

    Only such pairs are lots: what else somebody holds may decide fairness between the two.
    """
    one, two = problem.visitors[winner], problem.visitors[other]
    return two.wanted > 0 and (one.is_served, one.is_owed) == (two.is_served, two.is_owed)
