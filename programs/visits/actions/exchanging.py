"""Several people change their days at once: all of it, or nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.cohorts.models import Enrollment
from programs.core.refusals import Refusal
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits import access, booking
from programs.visits.actions import booking as booking_actions
from programs.visits.actions import waiting
from programs.visits.choices import Reason, ReleaseState, StepReason, VisitOrigin, VisitState
from programs.visits.models import Release, Visit, VisitStep
from programs.visits.refusals import StepRefused, VisitRefused

MOVABLE = (VisitState.REQUESTED, VisitState.CONFIRMED)


@dataclass(frozen=True)
class Move:
    """Somebody gets a place on a day, and gives up a standing visit where one is named."""

    enrollment: Enrollment
    day: HostingDay
    leaves: Visit | None = None


def exchange_visits(*, moves: Sequence[Move], by: Person | None, at: datetime) -> list[Visit]:
    """Make every move, in the order given, and confirm the new visits; returns them.

    Everyone affected has agreed before (visitors, hosts and line managers), so nobody is
    asked again: both sides of each move get the calendar's news. A place that a move frees
    is kept for the moves after it; what is free in the end goes to the waiting list.

    Raises VisitRefused or StepRefused, and then nothing has changed: the booking statement
    decides about every place as it does for everybody else.
    """
    with booking.queue(), transaction.atomic():
        made = [_made(move, by=by, at=at) for move in moves]
        taken = {visit.day_id for visit in made}
        for move in moves:
            if move.leaves is not None and move.leaves.day_id not in taken:
                waiting.offer_freed_places(move.leaves.day, at=at)
    return made


def _made(move: Move, *, by: Person | None, at: datetime) -> Visit:
    """Book and confirm one move, and end the visit that it replaces."""
    leaves = _standing(move.leaves) if move.leaves is not None else None
    ignoring = [leaves] if leaves else []
    booking_actions.refuse(move.enrollment, move.day, at=at, for_visitor=False, ignoring=ignoring)
    try:
        with transaction.atomic():
            pk = booking_actions.take_place(
                move.enrollment,
                move.day,
                key=uuid.uuid4(),
                at=at,
                origin=VisitOrigin.RESCHEDULED if leaves else VisitOrigin.MATCHED,
                question=leaves.question if leaves else "",
                replaces=leaves,
            )
    except (IntegrityError, booking_actions.NothingLeft):
        raise VisitRefused([Refusal(Reason.FULL, {"places": move.day.places})]) from None
    visit = access.visits_loaded().get(pk=pk)
    VisitStep.objects.create(visit=visit, state=visit.state, at=at, by=by)
    audit.record("exchange_visit", visit, by=by, at=at, day=visit.day_id, leaves=leaves.pk if leaves else None)
    _note_release(visit, at=at)
    booking_actions.confirm(visit, deed="confirm_by_consent", by=None, at=at, is_freed=False)
    return visit


def _standing(visit: Visit) -> Visit:
    """Return a visit as it is now; raises StepRefused when it can't be given up any more."""
    found = access.visits_loaded().get(pk=visit.pk)
    if found.state not in MOVABLE:
        raise StepRefused([Refusal(StepReason.WRONG_STATE, {"state": VisitState(found.state).label})])
    if found.is_swap or Visit.objects.filter(replaces=found, is_swap=True, state__in=MOVABLE).exists():
        raise StepRefused([Refusal(StepReason.ALREADY_MOVING)])
    return found


def _note_release(visit: Visit, *, at: datetime) -> None:
    """Keep the line manager's yes, which was given with everybody else's."""
    manager = visit.visitor.manager
    if not visit.cohort.program.needs_release or manager is None or not manager.is_active:
        return
    Release.objects.create(visit=visit, manager=manager, state=ReleaseState.GRANTED, decides_on=visit.on, decided_at=at)
