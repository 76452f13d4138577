"""Letters about briefing packs: three days before, and a reminder of the agreement. Each goes once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.briefings import rules
from programs.briefings.choices import AgreementSide
from programs.briefings.models import Agreement
from programs.notifications import actions as notification_actions
from programs.notifications.models import Letter
from programs.people.models import Person
from programs.visits import access as visit_access
from programs.visits import documents as visit_documents
from programs.visits.choices import VisitState
from programs.visits.models import Visit

WIDEST = timedelta(days=rules.DAYS_BEFORE + 2)
"""So far ahead is looked, so that no zone's day is missed."""


@dataclass(frozen=True)
class _Due:
    """A letter that should have gone by now."""

    news: str
    visit: Visit
    to: Person
    is_visitor: bool
    has_agreed: bool

    @property
    def key(self) -> str:
        """What makes the letter once: this visit as it is, this news, this reader."""
        return f"briefing:{self.visit.pk}:{self.news}:{self.to.pk}"


def send_packs(*, at: datetime) -> int:
    """Queue the packs of visits at most three days ahead, and the reminders of the day before.

    Nothing goes out about a visit that has begun. Three queries when nothing is due; returns
    how many letters were written.
    """
    due = list(_due(at))
    told = set(Letter.objects.filter(key__in=[one.key for one in due]).values_list("key", flat=True))
    return sum(_send(one, at=at) for one in due if one.key not in told)


def _due(at: datetime) -> Iterator[_Due]:
    visits = list(
        visit_access.visits_loaded().filter(
            state=VisitState.CONFIRMED, starts_at__gt=at, starts_at__lte=at + WIDEST, visitor__is_active=True
        )
    )
    agreed = set(Agreement.objects.filter(visit__in=visits).values_list("visit_id", "side"))
    for visit in visits:
        today = at.astimezone(visit.day.offering.site.zone).date()
        if not rules.is_near(visit.on, today):
            continue
        for to, side in ((visit.visitor, AgreementSide.VISITOR), (visit.day.offering.contact, AgreementSide.HOST)):
            has_agreed, is_visitor = (visit.pk, side) in agreed, side is AgreementSide.VISITOR
            yield _Due("pack", visit, to, is_visitor, has_agreed)
            # The pack itself asks for the agreement: whoever got it today is not reminded today.
            if rules.is_last_call(visit.on, today) and not has_agreed and _was_told_before(visit, today):
                yield _Due("agreement", visit, to, is_visitor, has_agreed)


def _was_told_before(visit: Visit, today: date) -> bool:
    """Say whether the visit was confirmed before the last day, so that the pack went on its own day."""
    return visit.changed_at.astimezone(visit.day.offering.site.zone).date() != today


@transaction.atomic
def _send(due: _Due, *, at: datetime) -> bool:
    letter = notification_actions.queue_letter(
        to=due.to,
        kind=f"briefings/{due.news}",
        context={
            "visit": due.visit,
            "day": due.visit.day,
            "offering": due.visit.day.offering,
            "facts": visit_documents.facts_of(due.visit),
            "is_visitor": due.is_visitor,
            "has_agreed": due.has_agreed,
            "link": settings.PUBLIC_URL + reverse("briefings:pack", args=[due.visit.pk]),
        },
        key=due.key,
        at=at,
    )
    return letter is not None
