"""Who gets which page of the relationships room."""

from tests.house.table import form, page

TABLE = {
    "relationships:mine": page(everyone=200),
    "relationships:check_in": form(
        lambda world: {"visit_pk": world.attended_visit.pk}, visitor=200, host=200, deputy=200
    ),
}
