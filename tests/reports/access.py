"""Who gets which page of the reports room: lead and sponsor; to all others it doesn't exist."""

from programs.reports import keeping, scheduling
from programs.reports.models import Batch
from tests.house.table import deed, form, page
from tests.objectives.access import READERS, WRITERS, given


def _snapshot(world):
    return {"pk": world.snapshot.pk}


def _document(world):
    return {"pk": world.document.pk}


def _asked(edition, department=""):
    return {"edition": edition, "department": department}


def _signed(world):
    """The same snapshot, signed: those who take part may read its executive page, department leads
    their report.
    """
    world.snapshot.final_at = world.now
    world.snapshot.save()
    return _snapshot(world)


def _signed_board(world):
    return _signed(world) | {"edition": "board"}


def _chart(world):
    return _snapshot(world) | {"name": "gap", "kind": "svg"}


def _own(world):
    """The visitor's certificate, frozen and not printed yet."""
    made = keeping.make_personal(
        kind="certificate",
        cohort=world.cohort,
        by=world.visitor,
        at=world.now,
        on=world.today,
        language="en-gb",
    )
    return {"pk": made.pk}


def _batch(world):
    made = Batch.objects.create(
        cohort=world.cohort, kind="certificates", language="en-gb", asked_by=world.lead, asked_at=world.now
    )
    return {"pk": made.pk}


def _schedule(world):
    """A report that goes to the sponsor by itself."""
    made = scheduling.schedule_report(
        cohort=world.cohort, to=world.sponsor, edition="board", rhythm="monthly", by=world.lead, at=world.now
    )
    return {"pk": made.pk}


def _run(world):
    return {"pk": world.run.pk}


TABLE = {
    "reports:index": page(lead=200, sponsor=200, other_lead=200),
    "reports:verify": page(anonymous=200, everyone=200),
    "reports:take": form(lambda world: {"cohort_pk": world.cohort.pk}, lead=200),
    "reports:snapshot": page(_snapshot, lead=200, sponsor=200),
    "reports:edition": page(
        _signed_board,
        lead=200,
        sponsor=200,
        visitor=200,
        other_visitor=200,
        host=200,
        deputy=200,
        other_host=200,
        department_lead=200,
    ),
    "reports:department": page(lambda world: _snapshot(world) | {"department": "department-2"}, lead=200, sponsor=200),
    "reports:schedule": form(lambda world: {"cohort_pk": world.cohort.pk}, lead=200),
    "reports:end_schedule": form(_schedule, lead=200, sponsor=200),
    "reports:sign": deed(_snapshot, lead=302, sponsor=302),
    "reports:export": deed(_snapshot, data=_asked("program"), lead=302, sponsor=302),
    "reports:figures_file": page(lambda world: _snapshot(world) | {"kind": "csv"}, lead=200, sponsor=200),
    "reports:chart": page(_chart, lead=200, sponsor=200),
    "reports:own": page(everyone=200),
    "reports:make_own": deed(
        lambda world: {"cohort_pk": world.cohort.pk}, data={"kind": "certificate"}, visitor=302, host=302, deputy=302
    ),
    "reports:print_run": deed(_run, lead=302),
    "reports:print_pair": deed(given, **dict.fromkeys(READERS | WRITERS, 302)),
    "reports:own_document": page(_own, visitor=200),
    "reports:own_download": page(_own, visitor=302),
    "reports:ask_for_batch": deed(_snapshot, data={"kind": "certificates"}, lead=302),
    "reports:batch": page(_batch, lead=200),
    "reports:stop_batch": deed(_batch, lead=302),
    "reports:batch_download": page(lambda world: _batch(world) | {"kind": "zip"}, lead=302),
    "reports:document": page(_document, lead=200, sponsor=200),
    "reports:download": page(_document, lead=302, sponsor=302),
}
