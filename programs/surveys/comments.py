"""People's own words: read blacked out, side by side with nothing, and shown only when a lead says so.

The stored text is never shown. Whatever page asks gets it without names, addresses and
numbers, and gets nothing before the wave closed or where too few of a side answered.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.surveys import wordings
from programs.surveys.choices import CommentState, Side, SurveyRefusal, WaveState
from programs.surveys.disclosure import Thresholds
from programs.surveys.disclosure.comments import masked, may_be_read, names_of
from programs.surveys.models import Comment, Response, Wave
from programs.surveys.refused import SurveyRefused

CLOSED = (WaveState.CLOSED, WaveState.REPORTED)


@dataclass(frozen=True)
class Words:
    """One comment as it may be read: its side, the question, and the text without names."""

    key: UUID
    side: str
    question: str
    text: str
    state: str

    @property
    def side_label(self) -> str:
        """Return the name of the side."""
        return str(Side(self.side).label)


def readable(wave: Wave, *, state: str | None = None) -> list[Words]:
    """Return the comments of a closed wave on sides with enough answers, in no order. Four queries."""
    if wave.state not in CLOSED:
        return []
    limits = wave.frozen["thresholds"]
    answered = Counter(Response.objects.filter(wave=wave).values_list("side", flat=True))
    thresholds = Thresholds(limits["score"], limits["item"])
    sides = [side for side in Side if may_be_read(answered[side], thresholds)]
    rows = Comment.objects.filter(wave=wave, side__in=sides)
    if state is not None:
        rows = rows.filter(state=state)
    items = {item["construct"]: item for item in wave.frozen["items"]}
    names = names_of(Person.objects.values_list("name", flat=True)) if rows else names_of(())
    return [
        Words(row.pk, row.side, wordings.shown(items[row.construct], row.side), masked(row.text, names), row.state)
        for row in rows
    ]


@transaction.atomic
def decide_comment(*, wave: Wave, key: UUID, is_shown: bool, by: Person, at: datetime) -> None:
    """Show one comment with the figures, or hold it back. Raises SurveyRefused where it may not be read.

    The log says that a lead decided, not on which words.
    """
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if key not in {words.key for words in readable(locked)}:
        raise SurveyRefused([Refusal(SurveyRefusal.NOT_OPEN)])
    state = CommentState.RELEASED if is_shown else CommentState.HELD
    Comment.objects.filter(pk=key).update(state=state)
    audit.record("decide_comment", locked, by=by, at=at, state=state)
