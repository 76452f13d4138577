"""Named reads of the visits room."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from programs.availability import queries as availability_queries
from programs.availability import rules as availability_rules
from programs.availability.choices import BlackoutKind
from programs.cohorts.models import Enrollment, RankedDepartment
from programs.core.refusals import Refusal
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay
from programs.people.models import Person, Site
from programs.visits.facts import Facts
from programs.visits.models import Visit
from programs.visits.rules import cautions_for, refusals_for

Openings = Mapping[tuple[int, int], tuple[Refusal, ...]]


def openings(
    enrollments: Iterable[Enrollment],
    days: Iterable[HostingDay],
    *,
    at: datetime.datetime,
    for_visitor: bool = False,
    ignoring: Iterable[Visit] = (),
) -> Openings:
    """Return every refusal by (enrolment key, hosting day key); an empty tuple means the person may visit.

    Costs the same number of queries however many people and days there are. By default
    as hosts, leads and matching see it; `for_visitor` adds what binds only visitors
    (notice, stage). Visits in `ignoring` don't count: they are about to be replaced.
    """
    found = answers(enrollments, days, at=at, for_visitor=for_visitor, ignoring=ignoring)
    return {key: answer.refusals for key, answer in found.items()}


def asker(
    enrollments: Iterable[Enrollment], days: Iterable[HostingDay], *, at: datetime.datetime
) -> Callable[[Enrollment, HostingDay], tuple[Refusal, ...]]:
    """Return the question itself, to be asked about any of these people and days; it answers as `openings` does.

    For large cohorts, of whose pairs only a few are of interest: what nobody asks costs nothing.
    """
    facts = Facts(list(enrollments), list(days), at)
    return lambda enrollment, day: refusals_for(facts.case(enrollment, day))


@dataclass(frozen=True)
class Answer:
    """Whether one person can visit on one day: every reason against it, and every one to think twice."""

    refusals: tuple[Refusal, ...]
    cautions: tuple[Refusal, ...]


def answers(
    enrollments: Iterable[Enrollment],
    days: Iterable[HostingDay],
    *,
    at: datetime.datetime,
    for_visitor: bool = False,
    ignoring: Iterable[Visit] = (),
) -> Mapping[tuple[int, int], Answer]:
    """Return the same as `openings`, with what only warns. This is the one place that asks the rules."""
    people, dates = list(enrollments), list(days)
    facts = Facts(people, dates, at, for_visitor=for_visitor, ignoring=frozenset(visit.pk for visit in ignoring))
    return {
        (person.pk, day.pk): Answer(refusals_for(case := facts.case(person, day)), cautions_for(case))
        for person in people
        for day in dates
    }


def opening_for(
    enrollment: Enrollment,
    day: HostingDay,
    *,
    at: datetime.datetime,
    for_visitor: bool = False,
    ignoring: Iterable[Visit] = (),
) -> tuple[Refusal, ...]:
    """Return every refusal for one person and one day."""
    found = openings([enrollment], [day], at=at, for_visitor=for_visitor, ignoring=ignoring)
    return found[enrollment.pk, day.pk]


def days_from(at: datetime.datetime, enrollment: Enrollment | None = None) -> "Collection[HostingDay]":
    """Return published, coming days, with offering, department, site and contact loaded.

    With an enrolment: only those of departments that host in its cohort, in its time.
    """
    days = (
        HostingDay.objects.filter(offering__state=OfferingState.PUBLISHED, cancelled_at=None, starts_at__gt=at)
        .select_related("offering__department", "offering__site", "offering__contact")
        .order_by("starts_at", "pk")
    )
    if enrollment is not None:
        days = days.filter(
            on__range=(enrollment.cohort.starts_on, enrollment.cohort.ends_on),
            offering__department__cohorts=enrollment.cohort_id,
        )
    return days


@dataclass(frozen=True)
class Alternative:
    """A day that can be booked instead. `is_same_department` is on for days of the department asked for."""

    day: HostingDay
    is_same_department: bool


def alternatives(
    enrollment: Enrollment,
    day: HostingDay,
    *,
    at: datetime.datetime,
    most: int = 3,
    ignoring: Iterable[Visit] = (),
) -> list[Alternative]:
    """Return the next-best days that the person can still book.

    Days of the same department come first, the nearest to the lost one before the others;
    then one day of each department by the person's ranking.
    """
    department = day.offering.department_id
    ranks = dict(RankedDepartment.objects.filter(enrollment=enrollment).values_list("department", "rank"))
    candidates = [other for other in days_from(at, enrollment) if other.pk != day.pk]
    found = openings([enrollment], candidates, at=at, for_visitor=True, ignoring=ignoring)
    free = [other for other in candidates if not found[enrollment.pk, other.pk]]
    same = [other for other in free if other.offering.department_id == department]
    same.sort(key=lambda other: (other.offering_id != day.offering_id, abs((other.on - day.on).days), other.starts_at))
    firsts: dict[int, HostingDay] = {}
    for other in free:
        if other.offering.department_id != department:
            firsts.setdefault(other.offering.department_id, other)
    others = sorted(
        firsts.values(), key=lambda other: (ranks.get(other.offering.department_id, 10_000), other.starts_at)
    )
    near = same[: max(1, most - 1)] if others else same
    return [
        Alternative(other, is_same_department=other.offering.department_id == department)
        for other in (near + others)[:most]
    ]


def free_dates(site: Site, *, start: datetime.date, end: datetime.date) -> set[datetime.date]:
    """Return the dates between two on which nobody works at a site: public holidays of its country and
    region, and blackouts of the kind site holiday, its own and the company's. One query.
    """
    public = availability_queries.holidays_of([site], start, end)[site.pk]
    return {
        on
        for closed in availability_queries.blackouts_between(start, end)
        if closed.kind == BlackoutKind.SITE_HOLIDAY and not closed.is_soft
        for on in availability_rules.dates_between(max(closed.from_on, start), min(closed.until_on, end))
        if closed.covers(on, site_id=site.pk, free_dates=public)
    }.union(on for on in public if start <= on <= end)


def on_closed_days(visits: Iterable[Visit], at: datetime.datetime) -> list[tuple[Visit, tuple[str, ...]]]:
    """Return those of some visits, with enrolment and day loaded, on whose day something was closed
    after they were booked, and what: blackouts and public holidays. Soft ones don't count.
    """
    rows = list(visits)
    facts = Facts([visit.enrollment for visit in rows], [visit.day for visit in rows], at)
    found = []
    for visit in rows:
        titles = [one.title for one in facts.blackouts_of(visit.enrollment.person, visit.day) if not one.is_soft]
        titles += [title for _, title in facts.holidays_of(visit.enrollment.person, visit.day)]
        if titles:
            found.append((visit, tuple(titles)))
    return found


def hosts_of(visit: Visit) -> list[Person]:
    """Return who answers for a visit: the contact, then the deputy."""
    offering = visit.day.offering
    return [person for person in (offering.contact, offering.deputy) if person is not None]
