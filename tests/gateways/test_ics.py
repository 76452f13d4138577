import datetime
from dataclasses import replace

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.gateways import ics
from programs.gateways.ics import CalendarEntry

UTC = datetime.UTC
STAMP = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid="visit-1@example.com",
    sequence=0,
    title="Finance: Month-end close",
    description="With Hugo Host.\nBring nothing.",
    location="Berlin, 3rd floor",
    url="https://exchange.example.com/visits/1",
    on=datetime.date(2026, 3, 16),
    starts_at=datetime.datetime(2026, 3, 16, 8, 0, tzinfo=UTC),
    ends_at=datetime.datetime(2026, 3, 16, 12, 0, tzinfo=UTC),
    zone="Europe/Berlin",
    is_whole_day=False,
    status="CONFIRMED",
    changed_at=datetime.datetime(2026, 3, 1, 9, 0, 1, 250000, tzinfo=UTC),
    made_at=datetime.datetime(2026, 2, 1, 9, 0, tzinfo=UTC),
    organizer_name="Finance",
    organizer_address="visits+1.abc@example.com",
)


def request(entry=ENTRY, method="REQUEST", stamp=STAMP):
    return ics.invitation(
        entry, method=method, attendee_name="Vera Visser", attendee_address="vera@example.com", stamp=stamp
    )


def unfolded(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


def event_of(content):
    return icalendar.Calendar.from_ical(content).walk("VEVENT")[0]


def test_invitation_is_a_request_to_exactly_one_attendee():
    lines = unfolded(request())

    assert lines.count("METHOD:REQUEST") == 1
    (attendee,) = [line for line in lines if line.startswith("ATTENDEE")]
    assert attendee.startswith('ATTENDEE;CN="Vera Visser";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;')
    assert attendee.endswith(";RSVP=TRUE:mailto:vera@example.com")
    assert "ORGANIZER;CN=Finance:mailto:visits+1.abc@example.com" in lines
    assert "DTSTART;TZID=Europe/Berlin:20260316T090000" in lines
    assert "DTSTAMP:20260302T090000Z" in lines
    assert "LAST-MODIFIED:20260301T090001Z" in lines
    assert lines.count("BEGIN:VALARM") == 1


def test_invitation_update_and_cancel_keep_the_uid_and_raise_the_sequence():
    first, moved, gone = (
        request(),
        request(replace(ENTRY, sequence=1, starts_at=ENTRY.starts_at + datetime.timedelta(hours=1))),
        request(replace(ENTRY, sequence=2, status="CANCELLED"), method="CANCEL"),
    )

    events = [event_of(content) for content in (first, moved, gone)]

    assert {event["UID"] for event in events} == {"visit-1@example.com"}
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert gone.count(b"METHOD:CANCEL\r\n") == 1
    assert events[2]["STATUS"] == "CANCELLED"
    assert events[2]["TRANSP"] == "TRANSPARENT"
    assert b"VALARM" not in gone
    assert b"RSVP" not in gone


def test_feed_names_no_attendee_and_carries_no_alarm():
    content = ics.feed([ENTRY], name="My visits", zone="Europe/Berlin")

    lines = unfolded(content)
    assert "METHOD:PUBLISH" in lines
    assert "X-WR-CALNAME:My visits" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert not [line for line in lines if line.startswith(("ATTENDEE", "BEGIN:VALARM"))]
    assert "DTSTAMP:20260301T090001Z" in lines


def test_feed_gives_the_same_bytes_whatever_the_order():
    later = replace(ENTRY, uid="visit-2@example.com", starts_at=ENTRY.starts_at, zone="America/New_York")

    assert ics.feed([ENTRY, later], name="N") == ics.feed([later, ENTRY], name="N")


def test_feed_carries_no_uid_of_its_own():
    head = ics.feed([ENTRY], name="N").split(b"BEGIN:VTIMEZONE")[0]

    assert b"UID" not in head


def test_feed_shows_a_cancelled_visit_as_free_time():
    event = event_of(ics.feed([replace(ENTRY, status="CANCELLED", sequence=1)], name="N"))

    assert event["SUMMARY"] == "Cancelled: Finance: Month-end close"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["STATUS"] == "CANCELLED"


def test_feed_of_nothing_is_a_calendar():
    assert icalendar.Calendar.from_ical(ics.feed([], name="N")).walk("VEVENT") == []


def test_file_of_equals_the_invitation_but_for_attendee_and_alarm():
    told, downloaded = event_of(request(stamp=ENTRY.changed_at)), event_of(ics.file_of(ENTRY))
    del told["ATTENDEE"]
    told.subcomponents.clear()

    assert downloaded.to_ical() == told.to_ical()


def test_a_whole_day_is_a_date_in_every_zone():
    lines = unfolded(ics.file_of(replace(ENTRY, is_whole_day=True, zone="Asia/Tokyo")))

    assert "DTSTART;VALUE=DATE:20260316" in lines
    assert "DTEND;VALUE=DATE:20260317" in lines
    assert "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE" in lines
    assert "BEGIN:VTIMEZONE" not in lines


def test_utc_needs_no_zone():
    lines = unfolded(ics.file_of(replace(ENTRY, zone="UTC")))

    assert "DTSTART:20260316T080000Z" in lines
    assert "BEGIN:VTIMEZONE" not in lines


@pytest.mark.parametrize(
    ("hour", "written"),
    [
        (23, "DTSTART;TZID=Europe/Berlin:20261025T010000"),
        (0, "DTSTART:20261025T000000Z"),
        (1, "DTSTART:20261025T010000Z"),
        (2, "DTSTART;TZID=Europe/Berlin:20261025T030000"),
    ],
)
def test_an_hour_that_comes_twice_is_said_in_utc(hour, written):
    starts_at = datetime.datetime(2026, 10, 24 if hour == 23 else 25, hour, 0, tzinfo=UTC)

    lines = unfolded(ics.file_of(replace(ENTRY, starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=9))))

    assert written in lines


def test_zones_stand_before_events():
    content = ics.feed([ENTRY, replace(ENTRY, uid="2", zone="Asia/Tokyo")], name="N")

    assert content.rindex(b"END:VTIMEZONE") < content.index(b"BEGIN:VEVENT")
    assert content.count(b"BEGIN:VTIMEZONE") == 2


@pytest.mark.parametrize(
    "evil",
    ["A\r\nATTENDEE:mailto:x@example.com", "A\rB", "A\x00B", "A\x1b[31m", "A\ud800B", 'Fin"ance', "x" * 4000],
)
def test_typed_text_can_not_add_lines(evil):
    hostile = replace(ENTRY, title=evil, description=evil, location=evil, organizer_name=evil)

    content = ics.invitation(
        hostile, method="REQUEST", attendee_name=evil, attendee_address="v@example.com", stamp=STAMP
    )
    content += ics.feed([hostile], name=evil)

    lines = unfolded(content)
    assert sum(line.startswith("ATTENDEE") for line in lines) == 1
    assert not any(ord(character) < 32 for line in lines for character in line)


@given(title=st.text(min_size=1, max_size=300), description=st.text(max_size=300), name=st.text(max_size=80))
def test_every_text_gives_lines_of_75_octets_that_read_back(title, description, name):
    content = ics.feed([replace(ENTRY, title=title, description=description, organizer_name=name)], name=name)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\r" not in content.replace(b"\r\n", b"")
    content.decode("utf-8")
    assert event_of(content)["UID"] == ENTRY.uid
