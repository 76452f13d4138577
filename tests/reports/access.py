"""Who gets which page of the reports room: lead and sponsor; to all others it doesn't exist."""

from tests.house.table import deed, form, page


def _snapshot(world):
    return {"pk": world.snapshot.pk}


def _document(world):
    return {"pk": world.document.pk}


TABLE = {
    "reports:index": page(lead=200, sponsor=200, other_lead=200),
    "reports:take": form(lambda world: {"cohort_pk": world.cohort.pk}, lead=200),
    "reports:snapshot": page(_snapshot, lead=200, sponsor=200),
    "reports:export": deed(_snapshot, lead=302, sponsor=302),
    "reports:figures_csv": page(_snapshot, lead=200, sponsor=200),
    "reports:document": page(_document, lead=200, sponsor=200),
    "reports:download": page(_document, lead=302, sponsor=302),
}
