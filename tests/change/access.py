"""Who gets which page of the change room."""

from tests.factories.change import make_champion, make_sponsor_action, make_task, make_thanks
from tests.house.table import deed, form, page


def _program(world):
    return {"program_pk": world.program.pk}


def _task(world):
    return {"pk": make_task(world.program, world.draft_wave, world.host).pk}


def _nominated(world):
    return {"pk": make_champion(world.program, world.host, state="asked").pk}


def _champion(world):
    return {"pk": make_champion(world.program, world.host).pk}


def _action(world):
    return {"pk": make_sponsor_action(world.program, world.sponsor).pk}


FOLLOWERS = {"lead": 200, "sponsor": 200, "administrator": 200}

TABLE = {
    "change:program": page(_program, **FOLLOWERS),
    "change:pulse": page(_program, **FOLLOWERS),
    "change:plan_pulse": deed(_program, data={"is_on": "on", "days_open": 10, "sample_percent": 50}, lead=302),
    "change:add_task": form(lambda world: {"program_pk": world.program.pk, "element": "P1"}),
    "change:task": page(_task, lead=200, host=200),
    "change:finish_task": deed(_task, lead=302, host=302),
    "change:champions": page(_program, everyone=200),
    "change:nominate": form(_program, lead=200),
    "change:answer_nomination": deed(_nominated, data={"answer": "yes"}, host=302),
    "change:note_deed": deed(
        _champion, data=lambda world: {"text": "Coffee with the team", "on": world.today.isoformat()}, host=302
    ),
    "change:end_champion": deed(_champion, lead=302, host=302),
    "change:sponsors": page(_program, **FOLLOWERS),
    "change:plan_sponsor_action": form(_program, lead=200, sponsor=200),
    "change:finish_sponsor_action": form(_action, lead=200, sponsor=200),
    "change:checklist": page(_program, **FOLLOWERS),
    "change:thanks": form(everyone=200),
    "change:show_thanks": deed(
        lambda world: {"pk": make_thanks(world.visitor, world.host).pk}, data={"show": "yes"}, host=302
    ),
}
