"""The risk and access gate: what a day asks for, against what the visitor has. Plain Python.

One rule for every way in which a visit is confirmed: `lights_of` says how each item stands,
`refusals_for` gives the red ones, and red keeps a visit from being confirmed.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from programs.core.refusals import Refusal
from programs.hosting.choices import DataClass, Needed
from programs.visits.choices import AccessItem, AccessReason, Light, NoteKind


@dataclass(frozen=True)
class Note:
    """Somebody's word about an item. `until_on` is its last day, None for no end."""

    kind: NoteKind
    until_on: datetime.date | None = None
    who: str = ""
    reason: str = ""

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether the word still counts on a day."""
        return self.until_on is None or self.until_on >= day


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What a day asks of one visitor. Texts are names for the reader."""

    on: datetime.date
    visitor: str
    site: str
    department: str
    badge: Needed = Needed.NOTHING
    safety: Needed = Needed.NOTHING
    data_class: DataClass = DataClass.INTERNAL
    prerequisites: str = ""
    is_own_site: bool = False


@dataclass(frozen=True)
class Standing:
    """How one item stands: its light, why, and the word that settled it."""

    item: AccessItem
    light: Light
    why: Refusal
    note: Note | None = None

    @property
    def is_settled(self) -> bool:
        """Whether somebody's word has settled it, which can be taken back."""
        return self.note is not None and self.light is Light.GREEN


def lights_of(demand: Demand, notes: Mapping[AccessItem, Note]) -> tuple[Standing, ...]:
    """Return how each item stands that the day asks for, always in the same order.

    What a site gives out at the entrance is green: there is nothing to settle before. A
    visitor's own word turns red to amber; that of a host or a lead makes it green.
    """
    held = {item: note for item, note in notes.items() if note.holds_on(demand.on)}
    return tuple(_lights(demand, held))


def refusals_for(standings: tuple[Standing, ...]) -> tuple[Refusal, ...]:
    """Return what keeps a visit from being confirmed: the red items."""
    return tuple(standing.why for standing in standings if standing.light is Light.RED)


def worst_of(standings: tuple[Standing, ...]) -> Light:
    """Return one light for all: that of the worst item."""
    found = {standing.light for standing in standings}
    return next((light for light in (Light.RED, Light.AMBER) if light in found), Light.GREEN)


def _lights(demand: Demand, held: Mapping[AccessItem, Note]) -> Iterator[Standing]:
    facts = {"visitor": demand.visitor, "site": demand.site, "department": demand.department}
    if demand.badge is not Needed.NOTHING:
        note = held.get(AccessItem.BADGE)
        if demand.is_own_site:
            yield Standing(AccessItem.BADGE, Light.GREEN, Refusal(AccessReason.OWN_SITE, facts))
        else:
            yield _needed(AccessItem.BADGE, demand.badge, note, Refusal(AccessReason.NO_BADGE, facts))
    if demand.safety is not Needed.NOTHING:
        note = held.get(AccessItem.SAFETY)
        yield _needed(AccessItem.SAFETY, demand.safety, note, Refusal(AccessReason.NO_SAFETY, facts))
    yield _data(demand.data_class, held.get(AccessItem.DATA), facts)
    if demand.prerequisites:
        note = held.get(AccessItem.PREREQUISITES)
        unsaid = Refusal(AccessReason.UNSAID, facts | {"text": demand.prerequisites})
        yield _settled(AccessItem.PREREQUISITES, note) or Standing(AccessItem.PREREQUISITES, Light.AMBER, unsaid)


def _needed(item: AccessItem, when: Needed, note: Note | None, missing: Refusal) -> Standing:
    """Return how something stands that the site asks for, on arrival or before."""
    if when is Needed.ON_THE_DAY:
        return Standing(item, Light.GREEN, Refusal(AccessReason.AT_ENTRANCE), note)
    return _strict(item, note, missing)


def _strict(item: AccessItem, note: Note | None, missing: Refusal) -> Standing:
    """Return how something stands that the visitor's own word doesn't settle."""
    if note is None:
        return Standing(item, Light.RED, missing)
    if note.kind is NoteKind.DECLARED:
        return Standing(item, Light.AMBER, Refusal(AccessReason.DECLARED, missing.facts), note)
    return Standing(item, Light.GREEN, _fine(note), note)


def _data(data_class: DataClass, note: Note | None, facts: Mapping[str, str]) -> Standing:
    if data_class is DataClass.RESTRICTED:
        return _strict(AccessItem.DATA, note, Refusal(AccessReason.NO_CLEARANCE, facts))
    if data_class is DataClass.CONFIDENTIAL:
        asked = Standing(AccessItem.DATA, Light.AMBER, Refusal(AccessReason.CONFIDENTIAL, facts))
        return _settled(AccessItem.DATA, note) or asked
    return Standing(AccessItem.DATA, Light.GREEN, Refusal(AccessReason.OPEN_DATA))


def _settled(item: AccessItem, note: Note | None) -> Standing | None:
    return Standing(item, Light.GREEN, _fine(note), note) if note else None


def _fine(note: Note) -> Refusal:
    word = f"{note.kind.label}, {note.who}" if note.who else str(note.kind.label)
    return Refusal(AccessReason.FINE, {"who": word})
