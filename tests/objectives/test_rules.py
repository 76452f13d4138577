"""When a measure is on track, behind or silent, and what a file may hold."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.objectives import rules
from programs.objectives.choices import Direction, Reason, Trend
from programs.objectives.rules import Course

START = datetime.date(2026, 1, 1)
END = datetime.date(2026, 12, 31)
numbers = st.decimals(-10_000, 10_000, places=2)
days = st.dates(datetime.date(2025, 1, 1), datetime.date(2027, 12, 31))


def course(baseline="10", target="5", direction=Direction.DOWN, every_days=31):
    return Course(Decimal(baseline), Decimal(target), direction, START, END, every_days)


@st.composite
def courses(draw):
    baseline, way = draw(numbers), draw(st.decimals("0.01", 10_000, places=2))
    direction = draw(st.sampled_from(Direction))
    target = baseline + way if direction == Direction.UP else baseline - way
    length = draw(st.integers(1, 1000))
    return Course(baseline, target, direction, START, START + datetime.timedelta(days=length), draw(st.integers(1, 99)))


def test_share_done_counts_from_baseline_to_target_whichever_way():
    assert rules.share_done(course(), Decimal("7.5")) == Decimal("0.5")
    assert rules.share_done(course("31", "20"), Decimal(42)) == -1
    assert rules.share_done(course("50", "60", Direction.UP), Decimal(65)) == Decimal("1.5")


def test_share_done_of_a_value_to_keep_is_all_or_nothing():
    keep = course("99", "99", Direction.UP)

    assert rules.share_done(keep, Decimal("99.5")) == 1
    assert rules.share_done(keep, Decimal("98.9")) == 0


@given(courses(), numbers, days)
def test_status_of_a_value_at_or_past_the_target_is_reached(way, more, today):
    beyond = way.target + (abs(more) if way.direction == Direction.UP else -abs(more))

    assert rules.status_of(way, (START, beyond), today=today).trend == Trend.REACHED


@given(courses(), st.integers(0, 1000))
def test_status_of_a_value_on_the_straight_line_is_on_track_and_far_behind_it_is_behind(way, days):
    on = min(START + datetime.timedelta(days=days), way.until_on - datetime.timedelta(days=1))
    expected = rules.share_expected(way, on)
    on_line = way.baseline + (way.target - way.baseline) * expected
    behind = way.baseline + (way.target - way.baseline) * (expected - rules.SLACK - Decimal("0.01"))

    assert rules.status_of(way, (on, on_line), today=on).trend in {Trend.ON_TRACK, Trend.REACHED}
    assert rules.status_of(way, (on, behind), today=on).trend == Trend.BEHIND


@given(courses(), numbers, days, days)
def test_status_never_improves_by_waiting(way, value, on, today):
    rank = [Trend.REACHED, Trend.ON_TRACK, Trend.BEHIND, Trend.SILENT]
    now = rules.status_of(way, (on, value), today=today).trend
    later = rules.status_of(way, (on, value), today=today + datetime.timedelta(days=30)).trend

    assert rank.index(later) >= rank.index(now)


@given(courses(), days)
def test_share_expected_runs_from_nothing_to_all(way, on):
    expected = rules.share_expected(way, on)

    assert 0 <= expected <= 1
    assert rules.share_expected(way, way.from_on) == 0
    assert rules.share_expected(way, way.until_on) == 1
    assert rules.share_expected(way, on + datetime.timedelta(days=1)) >= expected


def test_status_of_a_measure_without_readings_says_when_the_first_is_due():
    due = datetime.date(2026, 2, 1)

    assert rules.status_of(course(), None, today=due) == rules.Status(Trend.NEW, due)
    assert rules.status_of(course(), None, today=due + datetime.timedelta(days=1)) == rules.Status(Trend.SILENT, START)


def test_status_after_a_long_silence_says_since_when_unless_nobody_is_awaited():
    reading = (datetime.date(2026, 3, 1), Decimal(8))
    today = datetime.date(2026, 4, 2)

    assert rules.status_of(course(), reading, today=today) == rules.Status(Trend.SILENT, reading[0])
    assert rules.status_of(course(), reading, today=today, is_awaited=False).trend == Trend.ON_TRACK


def test_status_after_the_end_keeps_what_the_last_reading_said():
    reading = (datetime.date(2026, 12, 20), Decimal(8))

    assert rules.status_of(course(), reading, today=datetime.date(2027, 6, 1)).trend == Trend.BEHIND


@pytest.mark.parametrize(
    ("way", "reasons"),
    [
        (course(), []),
        (course("5", "10"), [Reason.WRONG_WAY]),
        (Course(Decimal(1), Decimal(0), Direction.UP, END, START, 31), [Reason.WRONG_WAY, Reason.TARGET_BEFORE]),
    ],
)
def test_measure_refusals_name_everything_at_once(way, reasons):
    assert [refusal.reason for refusal in rules.measure_refusals(way)] == reasons


@pytest.mark.parametrize(
    ("text", "value"),
    [("4.5", "4.5"), ("4,5", "4.5"), (" 31 % ", "31"), ("\u22128", "-8"), ("1e3", "1000"), ("0", "0")],
)
def test_number_in_reads_what_people_write(text, value):
    assert rules.number_in(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1,000.5", "nan", "inf", "1_000", "1e99", "1,2,3"])
def test_number_in_takes_nothing_that_could_mean_two_things(text):
    assert rules.number_in(text) is None


@given(st.text(max_size=40))
def test_number_in_and_date_in_never_raise(text):
    number, on = rules.number_in(text), rules.date_in(text)

    assert number is None or number.is_finite()
    assert on is None or isinstance(on, datetime.date)


@given(days)
def test_date_in_reads_both_ways_of_writing(on):
    assert rules.date_in(on.isoformat()) == on
    assert rules.date_in(on.strftime("%d.%m.%Y")) == on
