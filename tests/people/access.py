"""Who may open which address of the people room."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.people import make_person
from tests.house.table import deed, form, page


def an_import(world):
    return {"pk": world.people_import.pk}


def a_leaver(world):
    return {"pk": make_person("Gone Already", is_active=False).pk}


def a_file(world):
    return {"file": SimpleUploadedFile("people.csv", b"Employee ID,Name,E-mail\n1,Ann,ann@example.com\n")}


DIRECTORY_READERS = {"administrator": 200, "department_lead": 200, "line_manager": 200}

TABLE = {
    "people:index": page(**DIRECTORY_READERS),
    "people:export": page(**DIRECTORY_READERS),
    "people:person": page(lambda world: {"pk": world.visitor.pk}, visitor=200, line_manager=200, administrator=200),
    "people:add_person": form(administrator=200),
    "people:edit_person": form(lambda world: {"pk": world.visitor.pk}, administrator=200),
    "people:deactivate_person": form(lambda world: {"pk": world.visitor.pk}, administrator=200),
    "people:reactivate_person": deed(a_leaver, administrator=302),
    "people:settings": form(everyone=200),
    "people:places": page(administrator=200),
    "people:add_place": form(lambda world: {"kind": "site"}, administrator=200),
    "people:edit_place": form(lambda world: {"kind": "department", "pk": world.finance.pk}, administrator=200),
    "people:imports": form(data=a_file, administrator=200),
    "people:import_example": page(administrator=200),
    "people:preview_import": page(an_import, administrator=200),
    "people:apply_import": deed(an_import, administrator=409),
    "people:discard_import": deed(an_import, administrator=302),
    "people:import_errors": page(an_import, administrator=200),
    "people:magic_link": form(everyone=200, anonymous=200),
    "people:link_sent": page(everyone=200, anonymous=200),
    "people:open_link": form(lambda world: {"token": "no-such-token"}, everyone=200, anonymous=200),
}
