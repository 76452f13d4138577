"""Who gets which page of the hosting room."""

from programs.cohorts.models import Skill, VisitorWish
from programs.hosting.models import HostingPattern
from tests.house.table import deed, form, page

EDITORS = {"host": 200, "deputy": 200, "department_lead": 200, "lead": 200}


def day(world):
    return {"pk": world.day.pk}


def offering(world):
    return {"pk": world.offering.pk}


def pattern(world):
    row = HostingPattern.objects.create(
        offering=world.offering, weekday=0, from_on=world.today, until_on=world.next_monday, places=1
    )
    return {"pk": row.pk}


def department(world):
    return {"pk": world.finance.pk}


def wish(world):
    row = VisitorWish.objects.create(cohort=world.cohort, department=world.finance, person=world.visitor)
    return {"pk": row.pk}


def skill(world):
    return {"pk": Skill.objects.create(name="Data analysis").pk}


TABLE = {
    "hosting:departments": page(other_host=200, other_lead=200, **EDITORS),
    "hosting:hours": form(department, **EDITORS),
    "hosting:wishes": form(department, **EDITORS),
    "hosting:drop_wish": deed(wish, host=302, deputy=302, department_lead=302, lead=302),
    "hosting:skills": form(lead=200, other_lead=200),
    "hosting:remove_skill": deed(skill, lead=302, other_lead=302),
    "hosting:people": page(lambda world: {"program_pk": world.program.pk}, lead=200),
    "hosting:index": page(everyone=200),
    "hosting:add_offering": form(everyone=200, administrator=404),
    "hosting:offering": page(lambda world: {"pk": world.draft_offering.pk}, administrator=200, **EDITORS),
    "hosting:edit_offering": form(offering, **EDITORS),
    "hosting:mend_agenda": deed(
        lambda world: offering(world) | {"complaint": "no_debrief"}, **dict.fromkeys(EDITORS, 302)
    ),
    "hosting:plan_days": form(offering, **EDITORS),
    "hosting:add_day": form(offering, **EDITORS),
    "hosting:move_offering": deed(
        lambda world: {"pk": world.draft_offering.pk, "step": "review"}, department_lead=302, lead=302
    ),
    "hosting:day": form(day, **EDITORS),
    "hosting:edit_pattern": form(pattern, **EDITORS),
    "hosting:end_pattern": form(pattern, **EDITORS),
    "hosting:move_day": form(day, **EDITORS),
    "hosting:skip_day": deed(day, host=302, deputy=302, department_lead=302, lead=302),
    "hosting:restore_day": deed(day, host=302, deputy=302, department_lead=302, lead=302),
}
