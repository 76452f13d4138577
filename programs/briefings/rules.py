"""When what of a pack is shown and sent. Plain Python; days are dates at the site of the visit."""

import datetime

DAYS_BEFORE = 3
"""So many days before a visit the pack is mailed, and the host sees what the visitor wants to learn."""
LAST_REMINDER = 1
"""So many days before, whoever has not agreed yet is reminded."""


def is_near(on: datetime.date, today: datetime.date) -> bool:
    """Say whether a visit is at most three days ahead, or over."""
    return (on - today).days <= DAYS_BEFORE


def goals_open_on(on: datetime.date) -> datetime.date:
    """Return from which day the host sees the visitor's learning goals."""
    return on - datetime.timedelta(days=DAYS_BEFORE)


def is_last_call(on: datetime.date, today: datetime.date) -> bool:
    """Say whether it is the day before a visit, or the day itself."""
    return 0 <= (on - today).days <= LAST_REMINDER
