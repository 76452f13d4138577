"""Who writes and who reads. Private text is nobody's but its author's: no role opens it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Enrollment, ProgramRole
from programs.hosting.models import Offering
from programs.journals.choices import HOST_SECTIONS, VISITOR_SECTIONS, Section, Visibility
from programs.journals.models import Photo, Reflection
from programs.people.models import Person
from programs.visits.models import Visit

_RELATED = ("visitor", "department", "cohort", "day__offering__contact", "day__offering__deputy", "day__offering__site")


def visits_to_write_about(person: Person) -> QuerySet[Visit]:
    """Visits that `person` makes or hosts and that came, or may come, to pass."""
    return (
        Visit.objects.filter(state__in=["requested", "confirmed", "attended", "debriefed"])
        .filter(Q(visitor=person) | Q(day__offering__contact=person) | Q(day__offering__deputy=person))
        .select_related(*_RELATED)
        .order_by("-starts_at", "-id")
    )


def sections_of(person: Person, visit: Visit) -> tuple[Section, ...]:
    """Return which sections `person` writes about a visit: the visitor's, or the host's."""
    return VISITOR_SECTIONS if visit.visitor_id == person.pk else HOST_SECTIONS


def reflections_visible_to(person: Person) -> QuerySet[Reflection]:
    """Own sections, and what others shared with a circle that `person` belongs to."""
    return Reflection.objects.filter(Q(author=person) | _shared_with(person)).select_related(
        "author", "visit__department", "visit__visitor"
    )


def photos_visible_to(person: Person) -> QuerySet[Photo]:
    """Photos of sections that `person` may read."""
    return Photo.objects.filter(reflection__in=reflections_visible_to(person))


def photos_of(person: Person) -> QuerySet[Photo]:
    """Photos that `person` added, and may remove."""
    return Photo.objects.filter(reflection__author=person).select_related("reflection")


def _shared_with(person: Person) -> Q:
    other_side = Q(visibility__gte=Visibility.HOST) & (
        Q(visit__visitor=person) | Q(visit__day__offering__contact=person) | Q(visit__day__offering__deputy=person)
    )
    leads = ProgramRole.objects.filter(
        program=OuterRef("visit__cohort__program"), person=person, kind=ProgramRoleKind.LEAD
    )
    enrolled = Enrollment.objects.filter(cohort=OuterRef("visit__cohort"), person=person, withdrawn_at=None)
    hosting = Offering.objects.filter(
        Q(contact=person) | Q(deputy=person), department__cohorts=OuterRef("visit__cohort"), state="published"
    )
    return (
        other_side
        | (Q(visibility__gte=Visibility.LEAD) & Exists(leads))
        | (Q(visibility__gte=Visibility.PARTICIPANTS) & (Exists(leads) | Exists(enrolled) | Exists(hosting)))
    )
