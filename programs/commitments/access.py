"""Who sees and does what with commitments and frictions."""

from django.db.models import Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.commitments.choices import CommitmentState
from programs.commitments.models import Commitment, Friction, SquadMember
from programs.people.models import Department, Person
from programs.visits.models import Visit


def commitments_visible_to(person: Person) -> QuerySet[Commitment]:
    """The two people of a commitment, those who help, and the leads of its programme see it."""
    led = cohort_access.programs_led_by(person)
    return Commitment.objects.filter(
        Q(owner=person)
        | Q(beneficiary=person)
        | Q(squad__person=person)
        | Q(visit__cohort__program__in=led)
        | Q(objective__program__in=led)
    ).distinct()


def visits_open_to_promises(person: Person) -> QuerySet[Visit]:
    """Visits whose debrief `person` takes part in: as visitor, contact or deputy, once attended."""
    return (
        Visit.objects.filter(state__in=["attended", "debriefed"])
        .filter(Q(visitor=person) | Q(day__offering__contact=person) | Q(day__offering__deputy=person))
        .select_related("visitor", "department", "day__offering__contact", "day__offering__deputy")
    )


def frictions_visible_to(person: Person) -> QuerySet[Friction]:
    """A friction is seen by its department, by IT, and by programme leads and sponsors."""
    if _is_it(person) or person.program_roles.exists():
        return Friction.objects.all()
    return Friction.objects.filter(Q(reported_by=person) | Q(department=person.department_id))


def department_to_report_for(person: Person) -> Department | None:
    """Return the department whose frictions `person` reports: their own, unless that is IT."""
    return None if _is_it(person) else person.department


def may_own_friction(person: Person) -> bool:
    """IT people take frictions on."""
    return _is_it(person)


def commitments_of_party(person: Person) -> QuerySet[Commitment]:
    """Commitments whose wording and squad `person` has a say in: as owner or as beneficiary."""
    return Commitment.objects.filter(Q(owner=person) | Q(beneficiary=person)).select_related("owner", "beneficiary")


def squad_members_removable_by(person: Person) -> QuerySet[SquadMember]:
    """Places in squads that `person` may end: their own, and those of promises they are part of."""
    return SquadMember.objects.filter(
        Q(person=person) | Q(commitment__owner=person) | Q(commitment__beneficiary=person)
    ).select_related("commitment", "person")


def may_route(person: Person) -> bool:
    """Programme leads name the owners of systems and departments' contacts in IT."""
    return cohort_access.leads_any_program(person)


def departments_answered_to(person: Person) -> QuerySet[Department]:
    """Departments whose "what you told us" page `person` may read: their own, those they lead,
    and all for programme leads and sponsors.
    """
    hosting = Department.objects.filter(is_it=False)
    if person.program_roles.exists():
        return hosting
    return hosting.filter(Q(pk=person.department_id) | Q(lead=person))


def quick_wins_visible_to(person: Person) -> QuerySet[Commitment]:
    """Confirmed promises that others may see: everybody who signs in does."""
    return Commitment.objects.filter(state=CommitmentState.CONFIRMED, is_visible=True)


def _is_it(person: Person) -> bool:
    return person.department is not None and person.department.is_it
