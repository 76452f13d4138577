"""Reads a calendar file in a child process with limits on CPU, memory and time.

A file can be made so that reading it takes for ever, or fills the memory, or changes what
the next file means (icalendar keeps time zones of files for the whole process): none of this
leaves the child.
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
from programs.gateways.busy.choices import FileReason, Notice, SkipReason

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
MEGABYTES = 10
MOST = 50_000


@dataclass(frozen=True)
class Limits:
    """CPU seconds, seconds of wall time, and MB of address space of one file."""

    cpu_seconds: int = 10
    wall_seconds: int = 15
    megabytes: int = 1024


@dataclass(frozen=True)
class Span:
    """From an instant to an instant, and how firmly: "busy", "tentative" or "out_of_office"."""

    starts_at: datetime
    ends_at: datetime
    kind: str


@dataclass(frozen=True)
class Reading:
    """What a file says, unmerged, and what was left out, by line of the file."""

    spans: tuple[Span, ...]
    events: int
    skipped: tuple[tuple[int, Refusal], ...] = ()
    notices: tuple[Refusal, ...] = ()


class FileRefused(Exception):
    """A calendar file can't be read at all."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))


def read_busy(
    content: bytes, *, window: tuple[datetime, datetime], zone: str, address: str = "", limits: Limits | None = None
) -> Reading:
    """Return when a calendar's owner is busy within a window. Raises FileRefused.

    `zone` is that of times without one; `address` the owner's, to find their answer to
    invitations. Our own events are left out: a visit doesn't stand in its own way.
    """
    if len(content) > MEGABYTES * 2**20:
        raise FileRefused(Refusal(FileReason.TOO_BIG, {"megabytes": MEGABYTES}))
    limits = limits or Limits()
    edges = [str(int(edge.timestamp())) for edge in window]
    command = [
        sys.executable, "-m", "programs.gateways.busy.child", str(limits.cpu_seconds), str(limits.megabytes), *edges,
        zone, address, settings.CALENDAR_DOMAIN,
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
        raise FileRefused(Refusal(FileReason(found["refusal"]), {"most": MOST, "megabytes": MEGABYTES}))
    return Reading(
        spans=tuple(Span(_instant(start), _instant(end), kind) for start, end, kind in found["spans"]),
        events=int(found["events"]),
        skipped=tuple((int(line), Refusal(SkipReason(code))) for line, code in found["skipped"]),
        notices=tuple(Refusal(Notice(code), {"zone": zone}) for code, zone in found["notices"]),
    )


def _instant(seconds: str | int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
