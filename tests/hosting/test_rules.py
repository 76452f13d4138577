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
from programs.hosting.choices import LeftOut, Reason
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

    planned = rules.plan(
        pattern, MORNING, BERLIN, closed={date(2026, 4, 6): holiday}, taken=taken, after=utc(2026, 3, 2)
    )

    assert [one.left_out and one.left_out.reason for one in planned] == [None, LeftOut.ALREADY, None, LeftOut.HOLIDAY]
    assert str(planned[3].left_out) == "Public holiday: Easter Monday"


def test_plan_leaves_out_a_date_on_which_the_clock_leaves_no_time():
    pattern = Weekly(6, date(2026, 3, 29), date(2026, 3, 29))

    (planned,) = rules.plan(
        pattern, DayTimes(time(2, 15), time(2, 45)), BERLIN, closed={}, taken=[], after=utc(2026, 3, 2)
    )

    # Both ends lie in the gap: read with the offset before it, half an hour stays half an hour.
    assert planned.span == Span(utc(2026, 3, 29, 1, 15), utc(2026, 3, 29, 1, 45))

    (planned,) = rules.plan(
        pattern, DayTimes(time(2, 30), time(3, 15)), BERLIN, closed={}, taken=[], after=utc(2026, 3, 2)
    )
    assert planned.left_out.reason == LeftOut.CLOCK_CHANGE


def test_plan_makes_no_days_that_have_begun():
    pattern = Weekly(0, date(2026, 3, 16), date(2026, 3, 23))

    planned = rules.plan(pattern, MORNING, BERLIN, closed={}, taken=[], after=utc(2026, 3, 16, 8))

    assert [one.left_out and one.left_out.reason for one in planned] == [LeftOut.PAST, None]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (DayTimes(), []),
        (DayTimes(time(9), time(10)), []),
        (DayTimes(time(9)), [Reason.TIMES]),
        (DayTimes(None, time(9)), [Reason.TIMES]),
        (DayTimes(time(9), time(9)), [Reason.ENDS_FIRST]),
    ],
)
def test_time_refusals(times, expected):
    assert [refusal.reason for refusal in rules.time_refusals(times)] == expected


@pytest.mark.parametrize(
    ("until_on", "expected"),
    [
        (date(2026, 3, 9), []),
        (date(2026, 3, 8), [Reason.NO_DATES]),
        (date(2026, 3, 1), [Reason.NO_DATES]),
        (date(2027, 3, 10), [Reason.TOO_LONG]),
    ],
)
def test_pattern_refusals(until_on, expected):
    pattern = Weekly(0, date(2026, 3, 2) + datetime.timedelta(days=1), until_on)

    assert [refusal.reason for refusal in rules.pattern_refusals(pattern, MORNING)] == expected


def test_steps_from_every_state_lead_on():
    assert rules.steps_from("draft") == ("review", "publish", "withdraw")
    assert rules.steps_from("reviewed") == ("publish", "withdraw", "reopen")
    assert rules.steps_from("published") == ("withdraw",)
    assert rules.steps_from("withdrawn") == ("reopen",)


@pytest.mark.parametrize(("is_whole_day", "expected"), [(False, 4.0), (True, 8.0)])
def test_hosting_hours_of_a_whole_day_are_an_office_day(is_whole_day, expected):
    assert rules.hosting_hours(utc(2026, 3, 2, 8), utc(2026, 3, 2, 12), is_whole_day=is_whole_day) == expected
