"""When forms are asked for, and how long they stay open. Plain Python."""

from datetime import date, timedelta

from programs.core.refusals import Refusal
from programs.feedback.choices import FeedbackRefusal

OPEN_FOR = timedelta(days=14)
"""How long a form can be answered."""

ASKED_ABOUT = timedelta(days=14)
"""A visit that was noted as attended later than this is not asked about any more: nobody remembers it well."""

REMINDED_AFTER = (timedelta(days=2), timedelta(days=7))
"""How long after it was asked somebody who hasn't answered is reminded."""


def last_day_of(asked_on: date) -> date:
    """Return the last day on which a form is taken."""
    return asked_on + OPEN_FOR


def refusals_for(*, asked_on: date, done_on: date | None, today: date) -> list[Refusal]:
    """Return why a form can't be answered today."""
    if done_on is not None:
        return [Refusal(FeedbackRefusal.DONE)]
    if today > last_day_of(asked_on):
        return [Refusal(FeedbackRefusal.OVER, {"day": last_day_of(asked_on)})]
    return []


def is_reminder_due(*, asked_on: date, reminded_on: date | None, today: date) -> bool:
    """Say whether a reminder is due: one for each of the times, none after the last day."""
    if today > last_day_of(asked_on):
        return False
    return any(asked_on + after <= today and (reminded_on is None or reminded_on < asked_on + after)
               for after in REMINDED_AFTER)  # fmt: skip
