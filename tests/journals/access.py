"""Who gets which page of the journals room."""

from tests.house.table import deed, form, page

TABLE = {
    "journals:mine": page(everyone=200),
    "journals:shared": page(everyone=200),
    "journals:visit": page(lambda world: {"visit_pk": world.attended_visit.pk}, visitor=200, host=200, deputy=200),
    "journals:write": deed(
        lambda world: {"visit_pk": world.attended_visit.pk, "section": "what"},
        data={"text": "The close waits for one file.", "version": "0"},
        visitor=302,
    ),
    "journals:open_section": form(
        lambda world: {"visit_pk": world.attended_visit.pk, "section": "what"}, data={"visibility": "0"}, visitor=200
    ),
}
