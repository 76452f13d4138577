"""Named reads of the feedback room."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from programs.cohorts.models import Cohort
from programs.feedback import rules
from programs.feedback.choices import Role
from programs.feedback.figures import ReleasedFeedback
from programs.feedback.models import FigureRelease, VisitForm
from programs.people.models import Person
from programs.surveys import figures as survey_figures
from programs.surveys import queries as survey_queries
from programs.visits.choices import VisitState
from programs.visits.models import Visit

ATTENDED = (VisitState.ATTENDED, VisitState.DEBRIEFED)
KEYS = {Role.VISITOR: "visited", Role.HOST: "hosted"}
"""The questionnaire of each role."""


def items_for(role: str) -> list[dict[str, Any]]:
    """Return the questions of a role's form, as they ship or are installed."""
    return survey_queries.items_of(KEYS[Role(role)])


def visits_to_ask_about(today: date) -> QuerySet[Visit]:
    """Return the visits that were attended lately and about which somebody has not been asked."""
    asked = VisitForm.objects.filter(visit=OuterRef("pk"))
    hosts = VisitForm.objects.filter(role=Role.HOST, visit__day=OuterRef("day"))
    lately = Visit.objects.filter(state__in=ATTENDED, on__lte=today, on__gte=today - rules.ASKED_ABOUT)
    return (
        lately.exclude(Exists(asked.filter(role=Role.VISITOR)), Exists(hosts))
        .select_related("visitor", "department", "cohort__program", "day__offering__contact", "day__offering__deputy")
        .order_by("on", "pk")
    )


def host_of(visit: Visit) -> Person | None:
    """Return who is asked as host: the contact, or the deputy of one who has left."""
    offering = visit.day.offering
    return next((one for one in (offering.contact, offering.deputy) if one is not None and one.is_active), None)


def waiting_for(person: Person, today: date) -> QuerySet[VisitForm]:
    """Return the forms that somebody can still answer."""
    return VisitForm.objects.filter(person=person, done_on=None, asked_on__gte=today - rules.OPEN_FOR).select_related(
        "visit__day__offering", "department"
    )


def counts_of(cohort: Cohort) -> Mapping[str, int]:
    """Return how many forms of a cohort were asked for, answered, and not yet released."""
    forms = VisitForm.objects.filter(visit__cohort=cohort)
    done = Q(done_on__isnull=False)
    return forms.aggregate(
        asked=Count("pk"), answered=Count("pk", filter=done), fresh=Count("pk", filter=done & Q(release=None))
    )


def releases_of(cohort: Cohort) -> list[tuple[FigureRelease, ReleasedFeedback]]:
    """Return what was released of a cohort, the latest first. Raises ReleaseTampered where it was changed since."""
    return [
        (row, released_feedback(row)) for row in FigureRelease.objects.filter(cohort=cohort).order_by("-released_at")
    ]


def released_feedback(row: FigureRelease) -> ReleasedFeedback:
    """Return the figures of one release. Raises ReleaseTampered if they were changed afterwards."""
    if survey_queries.hash_of(row.tables) != row.sha256:
        raise survey_queries.ReleaseTampered(f"feedback release {row.pk}")
    return survey_figures.from_json(ReleasedFeedback, row.tables)


def answers_told(form: VisitForm) -> Sequence[Mapping[str, Any]]:
    """Return the questions of an answered form, each with what was said."""
    return [item | {"answer": form.answers.get(item["construct"])} for item in items_for(form.role)
            if item["construct"] in form.answers]  # fmt: skip
