"""What people's calendars are told, and what they hold because of it.

A visit is one event in its visitor's calendar. A hosting day is one event in its hosts'
calendars, however many visitors come: one joining or leaving changes that event by an
update, and the other visitors hear nothing. RFC 5546 decides what each change is:
SEQUENCE rises with time, place and status; words change DTSTAMP alone and keep the answer.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import translation

from programs.gateways import ics
from programs.gateways.ics import CalendarEntry
from programs.hosting.models import HostingDay
from programs.notifications.actions import CalendarPart
from programs.notifications.choices import CalendarMethod
from programs.notifications.models import Letter
from programs.people.models import Person
from programs.visits import documents
from programs.visits.choices import EventStatus, PartStat
from programs.visits.documents import Guest
from programs.visits.models import CalendarInvitation, DayEvent, Visit


@dataclass(frozen=True)
class Told:
    """A message to one person's calendar, before its letter is written."""

    person: Person
    subject: Visit | DayEvent
    entry: CalendarEntry
    part: CalendarPart
    at: datetime


def message_to(
    person: Person, subject: Visit | DayEvent, *, method: CalendarMethod, at: datetime, address: str = ""
) -> Told:
    """Write the message to a person's calendar about a visit, or about a day they host.

    For a day it follows from the day whether this is a request or a cancellation: while one
    confirmed visitor comes, its host is invited, whoever else has left. An update that
    changes no more than words keeps the answer.
    """
    if isinstance(subject, DayEvent) and method != CalendarMethod.DECLINECOUNTER:
        is_on = subject.status == EventStatus.CONFIRMED and subject.day.cancelled_at is None
        is_theirs = subject.day.offering.contact_id == person.pk
        method = CalendarMethod.REQUEST if is_on and is_theirs else CalendarMethod.CANCEL
    with translation.override(person.language):
        entry = entry_of(subject)
    before = invitation_of(person, subject)
    keeps = before is not None and before.method == CalendarMethod.REQUEST and before.facts == facts_hash(entry)
    content = ics.invitation(
        entry,
        method=method.value,
        attendee_name=person.name,
        attendee_address=address or person.email,
        stamp=at,
        partstat=before.answer if keeps and before and not before.is_claimed else PartStat.NEEDS_ACTION.value,
    )
    is_shared = isinstance(subject, DayEvent)
    part = CalendarPart(
        method=method.value, uid=entry.uid, sequence=entry.sequence, content=content, is_shared=is_shared
    )
    return Told(person, subject, entry, part, at)


def note_told(told: Told, letter: Letter) -> None:
    """Keep what the person's calendar holds once the letter has arrived.

    A change of time, place or status asks for a new answer; other changes keep it. A
    cancellation that travels without a calendar part leaves nothing behind.
    """
    target = _target(told.subject)
    if not letter.calendar_method:
        CalendarInvitation.objects.filter(person=told.person, **target).delete()
        return
    if letter.calendar_method == CalendarMethod.DECLINECOUNTER:
        return
    facts, words = facts_hash(told.entry), words_hash(told.entry)
    values: dict[str, Any] = {
        "address": letter.address,
        "method": letter.calendar_method,
        "sequence": told.entry.sequence,
        "facts": facts,
        "words": words,
        "told_at": told.at,
        "letter": letter,
    }
    row, is_new = CalendarInvitation.objects.get_or_create(person=told.person, **target, defaults=values)
    if is_new:
        return
    if row.facts != facts or row.method != letter.calendar_method:
        values |= {"answer": PartStat.NEEDS_ACTION, "answered_at": None, "comment": "", "is_claimed": False,
                   "settled_at": None}  # fmt: skip
    CalendarInvitation.objects.filter(pk=row.pk).update(**values)


def invitation_of(person: Person, subject: Visit | DayEvent) -> CalendarInvitation | None:
    """Return what a person's calendar was told about an event, or None."""
    return CalendarInvitation.objects.filter(person=person, **_target(subject)).first()


def entry_of(subject: Visit | DayEvent) -> CalendarEntry:
    """Return the event as it is now, in the active language."""
    if isinstance(subject, Visit):
        return documents.visit_entry(subject)
    return documents.day_entry(subject.day, guests_of([subject.day_id]).get(subject.day_id, []))


def guests_of(days: Collection[int]) -> Mapping[int, list[Guest]]:
    """Return everybody who ever asked for each of some days, by the day's key; one query."""
    found: dict[int, list[Guest]] = {}
    rows = Visit.objects.filter(day__in=days, is_replaced=False).order_by("requested_at", "pk")
    for day, name, state, asked, changed in rows.values_list(
        "day", "visitor__name", "state", "requested_at", "changed_at"
    ):
        found.setdefault(day, []).append(Guest(name, state, asked, changed))
    return found


def facts_hash(entry: CalendarEntry) -> str:
    """Return the hash of what SEQUENCE counts besides the status: when and where."""
    begin, end = (moment.timestamp() for moment in (entry.starts_at, entry.ends_at))
    when = (entry.on.isoformat(), begin, end, entry.is_whole_day, entry.zone)
    return _hash((*when, entry.location, entry.organizer_address))


def words_hash(entry: CalendarEntry) -> str:
    """Return the hash of what may change without a new SEQUENCE."""
    return _hash((entry.title, entry.description, entry.organizer_name))


def note_day(day: HostingDay, *, at: datetime) -> DayEvent:
    """Bring the event of a day up to date with its visits. Must run in a transaction.

    Its sequence rises when its status changes, and only then.
    """
    event, is_new = DayEvent.objects.select_for_update().get_or_create(
        day=day, defaults={"uid": documents.day_uid(day.pk), "status": _status_now(day), "changed_at": at}
    )
    status = _status_now(day)
    if not is_new:
        if event.status != status:
            event.sequence = F("sequence") + 1
        event.status, event.changed_at = status, at
        event.save(update_fields=["sequence", "status", "changed_at"])
    event.day = day
    return event


def event_of_day(day: HostingDay) -> DayEvent | None:
    """Return the event of a day as the database has it, with the day given."""
    event = DayEvent.objects.filter(day=day).first()
    if event is not None:
        event.day = day
        day.event = event
    return event


def _status_now(day: HostingDay) -> EventStatus:
    states = Visit.objects.filter(day=day, is_replaced=False).values_list("state", flat=True)
    return EventStatus(documents.status_of(list(states)))


def _target(subject: Visit | DayEvent) -> dict[str, Visit | DayEvent]:
    return {"visit": subject} if isinstance(subject, Visit) else {"event": subject}


def _hash(values: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()
