"""What can be done with feedback: ask for it, give it once, remind, release figures of it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.audit import actions as audit
from programs.cohorts.models import Cohort
from programs.core.refusals import Refusal, RuleBroken
from programs.feedback import queries, releasing, rules
from programs.feedback.choices import FeedbackRefusal, Role
from programs.feedback.models import FigureRelease, VisitForm
from programs.notifications.actions import queue_letter
from programs.people.models import Person
from programs.surveys import figures as survey_figures
from programs.surveys import queries as survey_queries
from programs.surveys import rules as survey_rules
from programs.surveys.rules import Answer
from programs.visits.models import Visit


class FeedbackRefused(RuleBroken):
    """A form or a release was refused."""


@transaction.atomic
def ask_for_feedback(*, visit: Visit, at: datetime, today: date) -> list[VisitForm]:
    """Ask the visitor about an attended visit, and the host once for its day. Doing it again asks nobody twice."""
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if locked.state not in queries.ATTENDED:
        return []
    asked = [_asked(visit, visit.visitor, Role.VISITOR, today)]
    host = queries.host_of(visit)
    if host is not None and not VisitForm.objects.filter(role=Role.HOST, visit__day=visit.day).exists():
        asked.append(_asked(visit, host, Role.HOST, today))
    made = [one for one in asked if one is not None]
    for form in made:
        _write(form, "asked", at)
    if made:
        audit.record("ask_for_feedback", visit, by=None, at=at, roles=[form.role for form in made])
    return made


def _asked(visit: Visit, person: Person, role: Role, today: date) -> VisitForm | None:
    if not person.is_active:
        return None
    form, is_new = VisitForm.objects.get_or_create(
        visit=visit,
        person=person,
        defaults={
            "role": role,
            "department": visit.department,
            "readers": visit.cohort.program.feedback_readers,
            "asked_on": today,
        },
    )
    return form if is_new else None


@transaction.atomic
def remind_of_feedback(*, form: VisitForm, at: datetime, today: date) -> bool:
    """Remind somebody who hasn't answered, if it is time; say whether it was."""
    locked = VisitForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    if locked.done_on or not rules.is_reminder_due(
        asked_on=locked.asked_on, reminded_on=locked.reminded_on, today=today
    ):
        return False
    VisitForm.objects.filter(pk=form.pk).update(reminded_on=today)
    _write(form, "reminded", at, key=f":{today.isoformat()}")
    audit.record("remind_of_feedback", form.visit, by=None, at=at, role=form.role)
    return True


def _write(form: VisitForm, kind: str, at: datetime, *, key: str = "") -> None:
    link = settings.PUBLIC_URL + reverse("feedback:answer", args=[form.pk])
    context = {"form": form, "visit": form.visit, "link": link, "until": rules.last_day_of(form.asked_on)}
    queue_letter(to=form.person, kind=f"feedback/{kind}", context=context, key=f"feedback:{form.pk}:{kind}{key}", at=at)


@transaction.atomic
def give_feedback(
    *, form: VisitForm, answers: Mapping[str, Answer], by: Person, at: datetime, today: date
) -> VisitForm:
    """Take what somebody says of a visit, once. Raises FeedbackRefused; then nothing was kept."""
    locked = VisitForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    refusals = rules.refusals_for(asked_on=locked.asked_on, done_on=locked.done_on, today=today)
    refusals = refusals or survey_rules.refusals_for_answers(queries.items_for(locked.role), answers, "it")
    if refusals:
        raise FeedbackRefused(refusals)
    locked.answers, locked.done_on = {key: answers[key] for key in sorted(answers)}, today
    locked.save(update_fields=["answers", "done_on"])
    audit.record("give_feedback", form.visit, by=by, at=at, role=locked.role)
    return locked


@transaction.atomic
def release_feedback(*, cohort: Cohort, by: Person, at: datetime) -> FigureRelease:
    """Publish figures of the forms answered since the last release. Raises FeedbackRefused where they are too few."""
    Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    fresh = VisitForm.objects.filter(visit__cohort=cohort, done_on__isnull=False, release=None)
    forms = list(fresh.select_related("department"))
    found = releasing.released(cohort, forms)
    if found.is_empty:
        raise FeedbackRefused([Refusal(FeedbackRefusal.TOO_FEW)])
    tables = survey_figures.to_json(found)
    row = FigureRelease.objects.create(
        cohort=cohort, tables=tables, sha256=survey_queries.hash_of(tables), released_at=at
    )
    VisitForm.objects.filter(pk__in=[one.pk for one in forms]).update(release=row)
    audit.record("release_feedback", cohort, by=by, at=at, sha256=row.sha256)
    return row
