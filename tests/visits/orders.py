"""What the processes of `tests/visits/bookers.py` are told to do. Imported once Django is set up there."""

import contextlib
import datetime
import random
import time
import uuid

from django.core.management import call_command
from django.db.models import Count, F, Q

from programs.cohorts.models import Enrollment
from programs.hosting.models import HostingDay
from programs.matching import actions as matching_actions
from programs.matching.models import Repair
from programs.matching.proposals import Proposal
from programs.people.models import Person
from programs.visits import access, actions, queries
from programs.visits.choices import STANDING
from programs.visits.models import Visit
from tests.factories.cohorts import make_cohort, make_enrollment, make_program
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person
from tests.factories.visits import make_visit

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
PATIENCE = 60


def make_world() -> None:
    """Migrate, and make eight visitors and six departments with a day each; the first day has one place."""
    call_command("migrate", verbosity=0)
    it = make_department("Information Technology", is_it=True)
    departments = [make_department(f"Department {number}") for number in range(6)]
    cohort = make_cohort(make_program(), departments=departments, spacing_days=0)
    for number in range(8):
        make_enrollment(cohort, make_person(f"Visitor {number}", department=it), wanted=12)
    for number, department in enumerate(departments):
        host = make_person(f"Host {number}", department=department)
        offering = make_offering(f"Offering {number}", department=department, contact=host)
        make_day(offering, datetime.date(2026, 3, 16) + datetime.timedelta(days=number // 2), places=1 + number % 3)


def book(barrier, *, person: int, day: int, key: str | None = None) -> dict:
    """Book through the action that the pages use; who loses looks for other days, as they do."""
    enrollment, chosen = _enrollments()[person], _days()[day]
    barrier.wait(PATIENCE)
    try:
        visit = actions.book_visit(
            enrollment=enrollment, day=chosen, by=enrollment.person, at=NOW, key=uuid.UUID(key) if key else None
        )
    except actions.VisitRefused as refused:
        others = queries.alternatives(enrollment, chosen, at=NOW)
        return {"won": False, "reasons": sorted(refused.reasons), "alternatives": len(others)}
    return {"won": True, "visit": visit.pk}


def book_or_call_off(barrier, *, day: int, person: int | None = None) -> dict:
    """Book a day, or, without a person, call it off at the same moment."""
    if person is not None:
        return book(barrier, person=person, day=day)
    chosen = _days()[day]
    barrier.wait(PATIENCE)
    return {"ended": actions.call_off_day(day=chosen, by=chosen.offering.contact, at=NOW, reason="The auditors come")}


def reopen(barrier, *, day: int) -> dict:
    """Offer a day again that was called off; returns how many visits still stood on it."""
    chosen = _days()[day]
    left = Visit.objects.standing().filter(day=chosen).update(state="withdrawn")
    HostingDay.objects.filter(pk=chosen.pk).update(cancelled_at=None)
    return {"left": left}


def ask_for_change(barrier, *, person: int, lost: int, day: int) -> dict:
    """Withdraw a visit of one day and ask whether another day is possible instead; one process does it for all."""
    enrollment, days = _enrollments()[person], _days()
    visit = actions.book_visit(enrollment=enrollment, day=days[lost], by=enrollment.person, at=NOW)
    actions.withdraw_visit(visit=visit, by=enrollment.person, at=NOW)
    proposal = Proposal((actions.Move(enrollment, days[day]),))
    host = days[day].offering.contact
    repair = matching_actions.ask_repair(visit=visit, proposal=proposal, by=host, at=NOW)
    return {"repair": repair.pk, "people": [enrollment.person_id, host.pk]}


def agree(barrier, *, repair: int, person: int) -> dict:
    """Say yes to a change, at the same moment as the others; returns how it stands after that."""
    found, by = Repair.objects.get(pk=repair), Person.objects.get(pk=person)
    barrier.wait(PATIENCE)
    return {"state": str(matching_actions.answer_repair(repair=found, by=by, is_yes=True, at=NOW).state)}


def check_then_insert(barrier, *, person: int, day: int) -> dict:
    """The usual mistake, as a control: look whether there is a place, then take it.

    It keeps to one visit on a day that has room for more, so that the database's own check
    does not save it.
    """
    enrollment, chosen = _enrollments()[person], _days()[day]
    barrier.wait(PATIENCE)
    if Visit.objects.filter(day=chosen, state__in=STANDING).exists():
        return {"won": False}
    time.sleep(0.002)  # a page does more than that between the two
    make_visit(enrollment, chosen, at=NOW)
    return {"won": True}


def give_back(barrier) -> dict:
    """End all visits; one process does it for all. Returns how many there were."""
    return {"ended": Visit.objects.standing().update(state="withdrawn")}


def run_wild(barrier, *, seed: int) -> dict:
    """Book and withdraw at random until killed."""
    chance = random.Random(seed)
    enrollments, days = list(_enrollments()), list(_days())
    while True:
        enrollment = chance.choice(enrollments)
        with contextlib.suppress(actions.VisitRefused, actions.StepRefused):
            own = access.own_visits(enrollment.person).filter(state="requested").first()
            if own and chance.random() < 0.5:
                actions.withdraw_visit(visit=own, by=enrollment.person, at=NOW)
            else:
                actions.book_visit(enrollment=enrollment, day=chance.choice(days), by=enrollment.person, at=NOW)


def count(barrier) -> dict:
    """Return what must never be: counts that are wrong, people in two places on a day."""
    standing = Visit.objects.standing()
    twice = standing.values("visitor", "on").annotate(n=Count("pk")).filter(n__gt=1)
    return {"drift": _drift(), "all": Visit.objects.count(), "twice": twice.count()}


def _drift() -> list[list[int]]:
    """Days whose count is not the number of visits that hold a place, or beyond the places."""
    counted = HostingDay.objects.annotate(held=Count("visits", filter=Q(visits__state__in=STANDING)))
    wrong = counted.filter(~Q(taken=F("held")) | Q(taken__gt=F("places")))
    return [list(row) for row in wrong.values_list("pk", "taken", "held", "places")]


def _enrollments():
    return Enrollment.objects.select_related("person", "cohort__program").order_by("pk")


def _days():
    return HostingDay.objects.select_related("offering__site", "offering__department", "offering__contact").order_by(
        "pk"
    )
