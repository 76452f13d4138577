"""Ranks and stages, on plain values."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts import rules
from programs.cohorts.rules import Ranked

TODAY = datetime.date(2026, 3, 2)


def test_tidy_ranks_closes_gaps_and_keeps_ties():
    assert rules.tidy_ranks({1: 7, 2: 2, 3: None, 4: 2}) == (Ranked(1, 2), Ranked(1, 4), Ranked(2, 1))


@given(st.dictionaries(st.integers(1, 20), st.none() | st.integers(1, 50)))
def test_tidy_ranks_keeps_who_comes_before_whom(given_ranks):
    ranks = {one.department_id: one.rank for one in rules.tidy_ranks(given_ranks)}
    kept = {department: rank for department, rank in given_ranks.items() if rank is not None}

    assert ranks.keys() == kept.keys()
    assert sorted(set(ranks.values())) == list(range(1, len(set(kept.values())) + 1))
    assert all((ranks[a] < ranks[b]) == (kept[a] < kept[b]) for a in kept for b in kept)


@pytest.mark.parametrize(
    ("stage", "until", "expected"),
    [
        ("enrolling", None, True),
        ("enrolling", TODAY, True),
        ("running", TODAY - datetime.timedelta(days=1), False),
        ("discovery", None, False),
        ("closing", None, False),
    ],
)
def test_is_open_for_wishes(stage, until, expected):
    assert rules.is_open_for_wishes(stage, until, TODAY) is expected
