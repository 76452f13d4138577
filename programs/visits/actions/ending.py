"""How visits end before their day: withdrawn, called off, or with a person who leaves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from programs.hosting import actions as hosting_actions
from programs.hosting.models import HostingDay
from programs.notifications.choices import CalendarMethod
from programs.people.models import Person
from programs.visits import access, letters
from programs.visits.actions import steps, waiting
from programs.visits.choices import VisitState, WaitingState
from programs.visits.models import Visit, WaitingPlace
from programs.visits.rules import Part


@transaction.atomic
def withdraw_visit(*, visit: Visit, by: Person, at: datetime, reason: str = "") -> Visit:
    """The visitor takes a request back, or cancels a confirmed visit before the days of notice."""
    was_confirmed = visit.state == VisitState.CONFIRMED
    to = VisitState.CANCELLED if was_confirmed else VisitState.WITHDRAWN
    steps.take_step(visit, to, deed="withdraw_visit", by=by, at=at, reason=reason)
    _end(visit, news="cancelled" if was_confirmed else "withdrawn", was_confirmed=was_confirmed, at=at, reason=reason)
    return visit


@transaction.atomic
def call_off_visit(*, visit: Visit, by: Person, at: datetime, reason: str) -> Visit:
    """A host or lead cancels a confirmed visit, with the reason; the visitor gets other days."""
    steps.take_step(visit, VisitState.CANCELLED, deed="call_off_visit", by=by, at=at, reason=reason)
    _end(visit, news="cancelled", was_confirmed=True, at=at, reason=reason, by_host=True)
    return visit


@transaction.atomic
def call_off_day(*, day: HostingDay, by: Person, at: datetime, reason: str) -> int:
    """Take a hosting day out of the offer; returns how many visits ended with it.

    Requests are declined, confirmed visits cancelled, each with the reason and with other
    days to choose from. Raises HostingRefused without a reason, or when the day has begun
    or is off already.
    """
    hosting_actions.call_off_day(day=day, by=by, at=at, reason=reason, ends_visits=True)
    WaitingPlace.objects.filter(day=day, state__in=[WaitingState.WAITING, WaitingState.OFFERED]).update(
        state=WaitingState.LAPSED
    )
    visits = list(access.visits_loaded().filter(day=day, state__in=[VisitState.REQUESTED, VisitState.CONFIRMED]))
    for visit in visits:
        was_confirmed = visit.state == VisitState.CONFIRMED
        to = VisitState.CANCELLED if was_confirmed else VisitState.DECLINED
        steps.take_step(visit, to, deed="call_off_visit", by=by, at=at, part=Part.SYSTEM, reason=reason)
        _end(visit, news=to.value, was_confirmed=was_confirmed, at=at, reason=reason, by_host=True)
    return len(visits)


@transaction.atomic
def cancel_visits_of_leaver(*, person: Person, by: Person | None, at: datetime) -> int:
    """End the coming visits of somebody who leaves and tell their hosts; returns how many."""
    WaitingPlace.objects.filter(
        enrollment__person=person, state__in=[WaitingState.WAITING, WaitingState.OFFERED]
    ).update(state=WaitingState.LEFT)
    visits = access.visits_loaded().filter(
        visitor=person, starts_at__gt=at, state__in=[VisitState.REQUESTED, VisitState.CONFIRMED]
    )
    # Swaps first: otherwise each would outlive the visit it replaces.
    ended = list(visits.order_by("-is_swap", "starts_at"))
    reason = _("%(name)s has left the company.") % {"name": person.name}
    for visit in ended:
        was_confirmed = visit.state == VisitState.CONFIRMED
        to = VisitState.CANCELLED if was_confirmed else VisitState.WITHDRAWN
        steps.take_step(visit, to, deed="cancel_visit_of_leaver", by=by, at=at, part=Part.SYSTEM, reason=reason)
        _end(visit, news=to.value, was_confirmed=was_confirmed, at=at, reason=reason)
    return len(ended)


def _end(visit: Visit, *, news: str, was_confirmed: bool, at: datetime, reason: str, by_host: bool = False) -> None:
    """Tell both sides, and offer the place to the next in line."""
    visitor, host = visit.visitor, visit.day.offering.contact
    calendar = CalendarMethod.CANCEL if was_confirmed else None
    others = letters.alternatives_for(visit, at=at) if by_host else []
    told = [visitor, host] if was_confirmed else [visitor if by_host else host]
    for person in told:
        page = "visits:find" if person == visitor and by_host else "visits:visit"
        is_reader = person == visitor
        letters.tell(
            news, visit, to=person, at=at, calendar=calendar, reason=reason, page=page,
            alternatives=others if is_reader else [],
        )  # fmt: skip
    waiting.offer_freed_places(visit.day, at=at)
