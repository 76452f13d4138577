"""What people do with frictions."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.audit import actions as audit
from programs.commitments import rules
from programs.commitments.choices import FrictionState
from programs.commitments.models import Friction
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
