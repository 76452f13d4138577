"""Promises and frictions of somebody who leaves."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.commitments.choices import FrictionState
from programs.commitments.models import Commitment, Friction
from programs.commitments.queries import OPEN
from programs.people.models import Person


@transaction.atomic
def pass_on_commitments_of(person: Person, *, by: Person | None, at: datetime) -> int:
    """Give the open promises and frictions of somebody who leaves to their line manager, else to
    the department's lead; returns how many changed hands.

    What they promised is owed by the heir, what they waited for is the heir's to confirm. A
    promise between the leaver and the heir stays: nobody owes themselves.
    """
    department = person.department
    heirs = [heir for heir in (person.manager, department.lead if department else None) if heir and heir.is_active]
    if not heirs:
        return 0
    heir, passed_on = heirs[0], 0
    waiting = Commitment.objects.filter(state__in=OPEN).exclude(owner=heir).exclude(beneficiary=heir)
    for side in ("owner", "beneficiary"):
        for commitment in waiting.filter(**{side: person}):
            setattr(commitment, side, heir)
            commitment.save(update_fields=[side])
            audit.record("pass_on_commitment", commitment, by=by, at=at, side=side, before=person.pk, after=heir.pk)
            passed_on += 1
    still_open = Friction.objects.exclude(state__in=[FrictionState.RESOLVED, FrictionState.WONT_FIX])
    for friction in still_open.filter(owner=person):
        friction.owner = heir
        friction.save(update_fields=["owner"])
        audit.record("pass_on_friction", friction, by=by, at=at, before=person.pk, after=heir.pk)
        passed_on += 1
    return passed_on
