"""A time zone as VTIMEZONE, in the form that every client reads.

icalendar's own `add_missing_timezones` writes long RDATE lists, of which Thunderbird reads
only the first value and Outlook none. We write the yearly rule that the zone's data file
ends with (the POSIX rule of a TZif file, RFC 8536 §3.3) as RRULE, after checking it against
the zone itself for the years in question; where it doesn't hold (Morocco's Ramadan, a change
of law), each transition is written out as an observance of its own.
"""

import datetime
import functools
import importlib.resources
import re
import zoneinfo
from dataclasses import dataclass

import icalendar

UTC_NAMES = {"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"}
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
IS_STANDARD = False
_NAME = r"(<[^>]+>|[A-Za-z]+)"
_OFFSET = r"([+-]?\d+(?::\d+){0,2})"
_RULE = re.compile(rf"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?,M(.+),M(.+))?$")
_HOUR = datetime.timedelta(hours=1)
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Observance:
    """One STANDARD or DAYLIGHT part: from `onset` (wall time before it), perhaps each year.

    DAYLIGHT is the one that is further ahead, also where the law calls the winter the
    exception (Dublin) or Ramadan (Casablanca): readers expect it so.
    """

    is_daylight: bool
    name: str
    offset_from: datetime.timedelta
    offset_to: datetime.timedelta
    onset: datetime.datetime
    rule: tuple[tuple[str, object], ...] = ()


@functools.lru_cache(maxsize=512)
def vtimezone(name: str, first_year: int, last_year: int) -> icalendar.Timezone:
    """Return the VTIMEZONE of the IANA zone `name`, right for the years given.

    Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown name.
    """
    observances = _yearly(name)
    if not observances or not _agrees(observances, name, first_year, last_year):
        observances = _written_out(name, first_year, last_year)
    zone = icalendar.Timezone()
    zone.add("tzid", name)
    for observance in observances:
        part = icalendar.TimezoneDaylight() if observance.is_daylight else icalendar.TimezoneStandard()
        part.add("dtstart", observance.onset)
        part.add("tzoffsetfrom", observance.offset_from)
        part.add("tzoffsetto", observance.offset_to)
        part.add("tzname", observance.name)
        if observance.rule:
            part.add("rrule", dict(observance.rule))
        zone.add_component(part)
    return zone


def _yearly(name: str) -> list[Observance]:
    """Return what the zone's POSIX rule says, or nothing where it can't be said as RRULE."""
    match = _RULE.match(_footer(name))
    if match is None:
        return []
    standard_name, standard_text, daylight_name, daylight_text, starts, ends = match.groups()
    standard = -_duration(standard_text)
    if daylight_name is None:
        onset = _new_year(1970)
        return [Observance(IS_STANDARD, standard_name.strip("<>"), standard, standard, onset)]
    daylight = -_duration(daylight_text) if daylight_text else standard + _HOUR
    parts = []
    for label, offset_from, offset_to, text in (
        (daylight_name, standard, daylight, starts),
        (standard_name, daylight, standard, ends),
    ):
        said = _rrule(text)
        if said is None:
            return []
        onset, rule = said
        parts.append(Observance(offset_to > offset_from, label.strip("<>"), offset_from, offset_to, onset, rule))
    return parts


def _new_year(year: int) -> datetime.datetime:
    """Return the naive first moment of a year: wall time or UTC, as its user says."""
    return datetime.datetime(year, 1, 1)  # noqa: DTZ001


def _footer(name: str) -> str:
    """Return the last line of the zone's TZif file: its rule for the time to come."""
    if name not in zoneinfo.available_timezones():
        raise zoneinfo.ZoneInfoNotFoundError(name)
    data = importlib.resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes()
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _duration(text: str) -> datetime.timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = [*map(int, text.lstrip("+-").split(":")), 0, 0][:3]
    return sign * datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _rrule(text: str) -> tuple[datetime.datetime, tuple[tuple[str, object], ...]] | None:
    """Turn "3.5.0/2" (last Sunday of March, 02:00) into a first onset and a yearly rule.

    Times before midnight or past it (Nuuk's "/-1", Gaza's "/50") move to another day, which
    RRULE says with BYMONTHDAY. None where the day would leave the month.
    """
    date, _, clock = text.partition("/")
    month, week, weekday = map(int, date.split("."))
    shift, time = divmod(_duration(clock or "2"), _DAY)
    day_name = _WEEKDAYS[(weekday + shift) % 7]
    rule: tuple[tuple[str, object], ...]
    if shift == 0:
        rule = (("freq", "YEARLY"), ("bymonth", month), ("byday", f"{-1 if week == 5 else week}{day_name}"))
    else:
        length = (datetime.date(1970 + month // 12, month % 12 + 1, 1) - _DAY).day
        first = (length - 6 if week == 5 else 7 * week - 6) + shift
        if first < 1 or first + 6 > length or month == 2:
            return None
        rule = (
            ("freq", "YEARLY"),
            ("bymonth", month),
            ("bymonthday", list(range(first, first + 7))),
            ("byday", day_name),
        )
    return datetime.datetime.combine(_nth(1970, month, week, weekday) + shift * _DAY, datetime.time()) + time, rule


def _nth(year: int, month: int, week: int, weekday: int) -> datetime.date:
    """Return the `week`-th `weekday` (0 is Sunday) of a month; week 5 is the last."""
    first = datetime.date(year, month, 1)
    day = first + ((weekday - first.isoweekday()) % 7) * _DAY + (week - 1) * 7 * _DAY
    return day if day.month == month else day - 7 * _DAY


def _agrees(observances: list[Observance], name: str, first_year: int, last_year: int) -> bool:
    """Say whether the yearly rules give the zone's own transitions in all the years."""
    if len(observances) == 1:
        offset = _offset(name, _new_year(first_year))
        return offset == observances[0].offset_to and not _transitions(name, first_year, last_year)
    said = set()
    for observance in observances:
        rule = _written(observance.rule)
        onsets = _occurrences(rule, observance.onset, last_year)
        said |= {(onset - observance.offset_from, observance.offset_to) for onset in onsets}
    begin, end = _new_year(first_year), _new_year(last_year + 1)
    return {(at, to) for at, to in said if begin <= at < end} == set(_transitions(name, first_year, last_year))


def _written(rule: tuple[tuple[str, object], ...]) -> str:
    """Return a rule as RFC 5545 writes it, for instance "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"."""
    values = {key: ",".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in rule}
    return ";".join(f"{key.upper()}={value}" for key, value in values.items())


def _occurrences(rule: str, onset: datetime.datetime, last_year: int) -> list[datetime.datetime]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - only while a zone is first written

    return list(rrulestr(rule, dtstart=onset).between(onset, _new_year(last_year + 1) + _DAY, inc=True))


@functools.lru_cache(maxsize=512)
def _transitions(name: str, first_year: int, last_year: int) -> list[tuple[datetime.datetime, datetime.timedelta]]:
    """Return the UTC moments at which the zone's offset changes, each with the new offset."""
    found = []
    at, end = _new_year(first_year), _new_year(last_year + 1)
    while at < end:
        after = at + _DAY
        if _offset(name, at) != _offset(name, after):
            low, high = at, after
            while high - low > datetime.timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if _offset(name, middle) == _offset(name, at) else (low, middle)
            found.append((high, _offset(name, high)))
        at = after
    return found


def _offset(name: str, at: datetime.datetime) -> datetime.timedelta:
    """Return the zone's offset at the UTC moment `at`."""
    offset = at.replace(tzinfo=datetime.UTC).astimezone(zoneinfo.ZoneInfo(name)).utcoffset()
    return offset or datetime.timedelta()


def _written_out(name: str, first_year: int, last_year: int) -> list[Observance]:
    """Return each transition of the years as an observance of its own, without any rule."""
    zone = zoneinfo.ZoneInfo(name)
    begin = _new_year(first_year) - _DAY
    changes = [(begin, _offset(name, begin)), *_transitions(name, first_year, last_year)]
    least = min(offset for _, offset in changes)
    observances, before = [], least
    for at, offset in changes:
        label = at.replace(tzinfo=datetime.UTC).astimezone(zone).tzname() or name
        observances.append(Observance(offset > least, label, before, offset, at + before))
        before = offset
    return observances
