"""Blocking pairs, lots and the Gini index against what counting says."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.matching.figures import blocking_pairs, gini, only_low_choices, rank_profile
from programs.matching.lottery import Lot, lots
from programs.matching.model import Cover, Day, LevelName, Visitor, Wish, problem
from programs.matching.solver import solve
from tests.matching.checker import broken_rules, first_visits, preference
from tests.matching.instances import problems

RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TUESDAY = 739_702


def _swapped(**parts):
    """Each of two people has what the other would rather have."""
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1)],
        days=[Day(7, 3, TUESDAY, 1), Day(8, 4, TUESDAY, 1)],
        wishes=[Wish(1, 7, 900, 1), Wish(1, 8, 400, 2), Wish(2, 8, 800, 1), Wish(2, 7, 300, 2)],
        **parts,
    )
    return made, ((1, 8), (2, 7))


def test_blocking_pairs_finds_who_would_rather_have_each_other():
    made, placements = _swapped()

    assert blocking_pairs(made, placements) == ((1, 7), (2, 8))


def test_blocking_pairs_is_empty_for_first_choices():
    made, _ = _swapped()

    assert blocking_pairs(made, ((1, 7), (2, 8))) == ()


def test_blocking_pairs_counts_a_free_place_that_somebody_wants():
    made, _ = _swapped()

    assert blocking_pairs(made, ((2, 8),)) == ((1, 7),)


def test_blocking_pairs_leaves_out_what_another_rule_forbids():
    made = problem(
        visitors=[Visitor(1, 1, team=5)],
        days=[Day(7, 3, TUESDAY, 1)],
        wishes=[Wish(1, 7, 900, 1)],
        covers=[Cover(5, TUESDAY, 0)],
    )

    assert blocking_pairs(made, ()) == ()


@pytest.mark.parametrize(
    ("loads", "index"), [([], 0), ([0, 0], 0), ([3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 2, 3, 4], 0.25)]
)
def test_gini_of_known_loads(loads, index):
    assert gini(loads) == pytest.approx(index)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_gini_is_half_the_mean_difference_over_the_mean(loads):
    if not sum(loads):
        return
    differences = sum(abs(a - b) for a, b in product(loads, loads))

    assert gini(loads) == pytest.approx(differences / (2 * len(loads) * sum(loads)))


def test_gini_compares_loads_with_shares():
    assert gini([2, 4, 5], [1, 2, 0]) == pytest.approx(0)
    assert gini([0, 4], [1, 3]) == pytest.approx(0.25)


def test_rank_profile_counts_people_by_their_best_visit_and_those_without_any():
    made, placements = _swapped()

    assert rank_profile(made, placements[:1]) == {0: 1, 2: 1}
    assert only_low_choices(made, placements, low=2) == (1, 2)


def test_lots_names_who_drew_and_who_won():
    made = problem(
        visitors=[Visitor(1, 1), Visitor(2, 1), Visitor(3, 1)],
        days=[Day(7, 3, TUESDAY, 1)],
        wishes=[Wish(1, 7, 500, 1), Wish(2, 7, 500, 1), Wish(3, 7, 400, 1)],
    )
    plan = solve(made, seed=5)

    (lot,) = lots(made, plan, seed=5)

    assert isinstance(lot, Lot)
    assert {visitor for visitor, _ in lot.entrants} == {1, 2}
    assert max(lot.entrants, key=lambda one: one[1])[0] == lot.winner == plan.placements[0][0]


@RANDOM
@given(problems(), st.integers(0, 99))
def test_lots_are_swaps_that_change_no_level_above_the_draw(made, seed):
    plan = solve(made, seed=seed)

    for lot in lots(made, plan, seed=seed):
        for visitor, _ in lot.entrants:
            if visitor == lot.winner:
                continue
            swapped = [*(pair for pair in plan.placements if pair != (lot.winner, lot.day)), (visitor, lot.day)]
            assert broken_rules(made, swapped) == set()
            assert preference(made, swapped) == preference(made, plan.placements)
            assert first_visits(made, swapped) == plan.level(LevelName.FIRST_VISITS).value
