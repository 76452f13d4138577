"""Who gets which page of the availability room."""

from programs.availability.models import BusySource
from tests.factories.availability import make_blackout, make_duty, make_imported, make_preview, make_subscription
from tests.house.table import deed, form, page

CLOSERS = {"line_manager": 200, "department_lead": 200, "lead": 200, "other_lead": 200, "administrator": 200}


def source(world):
    return {"pk": BusySource.objects.create(person=world.visitor, name="Work", read_at=world.now).pk}


def subscription(world):
    return {"pk": make_subscription(world.visitor).pk}


def preview(world):
    make_preview(world.visitor, world.now)
    return {}


def blackout(world):
    return {"pk": make_blackout("Close", world.next_monday, department=world.finance).pk}


def duty(world):
    return {"pk": make_duty(world.visitor, world.next_monday).pk}


def imported(world):
    return {"pk": make_imported("Release freeze", department=world.finance).pk}


TABLE = {
    "availability:busy": form(everyone=200),
    "availability:preview": page(preview, visitor=200),
    "availability:keep_preview": deed(preview, visitor=302),
    "availability:move_preview": deed(preview, visitor=302),
    "availability:drop_preview": deed(preview, visitor=302),
    "availability:subscribe": form(everyone=200),
    "availability:calendar": page(source, visitor=200),
    "availability:retry_calendar": deed(subscription, visitor=302),
    "availability:change_zone": deed(subscription, visitor=302),
    "availability:forget_calendar": form(source, visitor=200),
    "availability:blackouts": page(everyone=200),
    "availability:add_blackout": form(**CLOSERS),
    "availability:edit_blackout": form(blackout, department_lead=200, lead=200, other_lead=200, administrator=200),
    "availability:lift_blackout": deed(blackout, department_lead=302, lead=302, other_lead=302, administrator=302),
    "availability:imported": page(**CLOSERS),
    "availability:import_calendar": form(lambda world: {"kind": "roster"}, **CLOSERS),
    "availability:read_again": form(imported, department_lead=200, lead=200, other_lead=200, administrator=200),
    "availability:drop_calendar": deed(imported, department_lead=302, lead=302, other_lead=302, administrator=302),
    "availability:teams": form(everyone=200),
    "availability:edit_cover": form(
        lambda world: {"pk": world.team.pk}, line_manager=200, lead=200, other_lead=200, administrator=200
    ),
    "availability:end_duty": deed(duty, visitor=302, line_manager=302, lead=302, other_lead=302, administrator=302),
}
