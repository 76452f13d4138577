"""When people and teams can't. Plain Python.

Busy times are half-open. Only firm ones stop a visit: a tentative entry is a warning.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from programs.availability.choices import BusyKind, Reason
from programs.core.refusals import Refusal

STRENGTH = {BusyKind.TENTATIVE: 0, BusyKind.BUSY: 1, BusyKind.OUT_OF_OFFICE: 2}
"""Where two kinds overlap, the stronger one stands."""
LONGEST = timedelta(days=731)
"""Blackouts and duties of more than two years are slips of the keyboard."""
OFFICE_DAY = (time(9), time(17))
AWAY_FROM = timedelta(hours=4)
"""Somebody who is out of office for half an office day or more counts as away."""


@dataclass(frozen=True, order=True)
class Busy:
    """When somebody can't: from an instant to an instant, half-open."""

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

    def covers(
        self, on: date, *, site_id: int | None = None, department_id: int | None = None, team_id: int | None = None
    ) -> bool:
        """Whether nobody may visit on a day at a site, in a host department, as someone of a team."""
        if not self.from_on <= on <= self.until_on:
            return False
        scopes = ((self.site_id, site_id), (self.department_id, department_id), (self.team_id, team_id))
        return all(own is None or own == other for own, other in scopes)


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
    for one in intervals:
        if one.starts_at < one.ends_at:
            edges += [(one.starts_at, 1, one.kind), (one.ends_at, -1, one.kind)]
    edges.sort(key=lambda edge: edge[0])
    counts = dict.fromkeys(STRENGTH, 0)
    found: list[Busy] = []
    since: datetime | None = None
    for at, step, kind in edges:
        strongest = max((one for one in counts if counts[one]), key=STRENGTH.__getitem__, default=None)
        if strongest is not None and since is not None and since < at:
            if found and found[-1].ends_at == since and found[-1].kind == strongest:
                found[-1] = Busy(found[-1].starts_at, at, strongest)
            else:
                found.append(Busy(since, at, strongest))
        counts[kind] += step
        since = at
    return tuple(found)


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


def date_refusals(from_on: date, until_on: date) -> tuple[Refusal, ...]:
    """Return what is wrong with the dates of a blackout or duty."""
    if until_on < from_on:
        return (Refusal(Reason.ENDS_FIRST),)
    return (Refusal(Reason.TOO_LONG),) if until_on - from_on > LONGEST else ()
