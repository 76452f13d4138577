"""Who in IT looks after which system, and which department."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.commitments.choices import CommitmentRefusal
from programs.commitments.models import ItContact, SystemOwner
from programs.commitments.refused import refuse
from programs.core.refusals import Refusal
from programs.people.access import is_it
from programs.people.models import Department, Person


@transaction.atomic
def name_system_owner(*, system: str, owner: Person, by: Person, at: datetime) -> SystemOwner:
    """Say who in IT owns a system, however its name is written; replaces who did. Raises CommitmentRefused."""
    _refuse_outsider(owner)
    row = SystemOwner.objects.filter(name__iexact=system.strip()).first() or SystemOwner(name=system.strip())
    row.owner = owner
    row.save()
    audit.record("name_system_owner", row, by=by, at=at, owner=owner.pk)
    return row


@transaction.atomic
def name_it_contact(*, department: Department, person: Person, by: Person, at: datetime) -> ItContact:
    """Name a department's contact in IT; replaces who was. Raises CommitmentRefused."""
    _refuse_outsider(person)
    row, _made = ItContact.objects.update_or_create(department=department, defaults={"person": person})
    audit.record("name_it_contact", row, by=by, at=at, person=person.pk)
    return row


def _refuse_outsider(person: Person) -> None:
    refuse([] if is_it(person) else [Refusal(CommitmentRefusal.NOT_IT, {"person": person.name})])
