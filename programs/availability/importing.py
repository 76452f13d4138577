"""Change-freeze calendars and on-call rosters that come as calendar files.

A file is read into a plan that somebody looks at: every row with what it becomes, and why
some can't. Keeping it replaces all that came from this calendar before, in one transaction.
"""

import zoneinfo
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core import signing
from django.db import transaction

from programs.audit import actions as audit
from programs.audit.models import Entry
from programs.availability import access, rules, subscription
from programs.availability import reading as reading_of
from programs.availability.actions import AvailabilityRefused
from programs.availability.choices import BlackoutKind, ImportKind, Reason, RowProblem
from programs.availability.models import Blackout, ImportedCalendar, OnCallDuty
from programs.availability.names import Directory, Known
from programs.core.refusals import Refusal
from programs.gateways.busy.choices import Why
from programs.gateways.busy.process import FileRefused, Item, Reading, Span, read_busy
from programs.gateways.fetching.addresses import FetchRefused, Policy
from programs.gateways.fetching.client import Limits, Request, fetch
from programs.people.models import Department, Person, Site, Team

MOST_ROWS = 2000
FETCHES_PER_HOUR = 10
PATIENCE = Limits(connect_seconds=4, total_seconds=10)
"""Somebody waits for the answer; in the background there is more time."""
SALT = "programs.availability.importing"
PLAN_AGE = timedelta(hours=1)
WINDOW = (timedelta(days=-31), timedelta(days=731))
"""Dates are kept from a month ago to two years ahead."""
OFFICE_DAY = rules.OFFICE_DAY


@dataclass(frozen=True)
class PlannedRow:
    """One row of a file: its dates, for whom or from when to when, or why it can't be kept (`problem`)."""

    line: int
    title: str
    from_on: date
    until_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    person_id: int | None = None
    person: str = ""
    problem: str = ""

    @property
    def why_not(self) -> str:
        """The problem in words."""
        return str(RowProblem(self.problem).label) if self.problem else ""


@dataclass(frozen=True)
class Plan:
    """What a file would become: its rows, and events that could not be read, by line."""

    rows: tuple[PlannedRow, ...]
    skipped: tuple[tuple[int, str], ...] = ()
    notices: tuple[str, ...] = ()
    address: str = field(default="", repr=False)

    @property
    def good(self) -> tuple[PlannedRow, ...]:
        """Rows that can be kept."""
        return tuple(row for row in self.rows if not row.problem)

    @property
    def bad(self) -> tuple[PlannedRow, ...]:
        """Rows that can't."""
        return tuple(row for row in self.rows if row.problem)

    @property
    def problems(self) -> int:
        """How many rows and events would be left out."""
        return len(self.bad) + len(self.skipped)


@dataclass(frozen=True)
class Described:
    """What an imported calendar is called, what it is, and for whom it counts."""

    kind: str
    name: str
    site: Site | None = None
    department: Department | None = None
    team: Team | None = None
    is_soft: bool = False

    @property
    def is_for_all(self) -> bool:
        """Whether it counts for the whole company."""
        return self.site is None and self.department is None and self.team is None


# Reading ---------------------------------------------------------------------------------


def plan_for(*, described: Described, content: bytes, by: Person, at: datetime) -> Plan:
    """Read a file into a plan; nothing is written. Raises AvailabilityRefused when it can't be read at all."""
    zone = described.site.time_zone if described.site else by.time_zone
    try:
        reading = read_busy(
            content, window=(at + WINDOW[0], at + WINDOW[1]), zone=zone, is_zone_sure=False, titles=True
        )
    except FileRefused as refused:
        raise AvailabilityRefused([refused.refusal]) from refused
    spans = [(span, reading.items[span.item]) for span in reading.spans]
    events = [(span, item) for span, item in spans if item.why != Why.CANCELLED]
    if described.kind == ImportKind.ROSTER:
        rows = _duties(events, Directory(_people(described, by)), reading)
    else:
        rows = _closings(events, described, reading)
    if len(rows) > MOST_ROWS:
        raise AvailabilityRefused([Refusal(Reason.TOO_MANY_DATES, {"most": MOST_ROWS})])
    if not rows and not reading.skipped:
        raise AvailabilityRefused([Refusal(Reason.NO_ROWS)])
    return Plan(
        tuple(sorted(rows, key=lambda row: (row.from_on, row.until_on, row.line, row.person))),
        tuple((one.line, str(one.refusal)) for one in reading.skipped),
        tuple(str(notice) for notice in reading.notices),
    )


def _closings(events: Iterable[tuple[Span, Item]], described: Described, reading: Reading) -> list[PlannedRow]:
    """Return one blackout for each time of an event: of whole dates, or from an instant to another."""
    zone = zoneinfo.ZoneInfo(reading.zone)
    rows = []
    for span, item in events:
        first, last = _dates(span, zone)
        starts_at, ends_at = (None, None) if item.is_date else (span.starts_at, span.ends_at)
        problem = RowProblem.TOO_LONG if last - first > rules.LONGEST else ""
        title = (item.title or described.name)[:120]
        rows.append(PlannedRow(item.line, title, first, last, starts_at, ends_at, problem=problem))
    return rows


def _dates(span: Span, zone: zoneinfo.ZoneInfo) -> tuple[date, date]:
    last = span.ends_at - timedelta(seconds=1)
    return span.starts_at.astimezone(zone).date(), last.astimezone(zone).date()


def _duties(events: Iterable[tuple[Span, Item]], people: Directory, reading: Reading) -> list[PlannedRow]:
    """Return a duty for each person whom an event names, or a row that says that it names nobody."""
    zone = zoneinfo.ZoneInfo(reading.zone)
    rows = []
    for span, item in events:
        first, last = _dates(span, zone) if item.is_date else _duty_dates(span, zone)
        found, is_ambiguous = people.find(item.title, item.people)
        who = item.title or ", ".join(item.people)
        if not found:
            problem = RowProblem.SEVERAL if is_ambiguous else RowProblem.NOBODY
            rows.append(PlannedRow(item.line, who[:120], first, last, problem=problem))
        rows += [
            PlannedRow(item.line, who[:120], first, last, person_id=one.id, person=one.name)
            for one in sorted(found, key=lambda one: (one.name, one.id))
        ]
    return rows


def _duty_dates(span: Span, zone: zoneinfo.ZoneInfo) -> tuple[date, date]:
    """Return the first and last date on which a duty takes some of the office day, else those it touches.

    Who hands over on Monday at nine is free on Monday; who is on call at night is not on the
    day on which the night begins.
    """
    first, last = _dates(span, zone)
    working = [
        on
        for on in rules.dates_between(first, last)
        if _at(on, OFFICE_DAY[0], zone) < span.ends_at.timestamp()
        and span.starts_at.timestamp() < _at(on, OFFICE_DAY[1], zone)
    ]
    return (working[0], working[-1]) if working else (first, first)


def _at(on: date, clock: time, zone: zoneinfo.ZoneInfo) -> float:
    return datetime.combine(on, clock, zone).timestamp()


def _people(described: Described, by: Person) -> list[Known]:
    """Return those for whom somebody may enter duties, of the team if one is named."""
    people = access.people_looked_after_by(by).filter(is_active=True)
    people = people.filter(team=described.team) if described.team else people
    return [Known(*row) for row in people.order_by("pk").distinct().values_list("pk", "name", "email")]


def plan_from(*, described: Described, address: str, by: Person, at: datetime, allowed: Policy | None = None) -> Plan:
    """Fetch a calendar and read it into a plan. Raises AvailabilityRefused. `allowed` is where it may lead."""
    lately = Entry.objects.filter(actor=by, deed="fetch_calendar", at__gt=at - timedelta(hours=1))
    if lately.count() >= FETCHES_PER_HOUR:
        raise AvailabilityRefused([Refusal(Reason.TOO_OFTEN, {"most": FETCHES_PER_HOUR})])
    audit.record("fetch_calendar", by, by=by, at=at)
    try:
        answer = fetch(Request(address), allowed or reading_of.policy(), limits=PATIENCE)
    except FetchRefused as refused:
        raise AvailabilityRefused([refused.refusal]) from refused
    plan = plan_for(described=described, content=answer.content, by=by, at=at)
    return replace(plan, address=address)


# A plan in a form ------------------------------------------------------------------------


def sealed(plan: Plan, by: Person) -> str:
    """Return a plan as signed text for a hidden field, so that the file need not be chosen again."""
    rows = [
        [
            row.line,
            row.title,
            row.from_on.isoformat(),
            row.until_on.isoformat(),
            row.starts_at and row.starts_at.isoformat(),
            row.ends_at and row.ends_at.isoformat(),
            row.person_id,
            row.person,
            str(row.problem),
        ]
        for row in plan.rows
    ]
    return signing.dumps([by.pk, rows, plan.skipped, plan.notices, plan.address], salt=SALT, compress=True)


def opened(text: str, by: Person) -> Plan:
    """Return the plan of a hidden field. Raises AvailabilityRefused when it is old or not this person's."""
    try:
        owner, rows, skipped, notices, address = signing.loads(text, salt=SALT, max_age=PLAN_AGE)
    except signing.BadSignature as error:
        raise AvailabilityRefused([Refusal(Reason.READ_AGAIN)]) from error
    if owner != by.pk:
        raise AvailabilityRefused([Refusal(Reason.READ_AGAIN)])
    return Plan(tuple(_row(*row) for row in rows), tuple((line, why) for line, why in skipped), tuple(notices), address)


def _row(line: int, title: str, first: str, last: str, start: str | None, end: str | None, *rest: Any) -> PlannedRow:
    return PlannedRow(
        line,
        title,
        date.fromisoformat(first),
        date.fromisoformat(last),
        datetime.fromisoformat(start) if start else None,
        datetime.fromisoformat(end) if end else None,
        *rest,
    )


# Keeping ---------------------------------------------------------------------------------


@transaction.atomic
def keep_calendar(
    *,
    calendar: ImportedCalendar | None,
    described: Described,
    plan: Plan,
    leaves_out: bool,
    by: Person,
    at: datetime,
    is_reread: bool = False,
) -> ImportedCalendar:
    """Let a plan replace all that came from this calendar before. Raises AvailabilityRefused.

    All or nothing: while rows would be left out, nothing is kept unless `leaves_out` says
    that this is meant. A file that somebody chose ends a subscription; a reading of its own
    address (`is_reread`) doesn't.
    """
    refusals = _refusals(described, plan, calendar, leaves_out=leaves_out)
    if refusals:
        raise AvailabilityRefused(refusals)
    row = ImportedCalendar()
    if calendar is not None:
        standing = ImportedCalendar.objects.select_for_update().filter(pk=calendar.pk).first()
        if standing is None:  # somebody took it away meanwhile
            raise AvailabilityRefused([Refusal(Reason.READ_AGAIN)])
        row = standing
    for name, value in vars(described).items():
        setattr(row, name, value)
    row.read_at, row.read_by = at, by
    if plan.address:
        subscription.write(row, plan.address, at)
    elif not is_reread:
        subscription.end(row)
    row.counts = {
        "rows": len(plan.good),
        "left_out": [[one.line, one.title, one.problem] for one in plan.bad[:50]],
        "left_out_in_all": plan.problems,
    }
    row.save()
    _write_rows(row, described, plan.good, by)
    audit.record("keep_calendar", row, by=by, at=at, rows=len(plan.good), left_out=plan.problems)
    return row


def _refusals(
    described: Described, plan: Plan, calendar: ImportedCalendar | None, *, leaves_out: bool
) -> list[Refusal]:
    refusals = []
    if sum(scope is not None for scope in (described.site, described.department, described.team)) > 1:
        refusals.append(Refusal(Reason.ONE_SCOPE))
    if plan.problems and not leaves_out:
        refusals.append(Refusal(Reason.ROWS_LEFT_OUT, {"rows": plan.problems}))
    if not plan.good:
        refusals.append(Refusal(Reason.NO_ROWS))
    others = ImportedCalendar.objects.filter(kind=described.kind, name=described.name)
    if (others.exclude(pk=calendar.pk) if calendar else others).exists():
        refusals.append(Refusal(Reason.NAME_TAKEN))
    return refusals


def _write_rows(row: ImportedCalendar, described: Described, rows: Sequence[PlannedRow], by: Person) -> None:
    if row.kind == ImportKind.ROSTER:
        may = _allowed([one.person_id for one in rows if one.person_id], by)
        row.duties.all().delete()
        OnCallDuty.objects.bulk_create(
            OnCallDuty(person_id=one.person_id, from_on=one.from_on, until_on=one.until_on, roster=row)
            for one in rows
            if one.person_id is not None and one.person_id in may
        )
        return
    row.blackouts.all().delete()
    Blackout.objects.bulk_create(
        Blackout(
            title=one.title,
            kind=BlackoutKind.CHANGE_FREEZE,
            from_on=one.from_on,
            until_on=one.until_on,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            is_soft=described.is_soft,
            site=described.site,
            department=described.department,
            team=described.team,
            calendar=row,
        )
        for one in rows
    )


def _allowed(people: Collection[int], by: Person) -> set[int]:
    """Return those of some people for whom somebody may still enter duties."""
    return set(access.people_looked_after_by(by).filter(pk__in=people).values_list("pk", flat=True))


@transaction.atomic
def drop_calendar(*, calendar: ImportedCalendar, by: Person, at: datetime) -> None:
    """Take a calendar away, with every blackout or duty that came from it."""
    audit.record("drop_calendar", calendar, by=by, at=at, name=calendar.name)
    calendar.delete()
