"""Merging busy times, cover and blackouts, on plain values."""

import datetime
import itertools
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from programs.availability import rules
from programs.availability.choices import BusyKind, Reason, Repeat
from programs.availability.rules import Busy, Closed, Cover, Recurrence, Stretch

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


# Recurrence ---------------------------------------------------------------------------------

YEAR = [datetime.date(2026, 1, 1) + datetime.timedelta(days=day) for day in range(365)]


@given(
    st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)),
    st.integers(1, 8),
    st.integers(0, 6),
)
def test_weekly_agrees_with_a_second_implementation(first, number, weekday):
    recurrence = Recurrence(first, Repeat.WEEKLY, number, weekday)
    start = datetime.datetime.combine(first, datetime.time())
    start += datetime.timedelta(days=(weekday - start.weekday()) % 7)
    expected = rrule.rrule(rrule.WEEKLY, interval=number, dtstart=start, until=datetime.datetime(2026, 12, 31))

    found = [on for on in YEAR if on >= first and recurrence.falls_on(on)]

    assert found == [moment.date() for moment in expected]


@given(st.integers(1, 5), st.integers(0, 6))
def test_monthly_agrees_with_a_second_implementation(number, weekday):
    recurrence = Recurrence(YEAR[0], Repeat.MONTHLY, number, weekday)
    nth = -1 if number == rules.LAST else number
    expected = rrule.rrule(
        rrule.MONTHLY, byweekday=rrule.weekday(weekday, nth), dtstart=datetime.datetime(2026, 1, 1),
        until=datetime.datetime(2026, 12, 31),
    )  # fmt: skip

    assert [on for on in YEAR if recurrence.falls_on(on)] == [moment.date() for moment in expected]


@given(st.sampled_from([Repeat.MONTH_START, Repeat.MONTH_END]), st.integers(1, 10), st.sets(st.sampled_from(YEAR)))
def test_working_days_of_a_month_are_its_first_or_last_n(repeats, number, free):
    recurrence = Recurrence(YEAR[0], repeats, number)

    found = [on for on in YEAR if recurrence.falls_on(on, free)]

    for month in range(1, 13):
        working = [on for on in YEAR if on.month == month and on.weekday() < 5 and on not in free]
        expected = working[:number] if repeats == Repeat.MONTH_START else working[-number:]
        assert [on for on in found if on.month == month] == expected


def test_the_last_two_working_days_of_a_month_skip_its_holidays():
    recurrence = Recurrence(YEAR[0], Repeat.MONTH_END, 2)
    christmas = {datetime.date(2026, 12, 31): "New Year's Eve"}

    found = [on.day for on in YEAR if on.month == 12 and recurrence.falls_on(on, christmas)]

    assert found == [29, 30]


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"repeats": Repeat.WEEKLY}, {Reason.NEEDS_WEEKDAY}),
        ({"repeats": Repeat.WEEKLY, "number": 0, "weekday": 1}, {Reason.NUMBER_RANGE}),
        ({"repeats": Repeat.MONTHLY, "number": 6, "weekday": 1}, {Reason.NUMBER_RANGE}),
        ({"repeats": Repeat.MONTH_END, "number": 11}, {Reason.NUMBER_RANGE}),
        ({"repeats": Repeat.WEEKLY, "weekday": 6}, {Reason.NEVER_FALLS}),
        ({"repeats": Repeat.WEEKLY, "weekday": 0}, set()),
    ],
)
def test_recurrence_refusals_say_what_is_wrong(changes, reasons):
    monday = datetime.date(2026, 3, 2)

    found = rules.recurrence_refusals(Recurrence(monday, **changes), monday + datetime.timedelta(days=3))

    assert {refusal.reason for refusal in found} == reasons


@pytest.mark.parametrize(
    ("start", "end", "reasons"),
    [
        (datetime.time(9), None, {Reason.BOTH_TIMES}),
        (datetime.time(9), datetime.time(9), {Reason.TIMES_ORDER}),
        (datetime.time(9), datetime.time(10), set()),
    ],
)
def test_recurrence_refusals_look_at_times(start, end, reasons):
    found = rules.recurrence_refusals(Recurrence(YEAR[0]), YEAR[0], start=start, end=end)

    assert {refusal.reason for refusal in found} == reasons


# Hours --------------------------------------------------------------------------------------

BERLIN = ZoneInfo("Europe/Berlin")


def stretch(on, start, end):
    edges = (datetime.datetime.combine(on, datetime.time(hour), BERLIN) for hour in (start, end))
    return Stretch(*edges, BERLIN)


@pytest.mark.parametrize("on", [datetime.date(2026, 3, 28), datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)])
@pytest.mark.parametrize(
    ("start", "end", "expected"), [(9, 13, False), (12, 14, True), (17, 20, True), (18, 20, False)]
)
def test_closed_for_some_hours_is_half_open_on_the_sites_clock(on, start, end, expected):
    closed = Closed(1, "Cut-over", "other", on, on, start_time=datetime.time(13), end_time=datetime.time(18))

    assert closed.covers(on, stretch=stretch(on, start, end)) is expected


def test_closed_from_an_instant_to_another_is_compared_as_instants():
    friday, saturday = datetime.date(2026, 3, 27), datetime.date(2026, 3, 28)
    edges = {
        "starts_at": datetime.datetime(2026, 3, 27, 17, tzinfo=datetime.UTC),
        "ends_at": datetime.datetime(2026, 3, 28, 5, tzinfo=datetime.UTC),
    }
    closed = Closed(1, "Weekend freeze", "change_freeze", friday, saturday, **edges)

    assert not closed.covers(friday, stretch=stretch(friday, 9, 18))
    assert closed.covers(friday, stretch=stretch(friday, 9, 19))
    assert closed.covers(saturday, stretch=stretch(saturday, 5, 9))
    assert not closed.covers(saturday, stretch=stretch(saturday, 6, 9))


def test_dates_away_needs_half_an_office_day_in_the_persons_zone():
    tokyo = ZoneInfo("Asia/Tokyo")
    morning = datetime.datetime(2026, 3, 3, 9, tzinfo=tokyo)
    half = Busy(morning, morning + datetime.timedelta(hours=4), BusyKind.OUT_OF_OFFICE)
    less = Busy(morning, morning + datetime.timedelta(hours=3), BusyKind.OUT_OF_OFFICE)

    assert list(rules.dates_away(half, tokyo)) == [datetime.date(2026, 3, 3)]
    assert list(rules.dates_away(less, tokyo)) == []
