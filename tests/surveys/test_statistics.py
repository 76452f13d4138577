"""Every formula against a second implementation or its paper, with the variant it is mistaken for."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.api import OLS, add_constant
from statsmodels.multivariate.factor import Factor
from statsmodels.stats.contingency_tables import Table, mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
    samplesize_proportions_2indep_onetail,
)

from programs.surveys import statistics
from programs.surveys.figures import Footing, Level, RateFlag, Story
from programs.surveys.statistics import Interval

SLEEP_BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

# Chatterjee & Price 1977: clerical employees of a financial organisation (R's `attitude`).
ATTITUDE_TEXT = """43 51 30 39 61 92 45  63 64 51 54 63 73 47  71 70 68 69 76 86 48  61 63 45 47 54 84 35
    81 78 56 66 71 83 47  43 55 49 44 54 49 34  58 67 42 56 66 68 35  71 75 50 55 70 66 41
    72 82 72 67 71 83 31  67 61 45 47 62 80 41  64 53 53 58 58 67 34  67 60 47 39 59 74 41
    69 62 57 42 55 63 25  68 83 83 45 59 77 35  77 77 54 72 79 77 46  81 90 50 72 60 54 36
    74 85 64 69 79 79 63  65 60 65 75 55 80 60  65 70 46 57 75 85 46  50 58 68 54 64 78 52
    50 40 33 34 43 64 33  64 61 52 62 66 80 41  53 66 52 50 63 80 37  40 37 42 58 50 57 49
    63 54 42 48 66 75 33  66 77 66 63 88 76 72  78 75 58 74 80 78 49  48 57 44 45 51 83 38
    85 85 71 71 77 74 55  82 82 39 59 64 78 39"""
ATTITUDE = np.array(ATTITUDE_TEXT.split(), dtype=float).reshape(30, 7)


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


def test_paired_mean_change_and_hedges_g_av_on_the_sleep_data():
    change = statistics.paired_mean_change(SLEEP_BEFORE, SLEEP_AFTER)
    theirs = stats.ttest_rel(SLEEP_AFTER, SLEEP_BEFORE).confidence_interval()

    assert change[1:] == pytest.approx((theirs.low, theirs.high))
    assert [round(bound, 2) for bound in change] == [1.58, 0.70, 2.46]
    assert round(statistics.hedges_g_av(SLEEP_BEFORE, SLEEP_AFTER), 4) == 0.7605
    assert statistics.hedges_g(SLEEP_BEFORE, SLEEP_AFTER) != pytest.approx(0.7605, abs=1e-3)


def test_signed_rank_is_pratts_and_wilcoxons_zeros_give_another_p():
    changes = [2, 0, -1, 1, 0, 3, -2, 1, 1, 0, 4, -1, 2, 1]

    _, p = statistics.signed_rank(changes)

    assert p == pytest.approx(stats.wilcoxon(changes, zero_method="pratt", method="asymptotic").pvalue)
    assert p != pytest.approx(stats.wilcoxon(changes, zero_method="wilcox", method="asymptotic").pvalue, abs=1e-4)


def test_signed_rank_refuses_means_whose_ties_rounding_would_split():
    with pytest.raises(TypeError):
        statistics.signed_rank([0.1 + 0.2, -0.3])


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=80))
def test_signed_rank_is_a_correlation_and_a_p(changes):
    r, p = statistics.signed_rank(changes)

    assert -1 <= r <= 1
    assert 0 <= p <= 1
    assert statistics.signed_rank([-change for change in changes]) == pytest.approx((-r, p))


P_1995 = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
          0.7590, 1.0]  # fmt: skip


def test_benjamini_hochberg_prints_its_papers_example():
    adjusted = statistics.benjamini_hochberg(P_1995)

    assert sum(q <= 0.05 for q in adjusted) == 4
    assert adjusted == pytest.approx(list(multipletests(P_1995, method="fdr_bh")[1]))
    assert statistics.holm(P_1995) == pytest.approx(list(multipletests(P_1995, method="holm")[1]))
    assert sum(p <= 0.05 for p in P_1995) == 9


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=30))
def test_families_keep_the_order_and_never_lower_a_p(p_values):
    for adjust in (statistics.holm, statistics.benjamini_hochberg):
        adjusted = adjust(p_values)

        assert [q is None for q in adjusted] == [p is None for p in p_values]
        assert all(p is None or p - 1e-12 <= q <= 1 for p, q in zip(p_values, adjusted, strict=True))


def test_cronbach_alpha_and_mcdonald_omega_on_the_attitude_data():
    alpha = statistics.cronbach_alpha(ATTITUDE)
    loadings = Factor(ATTITUDE, n_factor=1, method="ml").fit().loadings[:, 0]
    common = loadings.sum() ** 2

    assert [round(bound, 4) for bound in alpha] == [0.8431, 0.7394, 0.9158]
    assert statistics.mcdonald_omega(ATTITUDE) == pytest.approx(common / (common + (1 - loadings**2).sum()), abs=1e-4)
    assert round(statistics.mcdonald_omega(ATTITUDE), 4) == 0.8405


def test_mcdonald_omega_is_unknown_where_an_item_never_varies():
    assert math.isnan(statistics.mcdonald_omega(np.column_stack([ATTITUDE[:, 0], np.ones(30)])))


def test_effective_n_is_n_for_equal_weights_and_less_otherwise():
    assert statistics.effective_n([2.0] * 40) == pytest.approx(40)
    assert statistics.effective_n([1.0] * 20 + [3.0] * 20) == pytest.approx(32)


def test_post_stratified_weighs_each_stratum_by_its_headcount():
    weighted = statistics.post_stratified([(30, 40, 50), (10, 40, 150)])

    assert weighted.value == pytest.approx(0.25 * 0.75 + 0.75 * 0.25)
    assert weighted.low < weighted.value < weighted.high
    assert weighted.value != pytest.approx(40 / 80)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 100)), min_size=1, max_size=8), st.integers(2, 5))
def test_post_stratified_is_the_raw_share_when_everyone_answered_alike(strata, factor):
    drawn = [(min(x, n), n, n * factor) for n, x in strata]

    weighted = statistics.post_stratified(drawn)

    assert weighted.value == pytest.approx(sum(x for x, _, _ in drawn) / sum(n for _, n, _ in drawn))


def test_intraclass_correlation_agrees_with_the_mean_squares_of_an_anova():
    rng = np.random.default_rng(4)
    groups = [rng.normal(shift, 1, size) for shift, size in zip(rng.normal(0, 0.6, 9), range(4, 13), strict=True)]
    f = stats.f_oneway(*groups).statistic
    n, squares = sum(range(4, 13)), sum(size**2 for size in range(4, 13))
    k0 = (n - squares / n) / 8

    icc = statistics.intraclass_correlation(groups)

    assert icc == pytest.approx((f - 1) / (f + k0 - 1))
    assert icc != pytest.approx((f - 1) / (f + n / 9 - 1), abs=1e-4)
    assert statistics.design_effect(20, icc) == pytest.approx(1 + 19 * icc)
    assert statistics.design_effect(20, -0.1) == 1


def test_agreement_runs_from_opposite_to_one_voice():
    assert statistics.agreement([4, 4, 4, 4]) == 1
    assert statistics.agreement([1, 5, 1, 5]) == 0
    assert statistics.agreement([3, 4, 4, 5]) == pytest.approx(1 - np.var([3, 4, 4, 5], ddof=1) / 2)


def test_clustered_difference_agrees_with_statsmodels_and_naive_errors_are_smaller():
    rng = np.random.default_rng(11)
    clusters = np.repeat(np.arange(12), 20)
    treated = clusters % 2
    outcome = rng.normal(0, 1, 240) + rng.normal(0, 0.8, 12)[clusters] + 0.3 * treated
    fit = OLS(outcome, add_constant(treated.astype(float)))
    theirs = fit.fit(cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True)

    ours = statistics.clustered_difference(outcome, treated, clusters)

    assert ours.value == pytest.approx(theirs.params[1])
    assert ours[1:] == pytest.approx(theirs.conf_int()[1])
    assert ours.high - ours.low > 1.5 * np.diff(fit.fit().conf_int()[1])[0]


def test_dose_trend_is_the_smokers_example_and_agrees_with_statsmodels():
    smokers, patients = [83, 90, 129, 70], [86, 93, 136, 82]
    table = np.column_stack([smokers, np.subtract(patients, smokers)])
    theirs = Table(table).test_ordinal_association(row_scores=np.arange(1, 5), col_scores=np.array([1, 0]))

    chi2, p = statistics.dose_trend(smokers, patients, [1, 2, 3, 4])

    assert (round(chi2, 4), round(p, 5)) == (8.2249, 0.00413)
    assert p == pytest.approx(theirs.pvalue, abs=2e-4)
    assert stats.chi2_contingency(table, correction=False).pvalue != pytest.approx(p, abs=1e-3)


def test_power_prints_the_table_a_lead_sees():
    assert statistics.n_per_wave(0.44, 0.54) == 392
    assert statistics.n_per_wave(0.44, 0.59) == 174
    assert statistics.pairs_needed(0.25, 0.10) == 120
    assert statistics.pairs_needed(0.20, 0.05) == 85
    assert round(100 * statistics.smallest_detectable_change(0.44, 60)) == 25
    assert round(100 * statistics.smallest_detectable_change(0.44, 200)) == 14


def test_n_per_wave_is_near_statsmodels_and_finds_its_own_smallest_change():
    theirs = samplesize_proportions_2indep_onetail(0.10, 0.44, 0.8, alpha=0.05)

    assert statistics.n_per_wave(0.44, 0.54) == pytest.approx(theirs, rel=0.01)
    assert statistics.n_per_wave(0.44, 0.44 + statistics.smallest_detectable_change(0.44, 150)) in {150, 151}
    assert math.isnan(statistics.smallest_detectable_change(0.98, 10))


def test_smallest_detectable_gap_change_is_far_above_what_a_programme_moves():
    points = statistics.smallest_detectable_gap_change((0.75, 0.75, 0.44, 0.44), (120, 120, 400, 400))
    effect = points / math.sqrt(2 * 0.75 * 0.25 / 120 + 2 * 0.44 * 0.56 / 400)

    assert 0.18 < points < 0.19
    assert NormalIndPower().power(effect, 1, 0.05, ratio=0) == pytest.approx(0.8, abs=1e-3)


def test_invitations_needed_rounds_up_after_population_and_response():
    assert statistics.invitations_needed(100, 400, 0.5) == math.ceil(100 / (1 + 99 / 400) / 0.5)
    assert statistics.invitations_needed(100, 400, 0.5, effect=2.0) > statistics.invitations_needed(100, 400, 0.5)


@pytest.mark.parametrize(
    "sentence", ["The visits led to trust.", "This impacted the score", "Trust rose because of the days."]
)
def test_causal_words_finds_a_claim(sentence):
    assert statistics.causal_words(sentence)


def test_causal_words_lets_a_comparison_pass():
    assert not statistics.causal_words("It rose from 44% to 56% among the same 388 people.")


def test_interval_excludes_zero_only_beyond_it():
    cases = SimpleNamespace(
        above=Interval(0.2, 0.1, 0.3), across=Interval(0.1, -0.1, 0.3), touching=Interval(0.1, 0, 1)
    )

    assert cases.above.excludes_zero
    assert not cases.across.excludes_zero
    assert not cases.touching.excludes_zero


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


def test_hedges_g_corrects_the_pooled_deviation_of_two_groups():
    rng = np.random.default_rng(6)
    one, two = rng.normal(3, 1, 8), rng.normal(3.6, 1.3, 11)
    pooled = math.sqrt((7 * one.var(ddof=1) + 10 * two.var(ddof=1)) / 17)
    correction = math.gamma(8.5) / (math.sqrt(8.5) * math.gamma(8))

    g = statistics.hedges_g(one, two)

    assert g == pytest.approx(correction * (two.mean() - one.mean()) / pooled)
    assert abs(g) < abs((two.mean() - one.mean()) / pooled)


def test_omega_interval_agrees_with_a_bootstrap_and_counts_its_people():
    rng = np.random.default_rng(1)
    view = rng.normal(0, 1, (500, 1))
    answers = np.clip(np.rint(3 + 0.8 * view + rng.normal(0, 0.9, (500, 11))), 1, 5)

    ours = statistics.omega_interval(answers)
    drawn = [statistics.mcdonald_omega(answers[rng.integers(0, 500, 500)]) for _ in range(600)]

    assert ours.value == pytest.approx(statistics.mcdonald_omega(answers))
    assert ours[1:] == pytest.approx(np.percentile(drawn, [2.5, 97.5]), abs=0.005)
    twice = statistics.omega_interval(np.vstack([answers] * 4))
    assert twice.high - twice.low == pytest.approx((ours.high - ours.low) / 2, rel=0.02)


def test_cronbach_alpha_of_items_not_turned_round_is_another_figure():
    turned = ATTITUDE.copy()
    turned[:, 2] = 100 - turned[:, 2]

    assert statistics.cronbach_alpha(turned).value < statistics.cronbach_alpha(ATTITUDE).value - 0.1
    assert statistics.pair_correlation(ATTITUDE[:, :2]) == pytest.approx(stats.pearsonr(*ATTITUDE[:, :2].T)[0])
    assert statistics.cronbach_alpha(ATTITUDE[:, :2]).value != pytest.approx(
        statistics.pair_correlation(ATTITUDE[:, :2]), abs=1e-2
    )


STRATA = [(30, 60, 70), (40, 90, 300), (6, 12, 80)]


def test_post_stratified_error_is_the_linearised_one_and_not_that_of_the_raw_share():
    n, total = 162, 450
    residuals = [
        (size / total / answered * (answer - x / answered)) ** 2
        for x, answered, size in STRATA
        for answer in [1] * x + [0] * (answered - x)
    ]
    raw = sum(x for x, _, _ in STRATA) / n

    error = statistics.post_stratified_error(STRATA)

    assert error == pytest.approx(math.sqrt(n / (n - 1) * sum(residuals)))
    assert error != pytest.approx(math.sqrt(raw * (1 - raw) / n), rel=0.02)


def test_post_stratified_moves_a_raw_share_to_the_printed_example():
    strata = [(68, 100, 370), (15, 100, 630)]

    weighted = statistics.post_stratified(strata)

    assert sum(x for x, _, _ in strata) / 200 == 0.415
    assert round(weighted.value, 3) == 0.346


def test_collapsed_joins_thin_strata_and_tames_wild_weights():
    thin, is_tamed = statistics.collapsed([(1, 3, 30), (10, 20, 60), (30, 60, 90)])
    wild, was_tamed = statistics.collapsed([(5, 10, 400), (50, 100, 120), (20, 40, 50)])

    assert (thin, is_tamed) == ([(11, 23, 90), (30, 60, 90)], False)
    assert was_tamed
    assert max(statistics.weights_of(wild)) <= 5 * min(statistics.weights_of(wild))


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60), st.integers(0, 400)), min_size=1, max_size=9))
def test_collapsed_keeps_everyone_and_every_answer(drawn):
    strata = [(min(x, n), n, n + absent) for n, x, absent in drawn]

    kept, _ = statistics.collapsed(strata)

    assert [sum(column) for column in zip(*kept, strict=True)] == [sum(column) for column in zip(*strata, strict=True)]
    assert len(kept) == 1 or min(one.answered for one in kept) >= 5
    assert max(statistics.weights_of(kept)) <= 5 * min(statistics.weights_of(kept)) + 1e-9


def test_dose_slope_agrees_with_statsmodels_and_ignoring_the_start_does_not():
    rng = np.random.default_rng(12)
    clusters = np.repeat(np.arange(14), 15)
    dose = rng.integers(0, 4, 210)
    before = rng.normal(3, 1, 210) + 0.4 * dose
    after = 0.7 * before + 0.1 * dose + rng.normal(0, 0.5, 210) + rng.normal(0, 0.3, 14)[clusters]
    design = add_constant(np.column_stack([dose, before]).astype(float))
    theirs = OLS(after, design).fit(cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True)

    ours = statistics.dose_slope(before, after, dose, clusters)

    assert ours.value == pytest.approx(theirs.params[1])
    assert ours[1:] == pytest.approx(theirs.conf_int()[1])
    assert statistics.clustered_slope(after, [dose], clusters).value > ours.value + 0.1


@pytest.mark.parametrize(("dose", "clusters"), [([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]), ([0, 1, 0, 1, 0], [1, 1, 1, 1, 1])])
def test_dose_slope_refuses_what_cannot_be_compared(dose, clusters):
    with pytest.raises(ValueError):
        statistics.dose_slope([1, 2, 3, 4, 4], [2, 2, 3, 4, 5], dose, clusters)


def test_dose_trend_is_flat_where_everybody_agrees_or_all_have_one_dose():
    assert statistics.dose_trend([5, 6], [5, 6], [0, 1]) == (0.0, 1.0)
    assert statistics.dose_trend([5], [9], [2]) == (0.0, 1.0)


def test_footing_of_asks_for_departments():
    assert [statistics.footing_of(n) for n in (5, 6, 9, 10)] == [
        Footing.DESCRIBED, Footing.FEW, Footing.FEW, Footing.TESTED,
    ]  # fmt: skip


def test_expected_drift_is_what_picked_departments_do_on_their_own():
    rng = np.random.default_rng(8)
    truth = rng.normal(50, 8, 200_000)
    first, second = truth + rng.normal(0, 6, 200_000), truth + rng.normal(0, 6, 200_000)
    picked = first < 40

    drift = statistics.expected_drift(first[picked].mean(), 50, np.corrcoef(first, second)[0, 1])

    assert drift == pytest.approx((second - first)[picked].mean(), abs=0.1)
    assert drift > 3


def test_allowed_is_the_table_of_smallest_n():
    levels = [statistics.allowed(n) for n in (0, 4, 5, 9, 10, 29, 30)]

    assert levels == [0, 0, 1, 1, 2, 2, 3]
    assert statistics.allowed(11, score=8, item=12) == statistics.Allowed.SCORE


@given(st.integers(0, 200))
def test_allowed_never_falls_with_more_answers(n):
    assert statistics.allowed(n) <= statistics.allowed(n + 1)


@pytest.mark.parametrize(("up", "down", "n"), [(0.25, 0.10, 120), (0.20, 0.05, 85)])
def test_power_of_linked_change_is_the_inverse_of_pairs_needed(up, down, n):
    rng = np.random.default_rng(5)
    drawn = rng.multinomial(n, [up, down, 1 - up - down], size=20_000)
    z = (drawn[:, 0] - drawn[:, 1]) / np.sqrt(np.maximum(drawn[:, 0] + drawn[:, 1], 1))

    power = statistics.power_of_linked_change(up, down, n)

    assert 0.8 <= power < 0.81
    assert power == pytest.approx((z > 1.959964).mean(), abs=0.04)
    assert statistics.smallest_detectable_linked_change(down, n) == pytest.approx(up - down, abs=0.002)


def test_power_of_change_is_the_inverse_of_n_per_wave():
    rng = np.random.default_rng(5)
    one, two = rng.binomial(392, 0.44, 20_000) / 392, rng.binomial(392, 0.54, 20_000) / 392
    mean = (one + two) / 2
    z = (two - one) / np.sqrt(2 * mean * (1 - mean) / 392)

    power = statistics.power_of_change(0.44, 0.54, 392)

    assert 0.8 <= power < 0.803
    assert power == pytest.approx((z > 1.959964).mean(), abs=0.015)


@given(st.floats(0.05, 0.9), st.floats(0.01, 0.09), st.integers(5, 3000))
def test_power_rises_with_people_and_with_the_change(before, change, n):
    power = statistics.power_of_change(before, before + change, n)

    assert 0 <= power <= statistics.power_of_change(before, before + change, n + 50) + 1e-12
    assert power <= statistics.power_of_change(before, before + change + 0.01, n) + 1e-9


def test_smallest_detectable_linked_change_is_unknown_for_too_few():
    assert math.isnan(statistics.smallest_detectable_linked_change(0.1, 3))
    assert math.isnan(statistics.smallest_detectable_linked_change(0.5, 100))


def test_overclaims_lets_only_a_draw_by_lot_speak_of_an_effect():
    claim = "Being offered a visit had an effect on trust."

    assert statistics.overclaims(claim, Level.COMPARED) == ["effect"]
    assert statistics.overclaims(claim, Level.BY_CHANCE) == []
