"""What people say about the items of the access gate."""

from datetime import date, datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.visits import access, checks
from programs.visits.choices import AccessItem, NoteKind, NoteReason, VisitState
from programs.visits.models import Clearance, Visit
from programs.visits.refusals import StepRefused
from programs.visits.rules import Part

WORD_OF = {Part.VISITOR: NoteKind.DECLARED, Part.HOST: NoteKind.CHECKED, Part.LEAD: NoteKind.WAIVED}
"""A visitor says that they have something, a host has checked it, a lead clears it for this visit."""
AHEAD = {VisitState.REQUESTED, VisitState.CONFIRMED}


@transaction.atomic
def note_access(
    *, visit: Visit, item: AccessItem, by: Person, at: datetime, until_on: date | None = None, reason: str = ""
) -> Clearance | None:
    """Keep somebody's word that an item is in order; in which part they speak says what it is worth.

    A visitor's word never replaces what a host or a lead has said: then nothing is written and
    None returned. Raises StepRefused for an item that the day doesn't ask for, a visit that is
    not ahead, a lead's word without a reason, and one that ends before the day.
    """
    part = access.part_of(by, visit)
    if part not in WORD_OF:
        raise StepRefused([Refusal(NoteReason.NOT_ASKED)])
    kind = WORD_OF[part]
    _refuse(visit, item, at=at, kind=kind, until_on=until_on, reason=reason)
    Visit.objects.select_for_update().get(pk=visit.pk)
    if kind is NoteKind.DECLARED and Clearance.objects.filter(visit=visit, item=item).exists():
        return None
    values = {"kind": kind, "by": by, "at": at, "until_on": until_on, "reason": reason.strip()}
    row, _made = Clearance.objects.update_or_create(visit=visit, item=item, defaults=values)
    audit.record("note_access", visit, by=by, at=at, item=str(item), kind=str(kind), reason=row.reason)
    return row


@transaction.atomic
def take_back_access(*, visit: Visit, item: AccessItem, by: Person, at: datetime) -> bool:
    """Take a word back, one's own or as host or lead anyone's; says whether there was one.

    A visit that is confirmed stays so: its page shows what is missing.
    """
    rows = Clearance.objects.filter(visit=visit, item=item)
    if access.part_of(by, visit) is Part.VISITOR:
        rows = rows.filter(by=by)
    taken, _kinds = rows.delete()
    if taken:
        audit.record("take_back_access", visit, by=by, at=at, item=str(item))
    return bool(taken)


def _refuse(
    visit: Visit, item: AccessItem, *, at: datetime, kind: NoteKind, until_on: date | None, reason: str
) -> None:
    found = []
    if item not in {standing.item for standing in checks.standings_of([visit])[visit.pk]}:
        found.append(Refusal(NoteReason.NOT_ASKED))
    if visit.state not in AHEAD or visit.starts_at <= at:
        found.append(Refusal(NoteReason.OVER))
    if kind is NoteKind.WAIVED and not reason.strip():
        found.append(Refusal(NoteReason.NEEDS_REASON))
    if until_on is not None and until_on < visit.on:
        found.append(Refusal(NoteReason.ENDS_BEFORE))
    if found:
        raise StepRefused(found)
