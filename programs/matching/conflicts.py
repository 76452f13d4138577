"""Why there is no plan: the fewest locks and floors that can't hold together, and what they clash on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from programs.matching.formulation import Formulation, RowKind, formulate
from programs.matching.ledger import Ledger, Obstacle
from programs.matching.model import Floor, Pair, Problem
from programs.matching.search import TOLERANCE, Matrix, maximise

Demand = Pair | Floor
"""What must hold: a lock or a required floor."""
SECONDS = 10.0
"""How long one question may take."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What a conflict is about.

    `things` are what the locks use too much of: (obstacle, subject) as in `Ledger`. `floors`
    say of each required floor how many visits the locks leave possible at most.
    """

    things: tuple[tuple[Obstacle, tuple[int, ...]], ...]
    floors: tuple[tuple[Floor, int], ...]


def conflict_of(problem: Problem) -> tuple[tuple[Pair, ...], tuple[Floor, ...]]:
    """Return a smallest set of locks and required floors that can't hold together.

    Without any one of them, the rest can hold. QuickXplain (Junker 2004): halves that are not
    needed are dropped at once, so that a small conflict among many locks is found quickly.
    """
    formulation = formulate(problem)
    demands: list[Demand] = [*problem.locks, *(floor for floor in problem.floors if floor.is_required)]
    found = _explained(formulation, [], demands, has_grown=False)
    return tuple(one for one in found if not isinstance(one, Floor)), tuple(
        one for one in found if isinstance(one, Floor)
    )


def _explained(
    formulation: Formulation, background: list[Demand], demands: list[Demand], *, has_grown: bool
) -> list[Demand]:
    """Return those of `demands` that a smallest conflict with `background` needs."""
    if has_grown and not _can_hold(formulation, background):
        return []
    if len(demands) <= 1:
        return demands
    half = len(demands) // 2
    one, other = demands[:half], demands[half:]
    second = _explained(formulation, background + one, other, has_grown=bool(one))
    first = _explained(formulation, background + second, one, has_grown=bool(second))
    return first + second


def _can_hold(formulation: Formulation, demands: list[Demand]) -> bool:
    problem, matrix = formulation.problem, Matrix(formulation)
    locks = [one for one in demands if not isinstance(one, Floor)]
    matrix.lower[[problem.columns[pair] for pair in locks]] = 1
    matrix.upper[formulation.short_from :] = [0 if floor in demands else floor.least for floor in problem.floors]
    found = maximise(matrix, np.zeros(matrix.width), seconds=SECONDS)
    return not found.is_infeasible


def clash_of(problem: Problem, locks: Sequence[Pair], floors: Sequence[Floor]) -> Clash:
    """Return what locks and required floors that can't hold together clash on.

    Locks that are no wish at all (a rule forbids them by itself) are left out: see what was
    refused to them when the problem was frozen.
    """
    possible = [pair for pair in locks if pair in problem.columns]
    things: dict[tuple[Obstacle, tuple[int, ...]], None] = {}
    for pair in possible:
        others = Ledger(problem, tuple(other for other in possible if other != pair))
        things |= dict.fromkeys(others.obstacles(problem.columns[pair]).items())
    if any(obstacle != Obstacle.SMALL_GROUP for obstacle, _ in things):
        things = {thing: None for thing in things if thing[0] != Obstacle.SMALL_GROUP}
    formulation = formulate(problem)
    return Clash(tuple(things), tuple((floor, _most(formulation, possible, floor)) for floor in floors))


def _most(formulation: Formulation, locks: Sequence[Pair], floor: Floor) -> int:
    """Return how many visits a department can have in a floor's period at most, with these locks."""
    problem, matrix = formulation.problem, Matrix(formulation)
    matrix.lower[[problem.columns[pair] for pair in locks]] = 1
    matrix.upper[formulation.short_from :] = [one.least for one in problem.floors]
    rows = np.flatnonzero(formulation.kind == RowKind.FLOOR)
    row = rows[problem.floors.index(floor)]
    worth = np.zeros(matrix.width)
    worth[formulation.index[formulation.start[row] : formulation.start[row + 1]]] = 1
    worth[formulation.short_from :] = 0
    found = maximise(matrix, worth, seconds=SECONDS)
    return 0 if found.values is None else int(found.value + TOLERANCE)
