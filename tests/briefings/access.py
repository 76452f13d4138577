"""Who gets what in the briefings room (see tests/house/test_access.py)."""

from tests.factories.briefings import make_card, make_picture, make_system, make_word
from tests.house.table import deed, form, page

MEET = {"visitor": 200, "host": 200, "deputy": 200, "department_lead": 200, "lead": 200}


def confirmed(world):
    return {"pk": world.confirmed_visit.pk}


def face(world):
    make_card(world.host, photo=make_picture())
    return confirmed(world) | {"person": world.host.pk}


def department(world):
    return {"pk": world.controlling.pk}


def system(world):
    return {"pk": make_system(world.controlling).pk}


def word(world):
    return {"pk": make_word(world.controlling, world.visitor).pk}


def own_photo(world):
    for person in (world.visitor, world.host):
        make_card(person, photo=make_picture())
    return {}


TABLE = {
    "briefings:index": page(everyone=200),
    "briefings:worker": page(everyone=200, anonymous=200),
    "briefings:card": form(everyone=200),
    "briefings:own_photo": page(own_photo, visitor=200, host=200),
    "briefings:remove_photo": deed(everyone=302),
    "briefings:department": form(
        department,
        data={"their_word": "open", "our_word": "not booked"},
        **MEET,
    ),
    "briefings:add_system": deed(
        department, data={"name": "Ledger", "purpose": "Bookings"}, department_lead=302, lead=302
    ),
    "briefings:remove_system": deed(system, department_lead=302, lead=302),
    "briefings:remove_word": deed(word, visitor=302, department_lead=302, lead=302),
    "briefings:pack": page(confirmed, **MEET),
    "briefings:pdf": page(confirmed, **MEET),
    "briefings:face": page(face, **MEET),
    "briefings:agree": deed(confirmed, visitor=302, host=302, deputy=302, department_lead=302, lead=302),
    "briefings:strategy": form(confirmed, data={"goal": "Fewer reworks"}, visitor=200),
}
