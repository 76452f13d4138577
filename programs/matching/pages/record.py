"""The record of a run: everything that went in and came out, gathered in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from typing import Any

from programs.matching import figures, model, queries
from programs.matching.choices import EditKind
from programs.matching.documents import LotRow, Record, lot_rows, person_rows, summary
from programs.matching.documents.record import (
    Outcome,
    RecordEdit,
    RecordLoad,
    RecordLot,
    levels_of,
    switches_of,
    weights_of,
)
from programs.matching.model import UNRANKED, Problem
from programs.matching.models import DraftEdit, MatchingRun, Placement
from programs.matching.pages.fairness import Load, loads_of


def record_of(run: MatchingRun) -> Record:
    """Return the record of a run in whatever state it is; what it hasn't got is empty.

    The figures are of the draft as it stands, with changes by hand; levels, bounds and lots
    are of the plan as it was found.
    """
    placements, shortfalls = queries.draft_of(run), list(queries.shortfalls_of(run))
    wanted = queries.wanted_by_enrollment(run.cohort)
    rows = person_rows(placements, shortfalls, wanted)
    cards = summary(run, rows, wanted, queries.enrollments_with_visits(run.cohort))
    problem = model.from_json(run.inputs["problem"]) if run.inputs else None
    loads = loads_of(run, problem, placements)
    return Record(
        number=run.pk,
        cohort=run.cohort.name,
        program=run.cohort.program.name,
        preset=run.get_preset_display(),
        state=run.get_state_display(),
        failure=run.get_failure_display() if run.failure else "",
        started_by=run.started_by.name,
        started_at=run.started_at,
        finished_at=run.finished_at,
        published_at=run.published_at,
        based_on=run.based_on_id,
        inputs_sha256=run.inputs_sha256,
        seed=run.seed,
        versions=run.versions,
        seconds_allowed=run.time_limit,
        seconds_used=cards.seconds,
        memory_mb=cards.memory_mb,
        is_proven=cards.is_proven,
        is_cut_short=run.result.get("is_cut_short", False),
        visitors=len(problem.visitors) if problem else 0,
        days=len(problem.days) if problem else 0,
        places=sum(day.places for day in problem.days) if problem else 0,
        wishes=problem.size if problem else 0,
        weights=weights_of(run),
        switches=switches_of(run),
        levels=levels_of(run),
        outcome=Outcome(
            people=cards.people,
            placed=cards.placed,
            complete=cards.complete,
            visits=cards.visits,
            first_choices=cards.first_choices,
            booked=sum(placement.visit_id is not None for placement in placements),
            refused=sum(bool(placement.refusals) for placement in placements),
        ),
        ranks=_ranks(problem, placements),
        blocking_pairs=len(figures.blocking_pairs(problem, _known(problem, placements))) if problem else None,
        inequality=round(figures.gini([load.visits for load in loads], [load.places for load in loads]), 3),
        loads=tuple(_load(load) for load in loads),
        lots=tuple(_lot(row) for row in lots_of(run)),
        edits=tuple(_edit(edit) for edit in queries.edits_of(run).order_by("id") if edit.kind != EditKind.UNDO),
    )


def lots_of(run: MatchingRun, some: Sequence[Mapping[str, Any]] | None = None) -> list[LotRow]:
    """Return what a run decided by lot (or `some` of its stored lots), in two queries."""
    lots = run.result.get("lots", ()) if some is None else some
    people = queries.people_by_enrollment(who for lot in lots for who, _ in lot["entrants"])
    return lot_rows(lots, queries.days_by_key(lot["day"] for lot in lots), people)


def _known(problem: Problem, placements: Sequence[Placement]) -> list[tuple[int, int]]:
    """Return the placements that the frozen problem knows: one by hand may be outside it."""
    pairs = ((row.enrollment_id, row.day_id) for row in placements)
    return [pair for pair in pairs if pair in problem.columns]


def _ranks(problem: Problem | None, placements: Sequence[Placement]) -> tuple[tuple[int | None, int], ...]:
    if problem is None:
        return ()
    profile = figures.rank_profile(problem, _known(problem, placements))
    return tuple((None if rank == UNRANKED else rank, people) for rank, people in sorted(profile.items()) if people)


def _load(load: Load) -> RecordLoad:
    return RecordLoad(load.name, load.visits, load.days, load.places, round(load.share, 1))


def _lot(row: LotRow) -> RecordLot:
    entrants = tuple((one.person.name, one.number, one.has_won) for one in row.entrants)
    return RecordLot(row.day.on, row.day.offering.department.name, row.day.offering.title, entrants)


def _edit(edit: DraftEdit) -> RecordEdit:
    return RecordEdit(
        kind=edit.get_kind_display(),
        person=edit.enrollment.person.name,
        department=edit.day.offering.department.name,
        offering=edit.day.offering.title,
        on=edit.day.on,
        by=edit.by.name,
        at=edit.at,
        why=edit.why,
        is_taken_back=getattr(edit, "undone_by", None) is not None,
    )
