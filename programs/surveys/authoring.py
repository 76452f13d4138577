"""Questionnaires of one's own: copied from what ships, rewritten item by item, read from a file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.surveys.choices import ItemReason, ItemScope, SurveyRefusal
from programs.surveys.instruments import SHIPPED, Questionnaire
from programs.surveys.models import Instrument, Item
from programs.surveys.refused import SurveyRefused

FIELDS = (
    "construct", "block", "scope", "scale", "is_reversed", "in_index", "is_primary", "is_per_department", "about",
    "options",
)  # fmt: skip


def shipped_with_key(key: str) -> Questionnaire | None:
    """Return a questionnaire that ships, by its key."""
    return next((one for one in SHIPPED if one.key == key), None)


@transaction.atomic
def write_instrument(
    *, program: Program, title: str, items: Sequence[Mapping[str, Any]], family: str, by: Person, at: datetime
) -> Instrument:
    """Keep a questionnaire for one programme. `family` is the key of what it was copied from: items of
    a family with the same key and wording carry a trend on. Raises SurveyRefused.
    """
    if not items:
        raise SurveyRefused([Refusal(SurveyRefusal.NO_ITEMS)])
    instrument = Instrument.objects.create(key=_free_key(family or "own"), title=title, program=program, family=family)
    Item.objects.bulk_create(
        Item(
            instrument=instrument,
            position=position,
            text_it=item["text_it"],
            text_business=item["text_business"],
            translations=item["translations"],
            **{name: item[name] for name in FIELDS},
        )
        for position, item in enumerate(items, 1)
    )
    audit.record("write_instrument", instrument, by=by, at=at, items=len(items), family=family)
    return instrument


def _free_key(family: str) -> str:
    """Return the first of "discovery-2", "discovery-3", … that is free."""
    taken = set(Instrument.objects.filter(key__startswith=family[:34]).values_list("key", flat=True))
    number = 2
    while f"{family[:34]}-{number}" in taken:
        number += 1
    return f"{family[:34]}-{number}"


@transaction.atomic
def rewrite_item(
    *, item: Item, text_it: str, text_business: str, translations: Mapping[str, Any], by: Person, at: datetime
) -> Item:
    """Word an item anew. Waves that were sent keep the wording they had; the next one starts a new trend.

    Nothing happens if nothing changed. Raises SurveyRefused for an item of a questionnaire that ships.
    """
    locked = Item.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=item.pk)
    if locked.instrument.program_id is None:
        raise SurveyRefused([Refusal(ItemReason.SHIPS)])
    business = text_business or text_it
    before = {"text_it": locked.text_it, "text_business": locked.text_business}
    if before != {"text_it": text_it, "text_business": business}:
        locked.version += 1
    elif locked.translations == translations:
        return locked
    locked.text_it, locked.text_business, locked.translations = text_it, business, dict(translations)
    locked.scope = ItemScope.GAP if text_it == business else ItemScope.SIDE
    locked.save()
    facts: dict[str, Any] = {"construct": locked.construct, "version": locked.version, "before": before}
    audit.record("rewrite_item", locked.instrument, by=by, at=at, **facts)
    return locked
