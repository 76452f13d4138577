"""Weights, clusters, doses and agreement against a second implementation, with the naive variant beside them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.api import OLS, add_constant
from statsmodels.stats.contingency_tables import Table

from programs.surveys import statistics
from programs.surveys.figures import Footing


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
