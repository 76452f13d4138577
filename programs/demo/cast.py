"""The days just around today, told by the visits room's own actions: letters, invitations and all."""

import random
from datetime import date, datetime, timedelta

from programs.cohorts.models import Cohort, Enrollment
from programs.commitments.actions import propose_commitment
from programs.hosting.models import HostingDay, Offering
from programs.people.models import Person
from programs.visits import actions, checks, queries
from programs.visits.choices import Light, ReleaseState, VisitState
from programs.visits.models import Release, Visit

VISITED = ("Customer Care", "Logistics", "Finance")
"""Departments that Nadia saw in the first cohort; the fourth follows in the second."""
SEEN_LATELY = "Operations"


def nadias_past(
    enrollment: Enrollment, days: list[HostingDay], departments: tuple[str, ...], *, today: date
) -> list[tuple[Enrollment, HostingDay, VisitState]]:
    """Return Nadia's visits that are over: debriefed, but for one of the last weeks."""
    planned: list[tuple[Enrollment, HostingDay, VisitState]] = []
    for number, name in enumerate(departments):
        earliest = days[0].on + timedelta(weeks=2 + 3 * number)
        day = next(
            day for day in sorted(days, key=lambda one: one.starts_at)
            if day.offering.department.name == name and earliest <= day.on < today - timedelta(days=3)
        )  # fmt: skip
        is_late = (today - day.on).days < 40
        planned.append((enrollment, day, VisitState.ATTENDED if is_late else VisitState.DEBRIEFED))
    return planned


def tell_the_present(cohort: Cohort, cast: dict[str, Person], *, at: datetime, rng: random.Random) -> None:
    """Book, release, confirm, decline, offer another day and call off, as people did this morning."""
    nadia = Enrollment.objects.get(cohort=cohort, person=cast["nadia"])
    nadia.wanted = 6  # She wants to see more than most, so that there is something left to book.
    nadia.save(update_fields=["wanted"])
    mine = Offering.objects.filter(contact=cast["hanna"])
    soon = list(
        HostingDay.objects.filter(on__gt=at.date() + timedelta(days=3), on__lt=at.date() + timedelta(days=45))
        .select_related("offering__department", "offering__contact", "offering__site")
        .order_by("starts_at")
    )
    others = [day for day in soon if day.offering.contact_id != cast["hanna"].pk]
    _confirm(_book(nadia, others, at=at), at=at)
    _book(nadia, others[12:], at=at + timedelta(minutes=4), release=False)
    hers = [day for day in soon if day.offering in mine]
    free = [one for one in Enrollment.objects.filter(cohort=cohort).select_related("person") if one != nadia]
    rng.shuffle(free)
    waiting: list[Visit] = []
    for number, one in enumerate(free):
        visit = _book(one, hers, at=at + timedelta(minutes=5 + number)) if len(waiting) < 8 else None
        waiting += [visit] if visit else []
    for visit in waiting[:2]:
        _confirm(visit, at=at + timedelta(minutes=50))
    last = waiting[-1]
    why = "Our release moved to that day."
    actions.withdraw_visit(visit=last, by=last.visitor, at=at + timedelta(minutes=52), reason=why)
    _confirm(_book(free[-1], others, at=at + timedelta(minutes=53)), at=at + timedelta(minutes=54))


def call_one_off(cohort: Cohort, *, at: datetime) -> None:
    """Let a host call a confirmed visit off, so that an invitation that went out is cancelled."""
    visit = Visit.objects.filter(cohort=cohort, state=VisitState.CONFIRMED).order_by("-id")[0]
    why = "The auditor needs the room and the people that day."
    actions.call_off_visit(visit=visit, by=visit.day.offering.contact, at=at, reason=why)


def promise_after(visit: Visit, *, at: datetime) -> None:
    """Let Nadia promise something to her last host: it waits for the host's yes."""
    propose_commitment(
        made_at=visit,
        text="Show the shift's six questions on one page, in the order in which they are asked",
        owner=visit.visitor,
        beneficiary=visit.day.offering.contact,
        due_on=at.date() + timedelta(days=30),
        is_visible=True,
        by=visit.visitor,
        at=at,
    )


def release_what_waits(cohort: Cohort, *, at: datetime) -> None:
    """Give the requests of the last days their line managers' answers: most said yes."""
    Release.objects.bulk_create(
        Release(
            visit=visit,
            manager=visit.visitor.manager,
            state=ReleaseState.GRANTED if number % 4 else ReleaseState.PENDING,
            decides_on=min(at.date() + timedelta(days=3), visit.on),
            decided_at=visit.requested_at + timedelta(hours=5) if number % 4 else None,
        )
        for number, visit in enumerate(
            Visit.objects.filter(cohort=cohort, state=VisitState.REQUESTED, release=None).select_related(
                "visitor__manager"
            )
        )
        if visit.visitor.manager
    )


def _book(enrollment: Enrollment, days: list[HostingDay], *, at: datetime, release: bool = True) -> Visit | None:
    """Request the first day that nothing speaks against, and have it released."""
    fresh = HostingDay.objects.in_bulk([day.pk for day in days])
    for day in days:
        day.taken = fresh[day.pk].taken
    openings = queries.openings([enrollment], days, at=at, for_visitor=True)
    for day in days:
        if not openings[enrollment.pk, day.pk]:
            visit = actions.book_visit(enrollment=enrollment, day=day, by=enrollment.person, at=at)
            waiting = Release.objects.filter(visit=visit).first()
            if waiting and release:
                actions.grant_release(release=waiting, by=waiting.manager, at=at + timedelta(minutes=1))
            return visit
    return None


def _confirm(visit: Visit | None, *, at: datetime) -> None:
    if visit:
        for standing in checks.standings_of([visit])[visit.pk]:
            if standing.light is Light.RED:
                actions.note_access(visit=visit, item=standing.item, by=visit.day.offering.contact, at=at)
        actions.confirm_visit(visit=visit, by=visit.day.offering.contact, at=at)
