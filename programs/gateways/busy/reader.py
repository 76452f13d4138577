"""From the bytes of a calendar file to when its owner is busy. Runs in the child process.

`lines` finds what the text says, `moments` and `timezones` when that is, `series` and
`recurrence` how often, `meaning` whether its owner is busy. `read` puts them together and
writes the reading list: one line for each event, with what it was taken for and why.
"""

import contextlib
import io
import lzma
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from xml.etree import ElementTree

from programs.gateways.busy.lines import Component, components, decode, plain
from programs.gateways.busy.meaning import BUSY, FBTYPE, FREE, STRENGTH, addresses, meaning
from programs.gateways.busy.moments import LONGEST, EventSkipped, duration, period, times
from programs.gateways.busy.series import Event, Occurrence, Series
from programs.gateways.busy.timezones import Zones

MOST_COMPONENTS = 50_000
MOST_SPANS = 200_000
MOST_BYTES = 10 * 2**20
MOST_INSIDE = 10
LEFT_OUT = "left_out"
ZIP, GZIP = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_MULTISTATUS = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?<([A-Za-z0-9]+:)?multistatus\b")
_BEGIN = re.compile(r"begin:vcalendar", re.IGNORECASE)
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, NotImplementedError, OSError,
              ValueError)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """What to read: the window, whose calendar it is, and what our own events end in.

    `zone` is that of times without one, unless the file names it; with `is_zone_sure` also
    then. With `titles` the reading list has titles, attendees and free occurrences: for
    calendars that are no person's (on-call rosters, change freezes).
    """

    window: tuple[datetime, datetime]
    zone: str
    address: str = ""
    own_domain: str = ""
    is_zone_sure: bool = False
    titles: bool = False


@dataclass
class Item:
    """How one event was read. `start` and `end` are those of its first occurrence in the window, else its own.

    `part` names the file inside an archive; `why` is a `Why`.
    """

    line: int
    part: str
    kind: str
    why: str
    start: int = 0
    end: int = 0
    last: int = 0
    times: int = 0
    is_date: bool = False
    is_floating: bool = False
    title: str = ""
    people: list[str] = field(default_factory=list)


@dataclass
class Found:
    """What was read. `spans` are (start, end, kind, number of the item) in seconds since 1970."""

    refusal: str = ""
    refused_line: int = 0
    zone: str = ""
    refresh: int = 0
    spans: list[tuple[int, int, str, int]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    skipped: list[tuple[int, str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    events: int = 0
    line: int = 0
    """The line that is being read: what a reading that is stopped names."""


class FileUnreadable(Exception):
    """A whole file is refused; `code` is a FileReason."""

    def __init__(self, code: str, line: int = 0) -> None:
        self.code = code
        self.line = line
        super().__init__(code)


def read(content: bytes, ask: Ask, found: Found | None = None) -> Found:
    """Return when the owner is busy. Whatever is wrong is in the answer; nothing is raised.

    `found` is filled while reading, for a caller who may have to stop it.
    """
    found = found if found is not None else Found()
    try:
        for name, part in _files(content):
            _File(name, part, ask, found).read()
    except FileUnreadable as refused:
        found.refusal, found.refused_line = refused.code, refused.line
        found.spans, found.items = [], []
    return found


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the calendars of an archive with their names, or the file itself."""
    if content.startswith(GZIP):
        raise FileUnreadable("compressed")
    if _MULTISTATUS.search(content[:2000]):
        yield "", _of_collection(content)
        return
    if not content.startswith(ZIP):
        yield "", content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _unpacked(archive)
    except BROKEN_ZIP as error:
        raise FileUnreadable("broken") from error


def _of_collection(content: bytes) -> bytes:
    """Return the calendars of a CalDAV answer (RFC 4791 §7.8) one after the other, as one file."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FileUnreadable("broken")
    try:
        found = ElementTree.fromstring(content).iter(f"{CALDAV}calendar-data")  # noqa: S314 - no entities, see above
    except ElementTree.ParseError as error:
        raise FileUnreadable("broken") from error
    return "\n".join(part.text or "" for part in found).encode() or b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    names = [info for info in archive.infolist() if info.filename.casefold().endswith((".ics", ".ifb"))]
    names = [info for info in names if not info.filename.startswith("__MACOSX/")]
    if not names:
        raise FileUnreadable("nothing_inside")
    if len(names) > MOST_INSIDE:
        raise FileUnreadable("too_many_inside")
    size = 0
    for info in names:
        with archive.open(info) as file:
            # What the archive says about sizes may be a lie: only what comes out counts.
            part = file.read(MOST_BYTES - size + 1)
        size += len(part)
        if size > MOST_BYTES:
            raise FileUnreadable("too_big")
        yield plain(info.filename.rpartition("/")[2])[:60], part


class _File:
    """One calendar file, being read into `found`."""

    def __init__(self, name: str, content: bytes, ask: Ask, found: Found) -> None:
        self.name = name
        self.ask = ask
        self.found = found
        self.first_item = len(found.items)
        text, is_latin = decode(content)
        _refuse_what_is_no_calendar(text)
        lines = components(text, MOST_COMPONENTS - found.events, titles=ask.titles)
        if lines is None:
            raise FileUnreadable("too_many")
        self.parts, is_whole = lines
        found.notices += [("cut", "")] * (not is_whole) + [("latin", "")] * is_latin
        self.zones = Zones(self.parts, ask.zone, is_sure=ask.is_zone_sure, window=ask.window)
        self.left_out: set[int] = set()

    def read(self) -> None:
        """Read every block and every event."""
        for block in self.parts:
            if block.name == "VFREEBUSY":
                self._free_busy(block)
        for series in self._series():
            self._occurrences(series)
        self._finish()

    def _series(self) -> list[Series]:
        """Return the events by UID; one without a UID is a series of its own."""
        by_uid: dict[str, Series] = defaultdict(Series)
        address = self.ask.address.strip().casefold()
        for number, part in enumerate(self.parts):
            if part.name == "VEVENT":
                self.found.events += 1
                uid = part.first("UID")
                kind, why = meaning(part, address, self.ask.own_domain)
                name = uid.value.strip() if uid and uid.value.strip() else f"\0{number}"
                by_uid[name].add(Event(part, self._item(part, kind, why), kind))
        return list(by_uid.values())

    def _item(self, part: Component, kind: str, why: str) -> int:
        item = Item(part.line, self.name, kind, why)
        title = part.first("SUMMARY")
        if title:
            item.title = plain(title.value)[:200]
        if self.ask.titles:
            item.people = sorted(set().union(*(addresses(one.value) for one in part.all("ATTENDEE"))))
        self.found.items.append(item)
        return len(self.found.items) - 1

    def _occurrences(self, series: Series) -> None:
        event = (series.masters or series.changes)[0]
        self.found.line = event.part.line
        skipped: list[tuple[Component, str]] = []
        self._add(series.occurrences(self.zones, self.ask.window, skipped, also_free=self.ask.titles))
        for part, code in skipped:
            self._skip(part, code)

    def _add(self, found: list[Occurrence]) -> None:
        for number, group in groupby(found, key=itemgetter(3)):
            times = list(group)
            item, first = self.found.items[number], min(times)
            if not item.times or first.start < item.start:
                item.start, item.end = first.start, first.end
            item.times += len(times)
            item.last = max(item.last, *(one.end for one in times))
        self.found.spans += found
        if len(self.found.spans) > MOST_SPANS:
            raise FileUnreadable("too_many", self.found.line)

    def _free_busy(self, block: Component) -> None:
        first, last = (int(edge.timestamp()) for edge in self.ask.window)
        number = self._item(block, FREE, "shown_free")
        self.found.events += 1
        self.found.line = block.line
        for line in block.all("FREEBUSY"):
            kind, why = FBTYPE.get(line.parameters.get("FBTYPE", "").upper(), (BUSY, "shown_busy"))
            for text in line.value.split(","):
                try:
                    start, length = period(text, line.parameters, self.zones)
                except EventSkipped as refused:
                    self._skip(block, refused.code)
                    continue
                one = Occurrence(start.instant, length.after(start), kind, number)
                if one.start < min(one.end, last) and one.end > first and length.total <= LONGEST and kind != FREE:
                    self._add([one])
                    if STRENGTH[kind] > STRENGTH[self.found.items[number].kind]:
                        self.found.items[number].kind, self.found.items[number].why = kind, why

    def _skip(self, part: Component, code: str) -> None:
        said = (part.line, self.name, code)
        if said not in self.found.skipped[-1:]:
            self.found.skipped.append(said)
        self.left_out.add(part.line)

    def _finish(self) -> None:
        """Complete the reading list: when events are that block nothing, and whose times have no zone."""
        parts = {part.line: part for part in self.parts}
        dropped = False
        for item in self.found.items[self.first_item :]:
            part = parts[item.line]
            item.is_date, item.is_floating = self._written(part)
            if item.times:
                continue
            if item.line in self.left_out:
                item.why, dropped = LEFT_OUT, True
                continue
            with contextlib.suppress(EventSkipped):
                start, length = times(part, self.zones)
                item.start, item.end = start.instant, length.after(start)
                item.last = item.end
                if item.kind != FREE:
                    item.kind, item.why = FREE, "outside" if length.total else "no_time"
        if dropped:
            self._drop_left_out()
        known = {zone for code, zone in self.found.notices if code == "unknown_zone"}
        self.found.notices += [("unknown_zone", name) for name in self.zones.unknown() if name not in known]
        self.found.zone = self.found.zone or self.zones.default_name
        self.found.refresh = self.found.refresh or self._refresh()

    def _refresh(self) -> int:
        """Return how many seconds a calendar wants to be left alone, or 0."""
        said = [part.value(name) for part in self.parts for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")]
        with contextlib.suppress(EventSkipped):
            return max((duration(text).total for text in said if text), default=0)
        return 0

    def _written(self, part: Component) -> tuple[bool, bool]:
        """Whether an event is written as a date, and whether its zone is a guess."""
        rest = part.raw.get("DTSTART", (":",))[0]
        value = rest.rpartition(":")[2].strip()
        is_date = len(value) == len("20260316")
        if is_date or "TZID" not in rest.upper():
            return is_date, is_date or not value.upper().endswith("Z")
        start = part.first("DTSTART") if self.zones.guessed else None
        return False, bool(start and start.parameters.get("TZID") in self.zones.guessed)

    def _drop_left_out(self) -> None:
        """Take events that could not be read off the list: they stand among what was skipped."""
        kept = [number for number, item in enumerate(self.found.items) if item.why != LEFT_OUT]
        numbers = {old: new for new, old in enumerate(kept)}
        self.found.items = [self.found.items[number] for number in kept]
        self.found.spans = [(start, end, kind, numbers[item]) for start, end, kind, item in self.found.spans]


def _refuse_what_is_no_calendar(text: str) -> None:
    head = text[:2000].lstrip().casefold()
    if not head:
        raise FileUnreadable("empty")
    if head.startswith(("<!doctype html", "<html")):
        raise FileUnreadable("web_page")
    if not _BEGIN.search(text):
        raise FileUnreadable("no_calendar")


def as_json(found: Found) -> dict[str, Any]:
    """Return what leaves the child: plain values."""
    return vars(found) | {"items": [vars(item) for item in found.items]}
