"""VTIMEZONE against zoneinfo and against two other readers: dateutil and vobject."""

import datetime
import io
import zoneinfo
from dataclasses import replace

import pytest
import vobject
from dateutil.tz import tzical

from programs.gateways import ics, zones
from programs.gateways.zones import vtimezone
from tests.gateways.test_ics import ENTRY, STAMP

UTC = datetime.UTC
IN_USE = [
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",  # winter time is the exception there
    "America/New_York",
    "America/Sao_Paulo",  # no daylight time any more
    "America/Nuuk",  # changes before midnight
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Asia/Jerusalem",
    "Australia/Sydney",  # the other half of the year
    "Australia/Lord_Howe",  # half an hour
    "Africa/Casablanca",  # Ramadan, no yearly rule
    "Africa/Cairo",  # the night after the last Thursday of October, which may be in November
    "Pacific/Chatham",
]
NO_RULE = {"Africa/Casablanca", "Africa/Cairo"}


def moments(first=2026, last=2027):
    """Every 79 hours through the years: each hour of the day comes by."""
    at = datetime.datetime(first, 1, 1, tzinfo=UTC)
    while at.year <= last:
        yield at
        at += datetime.timedelta(hours=79)


def read_by_dateutil(name):
    text = b"BEGIN:VCALENDAR\r\n" + vtimezone(name, 2026, 2027).to_ical() + b"END:VCALENDAR\r\n"
    return tzical(io.StringIO(text.decode())).get(name)


def disagreements(name):
    theirs, ours = read_by_dateutil(name), zoneinfo.ZoneInfo(name)
    changes = [at.replace(tzinfo=UTC) for at, _ in zones._transitions(name, 2026, 2027)]
    quarter = datetime.timedelta(minutes=15)
    close = [at + quarter * step for at in changes for step in range(-8, 9)]
    return [at for at in [*moments(), *close] if at.astimezone(theirs).utcoffset() != at.astimezone(ours).utcoffset()]


@pytest.mark.parametrize("name", IN_USE)
def test_vtimezone_gives_every_reader_the_zones_own_hours(name):
    assert disagreements(name) == []


@pytest.mark.slow
def test_vtimezone_of_every_zone_there_is():
    wrong = {name for name in zoneinfo.available_timezones() if disagreements(name)}

    assert wrong == set()


@pytest.mark.parametrize("name", sorted(set(IN_USE) - NO_RULE))
def test_vtimezone_is_a_yearly_rule_and_lists_no_dates(name):
    text = vtimezone(name, 2027, 2028).to_ical()

    assert b"RDATE" not in text
    assert text.count(b"BEGIN:STANDARD") == 1
    assert text.count(b"RRULE") in {0, 2}


def test_vtimezone_of_a_zone_without_rule_is_written_out():
    text = vtimezone("Africa/Casablanca", 2026, 2027).to_ical()

    assert b"RDATE" not in text
    assert b"RRULE" not in text
    assert text.count(b"TZOFFSETTO") == 1 + len(zones._transitions("Africa/Casablanca", 2026, 2027))
    assert text.count(b"TZOFFSETTO") > 2


def test_vtimezone_of_an_unknown_zone_is_an_error():
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        vtimezone("Europe/Atlantis", 2026, 2027)


@pytest.mark.parametrize("name", IN_USE)
def test_vobject_reads_the_events_that_were_written(name):
    starts = [
        datetime.datetime(2026, month, day, hour, 30, tzinfo=UTC)
        for month, day in [(1, 15), (3, 8), (3, 29), (4, 5), (7, 15), (10, 25), (11, 1)]
        for hour in (1, 8, 20)
    ]
    entries = [
        replace(
            ENTRY,
            uid=f"{number}@example.com",
            title=f"Besuch; {number}, „Büro“\\",
            description="Line one\nLine two; and, more",
            starts_at=start,
            ends_at=start + datetime.timedelta(hours=4),
            zone=name,
            sequence=number,
        )
        for number, start in enumerate(starts)
    ]

    calendar = vobject.readOne(ics.feed(entries, name="N", zone=name).decode())

    read = {event.uid.value: event for event in calendar.vevent_list}
    assert len(read) == len(entries)
    for entry in entries:
        event = read[entry.uid]
        assert event.dtstart.value.astimezone(UTC) == entry.starts_at
        assert event.dtend.value.astimezone(UTC) == entry.ends_at
        assert event.summary.value == entry.title
        assert event.description.value == entry.description
        assert int(event.sequence.value) == entry.sequence


def test_vobject_follows_an_invitation_from_request_to_cancel():
    def sent(entry, method):
        return vobject.readOne(
            ics.invitation(
                entry, method=method, attendee_name="Vera", attendee_address="vera@example.com", stamp=STAMP
            ).decode()
        )

    request = sent(ENTRY, "REQUEST")
    update = sent(replace(ENTRY, sequence=1, starts_at=ENTRY.starts_at + datetime.timedelta(hours=1)), "REQUEST")
    cancel = sent(replace(ENTRY, sequence=2, status="CANCELLED"), "CANCEL")

    messages = [request, update, cancel]
    assert [message.method.value for message in messages] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {message.vevent.uid.value for message in messages} == {ENTRY.uid}
    assert [int(message.vevent.sequence.value) for message in messages] == [0, 1, 2]
    assert {message.vevent.organizer.value for message in messages} == {f"mailto:{ENTRY.organizer_address}"}
    assert [len(message.vevent.attendee_list) for message in messages] == [1, 1, 1]
    assert request.vevent.valarm.trigger.value == datetime.timedelta(days=-1)
