"""Every placement has reasons, every missing visit its obstacles, and changes do what they say."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from programs.matching.changes import widened
from programs.matching.explanation import Alternative, Why, alternative, gaps, improvements, next_best, reasons, unmet
from programs.matching.ledger import Ledger, Obstacle
from programs.matching.model import UNRANKED, Budget, Cover, Day, HostBudget, LevelName, Visitor, Wish, problem, without
from programs.matching.solver import solve
from tests.matching.checker import broken_rules, first_visits, preference
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
            Obstacle.HOST_BUDGET: "host's budget",
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
        wider = widened(made, change.obstacle, change.subject)
        other = solve(wider, seed=1, until=LevelName.PREFERENCE)
        assert len(other.placements) == len(plan.placements) + change.visits
        assert first_visits(wider, other.placements) == first_visits(made, plan.placements) + change.first_visits
        assert preference(wider, other.placements) == preference(made, plan.placements) + change.points
        assert change.people
        assert not change.is_local


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


def test_reasons_names_what_both_sides_wished_for():
    made = problem(
        visitors=[Visitor(1, 1, team=4)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1)],
        wishes=[Wish(1, 7, 700, 1, goals=250, asked=300), Wish(1, 8, 100, 2)],
    )

    why = reasons(made, solve(made, seed=1))[1, 7]

    assert [reason.why for reason in why] == [Why.FIRST_VISIT, Why.ASKED, Why.ONLY_DAY]


def test_gaps_widens_what_a_host_gives():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1)],
        days=[Day(7, 3, TUESDAY, 1, 0, 9, 240, host=50), Day(8, 4, TUESDAY + 1, 1, 0, 9, 240, host=50)],
        wishes=[Wish(1, 7, 900, 1), Wish(2, 8, 800, 1)],
        host_budgets=[HostBudget(50, 9, 300)],
    )

    _, (change,) = gaps(made, solve(made, seed=1), seed=1)

    assert (change.obstacle, change.subject, change.people) == (Obstacle.HOST_BUDGET, (50, 9), (2,))


def test_gaps_says_that_a_smaller_group_would_help():
    made = problem(visitors=[Visitor(1, 1)], days=[Day(7, 3, TUESDAY, 3, least=2)], wishes=[Wish(1, 7, 900, 1)])

    (gap,), (change,) = gaps(made, solve(made, seed=1), seed=1)

    assert (gap.obstacles, gap.changes) == ({Obstacle.SMALL_GROUP: 1}, (0,))
    assert (change.obstacle, change.subject, change.first_visits) == (Obstacle.SMALL_GROUP, (7,), 1)


def test_gaps_counts_everybody_whom_a_chain_of_moves_helps():
    """One more place on day 7 lets 1 come there, so that 2 gets day 8: the place helps who never asked for it."""
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1), Visitor(3, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1)],
        wishes=[Wish(3, 7, 900, 1), Wish(1, 7, 600, 2), Wish(1, 8, 500, 1), Wish(2, 8, 400, 1)],
    )

    (gap,), changes = gaps(made, solve(made, seed=1), seed=1)

    assert gap.visitor == 2
    assert {(change.subject, change.people) for change in changes} == {((8,), (2,))}


def test_unmet_says_what_binds_for_each_department_that_somebody_would_rather_have():
    made = _one_place()
    plan = solve(made, seed=1)

    (wish,) = unmet(made, plan, gaps(made, plan, seed=1)[1])

    assert (wish.visitor, wish.department, wish.rank, wish.options) == (2, 3, 1, 1)
    assert (wish.obstacles, wish.changes) == (((Obstacle.FULL, (7,), 1),), (0,))


def test_improvements_says_what_one_more_place_is_worth_to_whom():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1)],
        wishes=[Wish(1, 7, 900, 1), Wish(2, 7, 800, 1), Wish(2, 8, 300, 2)],
    )
    plan = solve(made, seed=1)

    (change,) = improvements(made, plan, unmet(made, plan), seed=1)

    assert (change.obstacle, change.subject, change.visits) == (Obstacle.FULL, (7,), 0)
    assert (change.points, change.better) == (500, (2,))


@RANDOM
@given(problems())
def test_improvements_are_worth_what_they_say(made):
    plan = solve(made, seed=1)

    for change in improvements(made, plan, unmet(made, plan), seed=1):
        other = solve(widened(made, change.obstacle, change.subject), seed=1)
        assert preference(made, other.placements) == preference(made, plan.placements) + change.points
        assert change.better


def test_unmet_leaves_out_what_is_ranked_behind_what_somebody_has():
    made = problem(
        visitors=[Visitor(1, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1)],
        wishes=[Wish(1, 7, 900, 1), Wish(1, 8, 100, 2)],
    )

    assert unmet(made, solve(made, seed=1)) == ()


def test_next_best_is_the_best_free_day_while_nobody_else_moves():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1), Day(9, 5, TUESDAY, 1)],
        wishes=[Wish(1, 7, 900, 1), Wish(1, 8, 600, 2), Wish(1, 9, 300, 3), Wish(2, 8, 800, 1)],
    )

    instead = next_best(made, solve(made, seed=1))

    assert instead == {(1, 7): Alternative(9, 3, 600), (2, 8): Alternative(None, None, 800)}


def test_alternative_solves_what_would_happen_and_who_else_would_move():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1), Day(9, 5, TUESDAY, 1)],
        wishes=[Wish(1, 7, 900, 1), Wish(1, 8, 800, 2), Wish(2, 8, 500, 1), Wish(2, 9, 450, 2)],
    )

    found = alternative(made, solve(made, seed=1), (1, 7), seed=1)

    assert found == Alternative(8, 2, 150, (2,))


@RANDOM
@given(problems())
def test_alternative_costs_exactly_what_forbidding_the_placement_costs(made):
    plan = solve(made, seed=1)
    if not plan.placements or made.counts_first or made.floors:
        return
    pair = plan.placements[0]

    found = alternative(made, plan, pair, seed=1)

    other = solve(without(made, {pair}), seed=1)
    assert found.points == preference(made, plan.placements) - preference(made, other.placements)
