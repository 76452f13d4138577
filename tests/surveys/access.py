"""Who may open which address of the surveys room."""

from programs.surveys.models import Instrument, Item
from tests.factories.surveys import close, discovery_answers, make_open_wave, make_people, record
from tests.house.table import deed, form, page
from tests.house.world import SURVEY_TOKEN


def _closed(world):
    wave = make_open_wave(world.program, world.lead)
    close(wave, world.lead)
    return {"pk": wave.pk}


def _draft(world):
    return {"pk": world.draft_wave.pk}


def _department(world):
    """A closed wave in which Finance, led by Doris, stands alone beside Logistics."""
    people = make_people(world.finance, 30) + make_people(world.logistics, 30)
    wave = make_open_wave(world.program, world.lead, departments={world.finance, world.logistics})
    record(wave, discovery_answers(people))
    close(wave, world.lead)
    return {"pk": wave.pk, "department_pk": world.finance.pk}


def _elsewhere(world):
    return {"pk": make_open_wave(world.program, world.lead, is_elsewhere=True, closes_on=world.next_monday).pk}


def _discovery(world):
    return {"key": "discovery"}


def _own_item(world):
    instrument = Instrument.objects.create(key="discovery-2", title="Ours", program=world.program)
    item = Item.objects.create(instrument=instrument, construct="D1", position=1, text_it="A", text_business="A")
    return {"pk": item.pk}


TABLE = {
    "surveys:instruments": page(lead=200, other_lead=200),
    "surveys:import_instrument": form(lead=200, other_lead=200),
    "surveys:instrument": page(_discovery, lead=200, other_lead=200),
    "surveys:copy_instrument": form(_discovery, lead=200, other_lead=200),
    "surveys:preview_instrument": page(lambda world: {"key": "pulse", "side": "it"}, lead=200, other_lead=200),
    "surveys:export_instrument": page(lambda world: {"key": "pulse", "kind": "csv"}, lead=200, other_lead=200),
    "surveys:edit_item": form(_own_item, lead=200),
    "surveys:index": page(everyone=200),
    "surveys:create": form(lambda world: {"program_pk": world.program.pk}, lead=200),
    "surveys:linking": page(
        lambda world: {"program_pk": world.program.pk}, visitor=200, lead=200, sponsor=200, administrator=200
    ),
    "surveys:open": form(_draft, lead=200),
    "surveys:import_answers": form(_elsewhere, lead=200),
    "surveys:close": form(_draft, lead=200),
    "surveys:discard": deed(_draft, lead=302),
    "surveys:preview": page(lambda world: {"pk": world.draft_wave.pk, "side": "it"}, lead=200),
    "surveys:comments": form(_closed, lead=200),
    "surveys:results": page(_closed, lead=200, sponsor=200, administrator=200),
    "surveys:results_csv": page(_closed, lead=200, sponsor=200, administrator=200),
    "surveys:comparisons_csv": page(_closed, lead=200, sponsor=200, administrator=200),
    "surveys:matrices_csv": page(_closed, lead=200, sponsor=200, administrator=200),
    "surveys:department": page(_department, lead=200, sponsor=200, administrator=200, department_lead=200),
    "surveys:import_baseline": form(lambda world: {"program_pk": world.program.pk}, lead=200),
    "surveys:power": page(lambda world: {"program_pk": world.program.pk}, lead=200),
    "surveys:thanks": page(everyone=200, anonymous=200),
    "surveys:withdrawn": page(everyone=200, anonymous=200),
    "surveys:withdraw": deed(lambda world: {"token": SURVEY_TOKEN}, visitor=302, anonymous=302),
    "surveys:answer": form(lambda world: {"token": SURVEY_TOKEN}, visitor=200, anonymous=200),
}
