"""What people's calendars answered in the demo: nearly all in step, and one of each thing that can differ."""

import random
from datetime import datetime, timedelta

from django.utils import translation

from programs.calendars import intake
from programs.hosting.models import HostingDay
from programs.notifications.choices import CalendarMethod
from programs.people.models import Person
from programs.visits import invitations
from programs.visits.choices import PartStat, VisitState
from programs.visits.models import CalendarInvitation, DayEvent, Visit

QUESTION = (
    b"From: reception@nordhaven.example\r\nTo: visits@localhost.localdomain\r\nSubject: Badges for next week\r\n"
    b"Message-ID: <badges@nordhaven.example>\r\n\r\nHow many visitor badges do you need on Tuesday?\r\n"
)
DIFFERENT: list[dict[str, object]] = [
    {"answer": PartStat.DECLINED, "comment": "Clashes with the quarterly review, sorry."},
    {"answer": PartStat.TENTATIVE},
    {"answer": PartStat.DECLINED, "is_claimed": True},
    {"answer": PartStat.NEEDS_ACTION},
]


def answer_invitations(*, at: datetime, rng: random.Random) -> None:
    """Invite both sides of every coming, confirmed visit, and let their calendars answer."""
    coming = Visit.objects.filter(state=VisitState.CONFIRMED, starts_at__gt=at, is_replaced=False)
    visits = list(coming.select_related("visitor", "department", "day__offering__contact", "day__offering__site"))
    days = HostingDay.objects.filter(visits__in=coming).distinct()
    told_at = at - timedelta(days=5)
    for day in days.select_related("offering__contact", "offering__site", "offering__department"):
        event = invitations.note_day(day, at=told_at)
        _tell(day.offering.contact, event, at=told_at, answer=PartStat.ACCEPTED)
    odd = dict(
        zip(rng.sample([visit.pk for visit in visits], min(len(visits), len(DIFFERENT))), DIFFERENT, strict=False)
    )
    for visit in visits:
        _tell(visit.visitor, visit, at=told_at, **odd.get(visit.pk, {"answer": PartStat.ACCEPTED}))
    intake.process(QUESTION, at=at)


def _tell(person: Person, subject: Visit | DayEvent, *, at: datetime, **answer: object) -> None:
    """Write down that a calendar was told, unless it was so by a letter of the story."""
    if invitations.invitation_of(person, subject):
        return
    with translation.override(person.language):
        entry = invitations.entry_of(subject)
    is_silent = answer["answer"] == PartStat.NEEDS_ACTION
    CalendarInvitation.objects.create(
        person=person,
        visit=subject if isinstance(subject, Visit) else None,
        event=subject if isinstance(subject, DayEvent) else None,
        address=person.email,
        method=CalendarMethod.REQUEST,
        sequence=entry.sequence,
        facts=invitations.facts_hash(entry),
        words=invitations.words_hash(entry),
        told_at=at,
        answered_at=None if is_silent else at + timedelta(hours=3),
        **answer,
    )
