"""Named reads of cohorts, enrolments and wishes. Those in bulk take a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.db.models import Count, Prefetch, Q, QuerySet

from programs.cohorts import rules
from programs.cohorts.choices import Stage
from programs.cohorts.models import (
    BlockedDate,
    Cohort,
    Enrollment,
    Exclusion,
    GateOverride,
    Program,
    ProgramRole,
    RankedDepartment,
    VisitorWish,
)
from programs.cohorts.rules import Dates, Ranked, Wishes
from programs.people.models import Department, Person

T = TypeVar("T")

# One person ----------------------------------------------------------------------------


def standing_enrollments() -> QuerySet[Enrollment]:
    """Return enrolments that were not withdrawn, with cohort, programme, person and the person's site."""
    return Enrollment.objects.filter(withdrawn_at=None).select_related("cohort__program", "person__site")


def enrollment_of(person: Person, cohort: Cohort) -> Enrollment | None:
    """Return somebody's standing enrolment in a cohort."""
    return standing_enrollments().filter(person=person, cohort=cohort).first()


def enrollments_of_person(person: Person) -> QuerySet[Enrollment]:
    """Return somebody's standing enrolments in cohorts that aren't archived, newest cohort first."""
    return (
        standing_enrollments()
        .filter(person=person)
        .exclude(cohort__stage=Stage.ARCHIVED)
        .order_by("-cohort__starts_on", "-pk")
    )


def current_enrollment_of(person: Person, on: date) -> Enrollment | None:
    """Return the enrolment that counts for somebody on a day.

    That is the one whose cohort is going on; else the next to begin; else, until its cohort
    is archived, the last to have ended.
    """
    enrollments = sorted(enrollments_of_person(person), key=lambda one: (one.cohort.starts_on, one.pk))
    going_on = [one for one in enrollments if one.cohort.starts_on <= on <= one.cohort.ends_on]
    to_come = [one for one in enrollments if one.cohort.starts_on > on]
    return next(iter(going_on[-1:] or to_come[:1] or enrollments[-1:]), None)


def current_cohort_of(person: Person, on: date) -> Cohort | None:
    """Return the cohort of `current_enrollment_of`."""
    enrollment = current_enrollment_of(person, on)
    return enrollment.cohort if enrollment else None


# Cohorts ---------------------------------------------------------------------------------


def cohorts_of(program: Program) -> QuerySet[Cohort]:
    """Return a programme's cohorts, newest first, with `visitors` and `hosts` counted."""
    return _counted(Cohort.objects.filter(program=program)).order_by("-starts_on", "-pk")


def with_counts(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Return cohorts with `visitors` (standing enrolments) and `hosts` (departments) counted."""
    return _counted(cohorts)


def _counted(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    return cohorts.select_related("program").annotate(
        visitors=Count("enrollments", filter=Q(enrollments__withdrawn_at=None), distinct=True),
        hosts=Count("departments", distinct=True),
    )


def newest_cohort_of(program: Program) -> Cohort | None:
    """Return the cohort that began or begins last."""
    return Cohort.objects.filter(program=program).order_by("-starts_on", "-pk").first()


def host_departments_of(cohort: Cohort) -> QuerySet[Department]:
    """Return the departments that host in a cohort, by name."""
    return cohort.departments.select_related("lead").order_by("name")


def host_departments_in_bulk(cohorts: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return cohort id → ids of its host departments, in one query."""
    return _sets(
        Cohort.departments.through.objects.filter(cohort__in=cohorts).values_list("cohort_id", "department_id"), cohorts
    )


def overrides_of(cohort: Cohort) -> QuerySet[GateOverride]:
    """Return where a lead moved the cohort on although something was missing, first to last."""
    return GateOverride.objects.filter(cohort=cohort).select_related("by")


# Enrolments in bulk --------------------------------------------------------------------


def enrollments_of(cohort: Cohort) -> QuerySet[Enrollment]:
    """Return a cohort's standing enrolments with the person's team, department and site, and
    their ranked departments (`ranked`) fetched: three queries for any number.
    """
    ranked = RankedDepartment.objects.select_related("department").order_by("rank", "department__name")
    return (
        Enrollment.objects.filter(cohort=cohort, withdrawn_at=None)
        .select_related("cohort__program", "person__team", "person__department", "person__site", "person__manager")
        .prefetch_related(Prefetch("ranked", ranked))
        .order_by("person__name", "pk")
    )


def ranked_departments(enrollments: Collection[int]) -> Mapping[int, tuple[Ranked, ...]]:
    """Return enrolment id → its ranked departments, best first, in one query."""
    rows = RankedDepartment.objects.filter(enrollment__in=enrollments).order_by("rank", "department__name")
    found: dict[int, list[Ranked]] = defaultdict(list)
    for enrollment, rank, department in rows.values_list("enrollment_id", "rank", "department_id"):
        found[enrollment].append(Ranked(rank, department))
    return {enrollment: tuple(found[enrollment]) for enrollment in enrollments}


def blocked_dates(enrollments: Collection[int]) -> Mapping[int, frozenset[date]]:
    """Return enrolment id → dates on which the visitor can't come, in one query."""
    return _sets(BlockedDate.objects.filter(enrollment__in=enrollments).values_list("enrollment_id", "on"), enrollments)


def avoided_people(enrollments: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return enrolment id → ids of people the visitor would rather not visit, in one query.

    For the solver only. It is never shown, not even to leads, and no explanation names it.
    """
    through = Enrollment.avoided.through.objects.filter(enrollment__in=enrollments)
    return _sets(through.values_list("enrollment_id", "person_id"), enrollments)


def exclusions(cohorts: Collection[int]) -> frozenset[tuple[int, int, int]]:
    """Return (cohort, person, department) for everyone whom a lead keeps from a department, in one query."""
    return frozenset(
        Exclusion.objects.filter(cohort__in=cohorts).values_list("cohort_id", "person_id", "department_id")
    )


def _sets(pairs: Iterable[tuple[int, T]], keys: Collection[int]) -> dict[int, frozenset[T]]:
    found: dict[int, set[T]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(found[key]) for key in keys}


# For the pages of this room -------------------------------------------------------------


def roles_of(program: Program) -> QuerySet[ProgramRole]:
    """Return who leads and sponsors a programme, leads first."""
    return (
        ProgramRole.objects.filter(program=program)
        .select_related("person__department")
        .order_by("kind", "person__name")
    )


def programs_with_cohorts(programs: QuerySet[Program]) -> QuerySet[Program]:
    """Return programmes with their cohorts (and counts) fetched: two queries for any number."""
    cohorts = with_counts(Cohort.objects.order_by("-starts_on", "-pk"))
    return programs.prefetch_related(Prefetch("cohorts", cohorts))


def wishes_of(enrollment: Enrollment) -> Wishes:
    """Return what somebody wished. For their own eyes: the avoid-list is in it."""
    return Wishes(
        wanted=enrollment.wanted,
        goals=enrollment.goals,
        reach=enrollment.reach,
        ranked=tuple(Ranked(one.rank, one.department_id) for one in enrollment.ranked.all()),
        blocked=frozenset(enrollment.blocked_dates.values_list("on", flat=True)),
        avoided=frozenset(enrollment.avoided.values_list("pk", flat=True)),
        learns=frozenset(enrollment.learns.values_list("pk", flat=True)),
        brings=frozenset(enrollment.brings.values_list("pk", flat=True)),
    )


def possible_hosts(cohort: Cohort, visitor: Person) -> QuerySet[Person]:
    """Return active people of the departments that somebody could visit in a cohort."""
    return (
        Person.objects.filter(department__in=cohort.departments.all(), is_active=True)
        .exclude(department=visitor.department_id)
        .select_related("department")
    )


def not_enrolled(cohort: Cohort) -> QuerySet[Person]:
    """Return active people who were never enrolled in a cohort: whom a lead can still bring in."""
    enrolled = Enrollment.objects.filter(cohort=cohort).values("person")
    return (
        Person.objects.filter(is_active=True, department__isnull=False)
        .exclude(pk__in=enrolled)
        .select_related("department", "team")
    )


def exclusions_of(cohort: Cohort) -> QuerySet[Exclusion]:
    """Return who is kept from which department in a cohort."""
    return Exclusion.objects.filter(cohort=cohort).select_related("person", "department").order_by("person__name")


def blocked_ranges(enrollment: Enrollment) -> tuple[Dates, ...]:
    """Return the dates on which a visitor can't come, as ranges."""
    return rules.ranges_of(enrollment.blocked_dates.values_list("on", flat=True))


# What departments wish -----------------------------------------------------------------------


def wishes_of_department(department: Department) -> QuerySet[VisitorWish]:
    """Return what a department wishes about visitors in cohorts that aren't archived, the strongest first."""
    return (
        VisitorWish.objects.filter(department=department)
        .exclude(cohort__stage=Stage.ARCHIVED)
        .select_related("cohort", "person__department", "team", "skill")
        .order_by("-cohort__starts_on", "-strength", "pk")
    )


def cohorts_hosted_by(department: Department) -> QuerySet[Cohort]:
    """Return the cohorts, not yet closing, in which a department hosts, the newest first."""
    return (
        Cohort.objects.filter(departments=department)
        .exclude(stage__in=[Stage.CLOSING, Stage.ARCHIVED])
        .select_related("program")
        .order_by("-starts_on", "-pk")
    )
