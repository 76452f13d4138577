"""When a repeating event takes place, within a window and within limits.

Works on wall-clock times of one zone (naive datetimes), as RFC 5545 means it: nine stays
nine. Rules that would not end, or are no appointments, are refused before they are expanded;
what slips through is stopped by a timer. The everyday rules (daily, weekly on some days) are
counted out here; dateutil expands the rest, after what it understands otherwise than RFC 5545
has been said in full (docs/reading-calendars.md lists that).
"""

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

FREQUENCIES = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"}
PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY",
    "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")
MOST_TIMES_A_DAY = 96
MOST_OCCURRENCES = 5000
SECONDS_PER_SERIES = 1.0
DAYS_OF_MONTH = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
JUMPS = {"HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
DAY = timedelta(days=1)


class SeriesRefused(Exception):
    """A rule is not expanded; `code` is a SkipReason."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def parts_of(text: str) -> dict[str, str]:
    """Return the parts of an RRULE by name. Raises SeriesRefused for what is none."""
    parts = {}
    for part in text.strip().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        name = name.strip().upper()
        if not equals or not value.strip():
            raise SeriesRefused("bad_rule")
        if not name.startswith("X-"):
            parts[name] = value.strip().upper()
    if parts.get("RSCALE") == "GREGORIAN" and parts.get("SKIP", "OMIT") == "OMIT":
        parts.pop("RSCALE")
        parts.pop("SKIP", None)
    _check(parts)
    return parts


def _check(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ", "")
    if frequency in {"SECONDLY", "MINUTELY"}:
        raise SeriesRefused("too_often")
    try:
        interval = int(parts.get("INTERVAL", "1"))
        count = int(parts.get("COUNT", "1"))
        months = [int(month) for month in parts["BYMONTH"].split(",")] if "BYMONTH" in parts else list(DAYS_OF_MONTH)
        days = [int(day) for day in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else [1]
    except ValueError as error:
        raise SeriesRefused("bad_rule") from error
    if frequency not in FREQUENCIES or interval < 1 or count < 1 or not PARTS.issuperset(parts):
        raise SeriesRefused("bad_rule")
    times = 1
    for name in CLOCK:
        times *= len(set(parts[name].split(","))) if name in parts else 1
    if times > MOST_TIMES_A_DAY:
        raise SeriesRefused("too_often")
    if not any(1 <= abs(day) <= DAYS_OF_MONTH.get(month, 0) for month in months for day in days):
        raise SeriesRefused("never")


def occurrences(
    start: datetime,
    text: str,
    until: datetime | None,
    window: tuple[datetime, datetime],
    *,
    is_date: bool = False,
) -> list[datetime]:
    """Return when a series begins within a window, all in wall-clock times of its zone.

    `until` is the rule's own end, read by the caller (it may be written in another zone).
    The first occurrence is `start`, whether or not the rule meets it. Of a series of dates
    hours, minutes and seconds of the rule mean nothing (RFC 5545 §3.3.10). Raises
    SeriesRefused.
    """
    parts = parts_of(text)
    parts.pop("UNTIL", None)
    if is_date:
        for name in CLOCK:
            parts.pop(name, None)
    last = min(window[1], until) if until else window[1]
    count = int(parts.pop("COUNT", 0)) or None
    begin = _jump(start, parts, window[0]) if count is None else start
    with time_limit(SECONDS_PER_SERIES):
        try:
            moments = _everyday(parts, begin) or _by_dateutil(parts, begin)
            found = _within(islice((one for one in moments if one >= start), count), window[0], last)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError, ArithmeticError) as error:
            raise SeriesRefused("bad_rule") from error
    if window[0] <= start <= window[1] and start not in found:
        found.insert(0, start)
    return found


def _everyday(parts: dict[str, str], begin: datetime) -> Iterator[datetime] | None:
    """Return the moments of a rule that is only daily, or weekly on some days; else None."""
    interval = int(parts.get("INTERVAL", "1"))
    names = set(parts) - {"INTERVAL", "WKST"}
    if names == {"FREQ"} and parts["FREQ"] in JUMPS:
        return _each(begin, interval * JUMPS[parts["FREQ"]])
    if names == {"FREQ", "BYDAY"} and parts["FREQ"] == "WEEKLY":
        days = parts["BYDAY"].split(",")
        if set(days) <= set(DAY_NAMES) and parts.get("WKST", "MO") in DAY_NAMES:
            return _weekly(begin, interval, days, parts.get("WKST", "MO"))
    return None


def _each(begin: datetime, step: timedelta) -> Iterator[datetime]:
    while True:
        yield begin
        begin += step


def _weekly(begin: datetime, interval: int, days: list[str], week_start: str) -> Iterator[datetime]:
    monday = DAY_NAMES.index(week_start)
    week = begin - (begin.weekday() - monday) % 7 * DAY
    shifts = [shift * DAY for shift in sorted({(DAY_NAMES.index(day) - monday) % 7 for day in days})]
    yield from (week + shift for shift in shifts if week + shift >= begin)
    while True:
        week += interval * 7 * DAY
        for shift in shifts:
            yield week + shift


def _by_dateutil(parts: dict[str, str], begin: datetime) -> Iterable[datetime]:
    said = dict(parts)
    if "BYWEEKNO" in said and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & set(said):
        # What a rule doesn't say comes from DTSTART; dateutil would take all seven days.
        said["BYDAY"] = DAY_NAMES[begin.weekday()]
    if "BYSETPOS" in said and said["FREQ"] == "WEEKLY":
        # The set is that of the whole week, also where DTSTART stands in its middle.
        week_start = said.get("WKST", "MO")
        said.setdefault("BYDAY", DAY_NAMES[begin.weekday()])
        begin -= (begin.weekday() - DAY_NAMES.index(week_start)) % 7 * DAY
    rule: Iterable[datetime] = rrulestr(";".join(f"{name}={value}" for name, value in said.items()), dtstart=begin)
    return rule


def _within(moments: Iterable[datetime], first: datetime, last: datetime) -> list[datetime]:
    found = []
    for moment in moments:
        if moment > last:
            break
        if moment >= first:
            found.append(moment)
            if len(found) > MOST_OCCURRENCES:
                raise SeriesRefused("too_often")
    return found


def _jump(start: datetime, parts: dict[str, str], first: datetime) -> datetime:
    """Return a start nearer to the window that gives the same dates from there on."""
    step = JUMPS.get(parts["FREQ"])
    if step is None or start >= first:
        return start
    step *= int(parts.get("INTERVAL", "1"))
    # One step short, so that a week that began before the window is still whole.
    return start + max((first - start) // step - 1, 0) * step


class _TooSlow(Exception):
    """The timer rang."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise SeriesRefused when a block takes more CPU time. Main thread of the child only."""

    def ring(number: int, frame: object) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _TooSlow as slow:
        raise SeriesRefused("too_often") from slow
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def end_of(day: date) -> datetime:
    """Return the last moment of a date: UNTIL as a date means through that day."""
    return datetime(day.year, day.month, day.day, 23, 59, 59)  # noqa: DTZ001 - wall-clock time
