"""What people do with promises."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs.audit import actions as audit
from programs.cohorts import access as cohort_access
from programs.commitments import queries, rules
from programs.commitments.choices import CommitmentRefusal, CommitmentState
from programs.commitments.models import Commitment, Friction, SquadMember, Thanks
from programs.commitments.refused import refuse
from programs.core.refusals import Refusal
from programs.notifications.actions import queue_letter
from programs.objectives.models import Objective
from programs.people.models import Person
from programs.visits.models import Visit

REMINDER_DAYS = (-7, 0, 7)
"""When the owner of an open promise is reminded, in days from the due date."""
LEADS_HEAR_AFTER = 14
"""Days after the due date on which the programme's leads hear of it."""
TOLD_EACH_TIME = ("disputed", "reworded")


@transaction.atomic
def propose_commitment(
    *,
    made_at: Visit | Objective,
    text: str,
    owner: Person,
    beneficiary: Person,
    due_on: date,
    is_visible: bool,
    by: Person,
    at: datetime,
    friction: Friction | None = None,
) -> Commitment:
    """Write a promise down, made at a visit or for an objective; the other side is asked to agree.

    Raises CommitmentRefused.
    """
    refuse(rules.proposal_refusals(owner=owner.pk, beneficiary=beneficiary.pk, due_on=due_on, today=at.date()))
    commitment = Commitment.objects.create(
        visit=made_at if isinstance(made_at, Visit) else None,
        objective=made_at if isinstance(made_at, Objective) else None,
        text=text,
        owner=owner,
        beneficiary=beneficiary,
        due_on=due_on,
        is_visible=is_visible,
        friction=friction,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("propose_commitment", commitment, by=by, at=at, owner=owner.pk, beneficiary=beneficiary.pk)
    _tell(commitment, beneficiary if by == owner else owner, "proposed", at=at)
    return commitment


@transaction.atomic
def take_step(
    *,
    commitment: Commitment,
    step: str,
    by: Person,
    at: datetime,
    reason: str = "",
    minutes: int | None = None,
    thanks: str = "",
) -> Commitment:
    """Agree, decline, deliver, confirm or dispute. Raises CommitmentRefused with every reason.

    `minutes` saved a month are the owner's estimate when they deliver, and the
    beneficiary's own figure when they confirm, who may also say `thanks`.
    """
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
    if step == "deliver" and minutes is not None:
        commitment.estimated_minutes = minutes
    elif step == "confirm":
        commitment.confirmed_minutes = minutes
        if thanks.strip():
            Thanks.objects.create(commitment=commitment, person=by, words=thanks.strip(), at=at)
    commitment.save()
    audit.record(f"{step}_commitment", commitment, by=by, at=at)
    other = commitment.beneficiary if by == commitment.owner else commitment.owner
    _tell(commitment, other, state.value, at=at)
    return commitment


@transaction.atomic
def reword_commitment(*, commitment: Commitment, text: str, due_on: date, by: Person, at: datetime) -> Commitment:
    """Propose other words or another day; now the other side is asked to agree. Raises CommitmentRefused."""
    commitment = Commitment.objects.select_for_update().select_related("owner", "beneficiary").get(pk=commitment.pk)
    parties = (commitment.owner, commitment.beneficiary)
    refuse(
        rules.reword_refusals(
            state=CommitmentState(commitment.state),
            is_party=by in parties,
            is_changed=(text, due_on) != (commitment.text, commitment.due_on),
            due_on=due_on,
            today=timezone.localdate(at),
        )
    )
    commitment.text, commitment.due_on, commitment.proposed_by, commitment.proposed_at = text, due_on, by, at
    commitment.save()
    audit.record("reword_commitment", commitment, by=by, at=at, due_on=due_on.isoformat())
    _tell(commitment, parties[by == parties[0]], "reworded", at=at)
    return commitment


@transaction.atomic
def join_squad(*, commitment: Commitment, person: Person, by: Person, at: datetime) -> SquadMember:
    """Add somebody who helps the owner; they are told. Raises CommitmentRefused."""
    is_part = person.pk in (commitment.owner_id, commitment.beneficiary_id)
    is_part = is_part or commitment.squad.filter(person=person).exists()
    refuse([Refusal(CommitmentRefusal.HELPS_ALREADY, {"person": person.name})] if is_part else [])
    member = SquadMember.objects.create(commitment=commitment, person=person, joined_at=at)
    audit.record("join_squad", commitment, by=by, at=at, person=person.pk)
    _tell(commitment, person, "helping", at=at)
    return member


@transaction.atomic
def leave_squad(*, member: SquadMember, by: Person, at: datetime) -> None:
    """Take somebody out of a squad."""
    audit.record("leave_squad", member.commitment, by=by, at=at, person=member.person_id)
    member.delete()


@transaction.atomic
def say_thanks(*, commitment: Commitment, by: Person, at: datetime) -> None:
    """Thank for a quick win, once a person. Raises CommitmentRefused for one's own or one that isn't."""
    refusals = []
    if not queries.is_quick_win(commitment):
        refusals.append(Refusal(CommitmentRefusal.NO_WIN))
    if by.pk == commitment.owner_id:
        refusals.append(Refusal(CommitmentRefusal.OWN_WIN))
    refuse(refusals)
    _thanks, is_new = Thanks.objects.get_or_create(commitment=commitment, person=by, defaults={"at": at})
    if is_new:
        audit.record("say_thanks", commitment, by=by, at=at)


def remind_owners(*, at: datetime) -> int:
    """Remind owners 7 days before, on, and 7 days after the due date; once each. Returns how many."""
    reminded = 0
    for days in REMINDER_DAYS:
        due_on = at.date() - timedelta(days=days)
        open_ones = Commitment.objects.filter(state=CommitmentState.AGREED, due_on=due_on)
        for commitment in open_ones.select_related("owner", "beneficiary"):
            with transaction.atomic():
                if _tell(commitment, commitment.owner, f"due{days:+d}", at=at, template="due"):
                    audit.record("remind_owner", commitment, by=None, at=at, days=days)
                    reminded += 1
    return reminded + _tell_leads(at)


def _tell_leads(at: datetime) -> int:
    """Tell the programme's leads of promises that are two weeks overdue, once."""
    told = 0
    due_on = at.date() - timedelta(days=LEADS_HEAR_AFTER)
    overdue = Commitment.objects.filter(state=CommitmentState.AGREED, due_on=due_on)
    for commitment in overdue.select_related("owner", "beneficiary", *queries.ORIGIN):
        with transaction.atomic():
            for lead in cohort_access.leads_of(commitment.program):
                told += _tell(commitment, lead, "overdue", at=at, template="overdue")
    return told


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
        if news in TOLD_EACH_TIME
        else f"commitment:{commitment.pk}:{news}:{to.pk}",
        at=at,
    )
    return letter is not None
