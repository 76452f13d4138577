"""Who may open which address of the feedback room."""

import datetime

from programs.feedback.models import FigureRelease, VisitForm
from programs.surveys.queries import hash_of
from tests.house.table import deed, form, page


def _form(world, **fields):
    """Vera's form about the day that Hugo hosted for her, in a programme that shows it openly."""
    fields = {"readers": "open", "asked_on": world.today} | fields
    visit = world.attended_visit
    return VisitForm.objects.create(
        visit=visit, person=world.visitor, role="visitor", department=visit.department, **fields
    )


def _asked(world):
    return {"pk": _form(world).pk}


def _done(world):
    return {"pk": _form(world, done_on=world.today, answers={"V1": 5}).pk}


def _cohort(world):
    return {"cohort_pk": world.cohort.pk}


def _released(world):
    tables = {"cohort": world.cohort.pk, "score_threshold": 5, "item_threshold": 10, "roles": []}
    at = datetime.datetime.combine(world.today, datetime.time(9), datetime.UTC)
    FigureRelease.objects.create(cohort=world.cohort, tables=tables, sha256=hash_of(tables), released_at=at)
    return _cohort(world)


TABLE = {
    "feedback:answer": form(_asked, visitor=200),
    "feedback:read": page(_done, visitor=200, host=200, deputy=200, department_lead=200, lead=200),
    "feedback:cohort": page(_cohort, lead=200, sponsor=200, administrator=200),
    "feedback:release": deed(_cohort, lead=302),
    "feedback:figures_csv": page(_released, lead=200, sponsor=200, administrator=200),
}
