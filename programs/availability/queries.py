"""Who and what can't, for many people and dates at once.

Each function takes one or two queries however many people and dates it is asked about, and
gives plain values: `visits.queries` puts them into cases for the rules.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from programs.availability import rules
from programs.availability.choices import BusyKind
from programs.availability.models import Blackout, BusyInterval, CoverRule, OnCallDuty
from programs.availability.rules import Busy, Closed, Cover, Stretch
from programs.gateways.public_holidays import public_holidays
from programs.people.models import Person, Site, Team

# For booking, matching and readiness ---------------------------------------------------


def busy_times(people: Collection[int], starts_at: datetime, ends_at: datetime) -> Mapping[int, tuple[Busy, ...]]:
    """Return person → merged busy times that touch a span, earliest first, in one query.

    Tentative ones are among them (`Busy.is_firm` tells); every person asked about is a key.
    """
    rows = BusyInterval.objects.filter(person__in=people, starts_at__lt=ends_at, ends_at__gt=starts_at).order_by()
    found: dict[int, list[Busy]] = defaultdict(list)
    for person, start, end, kind in rows.values_list("person_id", "starts_at", "ends_at", "kind"):
        found[person].append(Busy(start, end, BusyKind(kind)))
    return {person: rules.merged(found[person]) for person in people}


def blackouts_between(from_on: date, until_on: date) -> tuple[Closed, ...]:
    """Return every blackout that touches some dates, in one query. `Closed.covers` says for whom."""
    rows = Blackout.objects.filter(from_on__lte=until_on, until_on__gte=from_on)
    fields = (
        "id", "title", "kind", "from_on", "until_on", "site_id", "department_id", "team_id", "is_soft", "repeats",
        "number", "weekday", "start_time", "end_time", "starts_at", "ends_at",
    )  # fmt: skip
    where = Coalesce("site__name", "department__name", "team__name", Value(""))
    return tuple(Closed(**row) for row in rows.values(*fields, where=where))


def holidays_of(
    sites: Iterable[Site], from_on: date, until_on: date, *, language: str = "en-gb"
) -> Mapping[int, Mapping[date, str]]:
    """Return site → the public holidays of its country and region in the months of two dates. No query.

    Whole months: a blackout on the last working day of a month is found by counting all its working
    days, and an answer about one date must not hang on which others are asked about.
    """
    first = from_on.replace(day=1)
    last = until_on.replace(day=monthrange(until_on.year, until_on.month)[1])
    return {site.pk: public_holidays(site.country, site.subdivision, first, last, language=language) for site in sites}


def on_call_dates(people: Collection[int], from_on: date, until_on: date) -> Mapping[int, frozenset[date]]:
    """Return person → the dates between two on which they are on call, in one query."""
    rows = OnCallDuty.objects.filter(person__in=people, from_on__lte=until_on, until_on__gte=from_on)
    found: dict[int, set[date]] = defaultdict(set)
    for person, first, last in rows.values_list("person_id", "from_on", "until_on"):
        found[person].update(rules.dates_between(max(first, from_on), min(last, until_on)))
    return {person: frozenset(found[person]) for person in people}


def covers(teams: Collection[int]) -> Mapping[int, Cover]:
    """Return team → how many may be away, for teams that have a cover rule, in two queries."""
    rows = CoverRule.objects.filter(team__in=teams).select_related("team")
    people: dict[int, set[int]] = defaultdict(set)
    members = Person.objects.filter(team__in=[row.team_id for row in rows], is_active=True).order_by()
    for team, person in members.values_list("team_id", "pk"):
        people[team or 0].add(person)
    return {
        row.team_id: Cover(
            row.team_id,
            row.team.name,
            size := len(people[row.team_id]),
            rules.most_away(size, row.most_away, row.most_away_percent),
            frozenset(people[row.team_id]),
        )
        for row in rows
    }


def away(teams: Collection[int], from_on: date, until_on: date) -> Mapping[tuple[int, date], Mapping[int, str]]:
    """Return (team, date) → person → name of those on call or out of office, in two queries.

    Visits are not among them: the visits room adds its own. A date on which nobody is away
    has no key.
    """
    found: dict[tuple[int, date], dict[int, str]] = defaultdict(dict)
    duties = OnCallDuty.objects.filter(
        person__team__in=teams, person__is_active=True, from_on__lte=until_on, until_on__gte=from_on
    ).order_by()
    for team, person, name, first, last in duties.values_list(
        "person__team_id", "person_id", "person__name", "from_on", "until_on"
    ):
        for on in rules.dates_between(max(first, from_on), min(last, until_on)):
            found[team or 0, on][person] = name
    for interval in _out_of_office(teams, from_on, until_on):
        busy = Busy(interval.starts_at, interval.ends_at, BusyKind.OUT_OF_OFFICE)
        for on in rules.dates_away(busy, interval.person.zone):
            if from_on <= on <= until_on:
                found[interval.person.team_id or 0, on][interval.person_id] = interval.person.name
    return dict(found)


def _out_of_office(teams: Collection[int], from_on: date, until_on: date) -> QuerySet[BusyInterval]:
    # A day of margin on both sides: a date in a person's zone can begin 14 hours before UTC's.
    first = datetime.combine(from_on - timedelta(days=1), time(), UTC)
    last = datetime.combine(until_on + timedelta(days=2), time(), UTC)
    return (
        BusyInterval.objects.filter(
            person__team__in=teams,
            person__is_active=True,
            kind=BusyKind.OUT_OF_OFFICE,
            starts_at__lt=last,
            ends_at__gt=first,
        )
        .select_related("person")
        .only("starts_at", "ends_at", "person__name", "person__team_id", "person__time_zone")
        .order_by()
    )


def closed_dates(
    from_on: date,
    until_on: date,
    *,
    site_id: int | None = None,
    department_id: int | None = None,
    free_dates: Container[date] = (),
    stretch_on: Callable[[date], Stretch | None] | None = None,
) -> Mapping[date, str]:
    """Return date → title of the blackout on which nobody visits a site and department, in one query.

    With `stretch_on` a blackout of some hours closes only days that it touches. Those of
    teams and soft ones close nothing here.
    """
    of_hosts = [one for one in blackouts_between(from_on, until_on) if one.team_id is None and not one.is_soft]
    return {
        on: one.title
        for one in reversed(of_hosts)
        for on in rules.dates_between(max(one.from_on, from_on), min(one.until_on, until_on))
        if one.covers(
            on,
            site_id=site_id,
            department_id=department_id,
            free_dates=free_dates,
            stretch=stretch_on(on) if stretch_on else None,
        )
    }


# For the pages of this room -------------------------------------------------------------


def with_scope(blackouts: QuerySet[Blackout], on: date) -> QuerySet[Blackout]:
    """Return blackouts that aren't over on a day, with their scope, in one query."""
    return blackouts.filter(until_on__gte=on).select_related("site", "department", "team__department", "calendar")


def with_people(duties: QuerySet[OnCallDuty], on: date) -> QuerySet[OnCallDuty]:
    """Return on-call duties that aren't over on a day, with person and team, in one query."""
    return duties.filter(until_on__gte=on).select_related("person__team").order_by("from_on", "person__name")


def teams_with_cover(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Return teams with `size` (active people) and their cover rule, in one query."""
    return (
        teams.select_related("cover_rule", "department")
        .annotate(size=Count("people", filter=Q(people__is_active=True)))
        .order_by("department__name", "name")
    )
