"""What leads do with programmes and cohorts, and what people do with their enrolment."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from programs.audit import actions as audit
from programs.cohorts import rules
from programs.cohorts.choices import ProgramRoleKind, Reason, Stage
from programs.cohorts.models import (
    BlockedDate,
    Cohort,
    CoverageFloor,
    Enrollment,
    Exclusion,
    GateOverride,
    Program,
    ProgramRole,
    RankedDepartment,
    Skill,
    VisitorWish,
)
from programs.cohorts.rules import Wishes
from programs.core.refusals import Refusal, RuleBroken
from programs.notifications.actions import queue_letter
from programs.people.models import Department, Person, Team


class CohortRefused(RuleBroken):
    """Something can't be done with a programme, a cohort or an enrolment."""


@dataclass(frozen=True)
class ProgramRules:
    """What a lead decides for a programme."""

    name: str
    company: str
    purpose: str
    confirm_mode: str
    repeat_policy: str
    request_working_days: int
    notice_days: int
    waiting_offer_hours: int
    needs_release: bool
    release_days: int
    score_threshold: int
    item_threshold: int
    friction_working_days: int
    quick_win_days: int
    survey_minutes: int
    weak_percent: int | None
    silent_weeks: int | None
    feedback_readers: str


@dataclass(frozen=True)
class CohortPlan:
    """What a lead decides for a cohort."""

    name: str
    starts_on: date
    ends_on: date
    enrolls_until: date | None
    visits_wanted: int
    spacing_days: int


# Programmes ------------------------------------------------------------------------------


@transaction.atomic
def create_program(*, name: str, company: str, purpose: str, lead: Person, by: Person, at: datetime) -> Program:
    """Make a programme with the usual rules and its first lead. Raises CohortRefused."""
    program = Program(name=name, company=company, purpose=purpose)
    _save(program)
    audit.record("create_program", program, by=by, at=at, name=name)
    name_role(program=program, person=lead, kind=ProgramRoleKind.LEAD, by=by, at=at)
    return program


@transaction.atomic
def edit_program(*, program: Program, decided: ProgramRules, by: Person, at: datetime) -> Program:
    """Change a programme's rules and thresholds. Raises CohortRefused; thresholds never go below 5 and 10.

    A wave that is open keeps the thresholds it was opened with.
    """
    _refuse(
        rules.program_refusals(
            score_threshold=decided.score_threshold,
            item_threshold=decided.item_threshold,
            waiting_offer_hours=decided.waiting_offer_hours,
        )
    )
    program = Program.objects.select_for_update().get(pk=program.pk)
    changed = {
        field.name: getattr(decided, field.name)
        for field in fields(decided)
        if getattr(program, field.name) != getattr(decided, field.name)
    }
    for name, value in changed.items():
        setattr(program, name, value)
    _save(program)
    audit.record("edit_program", program, by=by, at=at, changed=changed)
    return program


@transaction.atomic
def name_role(*, program: Program, person: Person, kind: str, by: Person, at: datetime) -> ProgramRole:
    """Make somebody lead or sponsor; doing it twice changes nothing. Raises CohortRefused."""
    if not person.is_active:
        _refuse([Refusal(Reason.LEFT, {"name": person.name})])
    role, is_new = ProgramRole.objects.get_or_create(program=program, person=person, kind=kind)
    if is_new:
        audit.record("name_role", program, by=by, at=at, person=person.pk, kind=str(kind))
    return role


@transaction.atomic
def end_role(*, role: ProgramRole, by: Person, at: datetime) -> None:
    """Take a role back. Raises CohortRefused for the last lead who is still there."""
    program = Program.objects.select_for_update().get(pk=role.program_id)
    others = ProgramRole.objects.filter(program=program, kind=ProgramRoleKind.LEAD, person__is_active=True)
    if role.kind == ProgramRoleKind.LEAD and not others.exclude(pk=role.pk).exists():
        _refuse([Refusal(Reason.LAST_LEAD)])
    audit.record("end_role", program, by=by, at=at, person=role.person_id, kind=role.kind)
    role.delete()


# Cohorts ---------------------------------------------------------------------------------


@transaction.atomic
def create_cohort(
    *,
    program: Program,
    plan: CohortPlan,
    departments: Collection[Department],
    like: Cohort | None = None,
    by: Person,
    at: datetime,
) -> Cohort:
    """Set up a cohort. Raises CohortRefused.

    `like` is the cohort that it was duplicated from: who is kept from which department there
    is kept from it here. People, visits and waves are not carried over.
    """
    _refuse(rules.cohort_refusals(plan.starts_on, plan.ends_on, plan.enrolls_until))
    cohort = Cohort(program=program, **asdict(plan))
    _save(cohort)
    cohort.departments.set(departments)
    if like:
        Exclusion.objects.bulk_create(
            Exclusion(cohort=cohort, person_id=person, department_id=department, reason=reason)
            for person, department, reason in like.exclusions.values_list("person_id", "department_id", "reason")
        )
    audit.record("create_cohort", cohort, by=by, at=at, like=like.pk if like else None)
    return cohort


@transaction.atomic
def edit_cohort(
    *, cohort: Cohort, plan: CohortPlan, departments: Collection[Department], by: Person, at: datetime
) -> Cohort:
    """Change a cohort's dates, numbers and host departments. Raises CohortRefused."""
    cohort = _open(cohort)
    _refuse(rules.cohort_refusals(plan.starts_on, plan.ends_on, plan.enrolls_until))
    changed = sorted(f.name for f in fields(plan) if getattr(cohort, f.name) != getattr(plan, f.name))
    for field in fields(plan):
        setattr(cohort, field.name, getattr(plan, field.name))
    _save(cohort)
    before = set(cohort.departments.values_list("pk", flat=True))
    cohort.departments.set(departments)
    after = {department.pk for department in departments}
    audit.record(
        "edit_cohort", cohort, by=by, at=at, changed=changed, joined=sorted(after - before), left=sorted(before - after)
    )
    return cohort


@transaction.atomic
def move_cohort(
    *, cohort: Cohort, to: str, missing: Sequence[str], override_reason: str, by: Person, at: datetime
) -> Cohort:
    """Bring a cohort to the stage after or before. Raises CohortRefused.

    `missing` are the lines of the readiness list that aren't met. Going on all the same needs
    a reason, which is kept as a GateOverride and printed in the report. Going back, to mend
    something, needs none. An archived cohort stays archived.
    """
    cohort = _open(cohort)
    goes_on = rules.order_of(to) > rules.order_of(cohort.stage)
    refusals = []
    if not rules.is_neighbour(cohort.stage, to):
        refusals.append(Refusal(Reason.WRONG_STAGE, {"stage": cohort.get_stage_display()}))
    if goes_on and missing and not override_reason.strip():
        refusals.append(Refusal(Reason.MISSING))
    _refuse(refusals)
    was, cohort.stage = cohort.stage, Stage(to)
    cohort.save(update_fields=["stage"])
    if goes_on and missing:
        GateOverride.objects.create(
            cohort=cohort, stage=to, missing=list(missing), reason=override_reason.strip(), by=by, at=at
        )
    audit.record("move_cohort", cohort, by=by, at=at, was=was, to=str(to), missing=list(missing))
    return cohort


@transaction.atomic
def exclude_person(
    *, cohort: Cohort, person: Person, department: Department, reason: str, by: Person, at: datetime
) -> Exclusion:
    """Keep somebody away from a department in a cohort. Raises CohortRefused."""
    cohort = _open(cohort)
    exclusion, is_new = Exclusion.objects.get_or_create(
        cohort=cohort, person=person, department=department, defaults={"reason": reason}
    )
    if not is_new:
        _refuse([Refusal(Reason.EXCLUDED_ALREADY, {"name": person.name, "department": department.name})])
    audit.record("exclude_person", cohort, by=by, at=at, person=person.pk, department=department.pk)
    return exclusion


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, by: Person, at: datetime) -> None:
    """Let somebody visit the department again. Raises CohortRefused."""
    cohort = _open(exclusion.cohort)
    audit.record("lift_exclusion", cohort, by=by, at=at, person=exclusion.person_id, department=exclusion.department_id)
    exclusion.delete()


# Enrolments ------------------------------------------------------------------------------


@transaction.atomic
def add_floor(
    *, cohort: Cohort, department: Department, from_on: date, until_on: date, least: int, is_required: bool,
    by: Person, at: datetime,
) -> CoverageFloor:  # fmt: skip
    """Ask for at least so many visits to a department between two dates (both included). Raises CohortRefused."""
    cohort = _open(cohort)
    floor = CoverageFloor.objects.create(
        cohort=cohort, department=department, from_on=from_on, until_on=until_on, least=least, is_required=is_required
    )
    audit.record("add_floor", cohort, by=by, at=at, department=department.pk, least=least, is_required=is_required)
    return floor


@transaction.atomic
def remove_floor(*, floor: CoverageFloor, by: Person, at: datetime) -> None:
    """Let a coverage floor go. Raises CohortRefused."""
    audit.record("remove_floor", _open(floor.cohort), by=by, at=at, department=floor.department_id, least=floor.least)
    floor.delete()


@transaction.atomic
def enroll(*, cohort: Cohort, person: Person, wishes: Wishes, by: Person, at: datetime) -> Enrollment:
    """Enrol somebody with their wishes, or change the wishes they gave. Raises CohortRefused.

    Somebody who had withdrawn is enrolled again.
    """
    cohort = _open(cohort)
    _refuse(_wish_refusals(cohort, person, wishes, timezone.localdate(at)))
    enrollment = Enrollment.objects.select_for_update().filter(cohort=cohort, person=person).first()
    is_new = enrollment is None or enrollment.withdrawn_at is not None
    enrollment = enrollment or Enrollment(cohort=cohort, person=person)
    if is_new:
        enrollment.enrolled_at, enrollment.withdrawn_at = at, None
    enrollment.wanted, enrollment.goals, enrollment.reach = wishes.wanted, wishes.goals, wishes.reach
    enrollment.save()
    _write_lists(enrollment, wishes)
    # How many people somebody avoids is as private as who: the log says nothing about it.
    audit.record(
        "enroll" if is_new else "change_wishes",
        enrollment,
        by=by,
        at=at,
        wanted=wishes.wanted,
        departments=[one.department_id for one in wishes.ranked],
    )
    return enrollment


def _write_lists(enrollment: Enrollment, wishes: Wishes) -> None:
    enrollment.ranked.all().delete()
    RankedDepartment.objects.bulk_create(
        RankedDepartment(enrollment=enrollment, department_id=one.department_id, rank=one.rank) for one in wishes.ranked
    )
    enrollment.blocked_dates.all().delete()
    BlockedDate.objects.bulk_create(BlockedDate(enrollment=enrollment, on=on) for on in sorted(wishes.blocked))
    enrollment.avoided.set(wishes.avoided)
    enrollment.learns.set(wishes.learns)
    enrollment.brings.set(wishes.brings)


def _wish_refusals(cohort: Cohort, person: Person, wishes: Wishes, on: date) -> list[Refusal]:
    refusals = []
    if not rules.is_open_for_wishes(cohort.stage, cohort.enrolls_until, on):
        refusals.append(Refusal(Reason.CLOSED, {"cohort": cohort.name}))
    if not person.is_active:
        refusals.append(Refusal(Reason.LEFT, {"name": person.name}))
    if not 1 <= wishes.wanted <= 12:
        refusals.append(Refusal(Reason.WANTED))
    if person.pk in wishes.avoided:
        refusals.append(Refusal(Reason.AVOIDS_SELF))
    if rules.dates_outside(wishes.blocked, cohort.starts_on, cohort.ends_on):
        refusals.append(Refusal(Reason.DATES_OUTSIDE, {"start": cohort.starts_on, "end": cohort.ends_on}))
    hosts = set(cohort.departments.values_list("pk", flat=True))
    for department in Department.objects.filter(pk__in=[one.department_id for one in wishes.ranked]):
        if department.pk not in hosts:
            refusals.append(Refusal(Reason.NOT_HOSTING, {"department": department.name}))
        elif department.pk == person.department_id:
            refusals.append(Refusal(Reason.OWN_DEPARTMENT, {"department": department.name}))
    return refusals


@transaction.atomic
def withdraw_enrollment(*, enrollment: Enrollment, by: Person, at: datetime) -> Enrollment:
    """Take somebody out of a cohort; what they wished is kept until they come back. Raises CohortRefused.

    Visits that stand are not touched here: the visits room ends them in its own action.
    """
    enrollment = Enrollment.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=enrollment.pk)
    _open(enrollment.cohort)
    if enrollment.withdrawn_at:
        _refuse([Refusal(Reason.ALREADY_WITHDRAWN)])
    enrollment.withdrawn_at = at
    enrollment.save(update_fields=["withdrawn_at"])
    audit.record("withdraw_enrollment", enrollment, by=by, at=at)
    return enrollment


@transaction.atomic
def enroll_people(*, cohort: Cohort, people: Collection[Person], by: Person, at: datetime) -> list[Enrollment]:
    """Enrol people at once and ask each by letter for their wishes. Raises CohortRefused.

    Whoever was enrolled before is left as they are, also those who withdrew: nobody is put
    back into something they left.
    """
    cohort = _open(cohort)
    known = set(Enrollment.objects.filter(cohort=cohort).values_list("person_id", flat=True))
    new = [person for person in people if person.is_active and person.pk not in known]
    if not new:
        _refuse([Refusal(Reason.NOBODY)])
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(cohort=cohort, person=person, wanted=cohort.visits_wanted, enrolled_at=at) for person in new
    )
    link = f"{settings.PUBLIC_URL}{reverse('cohorts:enroll', args=[cohort.pk])}"
    for enrollment in enrollments:
        queue_letter(
            to=enrollment.person,
            kind="cohorts/invited",
            context={"cohort": cohort, "by": by, "link": link},
            key=f"cohorts/invited/{enrollment.pk}",
            at=at,
        )
    audit.record("enroll_people", cohort, by=by, at=at, people=[person.pk for person in new])
    return enrollments


# Skills, and what departments wish --------------------------------------------------------


@transaction.atomic
def add_skill(*, name: str, by: Person, at: datetime) -> Skill:
    """Add a skill to the vocabulary that visitors and hosts share. Raises CohortRefused when it is there already."""
    name = " ".join(name.split())
    if Skill.objects.filter(name__iexact=name).exists():
        _refuse([Refusal(Reason.SKILL_KNOWN, {"name": name})])
    skill = Skill.objects.create(name=name)
    audit.record("add_skill", skill, by=by, at=at, name=name)
    return skill


@transaction.atomic
def wish_for_visitors(
    *,
    cohort: Cohort,
    department: Department,
    person: Person | None = None,
    team: Team | None = None,
    skill: Skill | None = None,
    strength: int,
    by: Person,
    at: datetime,
) -> VisitorWish:
    """Say how much a department would like one person, one team or people with a skill; saying it again changes it.

    Matching weighs it, no rule follows from it. Raises CohortRefused when the department
    doesn't host in the cohort, or not exactly one of the three is named.
    """
    cohort = _open(cohort)
    if sum(whom is not None for whom in (person, team, skill)) != 1:
        _refuse([Refusal(Reason.ONE_WISH)])
    if not cohort.departments.filter(pk=department.pk).exists():
        _refuse([Refusal(Reason.NOT_HOSTING, {"department": department.name})])
    wish, _ = VisitorWish.objects.update_or_create(
        cohort=cohort, department=department, person=person, team=team, skill=skill, defaults={"strength": strength}
    )
    audit.record("wish_for_visitors", cohort, by=by, at=at, department=department.pk, wish=wish.pk, strength=strength)
    return wish


@transaction.atomic
def drop_visitor_wish(*, wish: VisitorWish, by: Person, at: datetime) -> None:
    """Let a department's wish about visitors go. Raises CohortRefused when the cohort is archived."""
    cohort = _open(wish.cohort)
    audit.record("drop_visitor_wish", cohort, by=by, at=at, department=wish.department_id, wish=wish.pk)
    wish.delete()


# Shared ------------------------------------------------------------------------------------


def _open(cohort: Cohort) -> Cohort:
    """Return the cohort under a lock. Raises CohortRefused when it is archived."""
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("program").get(pk=cohort.pk)
    if cohort.stage == Stage.ARCHIVED:
        _refuse([Refusal(Reason.ARCHIVED, {"cohort": cohort.name})])
    return cohort


def _save(row: Program | Cohort) -> None:
    """Save a row whose name may be taken. Raises CohortRefused."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        same = Program.objects.filter(name=row.name).exclude(pk=row.pk).exists()
        if isinstance(row, Cohort):
            same = Cohort.objects.filter(program=row.program_id, name=row.name).exclude(pk=row.pk).exists()
        if not same:
            raise
        raise CohortRefused([Refusal(Reason.NAME_TAKEN)]) from error


def _refuse(refusals: Sequence[Refusal]) -> None:
    if refusals:
        raise CohortRefused(refusals)
