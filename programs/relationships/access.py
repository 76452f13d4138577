"""Who may say how well they know whom."""

from django.db.models import Q, QuerySet

from programs.people.models import Person
from programs.visits.models import Visit


def visits_to_check_in_on(person: Person) -> QuerySet[Visit]:
    """Attended visits that `person` made or was the contact or deputy of."""
    return (
        Visit.objects.filter(state__in=["attended", "debriefed"])
        .filter(Q(visitor=person) | Q(day__offering__contact=person) | Q(day__offering__deputy=person))
        .select_related("visitor", "department", "day__offering__contact", "day__offering__deputy")
        .order_by("-starts_at", "-id")
    )
