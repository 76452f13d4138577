"""From the bytes of a calendar file to when its owner is busy. Runs in the child process.

The rule of what is busy is that of `docs/architecture.md`: a free/busy block says it itself;
a cancelled or transparent event, and one that the owner declined, is free; out of office is
stronger than busy, busy than tentative.
"""

import re
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import cast

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from programs.gateways.busy import recurrence
from programs.gateways.busy.lines import Component, Property, components, decode
from programs.gateways.busy.recurrence import SeriesRefused

MOST_COMPONENTS = 50_000
MOST_SPANS = 50_000
LONGEST = timedelta(days=366)
BUSY, TENTATIVE, OUT_OF_OFFICE, FREE = "busy", "tentative", "out_of_office", "free"
MICROSOFT = {
    "FREE": FREE,
    "TENTATIVE": TENTATIVE,
    "OOF": OUT_OF_OFFICE,
    "WORKINGELSEWHERE": TENTATIVE,
    "BUSY": BUSY,
}
FBTYPE = {
    "FREE": FREE,
    "BUSY-TENTATIVE": TENTATIVE,
    "BUSY-UNAVAILABLE": OUT_OF_OFFICE,
}
ANSWERS = {"DECLINED": FREE, "DELEGATED": FREE, "TENTATIVE": TENTATIVE, "NEEDS-ACTION": TENTATIVE}
_DURATION = re.compile(r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")
_OFFSET = re.compile(r"\(?(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d{2}))?\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Ask:
    """What to read: the window, whose calendar it is, and what our own events end in."""

    window: tuple[datetime, datetime]
    zone: str
    address: str = ""
    own_domain: str = ""


@dataclass
class Found:
    """What was read. `spans` are (start, end, kind) in seconds since 1970; `skipped` are (line, reason)."""

    refusal: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    events: int = 0


@dataclass(frozen=True)
class Moment:
    """A date, or a wall-clock time with its zone."""

    wall: datetime
    zone: tzinfo
    is_date: bool

    @property
    def instant(self) -> datetime:
        """When it is, in UTC. In the gap of a clock change with the offset before it, twice: the first."""
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)


class EventSkipped(Exception):
    """An event can't be read; `code` is a SkipReason."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read(content: bytes, ask: Ask) -> Found:
    """Return when the owner is busy. Whatever is wrong is in the answer; nothing is raised."""
    found = Found()
    text, is_latin = decode(content)
    found.refusal = _refusal(content, text)
    if found.refusal:
        return found
    read_lines = components(text, MOST_COMPONENTS)
    if read_lines is None:
        found.refusal = "too_many"
        return found
    parts, is_whole = read_lines
    found.notices += [("cut", "")] * (not is_whole) + [("latin", "")] * is_latin
    zones = Zones(parts, ask.zone, found)
    for block in parts:
        if block.name == "VFREEBUSY":
            first, last = ask.window
            _add(found, (span for span in _free_busy(block, zones) if span[0] < last and span[1] > first))
    for series in _series(parts, ask, found):
        _add(found, series.spans(zones, ask, found))
        if len(found.spans) > MOST_SPANS:
            found.refusal = "too_many"
            return found
    return found


def _refusal(content: bytes, text: str) -> str:
    head = text[:2000].lstrip().casefold()
    if not head:
        return "empty"
    if content.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return "compressed"
    if head.startswith(("<!doctype html", "<html")):
        return "web_page"
    return "" if "begin:vcalendar" in text.casefold() else "no_calendar"


def _add(found: Found, spans: Iterable[tuple[datetime, datetime, str]]) -> None:
    found.spans += [(int(a.timestamp()), int(b.timestamp()), kind) for a, b, kind in spans if kind != FREE and a < b]


# Zones -----------------------------------------------------------------------------------


class Zones:
    """Time zones by the names that calendars give them: a known zone, else the file's own, else the owner's."""

    def __init__(self, parts: list[Component], default: str, found: Found) -> None:
        self._known = {name.casefold(): name for name in zoneinfo.available_timezones()}
        self._windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
        named_zones = [(part.first("TZID"), part) for part in parts if part.name == "VTIMEZONE"]
        self._own = {tzid.value.strip(): part for tzid, part in named_zones if tzid}
        self._cache: dict[str, tzinfo] = {}
        self._found = found
        named = next((part.first("X-WR-TIMEZONE") for part in parts if part.first("X-WR-TIMEZONE")), None)
        self.default: tzinfo = (named and self._by_name(named.value.strip())) or zoneinfo.ZoneInfo(default)

    def get(self, tzid: str) -> tzinfo:
        """Return the zone of a TZID."""
        if tzid not in self._cache:
            self._cache[tzid] = self._by_name(tzid) or self._from_file(tzid) or self._unknown(tzid)
        return self._cache[tzid]

    def _by_name(self, name: str) -> tzinfo | None:
        tail = "/".join(name.strip("/").split("/")[-2:])
        for spelling in (name, name.replace("_", "/", 1), tail, self._windows.get(name.casefold(), "")):
            known = self._known.get(spelling.casefold())
            if known:
                return zoneinfo.ZoneInfo(known)
        return None

    def _from_file(self, tzid: str) -> tzinfo | None:
        part = self._own.get(tzid)
        if part is None:
            return None
        try:
            with recurrence.time_limit(recurrence.SECONDS_PER_SERIES):
                text = "\r\n".join([*part.text, ""])
                parsed = cast("Timezone", Timezone.from_ical(text.encode()))
                zone: tzinfo = parsed.to_tz(lookup_tzid=False)
                zone.utcoffset(datetime(2026, 1, 1))  # noqa: DTZ001 - a broken zone fails here
                return zone
        except Exception:  # noqa: BLE001 - whatever a broken zone does, the file is read without it
            return None

    def _unknown(self, tzid: str) -> tzinfo:
        match = _OFFSET.search(tzid)
        if match and int(match.group(2)) < 15:
            offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
            return timezone(-offset if match.group(1) == "-" else offset)
        self._found.notices.append(("unknown_zone", tzid[:60]))
        return self.default


# Values ----------------------------------------------------------------------------------


def _moment(value: str, parameters: dict[str, str], zones: Zones) -> Moment:
    """Return a DATE or DATE-TIME. Raises EventSkipped."""
    text = value.strip()
    try:
        if len(text) == 8:
            day = datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - a date has no zone
            moment = Moment(day, zones.default, is_date=True)
        elif text[-1:] in {"Z", "z"}:
            moment = Moment(datetime.strptime(text[:-1], "%Y%m%dT%H%M%S"), UTC, is_date=False)  # noqa: DTZ007
        else:
            zone = zones.get(parameters["TZID"]) if parameters.get("TZID") else zones.default
            moment = Moment(datetime.strptime(text, "%Y%m%dT%H%M%S"), zone, is_date=False)  # noqa: DTZ007
    except ValueError as error:
        raise EventSkipped("bad_date") from error
    if not 1970 <= moment.wall.year <= 2199:
        raise EventSkipped("bad_date")
    return moment


def _duration(text: str) -> timedelta:
    match = _DURATION.match(text.strip().upper())
    if match is None:
        raise EventSkipped("bad_date")
    sign, weeks, days, hours, minutes, seconds = match.groups()
    try:
        length = timedelta(
            weeks=int(weeks or 0), days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0),
            seconds=int(seconds or 0),
        )  # fmt: skip
    except OverflowError as error:
        raise EventSkipped("too_long") from error
    return -length if sign == "-" else length


def _free_busy(block: Component, zones: Zones) -> Iterator[tuple[datetime, datetime, str]]:
    for line in block.properties.get("FREEBUSY", []):
        kind = FBTYPE.get(line.parameters.get("FBTYPE", "").upper(), BUSY)
        for period in line.value.split(","):
            try:
                span = _period(period, line.parameters, zones)
            except EventSkipped:
                continue
            yield *span, kind


def _period(text: str, parameters: dict[str, str], zones: Zones) -> tuple[datetime, datetime]:
    start_text, _, end_text = text.partition("/")
    start = _moment(start_text, parameters, zones).instant
    if end_text.strip().upper().startswith(("P", "+P")):
        return start, start + _duration(end_text)
    return start, _moment(end_text, parameters, zones).instant


# Events ----------------------------------------------------------------------------------


def _kind(event: Component, ask: Ask) -> str:
    """Return what an event says about its owner's time."""
    if event.value("STATUS") == "CANCELLED":
        return FREE
    microsoft = event.value("X-MICROSOFT-CDO-BUSYSTATUS") or event.value("X-MICROSOFT-CDO-INTENDEDSTATUS")
    if microsoft:
        return MICROSOFT.get(microsoft, BUSY)
    if event.value("TRANSP") == "TRANSPARENT":
        return FREE
    if event.value("STATUS") == "TENTATIVE":
        return TENTATIVE
    for attendee in event.properties.get("ATTENDEE", []):
        address = attendee.value.strip().casefold().removeprefix("mailto:")
        if ask.address and address == ask.address.casefold():
            return ANSWERS.get(attendee.parameters.get("PARTSTAT", "").upper(), BUSY)
    return BUSY


@dataclass
class Series:
    """The events of one UID: masters, and changes to single occurrences."""

    masters: list[Component] = field(default_factory=list)
    changes: list[Component] = field(default_factory=list)

    def spans(self, zones: Zones, ask: Ask, found: Found) -> list[tuple[datetime, datetime, str]]:
        """Return when the owner is busy through this series. What can't be read is noted as skipped."""
        changed: dict[datetime, tuple[bool, timedelta, timedelta, str]] = {}
        spans = []
        for event in self.changes:
            try:
                start, length = _times(event, zones)
                was = _recurrence_id(event, zones)
            except EventSkipped as skipped:
                found.skipped.append((event.line, skipped.code))
                continue
            kind = _kind(event, ask)
            follows = "THISANDFUTURE" in {
                p.parameters.get("RANGE", "").upper() for p in event.properties["RECURRENCE-ID"]
            }
            changed[was] = (follows, start.instant - was, length, kind)
            spans.append((*_span(start, length), kind))
        for event in self.masters:
            try:
                spans += self._master(event, zones, ask, changed)
            except (EventSkipped, SeriesRefused) as refused:
                found.skipped.append((event.line, refused.code))
        first, last = ask.window
        return [span for span in spans if span[0] < last and span[1] > first]

    @staticmethod
    def _master(
        event: Component,
        zones: Zones,
        ask: Ask,
        changed: dict[datetime, tuple[bool, timedelta, timedelta, str]],
    ) -> list[tuple[datetime, datetime, str]]:
        start, length = _times(event, zones)
        kind = _kind(event, ask)
        future = sorted(was for was, change in changed.items() if change[0])
        spans = []
        for moment, own_length in _starts(event, start, length, zones, ask):
            instant = moment.instant
            if instant in changed:
                continue
            span = _span(moment, own_length)
            shifted = [was for was in future if was <= instant]
            if shifted:
                _, shift, new_length, new_kind = changed[shifted[-1]]
                spans.append((instant + shift, instant + shift + new_length, new_kind))
            else:
                spans.append((*span, kind))
        return spans


def _series(parts: list[Component], ask: Ask, found: Found) -> Iterator[Series]:
    """Yield the events by UID; of masters with one UID only those with the highest SEQUENCE."""
    by_uid: dict[str, Series] = defaultdict(Series)
    for number, part in enumerate(parts):
        if part.name != "VEVENT":
            continue
        found.events += 1
        uid = part.first("UID")
        name = uid.value.strip() if uid and uid.value.strip() else f"\0{number}"
        if ask.own_domain and name.endswith(f"@{ask.own_domain}"):
            continue
        series = by_uid[name]
        (series.changes if part.first("RECURRENCE-ID") else series.masters).append(part)
    for series in by_uid.values():
        newest = max((_sequence(event) for event in series.masters), default=0)
        series.masters = [event for event in series.masters if _sequence(event) == newest]
        yield series


def _sequence(event: Component) -> int:
    text = event.value("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _times(event: Component, zones: Zones) -> tuple[Moment, timedelta]:
    """Return when an event starts and how long it is. Raises EventSkipped."""
    begins, ends = event.first("DTSTART"), event.first("DTEND")
    if begins is None:
        raise EventSkipped("no_start")
    start = _moment(begins.value, begins.parameters, zones)
    if ends is not None:
        end = _moment(ends.value, ends.parameters, zones)
        length = end.wall - start.wall if start.is_date else end.instant - start.instant
    elif event.first("DURATION"):
        length = _duration(event.value("DURATION"))
    else:
        length = timedelta(days=1) if start.is_date else timedelta()
    if length < timedelta():
        raise EventSkipped("ends_first")
    if length > LONGEST:
        raise EventSkipped("too_long")
    return start, length


def _recurrence_id(event: Component, zones: Zones) -> datetime:
    named = event.properties["RECURRENCE-ID"][0]
    return _moment(named.value, named.parameters, zones).instant


def _span(start: Moment, length: timedelta) -> tuple[datetime, datetime]:
    """Return the instants: of dates from midnight to midnight, 23 or 25 hours on days of a clock change."""
    if start.is_date:
        end = Moment(start.wall + length, start.zone, is_date=True)
        return start.instant, end.instant
    return start.instant, start.instant + length


def _starts(
    event: Component, start: Moment, length: timedelta, zones: Zones, ask: Ask
) -> Iterator[tuple[Moment, timedelta]]:
    """Yield each start within the window and its length. Raises EventSkipped and SeriesRefused."""
    # A day of margin: wall-clock times of the zone are compared with the window's instants.
    margin = length + timedelta(days=1)
    first, last = (edge.astimezone(start.zone).replace(tzinfo=None) for edge in ask.window)
    window = (first - margin, last + timedelta(days=1))
    walls = {start.wall}
    for rule in event.properties.get("RRULE", []):
        walls |= set(recurrence.occurrences(start.wall, rule.value, _until(rule, start, zones), window))
    excluded, excluded_days = _excluded(event, start, zones)
    for wall in sorted(walls):
        if wall not in excluded and wall.date() not in excluded_days:
            yield Moment(wall, start.zone, start.is_date), length
    for line in event.properties.get("RDATE", []):
        for text in line.value.split(","):
            if "/" in text:
                begin, end = _period(text, line.parameters, zones)
                yield Moment(begin.replace(tzinfo=None), UTC, is_date=False), end - begin
            else:
                yield _moment(text, line.parameters, zones), length


def _until(rule: Property, start: Moment, zones: Zones) -> datetime | None:
    text = recurrence.parts_of(rule.value).get("UNTIL")
    if not text:
        return None
    until = _moment(text, {}, zones)
    if until.is_date:
        return recurrence.end_of(until.wall.date())
    return until.instant.astimezone(start.zone).replace(tzinfo=None) if until.zone is UTC else until.wall


def _excluded(event: Component, start: Moment, zones: Zones) -> tuple[set[datetime], set[date]]:
    walls, days = set(), set()
    for line in event.properties.get("EXDATE", []):
        for text in line.value.split(","):
            try:
                moment = _moment(text, line.parameters, zones)
            except EventSkipped:
                continue
            if moment.is_date:
                days.add(moment.wall.date())
            else:
                walls.add(moment.instant.astimezone(start.zone).replace(tzinfo=None))
    return walls, days
