"""Who gets which page of the matching room: drafts are for the leads of the programme."""

import datetime

from programs.cohorts.models import CoverageFloor
from programs.matching.models import Consent, DraftEdit, Repair, RepairMove
from tests.factories.cohorts import make_cohort
from tests.factories.matching import make_run
from tests.factories.visits import make_visit
from tests.house.table import deed, form, page


def _run(world):
    return {"pk": world.run.pk}


def _placement(world):
    return {"pk": world.placement.pk}


def _failed(world):
    cohort = make_cohort(world.program, name="Later", stage="matching")
    return {"pk": make_run(cohort, world.lead, state="failed").pk}


def _other(world):
    return {"pk": world.run.pk, "other_pk": make_run(world.cohort, world.lead).pk}


def _lost(world):
    return {"pk": make_visit(world.other_enrollment, world.day, state="cancelled").pk}


def _repair(world):
    """Somebody of the cohort is asked, and so is a host."""
    visit = make_visit(world.other_enrollment, world.day, state="cancelled")
    repair = Repair.objects.create(
        cohort=world.cohort,
        visit=visit,
        asked_by=world.lead,
        asked_at=world.now,
        expires_at=world.now + datetime.timedelta(days=2),
    )
    RepairMove.objects.create(repair=repair, number=0, enrollment=world.other_enrollment, day=world.later_day)
    for person in (world.other_visitor, world.host):
        Consent.objects.create(repair=repair, person=person)
    return {"pk": repair.pk}


def _with_change(world):
    change = {"obstacle": "full", "subject": [world.day.pk], "visits": 1, "first_visits": 1, "people": []}
    run = make_run(world.cohort, world.lead, result={"changes": [change]})
    return {"pk": run.pk, "number": 0}


def _with_problem(world):
    return {"pk": world.run.pk, "enrollment_pk": world.enrollment.pk}


def _edit(world):
    edit = DraftEdit.objects.create(
        run=world.run, kind="lock", enrollment=world.enrollment, day=world.day, by=world.lead, at=world.now
    )
    return {"pk": edit.pk}


def _floor(world):
    span = {"from_on": world.cohort.starts_on, "until_on": world.cohort.ends_on}
    return {"pk": CoverageFloor.objects.create(cohort=world.cohort, department=world.finance, least=1, **span).pk}


TABLE = {
    "matching:index": form(lead=200, other_lead=200),
    "matching:run": page(_run, lead=200),
    "matching:cancel": deed(_failed, lead=302),
    "matching:restart": deed(_failed, lead=302),
    "matching:again": deed(_run, lead=302),
    "matching:other_preset": deed(_run, lead=302),
    "matching:ask_host": form(_with_change, lead=200),
    "matching:undo": deed(_run, lead=302),
    "matching:compare": page(_other, lead=200),
    "matching:publish": form(_run, lead=200),
    "matching:discard": form(_run, lead=200),
    "matching:export": page(_run, lead=200),
    "matching:record": page(_run, lead=200),
    "matching:export_lots": page(_run, lead=200),
    "matching:person": page(_with_problem, lead=200),
    "matching:explain": deed(_edit, lead=302),
    "matching:place": form(lambda world: {"pk": world.run.pk, "enrollment_pk": world.enrollment.pk}, lead=200),
    "matching:simulate": form(_with_problem, lead=200),
    "matching:rules": form(lambda world: {"pk": world.cohort.pk}, lead=200),
    "matching:add_floor": deed(lambda world: {"pk": world.cohort.pk}, lead=200),
    "matching:remove_floor": deed(_floor, lead=302),
    "matching:repairs": page(lambda world: {"pk": world.cohort.pk}, lead=200),
    "matching:repair": form(_lost, lead=200),
    "matching:consent": form(_repair, lead=200, host=200, other_visitor=200),
    "matching:withdraw_repair": deed(_repair, lead=302),
    "matching:lock": deed(_placement, lead=302),
    "matching:take_out": deed(_placement, lead=302),
    "matching:move": form(_placement, lead=200),
}
