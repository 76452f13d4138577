"""Conflicts say what they clash on."""

from programs.matching.conflicts import clash_of
from programs.matching.ledger import Obstacle
from programs.matching.model import Day, Floor, Status, Visitor, Wish, problem
from programs.matching.solver import solve

TUESDAY = 739_702


def _two_days(**parts):
    return problem(
        visitors=[Visitor(1, 2), Visitor(2, 2), Visitor(3, 2)],
        days=[Day(7, 3, TUESDAY, 2), Day(8, 4, TUESDAY + 1, 1)],
        wishes=[Wish(who, day, 500, 1) for who in (1, 2, 3) for day in (7, 8)],
        spacing=3,
        **parts,
    )


def test_conflict_of_locks_names_the_day_that_is_full():
    made = _two_days(locks=[(1, 7), (2, 7), (3, 7)])

    plan = solve(made, seed=1)

    assert (plan.status, plan.conflict) == (Status.INFEASIBLE, ((1, 7), (2, 7), (3, 7)))
    assert clash_of(made, plan.conflict, ()).things == ((Obstacle.FULL, (7,)),)


def test_conflict_of_locks_of_one_person_is_about_their_own_visits():
    made = _two_days(locks=[(1, 7), (1, 8), (2, 7)])

    plan = solve(made, seed=1)

    assert plan.conflict == ((1, 7), (1, 8))
    things = clash_of(made, plan.conflict, ()).things
    assert {obstacle for obstacle, _ in things} == {Obstacle.OWN_VISITS}


def test_conflict_of_a_floor_above_supply_says_how_many_are_possible():
    floor = Floor(3, TUESDAY, TUESDAY + 7, 5, is_required=True)
    made = _two_days(floors=[floor], locks=[(1, 8)])

    plan = solve(made, seed=1)

    assert (plan.conflict, plan.floors_in_conflict) == ((), (floor,))
    assert clash_of(made, plan.conflict, plan.floors_in_conflict).floors == ((floor, 2),)


def test_conflict_of_a_floor_and_a_lock_needs_both():
    floor = Floor(4, TUESDAY, TUESDAY + 7, 1, is_required=True)
    made = problem(
        visitors=[Visitor(1, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY + 9, 1), Day(9, 4, TUESDAY, 1)],
        wishes=[Wish(1, 7, 500, 1), Wish(1, 9, 500, 1)],
        floors=[floor],
        locks=[(1, 7)],
    )

    plan = solve(made, seed=1)

    assert (plan.conflict, plan.floors_in_conflict) == (((1, 7),), (floor,))
    assert clash_of(made, plan.conflict, plan.floors_in_conflict).floors == ((floor, 0),)
