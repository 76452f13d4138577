"""What a visit's page shows of people's calendars, as frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from programs.hosting import queries as hosting_queries
from programs.hosting.models import HostingDay
from programs.notifications.choices import CalendarMethod
from programs.people.models import Person
from programs.visits import access, queries
from programs.visits.choices import OfferState, VisitState
from programs.visits.forms import ProposalForm
from programs.visits.models import CalendarInvitation, Proposal, Visit

MOST_DAYS = 6


@dataclass(frozen=True)
class OpenProposal:
    """A proposed time that waits, with the days that are nearest to it for whoever may answer."""

    proposal: Proposal
    may_answer: bool
    form: ProposalForm | None
    has_days: bool


@dataclass(frozen=True)
class CalendarAnswers:
    """How a visit stands in the calendars of both sides."""

    rows: Sequence[CalendarInvitation]
    own_claim: CalendarInvitation | None
    proposals: Sequence[OpenProposal]


def answers_about(visit: Visit, reader: Person, *, at: datetime) -> CalendarAnswers:
    """Return what the calendars of visitor and host say about a visit, and what waits for the reader."""
    about = Q(visit=visit) | Q(event__day=visit.day_id)
    rows = list(
        CalendarInvitation.objects.filter(about, method=CalendarMethod.REQUEST).select_related("person", "letter")
    )
    if visit.state != VisitState.CONFIRMED:
        rows = [row for row in rows if row.visit_id]
    own_claim = next((row for row in rows if row.is_claimed and row.person_id == reader.pk), None)
    waiting = Proposal.objects.filter(visit=visit, state=OfferState.OPEN, is_claimed=False).select_related("by")
    mine = set(access.proposals_answered_by(reader).filter(visit=visit).values_list("pk", flat=True))
    return CalendarAnswers(rows, own_claim, [_open(one, visit, may_answer=one.pk in mine, at=at) for one in waiting])


def _open(proposal: Proposal, visit: Visit, *, may_answer: bool, at: datetime) -> OpenProposal:
    if not may_answer:
        return OpenProposal(proposal, may_answer, None, has_days=False)
    days = days_near(proposal, visit, at=at)
    form = ProposalForm(days=days, auto_id=f"proposal-{proposal.pk}-%s")
    return OpenProposal(proposal, may_answer, form, has_days=days.exists())


def days_near(proposal: Proposal, visit: Visit, *, at: datetime) -> QuerySet[HostingDay]:
    """Return the free days of the department that are nearest to the proposed time."""
    candidates = [
        other.day
        for other in queries.alternatives(visit.enrollment, visit.day, at=at, most=40, ignoring=[visit])
        if other.is_same_department
    ]
    candidates.sort(key=lambda day: abs(day.starts_at - proposal.starts_at))
    nearest = [day.pk for day in candidates[:MOST_DAYS]]
    return hosting_queries.days_in_full().filter(pk__in=nearest).order_by("starts_at")
