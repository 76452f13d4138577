"""Busy times, blackouts, cover rules and on-call duties."""

import json

from programs.availability import reading
from programs.availability.models import (
    Blackout,
    BusyInterval,
    BusySource,
    CalendarPreview,
    CoverRule,
    ImportedCalendar,
    OnCallDuty,
)
from programs.gateways import seal
from programs.gateways.busy import process

READ_AT = "2026-02-20T08:00:00Z"


def make_busy(person, starts_at, ends_at, *, kind="busy", source="Work"):
    source, _ = BusySource.objects.get_or_create(person=person, name=source, defaults={"read_at": READ_AT})
    return BusyInterval.objects.create(source=source, person=person, starts_at=starts_at, ends_at=ends_at, kind=kind)


def make_subscription(person, *, name="Team calendar", url="https://calendar.example/private-1234/basic.ics", at=None):
    address = reading.Address(url)
    source = BusySource(
        person=person, name=name, kind="ics", read_at=READ_AT, next_at=at, shown_address="calendar.example"
    )
    source.sealed_address = seal.seal(json.dumps(vars(address)), reading.seal_context(source))
    source.save()
    return source


def make_preview(person, at, name="Work"):
    found = process.Reading(spans=(), events=0, zone="Europe/Berlin")
    return CalendarPreview.objects.create(person=person, name=name, reading=process.as_json(found), read_at=at)


def make_blackout(title, from_on, until_on=None, **scope):
    return Blackout.objects.create(title=title, from_on=from_on, until_on=until_on or from_on, **scope)


def make_cover(team, **limit):
    return CoverRule.objects.create(team=team, **(limit or {"most_away": 1}))


def make_duty(person, from_on, until_on=None):
    return OnCallDuty.objects.create(person=person, from_on=from_on, until_on=until_on or from_on)


def make_imported(name, *, kind="freeze", **scope):
    return ImportedCalendar.objects.create(name=name, kind=kind, read_at=READ_AT, counts={"rows": 1}, **scope)
