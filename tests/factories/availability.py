"""Busy times, blackouts, cover rules and on-call duties."""

from programs.availability.models import Blackout, BusyInterval, BusySource, CoverRule, ImportedCalendar, OnCallDuty

READ_AT = "2026-02-20T08:00:00Z"


def make_busy(person, starts_at, ends_at, *, kind="busy", source="Work"):
    source, _ = BusySource.objects.get_or_create(person=person, name=source, defaults={"read_at": READ_AT})
    return BusyInterval.objects.create(source=source, person=person, starts_at=starts_at, ends_at=ends_at, kind=kind)


def make_blackout(title, from_on, until_on=None, **scope):
    return Blackout.objects.create(title=title, from_on=from_on, until_on=until_on or from_on, **scope)


def make_cover(team, **limit):
    return CoverRule.objects.create(team=team, **(limit or {"most_away": 1}))


def make_duty(person, from_on, until_on=None):
    return OnCallDuty.objects.create(person=person, from_on=from_on, until_on=until_on or from_on)


def make_imported(name, *, kind="freeze", **scope):
    return ImportedCalendar.objects.create(name=name, kind=kind, read_at=READ_AT, counts={"rows": 1}, **scope)
