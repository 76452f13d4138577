"""Who gets which page of the plans room."""

import datetime

from tests.factories.plans import make_message, make_milestone, make_risk
from tests.house.table import deed, form, page

SOON = datetime.timedelta(days=9)


def _program(world):
    return {"program_pk": world.program.pk}


def _message(world):
    """A message that the host is to say."""
    return {"pk": make_message(world.program, world.host).pk}


def _risk(world):
    return {"pk": make_risk(world.program, world.host).pk}


def _milestone(world):
    return {"pk": make_milestone(world.program, kind="by_hand").pk}


FOLLOWERS = {"lead": 200, "sponsor": 200, "administrator": 200}

TABLE = {
    "plans:plan": page(_program, **FOLLOWERS),
    "plans:add_message": form(_program, lead=200),
    "plans:message": form(_message, lead=200, host=200),
    "plans:send": deed(_message, lead=302, host=302),
    "plans:said": deed(
        _message, data=lambda world: {"on": world.today.isoformat(), "evidence": "Town hall"}, lead=302, host=302
    ),
    "plans:drop_message": deed(_message, lead=302),
    "plans:risks": page(_program, **FOLLOWERS),
    "plans:risks_csv": page(_program, **FOLLOWERS),
    "plans:add_risk": form(_program, lead=200),
    "plans:risk": form(_risk, lead=200, host=200),
    "plans:milestones": page(_program, everyone=200),
    "plans:add_milestone": deed(
        _program, data={"title": "Half way", "kind": "by_hand", "due_on": "2099-01-01"}, lead=302
    ),
    "plans:reach": deed(_milestone, lead=302),
    "plans:drop_milestone": deed(_milestone, lead=302),
}
