"""The first weak element of a group, silence of champions, and when a pulse is due. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from programs.change.choices import Element
from programs.surveys.figures import Share

FOCUS_BELOW = 0.6
"""An element is weak where fewer than this share agree (4 or 5 of 5)."""
SILENT_WEEKS = 4
"""A champion without a note for so many weeks is silent."""


@dataclass(frozen=True)
class Focus:
    """Where a group stands: its first weak element, None if none is known to be weak.

    `is_sure` is off where an earlier element was not shown to protect people.
    """

    element: Element | None
    is_sure: bool


def focus_of(shares: Mapping[str, Share]) -> Focus:
    """Return the first element in order that fewer than 60 % agree with, among those shown.

    A bound counts where it decides: "at most 10 %" is weak, "at least 90 %" is not.
    """
    is_sure = True
    for element in Element:
        share = shares.get(element.value, Share())
        if share.value is None:
            is_sure = False
        elif share.value < FOCUS_BELOW:
            return Focus(element, is_sure)
    return Focus(None, is_sure)


def is_silent(since: date, last_note: date | None, today: date) -> bool:
    """Whether a champion has noted nothing for four weeks, counted from the yes or the last note."""
    return today - max(since, last_note or since) > timedelta(weeks=SILENT_WEEKS)


def is_pulse_due(day: date, last_opened: date | None) -> bool:
    """Whether the pulse of a month is still to be sent: none was opened in it."""
    return last_opened is None or (last_opened.year, last_opened.month) != (day.year, day.month)
