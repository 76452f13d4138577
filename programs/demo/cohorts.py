"""Makes the programme, a finished cohort and a running one, and who enrolled with which wishes."""

import json
import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from programs.availability import reading as calendars
from programs.availability.choices import SourceKind
from programs.availability.models import Blackout, BusySource, CoverRule, ImportedCalendar, OnCallDuty
from programs.cohorts.models import BlockedDate, Cohort, Enrollment, Exclusion, Program, ProgramRole, RankedDepartment
from programs.demo import company, texts
from programs.gateways import seal
from programs.gateways.busy.choices import Why
from programs.gateways.busy.process import Item, Reading, Span
from programs.people.models import Department, Person, Site, Team

PURPOSE = (
    "IT makes a critical difference to how well Nordhaven performs; three in four of us in IT say so, and fewer than "
    "half of our colleagues do. For two quarters a year, people from IT spend single days beside the people who use "
    "what they build. We measure before and after, and we keep the promises made on the way."
)


def make_program(cast: dict[str, Person]) -> Program:
    """Create the programme with Lena as its lead and Sven as its sponsor."""
    program = Program.objects.create(name=company.PROGRAM, company=company.COMPANY, purpose=PURPOSE, needs_release=True)
    ProgramRole.objects.create(program=program, person=cast["lena"], kind="lead")
    ProgramRole.objects.create(program=program, person=cast["sven"], kind="sponsor")
    return program


def make_cohort(program: Program, *, name: str, stage: str, first: date, last: date) -> Cohort:
    """Create a cohort in which every business department hosts."""
    cohort = Cohort.objects.create(
        program=program,
        name=name,
        stage=stage,
        starts_on=first,
        ends_on=last,
        enrolls_until=first - timedelta(days=14),
        visits_wanted=3,
        spacing_days=5,
    )
    cohort.departments.set(Department.objects.filter(is_it=False))
    return cohort


def enroll(cohort: Cohort, people: list[Person], *, at: datetime, rng: random.Random) -> list[Enrollment]:
    """Enrol people with ranked departments (the popular ones more often first), goals and blocked dates."""
    departments = list(cohort.departments.all())
    popularity = {department.pk: rng.uniform(0.85, 1.25) for department in departments}
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(
            cohort=cohort,
            person=person,
            wanted=rng.choice((2, 3, 3, 3, 4)),
            goals=rng.choice(texts.GOALS),
            reach="own_site" if rng.random() < 0.06 else "anywhere",
            enrolled_at=at + timedelta(minutes=37 * number),
        )
        for number, person in enumerate(people)
    )
    ranked, blocked = [], []
    span = (cohort.ends_on - cohort.starts_on).days
    for enrollment in enrollments:
        order = sorted(departments, key=lambda one: popularity[one.pk] * rng.random(), reverse=True)
        for place, department in enumerate(order[: rng.randint(4, 7)]):
            rank = place if place > 1 and rng.random() < 0.15 else place + 1
            ranked.append(RankedDepartment(enrollment=enrollment, department=department, rank=max(1, rank)))
        days = {cohort.starts_on + timedelta(days=rng.randrange(span)) for _ in range(rng.randrange(4))}
        blocked += [BlockedDate(enrollment=enrollment, on=on) for on in sorted(days)]
    RankedDepartment.objects.bulk_create(ranked)
    BlockedDate.objects.bulk_create(blocked)
    return enrollments


def make_availability(cohort: Cohort, *, today: date, rng: random.Random) -> None:
    """Change freezes, month-end, a site holiday, cover rules, on-call duty and imported busy times."""
    finance = Department.objects.get(name="Finance")
    erp = Team.objects.get(name="ERP")
    month_start = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    Blackout.objects.bulk_create(
        [
            Blackout(title="Change freeze before the ERP release", kind="change_freeze", team=erp,
                     from_on=today + timedelta(days=18), until_on=today + timedelta(days=24)),
            Blackout(title="Year-end preparation", kind="month_end", department=finance,
                     from_on=month_start, until_on=month_start + timedelta(days=2)),
            Blackout(title="Company day", kind="other", from_on=today + timedelta(days=26),
                     until_on=today + timedelta(days=26)),
            Blackout(title="Stocktaking", kind="site_holiday", site=Site.objects.get(name="Gdańsk"),
                     from_on=today + timedelta(days=33), until_on=today + timedelta(days=35)),
            Blackout(title="Month-end close: the team is short of time", kind="month_end", department=finance,
                     from_on=today - timedelta(days=60), until_on=today + timedelta(days=300),
                     repeats="month_end", number=2, is_soft=True),
            Blackout(title="Invoice run", kind="other", department=finance, from_on=today - timedelta(days=60),
                     until_on=today + timedelta(days=300), repeats="weekly", number=2, weekday=4,
                     start_time=time(15), end_time=time(18)),
        ]
    )  # fmt: skip
    _import_calendars(today)
    for team in Team.objects.all():
        CoverRule.objects.create(team=team, most_away=3 if team.name in ("Service Desk", "Platform") else 4)
    people = list(Person.objects.filter(enrollments__cohort=cohort).order_by("pk"))
    for team in Team.objects.filter(name__in=["Platform", "Networks", "Service Desk"]):
        members = list(team.people.order_by("pk"))
        roster = ImportedCalendar.objects.filter(team=team).first()
        for week in range(8):
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=week)
            OnCallDuty.objects.create(
                person=members[week % len(members)], from_on=monday, until_on=monday + timedelta(days=6), roster=roster
            )
    for person in rng.sample(people, min(30, len(people))):
        starts = [
            datetime.combine(today + timedelta(days=rng.randrange(1, 45)), datetime.min.time(), person.zone)
            + timedelta(hours=rng.choice((8, 9, 13, 14)))
            for _ in range(8)
        ]
        _keep_busy_times(person, sorted(set(starts)), at=timezone.now())


def _keep_busy_times(person: Person, starts: list[datetime], *, at: datetime) -> None:
    """Give somebody a calendar of two-hour appointments, the last one tentative, read as a file is."""
    spans, items = [], []
    for number, start in enumerate(starts):
        kind, why = ("tentative", Why.UNANSWERED) if number == len(starts) - 1 else ("busy", Why.SHOWN_BUSY)
        end = start + timedelta(hours=2)
        spans.append(Span(start, end, kind, number))
        items.append(Item(6 + 14 * number, "", kind, why, start, end, end, 1, is_date=False, is_floating=False))
    day = starts[0].replace(hour=0)
    whole = (day, day + timedelta(days=1), day + timedelta(days=1))
    items.append(Item(6 + 14 * len(items), "", "free", Why.SHOWN_FREE, *whole, 0, is_date=True, is_floating=True))
    found = Reading(spans=tuple(spans), events=len(items), zone=person.time_zone, items=tuple(items))
    source = BusySource(person=person, name="Work calendar", checked_at=at, zone=person.time_zone)
    calendars.swap(source, found, at=at)


def subscribe_somebody(person: Person, *, at: datetime) -> None:
    """Let somebody's work calendar be a subscription that was read a moment ago."""
    source = BusySource.objects.filter(person=person).first()
    if source is None:
        day = at.astimezone(person.zone).replace(minute=0, second=0, microsecond=0)
        starts = [day.replace(hour=15 + number % 2) + timedelta(days=3 + 4 * number) for number in range(6)]
        _keep_busy_times(person, starts, at=at)
        source = BusySource.objects.get(person=person)
    source.kind, source.zone = SourceKind.ICS, ""
    source.shown_address = "outlook.office365.example …ndar"
    address = calendars.Address("https://outlook.office365.example/owa/calendar/demo/reachcalendar.ics")
    source.sealed_address = seal.seal(json.dumps(vars(address)), calendars.seal_context(source))
    # Not due for years: the address is made up, and a demo needs no network.
    source.next_at = at + timedelta(days=3650)
    source.save()


def _import_calendars(today: date) -> None:
    """A change-freeze calendar of the company and the on-call roster of a team, as read from files."""
    lena = Person.objects.get(program_roles__kind="lead")
    read_at = timezone.now() - timedelta(days=3)
    freeze = ImportedCalendar.objects.create(
        kind="freeze", name="Release calendar", is_soft=True, read_at=read_at, read_by=lena,
        counts={"rows": 2, "left_out": [], "left_out_in_all": 0},
    )  # fmt: skip
    for title, days in (("Release week of the ERP", 9), ("Year-end freeze", 44)):
        Blackout.objects.create(
            title=title, kind="change_freeze", is_soft=True, calendar=freeze,
            from_on=today + timedelta(days=days), until_on=today + timedelta(days=days + 4),
        )  # fmt: skip
    ImportedCalendar.objects.create(
        kind="roster", name="Platform on call", team=Team.objects.get(name="Platform"), read_at=read_at, read_by=lena,
        counts={"rows": 8, "left_out": [[212, "Pager (unattended)", "nobody"]], "left_out_in_all": 1},
    )  # fmt: skip


def exclude_one(cohort: Cohort, person: Person, department: Department) -> None:
    """Keep one person away from one department, with the reason that only leads see."""
    Exclusion.objects.create(
        cohort=cohort, person=person, department=department, reason="Partner works in the same team"
    )
