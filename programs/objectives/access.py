"""Who sees and changes objectives.

An objective belongs to its pair: the owners, the leads of the two departments, and the leads of
the programme write; drafts are theirs alone. Once agreed, the people of both departments and
the sponsors of the programme read it with its measures. A closed one stays readable.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.models import Program
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Measure, Objective
from programs.people.models import Department, Person


def _writers(person: Person) -> Q:
    led = Exists(cohort_access.programs_led_by(person).filter(pk=OuterRef("program")))
    owned = Q(it_owner=person) | Q(owner=person)
    return owned | Q(it_department__lead=person) | Q(department__lead=person) | Q(led)


def objectives_editable_by(person: Person) -> QuerySet[Objective]:
    """Return the objectives that somebody may change, agree to for their side, and take readings of."""
    return Objective.objects.filter(_writers(person)) if person.is_active else Objective.objects.none()


def objectives_visible_to(person: Person) -> QuerySet[Objective]:
    """Return the objectives that somebody may read, with their measures."""
    if not person.is_active:
        return Objective.objects.none()
    readers = Q(Exists(cohort_access.programs_visible_to(person).filter(pk=OuterRef("program"))))
    if person.department_id:
        readers |= Q(it_department=person.department_id) | Q(department=person.department_id)
    shared = ~Q(state=ObjectiveState.DRAFT) & readers
    return Objective.objects.filter(_writers(person) | shared)


def measures_visible_to(person: Person) -> QuerySet[Measure]:
    """Return the measures of objectives that somebody may read."""
    return Measure.objects.filter(objective__in=objectives_visible_to(person)).select_related("objective")


def measures_editable_by(person: Person) -> QuerySet[Measure]:
    """Return the measures that somebody may change and note readings of."""
    return Measure.objects.filter(objective__in=objectives_editable_by(person)).select_related("objective")


def may_edit(person: Person, objective: Objective) -> bool:
    """Whether somebody may change an objective."""
    return objectives_editable_by(person).filter(pk=objective.pk).exists()


def sides_of(person: Person, objective: Objective) -> tuple[str, ...]:
    """Return for which sides somebody may agree: "it", "department", as owner or as the department's lead."""
    speakers = {
        "it": {objective.it_owner_id, objective.it_department.lead_id},
        "department": {objective.owner_id, objective.department.lead_id},
    }
    return tuple(side for side, people in speakers.items() if person.pk in people)


def programs_to_set_goals_in(person: Person) -> QuerySet[Program]:
    """Return the programmes in which somebody may draft objectives: those they lead; for a department lead, any."""
    if not person.is_active:
        return Program.objects.none()
    leads_department = Exists(Department.objects.filter(lead=person))
    return Program.objects.filter(Q(pk__in=cohort_access.programs_led_by(person)) | leads_department)


def departments_to_set_goals_for(person: Person) -> QuerySet[Department]:
    """Return the departments that may be a side of an objective somebody drafts: all, for who may draft any."""
    return Department.objects.all() if programs_to_set_goals_in(person).exists() else Department.objects.none()


def possible_owners() -> QuerySet[Person]:
    """Return who can own an objective: active people of a department."""
    return Person.objects.filter(is_active=True, department__isnull=False).select_related("department")


def objectives_of(departments: Iterable[int] | QuerySet[Department]) -> QuerySet[Objective]:
    """Return the objectives of some departments that aren't closed: what their offerings can serve."""
    mine = Objective.objects.filter(department__in=departments).exclude(state=ObjectiveState.CLOSED)
    return mine.order_by("title", "pk")


def programs_with_strategy(person: Person) -> QuerySet[Program]:
    """Return the programmes whose strategy somebody may read: everyone with an account; it is meant to be known."""
    return Program.objects.all() if person.is_active else Program.objects.none()


def programs_whose_strategy_is_written_by(person: Person) -> QuerySet[Program]:
    """Return the programmes whose strategy somebody writes: those they lead."""
    return cohort_access.programs_led_by(person)
