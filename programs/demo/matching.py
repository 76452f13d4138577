"""A matching plan for the running cohort, solved and waiting for its lead."""

import random
from datetime import datetime

from programs.cohorts.models import Cohort
from programs.demo import preferences
from programs.matching import actions, worker
from programs.matching.choices import Preset
from programs.matching.models import MatchingRun
from programs.people.models import Person

DRAW = 1913
SECONDS = 20


def make_draft(cohort: Cohort, *, cast: dict[str, Person], at: datetime, rng: random.Random) -> MatchingRun:
    """Let both sides wish, and solve a run here and now, so that the demo opens with a draft to review."""
    preferences.make_preferences(cohort, cast=cast, rng=rng)
    preferences.make_tie(cohort, at=at)
    run = actions.start_run(
        cohort=cohort, preset=Preset.BEST_FIT, seed=DRAW, by=cast["lena"], at=at, time_limit=SECONDS
    )
    begun = actions.begin_attempt(run_id=run.pk, at=at)
    if begun is None:
        raise RuntimeError("Another process took the demo's run.")
    run, attempt = begun
    result = worker.answer({"problem": run.inputs["problem"], "seed": run.seed, "time_limit": run.time_limit})
    actions.finish_run(run_id=run.pk, attempt=attempt, result=result, at=at)
    return run
