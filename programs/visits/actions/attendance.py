"""Whether a visit took place: asked of both sides, decided by the lead when they differ."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.visits import access, letters
from programs.visits.actions import steps
from programs.visits.choices import StepReason, VisitState
from programs.visits.models import Visit
from programs.visits.refusals import StepRefused
from programs.visits.rules import Attendance, Part, attendance_of

STATES = {Attendance.ATTENDED: VisitState.ATTENDED, Attendance.MISSED: VisitState.MISSED}


@transaction.atomic
def say_attendance(*, visit: Visit, by: Person, at: datetime, came: bool) -> Visit:
    """Keep what the visitor or the host says, and decide as far as both answers allow.

    Raises StepRefused before the end of the day, and for a visit that is decided; the
    side that has not spoken yet may still contradict "attended", which goes to the lead.
    """
    part = access.part_of(by, visit)
    if visit.ends_at > at:
        raise StepRefused([Refusal(StepReason.NOT_YET)])
    if visit.state not in {VisitState.CONFIRMED, VisitState.ATTENDED} or part not in {Part.VISITOR, Part.HOST}:
        raise StepRefused([Refusal(StepReason.WRONG_STATE, {"state": VisitState(visit.state).label})])
    field = "visitor_says_came" if part is Part.VISITOR else "host_says_came"
    setattr(visit, field, came)
    visit.save(update_fields=[field])
    audit.record("say_attendance", visit, by=by, at=at, part=part.value, came=came)
    decide(visit, by=by, at=at)
    return visit


def decide(visit: Visit, *, by: Person | None, at: datetime, is_waiting_over: bool = False) -> None:
    """Take the step that the answers come to, or ask the leads when they differ."""
    outcome = attendance_of(host=visit.host_says_came, visitor=visit.visitor_says_came, is_waiting_over=is_waiting_over)
    if outcome is Attendance.CONFLICT:
        letters.tell_leads("attendance_conflict", visit, at=at, page="visits:attendance", key="conflict")
    elif outcome in STATES and visit.state == VisitState.CONFIRMED:
        steps.take_step(visit, STATES[outcome], deed="note_attendance", by=by, at=at)


@transaction.atomic
def settle_attendance(*, visit: Visit, by: Person, at: datetime, came: bool, reason: str = "") -> Visit:
    """The programme lead decides whether a visit took place."""
    to = VisitState.ATTENDED if came else VisitState.MISSED
    if visit.state == to:
        raise StepRefused([Refusal(StepReason.WRONG_STATE, {"state": to.label})])
    steps.take_step(visit, to, deed="settle_attendance", by=by, at=at, part=Part.LEAD, reason=reason)
    return visit


@transaction.atomic
def mark_debriefed(*, visit: Visit, by: Person | None, at: datetime) -> Visit:
    """Note that an attended visit was talked over and closed."""
    steps.take_step(visit, VisitState.DEBRIEFED, deed="mark_debriefed", by=by, at=at)
    return visit
