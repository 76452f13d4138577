"""The first weak element of a group, silence of champions, and when a pulse is due. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from programs.change.choices import Element
from programs.surveys.figures import Share

WEAK_PERCENT = 60
"""An element is weak where fewer agree (4 or 5 of 5): a sensible default, not a law (outcomes §1.3, §7).
A programme may set its own.
"""
SILENT_WEEKS = 4
"""A champion without a note for so many weeks is silent, unless the programme says otherwise: the pulse
is monthly, so that nobody stays unheard from one to the next.
"""


@dataclass(frozen=True)
class Focus:
    """Where a group stands: its first weak element, None if none is known to be weak.

    `is_sure` is off where an earlier element was not shown to protect people.
    """

    element: Element | None
    is_sure: bool


def focus_of(shares: Mapping[str, Share], weak_percent: int = WEAK_PERCENT) -> Focus:
    """Return the first element in order that fewer than so many per cent agree with, among those shown.

    A bound counts where it decides: "at most 10 %" is weak, "at least 90 %" is not.
    """
    is_sure = True
    for element in Element:
        share = shares.get(element.value, Share())
        if share.value is None:
            is_sure = False
        elif share.value < weak_percent / 100:
            return Focus(element, is_sure)
    return Focus(None, is_sure)


def is_silent(since: date, last_note: date | None, today: date, weeks: int = SILENT_WEEKS) -> bool:
    """Whether a champion has noted nothing for so many weeks, counted from the yes or the last note."""
    return today - max(since, last_note or since) > timedelta(weeks=weeks)


def is_pulse_due(day: date, last_opened: date | None) -> bool:
    """Whether the pulse of a month is still to be sent: none was opened in it."""
    return last_opened is None or (last_opened.year, last_opened.month) != (day.year, day.month)
