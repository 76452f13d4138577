"""When something is made again by itself, and when a scheduled report is due. Plain Python."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

PATIENCE = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""How long a document that failed waits before each further attempt."""


def next_attempt(tries: int, at: datetime) -> datetime | None:
    """Return when a document that failed for the `tries`-th time is tried again; None when it is given up."""
    return at + PATIENCE[tries - 1] if tries <= len(PATIENCE) else None


def month_of(on: date) -> str:
    """Return the period of a monthly report: "2026-03"."""
    return f"{on:%Y-%m}"


def shortest_of_each(quotes: Sequence[tuple[bool, int]], room: int) -> tuple[int, ...]:
    """Return the places of the quotes that fit into so many lines: the shortest supportive and the shortest
    critical one, in this order.

    `quotes` are (whether it is critical, its lines). Where both are too long together only the critical
    one is left, where that is too long too none: praise alone is never printed.
    """
    order = sorted(range(len(quotes)), key=lambda at: (quotes[at][1], at))
    critical = next((at for at in order if quotes[at][0]), None)
    supportive = next((at for at in order if not quotes[at][0]), None)
    if critical is None or quotes[critical][1] > room:
        return ()
    if supportive is None or quotes[critical][1] + quotes[supportive][1] > room:
        return (critical,)
    return (supportive, critical)
