"""The one way in which a visit changes its state."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.hosting import rules as hosting_rules
from programs.people.models import Person
from programs.visits import access, documents, invitations
from programs.visits.choices import STANDING, OfferState, StepReason, VisitState
from programs.visits.models import CalendarInvitation, CounterOffer, Proposal, Visit, VisitStep
from programs.visits.refusals import StepRefused
from programs.visits.rules import Part, Step, step_refusals


def take_step(
    visit: Visit,
    to: VisitState,
    *,
    deed: str,
    by: Person | None,
    at: datetime,
    part: Part | None = None,
    reason: str = "",
) -> None:
    """Move a visit to a state, keep who, when and why, and record the deed.

    A visit that ends closes the counter-offer and the proposed times for it, and lets a
    request for another day instead go on by itself. Its SEQUENCE in calendars rises when
    its status there changes (RFC 5546 §2.1.4): "attended" is still "confirmed" to them.

    Raises StepRefused when the life cycle doesn't allow it, also when somebody else was
    quicker: the row is claimed by its old state. Must run in a transaction.
    """
    part = part or (access.part_of(by, visit) if by else Part.SYSTEM)
    if refusals := step_refusals(_step(visit, to, part=part, at=at, reason=reason)):
        raise StepRefused(refusals)
    rises = documents.status_of([visit.state]) != documents.status_of([to])
    claimed = Visit.objects.filter(pk=visit.pk, state=visit.state).update(
        state=to, sequence=F("sequence") + int(rises), changed_at=at
    )
    if not claimed:
        visit.refresh_from_db(fields=["state"])
        raise StepRefused([Refusal(StepReason.WRONG_STATE, {"state": VisitState(visit.state).label})])
    earlier, visit.state = visit.state, to
    visit.sequence += int(rises)
    visit.changed_at = at
    invitations.note_day(visit.day, at=at)
    VisitStep.objects.create(visit=visit, state=to, at=at, by=by, reason=reason)
    audit.record(deed, visit, by=by, at=at, earlier=str(earlier), later=str(to))
    if to not in STANDING:
        lapse_counter_offers(visit, at=at)
        _free_swap(visit, at=at)


def refusals_of_step(visit: Visit, to: VisitState, *, part: Part | None, at: datetime) -> tuple[Refusal, ...]:
    """Return why a step can't be taken, for pages that show only what is possible. Asks for no reason yet."""
    return step_refusals(_step(visit, to, part=part, at=at, reason="…"))


def _step(visit: Visit, to: VisitState, *, part: Part | None, at: datetime, reason: str) -> Step:
    return Step(
        state=VisitState(visit.state),
        to=to,
        part=part,
        at=at,
        today=at.astimezone(visit.day.offering.site.zone).date(),
        on=visit.on,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        notice_days=hosting_rules.notice_days(visit.cohort.program.notice_days, visit.day.offering.notice_days),
        has_reason=bool(reason.strip()),
    )


def take_over(visit: Visit, *, at: datetime) -> Visit | None:
    """Let a swap stand in for the visit it replaces, under that one's name in calendars.

    Returns the old visit, already ended, or None when there is nothing to replace any
    more. The caller tells both sides.
    """
    old = access.visits_loaded().filter(pk=visit.replaces_id).first() if visit.is_swap and visit.replaces_id else None
    if old is not None and old.state in {VisitState.REQUESTED, VisitState.CONFIRMED}:
        to = VisitState.WITHDRAWN if old.state == VisitState.REQUESTED else VisitState.CANCELLED
        take_step(old, to, deed="replace_visit", by=None, at=at)
        Visit.objects.filter(pk=old.pk).update(uid=uuid.uuid4(), is_replaced=True)
        CalendarInvitation.objects.filter(visit=old).update(visit=visit)
        visit.uid, visit.sequence = old.uid, max(old.sequence, visit.sequence)
        invitations.note_day(old.day, at=at)
    else:
        old = None
    visit.is_swap = False
    Visit.objects.filter(pk=visit.pk).update(uid=visit.uid, sequence=visit.sequence, is_swap=False)
    return old


def _free_swap(visit: Visit, *, at: datetime) -> None:
    """Let a request that was to replace an ended visit stand alone; it ends too where another visit is in its way."""
    for swap in access.visits_loaded().filter(replaces=visit, is_swap=True, state__in=STANDING):
        try:
            with transaction.atomic():
                Visit.objects.filter(pk=swap.pk).update(is_swap=False)
        except IntegrityError:
            take_step(swap, VisitState.WITHDRAWN, deed="drop_reschedule", by=None, at=at)


def lapse_counter_offers(visit: Visit, *, at: datetime) -> None:
    """Close what was offered for a visit that has been decided otherwise."""
    for offers in (CounterOffer.objects, Proposal.objects):
        offers.filter(visit=visit, state=OfferState.OPEN).update(state=OfferState.LAPSED, answered_at=at)
