"""What each role finds on the home page: one frozen value per role, each in a fixed number of queries."""

import datetime
import statistics
from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from programs.cohorts import queries as cohort_queries
from programs.cohorts.choices import ProgramRoleKind, Stage
from programs.cohorts.models import Cohort, Enrollment, Program, ProgramRole
from programs.commitments.returns import Benefits, benefits_of
from programs.core.counting import counted
from programs.hosting.models import HostingDay
from programs.people.models import Department, Person
from programs.reports import access as report_access
from programs.reports.models import Snapshot
from programs.surveys import queries as survey_queries
from programs.surveys.figures import GapStory
from programs.visits import queries as visit_queries
from programs.visits.choices import STANDING, VisitState
from programs.visits.models import Visit, VisitStep

MOST_PICKS = 3
MOST_ROWS = 5
DONE = (VisitState.ATTENDED, VisitState.DEBRIEFED)
AHEAD = (VisitState.REQUESTED, VisitState.CONFIRMED)
UNRANKED = 99

# Visitors --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stamp:
    """A page of the passport: a department, and the visit to it that was made or is planned."""

    department: Department
    visit: Visit | None = None

    @property
    def is_got(self) -> bool:
        """Whether the visit took place."""
        return self.visit is not None and self.visit.state in DONE


@dataclass(frozen=True)
class VisitorDesk:
    """What a visitor comes for."""

    enrollment: Enrollment
    next_visit: Visit | None
    coming_up: Sequence[Visit]
    picks: Sequence[HostingDay]
    passport: Sequence[Stamp]
    held: int

    @property
    def has_enough(self) -> bool:
        """Whether all the visits that the visitor asked for are made or planned."""
        return self.held >= self.enrollment.wanted

    @property
    def done(self) -> int:
        """How many departments the visitor knows by now."""
        return sum(stamp.is_got for stamp in self.passport)


def visitor_desk(person: Person, *, at: datetime.datetime) -> VisitorDesk | None:
    """Return a visitor's desk for the cohort that counts now; None for somebody who is in none.

    The passport keeps the stamps of earlier cohorts.
    """
    enrollment = cohort_queries.current_enrollment_of(person, timezone.localdate(at))
    if enrollment is None:
        return None
    mine = Visit.objects.filter(Q(state__in=DONE, visitor=person) | Q(state__in=STANDING, enrollment=enrollment))
    visits = list(mine.select_related("department", "day__offering__site", "day__offering__contact"))
    ahead = [visit for visit in visits if visit.state in AHEAD and visit.ends_at > at]
    stamps = {visit.department_id: visit for visit in sorted(visits, key=lambda visit: visit.state in DONE)}
    departments = [one for one in enrollment.cohort.departments.all() if one.pk != person.department_id]
    return VisitorDesk(
        enrollment=enrollment,
        next_visit=ahead[0] if ahead else None,
        coming_up=ahead[1 : MOST_ROWS + 1],
        picks=picks_for(enrollment, known=stamps, at=at),
        held=sum(visit.enrollment_id == enrollment.pk for visit in visits),
        passport=[Stamp(department, stamps.get(department.pk)) for department in departments],
    )


def picks_for(enrollment: Enrollment, *, known: Container[int], at: datetime.datetime) -> list[HostingDay]:
    """Return days that a visitor can book right now: the soonest of each department.

    Departments wished for come first, `known` ones (by an earlier cohort) last.
    """
    days = visit_queries.days_from(at, enrollment)
    found = visit_queries.openings([enrollment], days, at=at, for_visitor=True)
    first: dict[int, HostingDay] = {}
    for day in days:
        if not found[enrollment.pk, day.pk]:
            first.setdefault(day.offering.department_id, day)
    ranked = cohort_queries.ranked_departments([enrollment.pk])[enrollment.pk]
    ranks = {one.department_id: one.rank for one in ranked}
    order = sorted(first, key=lambda one: (one in known, ranks.get(one, UNRANKED), first[one].starts_at))
    return [first[department] for department in order[:MOST_PICKS]]


# Hosts -----------------------------------------------------------------------------------


def requests_to(person: Person, *, at: datetime.datetime) -> list[Visit]:
    """Return the requests that wait for a contact or deputy, those that expire first on top."""
    mine = Q(day__offering__contact=person) | Q(day__offering__deputy=person)
    return list(
        Visit.objects.filter(mine, state=VisitState.REQUESTED, ends_at__gt=at)
        .select_related("visitor", "day__offering__site", "day__offering__department")
        .order_by(F("expires_on").asc(nulls_last=True), "requested_at", "pk")
    )


def days_hosted(person: Person, *, at: datetime.datetime) -> list[HostingDay]:
    """Return the next days on which somebody is the contact or the deputy, with their open `requests` counted."""
    return list(
        HostingDay.objects.filter(
            Q(offering__contact=person) | Q(offering__deputy=person), cancelled_at=None, ends_at__gt=at
        )
        .annotate(requests=Count("visits", filter=Q(visits__state=VisitState.REQUESTED)))
        .select_related("offering__site", "offering__department")
        .order_by("starts_at", "pk")[:MOST_ROWS]
    )


# Line managers ---------------------------------------------------------------------------


def visits_of_reports(person: Person, *, at: datetime.datetime) -> list[Visit]:
    """Return the next visits of somebody's reports: who is away from the team, and when."""
    return list(
        Visit.objects.filter(visitor__manager=person, state__in=AHEAD, ends_at__gt=at)
        .select_related("visitor", "department", "day__offering__site")
        .order_by("starts_at", "pk")[:MOST_ROWS]
    )


# Leads and sponsors ------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far a cohort is: counts of people and visits, none of them about what anybody said."""

    enrolled: int
    took_part: int
    completed: int
    ahead: int
    waiting: int
    answer_days: float | None

    @property
    def share(self) -> int:
        """How many per cent of the enrolled have made at least one visit."""
        return round(100 * self.took_part / self.enrolled) if self.enrolled else 0


@dataclass(frozen=True)
class StageStep:
    """One stage of a cohort's life as the step line shows it."""

    label: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class ProgramDesk:
    """A programme as its leads and sponsors see it."""

    program: Program
    is_lead: bool
    cohort: Cohort | None
    steps: Sequence[StageStep]
    progress: Progress | None
    benefits: Benefits | None
    gap: GapStory | None
    reports: Sequence[Snapshot]


def program_desks(person: Person) -> list[ProgramDesk]:
    """Return the programmes that somebody leads or sponsors, each with its newest cohort that is not archived."""
    mine = ProgramRole.objects.filter(program=OuterRef("pk"), person=person)
    leads = Exists(mine.filter(kind=ProgramRoleKind.LEAD))
    programs = Program.objects.filter(Exists(mine)).annotate(is_led=leads)
    reports = report_access.snapshots_visible_to(person).defer("data").order_by("-made_at")
    return [_program_desk(program, reports, is_lead=program.is_led) for program in programs]


def _program_desk(program: Program, reports: QuerySet[Snapshot], *, is_lead: bool) -> ProgramDesk:
    cohort = current_cohort_of(program)
    return ProgramDesk(
        program=program,
        is_lead=is_lead,
        cohort=cohort,
        steps=steps_of(cohort) if cohort else (),
        progress=progress_of(cohort) if cohort else None,
        benefits=benefits_of(cohort) if cohort else None,
        gap=survey_queries.gap_story(program),
        reports=list(reports.filter(cohort__program=program)[:MOST_PICKS]),
    )


def current_cohort_of(program: Program) -> Cohort | None:
    """Return the newest cohort that is not archived, else the newest."""
    return (
        Cohort.objects.filter(program=program)
        .annotate(is_archived=Q(stage=Stage.ARCHIVED))
        .order_by("is_archived", "-starts_on", "-pk")
        .first()
    )


def steps_of(cohort: Cohort) -> list[StageStep]:
    """Return the stages in their order, up to where the cohort stands."""
    order = list(Stage)
    now = order.index(Stage(cohort.stage))
    return [StageStep(str(stage.label), place < now, place == now) for place, stage in enumerate(order)]


def progress_of(cohort: Cohort) -> Progress:
    """Count a cohort's people and visits. Two queries."""
    done = Visit.objects.filter(enrollment=OuterRef("pk"), state__in=DONE)
    people = Enrollment.objects.filter(cohort=OuterRef("pk"), withdrawn_at=None)
    visits = Visit.objects.filter(cohort=OuterRef("pk"))
    counts = Cohort.objects.annotate(
        enrolled=counted(people),
        took_part=counted(people.filter(Exists(done))),
        completed=counted(visits.filter(state__in=DONE)),
        ahead=counted(visits.filter(state=VisitState.CONFIRMED)),
        waiting=counted(visits.filter(state=VisitState.REQUESTED)),
    ).values("enrolled", "took_part", "completed", "ahead", "waiting")
    return Progress(**counts.get(pk=cohort.pk), answer_days=_typical_answer(cohort))


def _typical_answer(cohort: Cohort) -> float | None:
    """Return the median days from a request to the host's yes or no; None before the first answer."""
    answers = (
        VisitStep.objects.filter(visit__cohort=cohort, state__in=[VisitState.CONFIRMED, VisitState.DECLINED])
        .values("visit")
        .annotate(answered=Min("at"))
        .values_list("visit__requested_at", "answered")
    )
    days = [(answered - asked) / datetime.timedelta(days=1) for asked, answered in answers if answered > asked]
    return round(statistics.median(days), 1) if days else None


# Department leads ----------------------------------------------------------------------------


def departments_led(person: Person, *, at: datetime.datetime) -> QuerySet[Department]:
    """Return a department lead's departments with `days_ahead`, `visits_ahead` and `frictions_open`."""
    ahead = Q(offerings__days__cancelled_at=None, offerings__days__starts_at__gt=at)
    closed = Q(frictions__state__in=["resolved", "wont_fix"])
    return Department.objects.filter(lead=person).annotate(
        days_ahead=Count("offerings__days", filter=ahead, distinct=True),
        visits_ahead=Count(
            "offerings__days__visits", filter=ahead & Q(offerings__days__visits__state__in=AHEAD), distinct=True
        ),
        frictions_open=Count("frictions", filter=Q(frictions__isnull=False) & ~closed, distinct=True),
    )
