"""Background jobs of the matching room: solving runs and booking what was published."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from programs.gateways.tasks import task
from programs.matching import process, queries
from programs.matching.choices import RunFailure, RunState
from programs.matching.models import MatchingRun, Placement
from programs.people.models import Person

MEMORY_MB = 3072
"""What a search may use, its libraries included (5,000 visitors take about 400 MB)."""

logger = logging.getLogger(__name__)


@task()
def solve_run(run_id: int) -> None:
    """Solve a waiting run in a process of its own. A run that another job has is left alone."""
    from programs.matching import actions  # noqa: PLC0415  (actions enqueue this job)

    def hear(attempt: str, said: Mapping[str, Any] | None = None) -> bool:
        return actions.hear(run_id=run_id, attempt=attempt, said=said, at=timezone.now())

    begun = actions.begin_attempt(run_id=run_id, at=timezone.now(), beat=hear)
    if begun is None:
        return
    run, attempt = begun

    def listen(said: Mapping[str, Any] | None) -> bool:
        return not hear(attempt, said)

    request = {
        "problem": run.inputs["problem"],
        "seed": run.seed,
        "time_limit": run.time_limit,
        "memory_mb": MEMORY_MB,
    }
    try:
        result = process.run(request, listen=listen)
    except process.WorkerFailed as failed:
        logger.warning("Matching run %s ended without a result: %s", run_id, failed)
        actions.fail_run(
            run_id=run_id, attempt=attempt, failure=RunFailure(failed.failure), said=failed.said, at=timezone.now()
        )
    else:
        actions.finish_run(run_id=run_id, attempt=attempt, result=result, at=timezone.now())


@task()
def book_placements(run_id: int, by_id: int) -> None:
    """Make visits of a published run's placements, one by one; a job that died is taken up where it was."""
    from programs.matching import actions  # noqa: PLC0415  (actions enqueue this job)

    by = Person.objects.get(pk=by_id)
    waiting = Placement.objects.filter(run=run_id, run__state=RunState.PUBLISHED, visit=None, refusals=[])
    for pk in list(waiting.order_by("day__starts_at", "pk").values_list("pk", flat=True)):
        placement = Placement.objects.select_related(
            "run", "enrollment__cohort__program", "enrollment__person", "day__offering__site"
        ).get(pk=pk)
        actions.book_placement(placement=placement, by=by, at=timezone.now())


def every_minute(at: datetime) -> None:
    """Take up published runs whose bookings were interrupted, and end repairs that nobody answered in time."""
    from programs.matching import actions  # noqa: PLC0415  (actions enqueue jobs of this module)

    actions.expire_repairs(at=at)
    for run in MatchingRun.objects.filter(state=RunState.PUBLISHED).defer("inputs").order_by("-published_at")[:10]:
        is_old = run.published_at is not None and (at - run.published_at).total_seconds() > MINUTE
        if is_old and queries.has_unbooked(run):
            book_placements.enqueue(run.pk, run.started_by_id)


MINUTE = 60.0
