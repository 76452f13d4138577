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
Found = defaultdict[datetime.date, list[Mark]]


def own_marks(person: Person, dates: Dates, *, today: datetime.date, language: str) -> Marks:
    """Return what stands in a visitor's way, in a fixed number of queries.

    Holidays at their site, blackouts of the company, their site and their team, their on-call
    duties and the dates they blocked.
    """
    found = _holidays([person.site] if person.site else [], dates, language=language)
    _add_blackouts(
        found,
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
    found = _holidays(places, dates, language=language)
    keys = {site.pk for site in places}
    _add_blackouts(
        found,
        dates,
        lambda closed: (
            closed.team_id is None
            and (closed.site_id is None or closed.site_id in keys)
            and (closed.department_id is None or closed.department_id in departments)
        ),
    )
    return found


def _holidays(sites: Sequence[Site], dates: Dates, *, language: str) -> Found:
    """Return one mark for each holiday; it names its sites unless all of these have it."""
    named: defaultdict[tuple[datetime.date, str], list[str]] = defaultdict(list)
    by_site = availability_queries.holidays_of(sites, *dates, language=language)
    for site in sites:
        for on, title in by_site[site.pk].items():
            named[on, title].append(site.name)
    found: Found = defaultdict(list)
    for (on, title), names in named.items():
        where = "" if len(names) == len(sites) else ", ".join(sorted(names))
        found[on].append(Mark(MarkKind.HOLIDAY, title, where))
    return found


def _add_blackouts(found: Found, dates: Dates, concerns: Callable[[Closed], bool]) -> None:
    for closed in availability_queries.blackouts_between(*dates):
        if concerns(closed):
            first, last = max(closed.from_on, dates[0]), min(closed.until_on, dates[1])
            for on in availability_rules.dates_between(first, last):
                found[on].append(Mark(MarkKind.BLACKOUT, closed.title, closed.where))
