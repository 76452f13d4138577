"""Blackouts, cover, duties and calendars: what is written, refused and kept."""

import datetime
from dataclasses import replace

import pytest

from programs.audit.models import Entry
from programs.availability import actions, queries
from programs.availability.actions import AvailabilityRefused, Closing
from programs.availability.choices import Reason
from programs.availability.models import Blackout, BusyInterval, BusySource, CoverRule, OnCallDuty
from programs.gateways.busy.choices import FileReason
from tests.factories.availability import make_duty

DAY = datetime.date(2026, 3, 16)
CLOSING = Closing("Year-end close", "month_end", DAY, DAY + datetime.timedelta(days=2))


def calendar(*starts, tail=""):
    events = "".join(f"BEGIN:VEVENT\r\nDTSTART:{one}\r\nDURATION:PT1H\r\nEND:VEVENT\r\n" for one in starts)
    return f"BEGIN:VCALENDAR\r\n{events}{tail}END:VCALENDAR\r\n".encode()


def read(person, now, content, *, name="Work", is_sure=False):
    return actions.read_calendar(person=person, name=name, content=content, is_sure=is_sure, at=now)


# Blackouts -------------------------------------------------------------------------------


def test_add_blackout_closes_dates_for_a_department(finance, lead, now):
    actions.add_blackout(closing=replace(CLOSING, department=finance), by=lead, at=now)

    assert set(queries.closed_dates(DAY, DAY + datetime.timedelta(days=9), department_id=finance.pk)) == {
        DAY,
        DAY + datetime.timedelta(days=1),
        DAY + datetime.timedelta(days=2),
    }
    assert Entry.objects.get().deed == "add_blackout"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"until_on": DAY - datetime.timedelta(days=1)}, Reason.ENDS_FIRST),
        ({"until_on": DAY + datetime.timedelta(days=800)}, Reason.TOO_LONG),
        ({"site": "site", "department": "department"}, Reason.ONE_SCOPE),
    ],
)
def test_add_blackout_says_what_is_wrong(finance, host, lead, now, changes, reason):
    rows = {"site": host.site, "department": finance}
    closing = replace(CLOSING, **{name: rows.get(name, value) for name, value in changes.items()})

    with pytest.raises(AvailabilityRefused) as refused:
        actions.add_blackout(closing=closing, by=lead, at=now)

    assert refused.value.reasons == {reason}
    assert not Blackout.objects.exists()


def test_edit_and_lift_blackout_are_on_record(finance, lead, now):
    row = actions.add_blackout(closing=CLOSING, by=lead, at=now)
    actions.edit_blackout(blackout=row, closing=replace(CLOSING, department=finance), by=lead, at=now)
    actions.lift_blackout(blackout=row, by=lead, at=now)

    assert not Blackout.objects.exists()
    assert list(Entry.objects.order_by("id").values_list("deed", flat=True)) == [
        "add_blackout",
        "edit_blackout",
        "lift_blackout",
    ]


# Teams -----------------------------------------------------------------------------------


def test_set_cover_replaces_and_ends_the_rule(visitor, lead, now):
    values = {"team": visitor.team, "by": lead, "at": now}
    actions.set_cover(most_away=2, most_away_percent=None, **values)
    actions.set_cover(most_away=None, most_away_percent=25, **values)
    assert (CoverRule.objects.get().most_away, CoverRule.objects.get().most_away_percent) == (None, 25)

    actions.set_cover(most_away=None, most_away_percent=None, **values)
    assert not CoverRule.objects.exists()


@pytest.mark.parametrize(
    ("people", "per_cent", "reason"),
    [(1, 10, Reason.ONE_LIMIT), (None, 101, Reason.PER_CENT), (None, -1, Reason.PER_CENT)],
)
def test_set_cover_says_what_is_wrong(visitor, lead, now, people, per_cent, reason):
    with pytest.raises(AvailabilityRefused) as refused:
        actions.set_cover(team=visitor.team, most_away=people, most_away_percent=per_cent, by=lead, at=now)

    assert refused.value.reasons == {reason}


def test_add_duty_refuses_leavers_and_turned_dates(visitor, lead, now):
    visitor.is_active = False

    with pytest.raises(AvailabilityRefused) as refused:
        actions.add_duty(person=visitor, from_on=DAY, until_on=DAY - datetime.timedelta(days=1), by=lead, at=now)

    assert refused.value.reasons == {Reason.LEFT, Reason.ENDS_FIRST}


def test_end_duty_is_on_record(visitor, lead, now):
    actions.end_duty(duty=make_duty(visitor, DAY), by=lead, at=now)

    assert not OnCallDuty.objects.exists()
    assert Entry.objects.get().deed == "end_duty"


# Busy times ------------------------------------------------------------------------------


def test_read_calendar_keeps_merged_times_and_nothing_else(visitor, now):
    content = calendar("20260316T080000Z", "20260316T090000Z", "20260317T080000Z", "20290101T080000Z")

    source = read(visitor, now, content)

    times = BusyInterval.objects.values_list("starts_at__hour", "ends_at__hour", "kind")
    assert list(times) == [(9, 11, "busy"), (9, 10, "busy")]  # in Berlin
    assert (source.counts["events"], source.counts["intervals"]) == (4, 2)


def test_read_calendar_replaces_what_had_the_same_name(visitor, now):
    read(visitor, now, calendar("20260316T080000Z"))
    read(visitor, now, calendar("20260401T080000Z"), name="Private")

    read(visitor, now, calendar("20260317T080000Z"))

    assert BusySource.objects.count() == 2
    assert [one.starts_at.day for one in BusyInterval.objects.order_by("starts_at")] == [17, 1]


def test_a_bad_file_leaves_what_was_there(visitor, now):
    read(visitor, now, calendar("20260316T080000Z"))

    with pytest.raises(AvailabilityRefused) as refused:
        read(visitor, now, b"<html>Sign in")

    assert refused.value.reasons == {FileReason.WEB_PAGE}
    assert BusyInterval.objects.count() == 1


def test_a_file_with_much_less_has_to_be_confirmed(visitor, now):
    read(visitor, now, calendar(*[f"202603{day:02}T080000Z" for day in range(1, 21)]))
    less = calendar("20260316T080000Z")

    with pytest.raises(AvailabilityRefused) as refused:
        read(visitor, now, less)
    assert refused.value.reasons == {Reason.FEWER}
    assert BusyInterval.objects.count() == 20

    read(visitor, now, less, is_sure=True)
    assert BusyInterval.objects.count() == 1


def test_ten_files_an_hour_are_enough(visitor, now):
    for _ in range(10):
        Entry.objects.create(at=now, actor=visitor, deed="read_calendar", subject_kind="x", subject_id="1")

    with pytest.raises(AvailabilityRefused) as refused:
        read(visitor, now, calendar())
    assert refused.value.reasons == {Reason.TOO_OFTEN}

    assert read(visitor, now + datetime.timedelta(hours=1), calendar())


def test_ten_calendars_are_enough(visitor, now):
    for number in range(10):
        BusySource.objects.create(person=visitor, name=f"{number}", read_at=now)

    with pytest.raises(AvailabilityRefused) as refused:
        read(visitor, now, calendar())

    assert refused.value.reasons == {Reason.TOO_MANY_SOURCES}


def test_forget_calendar_deletes_every_time(visitor, now):
    source = read(visitor, now, calendar("20260316T080000Z"))

    actions.forget_calendar(source=source, by=visitor, at=now)

    assert not BusyInterval.objects.exists()


def test_calendars_of_say_what_was_left_out(visitor, now):
    bad = "BEGIN:VEVENT\r\nDTSTART;TZID=Mars:20260316T080000\r\nDTEND:20200101T000000\r\nEND:VEVENT\r\n"
    read(visitor, now, calendar("20260316T080000Z", tail=bad))

    (calendar_read,) = queries.calendars_of(visitor)

    assert calendar_read.skipped == ((6, "ends before it starts"),)
    assert calendar_read.notices == ("A time zone is unknown: Mars. Its times are read as your own zone's.",)
    assert calendar_read.first_at == datetime.datetime(2026, 3, 16, 8, tzinfo=datetime.UTC)
