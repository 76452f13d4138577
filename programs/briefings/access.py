"""Who sees which pack, and who writes into a department's glossary and list of systems.

A pack is for those who meet on the day and the leads of the programme: the visitor, the
contact, the deputy and the department's lead. Nobody else, administrators included.
"""

from django.db.models import Q, QuerySet

from programs.briefings.models import GlossaryEntry
from programs.cohorts import access as cohort_access
from programs.hosting import access as hosting_access
from programs.people.models import Department, Person
from programs.visits import access as visit_access
from programs.visits.choices import VisitState
from programs.visits.models import Visit

PACKED = (VisitState.CONFIRMED, VisitState.ATTENDED, VisitState.DEBRIEFED)
"""A request has no pack yet: what others told is for those who come."""
FACES = tuple(
    f"{person}__{part}"
    for person in ("visitor", "day__offering__contact", "day__offering__deputy")
    for part in ("department", "team")
)
"""What face cards say of somebody beside their name."""


def packs_visible_to(person: Person) -> QuerySet[Visit]:
    """Return the visits whose pack a person may open."""
    visits = visit_access.visits_visible_to(person).filter(state__in=PACKED)
    return visits.select_related(*FACES)


def own_packs(person: Person) -> QuerySet[Visit]:
    """Return the visits whose visitor answers the questions of the pack."""
    return visit_access.own_visits(person).filter(state__in=PACKED)


def departments_known_to(person: Person) -> QuerySet[Department]:
    """Return the departments whose words and systems a person reads, and to whose words they may add:
    their own, those they visit or host for, and those of programmes they lead.
    """
    if not person.is_active:
        return Department.objects.none()
    met = packs_visible_to(person).order_by().values("department")
    led = Q(cohorts__program__in=cohort_access.programs_led_by(person))
    mine = Q(pk__in=departments_written_by(person).values("pk"))
    return Department.objects.filter(Q(pk__in=met) | led | mine).distinct()


def departments_written_by(person: Person) -> QuerySet[Department]:
    """Return the departments whose list of systems a person keeps: those for which they may offer."""
    return hosting_access.departments_offering_for(person)


def entries_removable_by(person: Person) -> QuerySet[GlossaryEntry]:
    """Return the entries that a person may take out: their own, and those of departments they write for."""
    return GlossaryEntry.objects.filter(
        Q(added_by=person) | Q(department__in=departments_written_by(person).values("pk"))
    ).distinct()
