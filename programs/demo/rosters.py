"""Makes rosters: whom people could contact before the first cohort, after it, and before the second."""

import random
from datetime import date, datetime, timedelta

from programs.cohorts.models import Cohort
from programs.people.models import Department, Person
from programs.relationships.actions import draft_roster, open_roster
from programs.relationships.choices import LATER_DAYS, RosterState, TieSource
from programs.relationships.models import Listing, Roster, RosterRow, Tie
from programs.visits.models import Visit

CAME = ("attended", "debriefed")


def ask_around(finished: Cohort, running: Cohort, *, lead: Person, at: datetime) -> None:
    """Tell three rosters: two of the finished cohort, closed, and one that is open today."""
    rng = random.Random(41)
    today = at.date()
    Listing.objects.create(person=_any_visitor(finished), introduces=True)
    known: dict[int, dict[int, int]] = {}
    _round(finished, "Before the visits", finished.starts_on, known, lead=lead, at=at, rng=rng)
    _meet(finished, known, rng)
    _round(finished, "After the visits", finished.ends_on, known, lead=lead, at=at, rng=rng)
    roster = draft_roster(
        cohort=running,
        name="Whom could you contact?",
        closes_on=today + timedelta(days=12),
        comparison=15,
        by=lead,
        at=at,
    )
    open_roster(roster=roster, by=lead, at=at)
    _look_back(finished, rng, today)
    Listing.objects.create(person=_any_bridge(finished), introduces=True)


def _any_visitor(cohort: Cohort) -> Person:
    return cohort.enrollments.order_by("pk").first().person  # type: ignore[union-attr]


def _any_bridge(cohort: Cohort) -> Person:
    """Return somebody in IT who knows people where the first visitor has neither a tie nor a visit."""
    visitor = _any_visitor(cohort)
    known = Tie.objects.filter(person=visitor, now__gte=2).values("other__department")
    seen = Visit.objects.filter(visitor=visitor).values("department")
    ties = Tie.objects.filter(now__gte=2, person__department__is_it=True, other__department__is_it=False)
    found = ties.exclude(person=visitor).exclude(other__department__in=known).exclude(other__department__in=seen)
    return found.order_by("pk").first().person  # type: ignore[union-attr]


def _round(
    cohort: Cohort,
    name: str,
    on: date,
    known: dict[int, dict[int, int]],
    *,
    lead: Person,
    at: datetime,
    rng: random.Random,
) -> None:
    """Open a roster, let four in five answer, and close it."""
    roster = draft_roster(cohort=cohort, name=name, closes_on=at.date(), comparison=15, by=lead, at=at)
    open_roster(roster=roster, by=lead, at=at)
    Roster.objects.filter(pk=roster.pk).update(
        state=RosterState.CLOSED, closes_on=on, closed_at=datetime.combine(on, at.timetz())
    )
    departments = list(Department.objects.filter(cohorts=cohort)) + list(Department.objects.filter(is_it=True))
    staff = {d.pk: list(Person.objects.filter(department=d, is_active=True).order_by("pk")) for d in departments}
    rows, ties = [], []
    for place in roster.places.select_related("person").order_by("pk"):
        if rng.random() > 0.82:
            continue
        place.consented_on = place.done_on = on
        mine = known.setdefault(place.person_id, _at_first(place.person, staff, rng))
        for department in departments:
            row = RosterRow(place=place, department=department)
            rows.append(row)
            here = {person.pk for person in staff[department.pk]}
            named = sorted((pk for pk in mine if pk in here), key=lambda pk: -mine[pk])[:5]
            ties += [
                Tie(row=row, person=place.person, other_id=pk, now=mine[pk], source=TieSource.ROSTER, on=on)
                for pk in named
            ]
        place.save()
    RosterRow.objects.bulk_create(rows)
    Tie.objects.bulk_create(ties)


def _at_first(person: Person, staff: dict[int, list[Person]], rng: random.Random) -> dict[int, int]:
    """Draw whom somebody knows before any visit: some of their own, few elsewhere."""
    found: dict[int, int] = {}
    for department, people in staff.items():
        is_own = department == person.department_id
        for other in rng.sample(people, min(len(people), 5)):
            if other != person and rng.random() < (0.75 if is_own else 0.045):
                found[other.pk] = rng.choice((2, 3, 3, 4) if is_own else (1, 2, 2, 3))
    return found


def _meet(cohort: Cohort, known: dict[int, dict[int, int]], rng: random.Random) -> None:
    """Let visits leave contacts behind, and let a few others fade."""
    for mine in known.values():
        for other in [pk for pk in sorted(mine) if rng.random() < 0.03]:
            mine[other] = 1
    for visit in Visit.objects.filter(cohort=cohort, state__in=CAME).select_related("day__offering").order_by("pk"):
        host = visit.day.offering.contact_id
        for person, other, chance in ((visit.visitor_id, host, 0.55), (host, visit.visitor_id, 0.4)):
            if person in known and rng.random() < chance:
                known[person][other] = max(known[person].get(other, 0), rng.choice((2, 3, 3, 4)))


def _look_back(cohort: Cohort, rng: random.Random, today: date) -> None:
    """Let most people say 30, 90 and 180 days later whether they are still in touch."""
    ties = []
    for first in (
        Tie.objects.filter(visit__cohort=cohort, source=TieSource.VISIT).select_related("visit").order_by("pk")
    ):
        strength = first.now
        for days in LATER_DAYS:
            on = first.visit.on + timedelta(days=days + 2)  # type: ignore[union-attr]
            if on > today or rng.random() > 0.7:
                break
            strength = max(0, strength - (rng.random() < 0.25))
            ties.append(
                Tie(visit=first.visit, person_id=first.person_id, other_id=first.other_id, now=strength,
                    source=TieSource.CHECK_IN, after_days=days, on=on)
            )  # fmt: skip
    Tie.objects.bulk_create(ties)
