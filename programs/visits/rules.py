"""What may be booked and which steps a visit may take, and every reason why not. Plain Python.

`refusals_for` is domain rule 1: booking, matching, greyed days, importers and pages all ask
it, and it returns all reasons, not the first.
"""

import datetime
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from programs.availability.rules import is_working_day
from programs.core.refusals import Refusal
from programs.visits.choices import Caution, Reason, StepReason, VisitState

Hours = tuple[tuple[datetime.time, datetime.time], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person and one hosting day, with everything the rules read.

    Days are dates at the site of the day; `today` is the date there now. Texts are names
    for the reader; `host_used` names the host whose hours are used up. `notice_days` and
    `horizon_days` are None for whom limits don't bind (hosts and leads). `holidays` are pairs
    of site and title.
    """

    at: datetime.datetime
    today: datetime.date
    on: datetime.date
    starts_at: datetime.datetime
    places: int
    taken: int
    department: str
    site: str
    cohort: str
    cohort_starts_on: datetime.date
    cohort_ends_on: datetime.date
    visits_wanted: int
    is_offered: bool = True
    has_left: bool = False
    is_enrolled: bool = True
    is_cohort_open: bool = True
    hosts_in_cohort: bool = True
    is_own_department: bool = False
    is_excluded: bool = False
    is_out_of_reach: bool = False
    is_out_of_zone: bool = False
    is_department_visited: bool = False
    is_already_there: bool = False
    title_that_day: str = ""
    visits_held: int = 0
    spacing_days: int = 0
    nearest_visit_on: datetime.date | None = None
    notice_days: int | None = None
    horizon_days: int | None = None
    is_blocked: bool = False
    blackouts: tuple[str, ...] = ()
    soft_blackouts: tuple[str, ...] = ()
    holidays: tuple[tuple[str, str], ...] = ()
    busy: Hours = ()
    tentative: Hours = ()
    is_on_call: bool = False
    is_cover_reached: bool = False
    team_away: tuple[str, ...] = ()
    is_budget_used: bool = False
    host_used: str = ""
    release_refused_by: str = ""


def refusals_for(case: Case) -> tuple[Refusal, ...]:
    """Return every reason why the person can't visit on the day, always in the same order.

    First what nobody can change (the day, the cohort), then the person's own visits, then
    calendars and cover. An empty tuple means yes.
    """
    return tuple(
        refusal for rule in (_of_the_day, _of_the_cohort, _of_own_visits, _of_calendars) for refusal in rule(case)
    )


def cautions_for(case: Case) -> tuple[Refusal, ...]:
    """Return every reason to think twice: what warns and doesn't refuse."""
    found = [Refusal(Caution.SOFT_BLACKOUT, {"title": title}) for title in case.soft_blackouts]
    found += [Refusal(Caution.TENTATIVE, {"start": start, "end": end}) for start, end in case.tentative]
    return tuple(found)


def _of_the_day(case: Case) -> Iterator[Refusal]:
    if case.starts_at <= case.at:
        yield Refusal(Reason.BEGUN)
    elif case.notice_days is not None and (case.on - case.today).days < case.notice_days:
        yield Refusal(Reason.PAST_NOTICE, {"days": case.notice_days})
    elif case.horizon_days is not None and (case.on - case.today).days > case.horizon_days:
        yield Refusal(Reason.TOO_EARLY, {"on": case.on - datetime.timedelta(days=case.horizon_days)})
    if not case.is_offered:
        yield Refusal(Reason.NOT_OFFERED)
    if case.taken >= case.places and not case.is_already_there:
        yield Refusal(Reason.FULL, {"places": case.places})


def _of_the_cohort(case: Case) -> Iterator[Refusal]:
    if case.has_left:
        yield Refusal(Reason.LEFT)
    if not case.is_enrolled:
        yield Refusal(Reason.NOT_ENROLLED)
    if not case.is_cohort_open:
        yield Refusal(Reason.COHORT_CLOSED, {"cohort": case.cohort})
    if not case.cohort_starts_on <= case.on <= case.cohort_ends_on:
        facts = {"cohort": case.cohort, "start": case.cohort_starts_on, "end": case.cohort_ends_on}
        yield Refusal(Reason.OUTSIDE_COHORT, facts)
    if not case.hosts_in_cohort:
        yield Refusal(Reason.NOT_IN_COHORT, {"department": case.department, "cohort": case.cohort})
    if case.is_own_department:
        yield Refusal(Reason.OWN_DEPARTMENT)
    if case.is_excluded:
        yield Refusal(Reason.EXCLUSION)
    if case.is_out_of_reach:
        yield Refusal(Reason.OUT_OF_REACH, {"site": case.site})
    if case.is_out_of_zone:
        yield Refusal(Reason.OUT_OF_ZONE, {"site": case.site})


def _of_own_visits(case: Case) -> Iterator[Refusal]:
    if case.is_already_there:
        yield Refusal(Reason.ALREADY_THERE)
        return
    if case.title_that_day:
        yield Refusal(Reason.ALREADY_THAT_DAY, {"title": case.title_that_day})
    if case.is_department_visited:
        yield Refusal(Reason.DEPARTMENT_VISITED, {"department": case.department})
    if case.visits_held >= case.visits_wanted:
        yield Refusal(Reason.ENOUGH_VISITS, {"wanted": case.visits_wanted})
    nearest = case.nearest_visit_on
    if nearest is not None and 0 < abs((case.on - nearest).days) < case.spacing_days:
        yield Refusal(Reason.TOO_CLOSE, {"days": case.spacing_days, "on": nearest})


def _of_calendars(case: Case) -> Iterator[Refusal]:
    for title in case.blackouts:
        yield Refusal(Reason.BLACKOUT, {"title": title})
    for site, title in case.holidays:
        yield Refusal(Reason.HOLIDAY, {"site": site, "title": title})
    for start, end in case.busy:
        yield Refusal(Reason.BUSY, {"start": start, "end": end})
    if case.is_blocked:
        yield Refusal(Reason.BLOCKED_DATE)
    if case.is_on_call:
        yield Refusal(Reason.ON_CALL)
    elif case.is_cover_reached:
        yield Refusal(Reason.TEAM_COVER, {"who": ", ".join(case.team_away)})
    if case.is_budget_used:
        yield Refusal(Reason.HOST_BUDGET, {"department": case.department})
    if case.host_used:
        yield Refusal(Reason.HOST_HOURS, {"host": case.host_used})
    if case.release_refused_by:
        yield Refusal(Reason.NOT_RELEASED, {"manager": case.release_refused_by})


# The life cycle ---------------------------------------------------------------------------


class Part(Enum):
    """In which part somebody takes a step."""

    VISITOR = "visitor"
    HOST = "host"
    LEAD = "lead"
    SYSTEM = "system"


ALL = frozenset(Part)
HOSTING = frozenset({Part.HOST, Part.LEAD})
STEPS: Mapping[VisitState, Mapping[VisitState, frozenset[Part]]] = {
    VisitState.REQUESTED: {
        VisitState.CONFIRMED: HOSTING | {Part.SYSTEM},
        VisitState.DECLINED: HOSTING | {Part.SYSTEM},
        VisitState.WITHDRAWN: frozenset({Part.VISITOR, Part.LEAD, Part.SYSTEM}),
        VisitState.EXPIRED: frozenset({Part.SYSTEM}),
    },
    VisitState.CONFIRMED: {
        VisitState.CANCELLED: ALL,
        VisitState.ATTENDED: ALL,
        VisitState.MISSED: ALL,
    },
    VisitState.ATTENDED: {
        VisitState.DEBRIEFED: ALL,
        # A lead's correction after visitor and host said different things.
        VisitState.MISSED: frozenset({Part.LEAD}),
    },
}
"""Which step follows which, and in which part it may be taken."""
NEEDS_REASON = {VisitState.DECLINED, VisitState.CANCELLED}
AFTER_THE_DAY = {VisitState.ATTENDED, VisitState.MISSED}
BEFORE_THE_DAY = {VisitState.CONFIRMED, VisitState.WITHDRAWN, VisitState.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that somebody wants to take, and what it depends on. `part` is None for an outsider."""

    state: VisitState
    to: VisitState
    part: Part | None
    at: datetime.datetime
    today: datetime.date
    on: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    notice_days: int = 0
    has_reason: bool = True


def step_refusals(step: Step) -> tuple[Refusal, ...]:
    """Return every reason why the step can't be taken now.

    Notice binds the visitor of a confirmed visit only; a request may be taken back until
    the day begins. Visitors need not say why; whoever hosts or leads does.
    """
    if step.part not in STEPS.get(step.state, {}).get(step.to, frozenset()):
        return (Refusal(StepReason.WRONG_STATE, {"state": step.state.label}),)
    found = []
    if step.to in BEFORE_THE_DAY and step.part is not Part.SYSTEM and step.starts_at <= step.at:
        found.append(Refusal(Reason.BEGUN))
    elif is_late(step):
        found.append(Refusal(StepReason.LATE, {"days": step.notice_days}))
    if step.to in AFTER_THE_DAY and step.ends_at > step.at:
        found.append(Refusal(StepReason.NOT_YET))
    if step.to in NEEDS_REASON and step.part in HOSTING and not step.has_reason:
        found.append(Refusal(StepReason.NEEDS_REASON))
    return tuple(found)


def is_late(step: Step) -> bool:
    """Say whether a visitor's change of a confirmed visit comes within the notice."""
    binds = step.part is Part.VISITOR and step.state is VisitState.CONFIRMED and step.to is VisitState.CANCELLED
    return binds and (step.on - step.today).days < step.notice_days


class Attendance(Enum):
    """What two answers about one visit come to."""

    OPEN = "open"
    ATTENDED = "attended"
    MISSED = "missed"
    CONFLICT = "conflict"


def attendance_of(*, host: bool | None, visitor: bool | None, is_waiting_over: bool = False) -> Attendance:
    """Decide from what host and visitor said; None is no answer yet.

    One yes is enough while nobody disagrees. A no waits for the other side, until the
    time for answers is over. Two different answers are for the programme lead.
    """
    said = {host, visitor} - {None}
    if said == {True}:
        return Attendance.ATTENDED
    if said == {False}:
        return Attendance.MISSED if is_waiting_over or None not in {host, visitor} else Attendance.OPEN
    return Attendance.CONFLICT if said else Attendance.OPEN


# Working days -----------------------------------------------------------------------------


def working_days_after(on: datetime.date, days: int, free_dates: Container[datetime.date] = ()) -> datetime.date:
    """Return the date that is `days` (1 or more) working days after `on`."""
    while days > 0:
        on += datetime.timedelta(days=1)
        days -= is_working_day(on, free_dates)
    return on


def expires_on(
    *, requested_on: datetime.date, day_on: datetime.date, working_days: int, free_dates: Container[datetime.date] = ()
) -> datetime.date:
    """Return the last date on which a host may answer: never later than the day itself."""
    return min(working_days_after(requested_on, working_days, free_dates), day_on)


class Rung(Enum):
    """Who hears about a request that waits, from the first reminder to the programme lead."""

    REMINDER = "reminder"
    SECOND_REMINDER = "second_reminder"
    DEPUTY = "deputy"
    LEAD = "lead"


LADDERS: Mapping[int, tuple[Rung, ...]] = {
    0: (),
    1: (Rung.REMINDER,),
    2: (Rung.REMINDER, Rung.LEAD),
    3: (Rung.REMINDER, Rung.DEPUTY, Rung.LEAD),
}
"""Shorter ladders for requests that have fewer than four working days to live."""


def rung_on(
    today: datetime.date,
    *,
    requested_on: datetime.date,
    expires_on: datetime.date,
    free_dates: Container[datetime.date] = (),
) -> Rung | None:
    """Return who hears on `today` about a request: one rung a working day, the last on the last day."""
    if not is_working_day(today, free_dates) or today > expires_on:
        return None
    span = (expires_on - requested_on).days
    working = [
        day
        for day in (requested_on + datetime.timedelta(days=n) for n in range(1, span + 1))
        if is_working_day(day, free_dates)
    ]
    ladder = LADDERS.get(len(working), tuple(Rung))
    return dict(zip(working[len(working) - len(ladder) :], ladder, strict=True)).get(today)


def waiting_offer_ends_at(
    *, at: datetime.datetime, hours: int, starts_at: datetime.datetime, notice_days: int
) -> datetime.datetime | None:
    """Return until when a freed place is kept for the next in line, or None when it is too late to offer it.

    It is never kept into the days of notice: somebody else may then still be told in time.
    """
    last = starts_at - datetime.timedelta(days=notice_days)
    return min(at + datetime.timedelta(hours=hours), last) if at < last else None
