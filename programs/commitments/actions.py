"""What people do with promises and frictions."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.audit import actions as audit
from programs.commitments import rules
from programs.commitments.choices import CommitmentState, FrictionState
from programs.commitments.models import Commitment, Friction
from programs.commitments.queries import OPEN
from programs.core.refusals import Refusal, RuleBroken
from programs.notifications.actions import queue_letter
from programs.people.models import Department, Person
from programs.visits.models import Visit


class CommitmentRefused(RuleBroken):
    """A step of a commitment or friction was refused."""


REMINDER_DAYS = (-7, 0, 7)
"""When the owner of an open promise is reminded, in days from the due date."""


@transaction.atomic
def propose_commitment(
    *,
    visit: Visit,
    text: str,
    owner: Person,
    beneficiary: Person,
    due_on: date,
    is_visible: bool,
    by: Person,
    at: datetime,
) -> Commitment:
    """Write a promise down; the other side is asked to agree. Raises CommitmentRefused."""
    refuse(rules.proposal_refusals(owner=owner.pk, beneficiary=beneficiary.pk, due_on=due_on, today=at.date()))
    commitment = Commitment.objects.create(
        visit=visit,
        text=text,
        owner=owner,
        beneficiary=beneficiary,
        due_on=due_on,
        is_visible=is_visible,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("propose_commitment", commitment, by=by, at=at, owner=owner.pk, beneficiary=beneficiary.pk)
    _tell(commitment, beneficiary if by == owner else owner, "proposed", at=at)
    return commitment


@transaction.atomic
def take_step(*, commitment: Commitment, step: str, by: Person, at: datetime, reason: str = "") -> Commitment:
    """Agree, decline, deliver, confirm or dispute. Raises CommitmentRefused with every reason."""
    commitment = Commitment.objects.select_for_update().select_related("owner", "beneficiary").get(pk=commitment.pk)
    who = rules.who_may(
        step,
        owner=commitment.owner_id,
        beneficiary=commitment.beneficiary_id,
        proposed_by=commitment.proposed_by_id,
    )
    people = {person.pk: person for person in (commitment.owner, commitment.beneficiary)}
    refuse(
        rules.step_refusals(
            step, state=CommitmentState(commitment.state), by=by.pk, who=who, who_name=people[who].name, reason=reason
        )
    )
    state, moment = {
        "agree": (CommitmentState.AGREED, "agreed_at"),
        "decline": (CommitmentState.DECLINED, "closed_at"),
        "deliver": (CommitmentState.DELIVERED, "delivered_at"),
        "confirm": (CommitmentState.CONFIRMED, "closed_at"),
        "dispute": (CommitmentState.DISPUTED, ""),
    }[step]
    commitment.state, commitment.reason = state, reason
    if moment:
        setattr(commitment, moment, at)
    commitment.save()
    audit.record(f"{step}_commitment", commitment, by=by, at=at)
    other = commitment.beneficiary if by == commitment.owner else commitment.owner
    _tell(commitment, other, state.value, at=at)
    return commitment


def remind_owners(*, at: datetime) -> int:
    """Remind owners 7 days before, on, and 7 days after the due date; once each. Returns how many."""
    reminded = 0
    for days in REMINDER_DAYS:
        due_on = at.date() - timedelta(days=days)
        open_ones = Commitment.objects.filter(state=CommitmentState.AGREED, due_on=due_on)
        for commitment in open_ones.select_related("owner", "beneficiary", "visit__department"):
            with transaction.atomic():
                if _tell(commitment, commitment.owner, f"due{days:+d}", at=at, template="due"):
                    audit.record("remind_owner", commitment, by=None, at=at, days=days)
                    reminded += 1
    return reminded


@transaction.atomic
def report_friction(
    *,
    department: Department,
    system: str,
    step: str,
    minutes_lost: int,
    times_a_month: int,
    workaround: str,
    visit: Visit | None,
    by: Person,
    at: datetime,
) -> Friction:
    """Write down what slows a department down; IT sees it at once."""
    friction = Friction.objects.create(
        department=department,
        system=system,
        step=step,
        minutes_lost=minutes_lost,
        times_a_month=times_a_month,
        workaround=workaround,
        visit=visit,
        reported_by=by,
        reported_at=at,
    )
    audit.record("report_friction", friction, by=by, at=at)
    return friction


@transaction.atomic
def move_friction(
    *, friction: Friction, step: str, by: Person, at: datetime, due_on: date | None = None, reason: str = ""
) -> Friction:
    """Acknowledge (the one who does becomes its owner), start, resolve or refuse. The host is told.

    Raises CommitmentRefused with every reason.
    """
    friction = Friction.objects.select_for_update().select_related("reported_by").get(pk=friction.pk)
    refuse(
        rules.friction_refusals(
            step, state=FrictionState(friction.state), reason=reason, due_on=due_on, today=at.date()
        )
    )
    friction.state = {
        "acknowledge": FrictionState.ACKNOWLEDGED,
        "start": FrictionState.IN_PROGRESS,
        "resolve": FrictionState.RESOLVED,
        "refuse": FrictionState.WONT_FIX,
    }[step]
    friction.reason = reason or friction.reason
    if step == "acknowledge":
        friction.owner, friction.due_on, friction.acknowledged_at = by, due_on, at
    if step in ("resolve", "refuse"):
        friction.closed_at = at
    friction.save()
    audit.record(f"{step}_friction", friction, by=by, at=at)
    queue_letter(
        to=friction.reported_by,
        kind="commitments/friction",
        context={
            "friction": friction,
            "by": by,
            "link": settings.PUBLIC_URL + reverse("commitments:friction", args=[friction.pk]),
        },
        key=f"friction:{friction.pk}:{friction.state}",
        at=at,
    )
    return friction


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


def refuse(refusals: Iterable[Refusal]) -> None:
    """Raise CommitmentRefused when there is any reason to."""
    found = tuple(refusals)
    if found:
        raise CommitmentRefused(found)


def _tell(commitment: Commitment, to: Person, news: str, *, at: datetime, template: str = "news") -> bool:
    letter = queue_letter(
        to=to,
        kind=f"commitments/{template}",
        context={
            "commitment": commitment,
            "news": news,
            "link": settings.PUBLIC_URL + reverse("commitments:commitment", args=[commitment.pk]),
        },
        key=f"commitment:{commitment.pk}:{news}:{at:%Y%m%d%H%M%S}"
        if news == "disputed"
        else f"commitment:{commitment.pk}:{news}:{to.pk}",
        at=at,
    )
    return letter is not None
