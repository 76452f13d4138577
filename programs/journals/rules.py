"""When a section may be written, and what may be cut from it. Plain Python."""

from collections.abc import Iterable
from datetime import date, timedelta

from programs.core.refusals import Refusal
from programs.journals.choices import (
    AFTER_SECTIONS,
    Attribution,
    InsightRefusal,
    JournalRefusal,
    QuoteRefusal,
    QuoteState,
    QuoteTone,
    Section,
)
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


def is_passage(words: str, text: str) -> bool:
    """Say whether words stand in a text exactly as they are; line breaks and runs of spaces are alike."""
    return " ".join(words.split()) in " ".join(text.split())


def cut_refusals(words: str, text: str) -> tuple[Refusal, ...]:
    """Return why words can't become a card cut from a text."""
    if not words.strip():
        return (Refusal(InsightRefusal.EMPTY),)
    return () if is_passage(words, text) else (Refusal(InsightRefusal.NOT_IN_THE_TEXT),)


def merge_refusals(kinds: Iterable[str], *, finding_kind: str, title: str) -> tuple[Refusal, ...]:
    """Return why cards of these kinds can't be merged, into a new finding (then `finding_kind`
    is empty and `title` names it) or one that is there.
    """
    found = list(kinds)
    refusals = []
    if not found:
        refusals.append(Refusal(InsightRefusal.NOTHING_CHOSEN))
    if len({*found, *([finding_kind] if finding_kind else [])}) > 1:
        refusals.append(Refusal(InsightRefusal.ANOTHER_KIND))
    if not finding_kind and not title.strip():
        refusals.append(Refusal(InsightRefusal.NO_TITLE))
    return tuple(refusals)


LEAST_IN_DEPARTMENT = 10
"""So many people of a department take part before a quote names it."""


def attribution_refusals(attribution: str, *, people: int) -> tuple[Refusal, ...]:
    """Return why a quote can't be attributed so, when `people` of its author's department take part."""
    if attribution == Attribution.DEPARTMENT and people < LEAST_IN_DEPARTMENT:
        return (Refusal(QuoteRefusal.TOO_FEW, {"least": LEAST_IN_DEPARTMENT}),)
    return ()


def consent_refusals(*, state: str, text: str, terms: str, seen_text: str, seen_terms: str) -> tuple[Refusal, ...]:
    """Return why an author can't consent now: to anything but the very words and terms that they see."""
    if state == QuoteState.PRINTED:
        return (Refusal(QuoteRefusal.PRINTED),)
    return () if (text, terms) == (seen_text, seen_terms) else (Refusal(QuoteRefusal.CHANGED),)


def choice_refusals(quotes: Iterable[tuple[str, str]]) -> tuple[Refusal, ...]:
    """Return why quotes, as (state, tone), can't be a report's: each needs consent, one is critical."""
    found = list(quotes)
    refusals = []
    if any(state not in (QuoteState.CONSENTED, QuoteState.PRINTED) for state, _tone in found):
        refusals.append(Refusal(QuoteRefusal.NO_CONSENT))
    if found and not any(tone == QuoteTone.CRITICAL for _state, tone in found):
        refusals.append(Refusal(QuoteRefusal.ONE_CRITICAL))
    return tuple(refusals)
