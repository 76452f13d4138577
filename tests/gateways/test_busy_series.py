"""Repeating events, zones and clock changes, as calendars write them."""

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from programs.gateways.busy import lines, timezones
from tests.gateways.busy_files import ASK, NINE, WINDOW, file, read, shown

RULES = [
    "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260401T000000Z",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    "FREQ=DAILY;COUNT=40",
    "FREQ=DAILY;INTERVAL=3;UNTIL=20260601",
    "FREQ=MONTHLY;BYDAY=3MO",
    "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=20",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TU,SU",
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("start", ["20260316T090000", "20191104T090000", "20250301T233000"])
def test_repeating_events_agree_with_the_reference(rule, start):
    event = f"UID:a | DTSTART;TZID=Europe/Berlin:{start} | DURATION:PT1H | RRULE:{rule}"
    calendar = Calendar.from_ical(file(event))

    expected = {int(one["DTSTART"].dt.timestamp()) for one in recurring_ical_events.of(calendar).between(*WINDOW)}

    first = int(
        datetime.datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo("Europe/Berlin")).timestamp()
    )
    assert {begin for begin, *_ in read(event).spans} - {first} == expected - {first}


@settings(max_examples=40, deadline=None)
@given(
    frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    interval=st.integers(1, 9),
    days_before=st.integers(0, 2000),
    hour=st.integers(0, 23),
)
def test_jumping_to_the_window_changes_no_occurrence(frequency, interval, days_before, hour):
    start = datetime.datetime(2026, 3, 1, hour) - datetime.timedelta(days=days_before)
    event = f"UID:a | DTSTART:{start:%Y%m%dT%H%M%S} | DURATION:PT1H | RRULE:FREQ={frequency};INTERVAL={interval}"
    walked = read(event + ";COUNT=4000")

    assert sorted(read(event).spans) == sorted(walked.spans)


def test_nine_stays_nine_over_the_clock_change():
    found = read(f"{NINE} | UID:a | RRULE:FREQ=WEEKLY;COUNT=3")

    assert [start for start, _, _ in shown(found)] == ["03-16 09:00", "03-23 09:00", "03-30 09:00"]


def test_until_as_a_date_means_through_that_day():
    found = read(f"{NINE} | UID:a | RRULE:FREQ=DAILY;UNTIL=20260318")

    assert len(found.spans) == 3


def test_single_occurrences_are_moved_left_out_and_added():
    found = read(
        f"UID:a | {NINE} | RRULE:FREQ=DAILY;COUNT=5 | EXDATE;TZID=Europe/Berlin:20260317T090000"
        " | RDATE;TZID=Europe/Berlin:20260401T090000 | RDATE;VALUE=PERIOD:20260402T080000Z/PT2H",
        "UID:a | RECURRENCE-ID:20260318T080000Z | DTSTART;TZID=Europe/Berlin:20260318T140000 | DURATION:PT30M",
        "UID:a | RECURRENCE-ID;TZID=Europe/Berlin:20260319T090000 | STATUS:CANCELLED"
        " | DTSTART;TZID=Europe/Berlin:20260319T090000 | DURATION:PT1H",
    )

    assert [start for start, _, _ in shown(found)] == [
        "03-16 09:00",
        "03-18 14:00",
        "03-20 09:00",
        "04-01 09:00",
        "04-02 10:00",
    ]


def test_this_and_following_shifts_the_rest():
    found = read(
        f"UID:a | {NINE} | RRULE:FREQ=DAILY;COUNT=4",
        "UID:a | RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260318T090000"
        " | DTSTART;TZID=Europe/Berlin:20260318T110000 | DURATION:PT30M",
    )

    assert [start for start, _, _ in shown(found)] == ["03-16 09:00", "03-17 09:00", "03-18 11:00", "03-19 11:00"]


def test_of_masters_with_one_uid_the_newest_counts_and_equals_all_count():
    newer = read(f"UID:a | {NINE}", "UID:a | SEQUENCE:2 | DTSTART:20260401T080000Z | DURATION:PT1H")
    equal = read(f"UID:a | {NINE}", "UID:a | DTSTART:20260401T080000Z | DURATION:PT1H")

    assert len(newer.spans) == 1
    assert len(equal.spans) == 2


def test_a_change_without_its_series_is_kept():
    found = read(f"UID:a | RECURRENCE-ID:20260301T080000Z | {NINE}")

    assert len(found.spans) == 1


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # RECURRENCE-ID as a date in a series with times, as UTC in one of dates (RFC 5545 §3.8.4.4 wants one kind)
        ([f"UID:a | {NINE} | RRULE:FREQ=DAILY;COUNT=2", ("UID:a | RECURRENCE-ID;VALUE=DATE:20260317 | STATUS:CANCELLED"
          " | DTSTART:20260317T080000Z")], ["03-16 09:00"]),
        (["UID:a | DTSTART;VALUE=DATE:20260316 | RRULE:FREQ=DAILY;COUNT=2", ("UID:a | RECURRENCE-ID:20260317T000000Z"
          " | STATUS:CANCELLED | DTSTART:20260317T080000Z")], ["03-16 00:00"]),
        # of two changes to one occurrence the newer counts
        ([f"UID:a | {NINE} | RRULE:FREQ=DAILY;COUNT=1", ("UID:a | SEQUENCE:2 | RECURRENCE-ID:20260316T080000Z"
          " | DTSTART:20260316T110000Z | DURATION:PT1H"), ("UID:a | SEQUENCE:1 | RECURRENCE-ID:20260316T080000Z"
          " | DTSTART:20260316T150000Z | DURATION:PT1H")], ["03-16 12:00"]),
        # EXDATE takes RDATE away too, and is read as a local midnight in a series of dates
        ([f"UID:a | {NINE} | RDATE;TZID=Europe/Berlin:20260317T090000,20260318T090000 | EXDATE:20260317T080000Z"],
         ["03-16 09:00", "03-18 09:00"]),
        (["UID:a | DTSTART;VALUE=DATE:20260316 | RRULE:FREQ=DAILY;COUNT=3 | EXDATE:20260316T230000Z"],
         ["03-16 00:00", "03-18 00:00"]),
        # a date among RDATE is at the series' time
        ([f"UID:a | {NINE} | RDATE;VALUE=DATE:20260320"], ["03-16 09:00", "03-20 09:00"]),
        # the rest of a series keeps its wall clock when it is moved over a clock change
        (["UID:a | DTSTART;TZID=Europe/Berlin:20260321T090000 | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=2",
          ("UID:a | RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260321T090000"
          " | DTSTART;TZID=Europe/Berlin:20260322T090000 | DURATION:PT1H")], ["03-22 09:00", "03-29 09:00"]),
        # hours in the rule of a series of dates mean nothing (RFC 5545 §3.3.10)
        (["UID:a | DTSTART;VALUE=DATE:20260316 | RRULE:FREQ=DAILY;COUNT=2;BYHOUR=9"], ["03-16 00:00", "03-17 00:00"]),
        # a week's day comes from DTSTART, sets are those of whole weeks
        ([f"UID:a | {NINE} | RRULE:FREQ=YEARLY;BYWEEKNO=12;COUNT=1"], ["03-16 09:00"]),
        ([("UID:a | DTSTART;TZID=Europe/Berlin:20260318T090000 | DURATION:PT1H"
          " | RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=2")], ["03-18 09:00", "03-25 09:00"]),
        # both ends of a rule: the earlier one
        ([f"UID:a | {NINE} | RRULE:FREQ=DAILY;COUNT=9;UNTIL=20260317T080000Z"], ["03-16 09:00", "03-17 09:00"]),
    ],
)  # fmt: skip
def test_series_as_clients_write_them(events, expected):
    assert [start for start, _, _ in shown(read(*events))] == expected


@pytest.mark.parametrize(
    ("length", "end"),
    [("DURATION:P1D", "03-29 09:00"), ("DURATION:PT24H", "03-29 10:00"), ("DTEND:20260329T080000Z", "03-29 10:00")],
)
def test_a_day_has_23_hours_when_clocks_go_forward_and_24_hours_are_24(length, end):
    found = read(f"DTSTART;TZID=Europe/Berlin:20260328T090000 | {length}")

    assert shown(found) == [("03-28 09:00", end, "busy")]


def test_an_all_day_event_that_ends_on_its_own_day_is_that_day():
    found = read("DTSTART;VALUE=DATE:20260316 | DTEND;VALUE=DATE:20260316")

    assert shown(found) == [("03-16 00:00", "03-17 00:00", "busy")]


SUMMER = (
    "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16011028T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
    "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010325T020000\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
)


@settings(max_examples=200, deadline=None)
@given(minutes=st.integers(0, 365 * 24 * 60))
def test_a_files_own_zone_is_read_as_the_known_zone_of_the_same_rules(minutes):
    wall = datetime.datetime(2026, 2, 1) + datetime.timedelta(minutes=minutes)
    event = f"DTSTART;TZID={{}}:{wall:%Y%m%dT%H%M%S} | DURATION:PT1H"

    own = read(event.format("Ours"), head=SUMMER)

    assert own.spans == read(event.format("Europe/Berlin")).spans
    assert own.notices == []


@settings(max_examples=100, deadline=None)
@given(minutes=st.integers(0, 365 * 24 * 60))
def test_a_files_own_zone_knows_what_the_clock_shows(minutes):
    at = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
    zones = timezones.Zones(lines.components(SUMMER, 9)[0], "UTC", is_sure=False, window=WINDOW)

    own = at.astimezone(zones.get("Ours"))

    assert own.replace(tzinfo=None) == at.astimezone(ZoneInfo("Europe/Berlin")).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("tzid", "hour"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 8),
        ("(UTC-08:00) Pacific Time (US & Canada)", 16),
        ("Pacific Standard Time", 16),
        ("America_New_York", 13),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", 12),
        ("GMT+1", 8),
        ("UTC-03:30", 12),
    ],
)
def test_zones_have_many_names(tzid, hour):
    found = read(f'DTSTART;TZID="{tzid}":20260316T090000 | DURATION:PT1H')

    assert datetime.datetime.fromtimestamp(found.spans[0][0], datetime.UTC).hour == hour
    assert found.notices == []


def test_a_zone_that_somebody_chose_stands_above_the_files():
    tokyo = read("DTSTART:20260316T090000 | DURATION:PT1H", head="X-WR-TIMEZONE:Asia/Tokyo\n")
    chosen = read(
        "DTSTART:20260316T090000 | DURATION:PT1H",
        head="X-WR-TIMEZONE:Asia/Tokyo\n",
        ask=replace(ASK, is_zone_sure=True),
    )

    assert (tokyo.zone, chosen.zone) == ("Asia/Tokyo", "Europe/Berlin")
    assert shown(chosen) == [("03-16 09:00", "03-16 10:00", "busy")]
