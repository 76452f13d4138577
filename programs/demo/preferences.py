"""What both sides wish beyond departments: skills to learn and to bring, whom departments ask for, hosts' hours."""

import random

from programs.cohorts.models import Cohort, Enrollment, Skill, VisitorWish
from programs.hosting.models import HostBudget, Offering
from programs.people.models import Department, Person, Team

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
