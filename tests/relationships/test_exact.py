import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from programs.relationships import exact

DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
"""Crossed less self-fertilised Zea mays, eighths of an inch (Fisher 1935)."""


def test_sign_flip_gives_fishers_value():
    p = exact.sign_flip(DARWIN)

    assert p == pytest.approx(1726 / 32768, abs=1e-12)


@given(st.lists(st.integers(-4, 4), max_size=9))
def test_sign_flip_equals_enumeration(changes):
    sums = [
        sum(s * c for s, c in zip(signs, changes, strict=True))
        for signs in itertools.product((1, -1), repeat=len(changes))
    ]

    wanted = np.mean([abs(s) >= abs(sum(changes)) for s in sums])

    assert exact.sign_flip(changes) == pytest.approx(wanted)


@given(st.lists(st.integers(-4, 4), min_size=2, max_size=8))
def test_sign_flip_equals_scipys_permutation_test(changes):
    found = stats.permutation_test(
        (np.array(changes),), np.sum, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
    )

    assert exact.sign_flip(changes) == pytest.approx(min(1.0, found.pvalue))


RABBITS = [(0, 6, 0, 5), (3, 0, 3, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0)]
"""Penicillin at once or late, cured or dead, by dose (R's `Rabbits`, after Mantel 1963)."""


def test_new_where_visited_equals_the_published_value():
    assert exact.new_where_visited_two_sided(RABBITS) == pytest.approx(0.03994, abs=5e-6)


def test_pooled_odds_ratio_is_mantel_and_haenszels():
    assert exact.pooled_odds_ratio(RABBITS) == pytest.approx(7.0)
    assert exact.pooled_odds_ratio([(1, 0, 0, 1)]) is None


cells = st.integers(0, 5)


@given(st.tuples(cells, cells, cells, cells))
def test_new_where_visited_is_fishers_exact_test_for_one_person(stratum):
    a, b, c, d = stratum

    wanted = stats.fisher_exact([[a, b], [c, d]], alternative="greater").pvalue

    assert exact.new_where_visited([stratum]) == pytest.approx(wanted, abs=1e-9)


@given(st.lists(st.tuples(cells, cells, cells, cells).filter(any), min_size=1, max_size=3))
def test_new_where_visited_equals_enumeration(strata):
    def null(stratum):
        a, b, c, d = stratum
        law = stats.hypergeom(a + b + c + d, a + c, a + b)
        return [(x, law.pmf(x)) for x in range(min(a + b, a + c) + 1)]

    seen = sum(stratum[0] for stratum in strata)
    wanted = sum(
        np.prod([p for _x, p in way])
        for way in itertools.product(*map(null, strata))
        if sum(x for x, _p in way) >= seen
    )

    assert exact.new_where_visited(strata) == pytest.approx(wanted, abs=1e-9)


def test_alike_sees_the_same_network_under_no_other_name():
    rng = np.random.default_rng(1)
    network = (rng.random((12, 12)) < 0.3).astype(float)

    same, p_same = exact.alike(network, network, seed=2)
    other, p_other = exact.alike(network, (rng.random((12, 12)) < 0.3).astype(float), seed=2)

    assert same == pytest.approx(1.0)
    assert p_same < 0.01 < p_other
    assert abs(other) < 0.5
