"""Reads a calendar file in a child process with limits on CPU, memory and time.

A file can be made so that reading it takes for ever, or fills the memory, or changes what
the next file means: none of this leaves the child.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class Span:
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

    `zone` is the one in which times without a zone were read.
    """

    spans: tuple[Span, ...]
    events: int
    zone: str = "UTC"
    items: tuple[Item, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notices: tuple[Refusal, ...] = ()


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
        sys.executable, "-m", "programs.gateways.busy.child", str(limits.cpu_seconds), str(limits.megabytes), *edges,
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
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(Refusal(FileReason.TOO_SLOW)) from error
    if done.returncode < 0:
        raise FileRefused(Refusal(FileReason.TOO_SLOW))
    if done.returncode:
        raise FileRefused(Refusal(FileReason.BROKEN))
    return _reading(json.loads(done.stdout))


def _reading(found: dict[str, Any]) -> Reading:
    if found["refusal"]:
        raise FileRefused(_refusal(found["refusal"], found["refused_line"]))
    return Reading(
        spans=tuple(Span(_instant(start), _instant(end), kind, item) for start, end, kind, item in found["spans"]),
        events=int(found["events"]),
        zone=found["zone"],
        items=tuple(_item(said) for said in found["items"]),
        skipped=tuple(Skipped(int(line), part, Refusal(SkipReason(code))) for line, part, code in found["skipped"]),
        notices=tuple(Refusal(Notice(code), {"zone": zone}) for code, zone in found["notices"]),
    )


def _refusal(code: str, line: int) -> Refusal:
    facts = {"most": MOST, "megabytes": MEGABYTES, "files": FILES, "line": line}
    return Refusal(FileReason.TOO_SLOW_AT if code == FileReason.TOO_SLOW and line else FileReason(code), facts)


def _item(said: dict[str, Any]) -> Item:
    edges = ("start", "starts_at"), ("end", "ends_at"), ("last", "last_at")
    moments = {name: _instant(value) if (value := said.pop(short)) else None for short, name in edges}
    return Item(**said | moments | {"why": Why(said["why"]), "people": tuple(said["people"])})


def _instant(seconds: str | int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
