"""What hosts answer to a request, and what visitors answer to a counter-offer."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits import access, letters, queries
from programs.visits.actions import booking, steps, waiting
from programs.visits.choices import OfferState, Reason, ReleaseState, StepReason, VisitOrigin, VisitState
from programs.visits.models import CounterOffer, Release, Visit, VisitStep
from programs.visits.refusals import StepRefused, VisitRefused


def confirm_visit(*, visit: Visit, by: Person, at: datetime) -> Visit:
    """Say yes to a request and invite both sides by calendar.

    Raises StepRefused while the line manager has not released the day.
    """
    release = Release.objects.filter(visit=visit).select_related("manager").first()
    if release is not None and release.state not in {ReleaseState.GRANTED, ReleaseState.BY_POLICY}:
        raise StepRefused([Refusal(Reason.NOT_RELEASED, {"manager": release.manager.name})])
    try:
        with transaction.atomic():
            booking.confirm(visit, deed="confirm_visit", by=by, at=at)
    except IntegrityError:
        # A swap that would stand beside another visit which was booked in between.
        raise StepRefused([Refusal(Reason.ALREADY_THAT_DAY, {"title": visit.day.offering.title})]) from None
    return visit


@transaction.atomic
def decline_visit(*, visit: Visit, by: Person, at: datetime, reason: str) -> Visit:
    """Say no to a request, with the reason, and offer the visitor the next-best days."""
    steps.take_step(visit, VisitState.DECLINED, deed="decline_visit", by=by, at=at, reason=reason)
    others = letters.alternatives_for(visit, at=at)
    letters.tell("declined", visit, to=visit.visitor, at=at, reason=reason, alternatives=others, page="visits:find")
    waiting.offer_freed_places(visit.day, at=at)
    return visit


@transaction.atomic
def offer_other_day(*, visit: Visit, day: HostingDay, by: Person, at: datetime, message: str = "") -> CounterOffer:
    """Suggest another day of the department; the first place is kept until the visitor answers.

    Raises StepRefused when there is nothing to answer any more, VisitRefused when the
    visitor can't come on that day.
    """
    if visit.state != VisitState.REQUESTED:
        raise StepRefused([Refusal(StepReason.WRONG_STATE, {"state": VisitState(visit.state).label})])
    if day.pk == visit.day_id:
        raise StepRefused([Refusal(StepReason.SAME_DAY)])
    if day.offering.department_id != visit.department_id:
        raise StepRefused([Refusal(StepReason.OTHER_DEPARTMENT)])
    if found := queries.opening_for(visit.enrollment, day, at=at, ignoring=[visit]):
        raise VisitRefused(found)
    steps.lapse_counter_offers(visit, at=at)
    offer = CounterOffer.objects.create(visit=visit, day=day, by=by, message=message, offered_at=at)
    audit.record("offer_other_day", visit, by=by, at=at, day=day.pk)
    letters.tell("counter_offer", visit, to=visit.visitor, at=at, key=str(offer.pk), offer=offer)
    return offer


def accept_counter_offer(*, offer: CounterOffer, by: Person, at: datetime) -> Visit:
    """Take the other day: it is confirmed at once, and the first place is given back.

    Raises StepRefused when the offer is closed, VisitRefused when the day can't be
    visited any more.
    """
    old = access.visits_loaded().get(pk=offer.visit_id)
    key = uuid.uuid5(old.key, str(offer.pk))
    try:
        with transaction.atomic():
            _answer(offer, OfferState.ACCEPTED, at=at)
            booking.refuse(old.enrollment, offer.day, at=at, for_visitor=False, ignoring=[old])
            pk = booking.take_place(
                old.enrollment,
                offer.day,
                key=key,
                at=at,
                origin=VisitOrigin.COUNTER_OFFER,
                question=old.question,
                replaces=old,
            )
            visit = access.visits_loaded().get(pk=pk)
            VisitStep.objects.create(visit=visit, state=visit.state, at=at, by=by)
            audit.record("accept_counter_offer", visit, by=by, at=at, offer=offer.pk)
            Release.objects.filter(visit=old).update(visit=visit)
            booking.confirm(visit, deed="confirm_counter_offer", by=None, at=at)
            return visit
    except (IntegrityError, booking.NothingLeft):
        raise VisitRefused([Refusal(Reason.FULL, {"places": offer.day.places})]) from None


@transaction.atomic
def refuse_counter_offer(*, offer: CounterOffer, by: Person, at: datetime) -> Visit:
    """Stay with the first day: the host still has to answer it."""
    _answer(offer, OfferState.REFUSED, at=at)
    visit = access.visits_loaded().get(pk=offer.visit_id)
    audit.record("refuse_counter_offer", visit, by=by, at=at, offer=offer.pk)
    letters.tell("counter_offer_refused", visit, to=offer.by, at=at, page="visits:answer", key=str(offer.pk))
    return visit


def _answer(offer: CounterOffer, state: OfferState, *, at: datetime) -> None:
    """Claim an open offer of a request that is still open."""
    claimed = CounterOffer.objects.filter(pk=offer.pk, state=OfferState.OPEN, visit__state=VisitState.REQUESTED).update(
        state=state, answered_at=at
    )
    if not claimed:
        raise StepRefused([Refusal(StepReason.NO_OFFER)])
    offer.state = state
