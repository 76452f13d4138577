"""The calendars as frozen values, each in a fixed number of queries."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.cohorts import access as cohort_access
from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Cohort
from programs.diaries import marks as marking
from programs.diaries import queries
from programs.diaries.entries import Entry, Mark
from programs.diaries.forms import HostingFilter, ProgramFilter
from programs.hosting import access as hosting_access
from programs.people.models import Department, Person
from programs.visits import layout, rules
from programs.visits.layout import Cell, Column, Section, Span

LIST_DAYS = 56
"""A list shows eight weeks: visits are rare."""
HOURS = tuple(datetime.time(hour) for hour in range(8, 19))

T = TypeVar("T")


@dataclass(frozen=True)
class Reader:
    """Who reads, in which language, and when: `today` is their date."""

    person: Person
    at: datetime.datetime
    today: datetime.date
    language: str


@dataclass(frozen=True)
class Tab:
    """One of the calendars that a person has."""

    url_name: str
    label: Promise | str
    icon: str


VISITS = Tab("diaries:visits", _("My visits"), "calendar-days")
HOSTING = Tab("diaries:hosting", _("Hosting"), "inbox-arrow-down")
PROGRAM = Tab("diaries:program", _("Programme"), "map")


def tabs_of(person: Person) -> list[Tab]:
    """Return the calendars that somebody has: their own, and what they host and lead. Three queries."""
    found = [HOSTING] if hosting_access.is_host(person) else []
    found += [PROGRAM] if cohort_access.cohorts_led_by(person).exists() else []
    is_visitor = cohort_queries.enrollments_of_person(person).exists()
    return [VISITS, *found] if is_visitor or not found else [*found, VISITS]


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A cell, a column or a section, and the marks of its date."""

    it: T
    marks: Sequence[Mark] = ()

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be on that date."""
        return any(mark.closes for mark in self.marks)


@dataclass(frozen=True)
class DiaryPage:
    """A calendar: one of month, week and list is filled."""

    tab: Tab
    tabs: Sequence[Tab]
    view: str
    on: datetime.date
    span: Span
    is_now: bool
    entries: Sequence[Entry]
    form: Form | None = None
    weeks: Sequence[Sequence[Dated[Cell[Entry]]]] = ()
    columns: Sequence[Dated[Column[Entry]]] = ()
    sections: Sequence[Dated[Section[Entry]]] = ()
    hours: Sequence[datetime.time] = field(default=HOURS)

    @property
    def count(self) -> int:
        """How many entries lie in the dates that were asked for."""
        return len(self.entries)

    @property
    def departments(self) -> Collection[Department]:
        """The departments whose colours are on the page, by name."""
        found = {entry.day.offering.department_id: entry.day.offering.department for entry in self.entries}
        return sorted(found.values(), key=lambda department: department.name)

    @property
    def has_marks(self) -> bool:
        """Whether a date of the week is marked, so that each column leaves room for it."""
        return any(column.marks for column in self.columns)


@dataclass(frozen=True)
class _Frame:
    """Which dates are asked for, and how."""

    view: str
    on: datetime.date
    span: Span

    @property
    def dates(self) -> tuple[datetime.date, datetime.date]:
        return self.span.first, self.span.last


def _frame(given: Mapping[str, Any], reader: Reader) -> _Frame:
    view = given.get("view", "") if given.get("view") in layout.VIEWS else "month"
    coming = rules.working_days_after(reader.today - datetime.timedelta(days=1), 1)
    on = layout.date_of(given.get("on", "")) or (coming if view == "week" else reader.today)
    return _Frame(view, on, layout.span_of(view, on, reader.today, list_days=LIST_DAYS))


def visits_page(reader: Reader, given: Mapping[str, Any]) -> DiaryPage:
    """Return the calendar of somebody's own visits."""
    frame = _frame(given, reader)
    entries = queries.own_entries(reader.person, frame.dates)
    marks = marking.own_marks(reader.person, frame.dates, today=reader.today, language=reader.language)
    return _page(VISITS, reader, frame, entries, marks)


def hosting_page(reader: Reader, given: Mapping[str, Any]) -> DiaryPage:
    """Return the calendar of the days that somebody hosts."""
    frame = _frame(given, reader)
    offerings = queries.offerings_hosted(reader.person)
    form = HostingFilter(given, offerings=offerings)
    chosen = form.cleaned_data.get("offering")
    entries = queries.hosting_entries(reader.person, frame.dates, offering=chosen, at=reader.at)
    shown = [offering for offering in offerings if chosen in {None, offering.pk}]
    marks = marking.hosting_marks(shown, frame.dates, language=reader.language)
    return _page(HOSTING, reader, frame, entries, marks, form=form)


def program_page(reader: Reader, cohorts: Sequence[Cohort], given: Mapping[str, Any]) -> DiaryPage:
    """Return the calendar of one of the cohorts that somebody leads (at least one): the chosen, else the current."""
    frame = _frame(given, reader)
    asked = given.get("cohort", "")
    cohort = next((row for row in cohorts if str(row.pk) == asked), None) or _current(cohorts, reader.today)
    departments = list(cohort_queries.host_departments_of(cohort))
    form = ProgramFilter(given, cohorts=cohorts, departments=departments, cohort=cohort)
    chosen = form.cleaned_data.get("department")
    entries = queries.program_entries(
        reader.person,
        cohort,
        frame.dates,
        department=chosen,
        is_booked=bool(form.cleaned_data.get("booked")),
    )
    shown = [department for department in departments if chosen in {None, department.pk}]
    marks = marking.program_marks(shown, frame.dates, language=reader.language)
    return _page(PROGRAM, reader, frame, entries, marks, form=form)


def _current(cohorts: Sequence[Cohort], today: datetime.date) -> Cohort:
    """Return the cohort that runs today, else the newest."""
    running = [cohort for cohort in cohorts if cohort.starts_on <= today <= cohort.ends_on]
    return max(running or cohorts, key=lambda cohort: (cohort.starts_on, cohort.pk))


def _page(
    tab: Tab,
    reader: Reader,
    frame: _Frame,
    entries: Sequence[Entry],
    marks: marking.Marks,
    *,
    form: Form | None = None,
) -> DiaryPage:
    today, on, view = reader.today, frame.on, frame.view
    weeks = layout.month_of(entries, on, today=today) if view == "month" else []
    columns = layout.week_of(entries, on, today=today) if view == "week" else []
    return DiaryPage(
        tab=tab,
        tabs=tabs_of(reader.person),
        view=view,
        on=on,
        span=frame.span,
        is_now=frame.span.first <= today <= frame.span.last,
        entries=entries,
        form=form,
        weeks=[[Dated(cell, marks.get(cell.on, ())) for cell in week] for week in weeks],
        columns=[Dated(column, marks.get(column.on, ())) for column in columns],
        sections=_sections(entries, marks) if view == "list" else [],
    )


def _sections(entries: Sequence[Entry], marks: marking.Marks) -> list[Dated[Section[Entry]]]:
    """Return the dates of a list: those with entries, and those that are marked."""
    found = {section.on: section for section in layout.list_of(entries)}
    dates = sorted({*found, *(on for on, there in marks.items() if there)})
    return [Dated(found.get(on) or Section(on, ()), marks.get(on, ())) for on in dates]
