"""Reads behind personal documents: one person, one cohort, a fixed number of queries each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.models import Cohort
from programs.commitments import queries as commitment_queries
from programs.commitments.choices import CommitmentState, FrictionState
from programs.commitments.models import Commitment, Friction
from programs.journals import queries as journal_queries
from programs.journals.choices import Section
from programs.journals.models import Reflection
from programs.matching import pages as matching_pages
from programs.matching.models import MatchingRun
from programs.objectives import access as objective_access
from programs.objectives import queries as objective_queries
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Objective
from programs.people.models import Person
from programs.reports.choices import PersonalKind
from programs.reports.documents import pairs, runs
from programs.reports.personal import (
    SCHEMA,
    Certificate,
    Day,
    Entry,
    Frame,
    Journal,
    Personal,
    Returned,
    Sheet,
    Thanks,
)
from programs.reports.queries import ATTENDED, WHOLE_DAY_HOURS, code_version
from programs.visits.models import Visit


def attended(cohort: Cohort) -> QuerySet[Visit]:
    """Attended visits of a cohort with what a personal document names, by day."""
    rows = Visit.objects.filter(cohort=cohort, state__in=ATTENDED)
    return rows.select_related("visitor", "department", "day__offering__contact").order_by("on", "starts_at", "pk")


def kinds_for(person: Person) -> list[tuple[Cohort, list[PersonalKind]]]:
    """Return the cohorts in which somebody visited or hosted, newest first, with what they may have made."""
    hosts = Q(day__offering__contact=person) | Q(day__offering__deputy=person)
    mine = Visit.objects.filter(Q(visitor=person) | hosts, state__in=ATTENDED)
    found: dict[int, set[PersonalKind]] = defaultdict(set)
    for cohort, visitor in mine.values_list("cohort_id", "visitor_id"):
        found[cohort].add(PersonalKind.CERTIFICATE if visitor == person.pk else PersonalKind.THANKS)
    wrote = Reflection.objects.filter(author=person).values_list("visit__cohort_id", flat=True)
    for cohort in wrote:
        found[cohort].add(PersonalKind.JOURNAL)
    cohorts = Cohort.objects.filter(pk__in=found).select_related("program").order_by("-starts_on", "name")
    return [(cohort, sorted(found[cohort.pk])) for cohort in cohorts]


def personal(kind: str, person: Person, cohort: Cohort, on: date) -> Personal | None:
    """Return what a personal document says on a day, or nothing where there is nothing to say."""
    frame = _frame(person, cohort, on)
    if kind == PersonalKind.CERTIFICATE:
        return certificates(cohort, on, only=[person.pk]).get(person.pk)
    if kind == PersonalKind.THANKS:
        return _thanks(frame, person, cohort)
    if kind != PersonalKind.JOURNAL:
        return None
    entries = tuple(_entries(person, cohort))
    return Journal(frame, entries) if entries else None


def run_sheet(run: MatchingRun, person: Person, on: date) -> Sheet:
    """Return the record of a matching run in the active language, as it stands, printed for a person."""
    record = matching_pages.record_of(run)
    return Sheet(
        _frame(person, run.cohort, on), PersonalKind.RUN, runs.record_summary(record), runs.record_sections(record)
    )


def pair_sheet(objective: Objective, cohort: Cohort, person: Person, on: date) -> Sheet:
    """Return the brief of an objective's two departments in the active language, as a person may read it on a day.

    Promises and frictions are counted over all visits of the department in the cohort.
    """
    visible = objective_access.objectives_visible_to(person).filter(
        program=objective.program_id,
        it_department=objective.it_department_id,
        department=objective.department_id,
        state=ObjectiveState.AGREED,
    )
    stories = objective_queries.stories_of(visible, today=on)
    visits = Visit.objects.filter(cohort=cohort, department=objective.department_id)
    promises = commitment_queries.commitment_figures(cohort, on=on, visits=visits)
    frictions = commitment_queries.friction_figures(cohort, visits=visits)
    summary = pairs.brief_summary(objective.it_department, objective.department, stories, promises, frictions)
    return Sheet(_frame(person, cohort, on), PersonalKind.PAIR, summary, pairs.brief_sections(stories, on))


def certificates(cohort: Cohort, on: date, *, only: Collection[int] | None = None) -> Mapping[int, Certificate]:
    """Return the certificate of each visitor, by person, in the order of their names. Two queries for all."""
    rows = attended(cohort)
    visits = list(rows if only is None else rows.filter(visitor__in=only))
    leads = tuple(str(one) for one in cohort_access.leads_of(cohort.program).order_by("name", "pk"))
    by_visitor: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_visitor[visit.visitor_id].append(visit)
    people = sorted((visits[0].visitor for visits in by_visitor.values()), key=lambda one: (one.name, one.pk))
    return {one.pk: Certificate(_frame(one, cohort, on), tuple(map(_day, by_visitor[one.pk])), leads) for one in people}


def _frame(person: Person, cohort: Cohort, on: date) -> Frame:
    program = cohort.program
    return Frame(SCHEMA, code_version(), on, program.company, program.name, cohort.name, person.name)


def _day(visit: Visit, *, with_whom: str = "") -> Day:
    whole = visit.day.is_whole_day
    hours = WHOLE_DAY_HOURS if whole else (visit.ends_at - visit.starts_at) / timedelta(hours=1)
    return Day(visit.on, visit.department.name, visit.day.offering.title, hours, with_whom)


def _thanks(frame: Frame, person: Person, cohort: Cohort) -> Thanks | None:
    hosted = attended(cohort).filter(Q(day__offering__contact=person) | Q(day__offering__deputy=person))
    days = tuple(_day(visit, with_whom=visit.visitor.name) for visit in hosted)
    if not days:
        return None
    promises = Commitment.objects.filter(visit__cohort=cohort, beneficiary=person, agreed_at__isnull=False)
    frictions = Friction.objects.filter(visit__cohort=cohort, reported_by=person)
    returned = [*_kept(promises.select_related("owner")), *_resolved(frictions.select_related("owner"))]
    closed = len(returned)
    total = promises.count() + frictions.count()
    return Thanks(frame, days, tuple(sorted(returned, key=lambda one: (one.on, one.text))), total - closed)


def _kept(promises: Iterable[Commitment]) -> Iterable[Returned]:
    for row in promises:
        if row.state == CommitmentState.CONFIRMED and row.closed_at:
            yield Returned(row.text, row.owner.name, row.closed_at.date())


def _resolved(frictions: Iterable[Friction]) -> Iterable[Returned]:
    for row in frictions:
        if row.state == FrictionState.RESOLVED and row.closed_at:
            by = row.owner.name if row.owner else ""
            yield Returned(f"{row.system}: {row.step}", by, row.closed_at.date(), _hours(row))


def _entries(person: Person, cohort: Cohort) -> Iterable[Entry]:
    """Yield the author's own sections, unsealed for them alone."""
    order = {section: at for at, section in enumerate(Section)}
    rows = Reflection.objects.filter(author=person, visit__cohort=cohort).select_related(
        "visit__department", "visit__day__offering"
    )
    for row in sorted(rows, key=lambda one: (one.visit.on, one.visit_id, order[Section(one.section)])):
        text = journal_queries.text_for_author(row).strip()
        if text:
            visit = row.visit
            yield Entry(visit.on, visit.department.name, visit.day.offering.title, row.section, text)


def _hours(row: Friction) -> float:
    return row.minutes_lost * row.times_a_month / 60
