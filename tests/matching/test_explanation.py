"""Every placement has reasons, every missing visit its obstacles, and changes do what they say."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from programs.matching.explanation import Why, gaps, reasons, widened
from programs.matching.ledger import Ledger, Obstacle
from programs.matching.model import UNRANKED, Budget, Cover, Day, Visitor, Wish, problem
from programs.matching.solver import solve
from tests.matching.checker import broken_rules
from tests.matching.instances import problems

RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TUESDAY = 739_702


@RANDOM
@given(problems())
def test_reasons_gives_one_to_three_for_every_placement(made):
    plan = solve(made, seed=1)

    explained = reasons(made, plan)

    assert set(explained) == set(plan.placements)
    assert all(1 <= len(why) <= 3 for why in explained.values())


@RANDOM
@given(problems(with_groups=False))
def test_obstacles_are_exactly_the_rules_that_a_further_placement_would_break(made):
    plan = solve(made, seed=1)
    ledger = Ledger(made, plan.placements)

    for column in range(made.size):
        pair = made.pair(column)
        if pair in plan.placements:
            continue
        broken = broken_rules(made, (*plan.placements, pair)) - {"wanted"}
        names = {
            Obstacle.FULL: "places",
            Obstacle.COVER: "cover",
            Obstacle.BUDGET: "budget",
            Obstacle.OWN_VISITS: "spacing",
            Obstacle.SAME_DEPARTMENT: "department twice",
        }
        assert {names[obstacle] for obstacle in ledger.obstacles(column)} == broken


@RANDOM
@given(problems())
def test_a_change_places_as_many_as_it_says(made):
    plan = solve(made, seed=1)

    _, changes = gaps(made, plan, seed=1)

    for change in changes:
        other = solve(widened(made, change.obstacle, change.subject), seed=1)
        assert len(other.placements) >= len(plan.placements) + change.visits or change.first_visits > 0
        assert change.people


@RANDOM
@given(problems())
def test_gaps_lists_everybody_who_gets_less_than_wanted(made):
    plan = solve(made, seed=1)

    found, _ = gaps(made, plan, seed=1)

    got = {visitor.key: sum(visitor.key == v for v, _ in plan.placements) for visitor in made.visitors}
    expected = {v.key: v.wanted - got[v.key] for v in made.visitors if v.wanted > got[v.key]}
    assert {gap.visitor: gap.missing for gap in found} == expected


def _one_place(**parts):
    return problem(
        visitors=[Visitor(1, 1, team=4), Visitor(2, 1, team=4)],
        days=[Day(7, 3, TUESDAY, 1, month=9, minutes=240)],
        wishes=[Wish(1, 7, 900, 1), Wish(2, 7, 800, 1)],
        **parts,
    )


def test_gaps_says_that_one_more_place_would_help_and_whom():
    made = _one_place()

    (gap,), (change,) = gaps(made, solve(made, seed=1), seed=1)

    assert (gap.visitor, gap.missing, gap.obstacles, gap.changes) == (2, 1, {Obstacle.FULL: 1}, (0,))
    assert (change.obstacle, change.subject) == (Obstacle.FULL, (7,))
    assert (change.visits, change.first_visits, change.people) == (1, 1, (2,))


def test_gaps_offers_no_change_when_two_things_bind():
    made = _one_place(covers=[Cover(4, TUESDAY, 1)])

    (gap,), changes = gaps(made, solve(made, seed=1), seed=1)

    assert (set(gap.obstacles), changes) == ({Obstacle.FULL, Obstacle.COVER}, ())


def test_gaps_widens_a_budget_by_one_day():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1)],
        days=[Day(7, 3, TUESDAY, 1, month=9, minutes=240), Day(8, 3, TUESDAY + 1, 1, month=9, minutes=240)],
        wishes=[Wish(1, 7, 900, 1), Wish(2, 8, 800, 1)],
        budgets=[Budget(3, 9, 300)],
    )

    _, (change,) = gaps(made, solve(made, seed=1), seed=1)

    assert (change.obstacle, change.subject, change.people) == (Obstacle.BUDGET, (3, 9), (2,))


def test_reasons_says_that_a_place_was_drawn():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1), Visitor(3, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1)],
        wishes=[Wish(v, 7, 900, UNRANKED) for v in (1, 2, 3)] + [Wish(3, 8, 0), Wish(1, 8, 0), Wish(2, 8, 0)],
    )
    plan = solve(made, seed=1)

    why = next(why for pair, why in reasons(made, plan).items() if pair[1] == 7)

    assert (Why.DRAWN, {"others": 2}) in [(reason.why, reason.facts) for reason in why]


def test_reasons_puts_a_lock_first():
    made = replace(_one_place(), locks=((2, 7),))

    why = reasons(made, solve(made, seed=1))[2, 7]

    assert [reason.why for reason in why[:2]] == [Why.LOCKED, Why.ONLY_OPTION]
