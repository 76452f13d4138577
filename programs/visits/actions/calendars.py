"""Keeping people's calendars true: what changed besides the visits themselves is told as well."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import translation

from programs.notifications.choices import CalendarMethod
from programs.visits import access, invitations, letters
from programs.visits.choices import EventStatus, VisitState
from programs.visits.models import CalendarInvitation, DayEvent, Visit

Thing = TypeVar("Thing", Visit, DayEvent)
log = logging.getLogger("programs.calendars")


def renew_invitations(*, at: datetime) -> int:
    """Tell calendars what has changed about coming events since they were last told.

    Rooms, sites, hours, titles, contacts: whoever changed them, and on whatever page, the
    invitations of all who hold the event follow. SEQUENCE rises where the standard asks.
    Returns how many events were brought up to date; a second call finds nothing.
    """
    return _each(_visits_told(at), _renew_visit, at=at) + _each(_days_told(at), _renew_day, at=at)


def _each(rows: Iterable[Thing], deed: Callable[..., bool], *, at: datetime) -> int:
    """Do the deed to each row in a transaction of its own; returns how often it was done."""
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                done += deed(row, at=at)
        except Exception:
            log.exception("The invitations of %s could not be renewed.", row)
    return done


def _visits_told(at: datetime) -> list[Visit]:
    live = access.visits_loaded().filter(state=VisitState.CONFIRMED, starts_at__gt=at, is_replaced=False)
    told = live.filter(calendar_invitations__method=CalendarMethod.REQUEST).select_related("department")
    return list(told.distinct())


def _days_told(at: datetime) -> list[DayEvent]:
    told = DayEvent.objects.filter(
        calendar_invitations__method=CalendarMethod.REQUEST, status=EventStatus.CONFIRMED, day__starts_at__gt=at
    )
    return list(
        told.select_related(
            "day__offering__contact", "day__offering__site", "day__offering__department__lead", "day__offering__deputy"
        ).distinct()
    )


def _renew_visit(visit: Visit, *, at: datetime) -> bool:
    person = visit.visitor
    change = _change_for(CalendarInvitation.objects.filter(visit=visit, person=person).first(), visit, at=at)
    return change and letters.tell(
        "updated", visit, to=person, at=at, calendar=CalendarMethod.REQUEST, key=str(at.timestamp())
    )


def _renew_day(event: DayEvent, *, at: datetime) -> bool:
    day, host = event.day, event.day.offering.contact
    day.event = event
    held = {row.person_id: row for row in event.calendar_invitations.select_related("person")}
    is_changed = _change_for(held.get(host.pk), event, at=at)
    told = False
    for row in held.values():
        if row.person_id != host.pk and row.method == CalendarMethod.REQUEST:
            told = letters.tell_host("handed_over", day, to=row.person, at=at) or told
    if host.pk not in held or held[host.pk].method != CalendarMethod.REQUEST:
        told = letters.tell_host("day_taken_over", day, to=host, at=at) or told
    elif is_changed:
        told = letters.tell_host("updated", day, to=host, at=at) or told
    return told


def _change_for(row: CalendarInvitation | None, subject: Visit | DayEvent, *, at: datetime) -> bool:
    """Say whether the event differs from what was told; a new time or place raises its SEQUENCE now."""
    if row is None:
        return False
    with translation.override(row.person.language):
        entry = invitations.entry_of(subject)
    has_new_facts = row.facts != invitations.facts_hash(entry)
    if has_new_facts or row.words != invitations.words_hash(entry):
        type(subject)._default_manager.filter(pk=subject.pk).update(
            sequence=F("sequence") + int(has_new_facts), changed_at=at
        )
        subject.refresh_from_db(fields=["sequence", "changed_at"])
        return True
    return False
