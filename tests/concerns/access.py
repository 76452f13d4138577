"""Who gets which page of the concerns room."""

import datetime

from tests.factories.concerns import make_concern, make_consultation, make_remark
from tests.house.table import deed, form, page


def _raised(world):
    return {"pk": make_concern(world.program).pk}


def _owned(world):
    """A concern that the host is to answer: it is listed, so everybody may open it."""
    due = world.today + datetime.timedelta(days=5)
    row = make_concern(world.program, state="taken_on", owner=world.host, due_on=due)
    return {"pk": row.pk}


def _by_visitor(world):
    return {"pk": make_concern(world.program, author=world.visitor).pk}


def _draft(world):
    dates = {"opened_on": world.today, "closes_on": world.today + datetime.timedelta(days=9)}
    return make_consultation(world.program, world.lead, **dates)


TABLE = {
    "concerns:index": page(everyone=200),
    "concerns:raise_concern": form(everyone=200),
    "concerns:follow": form(everyone=200, anonymous=200),
    "concerns:follow_reply": deed(everyone=302, anonymous=302),
    "concerns:concern": page(_by_visitor, visitor=200, lead=200),
    "concerns:take_on": deed(_raised, data=lambda world: {"owner": world.host.pk, "due_on": "2099-01-01"}, lead=302),
    "concerns:answer": deed(_owned, data={"answer": "Your deputy does."}, lead=302, host=302),
    "concerns:merge": deed(
        _raised,
        data=lambda world: {
            "into": make_concern(world.program, state="answered", answer="Yes.", answered_on=world.today).pk
        },
        lead=302,
    ),
    "concerns:hold": deed(_raised, data={"because": "It names a colleague."}, lead=302),
    "concerns:reply": deed(_by_visitor, data={"text": "May we ask more?"}, lead=302, visitor=302),
    "concerns:change_for_concern": form(_raised, lead=200),
    "concerns:you_said": page(everyone=200),
    "concerns:add_draft": form(lambda world: {"program_pk": world.program.pk}, lead=200),
    "concerns:draft": form(lambda world: {"pk": _draft(world).pk}, everyone=200),
    "concerns:hold_remark": deed(lambda world: {"pk": make_remark(_draft(world)).pk}, lead=302),
    "concerns:change_for_remark": form(lambda world: {"pk": make_remark(_draft(world)).pk}, lead=200),
}
