"""Calendars made to stop whoever reads them: each costs a bounded time and says what it is."""

import gzip
import io
import resource
import zipfile

import pytest

from programs.gateways.busy.choices import FileReason, SkipReason
from programs.gateways.busy.process import FileRefused, Limits, Reading, read_busy
from tests.gateways.calendars import WINDOW

pytestmark = pytest.mark.slow

GOOD = "BEGIN:VEVENT\nUID:good\nDTSTART:20260401T080000Z\nDURATION:PT1H\nEND:VEVENT\n"
NINE = "DTSTART:20260316T080000Z\nDURATION:PT1H\n"
CPU_SECONDS = 4


def file(body, head=""):
    return f"BEGIN:VCALENDAR\n{head}{body}{GOOD}END:VCALENDAR\n".encode()


def event(*lines):
    return "BEGIN:VEVENT\nUID:bad\n" + "\n".join(lines) + "\nEND:VEVENT\n"


def days(name, many):
    """One line with very many values, all at 08:00 and on days of several centuries."""
    values = (f"{1971 + n // 28 // 12 % 220}{n // 28 % 12 + 1:02}{n % 28 + 1:02}T080000Z" for n in range(many))
    return f"{name}:{','.join(values)}"


def changes(many, extra=""):
    return "".join(
        f"BEGIN:VEVENT\nUID:bad\nRECURRENCE-ID{extra}:{1971 + n // 336}{n // 28 % 12 + 1:02}{n % 28 + 1:02}T080000Z\n"
        f"{NINE}END:VEVENT\n"
        for n in range(many)
    )


def zone(rule):
    part = (
        f"BEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:{rule}\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\n"
    )
    return f"BEGIN:VTIMEZONE\nTZID:Own\n{part * 600}END:VTIMEZONE\n"


def cost(content):
    """Return what reading says and the CPU seconds of the child."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        said = read_busy(
            content, window=WINDOW, zone="Europe/Berlin", limits=Limits(cpu_seconds=CPU_SECONDS, wall_seconds=90)
        )
    except FileRefused as refused:
        said = refused.refusal
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(
    "body",
    [
        event(NINE + "RRULE:FREQ=SECONDLY"),
        event(NINE + "RRULE:FREQ=MINUTELY;INTERVAL=1"),
        event(NINE + "RRULE:FREQ=HOURLY"),
        event("DTSTART:19700101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;BYHOUR=3;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"),
        event(NINE + "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        event(NINE + "RRULE:FREQ=DAILY;INTERVAL=0"),
        event(NINE + f"RRULE:FREQ=DAILY;INTERVAL={'9' * 4000}"),
        event(NINE + f"RRULE:FREQ=DAILY;COUNT={'9' * 9}"),
        event(NINE + "\n".join(["RRULE:FREQ=DAILY"] * 2000)),
        event(NINE + "RRULE:FREQ=DAILY", days("EXDATE", 100_000)),
        event(NINE, days("RDATE", 100_000)),
        event(NINE + "RRULE:FREQ=DAILY") + changes(40_000),
        event(NINE + "RRULE:FREQ=DAILY") + changes(20_000, ";RANGE=THISANDFUTURE"),
        event(NINE, *[f"ATTENDEE;PARTSTAT=DECLINED:mailto:n{n}@example.com" for n in range(100_000)]),
        event(NINE, "ATTENDEE" + ";X=y" * 500_000 + ":mailto:vera@example.com"),
        event(NINE, 'ATTENDEE;CN="' * 200_000),
        event(NINE, "SUMMARY:" + "x" * 9_000_000),
        event(NINE, "D\n " * 1_000_000),
        event("DTSTART;TZID=Own:20260316T080000\nDURATION:PT1H") + zone("FREQ=HOURLY;INTERVAL=1"),
        event("DTSTART;TZID=Own:20260316T080000\nDURATION:PT1H") + zone("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6"),
        "BEGIN:VEVENT\n" * 900 + NINE + "END:VEVENT\n" * 900,
        "END:VEVENT\n" * 500_000,
        "BEGIN:VEVENT\nUID:bad\n" + NINE + "\0" * 1_000_000 + "\nEND:VEVENT\n",
        "\n" * 5_000_000,
    ],
    ids=lambda body: body[13:60].replace("\n", " "),
)  # fmt: skip
def test_what_one_event_holds_doesnt_cost_the_others(body):
    said, seconds = cost(file(body))

    assert seconds < CPU_SECONDS + 2
    if isinstance(said, Reading):
        assert [span for span in said.spans if (span.starts_at.month, span.starts_at.day) == (4, 1)]
    else:
        assert said.reason in {FileReason.TOO_SLOW_AT, FileReason.TOO_SLOW}


@pytest.mark.slow  # a busy machine turns "too many" into "too slow"
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x" * (50 * 2**20), FileReason.TOO_BIG),
        (file(GOOD * 60_000), FileReason.TOO_MANY),
        (file(event(NINE + "RRULE:FREQ=HOURLY;COUNT=4999") * 45), FileReason.TOO_MANY),
        (gzip.compress(b"\0" * (50 * 2**20), mtime=0), FileReason.COMPRESSED),
        (b"BEGIN:VEVENT\n" * 200_000, FileReason.NO_CALENDAR),
        (b"\0" * 1_000_000, FileReason.NO_CALENDAR),
        ("Ünïcode".encode("utf-16") * 1000, FileReason.NO_CALENDAR),
        (b"<html><body>BEGIN:VCALENDAR</body></html>", FileReason.WEB_PAGE),
        (b"\xef\xbb\xbf<!DOCTYPE html>", FileReason.WEB_PAGE),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_calendar_is_named(content, reason):
    said, seconds = cost(content)

    assert said.reason == reason
    assert seconds < CPU_SECONDS + 2


def test_a_bomb_in_an_archive_costs_no_more_than_ten_megabytes():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(9):
            archive.writestr(f"{number}.ics", b"\n" * (50 * 2**20))

    said, seconds = cost(packed.getvalue())

    assert (said.reason, seconds < 2) == (FileReason.TOO_BIG, True)


def test_a_hundred_thousand_exceptions_are_all_kept():
    from_march = [f"2026{month:02}{day:02}T080000Z" for month in range(3, 13) for day in range(1, 29)]
    lines = days("EXDATE", 100_000) + "," + ",".join(from_march)

    said, _ = cost(file(event(NINE + "RRULE:FREQ=DAILY;UNTIL=20261228T080000Z", lines)))

    assert {span.starts_at.day for span in said.spans if span.item == 0} == {29, 30, 31}


@pytest.mark.slow
def test_the_line_of_what_takes_too_long_is_named():
    slow = "".join(event(f"UID:{n}", NINE + "RRULE:FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO") for n in range(300))

    said, seconds = cost(file(slow))

    assert said.reason == FileReason.TOO_SLOW_AT
    assert said.facts["line"] % 8 == 2
    assert seconds < CPU_SECONDS + 2


def test_memory_has_an_end_too():
    with pytest.raises(FileRefused) as refused:
        read_busy(file(GOOD * 40_000), window=WINDOW, zone="UTC", limits=Limits(megabytes=60))

    assert refused.value.refusal.reason in {FileReason.TOO_SLOW, FileReason.TOO_SLOW_AT, FileReason.BROKEN}


def test_a_series_that_is_too_much_is_left_out_by_its_line():
    said, _ = cost(file(event(NINE + "RRULE:FREQ=HOURLY"), head="X-A:b\n"))

    assert [(one.line, one.refusal.reason) for one in said.skipped] == [(3, SkipReason.TOO_OFTEN)]
