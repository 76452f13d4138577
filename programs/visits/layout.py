"""Month, week and list of hosting days: what stands where on the page.

Plain values for templates; nothing here asks the database. What is laid out is anything
that has a hosting day (`OnDay`): the days that a visitor can book, one's visits, one's hosting.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from django.utils import formats
from django.utils.dateparse import parse_date

from programs.core.refusals import Refusal
from programs.hosting import times
from programs.hosting.models import HostingDay
from programs.visits.choices import Reason

SHOWN_IN_A_CELL = 2
MOST_LANES = 4
FIRST_HOUR = 8
ROWS = 22
"""Half hours from 08:00 to 19:00."""
DAYS_OF_WEEK = 7
WORKDAYS = 5
WEEKS_AHEAD = datetime.timedelta(weeks=4)
MINE = {Reason.ALREADY_THERE}
VIEWS = ("month", "week", "list")


class OnDay(Protocol):
    """Something that stands on a hosting day."""

    @property
    def day(self) -> HostingDay:
        """The day, with its offering and site loaded."""

    @property
    def comes_first(self) -> bool:
        """Whether it is shown before others where there is no room for all."""


S = TypeVar("S", bound=OnDay)


@dataclass(frozen=True)
class Slot:
    """A hosting day as one person sees it."""

    day: HostingDay
    refusals: tuple[Refusal, ...]
    cautions: tuple[Refusal, ...] = field(default=(), kw_only=True)

    @property
    def is_free(self) -> bool:
        """Whether this person can book it."""
        return not self.refusals

    @property
    def is_mine(self) -> bool:
        """Whether this person already has a place there."""
        return any(refusal.reason in MINE for refusal in self.refusals)

    @property
    def comes_first(self) -> bool:
        """Whether it stands before what this person can't have."""
        return self.is_free or self.is_mine

    @property
    def is_full_only(self) -> bool:
        """Whether only the number of places stands in the way, so that waiting makes sense."""
        return {refusal.reason for refusal in self.refusals} == {Reason.FULL}

    @property
    def starts(self) -> str:
        """The time at which it begins at its site; nothing for a whole day."""
        return times.starts(self.day)

    @property
    def hours(self) -> str:
        """From when to when, on the clock of its site."""
        return times.hours(self.day)


@dataclass(frozen=True)
class Cell(Generic[S]):
    """One date of a month."""

    on: datetime.date
    slots: Sequence[S]
    is_today: bool
    is_past: bool
    is_outside: bool

    @property
    def is_weekend(self) -> bool:
        """Whether the column is a narrow one."""
        return self.on.weekday() >= WORKDAYS

    @property
    def shown(self) -> Sequence[S]:
        """What fits into the cell, what matters most first."""
        return sorted(self.slots, key=lambda slot: not slot.comes_first)[:SHOWN_IN_A_CELL]

    @property
    def more(self) -> Sequence[S]:
        """What doesn't."""
        shown = self.shown
        return [slot for slot in self.slots if slot not in shown]


def month_bounds(on: datetime.date, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last date of the weeks (Monday to Sunday) that a month touches.

    The current month goes on until five weeks are ahead: near its end it would else show
    little but the past.
    """
    first = on.replace(day=1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    last += datetime.timedelta(days=6 - last.weekday())
    if on.year == today.year and on.month == today.month:
        last = max(last, week_bounds(today)[1] + WEEKS_AHEAD)
    return first - datetime.timedelta(days=first.weekday()), last


def week_bounds(on: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return Monday and Sunday of the week of a date."""
    monday = on - datetime.timedelta(days=on.weekday())
    return monday, monday + datetime.timedelta(days=6)


def date_of(text: str) -> datetime.date | None:
    """Return the date that an address names as 2026-03-16; None for anything else."""
    try:
        on = parse_date(text)
    except ValueError:
        return None
    return on if on and 2000 <= on.year <= 2100 else None


@dataclass(frozen=True)
class Span:
    """The dates that a page shows, and a date of the page before and of the one after."""

    first: datetime.date
    last: datetime.date
    before: datetime.date
    after: datetime.date
    title: str


def span_of(view: str, on: datetime.date, today: datetime.date, *, list_days: int = 14) -> Span:
    """Return what a month, a week or a list of `list_days` dates around a date shows."""
    if view == "month":
        first, last = month_bounds(on, today)
        start = on.replace(day=1)
        after = (start + datetime.timedelta(days=31)).replace(day=1)
        title = formats.date_format(on, "YEAR_MONTH_FORMAT")
        return Span(first, last, start - datetime.timedelta(days=1), after, title)
    first, last = week_bounds(on) if view == "week" else (on, on + datetime.timedelta(days=list_days - 1))
    length = last - first + datetime.timedelta(days=1)
    title = "{} – {}".format(*(formats.date_format(edge, "SHORT_DATE_FORMAT") for edge in (first, last)))
    return Span(first, last, on - length, on + length, title)


def month_of(slots: Iterable[S], on: datetime.date, *, today: datetime.date) -> list[list[Cell[S]]]:
    """Return the weeks of a month as rows of seven cells."""
    by_date = _by_date(slots)
    first, last = month_bounds(on, today)
    cells = [
        Cell(
            on=date,
            slots=by_date.get(date, []),
            is_today=date == today,
            is_past=date < today,
            is_outside=date.month != on.month,
        )
        for date in _dates(first, last)
    ]
    return [cells[start : start + DAYS_OF_WEEK] for start in range(0, len(cells), DAYS_OF_WEEK)]


@dataclass(frozen=True)
class Block(Generic[S]):
    """A slot in the grid of a week: `row` and `rows` in half hours, `lane` of `lanes` beside each other."""

    slot: S
    row: int
    rows: int
    lane: int
    lanes: int


@dataclass(frozen=True)
class Column(Generic[S]):
    """One date of a week."""

    on: datetime.date
    is_today: bool
    blocks: Sequence[Block[S]]
    more: Sequence[S]


def week_of(slots: Iterable[S], on: datetime.date, *, today: datetime.date) -> list[Column[S]]:
    """Return the days of a week, Monday to Friday and the weekend only if something is there."""
    by_date = _by_date(slots)
    monday, sunday = week_bounds(on)
    columns = []
    for date in _dates(monday, sunday):
        if date.weekday() < WORKDAYS or date in by_date:
            blocks, more = lanes_of(by_date.get(date, []))
            columns.append(Column(date, date == today, blocks, more))
    return columns


def lanes_of(slots: Iterable[S]) -> tuple[list[Block[S]], list[S]]:
    """Lay slots of a day side by side where they overlap; returns what fits and what doesn't.

    A sweep by start: each takes the first free lane. Slots that touch each other in a chain
    share the number of lanes, so that their widths agree.
    """
    placed: list[Block[S]] = []
    more: list[S] = []
    group: list[tuple[S, int, int, int]] = []
    ends: list[int] = []
    for slot in sorted(slots, key=lambda slot: (_rows(slot), slot.day.pk)):
        row, rows = _rows(slot)
        if group and row >= max(ends):
            placed += _closed(group)
            group, ends = [], []
        lane = next((index for index, end in enumerate(ends) if end <= row), len(ends))
        if lane >= MOST_LANES:
            more.append(slot)
            continue
        ends[lane : lane + 1] = [row + rows]
        group.append((slot, row, rows, lane))
    return placed + _closed(group), more


def _closed(group: list[tuple[S, int, int, int]]) -> list[Block[S]]:
    lanes = max((lane for *_, lane in group), default=0) + 1
    return [Block(slot, row, rows, lane + 1, lanes) for slot, row, rows, lane in group]


def _rows(slot: OnDay) -> tuple[int, int]:
    """Return the first half hour (from 1) and how many; what lies outside the grid is cut."""
    if slot.day.is_whole_day:
        return 1, ROWS
    zone = slot.day.offering.site.zone
    start, end = slot.day.starts_at.astimezone(zone), slot.day.ends_at.astimezone(zone)
    first = (start.hour - FIRST_HOUR) * 2 + start.minute // 30
    last = (end.hour - FIRST_HOUR) * 2 + -(-end.minute // 30) if end.date() == start.date() else ROWS
    row = min(max(first, 0), ROWS - 1)
    return row + 1, max(1, min(last, ROWS) - row)


@dataclass(frozen=True)
class Section(Generic[S]):
    """The slots of one date in the list."""

    on: datetime.date
    slots: Sequence[S]


def list_of(slots: Iterable[S]) -> list[Section[S]]:
    """Return the slots by date, earliest first."""
    return [Section(on, found) for on, found in sorted(_by_date(slots).items())]


def _by_date(slots: Iterable[S]) -> dict[datetime.date, list[S]]:
    found: dict[datetime.date, list[S]] = {}
    for slot in slots:
        found.setdefault(slot.day.on, []).append(slot)
    return found


def _dates(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    return (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
