"""When hosting days are, and what they cost a department. Plain Python.

Times are wall-clock times at the site: "every Tuesday at nine" is nine in summer and in
winter. A time that the spring change leaves out is read with the offset before the change; a
time that the autumn change has twice is the first of the two (RFC 5545, 3.3.5).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from programs.availability.choices import Repeat
from programs.availability.rules import Recurrence, dates_between
from programs.core.refusals import Refusal
from programs.hosting.choices import LeftOut, OfferingState, Reason

HOURS_OF_WHOLE_DAY = 8.0
"""What a day without times costs the hosting budget."""
MOST_NOTICE = 90
"""Nobody asks for more than a quarter's notice."""
LONGEST_PATTERN = timedelta(days=366)
"""Recurring days are planned for a year at most."""


@dataclass(frozen=True)
class Weekly:
    """Every nth week on a weekday (0 is Monday), from a day until a day, both included.

    With `nth`, that weekday of each month instead: 1 for the first to 4, and 5 for the last.
    """

    weekday: int
    from_on: date
    until_on: date
    every_weeks: int = 1
    nth: int | None = None

    def dates(self) -> tuple[date, ...]:
        """Return the dates, first to last. The first is the first such weekday from `from_on`."""
        if self.nth is not None:
            monthly = Recurrence(self.from_on, Repeat.MONTHLY, self.nth, self.weekday)
            return tuple(on for on in dates_between(self.from_on, self.until_on) if monthly.falls_on(on))
        first = self.from_on + timedelta(days=(self.weekday - self.from_on.weekday()) % 7)
        weeks = (self.until_on - first).days // 7
        return tuple(first + timedelta(weeks=week) for week in range(0, weeks + 1, self.every_weeks))


@dataclass(frozen=True)
class Span:
    """From an instant to an instant, in UTC, half-open."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Span") -> bool:
        """Whether both have a moment in common; back to back is not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class DayTimes:
    """From when to when a hosting day is, on the site's clock; without times it is the whole day."""

    start: time | None = None
    end: time | None = None

    @property
    def is_whole_day(self) -> bool:
        """Whether the day has no times."""
        return self.start is None or self.end is None

    def on(self, day: date, zone: tzinfo) -> Span | None:
        """Return the instants on a day, or None where the clock change leaves no time between them."""
        if self.start is None or self.end is None:
            return Span(instant(day, time(), zone), instant(day + timedelta(days=1), time(), zone))
        span = Span(instant(day, self.start, zone), instant(day, self.end, zone))
        return span if span.starts_at < span.ends_at else None


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """Return when a wall clock shows a time on a day, in UTC."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


@dataclass(frozen=True)
class Planned:
    """One date of a pattern: its instants, or why it is left out (exactly one of the two)."""

    on: date
    span: Span | None = None
    left_out: Refusal | None = None


def plan(
    pattern: Weekly,
    times: DayTimes,
    zone: tzinfo,
    *,
    closed: Mapping[date, Refusal],
    taken: Collection[Span],
    after: datetime,
) -> tuple[Planned, ...]:
    """Return every date of a pattern with its instants, or with why it is left out.

    `closed` maps dates to what they are (a public holiday, a blackout); `taken` are the
    instants of days that the offering has already. Only days that begin after `after` are made.
    """
    planned = []
    for on in pattern.dates():
        span = times.on(on, zone)
        if on in closed:
            planned.append(Planned(on, left_out=closed[on]))
        elif span is None:
            planned.append(Planned(on, left_out=Refusal(LeftOut.CLOCK_CHANGE)))
        elif span.starts_at <= after:
            planned.append(Planned(on, left_out=Refusal(LeftOut.PAST)))
        elif any(span.meets(other) for other in taken):
            planned.append(Planned(on, left_out=Refusal(LeftOut.ALREADY)))
        else:
            planned.append(Planned(on, span))
    return tuple(planned)


# Changing a rule -------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """A day that a rule made, as it stands. `rule_on` is the date that the rule gave it."""

    key: int
    rule_on: date
    on: date
    span: Span
    places: int
    taken: int = 0

    @property
    def is_moved(self) -> bool:
        """Whether the host moved it to another date."""
        return self.on != self.rule_on


class Fate(Enum):
    """What becomes of a date when its rule changes."""

    MADE = "made"
    CHANGED = "changed"
    SAME = "same"
    ENDED = "ended"
    HAS_VISITS = "has_visits"
    MOVED_BY_HAND = "moved_by_hand"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Replanned:
    """One date of a changed rule: what becomes of it, its instants, and why it is left out."""

    on: date
    fate: Fate
    span: Span | None = None
    standing: Standing | None = None
    left_out: Refusal | None = None


def replan(
    pattern: Weekly,
    times: DayTimes,
    zone: tzinfo,
    *,
    places: int,
    standing: Collection[Standing],
    skipped: Collection[date],
    closed: Mapping[date, Refusal],
    taken: Collection[Span],
    after: datetime,
) -> tuple[Replanned, ...]:
    """Return what becomes of every date when a rule changes, earliest first.

    Days with visits stay exactly as they are, and so do those that the host moved; dates that
    the host left out stay out. `standing` are the days that the old rule made and that are to
    come, `taken` the instants of the offering's other days.
    """
    fixed = [day for day in standing if day.taken or day.is_moved]
    free = {day.rule_on: day for day in standing if day not in fixed}
    found = [Replanned(day.on, Fate.HAS_VISITS if day.taken else Fate.MOVED_BY_HAND, day.span, day) for day in fixed]
    out = {on: Refusal(LeftOut.SKIPPED) for on in skipped} | dict(closed)
    occupied = [*taken, *(day.span for day in fixed)]
    filled = {day.rule_on for day in fixed}
    for one in plan(pattern, times, zone, closed=out, taken=occupied, after=after):
        if one.on in filled:
            continue
        day = free.pop(one.on, None)
        if one.span is None:
            fate = Fate.ENDED if day else Fate.LEFT_OUT
        elif day is None:
            fate = Fate.MADE
        else:
            fate = Fate.SAME if (day.span, day.places) == (one.span, places) else Fate.CHANGED
        found.append(Replanned(one.on, fate, one.span, day, one.left_out))
    found += [Replanned(on, Fate.ENDED, day.span, day) for on, day in free.items()]
    return tuple(sorted(found, key=lambda one: (one.on, one.fate.value)))


def time_refusals(times: DayTimes) -> tuple[Refusal, ...]:
    """Return what is wrong with the times of a day."""
    if (times.start is None) != (times.end is None):
        return (Refusal(Reason.TIMES),)
    if times.start is not None and times.end is not None and times.start >= times.end:
        return (Refusal(Reason.ENDS_FIRST),)
    return ()


def pattern_refusals(pattern: Weekly, times: DayTimes) -> tuple[Refusal, ...]:
    """Return what is wrong with a weekly rule, before its dates are looked at."""
    refusals = list(time_refusals(times))
    if pattern.until_on < pattern.from_on or not pattern.dates():
        refusals.append(Refusal(Reason.NO_DATES))
    if pattern.until_on - pattern.from_on > LONGEST_PATTERN:
        refusals.append(Refusal(Reason.TOO_LONG))
    return tuple(refusals)


def places_refusals(places: int, *, taken: int, minimum_group: int) -> tuple[Refusal, ...]:
    """Return why a day can't have so many places."""
    refusals = []
    if places < taken:
        refusals.append(Refusal(Reason.BELOW_TAKEN, {"taken": taken}))
    if places < minimum_group:
        refusals.append(Refusal(Reason.BELOW_GROUP, {"group": minimum_group}))
    return tuple(refusals)


def limit_refusals(notice_days: int | None, horizon_days: int | None) -> tuple[Refusal, ...]:
    """Return what is wrong with how late and how early an offering's days can be booked."""
    refusals = []
    if notice_days is not None and notice_days > MOST_NOTICE:
        refusals.append(Refusal(Reason.NOTICE_RANGE, {"most": MOST_NOTICE}))
    if horizon_days is not None and horizon_days <= (notice_days or 0):
        refusals.append(Refusal(Reason.HORIZON_RANGE))
    return tuple(refusals)


def notice_days(programs: int, own: int | None) -> int:
    """Return the days of notice: those of the offering, but never fewer than the programme's."""
    return max(programs, own or 0)


STEPS: Mapping[str, tuple[OfferingState, frozenset[OfferingState]]] = {
    "review": (OfferingState.REVIEWED, frozenset({OfferingState.DRAFT})),
    "publish": (OfferingState.PUBLISHED, frozenset({OfferingState.DRAFT, OfferingState.REVIEWED})),
    "withdraw": (OfferingState.WITHDRAWN, frozenset(OfferingState) - {OfferingState.WITHDRAWN}),
    "reopen": (OfferingState.DRAFT, frozenset({OfferingState.WITHDRAWN, OfferingState.REVIEWED})),
}
"""Each step of an offering's life: where it leads, and from where it can be taken. Who may publish
reviews by doing so, hence the short way from draft to published."""


def steps_from(state: str) -> tuple[str, ...]:
    """Return the steps that an offering in a state can take."""
    return tuple(step for step, (_, sources) in STEPS.items() if state in sources)


def hosting_hours(starts_at: datetime, ends_at: datetime, *, is_whole_day: bool) -> float:
    """Return the hours that a hosting day costs its department, however many visitors come."""
    return HOURS_OF_WHOLE_DAY if is_whole_day else (ends_at - starts_at) / timedelta(hours=1)
