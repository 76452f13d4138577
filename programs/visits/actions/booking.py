"""Booking a visit, and asking for another day instead."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.cohorts.choices import ConfirmMode
from programs.cohorts.models import Enrollment
from programs.core.refusals import Refusal
from programs.hosting import queries as hosting_queries
from programs.hosting.models import HostingDay
from programs.notifications.choices import CalendarMethod
from programs.people.models import Person
from programs.visits import access, booking, checks, invitations, letters, queries, rules
from programs.visits.actions import steps
from programs.visits.choices import STANDING, Reason, StepReason, VisitOrigin, VisitState, WaitingState
from programs.visits.models import Release, Visit, VisitStep, WaitingPlace
from programs.visits.refusals import StepRefused, VisitRefused

LONGEST_WAIT = timedelta(days=60)
"""How far ahead holidays are read to find the last day for an answer."""


def book_visit(
    *,
    enrollment: Enrollment,
    day: HostingDay,
    by: Person,
    at: datetime,
    key: uuid.UUID | None = None,
    origin: VisitOrigin = VisitOrigin.BOOKED,
    question: str = "",
) -> Visit:
    """Take a place on a hosting day and ask the host; returns the visit.

    It is confirmed at once where the programme says so and no release is needed. The same
    `key` again gives the same visit. Raises VisitRefused with every reason; when somebody
    else takes the last place at the same moment, that is `full`.
    """
    return _hold(enrollment=enrollment, day=day, by=by, at=at, key=key, origin=origin, question=question)


def reschedule_visit(
    *,
    visit: Visit,
    day: HostingDay,
    by: Person,
    at: datetime,
    key: uuid.UUID | None = None,
    question: str = "",
) -> Visit:
    """Ask for another day instead; the standing visit stays until the new one is confirmed.

    Raises StepRefused when the visit can't be changed any more, VisitRefused when the new
    day can't be visited.
    """
    if day.pk == visit.day_id:
        raise StepRefused([Refusal(StepReason.SAME_DAY)])
    ended = VisitState.WITHDRAWN if visit.state == VisitState.REQUESTED else VisitState.CANCELLED
    if refusals := steps.refusals_of_step(visit, ended, part=access.part_of(by, visit), at=at):
        raise StepRefused(refusals)
    key = key or uuid.uuid4()
    if Visit.objects.filter(replaces=visit, is_swap=True, state__in=STANDING).exclude(key=key).exists():
        raise StepRefused([Refusal(StepReason.ALREADY_MOVING)])
    return _hold(
        enrollment=visit.enrollment,
        day=day,
        by=by,
        at=at,
        key=key,
        origin=VisitOrigin.RESCHEDULED,
        question=question or visit.question,
        replaces=visit,
    )


def _hold(
    *,
    enrollment: Enrollment,
    day: HostingDay,
    by: Person,
    at: datetime,
    key: uuid.UUID | None,
    origin: VisitOrigin,
    question: str,
    replaces: Visit | None = None,
) -> Visit:
    key = key or uuid.uuid4()
    for_visitor = by.pk == enrollment.person_id and origin != VisitOrigin.MATCHED
    ignoring = [replaces] if replaces else []
    with booking.queue():
        try:
            with transaction.atomic():
                if replay := _made_before(enrollment, key):
                    return replay
                refuse(enrollment, day, at=at, for_visitor=for_visitor, ignoring=ignoring)
                pk = take_place(enrollment, day, key=key, at=at, origin=origin, question=question, replaces=replaces)
                return _begin(pk, by=by, at=at)
        except (IntegrityError, NothingLeft, VisitRefused) as lost:
            # The same request may have come twice at once: then the other one was it.
            if replay := _made_before(enrollment, key):
                return replay
            if isinstance(lost, VisitRefused):
                raise
            refuse(enrollment, day, at=at, for_visitor=for_visitor, ignoring=ignoring)
            raise VisitRefused([Refusal(Reason.FULL, {"places": day.places})]) from None


class NothingLeft(Exception):
    """The statement found no place, although the rules had seen one."""


def refuse(
    enrollment: Enrollment, day: HostingDay, *, at: datetime, for_visitor: bool, ignoring: Iterable[Visit] = ()
) -> None:
    """Raise VisitRefused with every reason why not, read afresh from the database."""
    fresh = hosting_queries.days_in_full().get(pk=day.pk)
    if found := queries.opening_for(enrollment, fresh, at=at, for_visitor=for_visitor, ignoring=ignoring):
        raise VisitRefused(found)


def take_place(
    enrollment: Enrollment,
    day: HostingDay,
    *,
    key: uuid.UUID,
    at: datetime,
    origin: VisitOrigin,
    question: str = "",
    replaces: Visit | None = None,
    state: VisitState = VisitState.REQUESTED,
) -> int:
    """Run the booking statement; raises IntegrityError or `NothingLeft` when there is no place."""
    site, program = day.offering.site, enrollment.cohort.program
    requested_on = at.astimezone(site.zone).date()
    pk = booking.hold_place(
        enrollment=enrollment,
        day=day,
        key=key,
        at=at,
        state=state,
        origin=origin,
        question=question,
        expires_on=rules.expires_on(
            requested_on=requested_on,
            day_on=day.on,
            working_days=program.request_working_days,
            free_dates=queries.free_dates(site, start=requested_on, end=min(day.on, requested_on + LONGEST_WAIT)),
        ),
        replaces=replaces,
        is_swap=replaces is not None,
    )
    if pk is None:
        raise NothingLeft
    invitations.note_day(day, at=at)
    return pk


def _made_before(enrollment: Enrollment, key: uuid.UUID) -> Visit | None:
    return access.visits_loaded().filter(visitor=enrollment.person_id, key=key).first()


def _begin(pk: int, *, by: Person, at: datetime) -> Visit:
    """Write what goes with a new visit: its first step, the deed, the release, the letters."""
    visit = access.visits_loaded().get(pk=pk)
    program = visit.cohort.program
    VisitStep.objects.create(visit=visit, state=visit.state, at=at, by=by)
    audit.record("book_visit", visit, by=by, at=at, day=visit.day_id, origin=visit.origin)
    WaitingPlace.objects.filter(
        day=visit.day_id, enrollment=visit.enrollment_id, state__in=[WaitingState.WAITING, WaitingState.OFFERED]
    ).update(state=WaitingState.TAKEN)
    release = _ask_for_release(visit, at=at) if program.needs_release else None
    if release is not None:
        letters.tell_manager(release, at=at)
    if program.confirm_mode == ConfirmMode.AT_ONCE and release is None and not checks.refusals_of(visit):
        confirm(visit, deed="confirm_at_once", by=None, at=at)
    else:
        letters.tell("asked", visit, to=visit.day.offering.contact, at=at, page="visits:answer")
    return visit


def _ask_for_release(visit: Visit, *, at: datetime) -> Release | None:
    """Ask the line manager; who has none needs no release."""
    manager = visit.visitor.manager
    if manager is None or not manager.is_active:
        return None
    today = at.astimezone(visit.visitor.zone).date()
    decides_on = min(today + timedelta(days=visit.cohort.program.release_days), visit.on)
    return Release.objects.create(visit=visit, manager=manager, decides_on=decides_on)


def confirm(visit: Visit, *, deed: str, by: Person | None, at: datetime, is_freed: bool = True) -> None:
    """Confirm a visit, let it take over from the one it replaces, and invite both sides.

    Every confirmation comes through here, so this is where the access gate stands: raises
    StepRefused with every red item.
    `is_freed` says that the old place goes to the waiting list; otherwise the caller needs it.
    """
    if blocked := checks.refusals_of(visit):
        raise StepRefused(blocked)
    old_host = visit.replaces.day.offering.contact if visit.is_swap and visit.replaces else None
    steps.take_step(visit, VisitState.CONFIRMED, deed=deed, by=by, at=at)
    steps.lapse_counter_offers(visit, at=at)
    old = steps.take_over(visit, at=at)
    host = visit.day.offering.contact
    for person in (visit.visitor, host):
        letters.tell("moved" if old else "confirmed", visit, to=person, at=at, calendar=CalendarMethod.REQUEST, old=old)
    if old is None:
        return
    if old_host == host:
        letters.tell_host("guests_changed", old.day, to=host, at=at)
    else:
        letters.tell("cancelled", old, to=old_host, at=at, calendar=CalendarMethod.CANCEL, reason="")
    if not is_freed:
        return
    from programs.visits.actions import waiting  # noqa: PLC0415  (a freed place books in turn)

    waiting.offer_freed_places(old.day, at=at)
