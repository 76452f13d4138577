"""What is busy, when it is, and how it is told, out of calendar files as people have them."""

from dataclasses import replace

import pytest

from programs.gateways.busy import reader
from tests.gateways.busy_files import ASK, NINE, read, shown


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
