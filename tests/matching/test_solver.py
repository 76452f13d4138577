"""The solver against an independent checker and a second solver, over random cohorts."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks._cohorts import cohort
from benchmarks._comparison import deferred_acceptance, first_come, greedy_with_repair, is_at_least, levels
from programs.matching.model import Budget, Cover, Day, Floor, LevelName, Status, Visitor, Wish, problem
from programs.matching.solver import solve
from tests.matching.checker import below_floors, broken_rules, first_visits, owed_visits, preference
from tests.matching.instances import problems
from tests.matching.second_opinion import best_levels

RANDOM = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TUESDAY = 739_702


@RANDOM
@given(problems(), st.integers(0, 2**31))
def test_solve_breaks_no_rule(made, seed):
    plan = solve(made, seed=seed)

    assert plan.status == Status.OPTIMAL
    assert broken_rules(made, plan.placements) == set()


@RANDOM
@given(problems(with_locks=True, with_required_floors=True))
def test_solve_agrees_with_a_second_solver_on_every_level(made):
    plan = solve(made, seed=1)

    best = best_levels(made)
    if best is None:
        assert plan.status == Status.INFEASIBLE
        return
    assert broken_rules(made, plan.placements) == set()
    assert first_visits(made, plan.placements) == best["first_visits"]
    assert owed_visits(made, plan.placements) == best["owed"]
    assert -below_floors(made, plan.placements) == best["floors"]
    assert not made.counts_first or len(plan.placements) == best["visits"]
    assert preference(made, plan.placements) == best["preference"] == plan.value
    assert plan.bound >= plan.value
    assert plan.gap == 0


@RANDOM
@given(problems(with_locks=True), st.integers(0, 2**31))
def test_solve_gives_the_same_plan_for_the_same_seed(made, seed):
    one, other = solve(made, seed=seed), solve(made, seed=seed)

    assert (one.placements, one.levels) == (other.placements, other.levels)


@RANDOM
@given(problems(with_groups=False), st.data())
def test_adding_a_place_never_lowers_the_optimum(made, data):
    if not made.days:
        return
    more = data.draw(st.integers(0, len(made.days) - 1))
    days = tuple(replace(day, places=day.places + 1) if n == more else day for n, day in enumerate(made.days))

    before, after = solve(made, seed=1), solve(replace(made, days=days), seed=1)

    assert [level.value for level in _proven(after)] >= [level.value for level in _proven(before)]


def _proven(plan):
    names = (LevelName.FIRST_VISITS, LevelName.FLOORS, LevelName.VISITS, LevelName.PREFERENCE)
    return [level for level in plan.levels if level.name in names]


@RANDOM
@given(problems(with_locks=True, with_required_floors=True))
def test_a_conflict_is_a_smallest_set_of_locks_and_floors(made):
    plan = solve(made, seed=1)
    if plan.status != Status.INFEASIBLE:
        return

    demands = [*plan.conflict, *plan.floors_in_conflict]
    assert demands
    assert _is_possible(made, demands) is False
    for one in demands:
        assert _is_possible(made, [other for other in demands if other is not one])


def _is_possible(made, demands):
    locks = tuple(one for one in demands if isinstance(one, tuple))
    floors = tuple(one for one in demands if isinstance(one, Floor))
    return best_levels(replace(made, locks=locks, floors=floors)) is not None


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("way", [first_come, greedy_with_repair, deferred_acceptance])
def test_solve_is_no_worse_than_simpler_ways_on_any_level(seed, way):
    made = cohort(40, 8, seed=seed, has_budgets=False)

    ours, theirs = (levels(made, placements) for placements in (solve(made, seed=1).placements, way(made)))

    assert is_at_least(ours, theirs)


def test_solve_serves_everybody_once_before_anybody_twice():
    made = problem(
        visitors=[Visitor(1, 2), Visitor(2, 1)],
        days=[Day(1, 1, TUESDAY, 1), Day(2, 2, TUESDAY + 1, 1)],
        wishes=[Wish(1, 1, 1000, 1), Wish(1, 2, 1000, 1), Wish(2, 2, 1, 4)],
    )

    plan = solve(made, seed=1)

    assert plan.placements == ((1, 1), (2, 2))
    assert plan.level(LevelName.FIRST_VISITS).value == 2


def test_solve_puts_somebody_with_a_visit_behind_somebody_without():
    made = problem(
        visitors=[Visitor(1, 1, is_served=True), Visitor(2, 1)],
        days=[Day(1, 1, TUESDAY, 1)],
        wishes=[Wish(1, 1, 1000, 1), Wish(2, 1, 1, 4)],
    )

    assert solve(made, seed=1).placements == ((2, 1),)


def test_solve_spares_the_worst_off_among_plans_of_equal_preference():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1)],
        days=[Day(1, 1, TUESDAY, 1), Day(2, 2, TUESDAY, 1)],
        wishes=[Wish(1, 1, 600, 1), Wish(1, 2, 500, 2), Wish(2, 1, 600, 2), Wish(2, 2, 500, 4)],
    )

    assert all(solve(made, seed=seed).placements == ((1, 2), (2, 1)) for seed in range(8))


def test_solve_keeps_what_was_published_among_equals():
    made = _tie(kept=[(2, 1)])

    assert all(solve(made, seed=seed).placements == ((2, 1),) for seed in range(8))


def test_solve_draws_among_equals_and_every_one_can_win():
    winners = {solve(_tie(), seed=seed).placements[0][0] for seed in range(30)}

    assert winners == {1, 2, 3}


def _tie(**parts):
    return problem(
        visitors=[Visitor(key, 1) for key in (1, 2, 3)],
        days=[Day(1, 1, TUESDAY, 1)],
        wishes=[Wish(key, 1, 700, 1) for key in (1, 2, 3)],
        **parts,
    )


def test_solve_prices_a_place_that_is_missing():
    plan = solve(_tie(), seed=1)

    assert plan.duals["places", 1] > 0


def test_solve_counts_visits_first_when_asked():
    parts = {
        "visitors": [Visitor(1, 3, is_served=True)],
        "days": [Day(1, 1, TUESDAY, 1), Day(2, 2, TUESDAY + 2, 1), Day(3, 3, TUESDAY + 4, 1)],
        "wishes": [Wish(1, 1, 10, 2), Wish(1, 2, 900, 1), Wish(1, 3, 10, 3)],
        "spacing": 3,
    }

    best_fit = solve(problem(**parts), seed=1)
    most_placed = solve(problem(**parts, counts_first=True), seed=1)

    assert best_fit.placements == ((1, 2),)
    assert most_placed.placements == ((1, 1), (1, 3))


def test_solve_meets_a_floor_at_the_cost_of_preference():
    made = problem(
        visitors=[Visitor(1, 1)],
        days=[Day(1, 1, TUESDAY, 1), Day(2, 2, TUESDAY, 1)],
        wishes=[Wish(1, 1, 900, 1), Wish(1, 2, 100, 2)],
        floors=[Floor(2, TUESDAY, TUESDAY, 1)],
    )

    assert solve(made, seed=1).placements == ((1, 2),)


def test_solve_reports_a_floor_above_supply():
    made = problem(visitors=[], days=[], wishes=[], floors=[Floor(2, TUESDAY, TUESDAY, 3)])

    plan = solve(made, seed=1)

    assert (plan.status, plan.level(LevelName.FLOORS).value) == (Status.OPTIMAL, -3)


def test_solve_names_locks_that_a_cover_rule_forbids_together():
    made = problem(
        visitors=[Visitor(1, 1, team=5), Visitor(2, 1, team=5), Visitor(3, 1, team=6)],
        days=[Day(1, 1, TUESDAY, 5), Day(2, 2, TUESDAY, 5)],
        wishes=[Wish(1, 1, 10), Wish(2, 1, 10), Wish(3, 2, 10)],
        locks=[(1, 1), (2, 1), (3, 2)],
        covers=[Cover(5, TUESDAY, 1)],
    )

    plan = solve(made, seed=1)

    assert (plan.status, plan.conflict) == (Status.INFEASIBLE, ((1, 1), (2, 1)))


def test_solve_counts_the_hours_of_a_day_once_however_many_visit():
    made = problem(
        visitors=[Visitor(key, 1) for key in (1, 2, 3)],
        days=[Day(1, 1, TUESDAY, 2, month=9, minutes=240), Day(2, 1, TUESDAY + 1, 2, month=9, minutes=240)],
        wishes=[Wish(1, 1, 10), Wish(2, 1, 10), Wish(3, 2, 10)],
        budgets=[Budget(1, 9, 240)],
    )

    assert solve(made, seed=1).placements == ((1, 1), (2, 1))


def test_solve_names_a_lock_that_no_wish_allows():
    made = problem(visitors=[Visitor(1, 1)], days=[Day(1, 1, TUESDAY, 1)], wishes=[], locks=[(1, 1)])

    assert solve(made, seed=1).conflict == ((1, 1),)


def test_solve_of_nothing_is_an_empty_plan():
    plan = solve(problem(visitors=[], days=[], wishes=[]), seed=1)

    assert (plan.status, plan.placements) == (Status.OPTIMAL, ())


def test_solve_tells_how_far_it_is_and_stops_when_asked():
    told = []

    plan = solve(_tie(), seed=1, progress=lambda progress: bool(told.append(progress)) or True)

    assert plan.status == Status.CANCELLED
    assert told[0].level == LevelName.FIRST_VISITS
