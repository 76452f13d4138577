"""Large problems by columns: solve a core of the wishes, price out the rest, take in what pays.

The bound is valid whatever the core: each wish outside is worth at most its reduced cost
under the core's prices, so no plan of the whole exceeds the core's bound by more than the
sum of what pays there (Lagrange). HiGHS never sees the whole matrix.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from programs.matching.formulation import (
    DATES,
    Floats,
    Formulation,
    RowKind,
    cover_of_wishes,
    dates_of,
    departments_of,
    formulate,
    waiting_of,
)
from programs.matching.model import Ints, LevelName, Mask, Problem, restricted
from programs.matching.search import PRICES_TOLERANCE, Matrix, maximise, prices

DAYS_AT_FIRST = 4
"""How many days of each department somebody has in the first core, and gets at most with each pricing."""
ROUNDS = 6
"""How often the rest is priced out at most before the core is solved."""
NEAR = 0.00001
"""What may pay outside, as a share of the bound, when pricing out stops."""
ROUGH_ROUNDS, ROUGHLY = 2, 1e-3
"""How many of the first prices are how rough: they only say what to take in."""
EXACTLY = 100_000
"""Up to how many wishes the bound is that of the whole relaxation, solved exactly."""
SERVED, SHORT, COUNTED = 5000.0, 3000.0, 2000.0
"""What prices give for a first visit, for a visit that a floor lacks, and for any visit when they count first."""


@dataclass(frozen=True, eq=False)
class Priced:
    """What prices say: no plan is worth more than `bound`; `reduced` is what each wish is worth above its price."""

    bound: float
    reduced: Floats


def first_core(problem: Problem) -> Mask:
    """Return the first wishes to look at: of each person and department the days that the fewest others want."""
    pair = _pairs(problem)
    _, number, count = np.unique(pair, return_inverse=True, return_counts=True)
    places = np.maximum(1, np.array([day.places for day in problem.days]))
    crowd = np.bincount(problem.day, 1 / count[number], len(problem.days)) / places
    return _needed(problem) | _first(pair, problem.score - np.minimum(1.0, crowd[problem.day] / 1000), DAYS_AT_FIRST)


def _needed(problem: Problem) -> Mask:
    """Return the wishes that every core holds: locks and what is to be kept."""
    needed = np.zeros(problem.size, dtype=np.bool_)
    needed[[problem.columns[pair] for pair in (*problem.locks, *problem.kept) if pair in problem.columns]] = True
    return needed


def _pairs(problem: Problem) -> Ints:
    """Return a number for each visitor and department."""
    department, keys = departments_of(problem)
    return problem.visitor * max(1, len(keys)) + department


def _first(group: Ints, worth: Floats, most: int) -> Mask:
    """Return the `most` wishes of each group that are worth most, the earlier of equals."""
    order = np.lexsort((-worth, group))
    begin = np.searchsorted(group[order], group[order])
    chosen = np.zeros(len(group), dtype=np.bool_)
    chosen[order] = np.arange(len(group)) - begin < most
    return chosen


def worth_of(made: Formulation) -> Floats:
    """Return the levels down to the preference as one sum, in points (see `preference_bound`)."""
    worth = made.objective(LevelName.PREFERENCE) + SERVED * made.objective(LevelName.FIRST_VISITS)
    worth += SHORT * made.objective(LevelName.FLOORS)
    return worth + COUNTED * made.objective(LevelName.VISITS) if made.problem.counts_first else worth


def priced(problem: Problem, made: Formulation, lower: Floats, upper: Floats, duals: Floats) -> Priced:
    """Price every wish of `problem` with the row duals of a core's formulation.

    Duals of the wrong sign count as none, so the bound holds for any numbers.
    """
    duals = np.where(np.isfinite(made.row_upper), duals, np.minimum(duals, 0))
    duals = np.where(np.isfinite(made.row_lower), duals, np.maximum(duals, 0))
    sides = np.where(duals > 0, made.row_upper, made.row_lower)
    priced_rows = np.flatnonzero(duals)
    bound = float(duals[priced_rows] @ sides[priced_rows])
    row = np.repeat(np.arange(made.height), np.diff(made.start))
    left = worth_of(made) - np.bincount(made.index, made.value * duals[row], made.width)
    bound += float(np.maximum(left * upper, left * lower)[made.problem.size :].sum())
    unseen = len(waiting_of(problem)) - (made.short_from - made.served_from)  # people without a wish in the core
    bound += SERVED * unseen
    reduced = _reduced(problem, made, duals)
    return Priced(bound + float(np.maximum(reduced, 0).sum()), reduced)


def _reduced(problem: Problem, made: Formulation, duals: Floats) -> Floats:
    """Return what each wish is worth above what it uses: places, people, cover, groups, floors."""

    def of(kind: RowKind, count: int, each: int = 0, step: int = 1) -> Floats:
        rows = np.flatnonzero(made.kind == kind)[each::step]
        found = np.zeros(max(1, count))
        found[made.subject[rows]] = duals[rows]
        return found

    visitors, days = len(problem.visitors), len(problem.days)
    department, keys = departments_of(problem)
    reduced = problem.score + (COUNTED if problem.counts_first else 0.0)
    reduced -= (of(RowKind.PLACES, days) + of(RowKind.GROUP, days, 0, 2) - of(RowKind.GROUP, days, 1, 2))[problem.day]
    reduced -= (of(RowKind.WANTED, visitors) + of(RowKind.SERVED, visitors))[problem.visitor]
    rows = np.flatnonzero(made.kind == RowKind.DEPARTMENT)
    reduced -= _looked_up(made.subject[rows], duals[rows], problem.visitor * max(1, len(keys)) + department)
    cover = cover_of_wishes(problem)
    reduced -= np.where(cover >= 0, of(RowKind.COVER, len(problem.covers))[cover], 0.0)
    reduced -= _windows(problem, made, duals)
    on = dates_of(problem)
    for number, price in zip(*_floor_prices(made, duals), strict=True):
        floor = problem.floors[number]
        inside = (keys[department] == floor.department) & (on >= floor.from_on) & (on <= floor.until_on)
        reduced[inside] -= price
    return reduced - _openings(problem, made, duals)


def _floor_prices(made: Formulation, duals: Floats) -> tuple[Ints, Floats]:
    rows = np.flatnonzero((made.kind == RowKind.FLOOR) & (duals != 0))
    return made.subject[rows], duals[rows]


def _looked_up(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """Return the value of each wanted key, 0 where there is none; `keys` are sorted."""
    if not len(keys):
        return np.zeros(len(wanted))
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, values[place], 0.0)


def _windows(problem: Problem, made: Formulation, duals: Floats) -> Floats:
    """Return the prices of the windows of days that each wish lies in."""
    rows = np.flatnonzero(made.kind == RowKind.SPACING)
    total = np.concatenate([[0.0], np.cumsum(duals[rows])])
    key = problem.visitor * DATES + dates_of(problem)
    begun = np.searchsorted(made.subject[rows], key, side="right")
    over = np.searchsorted(made.subject[rows], key - problem.spacing, side="right")
    return np.asarray(total[begun] - total[over])


def _openings(problem: Problem, made: Formulation, duals: Floats) -> Floats:
    """Return what opening its day costs each wish of the core; elsewhere the cost isn't known and counts as none."""
    rows = np.flatnonzero(made.kind == RowKind.OPENING)
    core, days = made.problem, len(problem.days)
    at = made.subject[rows]
    return _looked_up(core.visitor[at] * days + core.day[at], duals[rows], problem.visitor * days + problem.day)


@dataclass(frozen=True, eq=False)
class Core:
    """What pricing found out about a problem: no plan's `worth_of` exceeds `bound`.

    `values` is how much of each wish the relaxed plan grants, `reduced` what each is worth
    above its price, `row_duals` the prices of the rows of `formulation`.
    """

    problem: Problem
    formulation: Formulation
    row_duals: Floats
    values: Floats
    reduced: Floats
    bound: float
    seconds: float

    def used(self, part: float) -> Mask:
        """Return the wishes of which the relaxed plan grants more than `part`, and those that any plan needs."""
        return _needed(self.problem) | (self.values > part)


def core_of(problem: Problem, *, seconds: float) -> Core:
    """Find the wishes that matter and price them, within about `seconds`.

    Prices come from a first-order method (PDLP), which is quick and needs little memory: nearly
    right while much still pays outside, better at the end.
    """
    core, pair, spent, bound = first_core(problem), _pairs(problem), 0.0, np.inf
    for number in range(ROUNDS):
        made = formulate(restricted(problem, core))
        matrix = Matrix(made)
        tolerance = ROUGHLY if number < ROUGH_ROUNDS else PRICES_TOLERANCE
        answer = prices(matrix, worth_of(made), seconds=max(1.0, seconds - spent), tolerance=tolerance)
        spent += answer.seconds
        found = priced(problem, made, matrix.lower, matrix.upper, answer.duals)
        bound = min(bound, found.bound)
        pays = ~core & (found.reduced > 0)
        columns = np.flatnonzero(core)
        is_near = float(found.reduced[pays].sum()) <= NEAR * abs(found.bound)
        if (is_near and number >= ROUGH_ROUNDS) or spent >= seconds:
            break
        core |= pays & _first(pair, np.where(pays, found.reduced, -np.inf), DAYS_AT_FIRST)
    values = np.zeros(problem.size)
    values[columns] = answer.values[: len(columns)]
    return Core(problem, made, answer.duals, values, found.reduced, bound, spent)


def bound_of(problem: Problem, core: Core, *, seconds: float) -> tuple[float, float]:
    """Return what no plan's `worth_of` exceeds, and the seconds that took.

    The core's prices say so; up to `EXACTLY` wishes the whole relaxation says it more sharply.
    """
    if problem.size > EXACTLY:
        return core.bound, 0.0
    matrix = Matrix(formulate(problem))
    exact = maximise(matrix, worth_of(matrix.formulation), seconds=seconds, is_relaxed=True)
    return core.bound if exact.is_out_of_time else min(core.bound, exact.bound), exact.seconds


def preference_bound(bound: float, levels: Mapping[LevelName, int]) -> float:
    """Return what no preference exceeds among plans that reach what `levels` say, from a bound of the sum."""
    bound -= SERVED * levels.get(LevelName.FIRST_VISITS, 0)
    bound -= SHORT * levels.get(LevelName.FLOORS, 0)
    return bound - COUNTED * levels.get(LevelName.VISITS, 0)
