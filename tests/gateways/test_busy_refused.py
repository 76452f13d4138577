"""Archives, files that can't be read, files that mean harm, and the child that reads them."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.gateways.busy import lines, reader
from programs.gateways.busy.choices import FileReason, Notice, SkipReason
from programs.gateways.busy.process import FileRefused, Limits, read_busy
from tests.gateways.busy_files import ASK, NINE, WINDOW, file, read, shown


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
