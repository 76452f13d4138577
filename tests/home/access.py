"""Who may open which address of the home room."""

from tests.house.table import deed, form, page

TABLE = {
    "home:index": page(everyone=200),
    "home:help": page(everyone=200),
    "home:readiness": form(lambda world: {"pk": world.cohort.pk}, lead=200),
    "home:healthz": page(everyone=200, anonymous=200),
    "home:readyz": page(everyone=200, anonymous=200),
    "home:robots": page(everyone=200, anonymous=200),
    "home:set_theme": deed(data={"theme": "dark"}, everyone=302, anonymous=302),
    "home:set_language": deed(data={"language": "de"}, everyone=302, anonymous=302),
}
