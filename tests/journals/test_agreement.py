"""Cohen's kappa against a published value and a second implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa as second_opinion

from programs.journals.agreement import Agreement, agreement, cohens_kappa

SEXUAL_FUN = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
"""Agresti 1990, Hout et al. 1987, as shipped in R's vcd, which prints an unweighted kappa of 0.1293."""

counts = st.integers(0, 60)


def test_cohens_kappa_gives_the_published_value():
    assert cohens_kappa(SEXUAL_FUN) == pytest.approx(0.1293, abs=5e-5)


@given(st.tuples(counts, counts, counts, counts))
def test_cohens_kappa_equals_statsmodels(cells):
    table = [[cells[0] + 1, cells[1]], [cells[2], cells[3] + 1]]

    expected = second_opinion(table, return_results=False)

    assert cohens_kappa(table) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[0, 0], [0, 40]], [[40, 0], [0, 0]]])
def test_cohens_kappa_says_nothing_where_there_is_nothing_to_agree_about(table):
    assert cohens_kappa(table) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_agreement_doesnt_mind_who_is_first(pairs):
    first, second = [one for one, _ in pairs], [other for _, other in pairs]

    found, turned = agreement(first, second), agreement(second, first)

    assert found.entries == len(pairs)
    assert found.kappa == (turned.kappa if turned.kappa is None else pytest.approx(turned.kappa))


@pytest.mark.parametrize(
    ("found", "is_enough"),
    [
        (Agreement(both=10, first=2, second=2, neither=16), True),
        (Agreement(both=10, first=2, second=2, neither=15), False),
        (Agreement(both=10, first=4, second=4, neither=20), False),
        (Agreement(both=0, first=0, second=0, neither=40), False),
    ],
    ids=["enough", "29 entries", "they differ", "never seen"],
)
def test_is_enough_asks_for_thirty_entries_and_agreement(found, is_enough):
    assert found.is_enough is is_enough
