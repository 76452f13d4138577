"""Visits and what hangs on them, written straight into the tables: for tests of what comes after booking."""

import datetime

from programs.visits.models import CounterOffer, Release, Visit, VisitStep, WaitingPlace

REQUESTED_AT = datetime.datetime(2026, 2, 27, 9, 0, tzinfo=datetime.UTC)


def make_visit(enrollment, day, *, state="requested", at=REQUESTED_AT, **fields):
    """A visit in any state, with one step that says how it got there."""
    visit = Visit.objects.create(
        enrollment=enrollment,
        visitor=enrollment.person,
        cohort=enrollment.cohort,
        day=day,
        department=day.offering.department,
        on=day.on,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        state=state,
        requested_at=at,
        changed_at=at,
        **fields,
    )
    VisitStep.objects.create(visit=visit, state=state, at=at, by=enrollment.person)
    return visit


def make_waiting_place(enrollment, day, *, joined_at=REQUESTED_AT, **fields):
    return WaitingPlace.objects.create(enrollment=enrollment, day=day, joined_at=joined_at, **fields)


def make_counter_offer(visit, day, *, by, at=REQUESTED_AT, **fields):
    return CounterOffer.objects.create(visit=visit, day=day, by=by, offered_at=at, **fields)


def make_release(visit, *, manager, **fields):
    return Release.objects.create(visit=visit, manager=manager, decides_on=fields.pop("decides_on", visit.on), **fields)
