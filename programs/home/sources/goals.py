"""What waits of objectives: agreeing to them, and readings that are due."""

import datetime
from collections.abc import Iterator

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.home.links import address
from programs.home.waiting import Asked, Waiting
from programs.objectives import queries as objective_queries
from programs.objectives.models import Measure, Objective
from programs.reviews import access as review_access
from programs.reviews.choices import ReviewState
from programs.reviews.models import Review


def objectives_to_agree(asked: Asked) -> QuerySet[Objective]:
    """Find drafts that wait for somebody's yes as owner of a side."""
    return objective_queries.objectives_to_agree(asked.person)


def say_objectives_to_agree(rows: QuerySet[Objective], asked: Asked) -> Iterator[Waiting]:
    """Name them."""
    for objective in rows:
        yield Waiting(
            timezone.localdate(objective.changed_at),
            _("A shared objective waits for your yes"),
            objective.title,
            _("Look at it"),
            address("objectives:objective", pk=objective.pk),
            "flag",
            "warn",
        )


def readings_due(asked: Asked) -> QuerySet[Measure]:
    """Find measures of one's own objectives, as an owner of either side; whether they are due is for the saying."""
    mine = Q(it_owner=asked.person) | Q(owner=asked.person)
    rows = objective_queries.measures_due(Objective.objects.filter(mine))
    # Until the target's day only: what comes after it is the pair's to decide.
    return rows.filter(target_on__gte=asked.today, baseline_on__lt=asked.today).order_by(
        F("latest_on").asc(nulls_first=True)
    )


def say_readings_due(rows: QuerySet[Measure], asked: Asked) -> Iterator[Waiting]:
    """Ask for a value of those that have been silent for too long."""
    for measure in rows:
        due_on = objective_queries.reading_due_on(measure, measure.latest_on)  # type: ignore[attr-defined]
        if due_on < asked.today:
            yield Waiting(
                due_on,
                _("A reading is due: %(measure)s") % {"measure": measure.name},
                measure.objective.title,
                _("Note it"),
                address("objectives:measure", pk=measure.pk),
                "presentation-chart-line",
            )


def reviews_to_hold(asked: Asked) -> QuerySet[Review]:
    """Find reviews that somebody runs and whose time has passed."""
    rows = review_access.reviews_run_by(asked.person).filter(state=ReviewState.PLANNED, ends_at__lte=asked.at)
    return rows.select_related("it_department", "department")


def say_reviews_to_hold(rows: QuerySet[Review], asked: Asked) -> Iterator[Waiting]:
    """Ask whether they were held."""
    for review in rows:
        yield Waiting(
            timezone.localdate(review.starts_at),
            _("Was the review held?"),
            f"{review.it_department.name} · {review.department.name}",
            _("Tell us"),
            address("reviews:review", pk=review.pk),
            "chat-bubble-left-right",
        )


def reviews_ahead(asked: Asked) -> QuerySet[Review]:
    """Find reviews within a week to which somebody was asked."""
    rows = Review.objects.filter(guests__person=asked.person, state=ReviewState.PLANNED)
    soon = asked.at + datetime.timedelta(days=7)
    return rows.filter(starts_at__gt=asked.at, starts_at__lte=soon).select_related("it_department", "department")


def say_reviews_ahead(rows: QuerySet[Review], asked: Asked) -> Iterator[Waiting]:
    """Point to the brief."""
    for review in rows:
        yield Waiting(
            timezone.localdate(review.called_at),
            _("Read the brief for %(on)s") % {"on": date_format(timezone.localdate(review.starts_at), "DATE_FORMAT")},
            f"{review.it_department.name} · {review.department.name}",
            _("Read it"),
            address("reviews:review", pk=review.pk),
            "document-text",
        )
