"""Makes visits in every state, with each step of their lives.

Past visits are written as rows, since an action rightly refuses a day that is over. What
follows today goes through the actions of the visits room (see `build`).
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from programs.cohorts.models import Cohort, Enrollment
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits.choices import STANDING, VisitState
from programs.visits.models import Visit, VisitStep

S = VisitState


@dataclass
class Diary:
    """What is already planned while the demo fills the calendar."""

    taken: dict[int, int]
    dates: dict[int, list[date]]
    departments: dict[int, set[int]]

    def fits(self, enrollment: Enrollment, day: HostingDay, *, spacing: int) -> bool:
        """Say whether the day has a place and suits the person's other visits."""
        return (
            self.taken[day.pk] < day.places
            and day.offering.department_id not in self.departments[enrollment.pk]
            and all(abs((day.on - on).days) >= spacing for on in self.dates[enrollment.pk])
        )

    def note(self, enrollment: Enrollment, day: HostingDay) -> None:
        """Write a standing visit down."""
        self.taken[day.pk] += 1
        self.dates[enrollment.pk].append(day.on)
        self.departments[enrollment.pk].add(day.offering.department_id)


def make_visits(
    cohort: Cohort,
    enrollments: list[Enrollment],
    days: list[HostingDay],
    *,
    today: date,
    share: float,
    rng: random.Random,
    told: Sequence[tuple[Enrollment, HostingDay, VisitState]] = (),
) -> list[Visit]:
    """Plan `share` of the visits wanted, and let each end as visits do; `told` are set before.

    Days before today are attended, missed or called off; later ones confirmed, requested,
    declined, withdrawn or expired.
    """
    diary = Diary(defaultdict(int), defaultdict(list), defaultdict(set))
    ranks = {
        enrollment.pk: {row.department_id: row.rank for row in enrollment.ranked.all()} for enrollment in enrollments
    }
    planned = list(told)
    for enrollment, day, _state in told:
        diary.note(enrollment, day)
    scripted = {enrollment.pk for enrollment, _day, _state in told}
    for turn in range(4):
        for enrollment in rng.sample(enrollments, len(enrollments)):
            if enrollment.pk in scripted or turn >= enrollment.wanted or rng.random() > share:
                continue
            wishes = ranks[enrollment.pk]
            options = [day for day in days if day.offering.department_id in wishes]
            options.sort(key=lambda day: wishes[day.offering.department_id] + rng.gauss(0, 1.5))
            blocked = {row.on for row in enrollment.blocked_dates.all()}
            for day in options:
                if day.on not in blocked and diary.fits(enrollment, day, spacing=cohort.spacing_days):
                    state = _ending(day.on, today, rng)
                    if state in STANDING:
                        diary.note(enrollment, day)
                    planned.append((enrollment, day, state))
                    break
    return _write(planned, today=today, rng=rng)


def last_attended_by(person: Person) -> Visit:
    """Return the latest visit of somebody that has not been talked over yet."""
    return Visit.objects.filter(visitor=person, state=S.ATTENDED).order_by("-on")[0]


def _ending(on: date, today: date, rng: random.Random) -> VisitState:
    """Draw how a visit on a date stands today."""
    if on < today:
        return rng.choices(
            [S.DEBRIEFED, S.ATTENDED, S.MISSED, S.CANCELLED, S.DECLINED, S.WITHDRAWN, S.EXPIRED],
            [70, 16, 3, 4, 3, 3, 1],
        )[0]
    return rng.choices([S.CONFIRMED, S.REQUESTED, S.DECLINED, S.WITHDRAWN, S.EXPIRED], [58, 30, 5, 4, 3])[0]


def _write(planned: list[tuple[Enrollment, HostingDay, VisitState]], *, today: date, rng: random.Random) -> list[Visit]:
    visits, steps = [], []
    for enrollment, day, state in planned:
        asked_on = min(day.on - timedelta(days=rng.randint(9, 28)), today - timedelta(days=rng.randint(0, 3)))
        if state == S.REQUESTED:
            asked_on = max(asked_on, today - timedelta(days=6))  # or it would have expired
        asked = _moment(asked_on, rng, enrollment.person)
        visits.append(
            Visit(
                enrollment=enrollment,
                visitor=enrollment.person,
                cohort=enrollment.cohort,
                day=day,
                department=day.offering.department,
                on=day.on,
                starts_at=day.starts_at,
                ends_at=day.ends_at,
                state=state,
                requested_at=asked,
                expires_on=min(day.on, asked_on + timedelta(days=7)) if state == S.REQUESTED else None,
                host_says_came=_came(state),
                visitor_says_came=_came(state),
                sequence=0,
                changed_at=asked,
            )
        )
    for visit in Visit.objects.bulk_create(visits):
        steps += _steps(visit, today, rng)
    VisitStep.objects.bulk_create(steps)
    return visits


def _came(state: VisitState) -> bool | None:
    return {S.ATTENDED: True, S.DEBRIEFED: True, S.MISSED: False}.get(state)


WHY = {
    S.DECLINED: "The team is at the supplier's that week.",
    S.WITHDRAWN: "Our release moved to that day.",
    S.CANCELLED: "The auditor needs the room and the people.",
}


def _steps(visit: Visit, today: date, rng: random.Random) -> list[VisitStep]:
    """Tell the visit's life: who, when and why, in the order it happened."""
    host, visitor = visit.day.offering.contact, visit.visitor
    at = visit.requested_at
    steps = [VisitStep(visit=visit, state=S.REQUESTED, at=at, by=visitor)]

    def then(state: VisitState, by: Person | None, hours: float) -> None:
        nonlocal at
        at = at + timedelta(hours=hours)
        steps.append(VisitStep(visit=visit, state=state, at=at, by=by, reason=WHY.get(state, "")))

    answer = rng.choice((2, 5, 20, 26, 30, 49))
    if visit.state in (S.DECLINED, S.CONFIRMED, S.CANCELLED, S.ATTENDED, S.MISSED, S.DEBRIEFED):
        then(S.DECLINED if visit.state == S.DECLINED else S.CONFIRMED, host, answer)
    if visit.state == S.WITHDRAWN:
        then(S.WITHDRAWN, visitor, 30)
    if visit.state == S.EXPIRED:
        then(S.EXPIRED, None, 7 * 24)
    if visit.state == S.CANCELLED:
        then(S.CANCELLED, host, 50)
    if visit.state in (S.ATTENDED, S.DEBRIEFED, S.MISSED):
        at = max(at, visit.ends_at)
        then(S.MISSED if visit.state == S.MISSED else S.ATTENDED, host, 17)
    if visit.state == S.DEBRIEFED:
        then(S.DEBRIEFED, visitor, 24)
    return steps


def _moment(on: date, rng: random.Random, person: Person) -> datetime:
    return datetime.combine(on, time(rng.randint(8, 16), rng.randrange(60)), person.zone)
