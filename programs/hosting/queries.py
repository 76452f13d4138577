"""Named reads of offerings and hosting days. Those in bulk take a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from programs.availability import queries as availability
from programs.availability.rules import Stretch
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment, Skill, VisitorWish
from programs.core.refusals import Refusal
from programs.hosting import agenda, rules
from programs.hosting.agenda import Part
from programs.hosting.choices import LeftOut, OfferingState
from programs.hosting.models import AgendaBlock, HostBudget, HostingDay, HostingPattern, Offering
from programs.hosting.rules import DayTimes
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Objective
from programs.people.models import Department, Person

Month = tuple[int, int]
"""A year and a month, as in (2026, 3)."""

# Days ------------------------------------------------------------------------------------


def days_in_full() -> QuerySet[HostingDay]:
    """Return hosting days with all that pages and rules read of them, in one query."""
    return HostingDay.objects.select_related(
        "offering__department", "offering__site", "offering__contact", "offering__deputy"
    )


def bookable_days(cohort: Cohort, from_on: date, until_on: date | None = None) -> QuerySet[HostingDay]:
    """Return the days that a cohort can book: of published offerings of its departments, not
    called off, within its dates and the ones given. Full days are among them (they have a
    waiting list); `with_places_left` leaves them out.
    """
    last = min(cohort.ends_on, until_on) if until_on else cohort.ends_on
    return days_in_full().filter(
        offering__state=OfferingState.PUBLISHED,
        offering__department__in=cohort.departments.all(),
        cancelled_at=None,
        on__gte=max(cohort.starts_on, from_on),
        on__lte=last,
    )


def with_places_left(days: QuerySet[HostingDay]) -> QuerySet[HostingDay]:
    """Return those days that have a free place."""
    return days.filter(taken__lt=F("places"))


def days_of(offering: Offering, from_on: date, until_on: date | None = None) -> QuerySet[HostingDay]:
    """Return an offering's days from a date, those called off among them."""
    days = HostingDay.objects.filter(offering=offering, on__gte=from_on)
    days = days.filter(on__lte=until_on) if until_on else days
    return days.select_related("offering__site", "offering__department")


def other_days_of_department(day: HostingDay, from_on: date) -> QuerySet[HostingDay]:
    """Return days that could stand in for one: same department, published, a place free, not begun."""
    days = days_in_full().filter(
        offering__department=day.offering.department_id,
        offering__state=OfferingState.PUBLISHED,
        cancelled_at=None,
        on__gte=from_on,
    )
    return with_places_left(days).exclude(pk=day.pk)


def hours_given(departments: Collection[int], months: Collection[Month]) -> Mapping[tuple[int, Month], float]:
    """Return (department, month) → hours that its days with at least one visit take, in one query.

    A day counts once, however many visitors come: hosting a group costs the same morning.
    """
    given: dict[tuple[int, Month], float] = {(dep, month): 0.0 for dep in departments for month in months}
    if not given:
        return given
    days = _opened_days(months).filter(offering__department__in=departments)
    for department, on, starts_at, ends_at, is_whole_day in days.values_list(
        "offering__department_id", "on", "starts_at", "ends_at", "is_whole_day"
    ):
        hours = rules.hosting_hours(starts_at, ends_at, is_whole_day=is_whole_day)
        given[department, (on.year, on.month)] += hours
    return given


def host_hours(hosts: Collection[int]) -> Mapping[int, int]:
    """Return host → hours a month that they give, of those with a limit, in one query."""
    return dict(HostBudget.objects.filter(person__in=hosts).values_list("person_id", "hours_per_month"))


def hours_given_by_hosts(hosts: Collection[int], months: Collection[Month]) -> Mapping[tuple[int, Month], float]:
    """Return (host, month) → hours that days with at least one visit take of the host, in one query."""
    given: dict[tuple[int, Month], float] = {(host, month): 0.0 for host in hosts for month in months}
    if not given:
        return given
    for host, on, starts_at, ends_at, is_whole_day in (
        _opened_days(months)
        .filter(offering__contact__in=hosts)
        .values_list("offering__contact_id", "on", "starts_at", "ends_at", "is_whole_day")
    ):
        given[host, (on.year, on.month)] += rules.hosting_hours(starts_at, ends_at, is_whole_day=is_whole_day)
    return given


@dataclass(frozen=True)
class DepartmentRow:
    """What a department gives in a month and wishes: hours given, its limit, hosts with a limit, wishes."""

    department: Department
    given: float
    hosts: int
    wishes: int


@dataclass(frozen=True)
class HourLimit:
    """How many hours a month a department or one of its hosts gives (None: no limit), and gave by month."""

    host: Person | None
    hours: int | None
    given: Sequence[tuple[date, float]]


def months_from(on: date, number: int) -> list[Month]:
    """Return some months, beginning with that of a date."""
    first = on.year * 12 + on.month - 1
    return [(month // 12, month % 12 + 1) for month in range(first, first + number)]


def department_rows(departments: QuerySet[Department], month: Month) -> list[DepartmentRow]:
    """Return what departments give in a month and wish, in four queries however many there are."""
    found = list(departments)
    keys = {department.pk for department in found}
    given = hours_given(keys, [month])
    hosts = HostBudget.objects.filter(person__offerings__department__in=keys).order_by()
    limited = Counter(
        department for department, _ in hosts.values_list("person__offerings__department", "pk").distinct()
    )
    wishes = VisitorWish.objects.filter(department__in=keys).exclude(cohort__stage=Stage.ARCHIVED).order_by()
    counted = Counter(wishes.values_list("department_id", flat=True))
    return [DepartmentRow(one, given[one.pk, month], limited[one.pk], counted[one.pk]) for one in found]


def hour_limits(department: Department, months: Sequence[Month], hosts: QuerySet[Person]) -> list[HourLimit]:
    """Return the limit of a department and of each of its hosts with the hours given by month, in four queries."""
    people = list(hosts)
    keys = {person.pk for person in people}
    limits, by_host = host_hours(keys), hours_given_by_hosts(keys, months)
    whole = hours_given({department.pk}, months)

    def by_month(given: Mapping[tuple[int, Month], float], key: int) -> list[tuple[date, float]]:
        return [(date(*month, 1), given[key, month]) for month in months]

    return [
        HourLimit(None, department.hosting_hours_per_month, by_month(whole, department.pk)),
        *(HourLimit(person, limits.get(person.pk), by_month(by_host, person.pk)) for person in people),
    ]


def _opened_days(months: Collection[Month]) -> QuerySet[HostingDay]:
    """Return the days of some months that somebody visits."""
    in_months = Q()
    for year, month in months:
        in_months |= Q(on__year=year, on__month=month)
    return HostingDay.objects.filter(in_months, cancelled_at=None, taken__gte=1).order_by()


def hours_of(day: HostingDay) -> float:
    """Return what a day costs the hosting budget of its department, in hours."""
    return rules.hosting_hours(day.starts_at, day.ends_at, is_whole_day=day.is_whole_day)


def places_per_department(cohort: Cohort, from_on: date) -> Mapping[int, int]:
    """Return department → places left on the days that a cohort can still book, in one query."""
    days = bookable_days(cohort, from_on).order_by().values("offering__department_id")
    left = days.annotate(left=Sum(F("places") - F("taken"))).values_list("offering__department_id", "left")
    return dict(left)


# Offerings ---------------------------------------------------------------------------------


def offerings_in_full(offerings: QuerySet[Offering]) -> QuerySet[Offering]:
    """Return offerings with department, site, contact, deputy and agenda, in two queries."""
    return offerings.select_related("department__lead", "site", "contact", "deputy").prefetch_related(
        Prefetch("blocks", AgendaBlock.objects.order_by("position"))
    )


def objectives_of(offering: Offering) -> QuerySet[Objective]:
    """Return the agreed objectives that an offering serves."""
    return offering.objectives.filter(state=ObjectiveState.AGREED).select_related("it_department", "department")


def offerings_with_days(offerings: QuerySet[Offering], at: datetime) -> QuerySet[Offering]:
    """Return offerings with `days_ahead`, `places_ahead`, `taken_ahead` and `next_on`, in one query."""
    ahead = Q(days__starts_at__gt=at, days__cancelled_at=None)
    return offerings.select_related("department", "site", "contact").annotate(
        days_ahead=Count("days", filter=ahead),
        places_ahead=Sum("days__places", filter=ahead, default=0),
        taken_ahead=Sum("days__taken", filter=ahead, default=0),
        next_on=Min("days__on", filter=ahead),
    )


def patterns_of(offering: Offering, from_on: date) -> QuerySet[HostingPattern]:
    """Return the weekly rules of an offering that still give days, with `days_ahead`."""
    ahead = Q(days__on__gte=from_on, days__cancelled_at=None)
    return HostingPattern.objects.filter(offering=offering, until_on__gte=from_on).annotate(
        days_ahead=Count("days", filter=ahead)
    )


def minutes_of_agenda(offerings: Collection[int]) -> Mapping[int, int]:
    """Return offering → minutes that its agenda takes, in one query."""
    blocks = AgendaBlock.objects.filter(offering__in=offerings).order_by().values("offering_id")
    minutes: dict[int, int] = defaultdict(int)
    minutes.update(blocks.annotate(all=Sum("minutes")).values_list("offering_id", "all"))
    return minutes


def parts_of(offering: Offering) -> tuple[Part, ...]:
    """Return the blocks of an offering's agenda as plain values, in order."""
    return tuple(Part(block.kind, block.title, block.minutes) for block in offering.blocks.all())


def shortest_day_of(offering: Offering, at: datetime) -> HostingDay | None:
    """Return the shortest coming day with times of an offering, or None. One query."""
    coming = HostingDay.objects.filter(offering=offering, cancelled_at=None, is_whole_day=False, starts_at__gt=at)
    return coming.annotate(length=F("ends_at") - F("starts_at")).order_by("length", "starts_at").first()


def minutes_of_day(day: HostingDay | None) -> int | None:
    """Return how long a day lasts, in minutes."""
    return int((day.ends_at - day.starts_at).total_seconds() // 60) if day else None


def complaints_about(offering: Offering, at: datetime) -> tuple[Refusal, ...]:
    """Return what the agenda of an offering lacks, measured by its shortest coming day. Two queries."""
    return agenda.complaints_about(parts_of(offering), most=minutes_of_day(shortest_day_of(offering, at)))


# Dates left out ----------------------------------------------------------------------------


def closed_dates_of(
    offering: Offering, from_on: date, until_on: date, *, language: str, times: DayTimes | None = None
) -> Mapping[date, Refusal]:
    """Return date → why a weekly rule leaves it out: public holidays of the site, and blackouts of
    the company, the site and the department. One query.

    With `times`, a blackout of some hours leaves out only days that it touches.
    """
    site = offering.site
    holidays = availability.holidays_of([site], from_on, until_on, language=language)[site.pk]

    def stretch_on(on: date) -> Stretch | None:
        span = times.on(on, site.zone) if times else None
        return Stretch(span.starts_at, span.ends_at, site.zone) if span else None

    blackouts = availability.closed_dates(
        from_on,
        until_on,
        site_id=offering.site_id,
        department_id=offering.department_id,
        free_dates=holidays,
        stretch_on=stretch_on,
    )
    closed = {
        on: Refusal(LeftOut.HOLIDAY, {"title": title}) for on, title in holidays.items() if from_on <= on <= until_on
    }
    return closed | {on: Refusal(LeftOut.BLACKOUT, {"title": title}) for on, title in blackouts.items()}


# Skills ------------------------------------------------------------------------------------


NAMING: Mapping[str, type[Model]] = {
    "learning": Enrollment.learns.through,
    "bringing": Enrollment.brings.through,
    "showing": Offering.shows.through,
    "asking": VisitorWish,
}
"""Where a skill can be named."""


def skills_with_counts() -> QuerySet[Skill]:
    """Return the vocabulary with how often each skill is wanted (`learning`), brought, shown and asked for."""
    counts = {
        name: Coalesce(
            Subquery(
                source._default_manager.filter(skill=OuterRef("pk"))
                .order_by()
                .values("skill")
                .annotate(number=Count("pk"))
                .values("number")
            ),
            0,
        )
        for name, source in NAMING.items()
    }
    return Skill.objects.annotate(**counts).order_by("name")


def is_skill_named(skill: Skill) -> bool:
    """Whether a visitor, an offering or a department names a skill."""
    return any(source._default_manager.filter(skill=skill).exists() for source in NAMING.values())
