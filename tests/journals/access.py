"""Who gets which page of the journals room."""

from programs.journals import actions
from programs.journals.choices import Section
from tests.factories.journals import photo_bytes
from tests.house.table import deed, form, page


def _photo(world):
    """A photo of Vera's private section."""
    actions.write_section(
        visit=world.attended_visit,
        section=Section.SO_WHAT,
        text="Seen.",
        seen_version=0,
        by=world.visitor,
        at=world.now,
    )
    reflection = world.visitor.reflections.get(visit=world.attended_visit, section=Section.SO_WHAT)
    row = actions.add_photo(
        reflection=reflection, content=photo_bytes(), description="A desk", by=world.visitor, at=world.now
    )
    return {"pk": row.pk}


def _program(world):
    return {"program_pk": world.program.pk}


def _for_leads(world):
    """A text of Vera's with a card that leads may read."""
    return {"reflection_pk": world.reflection.pk}


QUOTE = {"attribution": "none", "destination": "board", "tone": "critical"}

TABLE = {
    "journals:mine": page(everyone=200),
    "journals:shared": page(everyone=200),
    "journals:visit": page(lambda world: {"visit_pk": world.attended_visit.pk}, visitor=200, host=200, deputy=200),
    "journals:write": deed(
        lambda world: {"visit_pk": world.attended_visit.pk, "section": "what"},
        data={"text": "The close waits for one file.", "version": "0"},
        visitor=302,
    ),
    "journals:add_photo": deed(lambda world: {"visit_pk": world.attended_visit.pk, "section": "what"}, visitor=302),
    "journals:photo": page(_photo, visitor=200),
    "journals:remove_photo": deed(_photo, visitor=302),
    "journals:open_section": form(
        lambda world: {"visit_pk": world.attended_visit.pk, "section": "what"}, data={"visibility": "0"}, visitor=200
    ),
    "journals:cut_insight": form(
        lambda world: {"visit_pk": world.attended_visit.pk, "section": "what"},
        data={"words": "one file", "kind": "pain", "visibility": "2", "is_sure": "on"},
        visitor=200,
    ),
    "journals:insights": page(everyone=200),
    "journals:insight": form(lambda world: {"pk": world.insight.pk}, data={"visibility": "1"}, visitor=200),
    "journals:take_back_insight": deed(lambda world: {"pk": world.insight.pk}, visitor=302),
    "journals:part_insight": deed(lambda world: {"pk": world.insight.pk}, lead=302),
    "journals:findings": form(
        lambda world: {"program_pk": world.program.pk},
        data=lambda world: {"insights": [world.insight.pk], "title": "Files come late"},
        lead=200,
    ),
    "journals:finding": form(
        lambda world: {"pk": world.finding.pk},
        data=lambda world: {"title": "The close waits", "roadmap_item": world.roadmap_item.pk},
        lead=200,
    ),
    "journals:heard": page(lambda world: {"program_pk": world.program.pk}, lead=200, sponsor=200),
    "journals:heard_file": page(lambda world: {"program_pk": world.program.pk}, lead=200, sponsor=200),
    "journals:quotes": page(everyone=200),
    "journals:quote": form(
        lambda world: {"pk": world.quote.pk}, data=QUOTE | {"words": "The close waits"}, visitor=200, lead=200
    ),
    "journals:consent": deed(
        lambda world: {"pk": world.quote.pk},
        data={"seen_text": "The close waits", "seen_terms": "role/board/critical"},
        visitor=302,
    ),
    "journals:withhold": deed(lambda world: {"pk": world.quote.pk}, visitor=302),
    "journals:offer_quote": form(
        lambda world: {"visit_pk": world.attended_visit.pk, "section": "what"},
        data=QUOTE | {"words": "one file"},
        visitor=200,
    ),
    "journals:ask_quote": form(_for_leads, data=QUOTE | {"words": "waits for one file"}, lead=200),
    "journals:choose_quotes": form(
        lambda world: {"cohort_pk": world.cohort.pk, "destination": "board"},
        data=lambda world: {"quotes": [world.quote.pk]},
        lead=200,
    ),
    "journals:themes": form(_program, data={"name": "Handovers"}, lead=200),
    "journals:begin_themes": deed(_program, lead=302),
    "journals:merge_theme": deed(_program, lead=302),
    "journals:coding": form(_program, data=lambda world: {"kind": "insight", "entry": world.insight.pk}, lead=200),
    "journals:keywords": page(_program, lead=200),
    "journals:roadmap": form(
        lambda world: {"program_pk": world.program.pk},
        data={"title": "A new ledger", "system": "", "link": "", "state": "idea"},
        lead=200,
    ),
    "journals:roadmap_item": form(
        lambda world: {"pk": world.roadmap_item.pk},
        data={"title": "Replace it", "system": "", "link": "https://example.com/1", "state": "planned"},
        lead=200,
    ),
}
