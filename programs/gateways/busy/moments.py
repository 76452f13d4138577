"""Dates, times and lengths of calendars, as instants.

Instants are whole seconds since 1970, because a file may hold a hundred thousand of them.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, Protocol

from programs.gateways.busy.lines import Component

FIRST_YEAR, LAST_YEAR = 1970, 2199
DAY = 86_400
LONGEST = 366 * DAY
_DURATION = re.compile(r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


class EventSkipped(Exception):
    """An event can't be read; `code` is a SkipReason."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class NamedZones(Protocol):
    """Where a value finds its time zone."""

    default: tzinfo

    def get(self, tzid: str) -> tzinfo:
        """Return the zone of a TZID."""
        ...


class Moment(NamedTuple):
    """A date, or a wall-clock time with its zone. `is_floating`: the file doesn't say which zone."""

    wall: datetime
    zone: tzinfo
    is_date: bool
    is_floating: bool

    @property
    def instant(self) -> int:
        """When it is. In the gap of a clock change with the offset before it, twice: the first (RFC 5545 §3.3.5)."""
        return int(self.wall.replace(tzinfo=self.zone).timestamp())

    def on(self, wall: datetime) -> "Moment":
        """Return the same time of another wall clock."""
        return Moment(wall, self.zone, self.is_date, self.is_floating)

    def wall_in(self, zone: tzinfo) -> datetime:
        """Return the wall-clock time of another zone; of a date or a floating time its own."""
        if self.is_date or self.zone is zone:
            return self.wall
        return datetime.fromtimestamp(self.instant, UTC).astimezone(zone).replace(tzinfo=None)


class Length(NamedTuple):
    """How long: days of the calendar (23 or 25 hours at a clock change), then seconds."""

    days: int
    seconds: int

    @property
    def total(self) -> int:
        """About how many seconds: what limits are compared with."""
        return self.days * DAY + self.seconds

    def after(self, start: Moment) -> int:
        """Return the instant so long after a start."""
        if not self.days:
            return start.instant + self.seconds
        return start.on(start.wall + timedelta(days=self.days)).instant + self.seconds


def moment(value: str, parameters: dict[str, str], zones: NamedZones) -> Moment:
    """Return a DATE or DATE-TIME. Raises EventSkipped."""
    text = value.strip()
    day, clock, size = text[:8], text[9:15], len(text)
    try:
        if not (day.isdecimal() and text.isascii()):
            raise EventSkipped("bad_date")
        if not FIRST_YEAR <= int(day[:4]) <= LAST_YEAR:
            raise EventSkipped("bad_date")
        if size == 8:
            return Moment(datetime.fromisoformat(day), zones.default, is_date=True, is_floating=True)
        is_utc = size == 16 and text[15] in "Zz"
        if not (text[8] in "Tt" and len(clock) == 6 and clock.isdecimal() and (size == 15 or is_utc)):
            raise EventSkipped("bad_date")
        if clock[4:] >= "60":  # a leap second is the second before it (RFC 5545 §3.3.12)
            text = f"{text[:13]}59"
        wall = datetime.fromisoformat(text[:15])
    except ValueError as error:
        raise EventSkipped("bad_date") from error
    if is_utc:
        return Moment(wall, UTC, is_date=False, is_floating=False)
    tzid = parameters.get("TZID")
    return Moment(wall, zones.get(tzid) if tzid else zones.default, is_date=False, is_floating=not tzid)


def duration(text: str) -> Length:
    """Return a DURATION: weeks and days are those of the calendar (RFC 5545 §3.3.6). Raises EventSkipped."""
    match = _DURATION.match(text.strip().upper())
    if match is None or not text.isascii():
        raise EventSkipped("bad_date")
    if max(len(part or "") for part in match.groups()) > 9:
        raise EventSkipped("too_long")
    sign = -1 if match.group(1) == "-" else 1
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return Length(sign * (7 * weeks + days), sign * (3600 * hours + 60 * minutes + seconds))


def period(text: str, parameters: dict[str, str], zones: NamedZones) -> tuple[Moment, Length]:
    """Return when a PERIOD begins and how long it is. Raises EventSkipped."""
    start_text, _, end_text = text.partition("/")
    start = moment(start_text, parameters, zones)
    if end_text.strip().upper().startswith(("P", "+P")):
        return start, duration(end_text)
    return start, Length(0, moment(end_text, parameters, zones).instant - start.instant)


def times(event: Component, zones: NamedZones) -> tuple[Moment, Length]:
    """Return when an event starts and how long it is. Raises EventSkipped."""
    begins, ends = event.first("DTSTART"), event.first("DTEND")
    if begins is None:
        raise EventSkipped("no_start")
    start = moment(begins.value, begins.parameters, zones)
    if ends is not None:
        length = _until(start, moment(ends.value, ends.parameters, zones))
    elif "DURATION" in event.raw:
        length = duration(event.value("DURATION"))
        if start.is_date:
            length = Length(max(-(-length.total // DAY), 1) if length.total >= 0 else -1, 0)
    else:
        length = Length(1, 0) if start.is_date else Length(0, 0)
    if length.total < 0:
        raise EventSkipped("ends_first")
    if length.total > LONGEST:
        raise EventSkipped("too_long")
    return start, length


def _until(start: Moment, end: Moment) -> Length:
    """Return the length up to an end: of dates in days, at least one, else exactly (RFC 5545 §3.8.5.3)."""
    if not start.is_date:
        return Length(0, end.instant - start.instant)
    days = (end.wall - start.wall).days
    return Length(days or 1, 0)
