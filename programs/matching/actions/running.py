"""Starting, hearing of, ending and repeating runs."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts import queries as cohort_queries
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort
from programs.core.refusals import Refusal
from programs.matching import model, queries, rules, solver, tasks
from programs.matching.choices import RunFailure, RunRefusal, RunState
from programs.matching.model import Status
from programs.matching.models import MatchingRun, Placement, Shortfall
from programs.matching.refusals import RunRefused, require_state
from programs.people.models import Person

MATCHED_IN = {Stage.MATCHING, Stage.RUNNING}


@transaction.atomic
def start_run(*, cohort: Cohort, preset: str, seed: int, by: Person, at: datetime, time_limit: int = 60) -> MatchingRun:
    """Begin a run over a cohort and let it be solved in the background.

    Raises RunRefused when the cohort isn't at that stage, nobody is enrolled, no day is
    open, or another run of the cohort is being solved.
    """
    if refusals := refusals_to_start(cohort, at):
        raise RunRefused(refusals)
    run = MatchingRun.objects.create(
        cohort=cohort, preset=preset, seed=seed, started_by=by, started_at=at, time_limit=time_limit
    )
    audit.record("start_run", run, by=by, at=at, preset=preset, seed=seed)
    _enqueue(run)
    return run


def refusals_to_start(cohort: Cohort, at: datetime) -> list[Refusal]:
    """Return every reason why no run can be started over a cohort now."""
    found = []
    if cohort.stage not in MATCHED_IN:
        found.append(Refusal(RunRefusal.STAGE, {"cohort": cohort.name}))
    if not cohort_queries.standing_enrollments().filter(cohort=cohort).exists():
        found.append(Refusal(RunRefusal.NOBODY))
    elif not queries.has_open_wishes(cohort):
        found.append(Refusal(RunRefusal.ENOUGH))
    if not queries.days_to_match(cohort, at).exists():
        found.append(Refusal(RunRefusal.NO_DAYS))
    if queries.is_solving(cohort):
        found.append(Refusal(RunRefusal.BUSY))
    return found


def _enqueue(run: MatchingRun) -> None:
    transaction.on_commit(lambda: tasks.solve_run.enqueue(run.pk))


@transaction.atomic
def solve_again(*, run: MatchingRun, by: Person, at: datetime, seed: int | None = None) -> MatchingRun:
    """Begin a new run that keeps the locks of this draft and changes as little else as it can.

    The draft itself stays as it is, so that both can be compared. A run that found no plan
    has no draft of its own: the one that it was based on is solved again, with the locks
    and what was taken out as they are there by now.
    """
    run = _locked(run)
    require_state(run, {RunState.SOLVED, RunState.INFEASIBLE})
    if refusals := refusals_to_start(run.cohort, at):
        raise RunRefused(refusals)
    draft = run.based_on if run.state == RunState.INFEASIBLE else run
    again = MatchingRun.objects.create(
        cohort=run.cohort,
        preset=run.preset,
        seed=run.seed if seed is None else seed,
        started_by=by,
        started_at=at,
        time_limit=run.time_limit,
        based_on=draft,
        forbidden=(draft or run).forbidden,
    )
    audit.record("solve_again", again, by=by, at=at, based_on=draft.pk if draft else None)
    _enqueue(again)
    return again


@transaction.atomic
def restart_run(*, run: MatchingRun, by: Person, at: datetime) -> MatchingRun:
    """Let a run be solved once more, from the inputs it froze: after a failure, or when its process is gone."""
    run = _locked(run)
    require_state(run, {RunState.FAILED, RunState.SOLVING, RunState.DRAFT})
    if run.state != RunState.FAILED and not rules.is_silent(heard_at(run), at):
        raise RunRefused([Refusal(RunRefusal.STILL_ALIVE)])
    others = MatchingRun.objects.filter(cohort=run.cohort, state__in=[RunState.DRAFT, RunState.SOLVING])
    if others.exclude(pk=run.pk).exists():
        raise RunRefused([Refusal(RunRefusal.BUSY)])
    run.state, run.failure, run.error, run.finished_at = RunState.DRAFT, "", "", None
    run.progress = {"at": at.isoformat()}
    run.save(update_fields=["state", "failure", "error", "finished_at", "progress"])
    audit.record("restart_run", run, by=by, at=at)
    _enqueue(run)
    return run


def heard_at(run: MatchingRun) -> datetime:
    """Return when a run last said that it is alive."""
    said = run.progress.get("at")
    return datetime.fromisoformat(said) if said else run.started_at


def begin_attempt(
    *, run_id: int, at: datetime, beat: Callable[[str], object] = lambda attempt: None
) -> tuple[MatchingRun, str] | None:
    """Take a waiting run for one process and freeze its inputs; None when another has it, or it was stopped meanwhile.

    Returns the run and the attempt's mark: only who holds it may write what follows. Reading a
    very large cohort takes minutes: no row is locked meanwhile, and `beat` is told the mark now and then.
    """
    taken = _take(run_id, at)
    if taken is None:
        return None
    run, attempt = taken
    inputs = run.inputs or queries.problem_for(run, at, lambda: beat(attempt)).as_json()
    return _freeze(run_id, attempt, inputs, at)


@transaction.atomic
def _take(run_id: int, at: datetime) -> tuple[MatchingRun, str] | None:
    run = MatchingRun.objects.select_for_update().filter(pk=run_id, state=RunState.DRAFT).first()
    if run is None:
        return None
    attempt = uuid.uuid4().hex
    run.state, run.progress = RunState.SOLVING, {"attempt": attempt, "at": at.isoformat()}
    run.save(update_fields=["state", "progress"])
    return run, attempt


@transaction.atomic
def _freeze(run_id: int, attempt: str, inputs: dict[str, Any], at: datetime) -> tuple[MatchingRun, str] | None:
    run = _of_attempt(run_id, attempt)
    if run is None:
        return None
    run.inputs, run.inputs_sha256 = inputs, model.fingerprint(inputs["problem"])
    run.versions = {"solver": solver.VERSION, "rules": queries.rules_version()} | solver.versions()
    run.save(update_fields=["inputs", "inputs_sha256", "versions"])
    audit.record("solve_run", run, by=None, at=at, inputs=run.inputs_sha256, versions=run.versions)
    return run, attempt


@transaction.atomic
def hear(*, run_id: int, attempt: str, said: Mapping[str, Any] | None, at: datetime) -> bool:
    """Keep what the search says of itself; returns False when it should stop: it lost its run."""
    run = _of_attempt(run_id, attempt)
    if run is None:
        return False
    begun = {"searched_from": at.isoformat()} if run.inputs_sha256 else {}  # till then the cohort is being read
    run.progress = begun | run.progress | dict(said or {}) | {"at": at.isoformat()}
    run.save(update_fields=["progress"])
    return True


def _of_attempt(run_id: int, attempt: str) -> MatchingRun | None:
    runs = MatchingRun.objects.select_for_update().defer("inputs")
    run = runs.filter(pk=run_id, state=RunState.SOLVING).first()
    return run if run is not None and run.progress.get("attempt") == attempt else None


@transaction.atomic
def finish_run(*, run_id: int, attempt: str, result: Mapping[str, Any], at: datetime) -> None:
    """Write what the search found as the run's draft; nothing when the run was taken from it."""
    run = _of_attempt(run_id, attempt)
    if run is None:
        return
    placements, gaps = result.get("placements", ()), result.get("gaps", ())
    run.finished_at = at
    run.result = {key: value for key, value in result.items() if key not in {"placements", "gaps"}}
    run.state, run.failure = _ending(result["status"])
    run.save(update_fields=["finished_at", "result", "state", "failure"])
    refused = run.inputs.get("refused", {})
    locked = set() if run.based_on_id is None else set(queries.locked_pairs(run.based_on_id))
    Placement.objects.bulk_create(
        Placement(
            run=run,
            enrollment_id=row["visitor"],
            day_id=row["day"],
            rank=row["rank"],
            score=row["score"],
            reasons=row["reasons"],
            instead=row.get("instead", {}),
            is_locked=(row["visitor"], row["day"]) in locked,
        )
        for row in placements
    )
    Shortfall.objects.bulk_create(
        Shortfall(
            run=run,
            enrollment_id=row["visitor"],
            missing=row["missing"],
            reasons=[
                {key: row[key] for key in ("options", "obstacles", "changes")}
                | {"refused": refused.get(str(row["visitor"]), {})}
            ],
        )
        for row in gaps
    )
    audit.record("finish_run", run, by=None, at=at, state=run.state, placements=len(placements))


def _ending(status: str) -> tuple[RunState, str]:
    if status in {Status.OPTIMAL, Status.FEASIBLE}:
        return RunState.SOLVED, ""
    if status == Status.INFEASIBLE:
        return RunState.INFEASIBLE, RunFailure.CONFLICT
    return RunState.FAILED, RunFailure.OUT_OF_TIME


@transaction.atomic
def fail_run(*, run_id: int, attempt: str, failure: RunFailure, at: datetime, said: str = "") -> None:
    """Note that a search ended without a result. Nothing was written of it."""
    run = _of_attempt(run_id, attempt)
    if run is None:
        return
    run.state, run.failure, run.error, run.finished_at = RunState.FAILED, failure, said, at
    run.save(update_fields=["state", "failure", "error", "finished_at"])
    audit.record("fail_run", run, by=None, at=at, failure=failure)


@transaction.atomic
def cancel_run(*, run: MatchingRun, by: Person, at: datetime) -> MatchingRun:
    """Stop a search; its process notices within a second or two."""
    run = _locked(run)
    require_state(run, {RunState.DRAFT, RunState.SOLVING})
    run.state, run.failure, run.finished_at = RunState.FAILED, RunFailure.CANCELLED, at
    run.save(update_fields=["state", "failure", "finished_at"])
    audit.record("cancel_run", run, by=by, at=at)
    return run


@transaction.atomic
def discard_run(*, run: MatchingRun, by: Person, at: datetime) -> MatchingRun:
    """Put a draft away. It can still be read, nothing else."""
    run = _locked(run)
    require_state(run, {RunState.SOLVED, RunState.INFEASIBLE, RunState.FAILED})
    run.state = RunState.DISCARDED
    run.save(update_fields=["state"])
    audit.record("discard_run", run, by=by, at=at)
    return run


def _locked(run: MatchingRun) -> MatchingRun:
    runs = MatchingRun.objects.select_for_update(of=("self",)).select_related("cohort__program")
    return runs.defer("inputs").get(pk=run.pk)  # a very large run's inputs take seconds to read
