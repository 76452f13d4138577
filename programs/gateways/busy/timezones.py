"""Time zones by the names that calendars give them.

A name that is known wins; then what the file itself defines; then an offset in the name;
else the time is read in the source's own zone, with a notice. A zone that a file defines is
worked out here, from nothing but that file: libraries keep such zones for the whole process,
and then one person's "Customized Time Zone" moves the appointments of the next.
"""

import bisect
import functools
import re
import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from programs.gateways.busy import recurrence
from programs.gateways.busy.lines import Component, plain
from programs.gateways.busy.moments import EventSkipped, moment

ZERO = timedelta()
MOST_OBSERVANCES = 600
_OFFSET = re.compile(r"\(?(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d{2}))?\)?", re.IGNORECASE)
_UTC_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?$")
_DISPLAY = re.compile(r"\((?:UTC|GMT)[^)]*\)\s*(.+)$", re.IGNORECASE)


class FileZone(tzinfo):
    """A zone made of (instant in UTC, offset from then on), earliest first."""

    def __init__(self, name: str, first: timedelta, changes: list[tuple[datetime, timedelta]]) -> None:
        self._name = name
        self._offsets = [first, *(offset for _, offset in changes)]
        self._instants = [at for at, _ in changes]
        # A wall clock that stands still is past the change once it shows the later of both readings:
        # then a time in the gap has the offset before it, and one that comes twice is the first.
        before = self._offsets[:-1]
        self._walls = [at + max(old, new) for (at, new), old in zip(changes, before, strict=True)]

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Return the offset of a wall-clock time."""
        if at is None:
            return self._offsets[0]
        return self._offsets[bisect.bisect_right(self._walls, at.replace(tzinfo=None))]

    def dst(self, at: datetime | None) -> timedelta:
        """Return nothing: nobody here asks which half of the year is the summer."""
        return ZERO

    def tzname(self, at: datetime | None) -> str:
        """Return the name that the file gives it."""
        return self._name

    def fromutc(self, at: datetime) -> datetime:
        """Return the wall-clock time of a moment."""
        return at + self._offsets[bisect.bisect_right(self._instants, at.replace(tzinfo=None))]


class Zones:
    """The zones of one file. `guessed` gets the names that nobody knows."""

    def __init__(
        self, parts: list[Component], default: str, *, is_sure: bool, window: tuple[datetime, datetime]
    ) -> None:
        self.guessed: set[str] = set()
        self._window = window
        self._own: dict[str, Component] = {}
        for part in parts:
            tzid = part.first("TZID") if part.name == "VTIMEZONE" else None
            if tzid:
                self._own[tzid.value.strip()] = part
        self._cache: dict[str, tzinfo] = {}
        named = next((one for one in (part.first("X-WR-TIMEZONE") for part in parts) if one), None)
        said = self._by_name(named.value.strip()) if named and not is_sure else None
        self.default: tzinfo = said or zoneinfo.ZoneInfo(default)

    @property
    def default_name(self) -> str:
        """Return the name of the zone of times that have none."""
        return str(self.default)

    def get(self, tzid: str) -> tzinfo:
        """Return the zone of a TZID."""
        zone = self._cache.get(tzid)
        if zone is None:
            zone = self._cache[tzid] = (
                self._by_name(tzid) or self._from_file(tzid) or _by_offset(tzid) or self._noted(tzid)
            )
        return zone

    def _noted(self, tzid: str) -> tzinfo:
        self.guessed.add(tzid)
        return self.default

    def unknown(self) -> list[str]:
        """Return the names that nobody knows, fit to be shown."""
        return sorted({plain(tzid)[:60] for tzid in self.guessed})

    def _by_name(self, name: str) -> tzinfo | None:
        tail = name.strip("/").split("/")
        for spelling in (name, name.replace("_", "/", 1), "/".join(tail[-2:]), "/".join(tail[-3:]), *_windows(name)):
            known = _known().get(spelling.casefold())
            if known:
                return zoneinfo.ZoneInfo(known)
        return self._by_city(name)

    def _by_city(self, name: str) -> tzinfo | None:
        """Return the zone of Outlook's "(UTC+01:00) Amsterdam, Berlin, …", where a city and the offset agree."""
        display, offset = _DISPLAY.match(name), _by_offset(name)
        if display is None or offset is None:
            return None
        new_year = datetime(self._window[0].year, 1, 1)  # noqa: DTZ001 - wall-clock time
        for city in display.group(1).split(","):
            tail = "/" + city.strip().replace(" ", "_").casefold()
            known = next((name for key, name in sorted(_known().items()) if key.endswith(tail)), None)
            zone = zoneinfo.ZoneInfo(known) if known else None
            if zone and zone.utcoffset(new_year) == offset.utcoffset(None):
                return zone
        return None

    def _from_file(self, tzid: str) -> tzinfo | None:
        part = self._own.get(tzid)
        if part is None:
            return None
        try:
            return _file_zone(tzid, part, self._window)
        except (EventSkipped, recurrence.SeriesRefused, ValueError, OverflowError):
            return None


@functools.cache
def _known() -> dict[str, str]:
    return {known.casefold(): known for known in zoneinfo.available_timezones()}


def _windows(name: str) -> list[str]:
    """Return the known zone of a Windows name, also of the name that Outlook shows ("Pacific Time (US & Canada)")."""
    if "/" in name:
        return []
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - a tenth of a second to load

    display = _DISPLAY.match(name)
    shown = (display.group(1) if display else name).partition(" (")[0]
    by_name = {windows.casefold(): known for windows, known in WINDOWS_TO_OLSON.items()}
    spellings = (name, shown, shown.replace(" Time", " Standard Time"))
    return [by_name[spelling.casefold()] for spelling in spellings if spelling.casefold() in by_name]


def _by_offset(name: str) -> tzinfo | None:
    match = _OFFSET.search(name)
    if match is None or int(match.group(2)) > 14:
        return None
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
    return timezone(-offset if match.group(1) == "-" else offset)


class _Walls:
    """Wall-clock times of an observance have no zone."""

    default: tzinfo = UTC

    def get(self, tzid: str) -> tzinfo:
        return UTC


def _file_zone(name: str, part: Component, window: tuple[datetime, datetime]) -> tzinfo | None:
    """Return what a VTIMEZONE says for the years of a window, or None where it says nothing."""
    changes: list[tuple[datetime, timedelta]] = []
    offsets_before: list[tuple[datetime, timedelta]] = []
    for observance in part.parts[:MOST_OBSERVANCES]:
        old, new = (_utc_offset(observance.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        for wall in _onsets(observance, old, window):
            changes.append((wall - old, new))
            offsets_before.append((wall - old, old))
    if not changes:
        return None
    changes.sort()
    return FileZone(name, min(offsets_before)[1], changes)


def _onsets(observance: Component, old: timedelta, window: tuple[datetime, datetime]) -> list[datetime]:
    """Return the wall-clock times at which an observance begins: the last before the window, and those within."""
    begins = observance.first("DTSTART")
    if begins is None:
        raise EventSkipped("no_start")
    # Windows begins its zones in the year 1601; nothing before 1970 is asked for here.
    value = begins.value.strip()
    start = moment(f"1970{value[4:]}" if value[:4] < "1970" else value, {}, _Walls()).wall
    first, last = (edge.replace(tzinfo=None) for edge in window)
    reach = (first - timedelta(days=800), last + timedelta(days=2))
    found = {start}
    for rule in observance.all("RRULE"):
        until = recurrence.parts_of(rule.value).get("UNTIL")
        end = moment(until, {}, _Walls()).wall + (old if until.endswith("Z") else ZERO) if until else None
        found.update(recurrence.occurrences(start, rule.value, end, reach))
        if end and end < reach[0]:
            found.update(recurrence.occurrences(start, rule.value, end, (end - timedelta(days=800), end))[-1:])
    for line in observance.all("RDATE"):
        found.update(moment(text.partition("/")[0], {}, _Walls()).wall for text in line.value.split(","))
    return sorted(found)


def _utc_offset(text: str) -> timedelta:
    match = _UTC_OFFSET.match(text)
    if match is None or int(match.group(2)) > 23:
        raise EventSkipped("bad_date")
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3)), seconds=int(match.group(4) or 0))
    return -offset if match.group(1) == "-" else offset
