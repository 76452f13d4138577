"""What people do with frictions."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs.audit import actions as audit
from programs.cohorts import access as cohort_access
from programs.commitments import returns, rules
from programs.commitments.choices import FrictionState
from programs.commitments.models import Friction, RoadmapItem
from programs.commitments.refused import refuse
from programs.notifications.actions import queue_letter
from programs.people.models import Department, Person
from programs.visits.models import Visit


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
    """Write down what slows a department down. It goes to the owner of the system in IT, else to
    the department's contact there, who has the programme's working days to take it on.
    """
    owner = returns.owner_for(department, system)
    program = returns.program_of(department, visit)
    days = program.friction_working_days if program else returns.DEFAULT_WORKING_DAYS
    friction = Friction.objects.create(
        owner=owner,
        acknowledge_by=rules.working_days_after(timezone.localdate(at), days),
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
    audit.record("report_friction", friction, by=by, at=at, owner=owner.pk if owner else None)
    if owner is not None:
        _tell(friction, owner, "friction_routed", key="routed", at=at)
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
    friction.rung = 0
    if step == "acknowledge":
        friction.owner, friction.due_on, friction.acknowledged_at = by, due_on, at
    if step in ("resolve", "refuse"):
        friction.closed_at = at
    friction.save()
    audit.record(f"{step}_friction", friction, by=by, at=at)
    _tell(friction, friction.reported_by, "friction", key=friction.state, at=at, by=by)
    return friction


@transaction.atomic
def link_friction(
    *, friction: Friction, ticket: str, roadmap_item: RoadmapItem | None, by: Person, at: datetime
) -> Friction:
    """Point at the ticket and the item of the roadmap under which IT works on a friction."""
    friction.ticket, friction.roadmap_item = ticket, roadmap_item
    friction.save(update_fields=["ticket", "roadmap_item"])
    audit.record("link_friction", friction, by=by, at=at, roadmap_item=roadmap_item.pk if roadmap_item else None)
    return friction


def climb_ladder(*, at: datetime) -> int:
    """Tell the next higher of each friction that is overdue, once a rung; returns how many were told of.

    First its owner (or, where there is none, the lead of IT), then the lead of IT, then
    the leads of the programme.
    """
    told = 0
    today = timezone.localdate(at)
    for friction in returns.overdue_frictions(today).filter(rung__lte=len(rules.RUNGS)):
        deadline = friction.acknowledge_by if friction.state == FrictionState.REPORTED else friction.due_on
        rung = rules.rung_of(deadline, today) if deadline else 0
        if rung > friction.rung:
            with transaction.atomic():
                Friction.objects.filter(pk=friction.pk).update(rung=rung)
                for person in _who_hears(friction, rung):
                    key = f"{friction.state}:{rung}:{person.pk}"
                    _tell(friction, person, "friction_overdue", key=key, at=at, since=deadline)
                audit.record("climb_ladder", friction, by=None, at=at, rung=rung)
            told += 1
    return told


def _who_hears(friction: Friction, rung: int) -> list[Person]:
    if rung > len(rules.RUNGS):
        program = returns.program_of(friction.department, friction.visit)
        return list(cohort_access.leads_of(program)) if program else []
    if rung == 1 and friction.owner is not None:
        return [friction.owner]
    leads = Person.objects.filter(led_departments__is_it=True, is_active=True).distinct()
    own = leads.filter(led_departments=friction.owner.department_id) if friction.owner else leads.none()
    return list(own or leads)


def _tell(friction: Friction, to: Person, letter: str, *, key: str, at: datetime, **context: Any) -> None:
    queue_letter(
        to=to,
        kind=f"commitments/{letter}",
        context={
            "friction": friction,
            "link": settings.PUBLIC_URL + reverse("commitments:friction", args=[friction.pk]),
            **context,
        },
        key=f"friction:{friction.pk}:{key}",
        at=at,
    )
