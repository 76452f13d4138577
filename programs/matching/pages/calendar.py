"""A draft as a calendar: month or week of hosting days, with who would come."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats
from django.utils.dateparse import parse_date

from programs.hosting.models import HostingDay
from programs.matching.models import Placement
from programs.visits import layout
from programs.visits.layout import Slot

SPANS = ("month", "week")
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class DraftDay(Slot):
    """A hosting day with the people whom the draft would send there, by name."""

    placements: Sequence[Placement] = field(default=())

    @property
    def names(self) -> list[str]:
        """Return the people's names."""
        return [placement.enrollment.person.name for placement in self.placements]

    @property
    def is_locked(self) -> bool:
        """Whether any of these placements is locked."""
        return any(placement.is_locked for placement in self.placements)


def draft_calendar(placements: Iterable[Placement], given: Mapping[str, str], today: datetime.date) -> dict[str, Any]:
    """Return the weeks or the columns of a span (`span`, `on`), beginning where the draft begins."""
    slots = _slots(placements)
    span = given.get("span", "") if given.get("span") in SPANS else "month"
    on = _date(given.get("on", "")) or min((slot.day.on for slot in slots), default=today)
    if span == "month":
        first, last = layout.month_bounds(on, today)
        before, after = on.replace(day=1) - datetime.timedelta(days=1), (on.replace(day=28) + WEEK).replace(day=1)
        title = formats.date_format(on, "YEAR_MONTH_FORMAT")
    else:
        first, last = layout.week_bounds(on)
        before, after = on - WEEK, on + WEEK
        title = "{} – {}".format(*(formats.date_format(edge, "SHORT_DATE_FORMAT") for edge in (first, last)))
    shown = [slot for slot in slots if first <= slot.day.on <= last]
    weeks = layout.month_of(shown, on, today=today) if span == "month" else []
    return {
        "span": span,
        "title": title,
        "before": before,
        "after": after,
        "visits": sum(len(slot.placements) for slot in shown),
        "weeks": [week for week in weeks if any(cell.slots or not (cell.is_past or cell.is_outside) for cell in week)],
        "columns": layout.week_of(shown, on, today=today) if span == "week" else [],
        "hours": [datetime.time(layout.FIRST_HOUR + hour) for hour in range(layout.ROWS // 2)],
        "departments": sorted({slot.day.offering.department for slot in shown}, key=lambda department: department.name),
    }


def _slots(placements: Iterable[Placement]) -> list[DraftDay]:
    by_day: dict[HostingDay, list[Placement]] = defaultdict(list)
    for placement in placements:
        by_day[placement.day].append(placement)
    days = sorted(by_day, key=lambda day: (day.starts_at, day.pk))
    return [DraftDay(day, (), by_day[day]) for day in days]


def _date(text: str) -> datetime.date | None:
    try:
        on = parse_date(text)
    except ValueError:
        return None
    return on if on and 2000 <= on.year <= 2100 else None
