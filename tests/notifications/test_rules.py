"""When a letter may go, and when a week's digest is due: in every zone, over every change of clocks."""

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.notifications import rules
from programs.notifications.choices import Delivery, Topic
from programs.notifications.rules import Quiet

ZONES = [
    zoneinfo.ZoneInfo(name)
    for name in (
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati",
        "Pacific/Pago_Pago", "Africa/Casablanca",
    )
]  # fmt: skip
BERLIN = ZONES[1]
NIGHT = Quiet(BERLIN, datetime.time(20), datetime.time(7))
minutes = st.integers(0, 4 * 365 * 24 * 60)
moments = minutes.map(
    lambda number: datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=number)
)
times = st.integers(0, 24 * 60 - 1).map(lambda number: datetime.time(number // 60, number % 60))
some_days = st.frozensets(st.integers(0, 6), max_size=6)
quiets = st.builds(Quiet, st.sampled_from(ZONES), times, times, some_days)


@given(moments, quiets)
def test_earliest_is_never_before_nor_quiet(at, quiet):
    found = rules.earliest(at, quiet)

    assert found >= at
    assert not quiet.covers(found)


@given(moments, quiets)
def test_earliest_leaves_a_moment_that_is_not_quiet_and_is_reached_at_once_from_itself(at, quiet):
    found = rules.earliest(at, quiet)

    assert rules.earliest(found, quiet) == found
    assert quiet.covers(at) or found == at


@given(moments, quiets, st.integers(1, 3000))
def test_earliest_skips_no_minute_that_is_not_quiet(at, quiet, passed):
    found = rules.earliest(at, quiet)
    between = at + datetime.timedelta(minutes=passed)

    assert between >= found or quiet.covers(between)


@given(moments, moments, quiets)
def test_earliest_keeps_letters_in_their_order(one, other, quiet):
    first, second = sorted((one, other))

    assert rules.earliest(first, quiet) <= rules.earliest(second, quiet)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-28T21:30+01:00", "2026-03-29T07:00+02:00"),  # the night in which an hour is skipped
        ("2026-10-24T21:30+02:00", "2026-10-25T07:00+01:00"),  # the night in which an hour comes twice
        ("2026-06-03T12:00+02:00", "2026-06-03T12:00+02:00"),
        ("2026-06-03T06:59+02:00", "2026-06-03T07:00+02:00"),
    ],
)
def test_earliest_ends_the_night_by_the_wall_clock(at, expected):
    assert rules.earliest(datetime.datetime.fromisoformat(at), NIGHT) == datetime.datetime.fromisoformat(expected)


def test_earliest_ends_in_an_hour_that_is_skipped_or_comes_twice():
    until = Quiet(BERLIN, datetime.time(22), datetime.time(2, 30))
    skipped = datetime.datetime(2026, 3, 29, 0, 30, tzinfo=datetime.UTC)
    twice = datetime.datetime(2026, 10, 25, 0, 15, tzinfo=datetime.UTC)

    assert not until.covers(rules.earliest(skipped, until))
    assert rules.earliest(twice, until) == datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)


def test_earliest_waits_for_monday_over_a_quiet_weekend():
    friday = datetime.datetime(2026, 6, 5, 21, 0, tzinfo=BERLIN)
    weekend = Quiet(BERLIN, datetime.time(20), datetime.time(7), frozenset({5, 6}))

    assert rules.earliest(friday, weekend) == datetime.datetime(2026, 6, 8, 7, 0, tzinfo=BERLIN)


def test_earliest_gives_up_when_every_day_is_quiet(now):
    assert rules.earliest(now, Quiet(BERLIN, days=rules.ALL_DAYS)) == now


# The digest --------------------------------------------------------------------------------


@given(moments, st.sampled_from(ZONES), st.integers(0, 6))
def test_digest_day_is_that_weekday_within_the_last_week(at, zone, weekday):
    day = rules.digest_day(at, zone, weekday)
    due_at = datetime.datetime.combine(day, rules.DIGEST_HOUR, zone)

    assert day.weekday() == weekday
    assert due_at <= at < due_at + datetime.timedelta(days=7, hours=2)


@given(moments, st.sampled_from(ZONES), st.integers(0, 6))
def test_a_digest_that_was_looked_at_is_not_due_before_the_next_week(at, zone, weekday):
    day = rules.digest_day(at, zone, weekday)

    assert not rules.is_digest_due(at, zone, weekday=weekday, last_on=day)
    assert not rules.is_digest_due(at, zone, weekday=None, last_on=None)


def test_a_digest_is_due_for_two_days_and_then_left_to_the_next():
    monday = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=BERLIN)
    hour = datetime.timedelta(hours=1)

    def is_due(at):
        return rules.is_digest_due(at, BERLIN, weekday=0, last_on=datetime.date(2026, 2, 23))

    assert [is_due(monday + hours * hour) for hours in (-1, 0, 47, 48)] == [False, True, True, False]


# What may wait -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "has_calendar", "topic"),
    [
        ("people/sign_in_link", False, None),
        ("visits/asked", False, None),
        ("matching/consent_asked", False, None),
        ("commitments/news", False, Topic.PROMISES),
        ("commitments/news", True, None),
        ("surveys/invited", False, Topic.SURVEYS),
        ("a_room_of_tomorrow/news", False, None),
    ],
)
def test_topic_of_lets_wait_only_what_can(kind, has_calendar, topic):
    assert rules.topic_of(kind, has_calendar=has_calendar) == topic


def test_delivery_of_never_holds_a_letter_for_a_digest_that_does_not_come():
    chosen = {Topic.PROMISES: "digest", Topic.SURVEYS: "never"}

    assert rules.delivery_of(Topic.PROMISES, chosen, has_digest=True) == Delivery.DIGEST
    assert rules.delivery_of(Topic.PROMISES, chosen, has_digest=False) == Delivery.AT_ONCE
    assert rules.delivery_of(Topic.SURVEYS, chosen, has_digest=False) == Delivery.NEVER
    assert rules.delivery_of(None, chosen, has_digest=True) == Delivery.AT_ONCE
    assert rules.delivery_of(Topic.OBJECTIVES, chosen, has_digest=True) == Delivery.AT_ONCE
