"""What people do with objectives, measures and readings."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.core.refusals import Refusal, RuleBroken
from programs.notifications.actions import queue_letter
from programs.objectives import access, queries, rules
from programs.objectives.choices import ObjectiveState, Reason
from programs.objectives.models import Measure, Objective, Reading, Strategy
from programs.people.models import Department, Person


class ObjectiveRefused(RuleBroken):
    """A step of an objective, a measure or a reading was refused."""


@dataclass(frozen=True)
class Goal:
    """What an objective says."""

    title: str
    why: str
    it_owner: Person
    owner: Person
    starts_on: datetime.date
    ends_on: datetime.date


@dataclass(frozen=True)
class Figure:
    """What a measure says."""

    name: str
    unit: str
    direction: str
    baseline: Decimal
    baseline_on: datetime.date
    target: Decimal
    target_on: datetime.date
    every_days: int
    gap_item: str = ""


@dataclass(frozen=True)
class NewReading:
    """A value to be noted."""

    measure: Measure
    on: datetime.date
    value: Decimal
    source: str = ""
    note: str = ""


@transaction.atomic
def write_strategy(*, program: Program, statement: str, part_of_it: str, by: Person, at: datetime.datetime) -> Strategy:
    """Write where the company is going and IT's part in it."""
    values = {"statement": statement, "part_of_it": part_of_it, "changed_by": by, "changed_at": at}
    strategy, _ = Strategy.objects.update_or_create(program=program, defaults=values)
    audit.record("write_strategy", strategy, by=by, at=at, program=program.pk)
    return strategy


@transaction.atomic
def draft_objective(
    *, program: Program, it_department: Department, department: Department, goal: Goal, by: Person,
    at: datetime.datetime,
) -> Objective:  # fmt: skip
    """Write a shared goal down; the owners of both sides are asked to agree. Raises ObjectiveRefused."""
    objective = Objective(program=program, it_department=it_department, department=department)
    _write(objective, goal, at)
    audit.record("draft_objective", objective, by=by, at=at, title=goal.title)
    _ask_owners(objective, by=by, at=at)
    return objective


@transaction.atomic
def edit_objective(*, objective: Objective, goal: Goal, by: Person, at: datetime.datetime) -> Objective:
    """Change what an objective says. What changes it takes both agreements back. Raises ObjectiveRefused."""
    objective = _open_objective(objective)
    changed = sorted(one.name for one in fields(goal) if getattr(objective, one.name) != getattr(goal, one.name))
    if changed:
        objective.state, objective.it_agreed_at, objective.agreed_at = ObjectiveState.DRAFT, None, None
        _write(objective, goal, at)
        _ask_owners(objective, by=by, at=at)
    audit.record("edit_objective", objective, by=by, at=at, changed=changed)
    return objective


@transaction.atomic
def agree_objective(*, objective: Objective, by: Person, at: datetime.datetime) -> Objective:
    """Say yes for one's own side, or for both when one speaks for both. With both it is agreed.

    Raises ObjectiveRefused when there is nothing left for this person to agree to.
    """
    objective = _open_objective(objective)
    names = {"it": "it_agreed_at", "department": "agreed_at"}
    missing = [names[side] for side in access.sides_of(by, objective) if getattr(objective, names[side]) is None]
    _refuse([] if missing else [Refusal(Reason.ALREADY_AGREED)])
    for name in missing:
        setattr(objective, name, at)
    if objective.it_agreed_at and objective.agreed_at:
        objective.state = ObjectiveState.AGREED
    objective.save()
    audit.record("agree_objective", objective, by=by, at=at, sides=missing)
    if objective.state == ObjectiveState.AGREED:
        for person in {objective.it_owner, objective.owner} - {by}:
            _tell(objective, person, "agreed", at=at)
    return objective


@transaction.atomic
def close_objective(*, objective: Objective, outcome: str, by: Person, at: datetime.datetime) -> Objective:
    """End an objective with a word about what came of it; its readings stay. Raises ObjectiveRefused."""
    objective = _open_objective(objective)
    objective.state, objective.outcome, objective.closed_at = ObjectiveState.CLOSED, outcome, at
    objective.save()
    audit.record("close_objective", objective, by=by, at=at)
    for person in {objective.it_owner, objective.owner} - {by}:
        _tell(objective, person, "closed", at=at)
    return objective


@transaction.atomic
def add_measure(*, objective: Objective, figure: Figure, by: Person, at: datetime.datetime) -> Measure:
    """Add a figure to an objective. Raises ObjectiveRefused."""
    measure = Measure(objective=_open_objective(objective))
    _write_measure(measure, figure)
    audit.record("add_measure", measure, by=by, at=at, objective=objective.pk)
    return measure


@transaction.atomic
def edit_measure(*, measure: Measure, figure: Figure, by: Person, at: datetime.datetime) -> Measure:
    """Change a measure; the log keeps what it was. Raises ObjectiveRefused."""
    _open_objective(measure.objective)
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    before = {one.name: str(getattr(measure, one.name)) for one in fields(figure)}
    _write_measure(measure, figure)
    changed = {name: old for name, old in before.items() if str(getattr(figure, name)) != old}
    audit.record("edit_measure", measure, by=by, at=at, before=changed)
    return measure


@transaction.atomic
def note_readings(*, readings: Sequence[NewReading], by: Person, at: datetime.datetime) -> list[Reading]:
    """Note values, all of them or none. A value for a day that has one corrects it; the old one stays.

    Raises ObjectiveRefused with every reason.
    """
    measures = {one.measure.pk for one in readings}
    held = {
        one.pk: one for one in Measure.objects.select_for_update(of=("self",)).filter(pk__in=measures).order_by("pk")
    }
    standing = queries.standing_readings(held.values())
    refusals = [refusal for one in readings for refusal in refusals_of(one, standing, today=at.date())]
    _refuse(refusals)
    return [_note(one, standing.get((one.measure.pk, one.on)), by=by, at=at) for one in readings]


def refusals_of(
    one: NewReading, standing: dict[tuple[int, datetime.date], Reading], *, today: datetime.date
) -> list[Refusal]:
    """Return every reason why a value can't be noted by hand or file."""
    now = standing.get((one.measure.pk, one.on))
    refusals = list(
        rules.reading_refusals(
            on=one.on,
            value=one.value,
            note=one.note,
            standing=now.value if now else None,
            from_on=one.measure.baseline_on,
            today=today,
        )
    )
    if one.measure.objective.state == ObjectiveState.CLOSED:
        refusals.append(Refusal(Reason.IS_CLOSED))
    if one.measure.gap_item:
        refusals.append(Refusal(Reason.FROM_SURVEY))
    return refusals


def _note(one: NewReading, corrected: Reading | None, *, by: Person | None, at: datetime.datetime) -> Reading:
    if corrected is not None:
        Reading.objects.filter(pk=corrected.pk).update(is_standing=False)
    reading = Reading.objects.create(
        measure=one.measure,
        on=one.on,
        value=one.value,
        source=one.source,
        note=one.note,
        by=by,
        at=at,
        corrects=corrected,
    )
    audit.record("note_reading", reading, by=by, at=at, measure=one.measure.pk, corrects=corrected and corrected.pk)
    return reading


@transaction.atomic
def take_over_gap(
    *, measure: Measure, wave: int, on: datetime.date, points: Decimal, source: str, at: datetime.datetime
) -> bool:
    """Note a released perception gap, in points, as a reading; once for each wave. Says whether it was new.

    The value must come from a wave's release: nothing else may call this.
    """
    if Reading.objects.filter(measure=measure, wave=wave).exists():
        return False
    Reading.objects.filter(measure=measure, on=on, is_standing=True).update(is_standing=False)
    reading = Reading.objects.create(measure=measure, on=on, value=points, source=source, at=at, wave=wave)
    audit.record("take_over_gap", reading, by=None, at=at, measure=measure.pk, wave=wave)
    return True


def _write(objective: Objective, goal: Goal, at: datetime.datetime) -> None:
    _refuse(
        rules.objective_refusals(
            it_is_it=objective.it_department.is_it,
            other_is_it=objective.department.is_it,
            it_owner=(goal.it_owner.name, goal.it_owner.department_id == objective.it_department_id),
            owner=(goal.owner.name, goal.owner.department_id == objective.department_id),
            departments=(objective.it_department.name, objective.department.name),
            starts_on=goal.starts_on,
            ends_on=goal.ends_on,
        )
    )
    for one in fields(goal):
        setattr(objective, one.name, getattr(goal, one.name))
    objective.changed_at = at
    _save_or_refuse(objective, Reason.TITLE_TAKEN)


def _write_measure(measure: Measure, figure: Figure) -> None:
    for one in fields(figure):
        setattr(measure, one.name, getattr(figure, one.name))
    _refuse(rules.measure_refusals(measure.course))
    _save_or_refuse(measure, Reason.NAME_TAKEN)


def _save_or_refuse(row: Objective | Measure, reason: Reason) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        names = (
            ("program", "it_department", "department", "title") if isinstance(row, Objective) else ("objective", "name")
        )
        same = type(row)._default_manager.filter(**{name: getattr(row, name) for name in names})
        if not same.exclude(pk=row.pk).exists():
            raise
        raise ObjectiveRefused([Refusal(reason)]) from error


def _open_objective(objective: Objective) -> Objective:
    """Lock an objective that isn't closed. Raises ObjectiveRefused for one that is."""
    related = ("it_department", "department", "it_owner", "owner", "program")
    held = Objective.objects.select_for_update(of=("self",)).select_related(*related).get(pk=objective.pk)
    _refuse([Refusal(Reason.IS_CLOSED)] if held.state == ObjectiveState.CLOSED else [])
    return held


def _refuse(refusals: Iterable[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise ObjectiveRefused(found)


def _ask_owners(objective: Objective, *, by: Person, at: datetime.datetime) -> None:
    for person in {objective.it_owner, objective.owner} - {by}:
        _tell(objective, person, "drafted", at=at)


def _tell(objective: Objective, to: Person, news: str, *, at: datetime.datetime) -> None:
    queue_letter(
        to=to,
        kind="objectives/news",
        context={
            "objective": objective,
            "news": news,
            "link": settings.PUBLIC_URL + reverse("objectives:objective", args=[objective.pk]),
        },
        key=f"objective:{objective.pk}:{news}:{to.pk}:{objective.changed_at.timestamp():.0f}",
        at=at,
    )
