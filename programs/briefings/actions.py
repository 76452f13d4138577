"""What people write into packs, and what both sides agree on."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.briefings import wordings
from programs.briefings.choices import AgreementSide, BriefingReason
from programs.briefings.models import Agreement, DepartmentSystem, FaceCard, GlossaryEntry, StrategyCheck
from programs.core.refusals import Refusal, RuleBroken
from programs.gateways import photos
from programs.people.models import Department, Person, Team
from programs.visits import access as visit_access
from programs.visits.choices import VisitState
from programs.visits.models import Visit
from programs.visits.rules import Part

PHOTO_MEGABYTES = 8
SIDES = {Part.VISITOR: AgreementSide.VISITOR, Part.HOST: AgreementSide.HOST}


class BriefingRefused(RuleBroken):
    """Something can't be done with a briefing pack."""


# Face cards ----------------------------------------------------------------------------------


@transaction.atomic
def save_card(*, person: Person, sentence: str, languages: str, photo: bytes | None, at: datetime) -> FaceCard:
    """Write how somebody introduces themselves. A photo is drawn anew, square and without metadata.

    Without a photo the old one stays. Raises BriefingRefused for a file that is none.
    """
    values: dict[str, Any] = {"sentence": sentence.strip(), "languages": languages.strip(), "changed_at": at}
    if photo is not None:
        values["photo"] = _portrait(photo)
    card, _made = FaceCard.objects.update_or_create(person=person, defaults=values)
    audit.record("save_card", card, by=person, at=at, photo=photo is not None)
    return card


@transaction.atomic
def remove_photo(*, person: Person, at: datetime) -> None:
    """Delete somebody's photo for good; their initials stand in."""
    card = FaceCard.objects.filter(person=person).exclude(photo=None).first()
    if card is not None:
        card.photo, card.changed_at = None, at
        card.save(update_fields=["photo", "changed_at"])
        audit.record("remove_photo", card, by=person, at=at)


def _portrait(content: bytes) -> bytes:
    try:
        return photos.portrait(content, most_bytes=PHOTO_MEGABYTES * 1_000_000)
    except photos.TooLarge:
        raise BriefingRefused([Refusal(BriefingReason.PHOTO_TOO_LARGE, {"limit": PHOTO_MEGABYTES})]) from None
    except photos.NotAPhoto:
        raise BriefingRefused([Refusal(BriefingReason.NOT_A_PHOTO)]) from None


# What a department says and works with -------------------------------------------------------


def add_word(
    *, department: Department, their_word: str, our_word: str, meaning: str, by: Person, at: datetime
) -> GlossaryEntry:
    """Add a pair of words. Either side may. Raises BriefingRefused when the pair is there already."""
    try:
        with transaction.atomic():
            entry = GlossaryEntry.objects.create(
                department=department,
                their_word=their_word,
                our_word=our_word,
                meaning=meaning,
                added_by=by,
                added_at=at,
            )
            audit.record("add_word", entry, by=by, at=at, department=department.pk)
    except IntegrityError:
        raise BriefingRefused([Refusal(BriefingReason.ALREADY_THERE)]) from None
    return entry


@transaction.atomic
def remove_word(*, entry: GlossaryEntry, by: Person, at: datetime) -> None:
    """Take a pair of words out."""
    audit.record("remove_word", entry, by=by, at=at, department=entry.department_id, words=str(entry))
    entry.delete()


def add_system(
    *, department: Department, name: str, purpose: str, team: Team | None, by: Person, at: datetime
) -> DepartmentSystem:
    """Add a system that a department works with. Raises BriefingRefused when it is there already."""
    try:
        with transaction.atomic():
            system = DepartmentSystem.objects.create(department=department, name=name, purpose=purpose, team=team)
            audit.record("add_system", system, by=by, at=at, department=department.pk)
    except IntegrityError:
        raise BriefingRefused([Refusal(BriefingReason.ALREADY_THERE)]) from None
    return system


@transaction.atomic
def remove_system(*, system: DepartmentSystem, by: Person, at: datetime) -> None:
    """Take a system out of a department's list."""
    audit.record("remove_system", system, by=by, at=at, department=system.department_id, name=system.name)
    system.delete()


# Before the day ------------------------------------------------------------------------------


@transaction.atomic
def agree(*, visit: Visit, by: Person, at: datetime, aim: str = "") -> Agreement:
    """Say yes to the current wording, as the visitor or for the host's side; once for each side.

    A side that had agreed to an earlier wording agrees anew; otherwise the first yes stands.
    Raises BriefingRefused for whoever is neither side, and when the visit is over.
    """
    part = visit_access.part_of(by, visit)
    refusals = []
    if part not in SIDES:
        refusals.append(Refusal(BriefingReason.NOT_A_SIDE))
    if visit.ends_at <= at or visit.state != VisitState.CONFIRMED:
        refusals.append(Refusal(BriefingReason.OVER))
    if part is None or refusals:
        raise BriefingRefused(refusals)
    Visit.objects.select_for_update().get(pk=visit.pk)
    said = Agreement.objects.filter(visit=visit, side=SIDES[part]).first()
    if said is not None and said.version == wordings.CURRENT:
        return said
    values = {"person": by, "version": wordings.CURRENT, "aim": aim.strip(), "agreed_at": at}
    said, _made = Agreement.objects.update_or_create(visit=visit, side=SIDES[part], defaults=values)
    audit.record("agree_on_visit", visit, by=by, at=at, side=said.side, version=said.version)
    return said


@transaction.atomic
def answer_strategy(*, visit: Visit, goal: str, part: str, sentence: str, by: Person, at: datetime) -> StrategyCheck:
    """Keep the visitor's answers, as often as they like until the day begins.

    Raises BriefingRefused afterwards: what somebody thought before is worth nothing if it is
    written after. The log says that they answered, not what.
    """
    if visit.starts_at <= at or visit.state != VisitState.CONFIRMED:
        raise BriefingRefused([Refusal(BriefingReason.NOT_AHEAD)])
    values = {"goal": goal.strip(), "part": part.strip(), "sentence": sentence.strip(), "answered_at": at}
    check, _made = StrategyCheck.objects.update_or_create(visit=visit, defaults=values)
    audit.record("answer_strategy", visit, by=by, at=at)
    return check
