"""Who gets what in the visits room (see tests/house/test_access.py)."""

import datetime

from django.utils import timezone

from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day
from tests.factories.visits import (
    make_counter_offer,
    make_invitation,
    make_proposal,
    make_release,
    make_visit,
    make_waiting_place,
)
from tests.house.table import deed, form, page

KEY = "6f4a9a3e-8f6c-4d0e-9c1f-0d2f3b1c7a55"


def day_of(world):
    return {"pk": world.day.pk}


def request(world):
    return {"pk": world.visit.pk}


def confirmed(world):
    return {"pk": world.confirmed_visit.pk}


def blocked(world):
    world.offering.badge = "before"
    world.offering.save()
    return {"pk": world.visit.pk, "item": "badge"}


def waiting(world):
    return {"pk": make_waiting_place(world.enrollment, world.later_day).pk}


def offered(world):
    until = timezone.now() + datetime.timedelta(hours=20)
    day = make_day(world.other_offering, world.next_monday + datetime.timedelta(days=30))
    return {"pk": make_waiting_place(world.enrollment, day, state="offered", offered_until=until).pk}


def claimed(world):
    return {"pk": make_invitation(world.confirmed_visit, world.visitor, answer="DECLINED", is_claimed=True).pk}


def proposal(world):
    return {"pk": make_proposal(world.confirmed_visit, world.visitor).pk}


def suggestion(world):
    return {"pk": make_counter_offer(world.visit, world.later_day, by=world.host).pk}


def release(world):
    return {"pk": make_release(world.visit, manager=world.line_manager).pk}


def past_confirmed(world):
    enrollment = make_enrollment(world.cohort, world.outsider)
    day = make_day(world.other_offering, world.today - datetime.timedelta(days=3))
    return {"pk": make_visit(enrollment, day, state="confirmed").pk}


def bookable(world):
    world.bookable = make_day(world.other_offering, world.next_monday + datetime.timedelta(days=30))
    return {"pk": world.bookable.pk}


TABLE = {
    "visits:find": page(everyone=200),
    "visits:day": page(day_of, visitor=200, other_visitor=200, host=200, deputy=200, department_lead=200, lead=200),
    "visits:book": deed(
        bookable,
        data=lambda world: {"day": world.bookable.pk, "key": KEY},
        visitor=302,
        other_visitor=409,
        other_host=400,
        lead=400,
        other_lead=400,
    ),
    "visits:wait": deed(day_of, visitor=302, other_visitor=302, host=400, deputy=400, department_lead=400, lead=400),
    "visits:call_off_day": form(day_of, host=200, deputy=200, department_lead=200, lead=200),
    "visits:leave_waiting_list": deed(waiting, visitor=302),
    "visits:take_offer": deed(offered, visitor=302),
    "visits:decline_offer": deed(offered, visitor=302),
    "visits:mine": page(everyone=200),
    "visits:visit": page(request, visitor=200, host=200, deputy=200, department_lead=200, lead=200),
    "visits:withdraw": form(request, visitor=200),
    "visits:reschedule": form(request, visitor=200),
    "visits:attendance": form(past_confirmed, outsider=200, other_host=200, lead=200),
    "visits:accept_suggestion": deed(suggestion, visitor=302),
    "visits:refuse_suggestion": deed(suggestion, visitor=302),
    "visits:confirm_answer": deed(claimed, data={"is_right": "yes"}, visitor=302),
    "visits:accept_proposal": deed(proposal, host=302, deputy=302, department_lead=302, lead=302),
    "visits:refuse_proposal": deed(proposal, host=302, deputy=302, department_lead=302, lead=302),
    "visits:hosted": page(everyone=200),
    "visits:answer": page(request, host=200, deputy=200, department_lead=200, lead=200),
    "visits:confirm": deed(request, host=302, deputy=302, department_lead=302, lead=302),
    "visits:decline": form(request, host=200, deputy=200, department_lead=200, lead=200),
    "visits:suggest": form(request, host=200, deputy=200, department_lead=200, lead=200),
    "visits:call_off": form(confirmed, host=200, deputy=200, department_lead=200, lead=200),
    "visits:note_access": deed(
        blocked, data={"reason": "Escorted"}, visitor=302, host=302, deputy=302, department_lead=302, lead=302
    ),
    "visits:take_back_access": deed(blocked, visitor=302, host=302, deputy=302, department_lead=302, lead=302),
    "visits:releases": page(everyone=200),
    "visits:grant": deed(release, line_manager=302),
    "visits:refuse": form(release, line_manager=200),
    "visits:all": page(lead=200, other_lead=200),
    "visits:all_csv": page(lead=200, other_lead=200),
}
