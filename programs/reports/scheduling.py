"""Reports that come by themselves: who gets which edition when, and what the worker does about it.

A schedule runs with the rights that its owner has on that day: the lead who set it up must
still lead the programme, and the reader must still be allowed to read the edition. The letter
holds a link and no figure.
"""

import logging
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs.audit import actions as audit_actions
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort
from programs.core.refusals import Refusal, RuleBroken
from programs.notifications import actions as notification_actions
from programs.people.models import Person
from programs.reports import access, actions, figures, queries, rules
from programs.reports.choices import Edition, ReportRefusal, Rhythm, ScheduleEnd
from programs.reports.models import Schedule, Snapshot

LOGGER = logging.getLogger(__name__)


@transaction.atomic
def schedule_report(*, cohort: Cohort, to: Person, edition: str, rhythm: str, by: Person, at: datetime) -> Schedule:
    """Let `to` get an edition of a cohort's report by itself, or return the schedule that does so.

    Raises ReportRefused when `by` doesn't lead the programme, or `to` may not read its reports.
    """
    if not access.cohorts_reported_by(by).filter(pk=cohort.pk).exists():
        raise actions.ReportRefused([Refusal(ReportRefusal.NOT_LEAD)])
    if not access.cohorts_visible_to(to).filter(pk=cohort.pk).exists():
        raise actions.ReportRefused([Refusal(ReportRefusal.NOT_READER, {"person": str(to)})])
    asked = {"cohort": cohort, "to": to, "edition": edition, "rhythm": rhythm, "ended_at": None}
    standing = Schedule.objects.filter(**asked).first()
    if standing is not None:
        return standing
    last = queries.newest_release(cohort) if rhythm == Rhythm.RELEASE else rules.month_of(timezone.localdate(at))
    made = Schedule.objects.create(**asked, set_by=by, set_at=at, last_period=last)
    audit_actions.record("schedule_report", made, by=by, at=at, cohort=cohort.pk, to=to.pk, edition=edition)
    return made


@transaction.atomic
def end_schedule(*, schedule: Schedule, by: Person | None, at: datetime, why: str = ScheduleEnd.ASKED) -> Schedule:
    """Send nothing more by a schedule. Repeating it does no harm."""
    held = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if held.ended_at is None:
        held.ended_at, held.ended_because = at, why
        held.save(update_fields=["ended_at", "ended_because"])
        audit_actions.record("end_schedule", held, by=by, at=at, why=why)
    return held


def send_due(*, at: datetime) -> int:
    """Send what is due; return how many letters were written. May be called by several workers."""
    on, sent = timezone.localdate(at), 0
    for schedule in queries.schedules_standing():
        if schedule.last_period == _period(schedule, on):
            continue
        try:
            sent += _send(schedule.pk, at=at, on=on)
        except RuleBroken:
            LOGGER.exception("Schedule %s could not be kept", schedule.pk)
    return sent


@transaction.atomic
def _send(pk: int, *, at: datetime, on: date) -> bool:
    """Freeze the figures, ask for the document and write the letter, if the schedule's time has come."""
    held = queries.schedules_standing().select_for_update(of=("self",)).filter(pk=pk).first()
    if held is None:
        return False
    period = _period(held, on)
    if not period or period == held.last_period:
        return False
    if why := _over(held):
        end_schedule(schedule=held, by=None, at=at, why=why)
        return False
    held.last_period = period
    held.save(update_fields=["last_period"])
    snapshot = _snapshot_of(held, at=at, on=on)
    actions.ask_for_document(snapshot=snapshot, by=held.to, at=at, language=held.to.language, edition=held.edition)
    letter = notification_actions.queue_letter(
        to=held.to,
        kind="reports/scheduled",
        context={
            "cohort": held.cohort,
            "edition": Edition(held.edition).label,
            "link": _link("edition", snapshot.pk, held.edition),
            "stop": _link("end_schedule", held.pk),
        },
        key=f"schedule-{held.pk}-{period}",
        at=at,
    )
    return letter is not None


def _period(schedule: Schedule, on: date) -> str:
    """Return the period that is to be reported on: the month, or the newest release."""
    return queries.newest_release(schedule.cohort) if schedule.rhythm == Rhythm.RELEASE else rules.month_of(on)


def _over(schedule: Schedule) -> str:
    """Return why a schedule has lost its ground: rights are those of this day."""
    if schedule.cohort.stage == Stage.ARCHIVED:
        return ScheduleEnd.ARCHIVED
    if not access.cohorts_reported_by(schedule.set_by).filter(pk=schedule.cohort_id).exists():
        return ScheduleEnd.OWNER
    if not schedule.to.is_active or not access.cohorts_visible_to(schedule.to).filter(pk=schedule.cohort_id).exists():
        return ScheduleEnd.READER
    return ""


def _snapshot_of(schedule: Schedule, *, at: datetime, on: date) -> Snapshot:
    """Return a snapshot of today's figures: one that says the same is not made twice."""
    data = figures.to_json(queries.snapshot(schedule.cohort, on))
    standing = Snapshot.objects.filter(cohort=schedule.cohort, sha256=figures.fingerprint(data)).first()
    return standing or actions.take_snapshot(cohort=schedule.cohort, by=schedule.set_by, at=at, on=on)


def _link(page: str, *where: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'reports:{page}', args=where)}"
