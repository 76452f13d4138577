"""What people do with promises."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.audit import actions as audit
from programs.commitments import rules
from programs.commitments.choices import CommitmentState
from programs.commitments.models import Commitment
from programs.commitments.refused import refuse
from programs.notifications.actions import queue_letter
from programs.people.models import Person
from programs.visits.models import Visit

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
