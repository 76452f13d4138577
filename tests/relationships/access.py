"""Who gets which page of the relationships room."""

import datetime

from programs.relationships.models import Roster, RosterPlace
from tests.house.table import deed, form, page


def _open(world):
    """Vera is asked in an open roster of her cohort."""
    roster = Roster.objects.create(
        cohort=world.cohort, name="Before", closes_on=world.today + datetime.timedelta(days=9), state="open"
    )
    RosterPlace.objects.create(roster=roster, person=world.visitor, part="visitor")
    return {"roster_pk": roster.pk}


def _long_ago(world):
    """The attended visit was a hundred days ago."""
    visit = world.attended_visit
    visit.on = world.today - datetime.timedelta(days=100)
    visit.save()
    return {"visit_pk": visit.pk, "after_days": 90}


def _draft(world):
    return {"pk": Roster.objects.create(cohort=world.cohort, name="Before", closes_on=world.today).pk}


def _cohort(world):
    return {"cohort_pk": world.cohort.pk}


TABLE = {
    "relationships:mine": page(everyone=200),
    "relationships:listing": deed(everyone=302),
    "relationships:check_in": form(
        lambda world: {"visit_pk": world.attended_visit.pk}, visitor=200, host=200, deputy=200
    ),
    "relationships:later": form(_long_ago, visitor=200, host=200, deputy=200),
    "relationships:answer": form(_open, visitor=200),
    "relationships:decline": deed(_open, visitor=302),
    "relationships:cohort": page(_cohort, lead=200, sponsor=200, administrator=200),
    "relationships:draft": form(_cohort, lead=200),
    "relationships:open_roster": deed(_draft, lead=302),
    "relationships:close_roster": deed(_draft, lead=302),
}
