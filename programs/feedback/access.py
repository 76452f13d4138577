"""Who may see and do what with feedback."""

from django.db.models import Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.choices import FeedbackReaders, ProgramRoleKind
from programs.cohorts.models import Cohort
from programs.feedback.choices import Role
from programs.feedback.models import VisitForm
from programs.people.models import Person
from programs.visits import access as visit_access


def _loaded() -> QuerySet[VisitForm]:
    return VisitForm.objects.select_related(
        "person", "department", "visit__visitor", "visit__day__offering__contact", "visit__cohort__program"
    )


def forms_of(person: Person) -> QuerySet[VisitForm]:
    """Return the forms that a person was asked for."""
    return _loaded().filter(person=person)


def forms_visible_to(person: Person) -> QuerySet[VisitForm]:
    """Return the answered forms a person may read: their own, as lead every one of their programmes,
    and what the other side said where the programme shows it openly.
    """
    is_open = Q(readers=FeedbackReaders.OPEN)
    by_visitor = is_open & Q(role=Role.VISITOR) & visit_access.hosted_by(person, "visit__day__")
    # One form of a host is about everybody who came that day.
    by_host = is_open & Q(role=Role.HOST, visit__day__visits__in=visit_access.own_visits(person).filter(
        feedback_forms__person=person))  # fmt: skip
    led = Q(visit__cohort__program__in=cohort_access.programs_led_by(person))
    return _loaded().filter(Q(person=person) | led | by_visitor | by_host).exclude(done_on=None).distinct()


def cohorts_led_by(person: Person) -> QuerySet[Cohort]:
    """Return the cohorts whose figures a person may release."""
    return Cohort.objects.filter(program__in=cohort_access.programs_led_by(person)).select_related("program")


def cohorts_told_to(person: Person) -> QuerySet[Cohort]:
    """Return the cohorts whose released figures a person may read: leads, sponsors and administrators."""
    cohorts = Cohort.objects.select_related("program")
    if person.is_superuser:
        return cohorts
    sponsored = Q(program__roles__person=person, program__roles__kind=ProgramRoleKind.SPONSOR)
    return cohorts.filter(Q(program__in=cohort_access.programs_led_by(person)) | sponsored).distinct()
