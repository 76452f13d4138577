"""Means, ranks and families of tests against a second implementation or their paper."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from programs.surveys import statistics

SLEEP_BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]


SLEEP_AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


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


def test_hedges_g_corrects_the_pooled_deviation_of_two_groups():
    rng = np.random.default_rng(6)
    one, two = rng.normal(3, 1, 8), rng.normal(3.6, 1.3, 11)
    pooled = math.sqrt((7 * one.var(ddof=1) + 10 * two.var(ddof=1)) / 17)
    correction = math.gamma(8.5) / (math.sqrt(8.5) * math.gamma(8))

    g = statistics.hedges_g(one, two)

    assert g == pytest.approx(correction * (two.mean() - one.mean()) / pooled)
    assert abs(g) < abs((two.mean() - one.mean()) / pooled)
