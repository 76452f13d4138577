"""Calendar files as people have them, and as people who mean harm write them."""

import datetime
import io
import time
import zipfile
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from programs.gateways.busy import lines, reader, timezones
from programs.gateways.busy.choices import FileReason, Notice, SkipReason
from programs.gateways.busy.process import FileRefused, Limits, read_busy

WINDOW = (
    datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC),
    datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC),
)
ASK = reader.Ask(WINDOW, "Europe/Berlin", "vera@example.com", "exchange.example")


def file(*events, head=""):
    body = "\n".join("BEGIN:VEVENT\n" + "\n".join(event.split(" | ")) + "\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}\nEND:VCALENDAR\n".encode()


def read(*events, head="", ask=ASK):
    return reader.read(file(*events, head=head), ask)


def shown(found, zone="Europe/Berlin"):
    """Spans as people read them: ('03-16 09:00', '10:00', 'busy')."""
    tz = ZoneInfo(zone)
    return [
        (
            datetime.datetime.fromtimestamp(start, tz).strftime("%m-%d %H:%M"),
            datetime.datetime.fromtimestamp(end, tz).strftime("%m-%d %H:%M"),
            kind,
        )
        for start, end, kind, _ in sorted(found.spans)
    ]


NINE = "DTSTART;TZID=Europe/Berlin:20260316T090000 | DTEND;TZID=Europe/Berlin:20260316T100000"


# What is busy ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        ("", "busy"),
        ("STATUS:CANCELLED", None),
        ("TRANSP:TRANSPARENT", None),
        ("STATUS:TENTATIVE", "tentative"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "out_of_office"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "tentative"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY | TRANSP:TRANSPARENT", "busy"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:NEW-IDEA", "busy"),
        ("X-MICROSOFT-CDO-INTENDEDSTATUS:TENTATIVE", "tentative"),
        ("ATTENDEE;PARTSTAT=DECLINED:MAILTO:Vera@Example.com", None),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:vera@example.com", "tentative"),
        ('ATTENDEE;CN="a;b:c";PARTSTAT=DECLINED:mailto:vera@example.com', None),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.com", "busy"),
        ("UID:booking-1@exchange.example", None),
    ],
)
def test_read_knows_what_is_busy(says, kind):
    found = read(f"{NINE} | {says}")

    assert shown(found) == ([("03-16 09:00", "03-16 10:00", kind)] if kind else [])


def test_read_takes_free_busy_blocks():
    content = (
        b"BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=FREE:20260316T060000Z/PT1H\n"
        b"FREEBUSY:20260316T080000Z/20260316T090000Z,20260317T080000Z/PT30M\n"
        b"FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260318T080000Z/P1D\nEND:VFREEBUSY\nEND:VCALENDAR"
    )

    assert shown(reader.read(content, ASK)) == [
        ("03-16 09:00", "03-16 10:00", "busy"),
        ("03-17 09:00", "03-17 09:30", "busy"),
        ("03-18 09:00", "03-19 09:00", "out_of_office"),
    ]


def test_read_keeps_nothing_but_times():
    found = read(f"{NINE} | SUMMARY:Secret merger | LOCATION:Room 9 | DESCRIPTION:Very secret")

    assert "ecret" not in repr(found)
    assert "Room" not in repr(found)


# When it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("DTSTART:20260316T080000Z | DURATION:PT90M", ("03-16 09:00", "03-16 10:30")),
        ("DTSTART:20260316T090000 | DTEND:20260316T100000", ("03-16 09:00", "03-16 10:00")),
        ("DTSTART;VALUE=DATE:20260316", ("03-16 00:00", "03-17 00:00")),
        ("DTSTART;VALUE=DATE:20260329 | DTEND;VALUE=DATE:20260330", ("03-29 00:00", "03-30 00:00")),
        ("DTSTART;TZID=W. Europe Standard Time:20260316T090000 | DURATION:PT1H", ("03-16 09:00", "03-16 10:00")),
        ("DTSTART;TZID=/freeassociation.sf.net/Europe/Berlin:20260316T090000 | DURATION:PT1H",
         ("03-16 09:00", "03-16 10:00")),
        ("DTSTART;TZID=europe/berlin:20260316T090000 | DURATION:PT1H", ("03-16 09:00", "03-16 10:00")),
        ("DTSTART;TZID=Tokyo Standard Time:20260316T090000 | DURATION:PT1H", ("03-16 01:00", "03-16 02:00")),
        ("DTSTART;TZID=\"(UTC+09:00) Somewhere\":20260316T090000 | DURATION:PT1H", ("03-16 01:00", "03-16 02:00")),
        ("DTSTART;TZID=Europe/Berlin:20260329T023000 | DURATION:PT1H", ("03-29 03:30", "03-29 04:30")),
        ("DTSTART;TZID=Europe/Berlin:20261025T023000 | DURATION:PT1H", ("10-25 02:30", "10-25 02:30")),
    ],
)  # fmt: skip
def test_read_knows_when(times, expected):
    assert shown(read(times)) == [(*expected, "busy")]


def test_read_takes_the_files_own_zone_where_the_name_says_nothing():
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0900\n"
        "TZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n"
    )

    found = read("DTSTART;TZID=Customized Time Zone:20260316T090000 | DURATION:PT1H", head=zone)

    assert shown(found) == [("03-16 01:00", "03-16 02:00", "busy")]
    assert found.notices == []


@pytest.mark.parametrize("zone", ["", "BEGIN:VTIMEZONE\nTZID:Nowhere\nEND:VTIMEZONE\n"])
def test_read_names_a_zone_that_it_cant_find(zone):
    found = read("DTSTART;TZID=Nowhere:20260316T090000 | DURATION:PT1H", head=zone)

    assert shown(found) == [("03-16 09:00", "03-16 10:00", "busy")]
    assert found.notices == [("unknown_zone", "Nowhere")]


def test_read_uses_the_calendars_zone_for_times_without_one():
    found = read("DTSTART:20260316T090000 | DURATION:PT1H", head="X-WR-TIMEZONE:Asia/Tokyo\n")

    assert shown(found) == [("03-16 01:00", "03-16 02:00", "busy")]


# Repeating events ----------------------------------------------------------------------------

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


# The reading list ---------------------------------------------------------------------------


def test_the_reading_list_says_how_each_event_was_read():
    found = read(
        f"UID:a | {NINE} | RRULE:FREQ=DAILY;COUNT=3",
        f"{NINE} | TRANSP:TRANSPARENT",
        "SUMMARY:no start",
        "DTSTART:20260316T090000",
        "DTSTART;VALUE=DATE:20200101",
        f"{NINE} | ATTENDEE;PARTSTAT=DECLINED:mailto:vera@example.com",
    )

    assert [(item.line, item.kind, item.why, item.times, item.is_date, item.is_floating) for item in found.items] == [
        (3, "busy", "shown_busy", 3, False, False),
        (9, "free", "shown_free", 0, False, False),
        (17, "free", "no_time", 0, False, True),
        (20, "free", "outside", 0, True, True),
        (23, "free", "declined", 0, False, False),
    ]
    assert {item for *_, item in found.spans} == {0}


def test_a_moved_occurrence_is_an_item_of_its_own():
    found = read(
        f"UID:a | {NINE} | RRULE:FREQ=DAILY;COUNT=2",
        "UID:a | RECURRENCE-ID:20260317T080000Z | DTSTART:20260318T080000Z | DURATION:PT1H | STATUS:TENTATIVE",
    )

    assert [(item.times, item.why) for item in found.items] == [(1, "shown_busy"), (1, "marked_tentative")]


def test_titles_are_read_only_where_they_are_asked_for():
    event = f"{NINE} | SUMMARY:On call\\, primary | ATTENDEE:mailto:Ida@Example.com | TRANSP:TRANSPARENT"

    roster, calendar = read(event, ask=replace(ASK, titles=True)), read(event)

    assert (roster.items[0].title, roster.items[0].people) == ("On call, primary", ["ida@example.com"])
    assert [kind for _, _, kind, _ in roster.spans] == ["free"]
    assert (calendar.items[0].title, calendar.items[0].people, calendar.spans) == ("", [], [])


# Archives -----------------------------------------------------------------------------------


def archive(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def test_an_archive_is_read_file_by_file():
    found = reader.read(archive(work__ics=file(NINE), home__ics=file("SUMMARY:x", NINE), notes__txt=b"x"), ASK)

    assert len(found.spans) == 2
    assert [(item.part, item.line) for item in found.items] == [("work.ics", 3), ("home.ics", 6)]
    assert found.skipped == [(3, "home.ics", "no_start")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive(notes__txt=b"x"), FileReason.NOTHING_INSIDE),
        (archive(**{f"n{number}__ics": file(NINE) for number in range(11)}), FileReason.TOO_MANY_INSIDE),
        (archive(bomb__ics=b"\0" * (11 * 2**20)), FileReason.TOO_BIG),
        (archive(a__ics=b"x" * (6 * 2**20), b__ics=b"BEGIN:VCALENDAR" * 2**19), FileReason.NO_CALENDAR),
        (archive(a__ics=file(NINE), b__ics=b"\n" * (10 * 2**20)), FileReason.TOO_BIG),
        (archive(page__ics=b"<html>"), FileReason.WEB_PAGE),
        (archive(a__ics=file(NINE))[:-30], FileReason.BROKEN),
    ],
)
def test_an_archive_with_something_else_is_refused(content, reason):
    found = reader.read(content, ASK)

    assert found.refusal == reason
    assert found.spans == []


def test_an_archive_that_lies_about_its_size_is_counted_by_what_comes_out():
    packed = bytearray(archive(bomb__ics=b"\n" * (64 * 2**20)))
    directory = packed.rindex(b"PK\x01\x02")
    packed[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")

    assert reader.read(bytes(packed), ASK).refusal in {FileReason.TOO_BIG, FileReason.BROKEN, FileReason.EMPTY}


# What can't be read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("SUMMARY:no start", SkipReason.NO_START),
        ("DTSTART:20261399T000000", SkipReason.BAD_DATE),
        ("DTSTART:", SkipReason.BAD_DATE),
        ("DTSTART:00010101T000000Z", SkipReason.BAD_DATE),
        ("DTSTART:20260316T090000Z | DTEND:20260315T090000Z", SkipReason.ENDS_FIRST),
        ("DTSTART:20260316T090000Z | DTEND:20280315T090000Z", SkipReason.TOO_LONG),
        ("DTSTART:20260316T090000Z | DURATION:P9999999999999W", SkipReason.TOO_LONG),
        ("DTSTART:20260316T090000Z | DURATION:soon", SkipReason.BAD_DATE),
        (f"{NINE} | RRULE:FREQ=SECONDLY", SkipReason.TOO_OFTEN),
        (f"{NINE} | RRULE:FREQ=MINUTELY;COUNT=3", SkipReason.TOO_OFTEN),
        (f"{NINE} | RRULE:FREQ=DAILY;INTERVAL=0", SkipReason.BAD_RULE),
        (f"{NINE} | RRULE:FREQ=DAILY;INTERVAL=-1", SkipReason.BAD_RULE),
        (f"{NINE} | RRULE:hello", SkipReason.BAD_RULE),
        (f"{NINE} | RRULE:FREQ=DAILY;BYDAY=XX", SkipReason.BAD_RULE),
        (f"{NINE} | RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", SkipReason.NEVER),
        (f"{NINE} | RRULE:FREQ=HOURLY", SkipReason.TOO_OFTEN),
        (f"{NINE} | RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10;BYMINUTE=1,2,3,4,5,6,7,8,9,10",
         SkipReason.TOO_OFTEN),
    ],
)  # fmt: skip
def test_one_bad_event_is_left_out_and_the_rest_is_read(event, reason):
    found = read(event, "UID:good | DTSTART:20260401T080000Z | DURATION:PT1H")

    assert [code for *_, code in found.skipped] == [reason]
    assert shown(found)[-1] == ("04-01 10:00", "04-01 11:00", "busy")


def test_a_skipped_event_is_named_by_its_line():
    assert read(NINE, "SUMMARY:x").skipped == [(7, "", "no_start")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileReason.EMPTY),
        (b" \r\n ", FileReason.EMPTY),
        (b"<!DOCTYPE html><p>Sign in", FileReason.WEB_PAGE),
        (b"PK\x03\x04rest", FileReason.BROKEN),
        (b"\x1f\x8b\x08rest", FileReason.COMPRESSED),
        (b"Subject,Start Date\nA,B", FileReason.NO_CALENDAR),
        (b"\x00\xff" * 50, FileReason.NO_CALENDAR),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(content, reason):
    assert reader.read(content, ASK).refusal == reason


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_and_line_ends_make_no_difference(ending, encoding):
    text = file(f"SUMMARY:Bürö | {NINE}").decode().replace("\n", ending)

    assert len(reader.read(text.encode(encoding), ASK).spans) == 1


def test_a_cut_file_and_latin_1_are_read_with_a_notice():
    cut = file(NINE, NINE)[:-40]
    latin = file(f"SUMMARY:Büro | {NINE}").decode().encode("latin-1")

    assert (len(reader.read(cut, ASK).spans), reader.read(cut, ASK).notices) == (1, [("cut", "")])
    assert (len(reader.read(latin, ASK).spans), reader.read(latin, ASK).notices) == (1, [("latin", "")])


def test_a_folded_line_is_one_line():
    assert len(reader.read(file(NINE.replace("DTSTART;", "DTSTART;\n ")), ASK).spans) == 1


def test_alarms_and_other_parts_inside_an_event_say_nothing():
    alarm = "BEGIN:VALARM | TRIGGER:-PT5M | DURATION:PT9H | STATUS:CANCELLED | END:VALARM"

    assert shown(read(f"{NINE} | {alarm}")) == [("03-16 09:00", "03-16 10:00", "busy")]


def test_too_many_components_are_refused():
    assert lines.components(file(*[NINE] * 5).decode(), most=5) is None
    assert lines.components(file(*[NINE] * 5).decode(), most=6) is not None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(content):
    reader.read(b"BEGIN:VCALENDAR\n" + content, ASK)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([
            "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "END:VCALENDAR", "BEGIN:VALARM", "UID:a",
            "DTSTART:20260316T080000Z", "DTSTART;TZID=X:20260316T080000", "DTEND:20260316T090000Z", "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=3", "RRULE:", "RECURRENCE-ID:20260316T080000Z", "RECURRENCE-ID:x", "EXDATE:x",
            "RDATE:20260316T080000Z/x", "RDATE:/", "TZID:X", " folded", "FREEBUSY:/", "SEQUENCE:²", "ATTENDEE;=:x",
        ]),
        max_size=25,
    )
)  # fmt: skip
def test_no_order_of_lines_raises(rows):
    reader.read("\n".join(["BEGIN:VCALENDAR", *rows]).encode(), ASK)


# The child process ---------------------------------------------------------------------------


def test_read_busy_reads_in_a_child():
    reading = read_busy(file(NINE, "SUMMARY:x"), window=WINDOW, zone="Europe/Berlin")

    assert [(span.starts_at.hour, span.kind) for span in reading.spans] == [(8, "busy")]
    assert reading.events == 2
    assert [(one.line, one.refusal.reason) for one in reading.skipped] == [(7, SkipReason.NO_START)]


def test_read_busy_says_which_zone_is_unknown():
    reading = read_busy(file(NINE.replace("Europe/Berlin", "Nowhere")), window=WINDOW, zone="Europe/Berlin")

    assert [(notice.reason, str(notice)) for notice in reading.notices] == [
        (Notice.UNKNOWN_ZONE, "A time zone is unknown: Nowhere. Its times are read as your own zone's.")
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYYEARDAY=1",
        "FREQ=HOURLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=29;BYSETPOS=-366",
        "FREQ=YEARLY;BYSETPOS=367;BYDAY=MO",
    ],
)
def test_rules_that_never_come_true_are_stopped(rule):
    began = time.process_time()

    reading = read_busy(file(f"UID:a | {NINE} | RRULE:{rule}", NINE), window=WINDOW, zone="Europe/Berlin")

    assert reading.spans
    assert time.process_time() - began < 1


def test_read_busy_stops_what_takes_too_long():
    many = [f"UID:{n} | {NINE} | RRULE:FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO" for n in range(300)]

    with pytest.raises(FileRefused) as refused:
        read_busy(file(*many), window=WINDOW, zone="Europe/Berlin", limits=Limits(cpu_seconds=1))

    assert refused.value.refusal.reason == FileReason.TOO_SLOW_AT
    assert 3 < refused.value.refusal.facts["line"] < 300 * 6
    assert "stopped at the event in line" in str(refused.value.refusal)


def test_read_busy_refuses_a_file_above_the_limit_without_reading_it():
    with pytest.raises(FileRefused) as refused:
        read_busy(b"x" * (10 * 2**20 + 1), window=WINDOW, zone="Europe/Berlin")

    assert refused.value.refusal.reason == FileReason.TOO_BIG


def test_one_files_zone_means_nothing_to_the_next():
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+{0}\n"
        "TZOFFSETTO:+{0}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "DTSTART;TZID=Mine:20260316T090000 | DURATION:PT1H"

    hours = [
        read_busy(file(event, head=zone.format(offset)), window=WINDOW, zone="UTC").spans[0].starts_at.hour
        for offset in ("0900", "0100")
    ]

    assert hours == [0, 8]
