"""Saying how well one knows the other after a visit."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.people.models import Person
from programs.relationships.choices import Strength, TieSource
from programs.relationships.models import Tie
from programs.visits.models import Visit


@transaction.atomic
def check_in(
    *, visit: Visit, answers: Mapping[Person, tuple[Strength, Strength]], by: Person, at: datetime
) -> list[Tie]:
    """Keep what `by` says about each person met: strength before the visit and now.

    Answering again replaces the earlier answer. The log keeps that it was answered, not what.
    """
    ties = [
        Tie.objects.update_or_create(
            visit=visit,
            person=by,
            other=other,
            defaults={"before": before, "now": now, "source": TieSource.VISIT, "on": at.date()},
        )[0]
        for other, (before, now) in answers.items()
    ]
    audit.record("check_in", visit, by=by, at=at, answers=len(ties))
    return ties
