"""Matching runs and placements."""

import datetime

from programs.matching.models import MatchingRun, Placement

STARTED_AT = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


def make_run(cohort, by, *, state="solved", seed=7, **fields):
    fields.setdefault("started_at", STARTED_AT)
    fields.setdefault("progress", {"at": STARTED_AT.isoformat()})
    return MatchingRun.objects.create(cohort=cohort, seed=seed, state=state, started_by=by, **fields)


def make_placement(run, enrollment, day, *, rank=1, score=900, **fields):
    fields.setdefault("reasons", [{"why": "choice", "rank": rank}])
    return Placement.objects.create(run=run, enrollment=enrollment, day=day, rank=rank, score=score, **fields)
