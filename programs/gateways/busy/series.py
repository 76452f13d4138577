"""The events of one UID: masters, and changes to single occurrences or to all that follow."""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from programs.gateways.busy import recurrence
from programs.gateways.busy.lines import Component, Property
from programs.gateways.busy.meaning import FREE
from programs.gateways.busy.moments import DAY, EventSkipped, Length, Moment, NamedZones, moment, period, times
from programs.gateways.busy.recurrence import SeriesRefused

Skip = tuple[Component, str]


class Event(NamedTuple):
    """An event of a series, its number in the reading list, and what it says about its owner's time."""

    part: Component
    item: int
    kind: str


class Occurrence(NamedTuple):
    """When an event takes place; `item` says which one of the reading list it is."""

    start: int
    end: int
    kind: str
    item: int


class Change(NamedTuple):
    """One occurrence as it became, or with `follows` also all later ones."""

    was: Moment
    follows: bool
    start: Moment
    length: Length
    event: Event


@dataclass
class Series:
    """The events of one UID."""

    masters: list[Event] = field(default_factory=list)
    changes: list[Event] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Take an event as a master, or as a change where it names an occurrence."""
        (self.changes if "RECURRENCE-ID" in event.part.raw else self.masters).append(event)

    def occurrences(
        self, zones: NamedZones, window: tuple[datetime, datetime], skipped: list[Skip], *, also_free: bool
    ) -> list[Occurrence]:
        """Return when it takes place within a window. What can't be read goes to `skipped`.

        Of masters with one UID those with the highest SEQUENCE count. Occurrences that are
        free are left out unless asked for.
        """
        if len(self.masters) > 1:
            newest = max(_sequence(event) for event in self.masters)
            self.masters = [event for event in self.masters if _sequence(event) == newest]
        edges = (int(window[0].timestamp()), int(window[1].timestamp()))
        changes = self._changes(zones, skipped) if self.changes else []
        found = [_occurrence(change.start, change.length, change.event) for change in changes]
        for event in self.masters:
            if event.kind == FREE and not changes and not also_free:
                continue
            try:
                found += _of_master(event, zones, window, changes)
            except (EventSkipped, SeriesRefused) as refused:
                skipped.append((event.part, refused.code))
        return [
            one
            for one in found
            if one.start < min(one.end, edges[1]) and one.end > edges[0] and (also_free or one.kind != FREE)
        ]

    def _changes(self, zones: NamedZones, skipped: list[Skip]) -> list[Change]:
        """Return the changes, of several to one occurrence those with the highest SEQUENCE."""
        found: dict[tuple[int, bool], list[Change]] = {}
        for event in self.changes:
            try:
                start, length = times(event.part, zones)
                named = event.part.first("RECURRENCE-ID") or Property({}, "")
                was = moment(named.value, named.parameters, zones)
            except EventSkipped as refused:
                skipped.append((event.part, refused.code))
                continue
            follows = named.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
            change = Change(was, follows, start, length, event)
            rivals = found.setdefault((was.instant, follows), [])
            if rivals and _sequence(event) > _sequence(rivals[0].event):
                rivals.clear()
            if not rivals or _sequence(event) == _sequence(rivals[0].event):
                rivals.append(change)
        return [change for rivals in found.values() for change in rivals]


def _sequence(event: Event) -> int:
    text = event.part.value("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _occurrence(start: Moment, length: Length, event: Event) -> Occurrence:
    instant = start.instant
    end = length.after(start) if length.days else instant + length.seconds
    return Occurrence(instant, end, event.kind, event.item)


def _of_master(
    event: Event, zones: NamedZones, window: tuple[datetime, datetime], changes: list[Change]
) -> Iterator[Occurrence]:
    start, length = times(event.part, zones)
    if not changes and "RRULE" not in event.part.raw and "RDATE" not in event.part.raw:
        yield _occurrence(start, length, event)
        return
    if not changes and "RDATE" not in event.part.raw and not length.days:
        yield from _of_rules_alone(event, start, length, zones, window)
        return
    instants = {change.was.instant for change in changes if not change.was.is_date}
    days = {_day_meant(change.was, start) for change in changes if change.was.is_date or start.is_date}
    following = sorted((change for change in changes if change.follows), key=lambda change: change.was.instant)
    since = [change.was.instant for change in following]
    for instant, begins, own_length in _starts(event.part, start, length, zones, window):
        if instant in instants or begins.wall.date() in days:
            continue
        shifts = bisect.bisect_right(since, instant)
        if shifts:
            yield _shifted(begins, following[shifts - 1])
        else:
            end = own_length.after(begins) if own_length.days else instant + own_length.seconds
            yield Occurrence(instant, end, event.kind, event.item)


def _of_rules_alone(
    event: Event, start: Moment, length: Length, zones: NamedZones, window: tuple[datetime, datetime]
) -> Iterator[Occurrence]:
    """Yield the same as `_of_master` for a series of times that has rules and nothing else: most of them."""
    instants, days = _excluded(event.part, start, zones)
    walls = _walls(event.part, start, length, zones, window)
    if days:
        walls = {wall for wall in walls if wall.date() not in days}
    seconds, kind, item, zone = length.seconds, event.kind, event.item, start.zone
    for instant in sorted({int(wall.replace(tzinfo=zone).timestamp()) for wall in walls} - instants):
        yield Occurrence(instant, instant + seconds, kind, item)


def _shifted(begins: Moment, change: Change) -> Occurrence:
    """Return an occurrence moved as much, on the wall clock, as the first changed one."""
    shift = change.start.wall_in(begins.zone) - change.was.wall_in(begins.zone)
    wall = begins.wall + shift
    if change.start.is_date:
        wall = wall.replace(hour=0, minute=0, second=0)
    moved = Moment(wall, begins.zone, change.start.is_date, begins.is_floating)
    return _occurrence(moved, change.length, change.event)


def _day_meant(named: Moment, start: Moment) -> date:
    """Return the date that a RECURRENCE-ID or EXDATE means: as written, or where it is a local midnight, that."""
    if not named.is_date:
        local = named.wall_in(start.zone)
        if (local.hour, local.minute) == (0, 0):
            return local.date()
    return named.wall.date()


def _starts(
    event: Component, start: Moment, length: Length, zones: NamedZones, window: tuple[datetime, datetime]
) -> Iterator[tuple[int, Moment, Length]]:
    """Yield each start within the window, as an instant too, and its length. Raises EventSkipped and SeriesRefused."""
    moments = [(start.on(wall), length) for wall in _walls(event, start, length, zones, window)]
    for line in event.all("RDATE"):
        moments.extend(_added(text, line, start, length, zones) for text in line.value.split(","))
    if len(moments) > 2 * recurrence.MOST_OCCURRENCES:
        raise SeriesRefused("too_often")
    instants, days = _excluded(event, start, zones)
    timed = sorted(((begins.instant, number) for number, (begins, _) in enumerate(moments)))
    for instant, number in timed:
        begins, own_length = moments[number]
        if instant not in instants and not (days and begins.wall_in(start.zone).date() in days):
            instants.add(instant)  # the same start said twice is one occurrence
            yield instant, begins, own_length


def _walls(
    event: Component, start: Moment, length: Length, zones: NamedZones, window: tuple[datetime, datetime]
) -> set[datetime]:
    """Return when its rules let an event begin, on the wall clock, near enough to the window to reach into it."""
    # A day of margin: wall-clock times of the zone are compared with the window's instants.
    margin = timedelta(seconds=length.total + DAY)
    first, last = (edge.astimezone(start.zone).replace(tzinfo=None) for edge in window)
    reach = (first - margin, last + timedelta(days=1))
    walls = {start.wall}
    for rule in event.all("RRULE"):
        walls.update(_of_rule(rule, start, zones, reach))
    return walls


def _of_rule(rule: Property, start: Moment, zones: NamedZones, reach: tuple[datetime, datetime]) -> list[datetime]:
    until = _until(rule, start, zones)
    return recurrence.occurrences(start.wall, rule.value, until, reach, is_date=start.is_date)


def _until(rule: Property, start: Moment, zones: NamedZones) -> datetime | None:
    """Return a rule's end on the wall clock of its series. Busy time must not get lost: the later reading counts."""
    text = recurrence.parts_of(rule.value).get("UNTIL")
    if not text:
        return None
    until = moment(text, {}, zones)
    if until.is_date:
        return recurrence.end_of(until.wall.date())
    if until.zone is not UTC:
        return until.wall
    local = until.wall_in(start.zone)
    return max(local, recurrence.end_of(until.wall.date())) if start.is_date else local


def _added(text: str, line: Property, start: Moment, length: Length, zones: NamedZones) -> tuple[Moment, Length]:
    """Return what one value of RDATE adds. A date in a series with a time is at that time."""
    if "/" in text:
        return period(text, line.parameters, zones)
    added = moment(text, line.parameters, zones)
    if added.is_date and not start.is_date:
        return start.on(datetime.combine(added.wall.date(), start.wall.time())), length
    if start.is_date and not added.is_date:
        return start.on(datetime.combine(_day_meant(added, start), datetime.min.time())), length
    return added, length


def _excluded(event: Component, start: Moment, zones: NamedZones) -> tuple[set[int], set[date]]:
    """Return the instants, and the whole dates, on which a series doesn't take place."""
    instants, days = set(), set()
    for line in event.all("EXDATE"):
        for text in line.value.split(","):
            try:
                excluded = moment(text, line.parameters, zones)
            except EventSkipped:
                continue
            if excluded.is_date or start.is_date:
                days.add(_day_meant(excluded, start))
            else:
                instants.add(excluded.instant)
    return instants, days
