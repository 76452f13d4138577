"""Who gets which page of the hosting room."""

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


TABLE = {
    "hosting:index": page(everyone=200),
    "hosting:add_offering": form(everyone=200, administrator=404),
    "hosting:offering": page(lambda world: {"pk": world.draft_offering.pk}, administrator=200, **EDITORS),
    "hosting:edit_offering": form(offering, **EDITORS),
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
