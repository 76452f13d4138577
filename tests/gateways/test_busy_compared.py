"""What we read, beside what two other readers make of the same thousands of calendars.

libical (C) knows rules, zones and exceptions on its own; recurring-ical-events also changes of
single occurrences and of all that follow. Where readers differ for a reason, and who follows
the standard, stands in docs/reading-calendars.md; the last tests hold each line of that table.
"""

import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from programs.gateways.busy import reader
from tests.gateways import calendars, libical_times

ASK = reader.Ask(calendars.WINDOW, "UTC")
FIRST, LAST = (int(edge.timestamp()) for edge in calendars.WINDOW)
A_CHUNK = 250


def seeds(chunk):
    return range(chunk * A_CHUNK, (chunk + 1) * A_CHUNK)


def ours(content, ask=ASK):
    found = reader.read(content, ask)
    assert not found.skipped
    assert not found.notices
    return sorted({(start, end) for start, end, _, _ in found.spans})


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(12))
def test_libical_reads_the_same_times(chunk):
    differ, occurrences = [], 0
    for seed in seeds(chunk):
        made = calendars.series(random.Random(seed))
        content = made.content()

        mine, theirs = ours(content), libical_times.spans(content, FIRST, LAST)

        if made.kind == "date":
            mine, theirs = ([start for start, _ in spans] for spans in (mine, theirs))
            mine, theirs = calendars.in_window(mine), calendars.in_window(theirs)
        occurrences += len(mine)
        if mine != sorted(set(theirs)):
            differ.append((seed, made.zone, made.lines))
    assert differ == []
    assert occurrences > 2_000


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(4))
def test_recurring_ical_events_reads_the_same_changes(chunk):
    differ, changes = [], 0
    for seed in seeds(chunk):
        made = calendars.changed(random.Random(seed))
        content = made.content()

        mine, theirs = ours(content), second(content)

        changes += len(made.changes)
        if mine != theirs:
            differ.append((seed, made.zone, made.lines, made.changes))
    assert differ == []
    assert changes > A_CHUNK


def second(content):
    events = recurring_ical_events.of(Calendar.from_ical(content)).between(*calendars.WINDOW)
    standing = [event for event in events if event.get("STATUS") != "CANCELLED"]
    return sorted({(seconds(event["DTSTART"].dt), seconds(event["DTEND"].dt)) for event in standing})


def seconds(at):
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=UTC)
    return int(moment.timestamp())


# Where readers differ -----------------------------------------------------------------------


def starts(*lines, window=calendars.WINDOW, zone="America/New_York"):
    body = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT", "END:VCALENDAR"])
    found = reader.read(body.encode(), reader.Ask(window, zone))
    tz = ZoneInfo(zone)
    return [f"{datetime.fromtimestamp(start, tz):%m-%d %H:%M}" for start, *_ in sorted(found.spans)]


@pytest.mark.parametrize(
    ("week_start", "expected"),
    [("MO", ["08-05", "08-10", "08-19", "08-24"]), ("SU", ["08-05", "08-17", "08-19", "08-31"])],
)
def test_the_standards_own_example_of_where_a_week_begins(week_start, expected):
    window = (datetime(1997, 1, 1, tzinfo=UTC), datetime(1998, 1, 1, tzinfo=UTC))
    rule = f"RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={week_start}"

    found = starts("DTSTART;TZID=America/New_York:19970805T090000", "DURATION:PT1H", rule, window=window)

    assert found == [f"{day} 09:00" for day in expected]


def test_an_added_time_is_in_its_own_zone():
    found = starts("DTSTART:20260316T090000", "DURATION:PT1H", "RDATE;TZID=Europe/Berlin:20260317T150000")

    assert found == ["03-16 09:00", "03-17 10:00"]


def test_the_day_of_a_week_comes_from_the_first_event():
    found = starts("DTSTART:20260318T090000", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYWEEKNO=12;COUNT=2")

    assert found == ["03-18 09:00", "03-24 09:00"]


def test_eight_hours_are_eight_hours_over_a_clock_change():
    found = reader.read(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20260328T220000\nDURATION:PT8H\nEND:VEVENT\n"
        b"END:VCALENDAR",
        ASK,
    )

    assert [end - start for start, end, *_ in found.spans] == [8 * 3600]
