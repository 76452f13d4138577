"""Who sees and runs pair reviews.

Those who speak for a pair run its reviews: the leads of the two departments, the owners of its
objectives that aren't closed, and the leads of the programme. They and everybody who was asked
to a review read it with its brief; so do sponsors, without the promises that are not for the board.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Objective
from programs.people.models import Department, Person
from programs.reviews.models import Brief, Decision, Review, ReviewGuest


def _speaks(person: Person) -> Q:
    owned = Objective.objects.filter(
        Q(it_owner=person) | Q(owner=person),
        program=OuterRef("program"),
        it_department=OuterRef("it_department"),
        department=OuterRef("department"),
    ).exclude(state=ObjectiveState.CLOSED)
    led = cohort_access.programs_led_by(person).filter(pk=OuterRef("program"))
    return Q(it_department__lead=person) | Q(department__lead=person) | Q(Exists(owned)) | Q(Exists(led))


def reviews_run_by(person: Person) -> QuerySet[Review]:
    """Return the reviews that somebody may move, call off, hold and decide in."""
    return Review.objects.filter(_speaks(person)) if person.is_active else Review.objects.none()


def reviews_visible_to(person: Person) -> QuerySet[Review]:
    """Return the reviews that somebody may read, with their brief."""
    if not person.is_active:
        return Review.objects.none()
    asked = Exists(ReviewGuest.objects.filter(review=OuterRef("pk"), person=person))
    sponsors = Exists(cohort_access.programs_sponsored_by(person).filter(pk=OuterRef("program")))
    return Review.objects.filter(_speaks(person) | asked | sponsors)


def pairs_to_call(person: Person) -> QuerySet[Objective]:
    """Return the objectives, not closed, through whose pair somebody may call a review."""
    led = Exists(cohort_access.programs_led_by(person).filter(pk=OuterRef("program")))
    mine = Q(it_owner=person) | Q(owner=person) | Q(it_department__lead=person) | Q(department__lead=person) | Q(led)
    rows = Objective.objects.filter(mine).exclude(state=ObjectiveState.CLOSED)
    return rows if person.is_active else rows.none()


def decisions_made_by(person: Person) -> QuerySet[Decision]:
    """Return the decisions that somebody may turn into promises."""
    return Decision.objects.filter(review__in=reviews_run_by(person)).select_related("review")


def briefs_visible_to(person: Person) -> QuerySet[Brief]:
    """Return the printed briefs that somebody may read: those they asked for."""
    return Brief.objects.filter(asked_by=person, review__in=reviews_visible_to(person)).select_related("review")


def guests_of_pair(it_department: Department, department: Department, program_id: int) -> QuerySet[Person]:
    """Return who is asked to a review of a pair: both leads, and the owners of objectives that aren't closed."""
    objectives = Objective.objects.filter(
        program=program_id, it_department=it_department, department=department
    ).exclude(state=ObjectiveState.CLOSED)
    leads = [lead for lead in (it_department.lead_id, department.lead_id) if lead]
    owners = Q(pk__in=objectives.values("it_owner")) | Q(pk__in=objectives.values("owner"))
    return Person.objects.filter(Q(pk__in=leads) | owners, is_active=True)
