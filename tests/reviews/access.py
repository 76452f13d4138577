"""Who gets which page of the reviews room.

Each line makes a review of IT and Finance, called by the visitor, who owns the pair's objective
in IT; the host owns it in Finance, the department lead leads Finance.
"""

import datetime

from programs.reviews.models import Brief, Decision
from tests.factories.objectives import make_objective
from tests.factories.reviews import make_review
from tests.house.table import deed, form, page


def review(world, *, days=7, state="planned"):
    objective = make_objective(world.program, world.visitor, world.host)
    starts_at = world.now + datetime.timedelta(days=days)
    return make_review(objective, starts_at, called_by=world.visitor, guests=[world.visitor, world.host], state=state)


def given(world):
    return {"pk": review(world).pk}


def given_past(world):
    return {"pk": review(world, days=-1).pk}


def given_held(world):
    return {"pk": review(world, days=-1, state="held").pk}


def given_decision(world):
    held = review(world, days=-1, state="held")
    return {"pk": Decision.objects.create(review=held, text="A cut-off date", by=world.host, at=world.now).pk}


def given_pair(world):
    make_objective(world.program, world.visitor, world.host)
    return {}


def given_brief(world):
    fields = {"review": review(world), "language": "en-gb", "asked_by": world.host, "asked_at": world.now}
    return {"pk": Brief.objects.create(state="ready", content=b"%PDF-1.7", **fields).pk}


RUNNERS = {"visitor": 200, "host": 200, "department_lead": 200, "lead": 200}
RUN = dict.fromkeys(RUNNERS, 302)

TABLE = {
    "reviews:index": page(everyone=200),
    "reviews:call": form(given_pair, **RUNNERS),
    "reviews:review": page(given, **RUNNERS, sponsor=200),
    "reviews:move": form(given, **RUNNERS),
    "reviews:call_off": deed(given, **RUN),
    "reviews:hold": deed(given_past, data={"summary": "All is well"}, **RUN),
    "reviews:decide": deed(given_held, data={"text": "A cut-off date"}, **RUN),
    "reviews:promise": form(given_decision, **RUNNERS),
    "reviews:ask_for_brief": deed(given, **RUN, sponsor=302),
    "reviews:brief": page(given_brief, host=200),
    "reviews:download": page(given_brief, host=200),
}
