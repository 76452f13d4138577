"""What an author does with cards cut from a reflection. Nobody else changes who reads a card."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.journals import rules
from programs.journals.choices import InsightKind, Visibility
from programs.journals.models import Insight, Reflection
from programs.journals.queries import text_for_author
from programs.journals.refused import refuse
from programs.people.models import Person


@transaction.atomic
def cut_insight(
    *, reflection: Reflection, words: str, kind: InsightKind, visibility: Visibility, by: Person, at: datetime
) -> Insight:
    """Cut a card out of one's own reflection, word for word, for the readers that its author names.

    The reflection stays as private as it is. Raises JournalRefused when the words don't stand in it.
    """
    reflection = Reflection.objects.get(pk=reflection.pk, author=by)
    refuse(rules.cut_refusals(words, text_for_author(reflection)))
    insight = Insight.objects.create(
        reflection=reflection, kind=kind, text=words.strip(), visibility=visibility, cut_at=at
    )
    audit.record("cut_insight", insight, by=by, at=at, kind=kind.value, visibility=int(visibility))
    return insight


def check_words(*, reflection: Reflection, words: str) -> None:
    """Raise JournalRefused when words can't be cut from a reflection; nothing is written."""
    refuse(rules.cut_refusals(words, text_for_author(reflection)))


@transaction.atomic
def open_insight(*, insight: Insight, visibility: Visibility, by: Person, at: datetime) -> Insight:
    """Widen or narrow who may read a card. It takes effect at once, in every list and count."""
    insight = Insight.objects.select_for_update().get(pk=insight.pk, reflection__author=by)
    before, insight.visibility = insight.visibility, visibility
    insight.save(update_fields=["visibility"])
    audit.record("open_insight", insight, by=by, at=at, before=before, now=int(visibility))
    return insight


@transaction.atomic
def take_back_insight(*, insight: Insight, by: Person, at: datetime) -> None:
    """Delete a card for good: its words are kept nowhere, and no count holds it any more."""
    insight = Insight.objects.select_for_update().get(pk=insight.pk, reflection__author=by)
    audit.record("take_back_insight", insight, by=by, at=at)
    insight.delete()
