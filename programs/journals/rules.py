"""When a section may be written. Plain Python."""

from datetime import date, timedelta

from programs.core.refusals import Refusal
from programs.journals.choices import AFTER_SECTIONS, JournalRefusal, Section
from programs.visits.choices import VisitState

LONGEST = 100_000
"""Characters of one section: far beyond what people write, small enough for one request."""

LATER_DAYS = 30
MOST_PHOTOS = 4
PHOTO_MEGABYTES = 12

_CONFIRMED = (VisitState.CONFIRMED, VisitState.ATTENDED, VisitState.DEBRIEFED)
_ATTENDED = (VisitState.ATTENDED, VisitState.DEBRIEFED)


def opening_refusals(section: Section, *, state: VisitState, visited_on: date, today: date) -> tuple[Refusal, ...]:
    """Return why a section can't be written at this stage of the visit; empty when it can.

    "Before" and "during" open with the confirmation, everything after with attendance
    (domain: only `attended` opens the after-reflection); the look back opens 30 days after.
    """
    if section in AFTER_SECTIONS and state not in _ATTENDED:
        return (Refusal(JournalRefusal.NOT_YET),)
    if state not in _CONFIRMED:
        return (Refusal(JournalRefusal.NOT_CONFIRMED),)
    opens_on = visited_on + timedelta(days=LATER_DAYS)
    if section == Section.LATER and today < opens_on:
        return (Refusal(JournalRefusal.TOO_EARLY, {"on": opens_on}),)
    return ()


def text_refusals(text: str) -> tuple[Refusal, ...]:
    """Return why a text can't be kept."""
    return (Refusal(JournalRefusal.TOO_LONG, {"limit": LONGEST}),) if len(text) > LONGEST else ()
