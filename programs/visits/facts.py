"""What the rules read about many people and many hosting days, gathered in a fixed number of queries."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db.models import F, prefetch_related_objects
from django.utils.translation import get_language

from programs.availability import queries as availability_queries
from programs.availability import rules as availability_rules
from programs.availability.rules import Busy, Closed, Cover, Stretch
from programs.cohorts import queries as cohort_queries
from programs.cohorts.choices import Reach, RepeatPolicy, Stage
from programs.cohorts.models import Enrollment
from programs.hosting import queries as hosting_queries
from programs.hosting import rules as hosting_rules
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay
from programs.people.models import Person, Site
from programs.visits.choices import STANDING, ReleaseState, WaitingState
from programs.visits.models import Release, Visit, WaitingPlace
from programs.visits.rules import Case, Hours

OPEN_STAGES = {True: {Stage.RUNNING}, False: {Stage.MATCHING, Stage.RUNNING}}
"""When visits can be booked: by visitors, and by leads and matching runs."""

FAR_HOURS = 2
"""How far the clock of a site may be from that of who stays in near time zones."""
NO_TIME = datetime.timedelta(0)

NOBODY: Mapping[datetime.date, str] = {}
"""The holidays of somebody without a site."""


@dataclass(frozen=True)
class Facts:
    """Everything that cases about these people and days are made of.

    `for_visitor` says whose view it is: notice and the cohort's stage bind visitors.
    `ignoring` holds keys of visits that don't count, because they are about to be replaced.
    Each property below is one query or two, made once, when somebody asks.
    """

    enrollments: Collection[Enrollment]
    days: Collection[HostingDay]
    at: datetime.datetime
    for_visitor: bool = False
    ignoring: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        prefetch_related_objects(list(self.days), "offering__department", "offering__site", "offering__contact")
        prefetch_related_objects(list(self.enrollments), "cohort__program", "person__site")

    def case(self, enrollment: Enrollment, day: HostingDay) -> Case:
        """Return what the rules read about one person and one day."""
        cohort, person, offering = enrollment.cohort, enrollment.person, day.offering
        site, program = offering.site, cohort.program
        own = self.visits[person.pk]
        in_cohort = [visit for visit in own if visit["enrollment"] == enrollment.pk]
        counted = in_cohort if program.repeat_policy == RepeatPolicy.COHORT else own
        away = self._team_away(person, day)
        blackouts = self.blackouts_of(person, day)
        busy = list(_meeting(self._busy[person.pk], day))
        return Case(
            at=self.at,
            today=self._today(site),
            on=day.on,
            starts_at=day.starts_at,
            places=day.places,
            taken=day.taken + self._held(enrollment, day),
            department=offering.department.name,
            site=site.name,
            cohort=cohort.name,
            cohort_starts_on=cohort.starts_on,
            cohort_ends_on=cohort.ends_on,
            visits_wanted=enrollment.wanted,
            is_offered=offering.state == OfferingState.PUBLISHED and day.cancelled_at is None,
            has_left=not person.is_active,
            is_enrolled=enrollment.withdrawn_at is None,
            is_cohort_open=cohort.stage in OPEN_STAGES[self.for_visitor],
            hosts_in_cohort=offering.department_id in self._hosting_departments[cohort.pk],
            is_own_department=person.department_id == offering.department_id,
            is_excluded=(cohort.pk, person.pk, offering.department_id) in self._exclusions,
            is_out_of_reach=enrollment.reach == Reach.OWN_SITE and person.site_id != offering.site_id,
            is_out_of_zone=enrollment.reach == Reach.NEAR_ZONE and _hours_apart(person, day) > FAR_HOURS,
            is_department_visited=any(visit["department"] == offering.department_id for visit in counted),
            is_already_there=any(visit["day"] == day.pk for visit in own),
            title_that_day=_title_that_day(own, day),
            visits_held=len(in_cohort),
            spacing_days=cohort.spacing_days,
            nearest_visit_on=min(
                (visit["on"] for visit in in_cohort), key=lambda on: (abs((on - day.on).days), on), default=None
            ),
            notice_days=hosting_rules.notice_days(program.notice_days, offering.notice_days)
            if self.for_visitor
            else None,
            horizon_days=offering.horizon_days if self.for_visitor else None,
            is_blocked=day.on in self._blocked[enrollment.pk],
            blackouts=tuple(closed.title for closed in blackouts if not closed.is_soft),
            soft_blackouts=tuple(closed.title for closed in blackouts if closed.is_soft),
            holidays=self.holidays_of(person, day),
            busy=_within(day, (busy for busy in busy if busy.is_firm)),
            tentative=_within(day, (busy for busy in busy if not busy.is_firm)),
            is_on_call=day.on in self._on_call[person.pk],
            is_cover_reached=away is not None,
            team_away=away or (),
            is_budget_used=self._is_budget_used(day),
            host_used=offering.contact.name if self._are_host_hours_used(day) else "",
            release_refused_by=self._refused_releases.get((person.pk, day.on), ""),
        )

    # Read once ------------------------------------------------------------------------------

    @cached_property
    def _dates(self) -> tuple[datetime.date, datetime.date]:
        dates = [day.on for day in self.days] or [self.at.date()]
        return min(dates), max(dates)

    @cached_property
    def _people(self) -> set[int]:
        return {enrollment.person_id for enrollment in self.enrollments}

    @cached_property
    def _cohorts(self) -> set[int]:
        return {enrollment.cohort_id for enrollment in self.enrollments}

    @cached_property
    def _teams(self) -> set[int]:
        return {enrollment.person.team_id for enrollment in self.enrollments if enrollment.person.team_id}

    @cached_property
    def _covers(self) -> Mapping[int, Cover]:
        return availability_queries.covers(self._teams)

    @cached_property
    def _away(self) -> Mapping[tuple[int, datetime.date], Mapping[int, str]]:
        return availability_queries.away(list(self._covers), *self._dates) if self._covers else {}

    @cached_property
    def visits(self) -> Mapping[int, list[Mapping[str, Any]]]:
        """Standing visits by person: those asked about, and members of teams with a cover rule."""
        people = self._people.union(*(cover.people for cover in self._covers.values()))
        rows = (
            Visit.objects.filter(visitor__in=people, state__in=STANDING)
            .exclude(pk__in=self.ignoring)
            .order_by("starts_at", "pk")
        )
        found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        names = {"name": F("visitor__name"), "team": F("visitor__team"), "title": F("day__offering__title")}
        for row in rows.values("visitor", "enrollment", "department", "day", "on", "starts_at", "ends_at", **names):
            found[row["visitor"]].append(row)
        return found

    @cached_property
    def _visiting(self) -> Mapping[tuple[int, datetime.date], dict[int, str]]:
        """Who of a team visits somewhere on a date."""
        found: dict[tuple[int, datetime.date], dict[int, str]] = defaultdict(dict)
        for person, visits in self.visits.items():
            for visit in visits:
                found[visit["team"], visit["on"]][person] = visit["name"]
        return found

    @cached_property
    def _busy(self) -> Mapping[int, tuple[Busy, ...]]:
        starts = min((day.starts_at for day in self.days), default=self.at)
        ends = max((day.ends_at for day in self.days), default=self.at)
        return availability_queries.busy_times(self._people, starts, ends)

    @cached_property
    def _on_call(self) -> Mapping[int, frozenset[datetime.date]]:
        return availability_queries.on_call_dates(self._people, *self._dates)

    @cached_property
    def _closed(self) -> tuple[Closed, ...]:
        return availability_queries.blackouts_between(*self._dates)

    @cached_property
    def _closed_teams(self) -> set[int]:
        """Teams with blackouts of their own: everybody else's depend on the day alone."""
        return {closed.team_id for closed in self._closed if closed.team_id is not None}

    @cached_property
    def _holidays(self) -> Mapping[int, Mapping[datetime.date, str]]:
        """Public holidays by site: of the days and of the people."""
        sites = {day.offering.site_id: day.offering.site for day in self.days}
        sites |= {site.pk: site for site in (row.person.site for row in self.enrollments) if site}
        return availability_queries.holidays_of(sites.values(), *self._dates, language=get_language() or "en-gb")

    @cached_property
    def _todays(self) -> dict[int, datetime.date]:
        return {}

    @cached_property
    def _closing(self) -> dict[tuple[int, int | None, int | None], tuple[Closed, ...]]:
        """Blackouts by day and by team and site of a person: few of these differ, so each is looked at once."""
        return {}

    @cached_property
    def _hosting_departments(self) -> Mapping[int, frozenset[int]]:
        return cohort_queries.host_departments_in_bulk(self._cohorts)

    @cached_property
    def _exclusions(self) -> frozenset[tuple[int, int, int]]:
        return cohort_queries.exclusions(self._cohorts)

    @cached_property
    def _blocked(self) -> Mapping[int, frozenset[datetime.date]]:
        return cohort_queries.blocked_dates([enrollment.pk for enrollment in self.enrollments])

    @cached_property
    def _offers(self) -> Mapping[int, set[int]]:
        """Enrolments for whom a freed place of a day is kept at the moment."""
        rows = WaitingPlace.objects.filter(day__in=[day.pk for day in self.days], state=WaitingState.OFFERED)
        found: dict[int, set[int]] = defaultdict(set)
        for day, enrollment in rows.values_list("day", "enrollment"):
            found[day].add(enrollment)
        return found

    @cached_property
    def _hours_given(self) -> Mapping[tuple[int, tuple[int, int]], float]:
        limited = [day for day in self.days if day.offering.department.hosting_hours_per_month is not None]
        departments = {day.offering.department_id for day in limited}
        return hosting_queries.hours_given(departments, {(day.on.year, day.on.month) for day in limited})

    @cached_property
    def _host_hours(self) -> Mapping[int, int]:
        return hosting_queries.host_hours({day.offering.contact_id for day in self.days})

    @cached_property
    def _hours_given_by_hosts(self) -> Mapping[tuple[int, tuple[int, int]], float]:
        months = {(day.on.year, day.on.month) for day in self.days if day.offering.contact_id in self._host_hours}
        return hosting_queries.hours_given_by_hosts(set(self._host_hours), months)

    @cached_property
    def _refused_releases(self) -> Mapping[tuple[int, datetime.date], str]:
        if not any(enrollment.cohort.program.needs_release for enrollment in self.enrollments):
            return {}
        rows = Release.objects.filter(visit__visitor__in=self._people, state=ReleaseState.REFUSED)
        return {
            (person, on): name for person, on, name in rows.values_list("visit__visitor", "visit__on", "manager__name")
        }

    # What follows for one person and day ----------------------------------------------------

    def _today(self, site: Site) -> datetime.date:
        """Which day it is at a site: looked up once for each."""
        if site.pk not in self._todays:
            self._todays[site.pk] = self.at.astimezone(site.zone).date()
        return self._todays[site.pk]

    def _held(self, enrollment: Enrollment, day: HostingDay) -> int:
        return len(self._offers[day.pk] - {enrollment.pk}) if day.pk in self._offers else 0

    def blackouts_of(self, person: Person, day: HostingDay) -> tuple[Closed, ...]:
        """Blackouts that speak against a person's visit on a day, soft ones among them."""
        team = person.team_id if person.team_id in self._closed_teams else None
        key = (day.pk, team, person.site_id if team else None)
        if key not in self._closing:
            offering = day.offering
            stretch = Stretch(day.starts_at, day.ends_at, offering.site.zone)
            self._closing[key] = tuple(
                closed
                for closed in self._closed
                if closed.covers(
                    day.on,
                    site_id=offering.site_id,
                    department_id=offering.department_id,
                    team_id=team,
                    # Working days are those of the place that is closed: a team's are its people's.
                    free_dates=self._holidays.get(
                        (person.site_id or 0) if closed.team_id else offering.site_id, NOBODY
                    ),
                    stretch=stretch,
                )
            )
        return self._closing[key]

    def holidays_of(self, person: Person, day: HostingDay) -> tuple[tuple[str, str], ...]:
        """Public holidays at the site of the day, unless its host opens it, and at the visitor's own."""
        host = day.offering.site
        sites = {} if day.opens_on_holiday else {host.pk: host.name}
        if person.site is not None and person.site_id != host.pk:
            sites[person.site.pk] = person.site.name
        found = ((name, self._holidays[site].get(day.on)) for site, name in sites.items())
        return tuple((name, title) for name, title in found if title)

    def _team_away(self, person: Person, day: HostingDay) -> tuple[str, ...] | None:
        """Names of who is away when one more would be too many; None when there is cover."""
        cover = self._covers.get(person.team_id or 0)
        if cover is None:
            return None
        key = (cover.team_id, day.on)
        others = {**self._away.get(key, {}), **self._visiting.get(key, {})}
        others.pop(person.pk, None)
        return tuple(sorted(others.values())) if availability_rules.is_reached(cover, others, person.pk) else None

    def _is_budget_used(self, day: HostingDay) -> bool:
        """A day that already has visitors costs the department nothing more."""
        budget = day.offering.department.hosting_hours_per_month
        if budget is None or day.taken > 0:
            return False
        given = self._hours_given.get((day.offering.department_id, (day.on.year, day.on.month)), 0.0)
        return given + hosting_queries.hours_of(day) > budget

    def _are_host_hours_used(self, day: HostingDay) -> bool:
        host = day.offering.contact_id
        if host not in self._host_hours or day.taken > 0:
            return False
        given = self._hours_given_by_hosts.get((host, (day.on.year, day.on.month)), 0.0)
        return given + hosting_queries.hours_of(day) > self._host_hours[host]


def _hours_apart(person: Person, day: HostingDay) -> float:
    """Return how far the clock of a day's site is from the person's own, at that time."""
    here, there = day.starts_at.astimezone(person.zone), day.starts_at.astimezone(day.offering.site.zone)
    return abs((here.utcoffset() or NO_TIME) - (there.utcoffset() or NO_TIME)) / datetime.timedelta(hours=1)


def _meeting(busy: Sequence[Busy], day: HostingDay) -> Iterator[Busy]:
    """Yield those of somebody's busy times (merged: one after the other) that have a moment of a day."""
    for one in islice(busy, bisect_right(busy, day.starts_at, key=itemgetter(1)), None):
        if one.starts_at >= day.ends_at:
            return
        yield one


def _within(day: HostingDay, busy: Iterable[Busy]) -> Hours:
    """Return busy times within the day, on the clock of its site."""
    zone = day.offering.site.zone
    return tuple(
        (
            max(one.starts_at, day.starts_at).astimezone(zone).time(),
            min(one.ends_at, day.ends_at).astimezone(zone).time(),
        )
        for one in busy
    )


def _title_that_day(own: Iterable[Mapping[str, Any]], day: HostingDay) -> str:
    return next(
        (
            visit["title"]
            for visit in own
            if visit["on"] == day.on or (visit["starts_at"] < day.ends_at and visit["ends_at"] > day.starts_at)
        ),
        "",
    )
