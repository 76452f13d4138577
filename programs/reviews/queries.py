"""What a review is prepared with: one page, read from the rooms below in a fixed number of queries."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from programs.commitments.choices import FrictionState
from programs.commitments.models import Commitment, Friction
from programs.commitments.queries import OPEN
from programs.objectives import queries as objective_queries
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Objective
from programs.objectives.queries import ObjectiveStory
from programs.people.models import Department, Person
from programs.reviews.choices import ReviewState
from programs.reviews.models import Decision, Review
from programs.visits.choices import VisitState
from programs.visits.models import Visit

DONE = (VisitState.ATTENDED, VisitState.DEBRIEFED)
AHEAD = (VisitState.REQUESTED, VisitState.CONFIRMED)
MOST_ROWS = 8


@dataclass(frozen=True)
class Brief:
    """What two departments look at together. Counts say how much more there is than the rows shown.

    Promises whose people keep them off the board are counted and not shown; nothing of
    journals or answers is in it. `visits_held` are those since the last review.
    """

    review: Review
    on: datetime.date
    stories: Sequence[ObjectiveStory]
    commitments: Sequence[Commitment]
    commitments_kept: int
    frictions: Sequence[Friction]
    frictions_open: int
    minutes_a_month: int
    visits_held: int
    visits_ahead: int
    next_visit_on: datetime.date | None
    last: Review | None
    last_decisions: Sequence[Decision]

    @property
    def measures(self) -> int:
        """How many measures the pair has."""
        return sum(len(story.measures) for story in self.stories)


def visits_of_pair(it_department: Department, department: Department) -> QuerySet[Visit]:
    """Return the visits between two departments, either way."""
    there = Q(visitor__department=it_department, department=department)
    back = Q(visitor__department=department, department=it_department)
    return Visit.objects.filter(there | back)


def last_held(review: Review) -> Review | None:
    """Return the review of the same pair that was held before this one."""
    same = {name: getattr(review, name) for name in ("program", "it_department", "department")}
    rows = Review.objects.filter(**same, state=ReviewState.HELD, starts_at__lt=review.starts_at)
    return rows.order_by("-starts_at").first()


def brief_of(review: Review, *, at: datetime.datetime) -> Brief:
    """Return what a review is prepared with, as things stand; the same few queries however much there is."""
    on = timezone.localdate(at)
    pair = (review.it_department, review.department)
    objectives = Objective.objects.filter(program=review.program, it_department=pair[0], department=pair[1])
    visits = visits_of_pair(*pair)
    last = last_held(review)
    open_ones = Commitment.objects.filter(Q(visit__in=visits) | Q(objective__in=objectives), state__in=OPEN)
    shown = open_ones.filter(is_visible=True).select_related("owner", "beneficiary").order_by("due_on", "id")
    frictions = Friction.objects.filter(department=pair[1]).exclude(
        state__in=[FrictionState.RESOLVED, FrictionState.WONT_FIX]
    )
    worst = sorted(frictions.select_related("owner"), key=lambda one: -one.minutes_lost * one.times_a_month)
    since = last.starts_at if last else review.called_at - datetime.timedelta(days=91)
    dates = visits.filter(Q(state__in=DONE, starts_at__gte=since) | Q(state__in=AHEAD, starts_at__gt=at))
    held_or_ahead = list(dates.order_by("starts_at").values_list("state", "on"))
    ahead = [day for state, day in held_or_ahead if state in AHEAD]
    return Brief(
        review=review,
        on=on,
        stories=objective_queries.stories_of(objectives.filter(state=ObjectiveState.AGREED), today=on),
        commitments=list(shown[:MOST_ROWS]),
        commitments_kept=open_ones.filter(is_visible=False).count(),
        frictions=worst[:MOST_ROWS],
        frictions_open=len(worst),
        minutes_a_month=sum(one.minutes_lost * one.times_a_month for one in worst),
        visits_held=len(held_or_ahead) - len(ahead),
        visits_ahead=len(ahead),
        next_visit_on=ahead[0] if ahead else None,
        last=last,
        last_decisions=list(last.decisions.select_related("commitment")) if last else [],
    )


def in_full(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Return reviews with both sides, their leads and who called them."""
    return reviews.select_related("program", "it_department__lead", "department__lead", "called_by")


def objectives_of(review: Review) -> QuerySet[Objective]:
    """Return the objectives of a review's pair, those that aren't closed first: what a promise can serve."""
    pair = {name: getattr(review, name) for name in ("program", "it_department", "department")}
    is_closed = Q(state=ObjectiveState.CLOSED)
    return Objective.objects.filter(**pair).annotate(is_closed=is_closed).order_by("is_closed", "title", "pk")


def people_of(review: Review) -> QuerySet[Person]:
    """Return who was asked to a review and is still there: who can promise and be promised."""
    return Person.objects.filter(reviews__review=review, is_active=True).order_by("name", "pk")
