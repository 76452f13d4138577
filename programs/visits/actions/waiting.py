"""Waiting lists: a freed place is offered to the next in order, once each."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.cohorts.models import Enrollment
from programs.core.refusals import Refusal
from programs.hosting import queries as hosting_queries
from programs.hosting import rules as hosting_rules
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits import letters, queries, rules
from programs.visits.actions import booking
from programs.visits.choices import Reason, StepReason, VisitOrigin, WaitingState
from programs.visits.models import Visit, WaitingPlace
from programs.visits.refusals import StepRefused, VisitRefused

KEY = uuid.UUID("7f1b7a52-2f0e-4c55-9f0d-6a0c8a1f5b11")
"""Names requests that come from a waiting list, so that each can be made once."""


@transaction.atomic
def join_waiting_list(*, enrollment: Enrollment, day: HostingDay, by: Person, at: datetime) -> WaitingPlace:
    """Wait for a place on a full day.

    Raises StepRefused when there is a place, or when the person waits already; VisitRefused
    when they couldn't come even if there were one.
    """
    fresh = hosting_queries.days_in_full().get(pk=day.pk)
    found = queries.opening_for(enrollment, fresh, at=at, for_visitor=by.pk == enrollment.person_id)
    others = [refusal for refusal in found if refusal.reason != Reason.FULL]
    if others:
        raise VisitRefused(others)
    if not found:
        raise StepRefused([Refusal(StepReason.NOT_FULL)])
    try:
        with transaction.atomic():
            place = WaitingPlace.objects.create(day=day, enrollment=enrollment, joined_at=at)
    except IntegrityError:
        raise StepRefused([Refusal(StepReason.ALREADY_WAITING)]) from None
    audit.record("join_waiting_list", place, by=by, at=at, day=day.pk)
    return place


@transaction.atomic
def leave_waiting_list(*, place: WaitingPlace, by: Person, at: datetime) -> WaitingPlace:
    """Stop waiting; a place that was offered goes to the next in line."""
    return _leave(place, deed="leave_waiting_list", states=[WaitingState.WAITING, WaitingState.OFFERED], by=by, at=at)


@transaction.atomic
def decline_waiting_offer(*, place: WaitingPlace, by: Person, at: datetime) -> WaitingPlace:
    """Say no to an offered place; it goes to the next in line."""
    return _leave(place, deed="decline_waiting_offer", states=[WaitingState.OFFERED], by=by, at=at)


def accept_waiting_offer(*, place: WaitingPlace, by: Person, at: datetime) -> Visit:
    """Take an offered place: it becomes a request like any other.

    Raises StepRefused when the offer is over, VisitRefused when the person can't come.
    """
    key = uuid.uuid5(KEY, str(place.pk))
    if place.state != WaitingState.OFFERED or place.offered_until is None or place.offered_until <= at:
        raise StepRefused([Refusal(StepReason.NO_OFFER)])
    return booking.book_visit(
        enrollment=place.enrollment, day=place.day, by=by, at=at, key=key, origin=VisitOrigin.WAITING_LIST
    )


def offer_freed_places(day: HostingDay, *, at: datetime) -> list[WaitingPlace]:
    """Keep each free place of a day for the next in line who can come, and tell them.

    Nothing is offered within the days of notice. Must run in a transaction; the day is
    locked, so that two freed places are not offered to the same person.
    """
    waiting = WaitingPlace.objects.filter(day=day.pk, state=WaitingState.WAITING)
    if not waiting.exists():
        return []
    day = HostingDay.objects.select_for_update(of=("self",)).select_related("offering__site").get(pk=day.pk)
    held = WaitingPlace.objects.filter(day=day, state=WaitingState.OFFERED).count()
    free = day.places - day.taken - held
    line = list(
        waiting.select_related("enrollment__person", "enrollment__cohort__program", "day__offering__site").order_by(
            "joined_at", "pk"
        )
    )
    openings = queries.openings([place.enrollment for place in line], [day], at=at, for_visitor=True)
    able = [place for place in line if not openings[place.enrollment_id, day.pk]]
    return [place for place in able[: max(free, 0)] if _offer(place, day, at=at)]


def _offer(place: WaitingPlace, day: HostingDay, *, at: datetime) -> bool:
    program = place.enrollment.cohort.program
    notice = hosting_rules.notice_days(program.notice_days, day.offering.notice_days)
    until = rules.waiting_offer_ends_at(
        at=at, hours=program.waiting_offer_hours, starts_at=day.starts_at, notice_days=notice
    )
    if until is None:
        return False
    place.state, place.offered_at, place.offered_until = WaitingState.OFFERED, at, until
    place.save(update_fields=["state", "offered_at", "offered_until"])
    audit.record("offer_freed_place", place, by=None, at=at, day=day.pk)
    letters.tell_of_offer(place, at=at)
    return True


@transaction.atomic
def lapse_offer(place: WaitingPlace, *, at: datetime) -> bool:
    """End an offer that nobody took in time; returns whether it was this call that did."""
    claimed = WaitingPlace.objects.filter(pk=place.pk, state=WaitingState.OFFERED, offered_until__lte=at).update(
        state=WaitingState.LAPSED
    )
    if claimed:
        audit.record("lapse_waiting_offer", place, by=None, at=at, day=place.day_id)
        offer_freed_places(place.day, at=at)
    return bool(claimed)


def _leave(place: WaitingPlace, *, deed: str, states: list[WaitingState], by: Person, at: datetime) -> WaitingPlace:
    claimed = WaitingPlace.objects.filter(pk=place.pk, state__in=states).update(state=WaitingState.LEFT)
    if not claimed:
        raise StepRefused([Refusal(StepReason.NO_OFFER)])
    place.state = WaitingState.LEFT
    audit.record(deed, place, by=by, at=at, day=place.day_id)
    offer_freed_places(place.day, at=at)
    return place
