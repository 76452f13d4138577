"""What stands in a calendar, each in a fixed number of queries."""

import datetime

from django.db.models import Prefetch, QuerySet

from programs.cohorts.models import Cohort
from programs.diaries.entries import Entry
from programs.hosting import access as hosting_access
from programs.hosting import queries as hosting_queries
from programs.hosting.models import HostingDay, Offering
from programs.people.models import Person
from programs.visits import access
from programs.visits.choices import STANDING, VisitState
from programs.visits.models import Visit

Dates = tuple[datetime.date, datetime.date]
SHOWN = (*STANDING, VisitState.MISSED)
"""Visits in a calendar: what holds a place, and what was missed."""


def own_entries(person: Person, dates: Dates) -> list[Entry]:
    """Return somebody's own visits between two dates, in one query."""
    visits = access.own_visits(person).filter(on__range=dates, state__in=SHOWN).order_by("starts_at", "pk")
    return [Entry(visit.day, person.time_zone, visit=visit) for visit in visits]


def hosting_entries(person: Person, dates: Dates, *, offering: int | None, at: datetime.datetime) -> list[Entry]:
    """Return the days that somebody hosts, with who comes, in two queries."""
    days = HostingDay.objects.filter(access.hosted_by(person), on__range=dates).distinct()
    days = days.filter(offering=offering) if offering else days
    return _entries(days, person, edits_from=at)


def program_entries(
    person: Person, cohort: Cohort, dates: Dates, *, department: int | None, is_booked: bool
) -> list[Entry]:
    """Return the days that a cohort can book, with who of it comes, in two queries."""
    days = hosting_queries.bookable_days(cohort, *dates)
    days = days.filter(offering__department=department) if department else days
    entries = _entries(days, person, visits=Visit.objects.filter(cohort=cohort))
    return [entry for entry in entries if entry.visits or not is_booked]


def _entries(
    days: QuerySet[HostingDay],
    person: Person,
    *,
    visits: QuerySet[Visit] | None = None,
    edits_from: datetime.datetime | None = None,
) -> list[Entry]:
    visits = Visit.objects.all() if visits is None else visits
    coming = visits.filter(state__in=SHOWN).select_related("visitor").order_by("visitor__name")
    found = days.select_related("offering__department", "offering__site", "offering__contact").order_by(
        "starts_at", "pk"
    )
    return [
        Entry(
            day,
            person.time_zone,
            visits=day.shown_visits,
            is_editable=edits_from is not None and day.starts_at > edits_from and day.cancelled_at is None,
        )
        for day in found.prefetch_related(Prefetch("visits", coming, to_attr="shown_visits"))
    ]


def offerings_hosted(person: Person) -> list[Offering]:
    """Return the offerings for whose days somebody answers, in one query."""
    return list(hosting_access.offerings_answered_by(person).select_related("site", "department").order_by("title"))
