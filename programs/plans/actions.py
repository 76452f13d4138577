"""What is done with planned messages, risks and milestones."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from programs.audit import actions as audit
from programs.cohorts.access import leads_of
from programs.cohorts.models import Cohort, Program
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.plans import queries, tasks
from programs.plans.choices import MilestoneKind, PlanRefusal
from programs.plans.models import Milestone, PlannedMessage, Risk
from programs.plans.refused import PlanRefused

# Messages ----------------------------------------------------------------------------------------


@transaction.atomic
def plan_message(*, program: Program, by: Person, at: datetime, **fields: Any) -> PlannedMessage:
    """Plan what an audience is told. `fields` are stage, audience, channel, subject, text, owner, planned_on."""
    message = PlannedMessage.objects.create(program=program, **fields)
    audit.record("plan_message", message, by=by, at=at, planned_on=message.planned_on.isoformat())
    return message


@transaction.atomic
def change_message(*, message: PlannedMessage, by: Person, at: datetime, **fields: Any) -> PlannedMessage:
    """Change what is planned, as long as it was not said. Raises PlanRefused."""
    message = _unsaid(message)
    for name, value in fields.items():
        setattr(message, name, value)
    message.save()
    audit.record("change_message", message, by=by, at=at, planned_on=message.planned_on.isoformat())
    return message


@transaction.atomic
def send_message(*, message: PlannedMessage, by: Person, at: datetime) -> PlannedMessage:
    """Send it as a letter to everybody of its audience, once. Raises PlanRefused."""
    message = _unsaid(message)
    people = queries.people_of(message.program, message.audience).count()
    refusals = [] if message.text.strip() else [Refusal(PlanRefusal.NO_TEXT)]
    _refuse([*refusals, *([] if people else [Refusal(PlanRefusal.NOBODY)])])
    message.said_on, message.letters = timezone.localdate(at), people
    message.save()
    audit.record("send_message", message, by=by, at=at, letters=people)
    tasks.write_letters.enqueue(message.pk, at.isoformat())
    return message


@transaction.atomic
def note_message(*, message: PlannedMessage, evidence: str, on: date, by: Person, at: datetime) -> PlannedMessage:
    """Note that it was said elsewhere, on which day, and where that can be seen. Raises PlanRefused."""
    message = _unsaid(message)
    refusals = [] if evidence.strip() else [Refusal(PlanRefusal.NO_EVIDENCE)]
    _refuse([*refusals, *_future(on, at)])
    message.said_on, message.evidence = on, evidence.strip()
    message.save()
    audit.record("note_message", message, by=by, at=at, on=on.isoformat())
    return message


@transaction.atomic
def drop_message(*, message: PlannedMessage, by: Person, at: datetime) -> None:
    """Take a message out of the plan, as long as it was not said. Raises PlanRefused."""
    message = _unsaid(message)
    audit.record("drop_message", message, by=by, at=at, said=message.subject)
    message.delete()


# Risks -------------------------------------------------------------------------------------------


@transaction.atomic
def add_risk(*, program: Program, by: Person, at: datetime, **fields: Any) -> Risk:
    """Write a risk down, with who looks at it again and when. Raises PlanRefused."""
    _refuse(_review(fields["review_on"], at))
    risk = Risk.objects.create(program=program, reviewed_at=at, **fields)
    audit.record("add_risk", risk, by=by, at=at, likelihood=risk.likelihood, impact=risk.impact)
    return risk


@transaction.atomic
def review_risk(*, risk: Risk, by: Person, at: datetime, **fields: Any) -> Risk:
    """Judge a risk anew; the log keeps what it was. Raises PlanRefused."""
    _refuse(_review(fields["review_on"], at))
    risk = Risk.objects.select_for_update().get(pk=risk.pk)
    before = [risk.likelihood, risk.impact, risk.state]
    for name, value in fields.items():
        setattr(risk, name, value)
    risk.reviewed_at = at
    risk.save()
    after = [risk.likelihood, risk.impact, str(risk.state)]
    audit.record("review_risk", risk, by=by, at=at, before=before, after=after)
    return risk


# Milestones --------------------------------------------------------------------------------------


@transaction.atomic
def plan_milestone(
    *,
    program: Program,
    cohort: Cohort | None,
    title: str,
    kind: str,
    target: int | None,
    due_on: date,
    by: Person,
    at: datetime,
) -> Milestone:
    """Set a milestone; records that reach it already are found at once."""
    milestone = Milestone.objects.create(
        program=program,
        cohort=cohort,
        title=title,
        kind=kind,
        target=target if kind == MilestoneKind.VISITS else None,
        due_on=due_on,
    )
    audit.record("plan_milestone", milestone, by=by, at=at, kind=str(kind), due_on=due_on.isoformat())
    read_records(milestone=milestone, at=at)
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, on: date, by: Person, at: datetime) -> Milestone:
    """Say that a milestone was reached, where no record says so. Raises PlanRefused."""
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    refusals = _future(on, at)
    if milestone.reached_on:
        refusals.append(Refusal(PlanRefusal.REACHED_ALREADY, {"day": milestone.reached_on}))
    if milestone.kind != MilestoneKind.BY_HAND:
        refusals.append(Refusal(PlanRefusal.FROM_RECORDS))
    _refuse(refusals)
    milestone.reached_on = on
    milestone.save(update_fields=["reached_on"])
    audit.record("reach_milestone", milestone, by=by, at=at, on=on.isoformat())
    return milestone


@transaction.atomic
def read_records(*, milestone: Milestone, at: datetime) -> bool:
    """Note the day on which records reached a milestone; say whether they just did."""
    milestone_row = Milestone.objects.select_for_update().get(pk=milestone.pk)
    day = None if milestone_row.reached_on else queries.day_reached(milestone_row)
    if day is None:
        return False
    milestone.reached_on = milestone_row.reached_on = day
    milestone_row.save(update_fields=["reached_on"])
    audit.record("reach_milestone", milestone_row, by=None, at=at, on=day.isoformat())
    return True


@transaction.atomic
def drop_milestone(*, milestone: Milestone, by: Person, at: datetime) -> None:
    """Take a milestone away."""
    audit.record("drop_milestone", milestone, by=by, at=at, title=milestone.title)
    milestone.delete()


# Leavers -----------------------------------------------------------------------------------------


@transaction.atomic
def pass_on_plans_of(person: Person, *, by: Person | None, at: datetime) -> int:
    """Give the open messages and risks of somebody who leaves to a lead of each programme; returns how many."""
    passed_on = 0
    open_rows: list[PlannedMessage | Risk] = [
        *PlannedMessage.objects.filter(owner=person, said_on=None),
        *Risk.objects.filter(owner=person),
    ]
    for row in open_rows:
        heir = leads_of(row.program).exclude(pk=person.pk).order_by("pk").first()
        if heir:
            row.owner = heir
            row.save(update_fields=["owner"])
            audit.record("pass_on_plan", row, by=by, at=at, before=person.pk, after=heir.pk)
            passed_on += 1
    return passed_on


def _unsaid(message: PlannedMessage) -> PlannedMessage:
    locked = PlannedMessage.objects.select_for_update().get(pk=message.pk)
    if locked.said_on:
        raise PlanRefused([Refusal(PlanRefusal.SAID_ALREADY, {"day": locked.said_on})])
    return locked


def _review(review_on: date, at: datetime) -> list[Refusal]:
    return [] if review_on > timezone.localdate(at) else [Refusal(PlanRefusal.REVIEW_PAST)]


def _future(on: date, at: datetime) -> list[Refusal]:
    return [] if on <= timezone.localdate(at) else [Refusal(PlanRefusal.FUTURE)]


def _refuse(refusals: Iterable[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise PlanRefused(found)
