"""When a review can be called, held and decided on. Plain Python."""

import datetime

from programs.core.refusals import Refusal
from programs.reviews.choices import Reason, ReviewState

QUARTER = datetime.timedelta(weeks=13)
"""The next review is proposed so long after the last: the same weekday, at the same time."""


def call_refusals(
    *,
    starts_at: datetime.datetime,
    now: datetime.datetime,
    it_is_it: bool,
    other_is_it: bool,
    is_planned: bool,
    guests: int,
) -> tuple[Refusal, ...]:
    """Return every reason why a review can't be called for then; `is_planned` says that the pair has one."""
    refusals = []
    if not it_is_it or other_is_it:
        refusals.append(Refusal(Reason.ONE_SIDE_IS_IT))
    if starts_at <= now:
        refusals.append(Refusal(Reason.IN_THE_PAST))
    if is_planned:
        refusals.append(Refusal(Reason.ONE_AT_A_TIME))
    if guests < 2:
        refusals.append(Refusal(Reason.NOBODY))
    return tuple(refusals)


def move_refusals(*, state: str, starts_at: datetime.datetime, now: datetime.datetime) -> tuple[Refusal, ...]:
    """Return every reason why a review can't be moved there."""
    refusals = []
    if state != ReviewState.PLANNED:
        refusals.append(Refusal(Reason.NOT_PLANNED))
    if starts_at <= now:
        refusals.append(Refusal(Reason.IN_THE_PAST))
    return tuple(refusals)


def hold_refusals(*, state: str, starts_at: datetime.datetime, now: datetime.datetime) -> tuple[Refusal, ...]:
    """Return every reason why a review can't be said to have been held."""
    refusals = []
    if state != ReviewState.PLANNED:
        refusals.append(Refusal(Reason.NOT_PLANNED))
    if starts_at > now:
        refusals.append(Refusal(Reason.NOT_BEGUN))
    return tuple(refusals)


def next_start(last: datetime.datetime, zone: datetime.tzinfo, now: datetime.datetime) -> datetime.datetime:
    """Return when the next review would be: a quarter later on the same wall clock, and not in the past.

    13 weeks are counted in local days, so that 10:00 stays 10:00 when clocks change.
    """
    local = last.astimezone(zone).replace(tzinfo=None)
    while True:
        local += QUARTER
        moment = local.replace(tzinfo=zone)
        if moment > now:
            return moment
