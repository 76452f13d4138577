"""What both sides wish beyond departments: skills to learn and to bring, whom departments ask for, hosts' hours."""

import random
from collections import defaultdict
from datetime import datetime
from itertools import combinations

from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import BlockedDate, Cohort, Enrollment, RankedDepartment, Skill, VisitorWish
from programs.hosting.models import HostBudget, HostingDay, Offering
from programs.matching import queries as matching_queries
from programs.people.models import Department, Person, Team
from programs.visits import queries as visit_queries

SKILLS = {
    "Month-end close": ("Finance",),
    "Purchase to pay": ("Finance", "Procurement"),
    "Order to cash": ("Sales", "Finance"),
    "Warehouse and transport": ("Logistics", "Operations"),
    "Plant maintenance": ("Operations",),
    "Service cases": ("Customer Care",),
    "Hiring and onboarding": ("People & Culture",),
    "Contracts": ("Legal", "Procurement"),
    "Campaigns": ("Marketing",),
    "Quality and audits": ("Quality & Safety", "Legal"),
    "Data analysis": (),
    "Automation": (),
    "Interfaces between systems": (),
    "Accessibility": (),
}
"""Each skill with the departments whose offerings show it; the last four are what visitors bring."""


def make_preferences(cohort: Cohort, *, cast: dict[str, Person], rng: random.Random) -> None:
    """Give skills to offerings and visitors, and wishes and hours to departments and hosts."""
    skills = {name: Skill.objects.create(name=name) for name in SKILLS}
    shown = [skills[name] for name, departments in SKILLS.items() if departments]
    brought = [skills[name] for name, departments in SKILLS.items() if not departments]
    for offering in Offering.objects.select_related("department").order_by("pk"):
        own = [skills[name] for name, departments in SKILLS.items() if offering.department.name in departments]
        offering.shows.set(own or rng.sample(shown, 1))
    for enrollment in Enrollment.objects.filter(cohort=cohort).order_by("pk"):
        enrollment.learns.set(rng.sample(shown, rng.randint(1, 3)))
        enrollment.brings.set(rng.sample(brought, rng.randint(0, 2)))
    teams = list(Team.objects.filter(department__is_it=True).order_by("pk"))
    for number, department in enumerate(Department.objects.filter(is_it=False).order_by("name")):
        VisitorWish.objects.create(
            cohort=cohort, department=department, team=teams[number % len(teams)], strength=1 + number % 3
        )
        VisitorWish.objects.create(
            cohort=cohort, department=department, skill=brought[number % len(brought)], strength=2
        )
        if department.pk == cast["hanna"].department_id:
            VisitorWish.objects.create(cohort=cohort, department=department, person=cast["nadia"], strength=3)
    HostBudget.objects.create(person=cast["hanna"], hours_per_month=40)


def make_tie(cohort: Cohort, *, at: datetime) -> None:
    """Let two people of a team, alike in everything, want nothing but the same last place: a lot decides.

    They are the first two without a visit who could both come on a day with one place left.
    """
    held = matching_queries.enrollments_with_visits(cohort)
    rows = cohort_queries.enrollments_of(cohort).filter(person__team__isnull=False, wanted__gt=0).exclude(pk__in=held)
    teams: dict[int | None, list[Enrollment]] = defaultdict(list)
    for enrollment in rows.order_by("pk"):
        teams[enrollment.person.team_id].append(enrollment)
    last_places = [day for day in matching_queries.days_to_match(cohort, at).order_by("pk") if day.places_left == 1]
    against = visit_queries.asker([row for team in teams.values() for row in team], last_places, at=at)
    for pair in (pair for team in teams.values() for pair in combinations(team, 2)):
        for day in last_places:
            if not any(against(enrollment, day) for enrollment in pair):
                _want_alone(pair, day)
                return


def _want_alone(pair: tuple[Enrollment, ...], day: HostingDay) -> None:
    """Make some people want one visit in one department, be free on one of its days, and wish alike."""
    others = HostingDay.objects.filter(offering__department=day.offering.department_id).exclude(on=day.on)
    for enrollment in pair:
        RankedDepartment.objects.filter(enrollment=enrollment).delete()
        RankedDepartment.objects.create(enrollment=enrollment, department=day.offering.department, rank=1)
        BlockedDate.objects.bulk_create(
            (BlockedDate(enrollment=enrollment, on=on) for on in set(others.values_list("on", flat=True))),
            ignore_conflicts=True,
        )
        Enrollment.objects.filter(pk=enrollment.pk).update(wanted=1)
        enrollment.learns.set(pair[0].learns.all())
        enrollment.brings.set(pair[0].brings.all())
