"""How the dates of a calendar are marked: public holidays, blackouts, on-call duty, blocked dates."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from programs.availability import queries as availability_queries
from programs.availability import rules as availability_rules
from programs.availability.rules import Closed
from programs.cohorts import queries as cohort_queries
from programs.diaries.choices import MarkKind
from programs.diaries.entries import Mark
from programs.hosting.models import Offering
from programs.people.models import Department, Person, Site

Dates = tuple[datetime.date, datetime.date]
Marks = Mapping[datetime.date, Sequence[Mark]]
Holidays = Mapping[int, Mapping[datetime.date, str]]
Found = defaultdict[datetime.date, list[Mark]]


def own_marks(person: Person, dates: Dates, *, today: datetime.date, language: str) -> Marks:
    """Return what stands in a visitor's way, in a fixed number of queries.

    Holidays at their site, blackouts of the company, their site and their team, their on-call
    duties and the dates they blocked.
    """
    sites = [person.site] if person.site else []
    holidays = availability_queries.holidays_of(sites, *dates, language=language)
    found = _marked(sites, holidays)
    _add_blackouts(
        found,
        holidays,
        dates,
        lambda closed: (
            closed.department_id is None
            and closed.site_id in {None, person.site_id}
            and closed.team_id in {None, person.team_id}
        ),
    )
    for on in availability_queries.on_call_dates([person.pk], *dates)[person.pk]:
        found[on].append(Mark(MarkKind.ON_CALL))
    enrollment = cohort_queries.current_enrollment_of(person, today)
    for on in cohort_queries.blocked_dates([enrollment.pk])[enrollment.pk] if enrollment else ():
        if dates[0] <= on <= dates[1]:
            found[on].append(Mark(MarkKind.BLOCKED))
    return found


def hosting_marks(offerings: Collection[Offering], dates: Dates, *, language: str) -> Marks:
    """Return what stands in the way of hosting: holidays and blackouts of the company, and of the
    sites and departments of some offerings. One query.
    """
    sites = {offering.site_id: offering.site for offering in offerings}
    departments = {offering.department_id for offering in offerings}
    return _places_marks(sites.values(), departments, dates, language=language)


def program_marks(departments: Collection[Department], dates: Dates, *, language: str) -> Marks:
    """Return what stands in the way of a cohort's visits: as for hosting, for all its departments. Two queries."""
    keys = {department.pk for department in departments}
    sites = Site.objects.filter(offerings__department__in=keys).distinct()
    return _places_marks(sites, keys, dates, language=language)


def _places_marks(sites: Iterable[Site], departments: Collection[int], dates: Dates, *, language: str) -> Marks:
    places = list(sites)
    holidays = availability_queries.holidays_of(places, *dates, language=language)
    found = _marked(places, holidays)
    keys = {site.pk for site in places}
    _add_blackouts(
        found,
        holidays,
        dates,
        lambda closed: (
            closed.team_id is None
            and (closed.site_id is None or closed.site_id in keys)
            and (closed.department_id is None or closed.department_id in departments)
        ),
    )
    return found


def _marked(sites: Sequence[Site], holidays: Holidays) -> Found:
    """Return one mark for each holiday; it names its sites unless all of these have it."""
    named: defaultdict[tuple[datetime.date, str], list[str]] = defaultdict(list)
    for site in sites:
        for on, title in holidays[site.pk].items():
            named[on, title].append(site.name)
    found: Found = defaultdict(list)
    for (on, title), names in named.items():
        where = "" if len(names) == len(sites) else ", ".join(sorted(names))
        found[on].append(Mark(MarkKind.HOLIDAY, title, where))
    return found


def _free_dates(closed: Closed, holidays: Holidays) -> Sequence[Collection[datetime.date]]:
    """Return the holidays by which a blackout counts working days: of each place that it closes."""
    return [free for site, free in holidays.items() if closed.site_id in {None, site}] or [()]


def _add_blackouts(found: Found, holidays: Holidays, dates: Dates, concerns: Callable[[Closed], bool]) -> None:
    for closed in availability_queries.blackouts_between(*dates):
        if concerns(closed):
            kind = MarkKind.WARNING if closed.is_soft else MarkKind.BLACKOUT
            first, last = max(closed.from_on, dates[0]), min(closed.until_on, dates[1])
            for on in availability_rules.dates_between(first, last):
                if any(closed.falls_on(on, free) for free in _free_dates(closed, holidays)):
                    found[on].append(Mark(kind, closed.title, closed.where))
