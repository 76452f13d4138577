"""Whatever is asked, the answer is a plan or a typed reason why there is none."""

import pytest

from programs.matching import model
from programs.matching.conflicts import clash_of
from programs.matching.explanation import gaps, next_best, reasons, unmet
from programs.matching.lottery import lots
from programs.matching.model import Day, Floor, LevelName, Status, Visitor, Wish, problem
from programs.matching.solver import solve
from programs.matching.worker import answer

TUESDAY = 739_702
TWO = [Visitor(1, 1), Visitor(2, 2)]
ONE_DAY = [Day(7, 3, TUESDAY, 1)]


def _explained(made, plan):
    return reasons(made, plan), next_best(made, plan), unmet(made, plan), lots(made, plan, seed=1)


@pytest.mark.parametrize(
    ("visitors", "days"), [([], ONE_DAY), (TWO, []), ([], []), (TWO, ONE_DAY), ([Visitor(1, 0)], ONE_DAY)]
)
def test_solve_without_a_common_day_is_an_empty_plan_that_is_proven(visitors, days):
    made = problem(visitors=visitors, days=days, wishes=[])

    plan = solve(made, seed=1)

    assert (plan.status, plan.placements, plan.gap) == (Status.OPTIMAL, (), 0)
    assert _explained(made, plan) == ({}, {}, (), ())
    assert [(gap.missing, gap.options) for gap in gaps(made, plan, seed=1)[0]] == [
        (who.wanted, 0) for who in visitors if who.wanted
    ]


def test_solve_lets_somebody_without_wishes_be():
    made = problem(visitors=TWO, days=ONE_DAY, wishes=[Wish(1, 7, 500, 1)])

    plan = solve(made, seed=1)
    (gap,), changes = gaps(made, plan, seed=1)

    assert (plan.status, plan.placements) == (Status.OPTIMAL, ((1, 7),))
    assert (gap.visitor, gap.options, gap.obstacles, changes) == (2, 0, {}, ())
    assert plan.level(LevelName.FIRST_VISITS).bound == 1


def test_solve_misses_a_floor_above_supply_by_as_little_as_can_be():
    floors = [Floor(3, TUESDAY, TUESDAY, 5), Floor(99, TUESDAY, TUESDAY, 2)]
    made = problem(visitors=TWO, days=ONE_DAY, wishes=[Wish(1, 7, 500, 1)], floors=floors)

    plan = solve(made, seed=1)

    assert (plan.status, plan.placements) == (Status.OPTIMAL, ((1, 7),))
    assert plan.level(LevelName.FLOORS).value == -6


@pytest.mark.parametrize("wishes", [[], [Wish(1, 7, 500, 1)]])
def test_solve_names_a_required_floor_of_a_department_without_days(wishes):
    floor = Floor(99, TUESDAY, TUESDAY, 2, is_required=True)
    made = problem(visitors=TWO, days=ONE_DAY, wishes=wishes, floors=[floor])

    plan = solve(made, seed=1)

    assert (plan.status, plan.floors_in_conflict) == (Status.INFEASIBLE, (floor,))
    assert clash_of(made, plan.conflict, plan.floors_in_conflict).floors == ((floor, 0),)


def test_solve_names_a_lock_that_is_not_possible_at_all():
    made = problem(visitors=TWO, days=ONE_DAY, wishes=[Wish(1, 7, 500, 1)], locks=[(1, 7), (2, 7), (5, 9)])

    plan = solve(made, seed=1)

    assert (plan.status, plan.conflict) == (Status.INFEASIBLE, ((2, 7), (5, 9)))
    assert clash_of(made, plan.conflict, ()).things == ()


@pytest.mark.parametrize("places", [0, 1])
def test_solve_with_a_group_that_never_comes_together(places):
    made = problem(visitors=TWO, days=[Day(7, 3, TUESDAY, places, least=2)], wishes=[Wish(1, 7, 5), Wish(2, 7, 5)])

    assert solve(made, seed=1).placements == ()


def test_solve_can_be_cancelled():
    made = problem(visitors=TWO, days=ONE_DAY, wishes=[Wish(1, 7, 500, 1)])

    assert solve(made, seed=1, progress=lambda said: True).status == Status.CANCELLED


@pytest.mark.parametrize(
    "made",
    [
        problem(visitors=[], days=[], wishes=[]),
        problem(visitors=TWO, days=ONE_DAY, wishes=[Wish(1, 7, 500, 1)], locks=[(2, 7)]),
        problem(visitors=TWO, days=ONE_DAY, wishes=[], floors=[Floor(3, 1, 2, 1, is_required=True)]),
        problem(visitors=TWO, days=ONE_DAY, wishes=[Wish(1, 7, 500, 1), Wish(2, 7, 500, 1)]),
    ],
)
def test_answer_is_always_something_a_page_can_show(made):
    said = answer({"problem": model.as_json(made), "seed": 1, "time_limit": 5})

    if said["status"] == "infeasible":
        assert said["conflict"] or said["clash"]["floors"]
    else:
        assert said["status"] == "optimal"
        assert {"placements", "gaps", "changes", "unmet", "lots"} <= set(said)
