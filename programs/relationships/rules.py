"""What counts as a tie, and when people are asked. Plain Python.

Definitions of outcomes §1.5 (after Marsden & Campbell 1984).
"""

from datetime import date

TIE = 2
STRONG_TIE = 3
MOST_NAMES = 5
"""How many people somebody may name in a department; the same in every round."""

_UNTIL = {30: 75, 90: 150, 180: 270}
"""Days after a visit at which each later check-in is no longer asked for."""


def is_new(*, before: int, now: int) -> bool:
    """Say whether a tie (strength 2 or more) exists now and didn't before."""
    return before < TIE <= now


def is_strengthened(*, before: int, now: int) -> bool:
    """Say whether strength rose by at least one and ended at 2 or more. A new tie is one of these."""
    return now > before and now >= TIE


def is_lost(*, before: int, now: int) -> bool:
    """Say whether there was a tie and isn't any more."""
    return now < TIE <= before


def later_due(visited_on: date, today: date) -> int | None:
    """Return which check-in is asked for today, in days after the visit; None between them."""
    passed = (today - visited_on).days
    return next((days for days, until in reversed(_UNTIL.items()) if days <= passed < until), None)
