"""When people and teams can't. Plain Python.

Busy times are half-open. Only firm ones stop a visit: a tentative entry is a warning.
"""

import calendar
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from operator import itemgetter
from typing import NamedTuple

from programs.availability.choices import BusyKind, Reason, Repeat
from programs.core.refusals import Refusal

STRENGTH = {BusyKind.TENTATIVE: 0, BusyKind.BUSY: 1, BusyKind.OUT_OF_OFFICE: 2}
"""Where two kinds overlap, the stronger one stands."""
STRONGEST_FIRST = sorted(STRENGTH, key=STRENGTH.__getitem__, reverse=True)
LONGEST = timedelta(days=731)
"""Blackouts and duties of more than two years are slips of the keyboard."""
OFFICE_DAY = (time(9), time(17))
AWAY_FROM = timedelta(hours=4)
"""Somebody who is out of office for half an office day or more counts as away."""


class Busy(NamedTuple):
    """When somebody can't: from an instant to an instant, half-open. A calendar may hold a hundred thousand."""

    starts_at: datetime
    ends_at: datetime
    kind: BusyKind = BusyKind.BUSY

    @property
    def is_firm(self) -> bool:
        """Whether it stops a visit; a tentative entry only warns."""
        return self.kind != BusyKind.TENTATIVE

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether both have a moment in common; back to back is not."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True)
class Stretch:
    """A hosting day's time: from an instant to an instant, on the clock of its site."""

    starts_at: datetime
    ends_at: datetime
    zone: tzinfo


SATURDAY = 5
LAST = 5
"""The fifth weekday of a month means its last one."""
MOST_NUMBER = {Repeat.WEEKLY: 52, Repeat.MONTHLY: LAST, Repeat.MONTH_START: 10, Repeat.MONTH_END: 10}


def is_working_day(on: date, free_dates: Container[date] = ()) -> bool:
    """Say whether people work on a date: Monday to Friday, but for holidays of the site."""
    return on.weekday() < SATURDAY and on not in free_dates


@dataclass(frozen=True)
class Recurrence:
    """Which dates from `first` on a blackout closes. `number` is the n of `repeats`; 0 is Monday."""

    first: date
    repeats: str = Repeat.NEVER
    number: int = 1
    weekday: int | None = None

    def falls_on(self, on: date, free_dates: Container[date] = ()) -> bool:
        """Whether a date from `first` on is one of them. `free_dates` are holidays: no working days."""
        if self.repeats == Repeat.NEVER:
            return True
        if self.repeats in {Repeat.MONTH_START, Repeat.MONTH_END}:
            return on in self._edge_of_month(on, free_dates)
        if on.weekday() != self.weekday:
            return False
        if self.repeats == Repeat.MONTHLY:
            is_last = (on + timedelta(weeks=1)).month != on.month
            return is_last if self.number == LAST else (on.day - 1) // 7 + 1 == self.number
        start = self.first + timedelta(days=(self.weekday - self.first.weekday()) % 7)
        return (on - start).days % (7 * self.number) == 0

    def _edge_of_month(self, on: date, free_dates: Container[date]) -> list[date]:
        days = range(1, calendar.monthrange(on.year, on.month)[1] + 1)
        working = [one for one in (on.replace(day=day) for day in days) if is_working_day(one, free_dates)]
        return working[: self.number] if self.repeats == Repeat.MONTH_START else working[-self.number :]


@dataclass(frozen=True)
class Closed:
    """A blackout: for the company without a scope, else for a site, a hosting department or a team (`where`)."""

    id: int
    title: str
    kind: str
    from_on: date
    until_on: date
    site_id: int | None = None
    department_id: int | None = None
    team_id: int | None = None
    where: str = ""
    is_soft: bool = False
    repeats: str = Repeat.NEVER
    number: int = 1
    weekday: int | None = None
    start_time: time | None = None
    end_time: time | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def covers(
        self,
        on: date,
        *,
        site_id: int | None = None,
        department_id: int | None = None,
        team_id: int | None = None,
        free_dates: Container[date] = (),
        stretch: Stretch | None = None,
    ) -> bool:
        """Whether it speaks against a visit on a day at a site, in a host department, as someone of a team.

        `free_dates` are the holidays there, which are no working days. Without a `stretch`,
        one that closes a part of the day counts as well.
        """
        scopes = ((self.site_id, site_id), (self.department_id, department_id), (self.team_id, team_id))
        return (
            all(own is None or own == other for own, other in scopes)
            and self.falls_on(on, free_dates)
            and (stretch is None or self._meets(on, stretch))
        )

    def falls_on(self, on: date, free_dates: Container[date] = ()) -> bool:
        """Whether a date is one of those that it closes, whomever it binds."""
        if not self.from_on <= on <= self.until_on:
            return False
        return Recurrence(self.from_on, self.repeats, self.number, self.weekday).falls_on(on, free_dates)

    def _meets(self, on: date, stretch: Stretch) -> bool:
        if self.starts_at is not None and self.ends_at is not None:
            return self.starts_at < stretch.ends_at and stretch.starts_at < self.ends_at
        if self.start_time is None or self.end_time is None:
            return True
        start, end = (datetime.combine(on, at, stretch.zone) for at in (self.start_time, self.end_time))
        # As instants: on the day of a clock change two times of one zone compare by the wall otherwise.
        return start.timestamp() < stretch.ends_at.timestamp() and stretch.starts_at.timestamp() < end.timestamp()


@dataclass(frozen=True)
class Cover:
    """How many people of a team may be away on a date."""

    team_id: int
    team: str
    size: int
    most_away: int
    people: frozenset[int] = field(default_factory=frozenset)


def most_away(size: int, people: int | None, per_cent: int | None) -> int:
    """Return how many people of a team of a size may be away: a number, or per cent rounded down.

    A team that may send anyone may send one: 10 % of six people is 1, not 0; 0 % is 0.
    """
    if people is not None:
        return people
    share = size * (per_cent or 0) // 100
    return max(share, 1) if per_cent else 0


def is_reached(cover: Cover, away: Iterable[int], person_id: int) -> bool:
    """Whether the team's cover would be broken if a person were away as well as others."""
    return len(set(away) | {person_id}) > cover.most_away


def merged(intervals: Iterable[Busy]) -> tuple[Busy, ...]:
    """Return disjoint intervals in their order that say the same.

    Overlapping or touching ones of a kind become one; where kinds overlap the strongest
    stands. Empty intervals vanish.
    """
    edges: list[tuple[datetime, int, BusyKind]] = []
    for starts_at, ends_at, kind in _joined(intervals):
        edges += [(starts_at, 1, kind), (ends_at, -1, kind)]
    edges.sort(key=itemgetter(0))
    counts = dict.fromkeys(STRENGTH, 0)
    found: list[Busy] = []
    since: datetime | None = None
    standing: BusyKind | None = None
    for number, (at, step, kind) in enumerate(edges, 1):
        counts[kind] += step
        if number < len(edges) and edges[number][0] == at:
            continue  # all that begins and ends at one moment is counted before it is judged
        strongest = next((one for one in STRONGEST_FIRST if counts[one]), None)
        if strongest is not standing:
            if standing is not None and since is not None:
                found.append(Busy(since, at, standing))
            since, standing = at, strongest
    return tuple(found)


def _joined(intervals: Iterable[Busy]) -> Iterator[Busy]:
    """Yield what overlapping or touching intervals of one kind cover together, kind by kind; empty ones vanish."""
    by_kind: dict[BusyKind, list[Busy]] = defaultdict(list)
    for one in intervals:
        if one[0] < one[1]:
            by_kind[one[2]].append(one)
    for kind, of_kind in by_kind.items():
        of_kind.sort(key=itemgetter(0))
        since, until, _ = of_kind[0]
        for starts_at, ends_at, _ in of_kind:
            if starts_at > until:
                yield Busy(since, until, kind)
                since, until = starts_at, ends_at
            elif ends_at > until:
                until = ends_at
        yield Busy(since, until, kind)


def dates_between(from_on: date, until_on: date) -> Iterator[date]:
    """Yield the dates from one to another, both included."""
    for day in range((until_on - from_on).days + 1):
        yield from_on + timedelta(days=day)


def dates_away(busy: Busy, zone: tzinfo) -> Iterator[date]:
    """Yield the dates on which an out-of-office time takes half an office day or more."""
    if busy.kind != BusyKind.OUT_OF_OFFICE:
        return
    first, last = busy.starts_at.astimezone(zone).date(), busy.ends_at.astimezone(zone).date()
    for on in dates_between(first, last):
        start, end = (datetime.combine(on, at, zone) for at in OFFICE_DAY)
        shared = min(end.timestamp(), busy.ends_at.timestamp()) - max(start.timestamp(), busy.starts_at.timestamp())
        if shared >= AWAY_FROM.total_seconds():
            yield on


def recurrence_refusals(
    recurrence: Recurrence, until_on: date, *, start: time | None = None, end: time | None = None
) -> tuple[Refusal, ...]:
    """Return what is wrong with how a blackout repeats and with its times."""
    refusals = []
    most = MOST_NUMBER.get(Repeat(recurrence.repeats))
    if most is not None and not 1 <= recurrence.number <= most:
        refusals.append(Refusal(Reason.NUMBER_RANGE, {"most": most}))
    if recurrence.repeats in {Repeat.WEEKLY, Repeat.MONTHLY} and recurrence.weekday is None:
        refusals.append(Refusal(Reason.NEEDS_WEEKDAY))
    if (start is None) != (end is None):
        refusals.append(Refusal(Reason.BOTH_TIMES))
    elif start is not None and end is not None and start >= end:
        refusals.append(Refusal(Reason.TIMES_ORDER))
    if not refusals and not any(recurrence.falls_on(on) for on in dates_between(recurrence.first, until_on)):
        refusals.append(Refusal(Reason.NEVER_FALLS))
    return tuple(refusals)


def date_refusals(from_on: date, until_on: date) -> tuple[Refusal, ...]:
    """Return what is wrong with the dates of a blackout or duty."""
    if until_on < from_on:
        return (Refusal(Reason.ENDS_FIRST),)
    return (Refusal(Reason.TOO_LONG),) if until_on - from_on > LONGEST else ()
