"""When something is made again by itself, and when a scheduled report is due. Plain Python."""

from datetime import date, datetime, timedelta

PATIENCE = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""How long a document that failed waits before each further attempt."""


def next_attempt(tries: int, at: datetime) -> datetime | None:
    """Return when a document that failed for the `tries`-th time is tried again; None when it is given up."""
    return at + PATIENCE[tries - 1] if tries <= len(PATIENCE) else None


def month_of(on: date) -> str:
    """Return the period of a monthly report: "2026-03"."""
    return f"{on:%Y-%m}"
