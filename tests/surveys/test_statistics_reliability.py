"""Reliability on data that nobody here made, with what a careless variant would print."""

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.multivariate.factor import Factor

from programs.surveys import statistics

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


def test_cronbach_alpha_and_mcdonald_omega_on_the_attitude_data():
    alpha = statistics.cronbach_alpha(ATTITUDE)
    loadings = Factor(ATTITUDE, n_factor=1, method="ml").fit().loadings[:, 0]
    common = loadings.sum() ** 2

    assert [round(bound, 4) for bound in alpha] == [0.8431, 0.7394, 0.9158]
    assert statistics.mcdonald_omega(ATTITUDE) == pytest.approx(common / (common + (1 - loadings**2).sum()), abs=1e-4)
    assert round(statistics.mcdonald_omega(ATTITUDE), 4) == 0.8405


def test_mcdonald_omega_is_unknown_where_an_item_never_varies():
    assert math.isnan(statistics.mcdonald_omega(np.column_stack([ATTITUDE[:, 0], np.ones(30)])))


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
