"""Carrying out a plan in few statements: 20,000 people are a matter of seconds.

Called by `people.actions.apply_import` in its transaction, with a plan that was made in
the same transaction.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from programs.people.models import Department, Person, Site, Team
from programs.people.rows import Profile
from programs.people.rules import Plan

AT_ONCE = 1000
COLUMNS = [
    "employee_id",
    "name",
    "email",
    "department",
    "team",
    "site",
    "job_title",
    "grade",
    "working_pattern",
    "time_zone",
    "language",
    "is_active",
    "left_on",
    "handed_over_at",
]


def carry_out(plan: Plan, *, at: datetime) -> None:
    """Write everything that the plan says: places first, then people, then who manages whom."""
    places = _Places.made_for(plan)
    _free_addresses(plan)
    newcomers = Person.objects.bulk_create(
        [
            places.put(Person(password=make_password(None), joined_at=at), newcomer.profile)
            for newcomer in plan.newcomers
        ],
        batch_size=AT_ONCE,
    )
    changed = Person.objects.in_bulk([change.known.pk for change in plan.changes])
    _write([places.put(changed[change.known.pk], change.profile) for change in plan.changes], COLUMNS)
    _set_managers(plan, newcomers, changed)
    vouch_for_addresses([*newcomers, *changed.values()])
    Person.objects.filter(pk__in=[known.pk for known in plan.leavers]).update(
        is_active=False, left_on=timezone.localdate(at), handed_over_at=None
    )


class _Places:
    """Departments, teams and sites by name."""

    def __init__(self) -> None:
        self.departments = dict(Department.objects.values_list("name", "pk"))
        self.sites = dict(Site.objects.values_list("name", "pk"))
        self.teams = {
            (department, name): pk
            for pk, department, name in Team.objects.values_list("pk", "department__name", "name")
        }

    @classmethod
    def made_for(cls, plan: Plan) -> "_Places":
        """Make the places that the plan names first, and return them all."""
        Department.objects.bulk_create([Department(name=name) for name in plan.departments])
        Site.objects.bulk_create([Site(name=name, time_zone=zone) for name, zone in plan.sites])
        departments = Department.objects.in_bulk(field_name="name") if plan.teams else {}
        Team.objects.bulk_create(
            [Team(name=name, department=departments[department]) for department, name in plan.teams]
        )
        return cls()

    def put(self, person: Person, profile: Profile) -> Person:
        """Give a person what the file says about them, but for the manager."""
        person.employee_id = profile.employee_id
        person.name = profile.name
        person.email = profile.email
        person.department_id = self.departments.get(profile.department)
        person.team_id = self.teams.get((profile.department, profile.team))
        person.site_id = self.sites.get(profile.site)
        person.job_title = profile.job_title
        person.grade = profile.grade
        person.working_pattern = profile.working_pattern
        person.time_zone = profile.time_zone
        person.language = profile.language
        if not person.is_active:
            person.is_active, person.left_on, person.handed_over_at = True, None, None
        return person


def _write(people: Iterable[Person], columns: list[str]) -> None:
    """Update rows by upsert: one statement for a thousand, where CASE … WHEN takes minutes."""
    Person.objects.bulk_create(
        list(people), batch_size=AT_ONCE, update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )


def _free_addresses(plan: Plan) -> None:
    """Park the addresses that people pass on among each other, so that no moment has two owners."""
    wanted = {change.profile.email for change in plan.changes} | {newcomer.profile.email for newcomer in plan.newcomers}
    passing_on = [
        change.known
        for change in plan.changes
        if change.known.profile.email in wanted and change.known.profile.email != change.profile.email
    ]
    for known in passing_on:
        Person.objects.filter(pk=known.pk).update(email=f"moving-{known.pk}@moving.invalid")
    moved = [change.known.pk for change in plan.changes if change.known.profile.email != change.profile.email]
    EmailAddress.objects.filter(user__in=moved).delete()


def _set_managers(plan: Plan, newcomers: list[Person], changed: Mapping[int, Person]) -> None:
    """Point everybody at their manager, now that everybody has a key."""
    keys = {}
    for pk, employee_id, email in Person.objects.order_by().values_list("pk", "employee_id", "email"):
        keys[employee_id or email] = pk
    moved = []
    wished = [(person, newcomer.profile.manager) for person, newcomer in zip(newcomers, plan.newcomers, strict=True)]
    wished += [(changed[change.known.pk], change.profile.manager) for change in plan.changes]
    for person, manager in wished:
        manager_id = keys.get(manager)
        if person.manager_id != manager_id:
            person.manager_id = manager_id
            moved.append(person)
    _write(moved, ["manager"])


def vouch_for_addresses(people: Iterable[Person]) -> None:
    """Give each person a verified address to sign in with: the company's directory vouches for it."""
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
