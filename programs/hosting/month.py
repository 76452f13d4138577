"""A month as weeks of days, for calendar pages. Plain Python."""

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Cell(Generic[T]):
    """One day of the table and what is on it."""

    on: date
    items: tuple[T, ...]
    is_out: bool
    is_past: bool
    is_today: bool

    @property
    def is_weekend(self) -> bool:
        """Whether the day is a Saturday or Sunday."""
        return self.on.weekday() >= 5


@dataclass(frozen=True)
class Month(Generic[T]):
    """The weeks that hold a month, with neighbours' days to fill them (`is_out`)."""

    first: date
    weeks: tuple[tuple[Cell[T], ...], ...]

    @property
    def has_items(self) -> bool:
        """Whether anything is on a day of this month."""
        return any(cell.items and not cell.is_out for week in self.weeks for cell in week)

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def last(self) -> date:
        """The last day of the month."""
        return self.after - timedelta(days=1)


def month_of(
    any_day: date, items: Iterable[T], *, day_of: Callable[[T], date], today: date, first_weekday: int
) -> Month[T]:
    """Return the month of a day with items on their days. `first_weekday` 0 is Monday."""
    on_days: dict[date, list[T]] = defaultdict(list)
    for item in items:
        on_days[day_of(item)].append(item)
    weeks = calendar.Calendar(first_weekday).monthdatescalendar(any_day.year, any_day.month)
    return Month(
        any_day.replace(day=1),
        tuple(
            tuple(Cell(on, tuple(on_days[on]), on.month != any_day.month, on < today, on == today) for on in week)
            for week in weeks
        ),
    )


def parse_day(text: str) -> date | None:
    """Return the day that an address names as 2026-03-16; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_month(text: str, default: date) -> date:
    """Return the first day of a month written as 2026-03, or of the default's month for anything else."""
    try:
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1) if 2000 <= year <= 2100 else default.replace(day=1)
    except ValueError:
        return default.replace(day=1)
