"""What time does to visits. One action, run each minute, that may be run twice or late."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from programs.hosting.models import HostingDay
from programs.people.models import Site
from programs.visits import access, letters, queries, rules
from programs.visits.actions import attendance, releases, steps, waiting
from programs.visits.choices import OfferState, ReleaseState, VisitState, WaitingState
from programs.visits.models import CounterOffer, Release, Visit, WaitingPlace
from programs.visits.refusals import StepRefused
from programs.visits.rules import Rung

log = logging.getLogger(__name__)
Thing = TypeVar("Thing")

ANSWERING_DAYS = 3
"""Working days after which one side's "didn't take place" stands."""
ASKED_FOR = timedelta(days=14)
"""How long after a visit we still ask whether it took place."""


def tick(*, at: datetime) -> dict[str, int]:
    """Do everything that is due: expiries, reminders, offers, releases, attendance.

    Returns how many of each were done. Every row is claimed by its state and every letter
    has a key, so a second run does nothing. A row that fails is logged and left for the
    next run; the others go on.
    """
    calendar = _Holidays(at)
    return {
        "expired": _each(_requests().filter(_may_be_over(at)), lambda visit: _expire(visit, at=at)),
        "reminded": _each(_requests(), lambda visit: _remind(visit, calendar, at=at)),
        "lapsed": _each(
            WaitingPlace.objects.filter(state=WaitingState.OFFERED, offered_until__lte=at).select_related("day"),
            lambda place: waiting.lapse_offer(place, at=at),
        ),
        "offered": _each(_days_with_a_line(at), lambda day: bool(waiting.offer_freed_places(day, at=at))),
        "released": _each(
            Release.objects.filter(state=ReleaseState.PENDING, decides_on__lte=at.date()),
            lambda release: releases.release_by_policy(release, at=at),
        ),
        "attendance": _each(_unsettled(at), lambda visit: _ask_for_attendance(visit, calendar, at=at)),
    }


def _each(rows: Iterable[Thing], deed: Callable[[Thing], bool]) -> int:
    """Do the deed to each row in a transaction of its own; returns how often it was done."""
    done = 0
    for row in list(rows):
        try:
            with transaction.atomic():
                done += deed(row)
        except StepRefused:
            continue  # somebody else was quicker
        except Exception:
            log.exception("%s failed", row)
    return done


class _Holidays:
    """The free dates of sites around today, read once each."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.by_site: dict[int, set[date]] = {}

    def of(self, site: Site) -> set[date]:
        if site.pk not in self.by_site:
            around = self.at.date()
            self.by_site[site.pk] = queries.free_dates(
                site, start=around - timedelta(days=60), end=around + timedelta(days=60)
            )
        return self.by_site[site.pk]


def _days_with_a_line(at: datetime) -> QuerySet[HostingDay]:
    """Days that people wait for although places are free: a host has added some."""
    return HostingDay.objects.filter(
        Exists(WaitingPlace.objects.filter(day=OuterRef("pk"), state=WaitingState.WAITING)),
        starts_at__gt=at,
        cancelled_at=None,
        taken__lt=F("places"),
    )


def _requests() -> QuerySet[Visit]:
    return access.visits_loaded().filter(state=VisitState.REQUESTED)


def _may_be_over(at: datetime) -> Q:
    """Return a condition that no expired request escapes, wherever its site is."""
    return Q(starts_at__lte=at) | Q(expires_on__lt=at.date() + timedelta(days=1))


def _today(visit: Visit, at: datetime) -> date:
    return at.astimezone(visit.day.offering.site.zone).date()


def _expire(visit: Visit, *, at: datetime) -> bool:
    """End a request whose last day for an answer is over, or whose day has begun."""
    if visit.starts_at > at and (visit.expires_on is None or _today(visit, at) <= visit.expires_on):
        return False
    steps.take_step(visit, VisitState.EXPIRED, deed="expire_visit", by=None, at=at)
    others = letters.alternatives_for(visit, at=at)
    letters.tell("expired", visit, to=visit.visitor, at=at, alternatives=others, page="visits:find")
    letters.tell("expired", visit, to=visit.day.offering.contact, at=at, alternatives=[])
    waiting.offer_freed_places(visit.day, at=at)
    return True


def _remind(visit: Visit, calendar: _Holidays, *, at: datetime) -> bool:
    """Tell who is on today's rung of the ladder; not while the visitor has the next word."""
    if visit.expires_on is None or CounterOffer.objects.filter(visit=visit, state=OfferState.OPEN).exists():
        return False
    site = visit.day.offering.site
    rung = rules.rung_on(
        _today(visit, at),
        requested_on=visit.requested_at.astimezone(site.zone).date(),
        expires_on=visit.expires_on,
        free_dates=calendar.of(site),
    )
    if rung is None:
        return False
    offering = visit.day.offering
    if rung in {Rung.REMINDER, Rung.SECOND_REMINDER}:
        return letters.tell("reminder", visit, to=offering.contact, at=at, page="visits:answer", key=rung.value)
    if rung is Rung.DEPUTY:
        stand_in = offering.deputy or offering.department.lead
        return letters.tell("escalated", visit, to=stand_in, at=at, page="visits:answer", key=rung.value)
    return letters.tell_leads("escalated", visit, at=at, page="visits:answer", key=rung.value)


def _unsettled(at: datetime) -> Iterable[Visit]:
    return access.visits_loaded().filter(state=VisitState.CONFIRMED, ends_at__lte=at, ends_at__gt=at - ASKED_FOR)


def _ask_for_attendance(visit: Visit, calendar: _Holidays, *, at: datetime) -> bool:
    """Ask both sides on the next working day; later, let a single "no" stand."""
    free = calendar.of(visit.day.offering.site)
    today = _today(visit, at)
    if today < rules.working_days_after(visit.on, 1, free):
        return False
    if today >= rules.working_days_after(visit.on, ANSWERING_DAYS, free):
        attendance.decide(visit, by=None, at=at, is_waiting_over=True)
    sides = ((visit.visitor, visit.visitor_says_came), (visit.day.offering.contact, visit.host_says_came))
    silent = [person for person, answer in sides if answer is None and visit.state == VisitState.CONFIRMED]
    told = sum(
        letters.tell("attendance", visit, to=person, at=at, page="visits:attendance", key="asked") for person in silent
    )
    return told > 0
