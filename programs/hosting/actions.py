"""What hosts and leads do with offerings and their days."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programs.audit import actions as audit
from programs.availability import queries as availability
from programs.cohorts.models import Skill
from programs.core.refusals import Refusal, RuleBroken
from programs.hosting import access, agenda, queries, rules
from programs.hosting.choices import Needed, OfferingState, Reason
from programs.hosting.models import AgendaBlock, HostBudget, HostingDay, HostingPattern, Offering
from programs.hosting.rules import DayTimes, Planned, Span, Weekly
from programs.objectives.models import Objective
from programs.people.models import Department, Person, Site

UNCHANGED = -1
"""Leaves the hours of a department as they are."""


class HostingRefused(RuleBroken):
    """Something can't be done with an offering or a hosting day."""


@dataclass(frozen=True)
class Shown:
    """What an offering says about itself."""

    title: str
    summary: str
    kind: str
    site: Site
    place: str
    contact: Person
    deputy: Person | None
    prerequisites: str
    excluded: str
    data_class: str
    places: int
    minimum_group: int
    notice_days: int | None = None
    horizon_days: int | None = None
    entrance: str = ""
    directions: str = ""
    bring: str = ""
    badge: str = Needed.NOTHING
    safety: str = Needed.NOTHING


@dataclass(frozen=True)
class Block:
    """One part of the agenda."""

    kind: str
    title: str
    minutes: int


# Offerings ---------------------------------------------------------------------------------


@transaction.atomic
def create_offering(
    *,
    department: Department,
    shown: Shown,
    blocks: Sequence[Block],
    by: Person,
    at: datetime,
    objectives: Iterable[Objective] = (),
    skills: Collection[Skill] = (),
) -> Offering:
    """Draft an offering, with the objectives it serves and the skills it shows.

    Raises HostingRefused (title taken, contact has left, …).
    """
    offering = Offering(department=department)
    _write(offering, shown, blocks)
    offering.objectives.set(objectives)
    offering.shows.set(skills)
    audit.record("create_offering", offering, by=by, at=at, title=offering.title)
    return offering


@transaction.atomic
def edit_offering(
    *,
    offering: Offering,
    shown: Shown,
    blocks: Sequence[Block],
    by: Person,
    at: datetime,
    objectives: Iterable[Objective] | None = None,
    skills: Collection[Skill] | None = None,
) -> Offering:
    """Change what an offering says and, if given, the objectives it serves and the skills it shows.

    Raises HostingRefused.

    A reviewed offering that is changed by somebody who may not review it is a draft again.
    A published one stays published; the log names the fields that changed.
    """
    offering = Offering.objects.select_for_update(of=("self",)).select_related("department").get(pk=offering.pk)
    changed = sorted(
        field.name for field in fields(shown) if getattr(offering, field.name) != getattr(shown, field.name)
    )
    if offering.state == OfferingState.REVIEWED and not access.may_publish_offering(by, offering):
        offering.state = OfferingState.DRAFT
    _write(offering, shown, blocks)
    if objectives is not None:
        offering.objectives.set(objectives)
    if skills is not None and set(offering.shows.all()) != set(skills):
        offering.shows.set(skills)
        changed.append("shows")
    audit.record("edit_offering", offering, by=by, at=at, changed=changed)
    return offering


def _write(offering: Offering, shown: Shown, blocks: Sequence[Block]) -> None:
    """Save an offering and its agenda as a whole."""
    refuse(_offering_refusals(offering, shown))
    for field in fields(shown):
        setattr(offering, field.name, getattr(shown, field.name))
    try:
        with transaction.atomic():
            offering.save()
    except IntegrityError as error:
        taken = Offering.objects.filter(department=offering.department, title=shown.title).exclude(pk=offering.pk)
        if not taken.exists():
            raise
        facts = {"department": offering.department.name}
        raise HostingRefused([Refusal(Reason.TITLE_TAKEN, facts)]) from error
    _write_blocks(offering, blocks)


def _write_blocks(offering: Offering, blocks: Sequence[Block | agenda.Part]) -> None:
    offering.blocks.all().delete()
    AgendaBlock.objects.bulk_create(
        AgendaBlock(offering=offering, position=number, kind=block.kind, title=block.title, minutes=block.minutes)
        for number, block in enumerate(blocks, 1)
    )


def _offering_refusals(offering: Offering, shown: Shown) -> list[Refusal]:
    refusals = list(rules.places_refusals(shown.places, taken=0, minimum_group=shown.minimum_group))
    if not shown.contact.is_active:
        refusals.append(Refusal(Reason.CONTACT_LEFT, {"name": shown.contact.name}))
    if shown.deputy == shown.contact:
        refusals.append(Refusal(Reason.SAME_DEPUTY))
    refusals += rules.limit_refusals(shown.notice_days, shown.horizon_days)
    return refusals


@transaction.atomic
def move_offering(*, offering: Offering, step: str, by: Person, at: datetime) -> Offering:
    """Take a step of `rules.STEPS`: review, publish, withdraw or reopen. Raises HostingRefused.

    Nothing is published without an agenda that fits into its shortest coming day, and a
    contact who is there; what else a good agenda holds is asked for and not enforced (ADR
    0035). Days of a withdrawn
    offering that have visits keep them; they only take no new ones.
    """
    offering = Offering.objects.select_for_update(of=("self",)).select_related("contact").get(pk=offering.pk)
    to, sources = rules.STEPS[step]
    if offering.state not in sources:
        refuse([Refusal(Reason.WRONG_STATE, {"state": offering.get_state_display()})])
    if to in (OfferingState.REVIEWED, OfferingState.PUBLISHED):
        refuse(_unready(offering, at))
    was, offering.state = offering.state, to
    offering.save(update_fields=["state"])
    audit.record(f"{step}_offering", offering, by=by, at=at, was=was)
    return offering


def _unready(offering: Offering, at: datetime) -> list[Refusal]:
    refusals = []
    parts, shortest = queries.parts_of(offering), queries.shortest_day_of(offering, at)
    most = queries.minutes_of_day(shortest)
    if not parts:
        refusals.append(Refusal(Reason.NO_AGENDA))
    if shortest is not None and most is not None and agenda.minutes_of(parts) > most:
        facts = {"minutes": agenda.minutes_of(parts), "on": shortest.on, "most": most}
        refusals.append(Refusal(Reason.AGENDA_TOO_LONG, facts))
    if not offering.contact.is_active:
        refusals.append(Refusal(Reason.CONTACT_LEFT, {"name": offering.contact.name}))
    return refusals


@transaction.atomic
def mend_agenda(*, offering: Offering, complaint: str, by: Person, at: datetime) -> Offering:
    """See to one complaint about an agenda, if it still stands; nothing of the host's is lost."""
    offering = Offering.objects.select_for_update(of=("self",)).get(pk=offering.pk)
    most = queries.minutes_of_day(queries.shortest_day_of(offering, at))
    parts = queries.parts_of(offering)
    if complaint not in {str(one.reason) for one in agenda.complaints_about(parts, most=most)}:
        return offering
    words = agenda.Words(
        task=_("Real work, side by side"), informal=_("Coffee with the team"), debrief=_("What we saw, what we promise")
    )
    _write_blocks(offering, agenda.mended(parts, complaint, words=words, most=most))
    audit.record("mend_agenda", offering, by=by, at=at, complaint=complaint)
    return offering


# Days ----------------------------------------------------------------------------------


def taken_spans(offering: Offering) -> list[Span]:
    """Return when the offering's days are that stand."""
    days = HostingDay.objects.filter(offering=offering, cancelled_at=None)
    return [Span(start, end) for start, end in days.values_list("starts_at", "ends_at")]


def planned_days(
    *, offering: Offering, pattern: Weekly, times: DayTimes, closed: Mapping[date, Refusal], at: datetime
) -> tuple[Planned, ...]:
    """Return the dates that `plan_days` would make days of, without writing. Raises HostingRefused."""
    refuse(rules.pattern_refusals(pattern, times))
    return rules.plan(pattern, times, offering.site.zone, closed=closed, taken=taken_spans(offering), after=at)


@transaction.atomic
def plan_days(
    *,
    offering: Offering,
    pattern: Weekly,
    times: DayTimes,
    places: int,
    closed: Mapping[date, Refusal],
    by: Person,
    at: datetime,
) -> list[HostingDay]:
    """Make a hosting day of every date of a weekly rule that isn't left out. Raises HostingRefused.

    `closed` says which dates are left out and why (`hosting.queries.closed_dates_of`).
    """
    offering = Offering.objects.select_for_update(of=("self",)).select_related("site").get(pk=offering.pk)
    refuse(rules.places_refusals(places, taken=0, minimum_group=offering.minimum_group))
    planned = planned_days(offering=offering, pattern=pattern, times=times, closed=closed, at=at)
    if not any(one.span for one in planned):
        refuse([Refusal(Reason.NO_DATES)])
    row = HostingPattern.objects.create(offering=offering, **values_of(pattern, times, places))
    days = make_days(row, {one.on: one.span for one in planned if one.span}, times)
    audit.record("plan_days", offering, by=by, at=at, pattern=row.pk, days=len(days), places=places)
    return days


def values_of(pattern: Weekly, times: DayTimes, places: int) -> dict[str, Any]:
    """Return the fields of a rule's row."""
    return {
        "weekday": pattern.weekday,
        "every_weeks": pattern.every_weeks,
        "nth": pattern.nth,
        "from_on": pattern.from_on,
        "until_on": pattern.until_on,
        "start_time": times.start,
        "end_time": times.end,
        "places": places,
    }


def make_days(row: HostingPattern, spans: Mapping[date, Span], times: DayTimes) -> list[HostingDay]:
    """Make the days of a rule."""
    return HostingDay.objects.bulk_create(
        HostingDay(
            offering=row.offering,
            pattern=row,
            on=on,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            is_whole_day=times.is_whole_day,
            places=row.places,
        )
        for on, span in spans.items()
    )


@transaction.atomic
def add_day(
    *,
    offering: Offering,
    on: date,
    times: DayTimes,
    places: int,
    note: str,
    by: Person,
    at: datetime,
    opens_on_holiday: bool = False,
) -> HostingDay:
    """Add a single day, on a holiday too if the host says so. Raises HostingRefused."""
    offering = Offering.objects.select_for_update(of=("self",)).select_related("site").get(pk=offering.pk)
    refusals = list(rules.places_refusals(places, taken=0, minimum_group=offering.minimum_group))
    refusals += rules.time_refusals(times)
    refusals += holiday_refusals(offering, on, is_open=opens_on_holiday)
    refuse(refusals)
    span = times.on(on, offering.site.zone)
    if span is None:
        raise HostingRefused([Refusal(Reason.CLOCK_CHANGE, {"on": on})])
    if span.starts_at <= at:
        refusals.append(Refusal(Reason.IN_THE_PAST))
    if any(span.meets(other) for other in taken_spans(offering)):
        refusals.append(Refusal(Reason.ALREADY, {"on": on}))
    refuse(refusals)
    day = HostingDay.objects.create(
        offering=offering,
        on=on,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        is_whole_day=times.is_whole_day,
        places=places,
        note=note,
        opens_on_holiday=opens_on_holiday,
    )
    audit.record("add_day", day, by=by, at=at, on=on.isoformat(), places=places)
    return day


def holiday_refusals(offering: Offering, on: date, *, is_open: bool) -> list[Refusal]:
    """Ask once more before somebody hosts on a public holiday of the site."""
    language = get_language() or "en-gb"
    title = availability.holidays_of([offering.site], on, on, language=language)[offering.site_id].get(on)
    return [Refusal(Reason.HOLIDAY, {"on": on, "title": title})] if title and not is_open else []


@transaction.atomic
def change_day(*, day: HostingDay, places: int, note: str, by: Person, at: datetime) -> HostingDay:
    """Change the places and the note of a day. Raises HostingRefused: never below what is taken."""
    day = locked(day)
    refusals = list(rules.places_refusals(places, taken=day.taken, minimum_group=1))
    refuse(refusals + day_refusals(day, at))
    was, day.places, day.note = day.places, places, note
    day.save(update_fields=["places", "note"])
    audit.record("change_day", day, by=by, at=at, was=was, places=places)
    return day


@transaction.atomic
def call_off_day(*, day: HostingDay, by: Person, at: datetime, reason: str, ends_visits: bool = False) -> HostingDay:
    """Call off a day that has not begun and on which no visit stands. Raises HostingRefused.

    `ends_visits` is the visits room's word that it ends them in the same transaction: a
    booked day never vanishes silently.
    """
    day = locked(day)
    refusals = day_refusals(day, at)
    if not refusals and day.starts_at <= at:
        refusals.append(Refusal(Reason.IN_THE_PAST))
    if day.taken and not ends_visits:
        refusals.append(Refusal(Reason.HAS_VISITS, {"taken": day.taken}))
    if not reason.strip():
        refusals.append(Refusal(Reason.NEEDS_REASON))
    refuse(refusals)
    day.cancelled_at = at
    day.note = reason.strip()[: HostingDay._meta.get_field("note").max_length]
    day.save(update_fields=["cancelled_at", "note"])
    audit.record("call_off_day", day, by=by, at=at, reason=day.note)
    return day


@transaction.atomic
def end_pattern(*, pattern: HostingPattern, by: Person, at: datetime, reason: str) -> tuple[int, int]:
    """Call off the days of a weekly rule that are to come and have no visits.

    Returns (days called off, days kept because visits stand on them). Raises HostingRefused.
    """
    if not reason.strip():
        refuse([Refusal(Reason.NEEDS_REASON)])
    days = HostingDay.objects.select_for_update().filter(pattern=pattern, cancelled_at=None, starts_at__gt=at)
    free = [day for day in days if not day.taken]
    for day in free:
        call_off_day(day=day, by=by, at=at, reason=reason)
    kept = len(days) - len(free)
    audit.record("end_pattern", pattern, by=by, at=at, called_off=len(free), kept=kept)
    return len(free), kept


def locked(day: HostingDay) -> HostingDay:
    """Return a day afresh; nobody else changes it until the transaction ends."""
    return HostingDay.objects.select_for_update(of=("self",)).select_related("offering__site").get(pk=day.pk)


def day_refusals(day: HostingDay, at: datetime) -> list[Refusal]:
    """Return why nothing can be changed about a day any more."""
    refusals = []
    if day.cancelled_at:
        refusals.append(Refusal(Reason.CALLED_OFF))
    if day.ends_at <= at:
        refusals.append(Refusal(Reason.IN_THE_PAST))
    return refusals


def refuse(refusals: Sequence[Refusal]) -> None:
    """Raise HostingRefused if there is anything to refuse."""
    if refusals:
        raise HostingRefused(refusals)


@transaction.atomic
def pass_on_offerings_of(person: Person, *, by: Person | None, at: datetime) -> int:
    """Give the offerings of somebody who leaves to their deputies, else to the department's lead.

    Returns how many changed hands. Where there is neither, the offering stays as it is and
    the readiness list of its cohort says so.
    """
    Offering.objects.filter(deputy=person).update(deputy=None)
    passed_on = 0
    for offering in Offering.objects.filter(contact=person).select_related("deputy", "department__lead"):
        heirs = [heir for heir in (offering.deputy, offering.department.lead) if heir and heir.is_active]
        if heirs and heirs[0] != person:
            offering.contact = heirs[0]
            offering.deputy = None if offering.deputy == heirs[0] else offering.deputy
            offering.save(update_fields=["contact", "deputy"])
            audit.record("pass_on_offering", offering, by=by, at=at, before=person.pk, after=heirs[0].pk)
            passed_on += 1
    return passed_on


# What departments give ---------------------------------------------------------------------


@transaction.atomic
def set_hosting_hours(
    *,
    department: Department,
    hours: Mapping[Person, int | None],
    by: Person,
    at: datetime,
    of_department: int | None = UNCHANGED,
) -> None:
    """Set how many hours a month hosts give, and the whole department (`UNCHANGED` leaves it); None means no limit.

    Visits that stand stay, also beyond a limit: it binds new days only.
    """
    if of_department != UNCHANGED:
        Department.objects.filter(pk=department.pk).update(hosting_hours_per_month=of_department)
    for person, limit in hours.items():
        if limit is None:
            HostBudget.objects.filter(person=person).delete()
        else:
            HostBudget.objects.update_or_create(person=person, defaults={"hours_per_month": limit})
    facts = {str(person.pk): limit for person, limit in hours.items()}
    audit.record("set_hosting_hours", department, by=by, at=at, department=of_department, hosts=facts)


@transaction.atomic
def remove_skill(*, skill: Skill, by: Person, at: datetime) -> None:
    """Take a skill out of the vocabulary. Raises HostingRefused while anybody names it."""
    if queries.is_skill_named(skill):
        refuse([Refusal(Reason.SKILL_NAMED, {"name": skill.name})])
    audit.record("remove_skill", skill, by=by, at=at, name=skill.name)
    skill.delete()
