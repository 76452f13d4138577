"""When a repeating event takes place, within a window and within limits.

Works on wall-clock times of one zone (naive datetimes), as RFC 5545 means it: nine stays
nine. Rules that would not end, or are no appointments, are refused before they are expanded;
what slips through is stopped by a timer.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.rrule import rrule, rrulestr

FREQUENCIES = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"}
MOST_TIMES_A_DAY = 96
MOST_OCCURRENCES = 5000
SECONDS_PER_SERIES = 1.0
DAYS_OF_MONTH = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
JUMPS = {"HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}


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
        if not equals or not value:
            raise SeriesRefused("bad_rule")
        parts[name.strip().upper()] = value.strip().upper()
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
    if frequency not in FREQUENCIES or interval < 1 or count < 1:
        raise SeriesRefused("bad_rule")
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(parts[name].split(",")) if name in parts else 1
    if times > MOST_TIMES_A_DAY:
        raise SeriesRefused("too_often")
    if not any(1 <= abs(day) <= DAYS_OF_MONTH.get(month, 0) for month in months for day in days):
        raise SeriesRefused("never")


def occurrences(
    start: datetime, text: str, until: datetime | None, window: tuple[datetime, datetime]
) -> list[datetime]:
    """Return when a series begins within a window, all in wall-clock times of its zone.

    `until` is the rule's own end, read by the caller (it may be written in another zone).
    The first occurrence is `start`, whether or not the rule meets it. Raises SeriesRefused.
    """
    parts = parts_of(text)
    parts.pop("UNTIL", None)
    last = min(window[1], until) if until else window[1]
    begin = start if "COUNT" in parts else _jump(start, parts, window[0])
    try:
        with time_limit(SECONDS_PER_SERIES):
            found = list(_within(_rule(parts, begin), window[0], last))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, ArithmeticError) as error:
        raise SeriesRefused("bad_rule") from error
    if window[0] <= start <= window[1] and start not in found:
        found.insert(0, start)
    return found


def _rule(parts: dict[str, str], begin: datetime) -> Any:
    return rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=begin)


def _within(rule: rrule, first: datetime, last: datetime) -> Iterator[datetime]:
    number = 0
    for moment in rule:
        if moment > last:
            return
        if moment >= first:
            number += 1
            if number > MOST_OCCURRENCES:
                raise SeriesRefused("too_often")
            yield moment


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
