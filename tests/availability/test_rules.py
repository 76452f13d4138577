"""Merging busy times, cover and blackouts, on plain values."""

import datetime
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.availability import rules
from programs.availability.choices import BusyKind
from programs.availability.rules import Busy, Closed, Cover

START = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)


def at(hour):
    return START + datetime.timedelta(hours=hour)


intervals = st.lists(
    st.builds(
        lambda start, length, kind: Busy(at(start), at(start + length), kind),
        st.integers(0, 30),
        st.integers(0, 6),
        st.sampled_from(BusyKind),
    ),
    max_size=12,
)


def strongest(busy, hour):
    kinds = [one.kind for one in busy if one.starts_at <= at(hour) < one.ends_at]
    return max(kinds, key=rules.STRENGTH.__getitem__, default=None)


@given(intervals)
def test_merged_says_the_same_about_every_hour(busy):
    merged = rules.merged(busy)

    assert all(strongest(busy, hour) == strongest(merged, hour) for hour in range(40))


@given(intervals)
def test_merged_gives_disjoint_intervals_of_which_no_two_could_be_one(busy):
    merged = rules.merged(busy)

    for one, following in itertools.pairwise(merged):
        assert one.ends_at <= following.starts_at
        assert one.ends_at < following.starts_at or one.kind != following.kind


def test_meets_is_half_open():
    assert not Busy(at(9), at(10)).meets(at(10), at(11))


@pytest.mark.parametrize(
    ("size", "people", "per_cent", "expected"),
    [(10, 2, None, 2), (10, None, 25, 2), (6, None, 10, 1), (6, None, 0, 0), (0, None, 50, 1), (10, 0, None, 0)],
)
def test_most_away_counts_people_or_per_cent(size, people, per_cent, expected):
    assert rules.most_away(size, people, per_cent) == expected


def test_is_reached_counts_the_person_once():
    cover = Cover(1, "Platform", size=5, most_away=2)

    assert not rules.is_reached(cover, {7}, 8)
    assert not rules.is_reached(cover, {7, 8}, 8)
    assert rules.is_reached(cover, {7, 9}, 8)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, True),
        ({"site_id": 1}, True),
        ({"site_id": 2}, False),
        ({"department_id": 5}, True),
        ({"team_id": 9}, False),
    ],
)
def test_closed_covers_its_scope(scope, expected):
    closed = Closed(1, "Freeze", "other", START.date(), START.date(), **scope)

    assert closed.covers(START.date(), site_id=1, department_id=5, team_id=8) is expected


def test_closed_covers_nothing_outside_its_dates():
    closed = Closed(1, "Freeze", "other", START.date(), START.date())

    assert not closed.covers(START.date() + datetime.timedelta(days=1))


def test_dates_away_needs_half_an_office_day_in_the_persons_zone():
    tokyo = ZoneInfo("Asia/Tokyo")
    morning = datetime.datetime(2026, 3, 3, 9, tzinfo=tokyo)
    half = Busy(morning, morning + datetime.timedelta(hours=4), BusyKind.OUT_OF_OFFICE)
    less = Busy(morning, morning + datetime.timedelta(hours=3), BusyKind.OUT_OF_OFFICE)

    assert list(rules.dates_away(half, tokyo)) == [datetime.date(2026, 3, 3)]
    assert list(rules.dates_away(less, tokyo)) == []
