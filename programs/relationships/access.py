"""Who may say how well they know whom, and who sees what was counted."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.models import Cohort
from programs.people.models import Person
from programs.relationships.choices import RosterState
from programs.relationships.models import Listing, Roster, RosterPlace
from programs.visits.models import Visit


def visits_to_check_in_on(person: Person) -> QuerySet[Visit]:
    """Attended visits that `person` made or hosted, and where they met someone who may be named."""
    hidden = Listing.objects.filter(is_listed=False).values("person")
    no_host = Q(day__offering__contact__in=hidden) & (
        Q(day__offering__deputy=None) | Q(day__offering__deputy__in=hidden)
    )
    hosted = Q(day__offering__contact=person) | Q(day__offering__deputy=person)
    return (
        Visit.objects.filter(state__in=["attended", "debriefed"])
        .filter((Q(visitor=person) & ~no_host) | (hosted & ~Q(visitor__in=hidden)))
        .select_related("visitor", "department", "day__offering__contact", "day__offering__deputy")
        .order_by("-starts_at", "-id")
    )


def listed() -> QuerySet[Person]:
    """Active people who let others name them."""
    hidden = Listing.objects.filter(person=OuterRef("pk"), is_listed=False)
    return Person.objects.filter(~Exists(hidden), is_active=True)


def places_of(person: Person) -> QuerySet[RosterPlace]:
    """Places of `person` in rosters that are open for answers."""
    return RosterPlace.objects.filter(person=person, roster__state=RosterState.OPEN).select_related(
        "roster__cohort__program", "person"
    )


def rosters_led_by(person: Person) -> QuerySet[Roster]:
    """Rosters of the cohorts that `person` leads. Leads see counts, never who said what."""
    return Roster.objects.filter(cohort__in=cohort_access.cohorts_led_by(person)).select_related("cohort__program")


def cohorts_overseen_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts whose figures `person` may read: as their lead, sponsor or administrator."""
    return cohort_access.cohorts_overseen_by(person).select_related("program")
