"""Everything that changes people, where they belong, and how they come in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from programs.audit import actions as audit
from programs.core.refusals import Refusal, RuleBroken
from programs.people import bulk, links, queries, tasks
from programs.people.choices import ImportReason, ImportState, PersonReason, Theme
from programs.people.models import Department, PeopleImport, Person, SignInLink, Site, Team
from programs.people.rules import Plan

# Files of people ------------------------------------------------------------------------------


class ImportRefused(RuleBroken):
    """A file can't be taken over, or not now."""


@transaction.atomic
def check_import(*, content: bytes, file_name: str, by: Person, at: datetime) -> PeopleImport:
    """Keep a file for the preview, with what it would do; nobody is changed.

    Raises ImportRefused when it can't be read as a table of people at all. Bad rows are
    no reason to refuse the check: the preview shows them all.
    """
    plan = queries.plan_of(content)
    if plan.refusals:
        raise ImportRefused(plan.refusals)
    upload = PeopleImport.objects.create(
        uploaded_by=by, uploaded_at=at, file_name=file_name[:255], content=content, counts=plan.counts
    )
    audit.record("check_import", upload, by=by, at=at, counts=plan.counts)
    return upload


@transaction.atomic
def apply_import(
    upload: PeopleImport, *, fingerprint: str, has_confirmed_leavers: bool, by: Person, at: datetime
) -> Plan:
    """Carry out the whole file, or nothing of it; return what was done.

    `fingerprint` is that of the plan that was looked at: the file is planned again over the
    people as they are now, and refused when that gives another plan. Raises ImportRefused.
    """
    upload = _waiting(upload)
    plan = queries.plan_of(bytes(upload.content))
    refusals = _refusals_of(plan, fingerprint=fingerprint, has_confirmed_leavers=has_confirmed_leavers, by=by)
    if refusals:
        raise ImportRefused(refusals)
    bulk.carry_out(plan, at=at)
    _end_sessions(known.pk for known in plan.leavers)
    _settle(upload, ImportState.APPLIED, counts=plan.counts, at=at)
    audit.record("apply_import", upload, by=by, at=at, counts=plan.counts)
    return plan


@transaction.atomic
def discard_import(upload: PeopleImport, *, by: Person, at: datetime) -> None:
    """Throw a checked file away. Raises ImportRefused when it was applied or discarded before."""
    upload = _waiting(upload)
    _settle(upload, ImportState.DISCARDED, counts=upload.counts, at=None)
    audit.record("discard_import", upload, by=by, at=at)


def _waiting(upload: PeopleImport) -> PeopleImport:
    """Return the import, locked and as the database has it. Raises ImportRefused unless it waits."""
    locked = PeopleImport.objects.select_for_update().get(pk=upload.pk)
    if locked.state != ImportState.CHECKED:
        raise ImportRefused([Refusal(ImportReason.WRONG_STATE)])
    return locked


def _settle(upload: PeopleImport, state: ImportState, *, counts: Mapping[str, int], at: datetime | None) -> None:
    upload.state, upload.counts, upload.applied_at, upload.content = state, dict(counts), at, b""
    upload.save(update_fields=["state", "counts", "applied_at", "content"])


def _refusals_of(plan: Plan, *, fingerprint: str, has_confirmed_leavers: bool, by: Person) -> list[Refusal]:
    """Return why a plan may not be carried out."""
    if plan.is_refused:
        return [*plan.refusals, Refusal(ImportReason.BAD_ROWS, {"count": plan.counts["bad"]})]
    refusals = []
    if plan.fingerprint != fingerprint:
        refusals.append(Refusal(ImportReason.PLAN_CHANGED))
    if by.pk in {known.pk for known in plan.leavers}:
        refusals.append(Refusal(ImportReason.LEAVES_YOU_OUT))
    if plan.has_many_leavers and not has_confirmed_leavers:
        facts = {"count": len(plan.leavers), "of": plan.active_before}
        refusals.append(Refusal(ImportReason.MANY_LEAVERS, facts))
    return refusals


# One person -----------------------------------------------------------------------------------


class PersonRefused(RuleBroken):
    """A person, department, team or site can't be changed so."""


@transaction.atomic
def add_person(*, fields: Mapping[str, Any], by: Person, at: datetime) -> Person:
    """Make an account by hand, with a verified address and no password. Raises PersonRefused."""
    person = Person(**fields)
    person.email = person.email.lower()
    person.joined_at = at
    person.set_unusable_password()
    _refuse_person(person)
    person.save()
    bulk.vouch_for_addresses([person])
    audit.record("add_person", person, by=by, at=at)
    return person


@transaction.atomic
def change_person(person: Person, *, fields: Mapping[str, Any], by: Person, at: datetime) -> None:
    """Change what is known of a person. Raises PersonRefused; never takes one's own rights away."""
    before = Person.objects.select_for_update().get(pk=person.pk)
    for name, value in fields.items():
        setattr(person, name, value.lower() if name == "email" else value)
    if person == by and before.is_staff and not person.is_staff:
        raise PersonRefused([Refusal(PersonReason.YOURSELF)])
    _refuse_person(person)
    person.save()
    if person.email != before.email:
        EmailAddress.objects.filter(user=person).delete()
        bulk.vouch_for_addresses([person])
    changed = sorted(name for name in fields if getattr(before, name) != getattr(person, name))
    audit.record("change_person", person, by=by, at=at, fields=changed)


@transaction.atomic
def deactivate_person(person: Person, *, by: Person, at: datetime) -> None:
    """End an account: signed out everywhere at once, nothing opens it again, the row stays."""
    if person == by:
        raise PersonRefused([Refusal(PersonReason.YOURSELF)])
    person.is_active, person.left_on, person.handed_over_at = False, timezone.localdate(at), None
    person.save(update_fields=["is_active", "left_on", "handed_over_at"])
    _end_sessions([person.pk])
    audit.record("deactivate_person", person, by=by, at=at)


@transaction.atomic
def reactivate_person(person: Person, *, by: Person, at: datetime) -> None:
    """Open an account again for somebody who came back."""
    person.is_active, person.left_on, person.handed_over_at = True, None, None
    person.save(update_fields=["is_active", "left_on", "handed_over_at"])
    audit.record("reactivate_person", person, by=by, at=at)


@transaction.atomic
def record_handover(person: Person, *, by: Person | None, at: datetime) -> None:
    """Write down that nothing in the rooms above counts on a leaver any more."""
    person.handed_over_at = at
    person.save(update_fields=["handed_over_at"])
    audit.record("record_handover", person, by=by, at=at)


@transaction.atomic
def change_settings(person: Person, *, language: str, time_zone: str, theme: Theme, by: Person, at: datetime) -> None:
    """Change how somebody reads Exchange. `time_zone` is an IANA name."""
    person.language, person.time_zone, person.theme = language, time_zone, theme
    person.save(update_fields=["language", "time_zone", "theme"])
    audit.record("change_settings", person, by=by, at=at, language=language, time_zone=time_zone, theme=theme)


def _refuse_person(person: Person) -> None:
    """Raise PersonRefused with everything that is wrong with a person as they would be."""
    others = Person.objects.exclude(pk=person.pk)
    refusals = []
    if owner := others.filter(email__iexact=person.email).first():
        refusals.append(Refusal(PersonReason.EMAIL_TAKEN, {"name": owner.name}))
    if person.employee_id and (owner := others.filter(employee_id=person.employee_id).first()):
        refusals.append(Refusal(PersonReason.ID_TAKEN, {"name": owner.name}))
    if person.team and person.team.department_id != person.department_id:
        facts = {"team": person.team.name, "department": person.team.department.name}
        refusals.append(Refusal(PersonReason.TEAM_OF_OTHER_DEPARTMENT, facts))
    if circle := _circle_through(person):
        names = " → ".join(member.name for member in [*circle, circle[0]])
        refusals.append(Refusal(PersonReason.MANAGER_CYCLE, {"names": names}))
    if refusals:
        raise PersonRefused(refusals)


def _circle_through(person: Person) -> list[Person]:
    """Return the people who would manage each other in a circle with `person`, or nobody."""
    chain, manager = [person], person.manager
    while manager is not None and manager not in chain:
        chain.append(manager)
        manager = manager.manager
    return chain[chain.index(manager) :] if manager in chain else []


def _end_sessions(people: Iterable[int]) -> None:
    """Sign people (by key) out on every device.

    Whoever is not active is nobody already at their next request; this is for the day they
    come back, when no old device may still be signed in.
    """
    for session in UserSession.objects.filter(user__in=list(people)):
        session.end()


# Where people belong --------------------------------------------------------------------------

Place = Department | Team | Site


@transaction.atomic
def save_place(place: Place, *, by: Person, at: datetime) -> None:
    """Add or change a department, team or site. Raises PersonRefused when the name is taken."""
    same = Q(name__iexact=place.name)
    if isinstance(place, Team):
        same &= Q(department=place.department)
    if type(place).objects.filter(same).exclude(pk=place.pk).exists():
        raise PersonRefused([Refusal(PersonReason.NAME_TAKEN)])
    deed = "change" if place.pk else "add"
    place.save()
    audit.record(f"{deed}_{place._meta.model_name}", place, by=by, at=at, name=place.name)


# Signing in by mail ---------------------------------------------------------------------------


@transaction.atomic
def ask_for_link(*, email: str, next_page: str, at: datetime) -> None:
    """Have a sign-in link mailed to whoever is active and has this address.

    Says nothing about who has an account: every question leaves a row and a job, whether or
    not somebody has the address. `next_page` is where the link leads after signing in; the
    caller has checked that it is ours.
    """
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    link = SignInLink.objects.create(person=person, asked_at=at, next_page=next_page)
    tasks.mail_link.enqueue(link.pk)


@transaction.atomic
def use_link(token: str, *, at: datetime) -> SignInLink | None:
    """Use up a link and return it, or None when it isn't good (any more).

    Exactly one of two simultaneous calls gets it: the UPDATE decides. The person's other
    links go with it.
    """
    link = queries.usable_links(at).filter(token_hash=links.hash_of(token)).first()
    if link is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        return None
    SignInLink.objects.filter(person=link.person, used_at=None).update(used_at=at)
    if link.person is not None:
        audit.record("use_link", link.person, by=link.person, at=at)
    return link


@transaction.atomic
def purge_links(at: datetime) -> int:
    """Delete links that can't be used any more; return how many."""
    deleted, _by_model = SignInLink.objects.filter(asked_at__lt=at - queries.LINK_IS_GOOD_FOR).delete()
    return deleted
