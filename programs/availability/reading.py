"""Calendars that people give us: looked at, kept, subscribed to, forgotten.

A file is read, shown, and counts once its owner says so. An address is read again and again
by `refreshing`. Of either only merged times are kept, and how each event was read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from programs.audit import actions as audit
from programs.audit.models import Entry
from programs.availability import rules
from programs.availability.actions import AvailabilityRefused
from programs.availability.choices import BusyKind, Reason, SourceKind
from programs.availability.models import BusyInterval, BusySource, CalendarPreview
from programs.availability.rules import Busy
from programs.core.refusals import Refusal
from programs.gateways import seal
from programs.gateways.busy import process
from programs.gateways.busy.choices import FileReason
from programs.gateways.busy.process import FileRefused, Item, Reading
from programs.gateways.fetching.addresses import FetchRefused, Policy, target
from programs.gateways.texts import one_line
from programs.people.models import Person

WINDOW = (timedelta(days=-31), timedelta(days=731))
"""Busy times are kept from a month ago to two years ahead."""
DEEDS = ("preview_calendar", "subscribe_calendar", "retry_calendar")
UPLOADS_PER_HOUR = 10
"""Files, new addresses and retries of one person, together."""
MOST_SOURCES = 10
MOST_INTERVALS = 50_000
MOST_ITEMS = 500
"""So many lines of the reading list are kept; all of them count."""
KINDS = {kind.value: kind for kind in BusyKind}
SUSPICIOUS_SHARE = 0.2
"""A calendar with less than this share of the busy times before is asked about, or read twice."""
PREVIEW_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Address:
    """Where a calendar is, and who may read it. All of it is secret."""

    url: str = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def policy() -> Policy:
    """Return where calendars may be fetched from besides the public internet, as the settings say."""
    return Policy(Policy.opening(settings.FETCH_NETWORKS).networks, plain_http=settings.FETCH_PLAIN_HTTP)


def window(at: datetime) -> tuple[datetime, datetime]:
    """Return the time for which busy times are kept."""
    return at + WINDOW[0], at + WINDOW[1]


# A file ----------------------------------------------------------------------------------


def preview_calendar(*, person: Person, name: str, content: bytes, at: datetime) -> CalendarPreview:
    """Read somebody's calendar file and keep what it says for an hour, for them to look at.

    It takes the place of the one they looked at before. Raises AvailabilityRefused.
    """
    name = one_line(name, 120)
    _refuse(_refusals(person, name, SourceKind.FILE, at))
    try:
        reading = process.read_busy(content, window=window(at), zone=person.time_zone, address=person.email)
    except FileRefused as refused:
        raise AvailabilityRefused([refused.refusal]) from refused
    merged(reading)
    with transaction.atomic():
        values = {"name": name, "reading": process.as_json(reading), "read_at": at}
        preview, _ = CalendarPreview.objects.update_or_create(person=person, defaults=values)
        audit.record("preview_calendar", preview, by=person, at=at, events=reading.events)
    return preview


@transaction.atomic
def move_preview(*, preview: CalendarPreview, zone: str, by: Person, at: datetime) -> None:
    """Read the times of a preview that have no zone in another zone."""
    preview = CalendarPreview.objects.select_for_update().get(pk=preview.pk)
    preview.reading = process.as_json(process.in_zone(process.from_json(preview.reading), zone))
    preview.save(update_fields=["reading"])
    audit.record("move_preview", preview, by=by, at=at, zone=zone)


@transaction.atomic
def keep_preview(*, preview: CalendarPreview, by: Person, at: datetime) -> BusySource:
    """Let the times of a preview count; they replace those of the file of the same name. Raises AvailabilityRefused."""
    _refuse(_source_refusals(by, preview.name, SourceKind.FILE))
    reading = process.from_json(preview.reading)
    source = BusySource.objects.select_for_update().filter(person=by, name=preview.name).first()
    source = source or BusySource(person=by, name=preview.name)
    source.checked_at, source.zone = at, reading.zone
    swap(source, reading, at=at)
    audit.record("read_calendar", source, by=by, at=at, events=reading.events, intervals=source.counts["intervals"])
    preview.delete()
    return source


@transaction.atomic
def drop_preview(*, preview: CalendarPreview, by: Person, at: datetime) -> None:
    """Throw a preview away; nothing of it is kept."""
    audit.record("drop_preview", preview, by=by, at=at)
    preview.delete()


def purge_previews(at: datetime) -> int:
    """Delete previews that nobody decided about within an hour; return how many."""
    return CalendarPreview.objects.filter(read_at__lt=at - PREVIEW_LASTS).delete()[0]


# An address ------------------------------------------------------------------------------


@transaction.atomic
def subscribe_calendar(
    *,
    person: Person,
    name: str,
    kind: SourceKind,
    address: Address,
    zone: str,
    at: datetime,
    allowed: Policy | None = None,
) -> BusySource:
    """Read a calendar from an address from now on. Raises AvailabilityRefused.

    `zone` is that of times without one; with "" the calendar says so, else its owner's is
    taken. The first reading is done in the background. `allowed` is where it may lead, by the
    settings if nothing is said.
    """
    name = one_line(name, 120)
    refusals = _refusals(person, name, kind, at)
    if BusySource.objects.filter(person=person, name=name).exists():
        refusals.append(Refusal(Reason.NAME_TAKEN))
    _refuse(refusals)
    try:
        host = target(address.url, allowed or policy()).host
    except FetchRefused as refused:
        raise AvailabilityRefused([refused.refusal]) from refused
    source = BusySource(person=person, name=name, kind=kind, zone=zone, next_at=at)
    source.sealed_address = seal.seal(json.dumps(vars(address)), seal_context(source))
    last = urlsplit(address.url).path.rstrip("/").removesuffix(".ics")[-4:]
    source.shown_address = f"{host[:100]} …{last}"
    source.save()
    audit.record("subscribe_calendar", source, by=person, at=at, kind=kind)
    return source


def address_of(source: BusySource) -> Address:
    """Return the address of a subscription. Raises SealBroken."""
    return Address(**json.loads(seal.unseal(bytes(source.sealed_address or b""), seal_context(source))))


def seal_context(source: BusySource) -> str:
    """Return the place that a sealed address is bound to."""
    return f"busy-source:{source.person_id}:{source.seal_id}"


@transaction.atomic
def retry_calendar(*, source: BusySource, by: Person, at: datetime) -> None:
    """Read a subscription at the next opportunity. Raises AvailabilityRefused."""
    _refuse(_too_often(by, at))
    BusySource.objects.filter(pk=source.pk).exclude(kind=SourceKind.FILE).update(next_at=at)
    audit.record("retry_calendar", source, by=by, at=at)


@transaction.atomic
def change_zone(*, source: BusySource, zone: str, by: Person, at: datetime) -> None:
    """Read the times of a subscription that have no zone in another zone, from its next reading on, which is due."""
    forgotten = {"etag": "", "modified": "", "digest": "", "doubted": ""}
    BusySource.objects.filter(pk=source.pk).exclude(kind=SourceKind.FILE).update(zone=zone, next_at=at, **forgotten)
    audit.record("change_zone", source, by=by, at=at, zone=zone)


@transaction.atomic
def forget_calendar(*, source: BusySource, by: Person, at: datetime) -> None:
    """Delete a calendar, its address and every busy time that came from it."""
    audit.record("forget_calendar", source, by=by, at=at)
    source.delete()


# Both ------------------------------------------------------------------------------------


def merged(reading: Reading) -> tuple[Busy, ...]:
    """Return the times of a reading, merged. Raises AvailabilityRefused where they are too many."""
    busy = rules.merged(Busy(span.starts_at, span.ends_at, KINDS[span.kind]) for span in reading.spans)
    if len(busy) > MOST_INTERVALS:
        _refuse([Refusal(FileReason.TOO_MANY, {"most": MOST_INTERVALS})])
    return busy


def intervals_before(source: BusySource, at: datetime) -> int:
    """Return how many times of a calendar are still within the window."""
    return source.intervals.filter(ends_at__gt=at + WINDOW[0]).count() if source.pk else 0


def is_suspicious(now: int, before: int) -> bool:
    """Whether a calendar has lost so much that somebody may have exported too little."""
    return now < before * SUSPICIOUS_SHARE


def swap(source: BusySource, reading: Reading, *, at: datetime) -> bool:
    """Let a reading take the place of what was read before, in the caller's transaction; whether its times differ."""
    busy = merged(reading)
    source.read_at = at
    source.counts = counts_of(reading, busy)
    source.items = [process.item_as_json(item) for item in in_order(reading.items)[:MOST_ITEMS]]
    source.save()
    kept = source.intervals.order_by("starts_at").values_list("starts_at", "ends_at", "kind")
    if list(kept) == [(one.starts_at, one.ends_at, one.kind) for one in busy]:
        return False
    source.intervals.all().delete()
    rows = (
        BusyInterval(
            source=source, person_id=source.person_id, starts_at=one.starts_at, ends_at=one.ends_at, kind=one.kind
        )
        for one in busy
    )
    BusyInterval.objects.bulk_create(rows, batch_size=2000)
    return True


def in_order(items: Sequence[Item]) -> list[Item]:
    """Return the lines of a reading list by when they are, those without a time last."""
    return sorted(items, key=lambda item: (item.starts_at is None, item.starts_at, item.line))


def counts_of(reading: Reading, busy: Sequence[Busy]) -> dict[str, object]:
    """Return what the owner is told about a calendar: numbers, lines and reasons, no titles."""
    return {
        "events": reading.events,
        "intervals": len(busy),
        "zone": reading.zone,
        "floating": sum(item.is_floating and not item.is_date for item in reading.items),
        "items": len(reading.items),
        "first": busy[0].starts_at.isoformat() if busy else None,
        "last": busy[-1].ends_at.isoformat() if busy else None,
        "skipped": [[one.line, one.refusal.reason.value] for one in reading.skipped[:50]],
        "skipped_in_all": len(reading.skipped),
        "notices": [[notice.reason.value, dict(notice.facts)] for notice in reading.notices[:10]],
    }


def _refusals(person: Person, name: str, kind: SourceKind, at: datetime) -> list[Refusal]:
    return _too_often(person, at) + _source_refusals(person, name, kind)


def _too_often(person: Person, at: datetime) -> list[Refusal]:
    lately = Entry.objects.filter(actor=person, deed__in=DEEDS, at__gt=at - timedelta(hours=1))
    return [Refusal(Reason.TOO_OFTEN, {"most": UPLOADS_PER_HOUR})] if lately.count() >= UPLOADS_PER_HOUR else []


def _source_refusals(person: Person, name: str, kind: SourceKind) -> list[Refusal]:
    refusals = []
    sources = BusySource.objects.filter(person=person)
    if sources.exclude(name=name).count() >= MOST_SOURCES:
        refusals.append(Refusal(Reason.TOO_MANY_SOURCES, {"most": MOST_SOURCES}))
    if kind == SourceKind.FILE and sources.filter(name=name).exclude(kind=SourceKind.FILE).exists():
        refusals.append(Refusal(Reason.NAME_TAKEN))
    return refusals


def _refuse(refusals: Sequence[Refusal]) -> None:
    if refusals:
        raise AvailabilityRefused(refusals)
