"""Reads a calendar file in a child process with limits on CPU, memory and time.

A file can be made so that reading it takes for ever, or fills the memory, or changes what
the next file means: none of this leaves the child.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from programs.core.refusals import Refusal
from programs.gateways.busy.choices import FileReason, Notice, SkipReason, Why

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
MEGABYTES = 10
MOST = 50_000
FILES = 10


@dataclass(frozen=True)
class Limits:
    """CPU seconds, seconds of wall time, and MB of address space of one file."""

    cpu_seconds: int = 10
    wall_seconds: int = 15
    megabytes: int = 1024


class Span(NamedTuple):
    """From an instant to an instant, and how firmly: "busy", "tentative" or "out_of_office".

    `item` is the place of its event in the reading list. "free" is among the kinds only in
    a reading with titles.
    """

    starts_at: datetime
    ends_at: datetime
    kind: str
    item: int = 0


@dataclass(frozen=True)
class Item:
    """How one event was read: as what, why, and when it takes place within the window.

    `times` counts its occurrences there; the first is from `starts_at` to `ends_at`, the
    last ends at `last_at`. An event that blocks nothing has its own start and end (None
    where it has none). `is_floating`: the file doesn't say in which zone it is. `title` and
    `people` (mail addresses) are there only if they were asked for.
    """

    line: int
    part: str
    kind: str
    why: Why
    starts_at: datetime | None
    ends_at: datetime | None
    last_at: datetime | None
    times: int
    is_date: bool
    is_floating: bool
    title: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """An event that was left out: where its first line is, and why. `part` names a file of an archive."""

    line: int
    part: str
    refusal: Refusal


@dataclass(frozen=True)
class Reading:
    """What a file says, unmerged, and what was left out.

    `zone` is the one in which times without a zone were read; `refresh_seconds` how often
    the calendar wants to be fetched, 0 where it doesn't say.
    """

    spans: tuple[Span, ...]
    events: int
    zone: str = "UTC"
    items: tuple[Item, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notices: tuple[Refusal, ...] = ()
    refresh_seconds: int = 0


class FileRefused(Exception):
    """A calendar file can't be read at all."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))


def read_busy(
    content: bytes,
    *,
    window: tuple[datetime, datetime],
    zone: str,
    address: str = "",
    is_zone_sure: bool = False,
    titles: bool = False,
    limits: Limits | None = None,
) -> Reading:
    """Return when a calendar's owner is busy within a window, and how each event was read. Raises FileRefused.

    `zone` is that of times without one, unless the file names its own (`is_zone_sure`: also
    then); `address` the owner's, to find their answer to invitations. Our own events are
    free: a visit doesn't stand in its own way. With `titles` the reading list also says
    titles and attendees, and free events are expanded: for on-call rosters and change
    freezes, never for a person's calendar.
    """
    if len(content) > MEGABYTES * 2**20:
        raise FileRefused(Refusal(FileReason.TOO_BIG, {"megabytes": MEGABYTES}))
    limits = limits or Limits()
    edges = [str(int(edge.timestamp())) for edge in window]
    command = [
        sys.executable, "-m", "programs.gateways.busy.child", str(limits.cpu_seconds), str(limits.wall_seconds),
        str(limits.megabytes), *edges,
        zone, address, settings.CALENDAR_DOMAIN, "1" if is_zone_sure else "", "1" if titles else "",
    ]  # fmt: skip
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file goes through standard input
            command,
            input=content,
            capture_output=True,
            cwd=ROOT,
            env=environment | {"PYTHONPATH": str(ROOT)},
            timeout=limits.wall_seconds + 1,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(Refusal(FileReason.TOO_SLOW)) from error
    if done.returncode < 0:
        raise FileRefused(Refusal(FileReason.TOO_SLOW))
    if done.returncode:
        raise FileRefused(Refusal(FileReason.BROKEN))
    return from_json(json.loads(done.stdout))


def from_json(found: dict[str, Any]) -> Reading:
    """Return the reading that plain values say. Raises FileRefused where they say that there is none."""
    if found["refusal"]:
        raise FileRefused(_refusal(found["refusal"], found["refused_line"]))
    return Reading(
        spans=tuple(Span(_instant(start), _instant(end), kind, item) for start, end, kind, item in found["spans"]),
        events=int(found["events"]),
        zone=found["zone"],
        refresh_seconds=int(found["refresh"]),
        items=tuple(item_from_json(said) for said in found["items"]),
        skipped=tuple(Skipped(int(line), part, Refusal(SkipReason(code))) for line, part, code in found["skipped"]),
        notices=tuple(Refusal(Notice(code), {"zone": zone}) for code, zone in found["notices"]),
    )


def _refusal(code: str, line: int) -> Refusal:
    facts = {"most": MOST, "megabytes": MEGABYTES, "files": FILES, "line": line}
    return Refusal(FileReason.TOO_SLOW_AT if code == FileReason.TOO_SLOW and line else FileReason(code), facts)


def item_from_json(said: dict[str, Any]) -> Item:
    """Return a line of the reading list from plain values."""
    said = dict(said)
    edges = ("start", "starts_at"), ("end", "ends_at"), ("last", "last_at")
    moments = {name: _instant(value) if (value := said.pop(short)) else None for short, name in edges}
    return Item(**said | moments | {"why": Why(said["why"]), "people": tuple(said["people"])})


def _instant(seconds: str | int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def as_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as plain values, to be kept for a while. `from_json` reads them back."""
    return {
        "refusal": "",
        "events": reading.events,
        "zone": reading.zone,
        "refresh": reading.refresh_seconds,
        "spans": [
            [int(span.starts_at.timestamp()), int(span.ends_at.timestamp()), span.kind, span.item]
            for span in reading.spans
        ],
        "items": [item_as_json(item) for item in reading.items],
        "skipped": [[one.line, one.part, one.refusal.reason.value] for one in reading.skipped],
        "notices": [[one.reason.value, str(one.facts.get("zone", ""))] for one in reading.notices],
    }


def item_as_json(item: Item) -> dict[str, Any]:
    """Return a line of the reading list as plain values, without title and people."""
    edges = {"start": item.starts_at, "end": item.ends_at, "last": item.last_at}
    return {
        "line": item.line,
        "part": item.part,
        "kind": item.kind,
        "why": item.why.value,
        **{name: int(edge.timestamp()) if edge else 0 for name, edge in edges.items()},
        "times": item.times,
        "is_date": item.is_date,
        "is_floating": item.is_floating,
        "title": "",
        "people": [],
    }


def in_zone(reading: Reading, zone: str) -> Reading:
    """Return a reading whose times without a zone are those of another zone; the others stay."""
    old, new = ZoneInfo(reading.zone), ZoneInfo(zone)

    def moved(at: datetime) -> datetime:
        return at.astimezone(old).replace(tzinfo=new, fold=0).astimezone(UTC)

    def ends(item: Item, start: datetime, end: datetime) -> datetime:
        return moved(end) if item.is_date else moved(start) + (end - start)

    items = tuple(
        replace(
            item,
            starts_at=moved(item.starts_at),
            ends_at=ends(item, item.starts_at, item.ends_at),
            last_at=moved(item.last_at),
        )
        if item.is_floating and item.starts_at and item.ends_at and item.last_at
        else item
        for item in reading.items
    )
    spans = tuple(
        span._replace(
            starts_at=moved(span.starts_at), ends_at=ends(reading.items[span.item], span.starts_at, span.ends_at)
        )
        if reading.items[span.item].is_floating
        else span
        for span in reading.spans
    )
    return replace(reading, zone=zone, spans=spans, items=items)
