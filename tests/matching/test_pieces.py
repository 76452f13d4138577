"""Very large problems piece by piece: every rule kept, the bound valid, the same plan for the same seed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks._cohorts import cohort
from programs.matching import pieces, solver
from programs.matching.formulation import formulate, values_of
from programs.matching.model import Day, Floor, LevelName, Status, Visitor, Wish, problem
from programs.matching.search import Matrix, maximise
from programs.matching.solver import solve
from tests.matching.checker import below_floors, broken_rules, first_visits, preference
from tests.matching.instances import problems
from tests.matching.second_opinion import best_levels

TUESDAY = 739_702
RANDOM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def in_pieces(monkeypatch):
    """Let everything count as very large, in pieces of a few hundred wishes."""
    monkeypatch.setattr(solver, "LARGE", 0)
    monkeypatch.setattr(solver, "VAST", 0)
    monkeypatch.setattr(pieces, "COLUMNS", 400)


@pytest.fixture
def large(in_pieces):
    """A cohort that is solved in several pieces."""
    return cohort(120, 20, seed=3, has_budgets=False)


def test_solve_in_pieces_keeps_every_rule_and_is_near_the_bound(large, monkeypatch):
    plan = solve(large, seed=1)

    monkeypatch.setattr(solver, "LARGE", 10**9)
    exact = solve(large, seed=1)
    assert plan.status in {Status.FEASIBLE, Status.OPTIMAL}
    assert broken_rules(large, plan.placements) == set()
    assert preference(large, plan.placements) == plan.value <= exact.value <= plan.bound
    assert first_visits(large, plan.placements) == plan.level(LevelName.FIRST_VISITS).value == 120
    assert plan.gap < 0.005
    assert plan.duals


def test_solve_in_pieces_gives_the_same_plan_for_the_same_seed(large):
    assert solve(large, seed=4).placements == solve(large, seed=4).placements


def test_solve_in_pieces_opens_days_within_scarce_hours(in_pieces):
    scarce = cohort(60, 12, seed=2, has_budgets=True)

    plan = solve(scarce, seed=1)

    assert broken_rules(scarce, plan.placements) == set()
    assert plan.gap < 0.05


def test_solve_in_pieces_keeps_locks_and_required_floors(large):
    lock = large.pair(17)
    day = large.days[large.day[40]]
    floor = Floor(day.department, day.on, day.on, 1, is_required=True)
    bound_to = replace(large, locks=(lock,), floors=(floor,))

    plan = solve(bound_to, seed=1)

    assert lock in plan.placements
    assert below_floors(bound_to, plan.placements) == 0


def test_solve_in_pieces_gathers_a_smallest_group_around_a_lock(in_pieces):
    made = problem(
        visitors=[Visitor(key, 1) for key in (1, 2, 3)],
        days=[Day(1, 1, TUESDAY, 3, least=3), Day(2, 2, TUESDAY, 3)],
        wishes=[Wish(who, day, 500 * day) for who in (1, 2, 3) for day in (1, 2)],
        locks=[(2, 1)],
    )

    assert solve(made, seed=1).placements == ((1, 1), (2, 1), (3, 1))


def test_solve_in_pieces_ends_by_work_when_it_is_told_to_stop(large):
    plan = solve(large, seed=1, progress=lambda progress: True)

    assert plan.status == Status.CANCELLED
    assert broken_rules(large, plan.placements) == set()


@RANDOM
@given(problems(with_locks=True, with_required_floors=True), st.integers(0, 99))
def test_solve_in_pieces_never_exceeds_its_bound_nor_a_second_solver(made, seed):
    best = best_levels(made)
    if best is None or not made.size:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "LARGE", 0)
        patch.setattr(solver, "VAST", 0)
        patch.setattr(pieces, "COLUMNS", 4)
        plan = solve(made, seed=seed)

    assert broken_rules(made, plan.placements) == set()
    assert all(level.value <= level.bound for level in plan.levels)
    assert first_visits(made, plan.placements) <= best["first_visits"]
    reached = {level.name: level.value for level in plan.levels}
    names = [LevelName.FIRST_VISITS, *[one for one in (LevelName.OWED, LevelName.FLOORS) if one in reached]]
    if all(reached[name] == best[str(name)] for name in names) and not made.counts_first:
        assert plan.value <= best["preference"] <= plan.bound


@RANDOM
@given(problems(), st.data())
def test_part_leaves_what_others_hold_as_it_is(made, data):
    if not made.size:
        return
    plan = solve(made, seed=1)
    matrix = Matrix(formulate(made))
    values = values_of(matrix.formulation, plan.placements)
    chosen = data.draw(st.sets(st.integers(0, matrix.width - 1), min_size=1))
    columns = np.array(sorted(chosen))

    part = matrix.part(columns, values)

    assert part.holds(values[columns])
    found = maximise(part, matrix.formulation.objective(LevelName.PREFERENCE)[columns], seconds=10)
    completed = values.copy()
    completed[columns] = np.round(found.values)
    assert matrix.holds(completed)
