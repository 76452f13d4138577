"""Visits and what hangs on them, written straight into the tables: for tests of what comes after booking."""

import datetime

from programs.visits import invitations
from programs.visits.models import CalendarInvitation, CounterOffer, Proposal, Release, Visit, VisitStep, WaitingPlace

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


def make_invitation(visit, person, *, at=REQUESTED_AT, **fields):
    """An invitation as it was told: to the visitor's visit, or to the day for who hosts it."""
    is_visitor = person.pk == visit.visitor_id
    target = {"visit": visit} if is_visitor else {"event": invitations.note_day(visit.day, at=at)}
    values = {"method": "REQUEST", "sequence": visit.sequence if is_visitor else 0, "facts": "", "words": ""}
    return CalendarInvitation.objects.create(
        person=person, address=person.email, told_at=at, **(values | target | fields)
    )


def make_proposal(visit, by, *, at=REQUESTED_AT, **fields):
    """Another time, a week later."""
    invitation = CalendarInvitation.objects.filter(person=by).first() or make_invitation(visit, by, at=at)
    week = datetime.timedelta(days=7)
    values = {"starts_at": visit.starts_at + week, "ends_at": visit.ends_at + week}
    return Proposal.objects.create(visit=visit, invitation=invitation, by=by, proposed_at=at, **(values | fields))
