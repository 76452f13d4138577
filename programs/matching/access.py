"""Drafts are for the leads of the programme: for everybody else they are not there."""

from django.db.models import Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.models import Cohort, CoverageFloor, Enrollment
from programs.matching.models import DraftEdit, MatchingRun, Placement, Repair
from programs.people.models import Person
from programs.visits import access as visit_access
from programs.visits.choices import FELL_AWAY
from programs.visits.models import Visit


def cohorts_matched_by(person: Person) -> QuerySet[Cohort]:
    """Return the cohorts whose runs somebody may start and see."""
    return cohort_access.cohorts_led_by(person)


def may_match(person: Person) -> bool:
    """Whether somebody leads any programme."""
    return cohort_access.leads_any_program(person)


def runs_visible_to(person: Person) -> QuerySet[MatchingRun]:
    """Return the runs of cohorts that somebody leads, without their frozen inputs."""
    return (
        MatchingRun.objects.filter(cohort__in=cohorts_matched_by(person))
        .select_related("cohort__program", "started_by", "based_on")
        .defer("inputs", "based_on__inputs")
    )


def placements_visible_to(person: Person) -> QuerySet[Placement]:
    """Return the placements of runs that somebody may see."""
    return Placement.objects.filter(run__cohort__in=cohorts_matched_by(person)).select_related(
        "run__cohort__program", "enrollment__person__team", "day__offering__department", "day__offering__site"
    )


def edits_visible_to(person: Person) -> QuerySet[DraftEdit]:
    """Return the changes by hand of runs that somebody may see."""
    return DraftEdit.objects.filter(run__cohort__in=cohorts_matched_by(person)).select_related("run")


def enrollments_of_run(person: Person, run: MatchingRun) -> QuerySet[Enrollment]:
    """Return the enrolments that may be placed by hand in a run."""
    return Enrollment.objects.filter(
        cohort=run.cohort_id, cohort__in=cohorts_matched_by(person), withdrawn_at=None
    ).select_related("cohort__program", "person__team")


def visits_mended_by(person: Person) -> QuerySet[Visit]:
    """Return the visits that fell away in cohorts that somebody leads."""
    return visit_access.visits_loaded().filter(cohort__in=cohorts_matched_by(person), state__in=FELL_AWAY)


def repairs_led_by(person: Person) -> QuerySet[Repair]:
    """Return the repairs of cohorts that somebody leads."""
    return _repairs().filter(cohort__in=cohorts_matched_by(person))


def repairs_visible_to(person: Person) -> QuerySet[Repair]:
    """Return the repairs that somebody leads, or is asked to agree to."""
    return _repairs().filter(Q(cohort__in=cohorts_matched_by(person)) | Q(consents__person=person)).distinct()


def _repairs() -> QuerySet[Repair]:
    return Repair.objects.select_related(
        "cohort__program",
        "asked_by",
        "visit__visitor",
        "visit__day__offering__department",
        "visit__day__offering__site",
    )


def floors_set_by(person: Person) -> QuerySet[CoverageFloor]:
    """Return the coverage floors of cohorts that somebody leads."""
    return CoverageFloor.objects.filter(cohort__in=cohorts_matched_by(person))
