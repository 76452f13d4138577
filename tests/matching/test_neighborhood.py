"""A neighbourhood is a problem of its own whose plans fit into the whole."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.matching.model import Day, Visitor, Wish, problem
from programs.matching.neighborhood import around, people_near
from programs.matching.solver import solve
from tests.matching.checker import broken_rules, preference
from tests.matching.instances import problems

RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RANDOM
@given(problems(with_locks=True), st.data())
def test_around_gives_plans_that_break_no_rule_of_the_whole(made, data):
    plan = solve(made, seed=1)
    if not plan.placements:
        return
    people = data.draw(st.sets(st.integers(0, len(made.visitors) - 1), min_size=1))

    near = around(made, plan.placements, people)
    completed = near.completed(near.solved(seed=3))

    assert broken_rules(made, completed) == set()
    assert preference(made, completed) == preference(made, plan.placements)


def test_people_near_follows_chains_of_moves_until_there_are_enough_wishes():
    made = problem_of_a_chain(6)
    plan = solve(made, seed=1)

    everybody = people_near(made, plan.placements, {0}, most=100)
    few = people_near(made, plan.placements, {0}, most=6)

    assert everybody == [0, 1, 2, 3, 4, 5]
    assert few == [0, 1, 2]


def problem_of_a_chain(length):
    """Everybody would also go where the one before them goes."""
    return problem(
        visitors=[Visitor(number, 1) for number in range(length)],
        days=[Day(100 + number, number, 739_702, 1) for number in range(length)],
        wishes=[Wish(number, 100 + number, 900) for number in range(length)]
        + [Wish(number, 99 + number, 100) for number in range(1, length)],
    )
