"""Who writes and who reads. Private text is nobody's but its author's: no role opens it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Cohort, Enrollment, Program, ProgramRole
from programs.commitments.models import RoadmapItem
from programs.hosting.models import Offering
from programs.journals.choices import HOST_SECTIONS, VISITOR_SECTIONS, Section, Visibility
from programs.journals.models import Finding, Insight, Photo, Quote, Reflection
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


def insights_of(person: Person) -> QuerySet[Insight]:
    """Cards that `person` cut: theirs to open, narrow and take back."""
    return Insight.objects.filter(reflection__author=person).select_related("reflection__visit__department", "finding")


def insights_visible_to(person: Person) -> QuerySet[Insight]:
    """Own cards, and those whose author opened them to a circle that `person` belongs to."""
    mine = Q(reflection__author=person)
    return Insight.objects.filter(mine | _shared_with(person, "reflection__visit")).select_related(
        "reflection__author", "reflection__visit__department", "finding"
    )


def programs_worked_on_by(person: Person) -> QuerySet[Program]:
    """Programmes whose cards `person` merges and counts: their leads."""
    return cohort_access.programs_led_by(person)


def programs_heard_by(person: Person) -> QuerySet[Program]:
    """Programmes whose findings `person` may read as figures: their leads and sponsors."""
    return (cohort_access.programs_led_by(person) | cohort_access.programs_sponsored_by(person)).distinct()


def findings_led_by(person: Person) -> QuerySet[Finding]:
    """Findings of programmes that `person` leads."""
    return Finding.objects.filter(program__in=programs_worked_on_by(person)).select_related("program", "roadmap_item")


def roadmap_led_by(person: Person) -> QuerySet[RoadmapItem]:
    """Items of the roadmap that `person` keeps: those of the programmes they lead."""
    return RoadmapItem.objects.filter(program__in=programs_worked_on_by(person)).select_related("program")


def quotes_of(person: Person) -> QuerySet[Quote]:
    """Quotes of `person`'s own words: theirs to agree to, change and take back."""
    return Quote.objects.filter(reflection__author=person).select_related(
        "reflection__visit__department", "reflection__author", "asked_by"
    )


def quotes_led_by(person: Person) -> QuerySet[Quote]:
    """Quotes of programmes that `person` leads."""
    return Quote.objects.filter(reflection__visit__cohort__program__in=programs_worked_on_by(person)).select_related(
        "reflection__visit__department", "reflection__author", "asked_by"
    )


def reflections_quotable_by(person: Person) -> QuerySet[Reflection]:
    """Texts whose authors a lead may ask for a quote: opened to leads, or with a card that is."""
    is_open = Q(visibility__gte=Visibility.LEAD) & ~Q(text="")
    is_open |= Q(Exists(Insight.objects.filter(reflection=OuterRef("pk"), visibility__gte=Visibility.LEAD)))
    return Reflection.objects.filter(is_open, visit__cohort__program__in=programs_worked_on_by(person)).select_related(
        "author", "visit__department", "visit__cohort"
    )


def cohorts_worked_on_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts whose quotes `person` chooses: those of the programmes they lead."""
    return cohort_access.cohorts_led_by(person)


def _shared_with(person: Person, visit: str = "visit") -> Q:
    """Rows with a `visibility` and a visit at the path `visit` that somebody opened to `person`."""
    other_side = Q(visibility__gte=Visibility.HOST) & (
        Q(**{f"{visit}__visitor": person})
        | Q(**{f"{visit}__day__offering__contact": person})
        | Q(**{f"{visit}__day__offering__deputy": person})
    )
    leads = ProgramRole.objects.filter(
        program=OuterRef(f"{visit}__cohort__program"), person=person, kind=ProgramRoleKind.LEAD
    )
    enrolled = Enrollment.objects.filter(cohort=OuterRef(f"{visit}__cohort"), person=person, withdrawn_at=None)
    hosting = Offering.objects.filter(
        Q(contact=person) | Q(deputy=person), department__cohorts=OuterRef(f"{visit}__cohort"), state="published"
    )
    return (
        other_side
        | (Q(visibility__gte=Visibility.LEAD) & Exists(leads))
        | (Q(visibility__gte=Visibility.PARTICIPANTS) & (Exists(leads) | Exists(enrolled) | Exists(hosting)))
    )
