"""Shares, gaps and changes against a second implementation or their paper, with the variant they are mistaken for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from programs.surveys import statistics
from programs.surveys.figures import RateFlag, Story
from programs.surveys.statistics import Interval


@st.composite
def counts(draw, most=2000):
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


def test_wilson_agrees_with_statsmodels_and_wald_does_not():
    ours = statistics.wilson(90, 120)

    assert ours[1:] == pytest.approx(proportion_confint(90, 120, method="wilson"), abs=1e-12)
    assert (round(ours.low, 4), round(ours.high, 4)) == (0.6656, 0.8189)
    assert proportion_confint(90, 120, method="normal") != pytest.approx(ours[1:], abs=1e-3)


def test_wilson_keeps_width_where_wald_has_none():
    ours = statistics.wilson(0, 10)

    assert (ours.low, round(ours.high, 4)) == (0.0, 0.2775)
    assert proportion_confint(0, 10, method="normal") == (0.0, 0.0)


@given(counts())
def test_wilson_holds_its_share_and_mirrors(drawn):
    x, n = drawn

    here, there = statistics.wilson(x, n), statistics.wilson(n - x, n)

    assert 0 <= here.low <= here.value <= here.high <= 1
    assert here.low < here.high
    assert here.low == pytest.approx(1 - there.high, abs=1e-9)


@given(counts(500))
def test_wilson_narrows_with_more_answers(drawn):
    x, n = drawn

    fewer, more = statistics.wilson(x, n), statistics.wilson(4 * x, 4 * n)

    assert more.high - more.low < fewer.high - fewer.low


@pytest.mark.parametrize(("x", "n"), [(-1, 10), (11, 10), (0, 0)])
def test_wilson_refuses_what_is_no_share(x, n):
    with pytest.raises(ValueError):
        statistics.wilson(x, n)


def test_difference_is_the_discovery_gap_with_its_interval():
    gap = statistics.difference(90, 120, 176, 400)

    assert [round(bound, 4) for bound in gap] == [0.31, 0.2124, 0.3939]
    assert gap[1:] == pytest.approx(
        confint_proportions_2indep(90, 120, 176, 400, method="newcomb", compare="diff"), abs=1e-9
    )


def test_difference_prints_newcombes_own_example_and_wald_does_not():
    ours = statistics.difference(56, 70, 48, 80)
    wald = confint_proportions_2indep(56, 70, 48, 80, method="wald", compare="diff")

    assert [round(bound, 4) for bound in ours] == [0.2, 0.0524, 0.3339]
    assert wald != pytest.approx(ours[1:], abs=1e-3)


@given(counts(), counts())
def test_difference_stays_within_bounds_and_turns_round(first, second):
    there = statistics.difference(*first, *second)
    back = statistics.difference(*second, *first)

    assert -1 <= there.low <= there.value <= there.high <= 1
    assert there.low == pytest.approx(-back.high, abs=1e-9)


def test_score_test_agrees_with_the_pooled_z_test():
    assert statistics.score_test(90, 120, 176, 400) == pytest.approx(proportions_ztest([90, 176], [120, 400])[1])
    assert statistics.score_test(5, 5, 9, 9) == 1.0


def test_linked_change_prints_newcombes_own_example():
    ours = statistics.linked_change(1, 7, 1, 12)

    assert [round(bound, 4) for bound in ours] == [-0.2857, -0.5069, -0.0256]


def test_linked_change_is_narrower_than_unlinked_when_people_agree_with_themselves():
    linked = statistics.linked_change(60, 10, 25, 75)
    unlinked = statistics.difference(85, 170, 70, 170)

    assert linked.value == pytest.approx(unlinked.value)
    assert linked.high - linked.low < unlinked.high - unlinked.low


@given(st.tuples(*[st.integers(0, 300)] * 4).filter(any))
def test_linked_change_stays_within_bounds_and_turns_round(cells):
    a, b, c, d = cells

    there, back = statistics.linked_change(a, b, c, d), statistics.linked_change(a, c, b, d)

    assert -1 - 1e-9 <= there.low <= there.value <= there.high <= 1 + 1e-9
    assert there.low == pytest.approx(-back.high, abs=1e-9)


def test_bonett_price_is_near_newcombe_and_recommend_score_uses_it():
    score = statistics.recommend_score(45, 30, 25)

    assert [round(bound, 1) for bound in score] == [20.0, 3.8, 35.5]
    assert statistics.linked_change_bonett_price(25, 45, 100).value == pytest.approx(0.2)


def test_recommend_score_keeps_width_when_everybody_recommends():
    score = statistics.recommend_score(12, 0, 0)

    assert score.value == 100
    assert (round(score.low), round(score.high)) == (59, 100)


def test_mcnemar_agrees_with_statsmodels_and_mid_p_is_not_exact():
    exact = mcnemar([[1, 7], [1, 12]], exact=True).pvalue

    assert statistics.mcnemar_exact(7, 1) == pytest.approx(exact)
    assert round(statistics.mcnemar_exact(7, 1), 4) == 0.0703
    assert round(statistics.mcnemar_mid_p(7, 1), 4) == 0.0391
    assert statistics.mcnemar_mid_p(0, 0) == 1.0
    assert statistics.mcnemar_mid_p(3, 3) == pytest.approx(1 - stats.binom.pmf(3, 6, 0.5) / 2)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_mid_p_is_a_p_below_the_exact_one(b, c):
    mid, exact = statistics.mcnemar_mid_p(b, c), statistics.mcnemar_exact(b, c)

    assert 0 <= mid <= exact <= 1
    assert mid == pytest.approx(statistics.mcnemar_mid_p(c, b))


def test_change_of_gap_is_the_worked_example():
    it = statistics.difference(95, 120, 90, 120)
    business = statistics.difference(224, 400, 176, 400)

    change = statistics.change_of_gap(it, business)

    assert round(business.value, 3) == 0.12
    assert [round(bound, 3) for bound in change] == [-0.078, -0.204, 0.048]
    assert statistics.story_of(change, it, business) == Story.NO_CLEAR_CHANGE


def test_change_of_gap_agrees_with_a_bootstrap_of_people():
    rng = np.random.default_rng(20)
    it = rng.choice(4, size=120, p=[0.6, 0.12, 0.13, 0.15])
    business = rng.choice(4, size=400, p=[0.35, 0.1, 0.2, 0.35])

    def cells(codes):
        return [int((codes == cell).sum()) for cell in range(4)]

    def change(codes):
        return ((codes == 2).mean(axis=-1)) - ((codes == 1).mean(axis=-1))

    ours = statistics.change_of_gap(statistics.linked_change(*cells(it)), statistics.linked_change(*cells(business)))
    drawn = change(it[rng.integers(0, 120, (20_000, 120))]) - change(business[rng.integers(0, 400, (20_000, 400))])

    assert ours[1:] == pytest.approx(np.percentile(drawn, [2.5, 97.5]), abs=0.012)


@given(counts(), counts(), counts(), counts())
def test_change_of_gap_is_wider_than_each_of_its_changes(a, b, c, d):
    first, second = statistics.difference(*a, *b), statistics.difference(*c, *d)

    change = statistics.change_of_gap(first, second)

    assert change.low <= change.value <= change.high
    assert change.high - change.low >= max(first.high - first.low, second.high - second.low) - 1e-9


STORIES = [
    ((-0.1, -0.2, 0.01), (0, -0.1, 0.1), (0.1, 0.05, 0.2), Story.NO_CLEAR_CHANGE),
    ((-0.2, -0.3, -0.1), (0, -0.1, 0.1), (0.2, 0.1, 0.3), Story.BUSINESS_ROSE),
    ((-0.2, -0.3, -0.1), (-0.2, -0.3, -0.1), (0, -0.1, 0.1), Story.IT_FELL),
    ((-0.3, -0.4, -0.2), (-0.2, -0.3, -0.1), (0.1, 0.01, 0.2), Story.BUSINESS_ROSE),
    ((-0.2, -0.3, -0.1), (-0.1, -0.2, 0.1), (0.1, -0.1, 0.2), Story.SOURCE_UNCLEAR),
    ((0.2, 0.1, 0.3), (0.2, 0.1, 0.3), (0, -0.1, 0.1), Story.WIDENED),
]


@pytest.mark.parametrize(("gap", "it", "business", "story"), STORIES)
def test_story_of_names_the_source_only_when_its_interval_does(gap, it, business, story):
    assert statistics.story_of(Interval(*gap), Interval(*it), Interval(*business)) == story


def test_story_of_turns_round_when_the_business_stood_above_it():
    rise, flat = Interval(0.2, 0.1, 0.3), Interval(0.0, -0.1, 0.1)
    fall = Interval(-0.2, -0.3, -0.1)

    assert statistics.story_of(rise, rise, flat, gap_before=-0.3) == Story.SOURCE_UNCLEAR
    assert statistics.story_of(fall, flat, rise, gap_before=-0.3) == Story.WIDENED


def test_response_rate_flags_what_describes_only_those_who_answered():
    assert statistics.response_rate(50, 100) == (0.5, RateFlag.FINE)
    assert statistics.response_rate(49, 100)[1] == RateFlag.LOW
    assert statistics.response_rate(29, 100)[1] == RateFlag.VERY_LOW


def test_worst_case_is_the_printed_example_and_holds_the_truth():
    low, high = statistics.worst_case(87, 210, 1000)

    assert (low, high) == (0.087, 0.877)


@given(st.integers(1, 500), st.data())
def test_worst_case_holds_every_way_the_rest_might_have_answered(invited, data):
    n = data.draw(st.integers(0, invited))
    x = data.draw(st.integers(0, n))
    rest = data.draw(st.integers(0, invited - n))

    low, high = statistics.worst_case(x, n, invited)

    assert low <= (x + rest) / invited <= high


def test_wilson_of_a_finite_population_is_narrower_and_has_no_width_when_all_answered():
    part, whole = statistics.wilson(30, 60, population=80), statistics.wilson(60, 80, population=80)

    worth = 60 * 79 / 20
    assert part[1:] == pytest.approx(proportion_confint(worth / 2, worth, method="wilson"), abs=1e-12)
    assert part.high - part.low < statistics.wilson(30, 60).high - statistics.wilson(30, 60).low
    assert whole == (0.75, 0.75, 0.75)
    with pytest.raises(ValueError):
        statistics.wilson(30, 60, population=59)


@given(counts(300), st.integers(0, 5000))
def test_wilson_narrows_as_more_of_the_population_answered(drawn, absent):
    x, n = drawn

    near, far = (statistics.wilson(x, n, population=n + more) for more in (absent, absent + 1))

    assert near.low >= far.low - 1e-12
    assert near.high <= far.high + 1e-12


@given(counts(400), counts(400))
def test_difference_rises_when_one_more_agrees(first, second):
    x, n = first
    if x == n:
        x -= 1

    here, more = statistics.difference(x, n, *second), statistics.difference(x + 1, n, *second)

    assert more.value > here.value
    assert more.low > here.low - 1e-12
    assert more.high > here.high - 1e-12


def test_linked_change_without_newcombes_correction_is_another_interval():
    a, b, c, d = 40, 10, 25, 25
    n = a + b + c + d
    first, second = statistics.wilson(a + b, n), statistics.wilson(a + c, n)
    plain = (a * d - b * c) / math.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    down, up = second.value - second.low, first.high - first.value
    uncorrected = (c - b) / n - math.sqrt(down**2 + up**2 - 2 * plain * down * up)

    ours = statistics.linked_change(a, b, c, d)

    assert ours.low < uncorrected - 1e-3


def test_bonett_price_covers_what_it_promises():
    rng = np.random.default_rng(3)
    truth = 0.15 - 0.05
    drawn = rng.multinomial(60, [0.05, 0.15, 0.8], size=4000)

    intervals = [statistics.linked_change_bonett_price(int(b), int(c), 60) for b, c, _ in drawn]

    assert np.mean([one.low <= truth <= one.high for one in intervals]) == pytest.approx(0.95, abs=0.015)


def test_mid_p_is_what_r_prints_for_fagerlands_table():
    # Fagerland, Lydersen & Laake 2013, table 2 (airway hyper-responsiveness before and after transplantation).
    assert statistics.mcnemar_mid_p(1, 7) == pytest.approx(0.0391, abs=5e-5)
    assert statistics.mcnemar_mid_p(1, 7) != pytest.approx(mcnemar([[1, 1], [7, 12]], exact=True).pvalue, abs=1e-3)
