"""Who may see and change people.

Administrators look after everybody. A department lead sees the people of the department, a
line manager their reports, everyone themselves. Roles of a programme live in the rooms above.
"""

from django.db.models import Q, QuerySet

from programs.people.models import PeopleImport, Person


def is_administrator(person: Person) -> bool:
    """Whether somebody looks after people and settings."""
    return person.is_active and person.is_staff


def is_it(person: Person) -> bool:
    """Whether somebody works in IT."""
    return person.department is not None and person.department.is_it


def leads_department(person: Person) -> bool:
    """Whether somebody leads at least one department."""
    return person.led_departments.exists()


def may_manage_people(person: Person) -> bool:
    """Whether somebody may add, change and import people, departments, teams and sites."""
    return is_administrator(person)


def may_see_directory(person: Person) -> bool:
    """Whether there is a list of people for somebody: all of them, or their department's or reports."""
    return is_administrator(person) or leads_department(person) or person.reports.exists()


def people_visible_to(person: Person) -> QuerySet[Person]:
    """Return the people whose page somebody may open."""
    if is_administrator(person):
        return Person.objects.all()
    return Person.objects.filter(
        Q(pk=person.pk) | Q(is_active=True, department__lead=person) | Q(is_active=True, manager=person)
    )


def imports_visible_to(person: Person) -> QuerySet[PeopleImport]:
    """Return the imports of people: all of them for administrators, none for anyone else."""
    return PeopleImport.objects.all() if is_administrator(person) else PeopleImport.objects.none()
