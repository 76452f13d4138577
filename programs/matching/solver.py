"""The best plan for a whole cohort, with a proof of how good it is. Plain Python.

Levels are decided one after the other; each is fixed before the next begins, so a lower
level never costs a higher one:

1. everyone's first visit before anyone's second; of several, those who missed out last time;
2. coverage floors;
3. the number of visits, when the problem puts it first;
4. the total preference of both sides;
5. fairness: fewest people whose best visit is a low choice, the lowest choice first;
6. host balance: fewest visits above a host's fair share;
7. least change against the visits to keep;
8. a seeded draw among what is left equal, so that the plan is the same on every machine.

After the preference level only columns whose reduced cost leaves them a part in some best
plan stay open (reduced-cost fixing), so the levels below it are small.
"""

from collections.abc import Sequence
from dataclasses import replace

import highspy
import numpy as np

from programs.matching.conflicts import conflict_of
from programs.matching.formulation import SCARCE, Floats, Formulation, RowKind, formulate, values_of
from programs.matching.greedy import greedy
from programs.matching.ladder import ROUNDING, TIES, Ended, Ladder, Report
from programs.matching.model import Ints, Level, LevelName, Pair, Plan, Problem, Status, restricted
from programs.matching.pieces import ENOUGH, begun
from programs.matching.pricing import Core, bound_of, core_of, preference_bound
from programs.matching.search import TOLERANCE, Matrix

VERSION = "3"
"""Raised whenever the same inputs and seed could give another plan."""
LARGE = 40_000
"""Above how many wishes a problem is solved by its core (`pricing`)."""
USED = 0.05
"""How much of a wish the relaxed plan must grant for the wish to belong to a core that is solved whole."""
VAST = 120_000
"""Above how many wishes a core is solved piece by piece (`pieces`)."""
STEPS_ABOVE = 3
"""Up to how many times a host's fair share more visits weigh more."""


def solve(
    problem: Problem,
    *,
    seed: int,
    time_limit: float = 60.0,
    target_gap: float = 0.0,
    progress: Report | None = None,
    until: LevelName = LevelName.DRAW,
) -> Plan:
    """Return the best plan that keeps every rule, within `time_limit` seconds of ladder.

    The same problem and seed give the same plan, unless `is_cut_short` says that time ran
    out. `target_gap` is the relative gap at which the preference level may stop. With
    `until=LevelName.PREFERENCE` ties are left as they fall: enough to ask "what if".
    """
    missing = tuple(pair for pair in problem.locks if pair not in problem.columns)
    if missing:
        return Plan(Status.INFEASIBLE, conflict=missing)
    if not problem.size:
        return _empty_plan(problem)
    numbers = draw(problem, seed)
    if problem.size > LARGE:
        return _solve_large(problem, numbers, time_limit, target_gap, progress, until, seed=seed)
    return _solve(problem, numbers, time_limit, target_gap, progress, until)


def _solve(
    problem: Problem, numbers: Floats, time_limit: float, target_gap: float, progress: Report | None, until: LevelName
) -> Plan:
    matrix = Matrix(formulate(problem))
    matrix.lower[[problem.columns[pair] for pair in problem.locks]] = 1
    ladder = Ladder(matrix, time_limit, target_gap, progress)
    ladder.begin(values_of(matrix.formulation, greedy(problem)))
    status = Status.OPTIMAL
    try:
        _decide_levels(ladder, problem, numbers, until)
    except Ended as ended:
        status = ended.status
    if status == Status.INFEASIBLE:
        locks, floors = conflict_of(problem)
        return Plan(status, conflict=locks, floors_in_conflict=floors, seconds=ladder.seconds)
    if status == Status.OPTIMAL or (status == Status.OUT_OF_TIME and ladder.plan is not None):
        status = _status(ladder.levels)
    return Plan(
        status,
        placements=_pairs(problem, ladder.plan),
        levels=tuple(ladder.levels),
        duals=ladder.duals,
        seconds=ladder.seconds,
        is_cut_short=ladder.is_cut_short,
    )


def _solve_large(
    problem: Problem,
    numbers: Floats,
    time_limit: float,
    target_gap: float,
    progress: Report | None,
    until: LevelName,
    *,
    seed: int,
) -> Plan:
    """Solve the core of a large problem, whole or piece by piece; its bound is that of the whole.

    What the core can't do is left to the whole: a level says no more than what holds there.
    """
    core = core_of(problem, seconds=time_limit)
    used = core.used(USED)
    left = max(1.0, time_limit - core.seconds)
    if used.sum() > VAST:
        plan = _solve_pieces(problem, core, numbers, left, target_gap, progress, seed=seed)
    else:
        plan = _solve(restricted(problem, used), numbers[used], left, target_gap, progress, until)
    if plan.status == Status.INFEASIBLE:
        return _solve(problem, numbers, time_limit, target_gap, progress, until)
    left = max(1.0, left - plan.seconds)
    bound, spent = bound_of(problem, core, seconds=left)  # last, so that a good plan can be seen soon
    reached = {level.name: level.value for level in plan.levels}
    preferred = int(np.floor(preference_bound(bound, reached) + ROUNDING))
    most = _most(problem) | {LevelName.PREFERENCE: max(preferred, reached.get(LevelName.PREFERENCE, 0))}
    levels = tuple(replace(level, bound=max(level.value, most.get(level.name, level.bound))) for level in plan.levels)
    status = _status(levels) if plan.status in {Status.OPTIMAL, Status.FEASIBLE} else plan.status
    return replace(plan, status=status, levels=levels, seconds=core.seconds + plan.seconds + spent)


def _solve_pieces(
    problem: Problem,
    core: Core,
    numbers: Floats,
    time_limit: float,
    target_gap: float,
    progress: Report | None,
    *,
    seed: int,
) -> Plan:
    """Solve a very large problem piece by piece. Host balance isn't looked at there."""
    pieces = begun(problem, core, numbers, seed=seed, seconds=time_limit, report=progress)
    status = Status.FEASIBLE
    if not pieces.mend():
        return Plan(Status.INFEASIBLE)
    try:
        pieces.improve(max(target_gap, ENOUGH))
    except Ended as ended:
        status = ended.status
    if pieces.lacks_required:
        return Plan(Status.INFEASIBLE)
    formulation = pieces.matrix.formulation
    names = _upper_names(problem)
    names += [LevelName.PREFERENCE] + ([LevelName.LEAST_CHANGE] if problem.kept else [])
    levels = []
    for name in names:
        value = round(float(formulation.objective(name) @ pieces.plan))
        levels.append(Level(name, value, value))
        if name == LevelName.PREFERENCE:
            hopeful = _hopeful_at_best(restricted(pieces.problem, pieces.granted))
            levels.append(Level(LevelName.FAIRNESS, hopeful, hopeful))
    return Plan(
        status,
        placements=_pairs(pieces.problem, pieces.plan),
        levels=tuple(levels),
        duals=_prices(core.formulation, core.row_duals),
        seconds=pieces.seconds,
        is_cut_short=pieces.is_cut_short,
    )


def _most(problem: Problem) -> dict[LevelName, int]:
    """Return what each level can reach at most, whatever the plan."""
    wishes = np.bincount(problem.visitor, minlength=len(problem.visitors))
    waiting = [not who.is_served and wishes[number] > 0 for number, who in enumerate(problem.visitors)]
    hopeful = _hopeful_at_best(problem)
    most = {
        LevelName.FIRST_VISITS: sum(waiting),
        LevelName.OWED: sum(is_open and who.is_owed for is_open, who in zip(waiting, problem.visitors, strict=True)),
        LevelName.FLOORS: 0,
        LevelName.VISITS: sum(min(who.wanted, wishes[number]) for number, who in enumerate(problem.visitors)),
        LevelName.FAIRNESS: hopeful,
        LevelName.HOST_BALANCE: 0,
        LevelName.LEAST_CHANGE: len(problem.kept),
    }
    return {name: int(count) for name, count in most.items()}


def _hopeful_at_best(problem: Problem) -> int:
    """Return for how many people and ranks a wish is of that rank or better: what fairness counts."""
    return sum(len(np.unique(problem.visitor[problem.rank <= rank])) for rank in np.unique(problem.rank)[:-1])


def versions() -> dict[str, str]:
    """Return the versions that a plan depends on besides this module's."""
    return {"highs": str(highspy.Highs().version()), "numpy": np.__version__}  # type: ignore[no-untyped-call]


def _empty_plan(problem: Problem) -> Plan:
    """Return the only plan when nobody can go anywhere: every floor is missed in full."""
    required = tuple(floor for floor in problem.floors if floor.is_required and floor.least)
    if required:
        return Plan(Status.INFEASIBLE, floors_in_conflict=required[:1])
    missed = -sum(floor.least for floor in problem.floors)
    levels = [Level(LevelName.FIRST_VISITS, 0, 0)]
    levels += [Level(LevelName.FLOORS, missed, missed)] if problem.floors else []
    levels += [Level(LevelName.VISITS, 0, 0)] if problem.counts_first else []
    return Plan(Status.OPTIMAL, levels=(*levels, Level(LevelName.PREFERENCE, 0, 0)))


def _status(levels: Sequence[Level]) -> Status:
    """Return whether every level down to the preference is proven."""
    proven = {level.name for level in levels if level.bound <= level.value} | TIES
    is_proven = {level.name for level in levels} | {LevelName.PREFERENCE} <= proven
    return Status.OPTIMAL if is_proven else Status.FEASIBLE


def _pairs(problem: Problem, values: Floats | None) -> tuple[Pair, ...]:
    if values is None:
        return ()
    return tuple(problem.pair(int(column)) for column in np.flatnonzero(values[: problem.size] > 0.5))


def _decide_levels(ladder: Ladder, problem: Problem, numbers: Floats, until: LevelName) -> None:
    formulation = ladder.matrix.formulation
    for name in _upper_names(problem):
        ladder.decide(ladder.climb(name, formulation.objective(name))[0])
    worth = formulation.objective(LevelName.PREFERENCE)
    level, relaxed = ladder.climb(LevelName.PREFERENCE, worth, gap=ladder.target_gap)
    ladder.duals = _prices(formulation, relaxed.row_duals)
    ladder.decide(level)
    if until == LevelName.PREFERENCE:
        return
    _decide_fairness(ladder, problem)
    if problem.balances_hosts:
        _decide_balance(ladder, problem)
    if problem.kept:
        _decide_tie(ladder, LevelName.LEAST_CHANGE, formulation.objective(LevelName.LEAST_CHANGE))
    _decide_tie(ladder, LevelName.DRAW, numbers)


def _upper_names(problem: Problem) -> list[LevelName]:
    """Return the levels above the preference that a problem has, the highest first."""
    names = [LevelName.FIRST_VISITS]
    names += [LevelName.OWED] if any(visitor.is_owed for visitor in problem.visitors) else []
    names += [LevelName.FLOORS] if problem.floors else []
    return names + ([LevelName.VISITS] if problem.counts_first else [])


def _prices(formulation: Formulation, row_duals: Floats | None) -> dict[tuple[str | int, ...], float]:
    """Return what one more of each scarce thing is worth, in points of preference."""
    if row_duals is None:
        return {}
    problem = formulation.problem
    prices: dict[tuple[str | int, ...], float] = {}
    scarce = np.isin(formulation.kind, SCARCE) & (np.abs(row_duals[: formulation.height]) > TOLERANCE)
    for row in np.flatnonzero(scarce):
        kind, subject = formulation.kind[row], int(formulation.subject[row])
        price = float(abs(row_duals[row]))
        if kind == RowKind.PLACES:
            prices["places", problem.days[subject].key] = price
        elif kind == RowKind.COVER:
            prices["cover", problem.covers[subject].team, problem.covers[subject].on] = price
        elif kind == RowKind.HOST_BUDGET:
            prices["host", problem.host_budgets[subject].host, problem.host_budgets[subject].month] = price
        else:
            prices["budget", problem.budgets[subject].department, problem.budgets[subject].month] = price
    return prices


def _decide_fairness(ladder: Ladder, problem: Problem) -> None:
    """Max-min by rounds: fewest people whose best visit is the lowest choice, then the next.

    In the round of rank r a column per person says "the best visit is choice r or better".
    """
    ranks = np.unique(problem.rank)[::-1]
    reached, most = 0, 0
    for rank in ranks[1:]:
        people, count_now = _hopeful(ladder, problem, int(rank))
        if not len(people):
            continue
        worth = _rank_columns(ladder, problem, people, int(rank))
        if count_now == len(people):
            ladder.matrix.lower[worth > 0] = 1
            level = Level(LevelName.FAIRNESS, count_now, count_now)
        else:
            level, _ = ladder.climb(LevelName.FAIRNESS, worth)
        reached, most = reached + level.value, most + level.bound
    ladder.decide(Level(LevelName.FAIRNESS, reached, most))


def _hopeful(ladder: Ladder, problem: Problem, rank: int) -> tuple[Ints, int]:
    """Return the people who may or may not get a visit of this rank or better, and how many do."""
    good = problem.rank <= rank
    lower, upper = ladder.matrix.lower[: problem.size], ladder.matrix.upper[: problem.size]
    sure = np.unique(problem.visitor[good & (lower > 0.5)])
    people = np.setdiff1d(np.unique(problem.visitor[good & (upper > 0.5)]), sure)
    return people, _reached(problem, ladder.best, people, rank)


def _reached(problem: Problem, best: Floats, people: Ints, rank: int) -> int:
    got = np.unique(problem.visitor[(best[: problem.size] > 0.5) & (problem.rank <= rank)])
    return len(np.intersect1d(people, got))


def _rank_columns(ladder: Ladder, problem: Problem, people: Ints, rank: int) -> Floats:
    """Add a column per person and the row column ≤ Σ wishes of this rank or better."""
    first = ladder.matrix.add_columns(np.ones(len(people)))
    number = np.full(len(problem.visitors), -1)
    number[people] = np.arange(len(people))
    wishes = np.flatnonzero((problem.rank <= rank) & (number[problem.visitor] >= 0))
    row = np.concatenate([number[problem.visitor[wishes]], np.arange(len(people))])
    column = np.concatenate([wishes, first + np.arange(len(people))])
    value = np.concatenate([np.ones(len(wishes)), -np.ones(len(people))])
    order = np.lexsort((column, row))
    start = np.searchsorted(row[order], np.arange(len(people) + 1))
    ladder.matrix.add_rows(start, column[order], value[order], np.zeros(len(people)))
    got = np.isin(people, problem.visitor[(ladder.best[: problem.size] > 0.5) & (problem.rank <= rank)])
    ladder.plan = np.concatenate([ladder.best, got.astype(float)])
    worth = np.zeros(ladder.matrix.width)
    worth[first:] = 1
    return worth


def _decide_balance(ladder: Ladder, problem: Problem) -> None:
    """Fewest visits above a host's fair share; those above twice the share count double, and so on.

    The fair share is the host's part of all places, of as many visits as the plan holds.
    """
    hosts, host = np.unique(np.array([day.host for day in problem.days], dtype=np.int64), return_inverse=True)
    if len(hosts) < 2:
        return
    places = np.bincount(host, [day.places for day in problem.days], len(hosts))
    held = ladder.best[: problem.size] > 0.5
    share = np.maximum(1.0, np.ceil(held.sum() * places / max(1.0, places.sum())))
    above = np.bincount(host[problem.day[held]], minlength=len(hosts)) - share
    steps = np.arange(STEPS_ABOVE)[:, None]
    room = np.broadcast_to(np.where(steps < STEPS_ABOVE - 1, share, np.maximum(1.0, places)), (STEPS_ABOVE, len(hosts)))
    first = ladder.matrix.add_columns(room.ravel())
    wishes = np.arange(problem.size)
    row = np.concatenate([host[problem.day], np.tile(np.arange(len(hosts)), STEPS_ABOVE)])
    column = np.concatenate([wishes, first + np.arange(room.size)])
    value = np.concatenate([-np.ones(problem.size), np.ones(room.size)])
    order = np.lexsort((column, row))
    start = np.searchsorted(row[order], np.arange(len(hosts) + 1))
    ladder.matrix.add_rows(start, column[order], value[order], -share)
    ladder.plan = np.concatenate([ladder.best, np.clip(above - steps * share, 0, room).ravel()])
    worth = np.zeros(ladder.matrix.width)
    worth[first:] = -np.repeat(np.arange(1.0, STEPS_ABOVE + 1), len(hosts))
    ladder.decide(ladder.climb(LevelName.HOST_BALANCE, worth)[0])


def _decide_tie(ladder: Ladder, name: LevelName, worth: Floats) -> None:
    """Decide a level that only chooses among plans that are equal so far."""
    worth = np.concatenate([worth, np.zeros(ladder.matrix.width - len(worth))])
    if np.any(worth[ladder.matrix.upper > ladder.matrix.lower + 0.5]):
        ladder.decide(ladder.climb(name, worth)[0])
    else:
        value = round(float(worth[: len(ladder.best)] @ ladder.best))
        ladder.decide(Level(name, value, value))


def draw(problem: Problem, seed: int) -> Floats:
    """Return the lottery number of each wish: a whole number below 2²⁰, from the seed alone."""
    numbers = np.random.PCG64(seed).random_raw(problem.size)
    return (np.asarray(numbers, dtype=np.uint64) >> np.uint64(44)).astype(float)
