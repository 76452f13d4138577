"""What people say about when they, their teams and places can't."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from programs.audit import actions as audit
from programs.audit.models import Entry
from programs.availability import rules
from programs.availability.choices import BusyKind, Reason, Repeat
from programs.availability.models import Blackout, BusyInterval, BusySource, CoverRule, OnCallDuty
from programs.availability.rules import Busy, Recurrence
from programs.core.refusals import Refusal, RuleBroken
from programs.gateways.busy.process import FileRefused, Reading, read_busy
from programs.people.models import Department, Person, Site, Team

WINDOW = (timedelta(days=-31), timedelta(days=731))
"""Busy times are kept from a month ago to two years ahead."""
UPLOADS_PER_HOUR = 10
MOST_SOURCES = 10
SUSPICIOUS_SHARE = 0.2
"""A file with less than this share of the busy times before has to be confirmed."""


class AvailabilityRefused(RuleBroken):
    """Something can't be done with a blackout, a cover rule, a duty or a calendar."""


@dataclass(frozen=True)
class Closing:
    """What a blackout says: which dates between two, for which hours, how firmly, and one scope at most."""

    title: str
    kind: str
    from_on: date
    until_on: date
    site: Site | None = None
    department: Department | None = None
    team: Team | None = None
    repeats: str = Repeat.NEVER
    number: int = 1
    weekday: int | None = None
    start_time: time | None = None
    end_time: time | None = None
    is_soft: bool = False

    def refusals(self) -> tuple[Refusal, ...]:
        """Return what is wrong with it."""
        scopes = [self.site, self.department, self.team]
        found = list(rules.date_refusals(self.from_on, self.until_on))
        if not found:
            recurrence = Recurrence(self.from_on, self.repeats, self.number, self.weekday)
            found += rules.recurrence_refusals(recurrence, self.until_on, start=self.start_time, end=self.end_time)
        if sum(scope is not None for scope in scopes) > 1:
            found.append(Refusal(Reason.ONE_SCOPE))
        return tuple(found)


# Blackouts -------------------------------------------------------------------------------


@transaction.atomic
def add_blackout(*, closing: Closing, by: Person, at: datetime) -> Blackout:
    """Close dates. Raises AvailabilityRefused. Visits that stand on them are left to the visits room."""
    return _write(Blackout(), closing, "add_blackout", by=by, at=at)


@transaction.atomic
def edit_blackout(*, blackout: Blackout, closing: Closing, by: Person, at: datetime) -> Blackout:
    """Change a blackout. Raises AvailabilityRefused."""
    blackout = Blackout.objects.select_for_update(of=("self",)).get(pk=blackout.pk)
    return _write(blackout, closing, "edit_blackout", by=by, at=at)


def _write(blackout: Blackout, closing: Closing, deed: str, *, by: Person, at: datetime) -> Blackout:
    _refuse(closing.refusals())
    for name, value in vars(closing).items():
        setattr(blackout, name, value)
    blackout.save()
    audit.record(
        deed, blackout, by=by, at=at, from_on=closing.from_on.isoformat(), until_on=closing.until_on.isoformat()
    )
    return blackout


@transaction.atomic
def lift_blackout(*, blackout: Blackout, by: Person, at: datetime) -> None:
    """Open the dates again."""
    audit.record("lift_blackout", blackout, by=by, at=at, title=blackout.title)
    blackout.delete()


# Teams -----------------------------------------------------------------------------------


@transaction.atomic
def set_cover(
    *, team: Team, most_away: int | None, most_away_percent: int | None, by: Person, at: datetime
) -> CoverRule | None:
    """Say how many of a team may be away; with neither number there is no rule. Raises AvailabilityRefused."""
    if most_away is not None and most_away_percent is not None:
        _refuse([Refusal(Reason.ONE_LIMIT)])
    if most_away_percent is not None and not 0 <= most_away_percent <= 100:
        _refuse([Refusal(Reason.PER_CENT)])
    audit.record("set_cover", team, by=by, at=at, most_away=most_away, most_away_percent=most_away_percent)
    if most_away is None and most_away_percent is None:
        CoverRule.objects.filter(team=team).delete()
        return None
    limits = {"most_away": most_away, "most_away_percent": most_away_percent}
    return CoverRule.objects.update_or_create(team=team, defaults=limits)[0]


@transaction.atomic
def add_duty(*, person: Person, from_on: date, until_on: date, by: Person, at: datetime) -> OnCallDuty:
    """Put somebody on call. Raises AvailabilityRefused."""
    refusals = list(rules.date_refusals(from_on, until_on))
    if not person.is_active:
        refusals.append(Refusal(Reason.LEFT, {"name": person.name}))
    _refuse(refusals)
    duty = OnCallDuty.objects.create(person=person, from_on=from_on, until_on=until_on)
    audit.record("add_duty", duty, by=by, at=at, person=person.pk, from_on=from_on.isoformat())
    return duty


@transaction.atomic
def end_duty(*, duty: OnCallDuty, by: Person, at: datetime) -> None:
    """Take somebody off call."""
    audit.record("end_duty", duty, by=by, at=at, person=duty.person_id, from_on=duty.from_on.isoformat())
    duty.delete()


# Busy times ------------------------------------------------------------------------------


def read_calendar(*, person: Person, name: str, content: bytes, is_sure: bool, at: datetime) -> BusySource:
    """Read somebody's calendar file and let its busy times replace those of the same name.

    Only start, end and kind are kept; the file itself never is. Raises AvailabilityRefused,
    and then what was kept before stays as it was.
    """
    _refuse(_upload_refusals(person, name, at))
    try:
        reading = read_busy(
            content, window=(at + WINDOW[0], at + WINDOW[1]), zone=person.time_zone, address=person.email
        )
    except FileRefused as refused:
        raise AvailabilityRefused([refused.refusal]) from refused
    return _replace(person, name, reading, is_sure=is_sure, at=at)


def _upload_refusals(person: Person, name: str, at: datetime) -> list[Refusal]:
    refusals = []
    lately = Entry.objects.filter(actor=person, deed="read_calendar", at__gt=at - timedelta(hours=1))
    if lately.count() >= UPLOADS_PER_HOUR:
        refusals.append(Refusal(Reason.TOO_OFTEN, {"most": UPLOADS_PER_HOUR}))
    others = BusySource.objects.filter(person=person).exclude(name=name)
    if others.count() >= MOST_SOURCES:
        refusals.append(Refusal(Reason.TOO_MANY_SOURCES, {"most": MOST_SOURCES}))
    return refusals


@transaction.atomic
def _replace(person: Person, name: str, reading: Reading, *, is_sure: bool, at: datetime) -> BusySource:
    busy = rules.merged(Busy(span.starts_at, span.ends_at, BusyKind(span.kind)) for span in reading.spans)
    source = BusySource.objects.select_for_update().filter(person=person, name=name).first()
    before = source.intervals.filter(ends_at__gt=at + WINDOW[0]).count() if source else 0
    if len(busy) < before * SUSPICIOUS_SHARE and not is_sure:
        _refuse([Refusal(Reason.FEWER, {"now": len(busy), "before": before})])
    source = source or BusySource(person=person, name=name)
    source.read_at, source.counts = at, _counts(reading, busy)
    source.save()
    source.intervals.all().delete()
    BusyInterval.objects.bulk_create(
        (
            BusyInterval(source=source, person=person, starts_at=one.starts_at, ends_at=one.ends_at, kind=one.kind)
            for one in busy
        ),
        batch_size=2000,
    )
    audit.record("read_calendar", source, by=person, at=at, events=reading.events, intervals=len(busy))
    return source


def _counts(reading: Reading, busy: Sequence[Busy]) -> dict[str, object]:
    """Return what the owner is told about a file: numbers, lines and reasons, no titles."""
    return {
        "events": reading.events,
        "intervals": len(busy),
        "first": busy[0].starts_at.isoformat() if busy else None,
        "last": busy[-1].ends_at.isoformat() if busy else None,
        "skipped": [[one.line, one.refusal.reason.value] for one in reading.skipped[:50]],
        "skipped_in_all": len(reading.skipped),
        "notices": [[notice.reason.value, dict(notice.facts)] for notice in reading.notices[:10]],
    }


@transaction.atomic
def forget_calendar(*, source: BusySource, by: Person, at: datetime) -> None:
    """Delete a calendar and every busy time that came from it."""
    audit.record("forget_calendar", source, by=by, at=at)
    source.delete()


def _refuse(refusals: Sequence[Refusal]) -> None:
    if refusals:
        raise AvailabilityRefused(refusals)
