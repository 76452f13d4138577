"""A person's calendars as their pages show them: what was read, how, and what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from programs.availability import reading as calendars
from programs.availability.choices import BusyKind, ProblemKind, Reason, SourceKind
from programs.availability.models import BusySource, CalendarPreview
from programs.core.refusals import Refusal
from programs.gateways.busy import process
from programs.gateways.busy.choices import FileReason, Notice, SkipReason
from programs.gateways.busy.process import Item
from programs.gateways.fetching.choices import FetchReason
from programs.people.models import Person

PROBLEMS = {ProblemKind.FETCH: FetchReason, ProblemKind.FILE: FileReason, ProblemKind.OURS: Reason}


@dataclass(frozen=True)
class ReadItem:
    """How one event was read, and why it blocks or not. Dates are those of the calendar's zone."""

    item: Item
    why: str
    tone: str
    kind: str
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class ReadCalendar:
    """A calendar that somebody gave us, or is looking at, and what was left out of it."""

    source: BusySource | CalendarPreview
    intervals: int
    events: int
    zone: str
    floating: int
    first_at: datetime | None
    last_at: datetime | None
    skipped: tuple[tuple[int, str], ...]
    skipped_in_all: int
    notices: tuple[str, ...]
    items: tuple[ReadItem, ...] = ()
    items_in_all: int = 0
    problem: str = ""

    @property
    def is_subscription(self) -> bool:
        """Whether it is read again and again."""
        return isinstance(self.source, BusySource) and self.source.kind != SourceKind.FILE


def calendars_of(person: Person) -> list[ReadCalendar]:
    """Return the calendars that somebody gave us, by name, in one query."""
    return [_read(source, ()) for source in BusySource.objects.filter(person=person).defer("items", "sealed_address")]


def calendar_shown(source: BusySource) -> ReadCalendar:
    """Return one calendar with its reading list."""
    return _read(source, [process.item_from_json(said) for said in source.items])


def preview_shown(preview: CalendarPreview, at: datetime) -> ReadCalendar:
    """Return what is being looked at, and whether it is much less than what it would replace."""
    found = process.from_json(preview.reading)
    busy = calendars.merged(found)
    before = BusySource.objects.filter(person=preview.person_id, name=preview.name).first()
    many = calendars.intervals_before(before, at) if before else 0
    fewer = Refusal(Reason.FEWER, {"now": len(busy), "before": many})
    return _shown(
        preview,
        calendars.counts_of(found, busy),
        calendars.in_order(found.items),
        str(fewer) if calendars.is_suspicious(len(busy), many) else "",
    )


def _read(source: BusySource, items: Sequence[Item]) -> ReadCalendar:
    problem = source.problem
    said = Refusal(PROBLEMS[problem["kind"]](problem["code"]), problem["facts"]) if problem else ""
    return _shown(source, source.counts, items, str(said))


def _shown(
    source: BusySource | CalendarPreview, counts: Mapping[str, Any], items: Sequence[Item], problem: str
) -> ReadCalendar:
    edges = [datetime.fromisoformat(counts[edge]) if counts.get(edge) else None for edge in ("first", "last")]
    zone = counts.get("zone", "UTC")
    return ReadCalendar(
        source=source,
        intervals=counts.get("intervals", 0),
        events=counts.get("events", 0),
        zone=zone,
        floating=counts.get("floating", 0),
        first_at=edges[0],
        last_at=edges[1],
        skipped=tuple((line, str(SkipReason(code).label)) for line, code in counts.get("skipped", [])),
        skipped_in_all=counts.get("skipped_in_all", 0),
        notices=tuple(str(Refusal(Notice(code), facts)) for code, facts in counts.get("notices", [])),
        items=tuple(_item(item, zone) for item in items),
        items_in_all=counts.get("items", 0),
        problem=problem,
    )


TONES = {BusyKind.BUSY: "bad", BusyKind.OUT_OF_OFFICE: "bad", BusyKind.TENTATIVE: "warn"}


def _item(item: Item, zone: str) -> ReadItem:
    """Return a line of the reading list. An event of dates ends on the day before its end."""
    kind = BusyKind(item.kind) if item.kind in BusyKind.values else None
    shown = ReadItem(item, str(item.why.label), TONES[kind] if kind else "ok", str(kind.label) if kind else "")
    if not item.is_date or item.starts_at is None or item.ends_at is None:
        return shown
    here, second = ZoneInfo(zone), timedelta(seconds=1)
    days = item.starts_at.astimezone(here).date(), (item.ends_at - second).astimezone(here).date()
    return ReadItem(item, shown.why, shown.tone, shown.kind, *days)
