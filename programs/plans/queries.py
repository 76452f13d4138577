"""Named reads of the plans room. Lists take a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from programs.cohorts import access as cohort_access
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment, Program
from programs.commitments import queries as commitment_queries
from programs.hosting.choices import OfferingState
from programs.people.models import Department, Person
from programs.plans import rules
from programs.plans.choices import Audience, Band, MilestoneKind, PlanStage, RiskState
from programs.plans.models import Milestone, PlannedMessage, Risk
from programs.surveys.choices import WaveKind
from programs.surveys.models import WaveRelease
from programs.visits.choices import VisitState
from programs.visits.models import Visit

CAME = (VisitState.ATTENDED, VisitState.DEBRIEFED)


# Messages ----------------------------------------------------------------------------------------


def messages_of(program: Program) -> QuerySet[PlannedMessage]:
    """Return a programme's plan, by day."""
    return program.planned_messages.select_related("owner").order_by("planned_on", "pk")


def coverage_of(messages: Sequence[PlannedMessage]) -> list[tuple[str, list[int]]]:
    """Return for each audience how many messages each stage has, in the order of the stages."""
    counts = Counter((one.audience, one.stage) for one in messages)
    return [(str(audience.label), [counts[audience, stage] for stage in PlanStage]) for audience in Audience]


def people_of(program: Program, audience: str) -> QuerySet[Person]:
    """Return the active people of an audience, as the programme's cohorts are now."""
    cohorts = Cohort.objects.filter(program=program).exclude(stage=Stage.ARCHIVED)
    visitors = Enrollment.objects.filter(cohort__in=cohorts, withdrawn_at=None).values("person")
    hosts = Q(offerings__state=OfferingState.PUBLISHED, offerings__department__cohorts__in=cohorts)
    deputies = Q(
        deputised_offerings__state=OfferingState.PUBLISHED, deputised_offerings__department__cohorts__in=cohorts
    )
    found = {
        Audience.VISITORS: Q(pk__in=visitors),
        Audience.HOSTS: hosts | deputies,
        Audience.MANAGERS: Q(pk__in=Person.objects.filter(pk__in=visitors).values("manager")),
        Audience.DEPARTMENT_LEADS: Q(pk__in=Department.objects.filter(cohorts__in=cohorts).values("lead")),
        Audience.SPONSORS: Q(pk__in=cohort_access.sponsors_of(program).values("pk")),
    }
    whom = Q(pk__in=[])
    for one, condition in found.items():
        if audience in (one, Audience.EVERYONE):
            whom |= condition
    return Person.objects.filter(pk__in=Person.objects.filter(whom).values("pk"), is_active=True)


def overdue_messages_of(person: Person, on: date) -> QuerySet[PlannedMessage]:
    """Return what somebody was to say by a day and hasn't."""
    return (
        PlannedMessage.objects.filter(owner=person, planned_on__lte=on, said_on=None)
        .select_related("program")
        .order_by("planned_on")
    )


# Risks -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MatrixRow:
    """One likelihood of the matrix: for each impact from 1 to 5 the risks there and how grave they are."""

    likelihood: int
    cells: Sequence[tuple[int, Band, Sequence[Risk]]]


def risks_of(program: Program) -> list[Risk]:
    """Return a programme's risks, the gravest first, those that are over last; each with its `band`."""
    rows = list(program.risks.select_related("owner"))
    rows.sort(key=lambda one: (one.state == RiskState.CLOSED, -one.likelihood * one.impact, one.review_on, one.pk))
    for row in rows:
        row.band = rules.band_of(row.likelihood, row.impact)  # type: ignore[attr-defined]
    return rows


def matrix_of(risks: Sequence[Risk]) -> list[MatrixRow]:
    """Return likelihood against impact, the likeliest on top; risks that are over are left out."""
    placed: dict[tuple[int, int], list[Risk]] = defaultdict(list)
    for risk in risks:
        if risk.state != RiskState.CLOSED:
            placed[risk.likelihood, risk.impact].append(risk)
    return [
        MatrixRow(high, [(wide, rules.band_of(high, wide), placed[high, wide]) for wide in rules.LEVELS])
        for high in reversed(rules.LEVELS)
    ]


def overdue_reviews_of(person: Person, on: date) -> QuerySet[Risk]:
    """Return the risks that somebody owns and was to look at again by a day."""
    rows = Risk.objects.filter(owner=person, review_on__lte=on).exclude(state=RiskState.CLOSED)
    return rows.order_by("review_on", "pk")


# Milestones --------------------------------------------------------------------------------------


def milestones_of(program: Program) -> QuerySet[Milestone]:
    """Return a programme's milestones by day."""
    return program.milestones.select_related("cohort").order_by("due_on", "pk")


def day_reached(milestone: Milestone) -> date | None:
    """Return the day on which records reached a milestone; None before it, or where a lead decides."""
    cohorts = Cohort.objects.filter(program=milestone.program_id)
    if milestone.cohort_id:
        cohorts = cohorts.filter(pk=milestone.cohort_id)
    visits = Visit.objects.filter(cohort__in=cohorts, state__in=CAME).order_by()
    kind = milestone.kind
    if kind in (MilestoneKind.FIRST_VISIT, MilestoneKind.VISITS):
        return rules.day_of_visit(list(visits.values_list("on", flat=True)), milestone.target or 1)
    if kind == MilestoneKind.DEPARTMENTS:
        hosts = Cohort.departments.through.objects.filter(cohort__in=cohorts).values_list("department_id", flat=True)
        firsts = dict(visits.values_list("department").annotate(first=Min("on")))
        return rules.day_all_visited(firsts, set(hosts))
    if kind == MilestoneKind.BASELINE:
        rows = WaveRelease.objects.filter(wave__program=milestone.program_id, wave__kind=WaveKind.BASELINE)
        first = rows.aggregate(first=Min("released_at"))["first"]
        return timezone.localdate(first) if first else None
    if kind == MilestoneKind.QUICK_WIN:
        wins = [win.closed_at for win in commitment_queries.quick_wins(cohorts, with_pairs=True) if win.closed_at]
        return timezone.localdate(min(wins)) if wins else None
    return None
