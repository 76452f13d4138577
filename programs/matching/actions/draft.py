"""Editing a draft by hand: every edit is checked at once against the hard rules, and can be taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Enrollment
from programs.core.refusals import Refusal
from programs.hosting.models import HostingDay
from programs.matching import model, queries
from programs.matching.choices import EditKind, RunRefusal, RunState, Why
from programs.matching.ledger import Ledger, Obstacle
from programs.matching.models import DraftEdit, MatchingRun, Placement, Shortfall
from programs.matching.refusals import RunRefused, require_state
from programs.people.models import Person
from programs.visits import queries as visit_queries

REFUSED_BY = {
    Obstacle.FULL: RunRefusal.TAKEN,
    Obstacle.COVER: RunRefusal.COVER,
    Obstacle.BUDGET: RunRefusal.BUDGET,
    Obstacle.HOST_BUDGET: RunRefusal.HOST_BUDGET,
    Obstacle.OWN_VISITS: RunRefusal.OWN_VISITS,
    Obstacle.SAME_DEPARTMENT: RunRefusal.SAME_DEPARTMENT,
    Obstacle.SMALL_GROUP: RunRefusal.SMALL_GROUP,
}
KEPT = ("day_id", "rank", "score", "is_locked", "reasons")
"""What of a placement an edit remembers."""


@transaction.atomic
def lock_placement(*, placement: Placement, by: Person, at: datetime) -> Placement:
    """Keep a placement when the run is solved again."""
    return _set_lock(placement, is_locked=True, by=by, at=at)


@transaction.atomic
def unlock_placement(*, placement: Placement, by: Person, at: datetime) -> Placement:
    """Let a placement go when the run is solved again."""
    return _set_lock(placement, is_locked=False, by=by, at=at)


def _set_lock(placement: Placement, *, is_locked: bool, by: Person, at: datetime) -> Placement:
    run = _run_of(placement)
    require_state(run, {RunState.SOLVED, RunState.INFEASIBLE})
    before = _state(run, placement.enrollment_id, placement)
    placement.is_locked = is_locked
    placement.save(update_fields=["is_locked"])
    deed = "lock_placement" if is_locked else "unlock_placement"
    audit.record(deed, run, by=by, at=at, pair=_pair(placement))
    kind = EditKind.LOCK if is_locked else EditKind.UNLOCK
    _note(run, kind, placement.enrollment_id, placement.day_id, before, placement, by=by, at=at)
    return placement


@transaction.atomic
def forbid(*, placement: Placement, by: Person, at: datetime) -> MatchingRun:
    """Take a placement out of the draft, and out of every run solved again from it."""
    run = _run_of(placement)
    require_state(run, {RunState.SOLVED})
    before = _state(run, placement.enrollment_id, placement)
    run.forbidden = [*run.forbidden, [placement.enrollment_id, placement.day_id]]
    run.save(update_fields=["forbidden"])
    audit.record("forbid_placement", run, by=by, at=at, pair=_pair(placement))
    shortfall, _ = Shortfall.objects.get_or_create(
        run=run, enrollment_id=placement.enrollment_id, defaults={"missing": 0, "reasons": [_taken_out()]}
    )
    shortfall.missing += 1
    shortfall.save(update_fields=["missing"])
    placement.delete()
    _note(run, EditKind.TAKE_OUT, placement.enrollment_id, placement.day_id, before, None, by=by, at=at)
    return run


def _taken_out() -> dict[str, Any]:
    return {"options": 0, "obstacles": {"taken_out": 1}, "changes": []}


@transaction.atomic
def move_placement(*, placement: Placement, day: HostingDay, by: Person, at: datetime, why: str = "") -> Placement:
    """Move a placement to another day and lock it there; the record keeps `why`.

    Raises RunRefused with everything that speaks against it: the rules of booking, and
    what the other placements of the draft use.
    """
    run = _run_of(placement)
    require_state(run, {RunState.SOLVED})
    if day.pk == placement.day_id:
        raise RunRefused([Refusal(RunRefusal.SAME_DAY)])
    earlier = placement.day_id
    before = _state(run, placement.enrollment_id, placement)
    wish = _checked(run, placement.enrollment, day, at=at, leaving=earlier)
    placement.day, placement.is_locked = day, True
    placement.rank, placement.score, placement.reasons = wish["rank"], wish["score"], [{"why": Why.MOVED.value}]
    placement.save()
    audit.record("move_placement", run, by=by, at=at, enrollment=placement.enrollment_id, day=day.pk, before=earlier)
    _note(run, EditKind.MOVE, placement.enrollment_id, day.pk, before, placement, by=by, at=at, why=why)
    return placement


@transaction.atomic
def place_by_hand(
    *, run: MatchingRun, enrollment: Enrollment, day: HostingDay, by: Person, at: datetime, why: str = ""
) -> Placement:
    """Add a placement for somebody who lacks one, and lock it. Raises RunRefused like a move."""
    run = _fresh(run)
    require_state(run, {RunState.SOLVED})
    wish = _checked(run, enrollment, day, at=at)
    before = _state(run, enrollment.pk, None)
    run.forbidden = [pair for pair in run.forbidden if pair != [enrollment.pk, day.pk]]
    run.save(update_fields=["forbidden"])
    placement = Placement.objects.create(
        run=run, enrollment=enrollment, day=day, is_locked=True, reasons=[{"why": Why.MOVED.value}], **wish
    )
    for shortfall in Shortfall.objects.filter(run=run, enrollment=enrollment):
        shortfall.missing = max(0, shortfall.missing - 1)
        shortfall.save() if shortfall.missing else shortfall.delete()
    audit.record("place_by_hand", run, by=by, at=at, pair=_pair(placement))
    _note(run, EditKind.PLACE, enrollment.pk, day.pk, before, placement, by=by, at=at, why=why)
    return placement


@transaction.atomic
def explain_edit(*, edit: DraftEdit, why: str, by: Person, at: datetime) -> DraftEdit:
    """Say why something was changed by hand, or say it otherwise; the record prints it, the log keeps each version."""
    edit.why = why
    edit.save(update_fields=["why"])
    audit.record("explain_edit", edit.run, by=by, at=at, edit=edit.pk, why=why)
    return edit


@transaction.atomic
def undo_edit(*, run: MatchingRun, by: Person, at: datetime) -> DraftEdit:
    """Take back the last edit of a draft that still holds; returns the edit that does so.

    Edits are taken back newest first, so that each finds the draft as it left it. Raises
    RunRefused when there is none, or when the rules of booking refuse by now what was there.
    """
    run = _fresh(run)
    require_state(run, {RunState.SOLVED})
    edit = queries.edits_to_undo(run).first()
    if edit is None:
        raise RunRefused([Refusal(RunRefusal.NOTHING_TO_UNDO)])
    held, now = edit.before["placement"], edit.after["placement"]
    before = _state(run, edit.enrollment_id, _held(run, edit, now))
    if held and (now is None or now["day_id"] != held["day_id"]):
        day = HostingDay.objects.get(pk=held["day_id"])
        _checked(run, edit.enrollment, day, at=at, leaving=now["day_id"] if now else None)
    placement = _restored(run, edit)
    audit.record("undo_edit", run, by=by, at=at, edit=edit.pk, kind=edit.kind)
    return _note(run, EditKind.UNDO, edit.enrollment_id, edit.day_id, before, placement, by=by, at=at, undoes=edit)


def _restored(run: MatchingRun, edit: DraftEdit) -> Placement | None:
    """Bring back what an edit found: placement, shortfall, and what was taken out."""
    held, placement = edit.before["placement"], _held(run, edit, edit.after["placement"])
    if held is None:
        if placement is not None:
            placement.delete()
        placement = None
    else:
        placement = placement or Placement(run=run, enrollment_id=edit.enrollment_id)
        for name in KEPT:
            setattr(placement, name, held[name])
        placement.save()
    Shortfall.objects.filter(run=run, enrollment=edit.enrollment_id).delete()
    if short := edit.before["shortfall"]:
        Shortfall.objects.create(run=run, enrollment_id=edit.enrollment_id, **short)
    run.forbidden = edit.before["forbidden"]
    run.save(update_fields=["forbidden"])
    return placement


def _held(run: MatchingRun, edit: DraftEdit, held: dict[str, Any] | None) -> Placement | None:
    if held is None:
        return None
    return Placement.objects.filter(run=run, enrollment=edit.enrollment_id, day=held["day_id"]).first()


def _state(run: MatchingRun, enrollment_id: int, placement: Placement | None) -> dict[str, Any]:
    """Return how somebody stands in a draft, as plain values."""
    short = Shortfall.objects.filter(run=run, enrollment=enrollment_id).values("missing", "reasons").first()
    return {"placement": _kept(placement), "shortfall": short, "forbidden": run.forbidden}


def _kept(placement: Placement | None) -> dict[str, Any] | None:
    return None if placement is None else {name: getattr(placement, name) for name in KEPT}


def _note(
    run: MatchingRun,
    kind: EditKind,
    enrollment_id: int,
    day_id: int,
    before: dict[str, Any],
    after: Placement | None,
    *,
    by: Person,
    at: datetime,
    undoes: DraftEdit | None = None,
    why: str = "",
) -> DraftEdit:
    return DraftEdit.objects.create(
        run=run,
        kind=kind,
        enrollment_id=enrollment_id,
        day_id=day_id,
        before=before,
        after={"placement": _kept(after)},
        why=why,
        undoes=undoes,
        by=by,
        at=at,
    )


def _checked(
    run: MatchingRun, enrollment: Enrollment, day: HostingDay, *, at: datetime, leaving: int | None = None
) -> dict[str, Any]:
    """Return rank and score of a wish that nothing speaks against."""
    refusals = list(visit_queries.opening_for(enrollment, day, at=at))
    problem = model.from_json(run.inputs["problem"])
    column = problem.columns.get((enrollment.pk, day.pk))
    if column is not None:
        refusals += refusals_in_draft(run, problem, column, leaving)
    elif not refusals:
        refusals = [Refusal(RunRefusal.NO_OPTION)]
    if column is None or refusals:
        raise RunRefused(refusals)
    rank = int(problem.rank[column])
    return {"rank": rank if rank < model.UNRANKED else None, "score": int(problem.score[column])}


def refusals_in_draft(
    run: MatchingRun, problem: model.Problem, column: int, leaving: int | None = None
) -> list[Refusal]:
    """Return what the other placements of the draft leave in the way of a wish."""
    ledger = ledger_of(run, problem)
    places = {day.key: place for place, day in enumerate(problem.days)}
    blocked = ledger.obstacles(column, leaving=places.get(leaving) if leaving is not None else None)
    return [Refusal(REFUSED_BY[obstacle]) for obstacle in blocked]


def ledger_of(run: MatchingRun, problem: model.Problem) -> Ledger:
    """Return what the draft uses; placements by hand outside the frozen wishes don't count."""
    pairs = Placement.objects.filter(run=run).values_list("enrollment_id", "day_id")
    return Ledger(problem, tuple(pair for pair in pairs if pair in problem.columns))


def _run_of(placement: Placement) -> MatchingRun:
    return _fresh(placement.run)


def _fresh(run: MatchingRun) -> MatchingRun:
    return MatchingRun.objects.select_for_update(of=("self",)).select_related("cohort__program").get(pk=run.pk)


def _pair(placement: Placement) -> list[int]:
    return [placement.enrollment_id, placement.day_id]
