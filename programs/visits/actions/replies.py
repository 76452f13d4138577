"""What people's calendars answer, and what follows from it.

An answer is kept and shown; it never ends a visit by itself. Declining in a calendar takes
one careless tap, and a place is precious: the other side is told, and a person decides
(docs/adr/0019). A proposed time never moves a visit by itself either.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.cohorts import access as cohort_access
from programs.core.refusals import Refusal
from programs.hosting.models import HostingDay
from programs.notifications.choices import CalendarMethod
from programs.people.models import Person
from programs.visits import access, letters
from programs.visits.actions import booking
from programs.visits.choices import OfferState, PartStat, Reason, StepReason, VisitOrigin, VisitState
from programs.visits.models import CalendarInvitation, Proposal, Release, Visit, VisitStep
from programs.visits.refusals import StepRefused, VisitRefused

AGAIN_AFTER = timedelta(hours=1)
"""So often may one calendar ask for its invitation once more."""


@dataclass(frozen=True)
class Reply:
    """What a calendar says about an invitation; `stamp` orders answers to the same invitation."""

    answer: PartStat
    stamp: datetime
    comment: str = ""
    is_claimed: bool = False


@transaction.atomic
def note_answer(*, invitation: CalendarInvitation, reply: Reply, at: datetime) -> None:
    """Keep what a person's calendar answered; tell the other side of a "no" that is proven.

    A claimed answer waits for a click by the person. Nobody who answered gets a letter.
    """
    CalendarInvitation.objects.filter(pk=invitation.pk).update(
        answer=reply.answer,
        answered_at=at,
        reply_stamp=reply.stamp,
        comment=reply.comment,
        is_claimed=reply.is_claimed,
        settled_at=None,
    )
    invitation.refresh_from_db()
    audit.record(
        "note_calendar_answer", invitation, by=None if reply.is_claimed else invitation.person, at=at,
        answer=str(reply.answer), is_claimed=reply.is_claimed,
    )  # fmt: skip
    if not reply.is_claimed:
        _tell_of_no(invitation, at=at)


@transaction.atomic
def confirm_answer(*, invitation: CalendarInvitation, by: Person, at: datetime, is_right: bool) -> None:
    """The person says whether an answer that came in their name is theirs."""
    claimed = CalendarInvitation.objects.filter(pk=invitation.pk, is_claimed=True)
    values = {"is_claimed": False} if is_right else {"is_claimed": False, "answer": PartStat.NEEDS_ACTION}
    if not claimed.update(**values):
        raise StepRefused([Refusal(StepReason.NO_OFFER)])
    Proposal.objects.filter(invitation=invitation, is_claimed=True, state=OfferState.OPEN).update(
        **({"is_claimed": False} if is_right else {"state": OfferState.LAPSED, "answered_at": at})
    )
    invitation.refresh_from_db()
    audit.record("confirm_calendar_answer", invitation, by=by, at=at, is_right=is_right)
    if is_right:
        _tell_of_no(invitation, at=at)
        for proposal in Proposal.objects.filter(invitation=invitation, state=OfferState.OPEN):
            _tell_of_proposal(proposal, at=at)


def visits_behind(invitation: CalendarInvitation) -> list[Visit]:
    """Return the confirmed visits that an invitation is about: the one, or all of the host's day."""
    visits = access.visits_loaded().filter(state=VisitState.CONFIRMED)
    if invitation.visit_id:
        return list(visits.filter(pk=invitation.visit_id))
    return list(visits.filter(day__event=invitation.event_id))


def _tell_of_no(invitation: CalendarInvitation, *, at: datetime) -> None:
    """Tell the host of a visitor's "no"; of a host's, the deputy and the leads."""
    if invitation.answer != PartStat.DECLINED:
        return
    for visit in visits_behind(invitation):
        offering = visit.day.offering
        if invitation.visit_id:
            others = [offering.contact]
        else:
            others = [person for person in (offering.deputy, *cohort_access.leads_of(visit.cohort.program)) if person]
        for other in others:
            letters.tell(
                "calendar_declined", visit, to=other, at=at, key=str(at.timestamp()), who=invitation.person,
                comment=invitation.comment,
            )  # fmt: skip


# Other times -----------------------------------------------------------------------------------


@transaction.atomic
def propose_time(
    *, invitation: CalendarInvitation, starts_at: datetime, ends_at: datetime, reply: Reply, at: datetime
) -> list[Proposal]:
    """Keep another time that a calendar proposed, for the other side to answer. A newer one replaces it.

    A host's proposal stands for each visit of the day.
    """
    made = []
    for visit in visits_behind(invitation):
        Proposal.objects.filter(visit=visit, by=invitation.person, state=OfferState.OPEN).update(
            state=OfferState.LAPSED, answered_at=at
        )
        proposal = Proposal.objects.create(
            visit=visit,
            invitation=invitation,
            by=invitation.person,
            starts_at=starts_at,
            ends_at=ends_at,
            comment=reply.comment,
            is_claimed=reply.is_claimed,
            proposed_at=at,
        )
        audit.record("propose_time", visit, by=None if reply.is_claimed else invitation.person, at=at)
        made.append(proposal)
        if not reply.is_claimed:
            _tell_of_proposal(proposal, at=at)
    CalendarInvitation.objects.filter(pk=invitation.pk).update(reply_stamp=reply.stamp, is_claimed=reply.is_claimed)
    return made


def _tell_of_proposal(proposal: Proposal, *, at: datetime) -> None:
    visit = access.visits_loaded().get(pk=proposal.visit_id)
    to = visit.visitor if proposal.by_id != visit.visitor_id else visit.day.offering.contact
    letters.tell("time_proposed", visit, to=to, at=at, key=str(proposal.pk), proposal=proposal)


def accept_proposal(*, proposal: Proposal, day: HostingDay, by: Person, at: datetime) -> Visit:
    """Move the visit to a hosting day that suits the proposed time: both sides get the update.

    Raises StepRefused when the proposal is closed, VisitRefused with every reason why the
    day can't be visited.
    """
    old = access.visits_loaded().get(pk=proposal.visit_id)
    if day.pk == old.day_id:
        raise StepRefused([Refusal(StepReason.SAME_DAY)])
    if day.offering.department_id != old.department_id:
        raise StepRefused([Refusal(StepReason.OTHER_DEPARTMENT)])
    try:
        with transaction.atomic():
            _answer(proposal, OfferState.ACCEPTED, at=at)
            booking.refuse(old.enrollment, day, at=at, for_visitor=False, ignoring=[old])
            pk = booking.take_place(
                old.enrollment, day, key=uuid.uuid5(old.key, f"proposal {proposal.pk}"), at=at,
                origin=VisitOrigin.RESCHEDULED, question=old.question, replaces=old,
            )  # fmt: skip
            visit = access.visits_loaded().get(pk=pk)
            VisitStep.objects.create(visit=visit, state=visit.state, at=at, by=by)
            audit.record("accept_proposal", visit, by=by, at=at, proposal=proposal.pk)
            Release.objects.filter(visit=old).update(visit=visit)
            booking.confirm(visit, deed="confirm_proposal", by=None, at=at)
            return visit
    except (IntegrityError, booking.NothingLeft):
        raise VisitRefused([Refusal(Reason.FULL, {"places": day.places})]) from None


@transaction.atomic
def refuse_proposal(*, proposal: Proposal, by: Person, at: datetime) -> None:
    """Stay with the agreed time, and say so to the calendar that proposed another (DECLINECOUNTER)."""
    _answer(proposal, OfferState.REFUSED, at=at)
    visit = access.visits_loaded().get(pk=proposal.visit_id)
    audit.record("refuse_proposal", visit, by=by, at=at, proposal=proposal.pk)
    letters.tell(
        "proposal_refused", visit, to=proposal.by, at=at, key=str(proposal.pk),
        calendar=CalendarMethod.DECLINECOUNTER, proposal=proposal,
    )  # fmt: skip


def _answer(proposal: Proposal, state: OfferState, *, at: datetime) -> None:
    """Claim an open proposal for a visit that still stands."""
    claimed = Proposal.objects.filter(
        pk=proposal.pk, state=OfferState.OPEN, is_claimed=False, visit__state=VisitState.CONFIRMED
    ).update(state=state, answered_at=at)
    if not claimed:
        raise StepRefused([Refusal(StepReason.NO_OFFER)])
    proposal.state = state


# Once more ---------------------------------------------------------------------------------------


@transaction.atomic
def send_invitation_again(
    *, invitation: CalendarInvitation, by: Person | None, at: datetime, is_asked_by_calendar: bool = False
) -> bool:
    """Send the current invitation once more; returns whether it went.

    A calendar that asks (REFRESH) gets it at most once an hour. What was called off
    meanwhile is not sent.
    """
    row = CalendarInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if is_asked_by_calendar and row.resent_at and at - row.resent_at < AGAIN_AFTER:
        return False
    visits = visits_behind(row)
    if not visits or row.method != CalendarMethod.REQUEST:
        return False
    CalendarInvitation.objects.filter(pk=row.pk).update(resent_at=at)
    audit.record("send_invitation_again", row, by=by, at=at)
    visit = visits[0]
    if row.visit_id:
        return letters.tell(
            "invited_again", visit, to=visit.visitor, at=at, calendar=CalendarMethod.REQUEST, key=str(at.timestamp())
        )
    return letters.tell_host("invited_again", visit.day, to=visit.day.offering.contact, at=at)


@transaction.atomic
def invite_again(*, visit: Visit, by: Person, at: datetime) -> int:
    """Invite both sides of a confirmed visit whose calendars were never told; returns how many letters."""
    if visit.state != VisitState.CONFIRMED:
        raise StepRefused([Refusal(StepReason.WRONG_STATE, {"state": VisitState(visit.state).label})])
    audit.record("invite_again", visit, by=by, at=at)
    return sum(
        letters.tell("invited_again", visit, to=person, at=at, calendar=CalendarMethod.REQUEST, key=str(at.timestamp()))
        for person in (visit.visitor, visit.day.offering.contact)
    )


@transaction.atomic
def settle_answer(*, invitation: CalendarInvitation, by: Person, at: datetime) -> None:
    """Let an answer be: somebody has asked the person, and the visit stands."""
    CalendarInvitation.objects.filter(pk=invitation.pk).update(settled_at=at)
    audit.record("settle_calendar_answer", invitation, by=by, at=at)
