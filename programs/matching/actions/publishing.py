"""Making visits of a draft: once, one by one, so that a killed worker goes on where it was."""

import uuid
from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.choices import Stage
from programs.cohorts.models import GateOverride
from programs.core.refusals import Refusal
from programs.matching import tasks
from programs.matching.choices import RunRefusal, RunState
from programs.matching.models import MatchingRun, Placement
from programs.matching.refusals import RunRefused, require_state
from programs.people.models import Person
from programs.surveys import queries as survey_queries
from programs.visits import actions as visit_actions
from programs.visits.choices import VisitOrigin

KEYS = uuid.UUID("6f0d2c1e-5a53-4a86-9d6c-0c2f4be0d3f4")
"""The namespace of booking keys: the same placement always books with the same key."""


@transaction.atomic
def publish_run(*, run: MatchingRun, by: Person, at: datetime, override: str = "") -> MatchingRun:
    """Publish a draft: each placement becomes a visit in the background, and mails go out once.

    The baseline must be closed before; `override` is the reason to go on without it, and
    the report prints it. Raises RunRefused.
    """
    run = MatchingRun.objects.select_for_update(of=("self",)).select_related("cohort__program").get(pk=run.pk)
    require_state(run, {RunState.SOLVED})
    if not run.placements.exists():
        raise RunRefused([Refusal(RunRefusal.NOTHING_TO_PUBLISH)])
    if needs_override(run):
        if not override.strip():
            raise RunRefused([Refusal(RunRefusal.BASELINE_OPEN)])
        GateOverride.objects.create(
            cohort=run.cohort, stage=Stage.MATCHING, missing=["baseline_open"], reason=override.strip(), by=by, at=at
        )
    run.state, run.published_at = RunState.PUBLISHED, at
    run.save(update_fields=["state", "published_at"])
    audit.record("publish_run", run, by=by, at=at, placements=run.placements.count(), override=bool(override.strip()))
    transaction.on_commit(lambda: tasks.book_placements.enqueue(run.pk, by.pk))
    return run


def needs_override(run: MatchingRun) -> bool:
    """Whether the baseline is still open, so that publishing needs a reason."""
    return not survey_queries.baseline_is_closed(run.cohort.program, run.cohort)


def book_placement(*, placement: Placement, by: Person, at: datetime) -> Placement:
    """Make a visit of a published placement, or keep on it why that is refused by now.

    Again for the same placement is the same visit: nobody is asked or told twice.
    """
    require_state(placement.run, {RunState.PUBLISHED})
    try:
        placement.visit = visit_actions.book_visit(
            enrollment=placement.enrollment,
            day=placement.day,
            by=by,
            at=at,
            key=uuid.uuid5(KEYS, str(placement.pk)),
            origin=VisitOrigin.MATCHED,
        )
    except visit_actions.VisitRefused as refused:
        placement.refusals = [
            {"reason": str(refusal.reason), "facts": {name: str(fact) for name, fact in refusal.facts.items()}}
            for refusal in refused.refusals
        ]
    placement.save(update_fields=["visit", "refusals"])
    return placement
