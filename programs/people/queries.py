"""Named reads of people and where they belong."""

import zoneinfo
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language_info

from programs.gateways import tables
from programs.people import rules
from programs.people.models import Department, PeopleImport, Person, SignInLink, Site, Team
from programs.people.rows import Profile, Spellings
from programs.people.rules import Company, Known, Plan

LINK_IS_GOOD_FOR = timedelta(minutes=15)


@lru_cache(maxsize=1)
def spellings() -> Spellings:
    """Return every way to write a time zone or one of our languages in a file."""
    languages = {}
    for code, _label in settings.LANGUAGES:
        info = get_language_info(code)
        for word in (code, code.partition("-")[0], info["name"], info["name_local"]):
            languages[word.casefold()] = code
    zones = zoneinfo.available_timezones() - {"Factory", "localtime"}
    return Spellings(zones={zone.casefold(): zone for zone in zones}, languages=languages)


def company() -> Company:
    """Return everybody and every place as they are now, in four queries."""
    people = Person.objects.values_list(
        "pk",
        "is_active",
        "employee_id",
        "name",
        "email",
        "department__name",
        "team__name",
        "site__name",
        "job_title",
        "grade",
        "working_pattern",
        "time_zone",
        "language",
        "manager__employee_id",
        "manager__email",
    ).order_by()
    known = [
        Known(pk, Profile(*[value or "" for value in (*values, manager_id or manager_email)]), is_active)
        for pk, is_active, *values, manager_id, manager_email in people
    ]
    return Company(
        people=known,
        departments=set(Department.objects.values_list("name", flat=True)),
        teams=set(Team.objects.values_list("department__name", "name")),
        sites=dict(Site.objects.values_list("name", "time_zone")),
        spellings=spellings(),
        default_zone=settings.TIME_ZONE,
        default_language=settings.LANGUAGE_CODE,
    )


def plan_of(content: bytes) -> Plan:
    """Return what a file would do to the people as they are now.

    A file that can't be read at all gives a plan with nothing but the refusal.
    """
    try:
        table = tables.read_csv(content)
    except tables.TableRefused as refused:
        return Plan(refusals=refused.refusals)
    return rules.plan_import(table.header, [(row.line, row.cells) for row in table.rows], company())


def in_full(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return people with the places that lists show, in one query."""
    return people.select_related("department", "team", "site", "manager")


def reports_of(person: Person) -> QuerySet[Person]:
    """Return the active people whose line manager somebody is."""
    return Person.objects.filter(manager=person, is_active=True)


def leavers_without_handover() -> QuerySet[Person]:
    """Return those who have left while rooms above may still count on them.

    The contract: each room above ends what it owns (visits are cancelled with their
    calendar CANCELs, offerings pass to the deputy, commitments to somebody else), then
    whoever called them all writes it down with `people.actions.record_handover`. Whoever
    comes back gets a clean slate.
    """
    return Person.objects.filter(is_active=False, left_on__isnull=False, handed_over_at__isnull=True).order_by("pk")


def imports_so_far(imports: QuerySet[PeopleImport]) -> QuerySet[PeopleImport]:
    """Return imports newest first, without their files."""
    return imports.select_related("uploaded_by").defer("content").order_by("-uploaded_at")


def departments_with_counts() -> QuerySet[Department]:
    """Return departments with `active_people` and their lead."""
    return Department.objects.select_related("lead").annotate(
        active_people=Count("people", filter=Q(people__is_active=True))
    )


def teams_with_counts() -> QuerySet[Team]:
    """Return teams with `active_people` and their department."""
    return (
        Team.objects.select_related("department")
        .annotate(active_people=Count("people", filter=Q(people__is_active=True)))
        .order_by("department__name", "name")
    )


def sites_with_counts() -> QuerySet[Site]:
    """Return sites with `active_people`."""
    return Site.objects.annotate(active_people=Count("people", filter=Q(people__is_active=True)))


def people_without_department() -> int:
    """Return how many active people belong nowhere, and so can't take part."""
    return Person.objects.filter(is_active=True, department=None).count()


def usable_links(at: datetime) -> QuerySet[SignInLink]:
    """Return the sign-in links that still open the door at `at`: young, unused, of an active person."""
    return SignInLink.objects.select_related("person").filter(
        used_at=None, asked_at__gt=at - LINK_IS_GOOD_FOR, person__is_active=True
    )
