"""Gravity of risks, and when records reach a milestone. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from programs.plans.choices import Band

LEVELS = (1, 2, 3, 4, 5)
LOW_UP_TO = 4
MEDIUM_UP_TO = 9


def band_of(likelihood: int, impact: int) -> Band:
    """Return how grave a risk is: the product of both, 1 to 25, up to 4 low, up to 9 medium."""
    product = likelihood * impact
    if product <= LOW_UP_TO:
        return Band.LOW
    return Band.MEDIUM if product <= MEDIUM_UP_TO else Band.HIGH


def day_of_visit(days: Sequence[date], number: int) -> date | None:
    """Return the day of the n-th visit; None before it."""
    return sorted(days)[number - 1] if 0 < number <= len(days) else None


def day_all_visited(first_visits: Mapping[int, date], departments: Iterable[int]) -> date | None:
    """Return the day on which the last of the host departments was visited first; None before it,
    and where nobody hosts.
    """
    days = [first_visits.get(department) for department in departments]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
