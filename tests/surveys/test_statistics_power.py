"""The calculator, the smallest n and what a sentence may claim."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import (
    samplesize_proportions_2indep_onetail,
)

from programs.surveys import statistics
from programs.surveys.figures import Level


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
