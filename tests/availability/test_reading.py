"""Calendar files: looked at first, then kept, moved to another zone, or thrown away."""

import datetime

import pytest

from programs.audit.models import Entry
from programs.availability import reading, shown
from programs.availability.actions import AvailabilityRefused
from programs.availability.choices import Reason
from programs.availability.models import BusyInterval, BusySource, CalendarPreview
from programs.gateways.busy.choices import FileReason
from tests.factories.availability import make_subscription


def calendar(*starts, tail=""):
    events = "".join(f"BEGIN:VEVENT\r\nDTSTART:{one}\r\nDURATION:PT1H\r\nEND:VEVENT\r\n" for one in starts)
    return f"BEGIN:VCALENDAR\r\n{events}{tail}END:VCALENDAR\r\n".encode()


def preview(person, now, content, *, name="Work"):
    return reading.preview_calendar(person=person, name=name, content=content, at=now)


def read(person, now, content, *, name="Work"):
    return reading.keep_preview(preview=preview(person, now, content, name=name), by=person, at=now)


def test_a_preview_counts_for_nothing(visitor, now):
    preview(visitor, now, calendar("20260316T080000Z"))

    assert not BusyInterval.objects.exists()
    assert not BusySource.objects.exists()
    assert Entry.objects.get().deed == "preview_calendar"


def test_keep_preview_keeps_merged_times_and_nothing_else(visitor, now):
    content = calendar("20260316T080000Z", "20260316T090000Z", "20260317T080000Z", "20290101T080000Z")

    source = read(visitor, now, content)

    times = BusyInterval.objects.values_list("starts_at__hour", "ends_at__hour", "kind")
    assert list(times) == [(9, 11, "busy"), (9, 10, "busy")]  # in Berlin
    assert (source.counts["events"], source.counts["intervals"], source.counts["items"]) == (4, 2, 4)
    assert not CalendarPreview.objects.exists()
    assert Entry.objects.filter(deed="read_calendar").count() == 1


def test_nothing_that_is_kept_has_titles(visitor, now):
    secret = "BEGIN:VEVENT\r\nSUMMARY:Secret merger\r\nLOCATION:Room 9\r\nDTSTART:20260316T080000Z\r\n"
    looked_at = preview(visitor, now, calendar(tail=secret + "DURATION:PT1H\r\nEND:VEVENT\r\n"))
    kept = [str(vars(looked_at))]

    source = reading.keep_preview(preview=looked_at, by=visitor, at=now)

    kept += [str(vars(source)), *(str(entry.facts) for entry in Entry.objects.all())]
    assert BusyInterval.objects.count() == 1
    assert not any("ecret" in one or "Room" in one for one in kept)


def test_a_second_preview_takes_the_place_of_the_first(visitor, now):
    preview(visitor, now, calendar("20260316T080000Z"))
    preview(visitor, now, calendar(), name="Home")

    assert CalendarPreview.objects.get().name == "Home"


def test_move_preview_reads_times_without_a_zone_in_another(visitor, now):
    floating = "BEGIN:VEVENT\nDTSTART:20260316T090000\nDURATION:PT1H\nEND:VEVENT\n"
    day = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260308\nEND:VEVENT\n"
    looked_at = preview(visitor, now, calendar("20260317T080000Z", tail=floating + day))

    reading.move_preview(preview=looked_at, zone="America/New_York", by=visitor, at=now)
    looked_at.refresh_from_db()
    reading.keep_preview(preview=looked_at, by=visitor, at=now)

    kept = BusyInterval.objects.all()
    assert [(one.starts_at.astimezone(datetime.UTC), one.ends_at - one.starts_at) for one in kept] == [
        (datetime.datetime(2026, 3, 8, 5, tzinfo=datetime.UTC), datetime.timedelta(hours=23)),
        (datetime.datetime(2026, 3, 16, 13, tzinfo=datetime.UTC), datetime.timedelta(hours=1)),
        (datetime.datetime(2026, 3, 17, 8, tzinfo=datetime.UTC), datetime.timedelta(hours=1)),
    ]  # fmt: skip


def test_a_file_replaces_the_one_of_the_same_name(visitor, now):
    read(visitor, now, calendar("20260316T080000Z"))
    read(visitor, now, calendar("20260401T080000Z"), name="Private")

    read(visitor, now, calendar("20260317T080000Z"))

    assert BusySource.objects.count() == 2
    assert [one.starts_at.day for one in BusyInterval.objects.order_by("starts_at")] == [17, 1]


def test_a_file_never_replaces_a_subscription(visitor, now):
    make_subscription(visitor, name="Work")

    with pytest.raises(AvailabilityRefused) as refused:
        preview(visitor, now, calendar("20260316T080000Z"))

    assert refused.value.reasons == {Reason.NAME_TAKEN}


def test_a_bad_file_leaves_what_was_there(visitor, now):
    read(visitor, now, calendar("20260316T080000Z"))

    with pytest.raises(AvailabilityRefused) as refused:
        preview(visitor, now, b"<html>Sign in")

    assert refused.value.reasons == {FileReason.WEB_PAGE}
    assert BusyInterval.objects.count() == 1


def test_a_file_with_much_less_is_asked_about(visitor, now):
    read(visitor, now, calendar(*[f"202603{day:02}T080000Z" for day in range(1, 21)]))

    less = shown.preview_shown(preview(visitor, now, calendar("20260316T080000Z")), now)
    same = shown.preview_shown(preview(visitor, now, calendar("20260316T080000Z"), name="Other"), now)

    assert less.problem == "This file has 1 busy times, the one before had 20. Keep it only if that is right."
    assert same.problem == ""
    assert BusyInterval.objects.count() == 20


def test_ten_files_an_hour_are_enough(visitor, now):
    for _ in range(10):
        Entry.objects.create(at=now, actor=visitor, deed="preview_calendar", subject_kind="x", subject_id="1")

    with pytest.raises(AvailabilityRefused) as refused:
        preview(visitor, now, calendar())
    assert refused.value.reasons == {Reason.TOO_OFTEN}

    assert preview(visitor, now + datetime.timedelta(hours=1), calendar())


def test_ten_calendars_are_enough(visitor, now):
    for number in range(10):
        BusySource.objects.create(person=visitor, name=f"{number}", read_at=now)

    with pytest.raises(AvailabilityRefused) as refused:
        preview(visitor, now, calendar())

    assert refused.value.reasons == {Reason.TOO_MANY_SOURCES}


def test_more_times_than_are_kept_are_refused(visitor, now, monkeypatch):
    monkeypatch.setattr(reading, "MOST_INTERVALS", 2)

    with pytest.raises(AvailabilityRefused) as refused:
        preview(visitor, now, calendar(*[f"202603{day}T080000Z" for day in (16, 17, 18)]))

    assert refused.value.reasons == {FileReason.TOO_MANY}


def test_drop_preview_and_time_leave_nothing(visitor, host, now):
    reading.drop_preview(preview=preview(visitor, now, calendar("20260316T080000Z")), by=visitor, at=now)
    preview(host, now, calendar("20260316T080000Z"))

    assert reading.purge_previews(now + datetime.timedelta(minutes=59)) == 0
    assert reading.purge_previews(now + datetime.timedelta(minutes=61)) == 1
    assert not CalendarPreview.objects.exists()
    assert not BusyInterval.objects.exists()


def test_forget_calendar_deletes_every_time(visitor, now):
    source = read(visitor, now, calendar("20260316T080000Z"))

    reading.forget_calendar(source=source, by=visitor, at=now)

    assert not BusyInterval.objects.exists()


def test_calendars_of_say_what_was_left_out(visitor, now):
    bad = "BEGIN:VEVENT\r\nDTSTART;TZID=Mars:20260316T080000\r\nDTEND:20200101T000000\r\nEND:VEVENT\r\n"
    read(visitor, now, calendar("20260316T080000Z", tail=bad))

    (calendar_read,) = shown.calendars_of(visitor)

    assert calendar_read.skipped == ((6, "ends before it starts"),)
    assert calendar_read.notices == ("A time zone is unknown: Mars. Its times are read as your own zone's.",)
    assert calendar_read.first_at == datetime.datetime(2026, 3, 16, 8, tzinfo=datetime.UTC)


def test_calendar_shown_says_why_each_event_blocks(visitor, now):
    day = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260318\nDTEND;VALUE=DATE:20260320\nTRANSP:TRANSPARENT\nEND:VEVENT\n"
    source = read(visitor, now, calendar("20260316T080000Z", tail=day))

    busy, free = shown.calendar_shown(source).items

    assert (busy.why, busy.kind, busy.item.line) == ("Your calendar shows it as busy", "Busy", 2)
    assert (free.why, free.kind) == ("Your calendar shows it as free", "")
    assert (free.from_on, free.until_on) == (datetime.date(2026, 3, 18), datetime.date(2026, 3, 19))
