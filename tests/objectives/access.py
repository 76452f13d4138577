"""Who gets which page of the objectives room.

`world` has no objective: each line makes one between IT (owner: the visitor) and Finance (owner:
the host). Other people of the two departments read it once it is agreed.
"""

from tests.factories.objectives import make_measure, make_objective
from tests.house.table import deed, form, page


def objective(world, **fields):
    return make_objective(world.program, world.visitor, world.host, **fields)


def given(world):
    return {"pk": objective(world).pk}


def given_measure(world):
    return {"pk": make_measure(objective(world)).pk}


READERS = {"other_visitor": 200, "line_manager": 200, "deputy": 200, "sponsor": 200, "administrator": 200}
WRITERS = {"visitor": 200, "host": 200, "department_lead": 200, "lead": 200}

TABLE = {
    "objectives:index": page(everyone=200),
    "objectives:add": form(lead=200, other_lead=200, department_lead=200),
    "objectives:objective": page(given, **READERS | WRITERS),
    "objectives:edit": form(given, **WRITERS),
    "objectives:agree": deed(
        lambda world: {"pk": objective(world, state="draft").pk}, visitor=302, host=302, department_lead=302
    ),
    "objectives:close": deed(given, data={"outcome": "Reached"}, visitor=302, host=302, department_lead=302, lead=302),
    "objectives:add_measure": form(given, **WRITERS),
    "objectives:import_readings": form(given, **WRITERS),
    "objectives:readings_file": page(given, **READERS | WRITERS),
    "objectives:edit_measure": form(given_measure, **WRITERS),
    "objectives:measure": page(given_measure, **READERS | WRITERS),
    "objectives:note": deed(
        given_measure,
        data=lambda world: {"value": "7", "on": world.today.isoformat()},
        visitor=302,
        host=302,
        department_lead=302,
        lead=302,
    ),
    "objectives:strategy": page(lambda world: {"program_pk": world.program.pk}, everyone=200),
    "objectives:write_strategy": deed(
        lambda world: {"program_pk": world.program.pk}, data={"statement": "Grow", "part_of_it": "Help"}, lead=302
    ),
}
