"""How the items of the access gate stand for visits, read from the rows."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from programs.core.refusals import Refusal
from programs.hosting.choices import DataClass, Needed
from programs.visits import gate
from programs.visits.choices import AccessItem, NoteKind
from programs.visits.models import Clearance, Visit

Notes = Mapping[AccessItem, gate.Note]


def refusals_of(visit: Visit) -> tuple[Refusal, ...]:
    """Return what keeps a visit from being confirmed: the red items of the gate. One query."""
    return gate.refusals_for(standings_of([visit])[visit.pk])


def standings_of(visits: Collection[Visit]) -> Mapping[int, tuple[gate.Standing, ...]]:
    """Return how each item stands, by visit. One query, however many visits there are.

    The visits need their day's offering, site and department loaded, and their visitor.
    """
    rows = Clearance.objects.filter(
        Q(visit__in=[visit.pk for visit in visits])
        | Q(kind=NoteKind.CHECKED, visit__visitor__in=[visit.visitor_id for visit in visits])
    ).select_related("by", "visit__day__offering")
    found = list(rows.order_by("at", "pk"))
    return {visit.pk: gate.lights_of(_demand(visit), _notes(visit, found)) for visit in visits}


def _demand(visit: Visit) -> gate.Demand:
    offering = visit.day.offering
    return gate.Demand(
        on=visit.on,
        visitor=visit.visitor.name,
        site=offering.site.name,
        department=offering.department.name,
        badge=Needed(offering.badge),
        safety=Needed(offering.safety),
        data_class=DataClass(offering.data_class),
        prerequisites=offering.prerequisites,
        is_own_site=visit.visitor.site_id == offering.site_id,
    )


def _notes(visit: Visit, rows: Collection[Clearance]) -> Notes:
    """Return the word that counts for each item: that about this visit, else the latest that carries over."""
    notes: dict[AccessItem, gate.Note] = {}
    for row in rows:
        if row.visit_id != visit.pk and _carries_over(row, visit):
            notes[AccessItem(row.item)] = _note(row)
    for row in rows:
        item = AccessItem(row.item)
        # A visitor's word about this visit says less than what a host has checked before.
        if row.visit_id == visit.pk and (row.kind != NoteKind.DECLARED or item not in notes):
            notes[item] = _note(row)
    return notes


def _carries_over(row: Clearance, visit: Visit) -> bool:
    """Say whether what a host checked for one visit counts for another of the same person, on its day.

    A badge and an instruction are those of a site, a clearance is that of a department, and
    what an offering asks for is its own.
    """
    if row.visit.visitor_id != visit.visitor_id or row.kind != NoteKind.CHECKED or not _note(row).holds_on(visit.on):
        return False
    here, there = visit.day.offering, row.visit.day.offering
    return {
        AccessItem.BADGE: here.site_id == there.site_id,
        AccessItem.SAFETY: here.site_id == there.site_id,
        AccessItem.DATA: here.department_id == there.department_id,
        AccessItem.PREREQUISITES: here.pk == there.pk,
    }[AccessItem(row.item)]


def _note(row: Clearance) -> gate.Note:
    return gate.Note(NoteKind(row.kind), row.until_on, row.by.name, row.reason)
