"""Runs and drafts: who may do what when, nothing twice, nothing without a record."""

import datetime

import pytest

from programs.audit.models import Entry
from programs.cohorts.models import BlockedDate, GateOverride
from programs.core.refusals import RuleBroken
from programs.matching import actions, queries, tasks
from programs.matching.choices import RunFailure, RunRefusal
from programs.matching.models import MatchingRun, Placement, Shortfall
from programs.notifications.models import Letter
from programs.surveys.models import Instrument, Wave
from programs.visits.choices import Reason, VisitOrigin, VisitState
from programs.visits.models import Visit
from tests.factories.cohorts import make_cohort
from tests.factories.matching import make_placement, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    """Background jobs read the clock at their edge, like views: here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def baseline(program):
    """A closed baseline."""
    instrument = Instrument.objects.create(key="discovery", title="Discovery")
    return Wave.objects.create(
        program=program, instrument=instrument, kind="baseline", state="closed", closes_on=datetime.date(2026, 2, 1)
    )


@pytest.fixture
def solved(small_cohort, enrollments, days, lead, now, django_capture_on_commit_callbacks):
    """A run that was really solved."""
    with django_capture_on_commit_callbacks(execute=True):
        run = actions.start_run(cohort=small_cohort, preset="best_fit", seed=7, by=lead, at=now)
    return MatchingRun.objects.get(pk=run.pk)


def _reasons(excinfo):
    return excinfo.value.reasons


# Running -------------------------------------------------------------------------------------


def test_start_run_ends_in_a_draft_with_its_proof_and_hash(solved, enrollments):
    assert (solved.state, solved.result["status"], len(solved.inputs_sha256)) == ("solved", "optimal", 64)
    assert solved.placements.count() == 8
    assert {row.enrollment_id for row in solved.placements.all()} == {row.pk for row in enrollments}
    assert set(solved.versions) == {"solver", "rules", "highs", "numpy"}
    assert all(1 <= len(row.reasons) <= 3 for row in solved.placements.all())
    assert not Visit.objects.exists()


def test_start_run_gives_the_same_draft_for_the_same_seed(
    solved, small_cohort, lead, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        other = actions.start_run(cohort=small_cohort, preset="best_fit", seed=7, by=lead, at=now)

    pairs = [sorted(run.placements.values_list("enrollment", "day")) for run in (solved, other)]
    assert pairs[0] == pairs[1]
    assert MatchingRun.objects.get(pk=other.pk).inputs_sha256 == solved.inputs_sha256


def test_start_run_leaves_a_record(solved, lead):
    deeds = list(Entry.objects.filter(subject_kind="matchingrun").order_by("id").values_list("deed", "actor"))

    assert deeds == [("start_run", lead.pk), ("solve_run", None), ("finish_run", None)]


def test_start_run_says_everything_that_is_missing(program, lead, now):
    cohort = make_cohort(program, stage="setting_up")

    with pytest.raises(actions.RunRefused) as refused:
        actions.start_run(cohort=cohort, preset="best_fit", seed=1, by=lead, at=now)

    assert _reasons(refused) == {RunRefusal.STAGE, RunRefusal.NOBODY, RunRefusal.NO_DAYS}


def test_start_run_waits_for_the_run_that_is_being_solved(small_cohort, enrollments, days, lead, now):
    make_run(small_cohort, lead, state="solving")

    with pytest.raises(actions.RunRefused) as refused:
        actions.start_run(cohort=small_cohort, preset="best_fit", seed=1, by=lead, at=now)

    assert _reasons(refused) == {RunRefusal.BUSY}


def test_begin_attempt_gives_a_run_to_one_process_only(small_cohort, enrollments, days, lead, now):
    run = make_run(small_cohort, lead, state="draft")

    assert actions.begin_attempt(run_id=run.pk, at=now) is not None
    assert actions.begin_attempt(run_id=run.pk, at=now) is None


def test_begin_attempt_says_now_and_then_that_it_reads(small_cohort, enrollments, days, lead, now, monkeypatch):
    monkeypatch.setattr(queries, "BEAT_PEOPLE", 2)
    run, beats = make_run(small_cohort, lead, state="draft"), []

    _, attempt = actions.begin_attempt(run_id=run.pk, at=now, beat=beats.append)

    assert beats == [attempt, attempt]


def test_a_run_that_is_stopped_while_its_cohort_is_read_is_not_solved(
    small_cohort, enrollments, days, lead, now, monkeypatch
):
    monkeypatch.setattr(queries, "BEAT_PEOPLE", 2)
    run = make_run(small_cohort, lead, state="draft")

    def stop(attempt):
        if MatchingRun.objects.get(pk=run.pk).state == "solving":
            actions.cancel_run(run=run, by=lead, at=now)

    assert actions.begin_attempt(run_id=run.pk, at=now, beat=stop) is None
    run.refresh_from_db()
    assert (run.state, run.failure, run.inputs, run.inputs_sha256) == ("failed", RunFailure.CANCELLED, {}, "")


def test_a_cancelled_run_ignores_what_its_search_still_says(small_cohort, enrollments, days, lead, now):
    run = make_run(small_cohort, lead, state="draft")
    _, attempt = actions.begin_attempt(run_id=run.pk, at=now)

    actions.cancel_run(run=run, by=lead, at=now)

    assert actions.hear(run_id=run.pk, attempt=attempt, said={"value": 3}, at=now) is False
    result = {"status": "optimal", "placements": [_row(enrollments[0], days[0])]}
    actions.finish_run(run_id=run.pk, attempt=attempt, result=result, at=now)
    run.refresh_from_db()
    assert (run.state, run.failure, run.placements.count()) == ("failed", RunFailure.CANCELLED, 0)


def _row(enrollment, day):
    return {"visitor": enrollment.pk, "day": day.pk, "score": 1, "rank": 1, "reasons": []}


def test_restart_run_after_its_process_died_uses_the_same_inputs(
    small_cohort, enrollments, days, lead, now, django_capture_on_commit_callbacks
):
    run = make_run(small_cohort, lead, state="draft")
    _, dead = actions.begin_attempt(run_id=run.pk, at=now)
    frozen = MatchingRun.objects.get(pk=run.pk).inputs_sha256
    later = now + datetime.timedelta(minutes=5)
    assert not run.placements.exists()

    with django_capture_on_commit_callbacks(execute=True):
        actions.restart_run(run=run, by=lead, at=later)

    actions.finish_run(run_id=run.pk, attempt=dead, result={"status": "optimal"}, at=later)
    run.refresh_from_db()
    assert (run.state, run.inputs_sha256, run.placements.count()) == ("solved", frozen, 8)


def test_restart_run_refuses_while_the_search_is_alive(small_cohort, enrollments, days, lead, now):
    run = make_run(small_cohort, lead, state="draft")
    actions.begin_attempt(run_id=run.pk, at=now)

    with pytest.raises(actions.RunRefused) as refused:
        actions.restart_run(run=run, by=lead, at=now + datetime.timedelta(seconds=5))

    assert _reasons(refused) == {RunRefusal.STILL_ALIVE}


def test_solve_run_tells_when_memory_ran_out(small_cohort, enrollments, days, lead, monkeypatch):
    monkeypatch.setattr(tasks, "MEMORY_MB", 16)
    run = make_run(small_cohort, lead, state="draft")

    tasks.solve_run.enqueue(run.pk)

    run.refresh_from_db()
    assert (run.state, run.failure, run.placements.count()) == ("failed", RunFailure.MEMORY, 0)


def test_contradictory_locks_end_in_their_names(
    solved, enrollments, days, lead, now, django_capture_on_commit_callbacks
):
    Placement.objects.filter(run=solved).delete()
    for row in enrollments[:3]:
        make_placement(solved, row, days[0], is_locked=True)

    with django_capture_on_commit_callbacks(execute=True):
        again = actions.solve_again(run=solved, by=lead, at=now)

    again.refresh_from_db()
    pairs = [[row.pk, days[0].pk] for row in enrollments[:3]]
    assert (again.state, again.failure, again.result["conflict"]) == ("infeasible", RunFailure.CONFLICT, pairs)


def test_solve_again_keeps_locks_and_leaves_out_what_was_taken_out(
    solved, lead, now, django_capture_on_commit_callbacks
):
    locked, forbidden = solved.placements.order_by("pk")[:2]
    actions.lock_placement(placement=locked, by=lead, at=now)
    pair = (forbidden.enrollment_id, forbidden.day_id)
    actions.forbid(placement=forbidden, by=lead, at=now)

    with django_capture_on_commit_callbacks(execute=True):
        again = actions.solve_again(run=solved, by=lead, at=now)

    pairs = set(again.placements.values_list("enrollment", "day"))
    assert (locked.enrollment_id, locked.day_id) in set(queries.locked_pairs(again.pk))
    assert pair not in pairs
    assert MatchingRun.objects.get(pk=solved.pk).state == "solved"


def test_discard_run_ends_a_draft(solved, lead, now):
    actions.discard_run(run=solved, by=lead, at=now)

    with pytest.raises(actions.RunRefused) as refused:
        actions.publish_run(run=solved, by=lead, at=now)
    assert _reasons(refused) == {RunRefusal.WRONG_STATE}


# The draft -----------------------------------------------------------------------------------


@pytest.fixture
def draft(small_cohort, enrollments, days, lead, now):
    """A draft with one placement of Person A on the first day of Finance."""
    run = make_run(small_cohort, lead, state="draft")
    run.inputs = queries.problem_for(run, now).as_json()
    run.state = "solved"
    run.save()
    make_placement(run, enrollments[0], days[0])
    return run


def test_lock_and_unlock_placement(draft, lead, now):
    placement = draft.placements.get()

    assert actions.lock_placement(placement=placement, by=lead, at=now).is_locked
    assert not actions.unlock_placement(placement=placement, by=lead, at=now).is_locked


def test_forbid_takes_out_and_says_what_is_missing(draft, lead, now, enrollments, days):
    actions.forbid(placement=draft.placements.get(), by=lead, at=now)

    draft.refresh_from_db()
    assert draft.forbidden == [[enrollments[0].pk, days[0].pk]]
    assert not draft.placements.exists()
    assert Shortfall.objects.get(run=draft).missing == 1


def test_move_placement_locks_it_on_the_other_day(draft, days, lead, now):
    moved = actions.move_placement(placement=draft.placements.get(), day=days[1], by=lead, at=now)

    assert (moved.day, moved.is_locked, moved.rank, moved.reasons) == (days[1], True, 1, [{"why": "moved"}])


def test_move_placement_says_what_booking_would_say(draft, days, enrollments, lead, now):
    BlockedDate.objects.create(enrollment=enrollments[0], on=days[1].on)

    with pytest.raises(RuleBroken) as refused:
        actions.move_placement(placement=draft.placements.get(), day=days[1], by=lead, at=now)

    assert Reason.BLOCKED_DATE in _reasons(refused)
    assert draft.placements.get().day == days[0]


def test_move_placement_counts_the_other_placements(draft, days, enrollments, lead, now):
    for row in enrollments[1:3]:
        make_placement(draft, row, days[1])
    make_placement(draft, enrollments[0], days[2])

    with pytest.raises(actions.RunRefused) as full:
        actions.move_placement(placement=draft.placements.get(day=days[0]), day=days[1], by=lead, at=now)
    with pytest.raises(actions.RunRefused) as twice:
        actions.move_placement(placement=draft.placements.get(day=days[0]), day=days[3], by=lead, at=now)

    assert _reasons(full) == {RunRefusal.TAKEN}
    assert _reasons(twice) == {RunRefusal.SAME_DEPARTMENT, RunRefusal.OWN_VISITS}


def test_place_by_hand_fills_a_gap(draft, enrollments, days, lead, now):
    Shortfall.objects.create(run=draft, enrollment=enrollments[1], missing=1)

    placement = actions.place_by_hand(run=draft, enrollment=enrollments[1], day=days[0], by=lead, at=now)

    assert (placement.is_locked, placement.score) == (True, 650)
    assert not Shortfall.objects.filter(run=draft).exists()


def test_undo_edit_brings_back_each_edit_newest_first(draft, enrollments, days, lead, now):
    placement = draft.placements.get()
    actions.lock_placement(placement=placement, by=lead, at=now)
    actions.move_placement(placement=placement, day=days[1], by=lead, at=now)
    actions.forbid(placement=placement, by=lead, at=now)
    found = []

    for _ in range(3):
        edit = actions.undo_edit(run=draft, by=lead, at=now)
        found.append((edit.undoes.kind, *draft.placements.values_list("day", "is_locked", "rank", "score").get()))

    assert found == [
        ("take_out", days[1].pk, True, 1, 650.0),
        ("move", days[0].pk, True, 1, 900.0),
        ("lock", days[0].pk, False, 1, 900.0),
    ]
    draft.refresh_from_db()
    assert draft.forbidden == []
    assert not Shortfall.objects.filter(run=draft).exists()
    with pytest.raises(actions.RunRefused) as refused:
        actions.undo_edit(run=draft, by=lead, at=now)
    assert _reasons(refused) == {RunRefusal.NOTHING_TO_UNDO}


def test_undo_edit_takes_back_what_was_placed_by_hand(draft, enrollments, days, lead, now):
    Shortfall.objects.create(run=draft, enrollment=enrollments[1], missing=1, reasons=[{"options": 3}])
    actions.place_by_hand(run=draft, enrollment=enrollments[1], day=days[0], by=lead, at=now)

    actions.undo_edit(run=draft, by=lead, at=now)

    assert not draft.placements.filter(enrollment=enrollments[1]).exists()
    assert Shortfall.objects.values_list("missing", "reasons").get(run=draft) == (1, [{"options": 3}])


def test_undo_edit_says_what_speaks_against_it_by_now(draft, enrollments, days, lead, now):
    actions.move_placement(placement=draft.placements.get(), day=days[1], by=lead, at=now)
    BlockedDate.objects.create(enrollment=enrollments[0], on=days[0].on)

    with pytest.raises(actions.RunRefused) as refused:
        actions.undo_edit(run=draft, by=lead, at=now)

    assert Reason.BLOCKED_DATE in _reasons(refused)
    assert draft.placements.get().day == days[1]


def test_edits_are_recorded_with_who_and_when(draft, lead, now):
    actions.lock_placement(placement=draft.placements.get(), by=lead, at=now)
    actions.undo_edit(run=draft, by=lead, at=now)

    deeds = list(Entry.objects.filter(subject_kind="matchingrun").order_by("id").values_list("deed", "actor"))
    assert deeds == [("lock_placement", lead.pk), ("undo_edit", lead.pk)]
    assert [(edit.kind, edit.by, edit.at) for edit in draft.edits.all()] == [("undo", lead, now), ("lock", lead, now)]


# Publishing ----------------------------------------------------------------------------------


def test_publish_run_makes_a_visit_of_each_placement_once(
    draft, baseline, lead, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_run(run=draft, by=lead, at=now)
    letters = Letter.objects.count()
    tasks.book_placements.enqueue(draft.pk, lead.pk)

    visit = Visit.objects.get()
    assert (visit.origin, visit.state, visit.placement.run) == (VisitOrigin.MATCHED, VisitState.REQUESTED, draft)
    assert Letter.objects.count() == letters > 0
    with pytest.raises(actions.RunRefused):
        actions.publish_run(run=draft, by=lead, at=now)


def test_publish_run_keeps_what_is_refused_meanwhile(
    draft, baseline, enrollments, days, lead, now, django_capture_on_commit_callbacks
):
    make_placement(draft, enrollments[1], days[0])
    BlockedDate.objects.create(enrollment=enrollments[0], on=days[0].on)

    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_run(run=draft, by=lead, at=now)

    refused = draft.placements.get(enrollment=enrollments[0])
    assert [row["reason"] for row in refused.refusals] == [Reason.BLOCKED_DATE]
    assert draft.placements.get(enrollment=enrollments[1]).visit is not None


def test_publish_run_goes_on_after_its_worker_was_killed(draft, baseline, enrollments, days, lead, now):
    other = make_placement(draft, enrollments[1], days[0])
    actions.publish_run(run=draft, by=lead, at=now)
    other.run.refresh_from_db()
    actions.book_placement(placement=other, by=lead, at=now)
    assert Visit.objects.count() == 1

    tasks.every_minute(now + datetime.timedelta(minutes=2))

    assert Visit.objects.count() == 2
    assert not queries.has_unbooked(draft)


def test_publish_run_needs_a_closed_baseline_or_a_reason(draft, lead, now, django_capture_on_commit_callbacks):
    with pytest.raises(actions.RunRefused) as refused:
        actions.publish_run(run=draft, by=lead, at=now, override="  ")
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_run(run=draft, by=lead, at=now, override="The survey tool was down.")

    assert _reasons(refused) == {RunRefusal.BASELINE_OPEN}
    override = GateOverride.objects.get()
    assert (override.cohort, override.stage, override.reason) == (draft.cohort, "matching", "The survey tool was down.")
    assert Visit.objects.count() == 1


def test_publish_run_refuses_an_empty_draft(draft, baseline, lead, now):
    draft.placements.all().delete()

    with pytest.raises(actions.RunRefused) as refused:
        actions.publish_run(run=draft, by=lead, at=now)

    assert _reasons(refused) == {RunRefusal.NOTHING_TO_PUBLISH}
