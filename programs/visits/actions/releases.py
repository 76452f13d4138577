"""The line manager's answer to a day."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.choices import ConfirmMode
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.visits import access, checks, letters
from programs.visits.actions import booking, steps, waiting
from programs.visits.choices import ReleaseState, StepReason, VisitState
from programs.visits.models import Release
from programs.visits.refusals import StepRefused


@transaction.atomic
def grant_release(*, release: Release, by: Person, at: datetime, cover: Person | None = None) -> Release:
    """Say yes to the day and who covers; a visit that waited only for this is confirmed."""
    _decide(release, ReleaseState.GRANTED, at=at, cover=cover)
    audit.record("grant_release", release, by=by, at=at, cover=cover.pk if cover else None)
    _go_on(release, at=at)
    return release


@transaction.atomic
def refuse_release(*, release: Release, by: Person, at: datetime, reason: str) -> Release:
    """Say no to the day, with the reason; the visit ends and its place is free again."""
    if not reason.strip():
        raise StepRefused([Refusal(StepReason.NEEDS_REASON)])
    _decide(release, ReleaseState.REFUSED, at=at, reason=reason)
    audit.record("refuse_release", release, by=by, at=at)
    visit = access.visits_loaded().get(pk=release.visit_id)
    if visit.state == VisitState.REQUESTED:
        steps.take_step(visit, VisitState.DECLINED, deed="decline_unreleased_visit", by=None, at=at, reason=reason)
        letters.tell(
            "declined", visit, to=visit.visitor, at=at, reason=reason, page="visits:find",
            alternatives=letters.alternatives_for(visit, at=at), by_manager=True,
        )  # fmt: skip
        letters.tell("withdrawn", visit, to=visit.day.offering.contact, at=at, reason="")
        waiting.offer_freed_places(visit.day, at=at)
    return release


@transaction.atomic
def release_by_policy(release: Release, *, at: datetime) -> bool:
    """Let a release decide itself after the programme's days; returns whether it did now."""
    try:
        _decide(release, ReleaseState.BY_POLICY, at=at)
    except StepRefused:
        return False
    audit.record("release_by_policy", release, by=None, at=at)
    _go_on(release, at=at)
    return True


def _decide(
    release: Release, state: ReleaseState, *, at: datetime, cover: Person | None = None, reason: str = ""
) -> None:
    claimed = Release.objects.filter(pk=release.pk, state=ReleaseState.PENDING).update(
        state=state, decided_at=at, cover=cover, reason=reason
    )
    if not claimed:
        raise StepRefused([Refusal(StepReason.NO_OFFER)])
    release.state, release.decided_at, release.cover, release.reason = state, at, cover, reason


def _go_on(release: Release, *, at: datetime) -> None:
    visit = access.visits_loaded().get(pk=release.visit_id)
    if visit.state != VisitState.REQUESTED or visit.starts_at <= at:
        return
    if visit.cohort.program.confirm_mode == ConfirmMode.AT_ONCE and not checks.refusals_of(visit):
        booking.confirm(visit, deed="confirm_at_once", by=None, at=at)
    else:
        letters.tell("released", visit, to=visit.visitor, at=at, release=release)
