"""What the pages of the visits room show, as frozen values, each in a fixed number of queries."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from programs.cohorts import access as cohort_access
from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Enrollment
from programs.hosting import queries as hosting_queries
from programs.hosting import times
from programs.hosting.models import AgendaBlock, HostingDay
from programs.people.models import Department, Person
from programs.visits import access, checks, gate, layout, queries, rules
from programs.visits.actions import steps
from programs.visits.choices import FELL_AWAY, Light, OfferState, ReleaseState, VisitState, WaitingState
from programs.visits.forms import AllForm, FindForm, GrantForm
from programs.visits.layout import Cell, Column, Section, Slot
from programs.visits.models import CounterOffer, Release, Visit, VisitStep, WaitingPlace
from programs.visits.rules import Part

NEXT_TIMES = 6
MOST_SUGGESTIONS = 12
OPEN = (VisitState.REQUESTED, VisitState.CONFIRMED)
WAITING_STATES = (WaitingState.WAITING, WaitingState.OFFERED)


# Finding ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FindPage:
    """The calendar: one of month, week and list is filled."""

    form: FindForm
    view: str
    title: str
    on: datetime.date
    before: datetime.date
    after: datetime.date
    is_now: bool
    free_count: int
    count: int
    departments: Collection[Department]
    weeks: Sequence[Sequence[Cell[Slot]]] = ()
    earlier_weeks: int = 0
    columns: Sequence[Column[Slot]] = ()
    sections: Sequence[Section[Slot]] = ()
    hours: Sequence[datetime.time] = tuple(datetime.time(hour) for hour in range(8, 19))


def find_page(
    enrollment: Enrollment, given: Mapping[str, Any], *, at: datetime.datetime, today: datetime.date
) -> FindPage:
    """Return the days of a cohort as one visitor sees them; what can't be booked comes with every reason."""
    view = given.get("view", "") if given.get("view") in layout.VIEWS else "month"
    soonest = min(max(today, enrollment.cohort.starts_on), enrollment.cohort.ends_on)
    on = layout.date_of(given.get("on", "")) or rules.working_days_after(soonest - datetime.timedelta(days=1), 1)
    departments = list(cohort_queries.host_departments_of(enrollment.cohort))
    form = FindForm(given, departments=departments)
    span = layout.span_of(view, on, today)
    days = [
        day
        for day in hosting_queries.bookable_days(enrollment.cohort, span.first, span.last).order_by("starts_at", "pk")
        if form.wanted(day)
    ]
    # What is over can't be booked and needs no reasons; one's own visits stay in the picture.
    slots = [slot for slot in slots_of(enrollment, days, at=at) if slot.day.starts_at > at or slot.is_mine]
    if form.cleaned_data.get("free"):
        slots = [slot for slot in slots if slot.is_free or slot.is_mine]
    weeks = layout.month_of(slots, on, today=today) if view == "month" else []
    ahead = [week for week in weeks if any(cell.on >= today and (cell.slots or not cell.is_weekend) for cell in week)]
    shown = weeks if "earlier" in given or not ahead else ahead
    return FindPage(
        form=form,
        view=view,
        title=span.title,
        on=on,
        before=span.before,
        after=span.after,
        is_now=span.first <= today <= span.last,
        free_count=sum(slot.is_free for slot in slots),
        count=len(slots),
        departments=departments,
        weeks=shown,
        earlier_weeks=len(weeks) - len(shown),
        columns=layout.week_of(slots, on, today=today) if view == "week" else [],
        sections=layout.list_of(slots) if view == "list" else [],
    )


def slots_of(enrollment: Enrollment, days: Collection[HostingDay], *, at: datetime.datetime) -> list[Slot]:
    """Return days with every reason why this visitor can't book them."""
    found = queries.answers([enrollment], days, at=at, for_visitor=True)
    answers = ((day, found[enrollment.pk, day.pk]) for day in days)
    return [Slot(day, answer.refusals, cautions=answer.cautions) for day, answer in answers]


# One day ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayPage:
    """A hosting day with its offering, for one person."""

    day: HostingDay
    slot: Slot | None
    times: Sequence[Slot]
    blocks: Collection[AgendaBlock]
    zone_note: str
    own_visit: Visit | None
    waiting: WaitingPlace | None
    alternatives: Sequence[queries.Alternative]
    is_host: bool

    @property
    def has_free_times(self) -> bool:
        """Whether one of the days beside each other can be booked."""
        return any(slot.is_free for slot in self.times)


def day_page(
    day: HostingDay, enrollment: Enrollment | None, person: Person, *, at: datetime.datetime, is_lost: bool = False
) -> DayPage:
    """Return what the page of a day shows; with alternatives when this person can't book it."""
    slot, near, others, waiting = None, [], [], None
    if enrollment is not None:
        rows = hosting_queries.days_in_full().filter(
            offering=day.offering_id, cancelled_at=None, starts_at__gt=at, on__lte=enrollment.cohort.ends_on
        )
        coming = sorted({day, *rows.order_by("starts_at")[:NEXT_TIMES]}, key=lambda one: one.starts_at)
        near = slots_of(enrollment, coming, at=at)
        slot = next(one for one in near if one.day.pk == day.pk)
        waiting = WaitingPlace.objects.filter(day=day, enrollment=enrollment, state__in=WAITING_STATES).first()
        if (slot.refusals and not slot.is_mine) or is_lost:
            others = queries.alternatives(enrollment, day, at=at)
    return DayPage(
        day=day,
        slot=slot,
        times=near,
        blocks=list(AgendaBlock.objects.filter(offering=day.offering_id)),
        zone_note=times.zone_note(day, person.time_zone),
        own_visit=access.own_visits(person).filter(day=day).order_by("-pk").first(),
        waiting=waiting,
        alternatives=others,
        is_host=access.is_host_of(person, day),
    )


def booked(visit: Visit) -> str:
    """Return what is said after a booking."""
    if visit.state == VisitState.CONFIRMED:
        return _("Booked and confirmed. The invitation for your calendar is on its way.")
    return _("Asked. %(name)s has a few days to answer; your place is kept until then.") % {
        "name": visit.day.offering.contact.name
    }


# One's own visits ---------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnPage:
    """What somebody has before and behind them."""

    upcoming: Sequence[Visit]
    to_answer: Sequence[Visit]
    waiting: Sequence[WaitingPlace]
    past: Sequence[Visit]
    suggestions: Mapping[int, CounterOffer]


def own_page(person: Person, *, at: datetime.datetime) -> OwnPage:
    """Return somebody's visits: coming, to be answered for, waited for, and over."""
    visits = list(access.own_visits(person).order_by("starts_at"))
    suggestions = CounterOffer.objects.filter(
        visit__visitor=person, visit__state=VisitState.REQUESTED, state=OfferState.OPEN
    )
    coming = [visit for visit in visits if visit.state in OPEN and visit.ends_at > at]
    asked = [
        visit
        for visit in visits
        if visit.state == VisitState.CONFIRMED and visit.ends_at <= at and visit.visitor_says_came is None
    ]
    return OwnPage(
        upcoming=coming,
        to_answer=asked,
        waiting=list(access.own_waiting_places(person).filter(state__in=WAITING_STATES, day__starts_at__gt=at)),
        past=[visit for visit in reversed(visits) if visit not in coming and visit not in asked],
        suggestions={offer.visit_id: offer for offer in suggestions.select_related("day__offering__site", "by")},
    )


@dataclass(frozen=True)
class VisitPage:
    """One visit with its history, and what this reader can do."""

    visit: Visit
    steps: Sequence[VisitStep]
    part: Part | None
    zone_note: str
    release: Release | None
    suggestion: CounterOffer | None
    swap: Visit | None
    may_confirm: bool
    may_decline: bool
    may_suggest: bool
    may_withdraw: bool
    may_call_off: bool
    may_say_attendance: bool
    too_late: str
    was_there: bool
    access: tuple[gate.Standing, ...] = ()
    may_note_access: bool = False

    @property
    def is_visitor(self) -> bool:
        """Whether the reader is the one who visits."""
        return self.part is Part.VISITOR

    @property
    def has_come(self) -> bool:
        """Whether the visit took place."""
        return self.visit.state in {VisitState.ATTENDED, VisitState.DEBRIEFED}

    @property
    def is_blocked(self) -> bool:
        """Whether something of the access gate stands in the way of a yes."""
        return bool(gate.refusals_for(self.access)) and self.visit.state == VisitState.REQUESTED

    @property
    def has_pack(self) -> bool:
        """Whether there is a briefing pack: a request has none yet."""
        return self.visit.state in {VisitState.CONFIRMED, VisitState.ATTENDED, VisitState.DEBRIEFED}

    @property
    def has_open_access(self) -> bool:
        """Whether anything of the access gate is worth a look."""
        return any(standing.light is not Light.GREEN or standing.note for standing in self.access)

    @property
    def may_host(self) -> bool:
        """Whether the reader answers for the host side."""
        return self.part in {Part.HOST, Part.LEAD}

    @property
    def may_mend(self) -> bool:
        """Whether the reader, as programme lead, may look for what could replace the visit."""
        return self.part is Part.LEAD and self.visit.state in FELL_AWAY


def visit_page(visit: Visit, person: Person, *, at: datetime.datetime) -> VisitPage:
    """Return a visit for a reader who may see it."""
    part = access.part_of(person, visit)
    can = {
        to: not steps.refusals_of_step(visit, to, part=part, at=at)
        for to in (VisitState.CONFIRMED, VisitState.DECLINED, VisitState.CANCELLED, VisitState.WITHDRAWN)
    }
    release = Release.objects.filter(visit=visit).select_related("manager", "cover").first()
    is_released = release is None or release.state in {ReleaseState.GRANTED, ReleaseState.BY_POLICY}
    offers = CounterOffer.objects.filter(visit=visit, state=OfferState.OPEN, visit__state=VisitState.REQUESTED)
    is_over = visit.ends_at <= at
    standings = checks.standings_of([visit])[visit.pk]
    return VisitPage(
        visit=visit,
        steps=list(VisitStep.objects.filter(visit=visit).select_related("by")),
        part=part,
        zone_note=times.zone_note(visit.day, person.time_zone),
        release=release,
        suggestion=offers.select_related("day__offering__site", "day__offering__department", "by").first(),
        swap=access.visits_loaded().filter(replaces=visit, is_swap=True, state__in=OPEN).first(),
        may_confirm=can[VisitState.CONFIRMED] and is_released and not gate.refusals_for(standings),
        may_decline=can[VisitState.DECLINED] and visit.starts_at > at,
        may_suggest=can[VisitState.DECLINED] and visit.starts_at > at,
        may_withdraw=part is Part.VISITOR and (can[VisitState.WITHDRAWN] or can[VisitState.CANCELLED]),
        may_call_off=part in {Part.HOST, Part.LEAD} and can[VisitState.CANCELLED],
        may_say_attendance=is_over and visit.state == VisitState.CONFIRMED,
        was_there=person in {visit.visitor, visit.day.offering.contact, visit.day.offering.deputy},
        too_late=_too_late(visit, part, at=at),
        access=standings,
        may_note_access=part is not None and visit.state in OPEN and visit.starts_at > at,
    )


def _too_late(visit: Visit, part: Part | None, *, at: datetime.datetime) -> str:
    """Say why a visitor can't change a confirmed visit that is still to come."""
    if part is not Part.VISITOR or visit.state != VisitState.CONFIRMED or visit.starts_at <= at:
        return ""
    return " ".join(str(one) for one in steps.refusals_of_step(visit, VisitState.CANCELLED, part=part, at=at))


def days_to_move_to(visit: Visit, *, at: datetime.datetime) -> QuerySet[HostingDay]:
    """Return the days that a visitor can ask for instead."""
    others = queries.alternatives(visit.enrollment, visit.day, at=at, most=12, ignoring=[visit])
    return hosting_queries.days_in_full().filter(pk__in=[other.day.pk for other in others]).order_by("starts_at")


# Hosting ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HostedDay:
    """A day with who comes."""

    day: HostingDay
    visits: Sequence[Visit]


@dataclass(frozen=True)
class HostedPage:
    """What waits for a host, and what is coming."""

    requests: Sequence[Visit]
    suggested: Collection[int]
    unreleased: Mapping[int, Release]
    blocked: Collection[int]
    to_answer: Sequence[Visit]
    coming: Sequence[HostedDay]
    past: Sequence[Visit]


def hosted_page(person: Person, *, at: datetime.datetime) -> HostedPage:
    """Return the visits of a host: requests first, then days with their visitors."""
    visits = list(access.visits_hosted_by(person).order_by("starts_at", "visitor__name"))
    requests = [visit for visit in visits if visit.state == VisitState.REQUESTED and visit.starts_at > at]
    keys = [visit.pk for visit in requests]
    coming: dict[int, list[Visit]] = {}
    for visit in visits:
        if visit.state == VisitState.CONFIRMED and visit.ends_at > at:
            coming.setdefault(visit.day_id, []).append(visit)
    asked = [
        visit
        for visit in visits
        if visit.state == VisitState.CONFIRMED and visit.ends_at <= at and visit.host_says_came is None
    ]
    pending = Release.objects.filter(visit__in=keys, state=ReleaseState.PENDING).select_related("manager")
    over = [visit for visit in reversed(visits) if visit.state not in OPEN]
    return HostedPage(
        requests=requests,
        suggested=set(
            CounterOffer.objects.filter(visit__in=keys, state=OfferState.OPEN).values_list("visit", flat=True)
        ),
        unreleased={release.visit_id: release for release in pending},
        blocked={pk for pk, found in checks.standings_of(requests).items() if gate.refusals_for(found)},
        to_answer=asked,
        coming=[HostedDay(found[0].day, found) for found in coming.values()],
        past=over[:20],
    )


def days_to_suggest(visit: Visit, *, at: datetime.datetime) -> QuerySet[HostingDay]:
    """Return the days of the department to which this visitor could come instead."""
    days = list(
        hosting_queries.other_days_of_department(visit.day, at.date())
        .filter(starts_at__gt=at)
        .order_by("starts_at")[:60]
    )
    found = queries.openings([visit.enrollment], days, at=at, ignoring=[visit])
    keys = [day.pk for day in days if not found[visit.enrollment_id, day.pk]][:MOST_SUGGESTIONS]
    return hosting_queries.days_in_full().filter(pk__in=keys).order_by("starts_at")


# Releases -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReleaseRow:
    """A release that waits, with the form that grants it."""

    release: Release
    form: GrantForm


@dataclass(frozen=True)
class ReleasesPage:
    """What a line manager is asked for, and what they decided."""

    waiting: Sequence[ReleaseRow]
    decided: Sequence[Release]


def releases_page(person: Person, *, at: datetime.datetime) -> ReleasesPage:
    """Return a line manager's releases: those that wait, then the latest decided ones."""
    releases = list(access.releases_decided_by(person).order_by("decides_on", "pk"))
    pending = [
        release
        for release in releases
        if release.state == ReleaseState.PENDING
        and release.visit.state == VisitState.REQUESTED
        and release.visit.starts_at > at
    ]
    people = list(person.reports.filter(is_active=True).order_by("name"))
    return ReleasesPage(
        waiting=[ReleaseRow(release, _grant_form(release, people)) for release in pending],
        decided=[release for release in reversed(releases) if release.state != ReleaseState.PENDING][:20],
    )


def _grant_form(release: Release, people: Collection[Person]) -> GrantForm:
    """Return the form without asking for the same people once more for every release."""
    form = GrantForm(people=people_to_cover(release), prefix="", auto_id=f"id_{release.pk}_%s")
    choices = [(person.pk, str(person)) for person in people if person.pk != release.visit.visitor_id]
    form.fields["cover"].choices = [("", form.fields["cover"].empty_label), *choices]  # type: ignore[attr-defined]
    return form


def people_to_cover(release: Release) -> QuerySet[Person]:
    """Return who can cover: the other people of the line manager."""
    return Person.objects.filter(manager=release.manager_id, is_active=True).exclude(pk=release.visit.visitor_id)


# Leading ------------------------------------------------------------------------------------


def filtered_visits(person: Person, given: Mapping[str, Any]) -> tuple[AllForm, QuerySet[Visit]]:
    """Return the lead's filter form and the visits that pass it. A bad filter is none."""
    departments = Department.objects.filter(cohorts__in=cohort_access.cohorts_led_by(person)).distinct()
    form = AllForm(given, departments=departments)
    form.is_valid()
    visits = (
        access.visits_led_by(person).select_related("department", "visitor__department").order_by("-starts_at", "pk")
    )
    chosen = form.cleaned_data
    if chosen.get("state"):
        visits = visits.filter(state=chosen["state"])
    if chosen.get("department"):
        visits = visits.filter(department=chosen["department"])
    if words := chosen.get("q"):
        visits = visits.filter(
            Q(visitor__name__icontains=words)
            | Q(day__offering__contact__name__icontains=words)
            | Q(day__offering__title__icontains=words)
        )
    return form, visits
