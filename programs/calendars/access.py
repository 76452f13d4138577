"""Who may see which feed address, and which visits go into a calendar."""

from django.db.models import Q, QuerySet

from programs.calendars.models import FeedToken
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits.models import Visit, VisitQuerySet


def feeds_of(person: Person) -> QuerySet[FeedToken]:
    """Return the person's own addresses that still answer; nobody sees another's."""
    return FeedToken.objects.live().filter(person=person)


def days_for_calendar(person: Person) -> QuerySet[HostingDay]:
    """Return the hosting days that a person looks after: as contact or deputy."""
    return HostingDay.objects.filter(Q(offering__contact=person) | Q(offering__deputy=person))


def visits_downloadable_by(person: Person) -> VisitQuerySet:
    """Return the visits that a person may take as a file: as visitor, contact or deputy."""
    hosted = Q(day__offering__contact=person) | Q(day__offering__deputy=person)
    return Visit.objects.filter(Q(visitor=person) | hosted)
