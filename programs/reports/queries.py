"""Named reads of the reports room."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import metadata

from django.db.models import Prefetch, Q, QuerySet

from programs.cohorts.models import Cohort, Enrollment, GateOverride, Program
from programs.commitments import queries as commitment_queries
from programs.commitments import returns as commitment_returns
from programs.commitments.choices import CommitmentState, FrictionState
from programs.commitments.models import Commitment, Friction
from programs.people.models import Person
from programs.relationships import queries as relationship_queries
from programs.reports import encounters, listening
from programs.reports.choices import DocumentState
from programs.reports.figures import (
    SCHEMA,
    DepartmentVisits,
    Input,
    Override,
    Participation,
    PeopleFlow,
    ReportFigures,
    SystemLoss,
    Ties,
    VisitFlow,
    department_key,
)
from programs.reports.models import Document, PersonalDocument, Schedule, Signature, Snapshot
from programs.surveys import queries as survey_queries
from programs.surveys.disclosure.merging import Cell, merge, merge_people
from programs.surveys.models import WaveRelease
from programs.visits.choices import VisitState
from programs.visits.models import Visit

ATTENDED = (VisitState.ATTENDED, VisitState.DEBRIEFED)
EVER_CONFIRMED = (VisitState.CONFIRMED, VisitState.CANCELLED, VisitState.MISSED, *ATTENDED)
WHOLE_DAY_HOURS = 8.0
CODE_LENGTH = 16
SYSTEMS = 5
"""How many systems a report names."""


@dataclass(frozen=True)
class _Trip:
    """One visit as it is counted."""

    visitor: int
    department: int
    department_name: str
    state: str
    hours: float


def snapshot(cohort: Cohort, on: date, *, decision: str = "", remark: str = "", by: str = "") -> ReportFigures:
    """Gather everything that a report of `cohort` says, as it stands on a day.

    `decision` and `remark` are sentences that somebody wrote; they are printed with the name.
    Takes the same number of queries for one visit and for many.
    """
    program = cohort.program
    frictions = Friction.objects.filter(visit__cohort=cohort)
    systems = commitment_queries.minutes_by_system(frictions)
    participation, waves = _participation(cohort, on), survey_queries.released_waves(program)
    story = survey_queries.story_of(waves)
    met = encounters.meetings(cohort)
    themes, people_heard = encounters.themes(program)
    alone = [row.name for row in participation.departments if row.name]
    flows_from, flows = encounters.flows_shown(met, k=program.score_threshold, alone=alone)
    return ReportFigures(
        schema=SCHEMA,
        code_version=code_version(),
        taken_on=on,
        company=program.company,
        program=program.name,
        purpose=program.purpose,
        cohort=cohort.name,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        stage=cohort.stage,
        score_threshold=program.score_threshold,
        item_threshold=program.item_threshold,
        participation=participation,
        story=story,
        ties=_ties(cohort),
        commitments=commitment_queries.commitment_figures(cohort, on=on),
        frictions=commitment_queries.friction_figures(cohort),
        open_frictions=frictions.exclude(state__in=[FrictionState.RESOLVED, FrictionState.WONT_FIX]).count(),
        systems=tuple(SystemLoss(system, minutes / 60) for system, minutes in systems[:SYSTEMS]),
        overrides=_overrides(cohort),
        decision=decision,
        decision_by=by if decision else "",
        remark=remark,
        remark_by=by if remark else "",
        inputs=_inputs(program),
        flows=flows,
        flows_from=flows_from,
        periods=encounters.periods_shown(met, k=program.score_threshold) if participation.departments else (),
        lasting=encounters.lasting(cohort),
        network=encounters.network(cohort),
        coordination=survey_queries.rated_wave(waves),
        between=encounters.waves_between(waves, story),
        wins=encounters.quick_wins(cohort),
        concerns=encounters.concerns(program, on),
        themes=themes,
        people_heard=people_heard,
        forms=listening.forms(cohort),
        readiness=listening.readiness(program),
        coded=listening.coded_themes(cohort),
        words=listening.words(program),
        quotes=listening.quotes(cohort),
        goals=encounters.goals(program, on),
        follow_ups=encounters.follow_ups(cohort),
        benefits=commitment_returns.benefits_of(cohort),
        department_themes=listening.department_themes(program),
        department_ties=listening.department_ties(cohort),
    )


def code_version() -> str:
    """Return the release of Exchange that computes."""
    try:
        return metadata.version("exchange")
    except metadata.PackageNotFoundError:
        return "0.1.0"


def _inputs(program: Program) -> tuple[Input, ...]:
    rows = WaveRelease.objects.filter(wave__program=program).order_by("released_at", "id")
    found = rows.values_list("wave__kind", "sha256", "wave__instrument__title")
    return tuple(Input(kind, sha256, title) for kind, sha256, title in found)


def _overrides(cohort: Cohort) -> tuple[Override, ...]:
    rows = GateOverride.objects.filter(cohort=cohort).select_related("by").order_by("at", "id")
    return tuple(
        Override(row.stage, tuple(str(item) for item in row.missing), row.reason, str(row.by), row.at.date())
        for row in rows
    )


def _ties(cohort: Cohort) -> Ties:
    """Return what visits did to relationships, where enough people and enough pairs answered."""
    k = cohort.program.score_threshold
    found = relationship_queries.ties_made(cohort)
    if not _is_enough(found.people, k):
        return Ties()
    return Ties.of(found, k=k)


def _is_enough(people: int, k: int) -> bool:
    """Ask the surveys' rule about one group."""
    return merge([Cell(0, scored=people)], k).is_side_shown


def _participation(cohort: Cohort, on: date) -> Participation:
    trips = _trips(cohort)
    enrollments = list(Enrollment.objects.filter(cohort=cohort).values_list("person_id", "wanted", "withdrawn_at"))
    active = {person: wanted for person, wanted, withdrawn_at in enrollments if withdrawn_at is None}
    hosts = dict(cohort.departments.values_list("pk", "name"))
    attended = [trip for trip in trips if trip.state in ATTENDED]
    table, not_shown, is_total_shown = departments_shown(attended, k=cohort.program.score_threshold)
    table = _with_promises(cohort, table)
    people = _people_flow(trips, active, withdrew=len(enrollments) - len(active))
    visits = _visit_flow(trips, planned=sum(active.values()), hours=sum(trip.hours for trip in attended))
    if not is_total_shown:
        people = replace(people, placed=None, visited=None, completed=None)
        visits = VisitFlow(visits.planned, visits.requested, *[None] * 10)
    reached = {trip.department for trip in attended}
    return Participation(
        people=people,
        visits=visits,
        host_departments=len(set(hosts) | reached),
        departments_reached=len(reached),
        departments=table,
        not_shown=not_shown,
        not_visited=tuple(sorted(name for pk, name in hosts.items() if pk not in reached)),
    )


def _with_promises(cohort: Cohort, table: Sequence[DepartmentVisits]) -> tuple[DepartmentVisits, ...]:
    """Add the promises of debriefs to departments that stand alone. One query."""
    agreed: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    rows = Commitment.objects.filter(visit__cohort=cohort, agreed_at__isnull=False)
    for department, state in rows.values_list("visit__department_id", "state"):
        key = department_key(department)
        agreed[key] += 1
        confirmed[key] += state == CommitmentState.CONFIRMED
    return tuple(
        replace(row, agreed=agreed[row.key], confirmed=confirmed[row.key]) if row.key else row for row in table
    )


def _trips(cohort: Cohort) -> list[_Trip]:
    """Return the visits of a cohort; one that waits to replace another is not counted twice."""
    rows = Visit.objects.filter(cohort=cohort, is_swap=False).values_list(
        "visitor_id", "department_id", "department__name", "state", "starts_at", "ends_at", "day__is_whole_day"
    )
    return [
        _Trip(visitor, department, name, state, WHOLE_DAY_HOURS if whole else (end - start) / timedelta(hours=1))
        for visitor, department, name, state, start, end, whole in rows.order_by("id")
    ]


def _people_flow(trips: Iterable[_Trip], active: dict[int, int], *, withdrew: int) -> PeopleFlow:
    placed: set[int] = set()
    visited: dict[int, int] = defaultdict(int)
    for trip in trips:
        if trip.state in EVER_CONFIRMED:
            placed.add(trip.visitor)
        if trip.state in ATTENDED:
            visited[trip.visitor] += 1
    return PeopleFlow(
        it_staff=Person.objects.filter(is_active=True, department__is_it=True).count(),
        enrolled=len(active),
        withdrew=withdrew,
        placed=len(placed & set(active)),
        visited=len(set(visited) & set(active)),
        completed=sum(visited[person] >= wanted for person, wanted in active.items()),
    )


def _visit_flow(trips: Sequence[_Trip], *, planned: int, hours: float) -> VisitFlow:
    states = [trip.state for trip in trips]
    return VisitFlow(
        planned=planned,
        requested=len(states),
        confirmed=sum(state in EVER_CONFIRMED for state in states),
        attended=sum(state in ATTENDED for state in states),
        debriefed=states.count(VisitState.DEBRIEFED),
        hours=hours,
        ahead=states.count(VisitState.REQUESTED) + states.count(VisitState.CONFIRMED),
        declined=states.count(VisitState.DECLINED),
        withdrawn=states.count(VisitState.WITHDRAWN),
        expired=states.count(VisitState.EXPIRED),
        cancelled=states.count(VisitState.CANCELLED),
        missed=states.count(VisitState.MISSED),
    )


def departments_shown(
    attended: Iterable[_Trip], *, k: int
) -> tuple[tuple[DepartmentVisits, ...], tuple[str, ...], bool]:
    """Return the rows that may be shown, the names of departments whose figures are not, and
    whether totals may be shown.

    The rule is that of the surveys: a department needs `k` visitors; smaller ones are merged
    until nobody can be subtracted out. Departments that nobody visited are not part of it:
    that they weren't visited says nothing about a person.
    """
    by_department: dict[int, list[_Trip]] = defaultdict(list)
    for trip in attended:
        by_department[trip.department].append(trip)
    if not by_department:
        return (), (), True
    decision = merge_people({pk: {trip.visitor for trip in trips} for pk, trips in by_department.items()}, k)
    rows = sorted((_department_row([by_department[pk]]) for pk in decision.alone), key=lambda row: row.name)
    if decision.others:
        rows.append(replace(_department_row([by_department[pk] for pk in decision.others]), name="", key=""))
    shown = {*decision.alone, *decision.others}
    hidden = sorted(trips[0].department_name for pk, trips in by_department.items() if pk not in shown)
    return tuple(rows), tuple(hidden), decision.is_side_shown


def _department_row(groups: Sequence[Sequence[_Trip]]) -> DepartmentVisits:
    trips = [trip for group in groups for trip in group]
    return DepartmentVisits(
        name=trips[0].department_name,
        departments=len(groups),
        visits=len(trips),
        visitors=len({trip.visitor for trip in trips}),
        hours=sum(trip.hours for trip in trips),
        key=department_key(trips[0].department),
    )


def snapshots_of(cohorts: QuerySet[Cohort]) -> QuerySet[Snapshot]:
    """Snapshots of these cohorts, newest first, with cohort, maker, documents and signatures. Four queries."""
    signed = Signature.objects.select_related("by")
    documents = Document.objects.defer("content").select_related("asked_by")
    return (
        Snapshot.objects.filter(cohort__in=cohorts)
        .defer("data")
        .select_related("cohort__program", "made_by")
        .prefetch_related(Prefetch("documents", documents), Prefetch("signatures", signed))
        .order_by("-made_at", "-id")
    )


def signatures_of(snapshot: Snapshot) -> tuple[Signature, ...]:
    """Return who signed, in their order; nobody before the report is final."""
    return tuple(snapshot.signatures.select_related("by").order_by("at", "id")) if snapshot.is_final else ()


def found_by(code: str) -> Snapshot | Document | PersonalDocument | None:
    """Return what a code or a fingerprint stands for: the code or the hash of a snapshot or of a
    personal document's data, or the hash of a file. Nothing for anything else.
    """
    plain = "".join(code.split()).replace("-", "").lower()
    if not re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{64}", plain):
        return None
    snapshots = Snapshot.objects.defer("data").select_related("cohort__program")
    found = snapshots.filter(sha256__startswith=plain).order_by("made_at").last()
    if found is not None:
        return found
    own = PersonalDocument.objects.defer("content", "data", "sealed").select_related("cohort__program")
    if kept := own.filter(Q(sha256__startswith=plain) | Q(file_sha256=plain)).order_by("asked_at").last():
        return kept
    rows = Document.objects.defer("content", "snapshot__data").select_related("snapshot__cohort__program")
    return rows.filter(sha256=plain).first()


def schedules_standing() -> QuerySet[Schedule]:
    """Schedules that still send reports, with cohort, reader and owner."""
    return Schedule.objects.filter(ended_at=None).select_related("cohort__program", "to", "set_by").order_by("pk")


def newest_release(cohort: Cohort) -> str:
    """Return what stands for the newest release of the cohort's programme; empty before the first. One query."""
    rows = WaveRelease.objects.filter(wave__program=cohort.program_id).order_by("released_at", "pk")
    newest = rows.values_list("pk", flat=True).last()
    return "" if newest is None else f"release {newest}"


def standing_document(snapshot: Snapshot, *, edition: str, language: str, department: str = "") -> Document | None:
    """Return a document that is being made or ready, so that nobody makes it twice. Drafts don't
    stand once the snapshot is final.
    """
    return (
        Document.objects.defer("content")
        .filter(
            snapshot=snapshot,
            edition=edition,
            language=language,
            department=department,
            is_final=snapshot.is_final,
        )
        .exclude(state=DocumentState.FAILED)
        .first()
    )
