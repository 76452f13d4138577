"""Mending what fell away: everyone affected is asked, and all of it happens or nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.core.refusals import Refusal, RuleBroken
from programs.matching import letters, proposals, queries
from programs.matching.choices import ConsentAnswer, RepairRefusal, RepairState
from programs.matching.models import Consent, Repair, RepairMove
from programs.matching.proposals import Proposal
from programs.matching.refusals import RepairRefused
from programs.people.models import Person
from programs.visits import actions as visit_actions
from programs.visits.actions import Move
from programs.visits.models import Visit

LONGEST_WAIT = timedelta(days=3)
LAST_MOMENT = timedelta(days=1)
"""So long before the first day concerned everything is settled."""


@transaction.atomic
def ask_repair(*, visit: Visit, proposal: Proposal, by: Person, at: datetime) -> Repair:
    """Ask everyone whom a proposal affects; nothing changes until all of them agreed.

    Raises RepairRefused when a change for this visit is being asked for already, and
    VisitRefused when the rules of booking refuse a move as things stand.
    """
    _try_out(proposal, at=at)
    try:
        with transaction.atomic():
            repair = Repair.objects.create(
                cohort=visit.cohort, visit=visit, asked_by=by, asked_at=at, expires_at=expires_at(proposal, at)
            )
    except IntegrityError:
        raise RepairRefused([Refusal(RepairRefusal.ALREADY_ASKED)]) from None
    RepairMove.objects.bulk_create(
        RepairMove(repair=repair, number=number, enrollment=move.enrollment, day=move.day, leaves=move.leaves)
        for number, move in enumerate(proposal.moves)
    )
    Consent.objects.bulk_create(
        Consent(repair=repair, person_id=person) for person in sorted(proposals.affected_by(proposal))
    )
    audit.record("ask_repair", repair, by=by, at=at, visit=visit.pk, moves=len(proposal.moves))
    for consent in repair.consents.select_related("person"):
        letters.ask_for_consent(repair, consent.person, at=at)
    return repair


def expires_at(proposal: Proposal, at: datetime) -> datetime:
    """Return until when answers count: three days, and a day before the first visit concerned."""
    days = [move.day for move in proposal.moves] + [move.leaves.day for move in proposal.moves if move.leaves]
    return min(at + LONGEST_WAIT, min(day.starts_at for day in days) - LAST_MOMENT)


def _try_out(proposal: Proposal, *, at: datetime) -> None:
    """Raise what would stand in the way if everyone said yes now. Nothing stays of the trial."""
    with transaction.atomic():
        visit_actions.exchange_visits(moves=proposal.moves, by=None, at=at)
        transaction.set_rollback(True)


@transaction.atomic
def answer_repair(*, repair: Repair, by: Person, is_yes: bool, at: datetime) -> Repair:
    """Say yes or no to a repair. One no ends it; the last yes carries it out.

    Answers of several people at the same moment are taken one after the other, so exactly
    one of them is the last. When the changes are not possible by then, the repair fails and
    everyone is told. Raises RepairRefused when it is settled, or has been answered.
    """
    repair = _locked(repair)
    _require_open(repair)
    if repair.expires_at <= at:
        raise RepairRefused([Refusal(RepairRefusal.OVER, {"state": RepairState.EXPIRED.label})])
    claimed = repair.consents.filter(person=by, answer=ConsentAnswer.PENDING).update(
        answer=ConsentAnswer.YES if is_yes else ConsentAnswer.NO, answered_at=at
    )
    if not claimed:
        raise RepairRefused([Refusal(RepairRefusal.ANSWERED)])
    audit.record("answer_repair", repair, by=by, at=at, yes=is_yes)
    if not is_yes:
        return _end(repair, RepairState.REFUSED, at=at)
    if repair.consents.filter(answer=ConsentAnswer.PENDING).exists():
        return repair
    return _apply(repair, at=at)


def _apply(repair: Repair, *, at: datetime) -> Repair:
    """Make all the changes, or none and tell everyone."""
    moves = [Move(row.enrollment, row.day, row.leaves) for row in queries.moves_of(repair)]
    try:
        with transaction.atomic():
            visit_actions.exchange_visits(moves=moves, by=None, at=at)
    except RuleBroken as broken:
        repair.refusals = _plain(broken.refusals)
        return _end(repair, RepairState.FAILED, at=at)
    return _end(repair, RepairState.APPLIED, at=at)


def _plain(refusals: Iterable[Refusal]) -> list[str]:
    return [str(refusal.reason) for refusal in refusals]


@transaction.atomic
def withdraw_repair(*, repair: Repair, by: Person, at: datetime) -> Repair:
    """Take a repair back before everyone has answered; everyone is told that nothing changes."""
    repair = _locked(repair)
    _require_open(repair)
    audit.record("withdraw_repair", repair, by=by, at=at)
    return _end(repair, RepairState.WITHDRAWN, at=at)


def expire_repairs(*, at: datetime) -> int:
    """End the repairs that were not answered in time; returns how many."""
    due = Repair.objects.filter(state=RepairState.ASKING, expires_at__lte=at).order_by("expires_at", "pk")
    return sum(_expire(repair, at=at) for repair in due)


@transaction.atomic
def _expire(repair: Repair, *, at: datetime) -> bool:
    repair = _locked(repair)
    if repair.state != RepairState.ASKING:
        return False
    audit.record("expire_repair", repair, by=None, at=at)
    _end(repair, RepairState.EXPIRED, at=at)
    return True


def _end(repair: Repair, state: RepairState, *, at: datetime) -> Repair:
    repair.state, repair.ended_at = state, at
    repair.save(update_fields=["state", "ended_at", "refusals"])
    if state in {RepairState.APPLIED, RepairState.REFUSED, RepairState.FAILED}:
        audit.record("end_repair", repair, by=None, at=at, state=str(state), refusals=repair.refusals)
    for consent in repair.consents.select_related("person"):
        letters.tell_how_it_ended(repair, consent.person, at=at)
    letters.tell_how_it_ended(repair, repair.asked_by, at=at)
    return repair


def _require_open(repair: Repair) -> None:
    if repair.state != RepairState.ASKING:
        raise RepairRefused([Refusal(RepairRefusal.OVER, {"state": RepairState(repair.state).label})])


def _locked(repair: Repair) -> Repair:
    rows = Repair.objects.select_for_update(of=("self",)).select_related("cohort__program", "visit", "asked_by")
    return rows.get(pk=repair.pk)
