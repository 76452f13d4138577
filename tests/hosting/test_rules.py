"""Weekly rules and wall-clock times, at both clock changes."""

import datetime
import itertools
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.core.refusals import Refusal
from programs.hosting import rules
from programs.hosting.choices import LeftOut
from programs.hosting.rules import DayTimes, Span, Weekly

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = DayTimes(time(9), time(13))


def utc(*moment):
    return datetime.datetime(*moment, tzinfo=datetime.UTC)


@given(
    st.integers(0, 6),
    st.integers(1, 8),
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(0, 400),
)
def test_dates_are_every_nth_week_on_the_weekday(weekday, every, from_on, length):
    until_on = from_on + datetime.timedelta(days=length)

    dates = Weekly(weekday, from_on, until_on, every).dates()

    assert all(on.weekday() == weekday and from_on <= on <= until_on for on in dates)
    assert {(later - on).days for on, later in itertools.pairwise(dates)} <= {7 * every}
    assert dates or length < 7
    assert not dates or (dates[0] - from_on).days < 7
    assert not dates or (until_on - dates[-1]).days < 7 * every


def test_nine_stays_nine_over_the_spring_change():
    before, after = (MORNING.on(on, BERLIN) for on in (date(2026, 3, 23), date(2026, 3, 30)))

    assert before == Span(utc(2026, 3, 23, 8), utc(2026, 3, 23, 12))
    assert after == Span(utc(2026, 3, 30, 7), utc(2026, 3, 30, 11))


def test_nine_stays_nine_over_the_autumn_change():
    before, after = (MORNING.on(on, BERLIN) for on in (date(2026, 10, 19), date(2026, 10, 26)))

    assert before.starts_at == utc(2026, 10, 19, 7)
    assert after.starts_at == utc(2026, 10, 26, 8)


def test_a_time_in_the_gap_is_read_with_the_offset_before_it():
    span = DayTimes(time(2, 30), time(6)).on(date(2026, 3, 29), BERLIN)

    assert span == Span(utc(2026, 3, 29, 1, 30), utc(2026, 3, 29, 4))


def test_a_time_that_comes_twice_is_the_first():
    span = DayTimes(time(2, 30), time(6)).on(date(2026, 10, 25), BERLIN)

    assert span == Span(utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 5))


def test_no_span_where_the_gap_eats_the_time_between():
    assert DayTimes(time(2, 30), time(3)).on(date(2026, 3, 29), BERLIN) is None


@pytest.mark.parametrize(("on", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_whole_day_lasts_from_midnight_to_midnight(on, hours):
    span = DayTimes().on(on, BERLIN)

    assert span.ends_at - span.starts_at == datetime.timedelta(hours=hours)
    assert span.starts_at.astimezone(BERLIN).time() == time()


def test_plan_says_why_dates_are_left_out():
    pattern = Weekly(0, date(2026, 3, 16), date(2026, 4, 6))
    holiday = Refusal(LeftOut.HOLIDAY, {"title": "Easter Monday"})
    taken = [Span(utc(2026, 3, 23, 11), utc(2026, 3, 23, 15))]

    planned = rules.plan(pattern, MORNING, BERLIN, closed={date(2026, 4, 6): holiday}, taken=taken)

    assert [one.left_out and one.left_out.reason for one in planned] == [None, LeftOut.ALREADY, None, LeftOut.HOLIDAY]
    assert str(planned[3].left_out) == "Public holiday: Easter Monday"


def test_plan_leaves_out_a_date_on_which_the_clock_leaves_no_time():
    pattern = Weekly(6, date(2026, 3, 29), date(2026, 3, 29))

    (planned,) = rules.plan(pattern, DayTimes(time(2, 15), time(2, 45)), BERLIN, closed={}, taken=[])

    # Both ends lie in the gap: read with the offset before it, half an hour stays half an hour.
    assert planned.span == Span(utc(2026, 3, 29, 1, 15), utc(2026, 3, 29, 1, 45))

    (planned,) = rules.plan(pattern, DayTimes(time(2, 30), time(3, 15)), BERLIN, closed={}, taken=[])
    assert planned.left_out.reason == LeftOut.CLOCK_CHANGE


@pytest.mark.parametrize(("is_whole_day", "expected"), [(False, 4.0), (True, 8.0)])
def test_hosting_hours_of_a_whole_day_are_an_office_day(is_whole_day, expected):
    assert rules.hosting_hours(utc(2026, 3, 2, 8), utc(2026, 3, 2, 12), is_whole_day=is_whole_day) == expected
