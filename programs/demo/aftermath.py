"""Makes what visits left behind: journals, promises, frictions and ties."""

import random
import uuid
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from programs.commitments.models import Commitment, Friction, ItContact, SquadMember, SystemOwner, Thanks
from programs.commitments.rules import working_days_after
from programs.demo import texts
from programs.gateways.seal import seal
from programs.journals.choices import HOST_SECTIONS, VISITOR_SECTIONS, Section, Visibility
from programs.journals.models import Reflection
from programs.journals.queries import seal_context
from programs.people.models import Department, Person, Team
from programs.relationships.models import Tie
from programs.visits.choices import VisitState
from programs.visits.models import Visit

AT_ONCE = tuple(section for section in VISITOR_SECTIONS if section != Section.LATER)
THANKS = (
    "Nobody has rung about it since.",
    "Small change, and my mornings are calmer.",
    "",
    "We told the whole shift.",
)

CAME = (VisitState.ATTENDED, VisitState.DEBRIEFED)


def write_journals(visits: list[Visit], *, cast: Collection[Person], today: date, rng: random.Random) -> None:
    """Let about two visitors in three and one host in three write; most of it stays private.

    The cast has written about all visits but those of the last weeks.
    """
    reflections = []
    for visit in visits:
        busy = {person.pk for person in cast} if visit.state == VisitState.DEBRIEFED else set()
        if visit.state == VisitState.CONFIRMED and rng.random() < 0.3:
            reflections.append(
                _reflection(visit, visit.visitor, Section.BEFORE, visit.starts_at - timedelta(days=2), rng)
            )
        if visit.state not in CAME:
            continue
        after = visit.ends_at + timedelta(hours=20)
        if rng.random() < 0.65 or visit.visitor_id in busy:
            reflections += [_reflection(visit, visit.visitor, section, after, rng) for section in AT_ONCE]
            if visit.on + timedelta(days=31) < today and rng.random() < 0.4:
                later = visit.ends_at + timedelta(days=31)
                reflections.append(_reflection(visit, visit.visitor, Section.LATER, later, rng))
        host = visit.day.offering.contact
        if rng.random() < 0.35 or host.pk in busy:
            reflections += [_reflection(visit, host, section, after, rng) for section in HOST_SECTIONS]
    Reflection.objects.bulk_create(reflections)


def _reflection(visit: Visit, author: Person, section: Section, at: datetime, rng: random.Random) -> Reflection:
    text = rng.choice(texts.REFLECTIONS[section])
    visibility = rng.choices(list(Visibility), [50, 22, 12, 12, 4])[0]
    reflection = Reflection(
        visit=visit, author=author, section=section, visibility=visibility, seal_id=uuid.UUID(int=rng.getrandbits(128)),
        version=1, changed_at=at,
    )  # fmt: skip
    if visibility == Visibility.PRIVATE:
        reflection.sealed = seal(text, seal_context(reflection))
    else:
        reflection.text = text
    return reflection


def make_promises(visits: list[Visit], *, today: date, rng: random.Random) -> None:
    """Let two debriefs in five end with a promise, and let promises fare as promises do."""
    rows = []
    for visit in visits:
        if visit.state != VisitState.DEBRIEFED or rng.random() > 0.4:
            continue
        host = visit.day.offering.contact
        text, who = rng.choice(texts.PROMISES)
        owner, beneficiary = (visit.visitor, host) if who == "v" else (host, visit.visitor)
        proposed = visit.ends_at + timedelta(minutes=20)
        due_on = visit.on + timedelta(days=rng.choice((14, 21, 30, 45)))
        row = Commitment(
            visit=visit, text=text, owner=owner, beneficiary=beneficiary, due_on=due_on, proposed_by=owner,
            proposed_at=proposed,
        )  # fmt: skip
        rows.append(_fate(row, proposed, today=today, rng=rng))
    Commitment.objects.bulk_create(rows)
    _thank(rows)


def _thank(rows: list[Commitment]) -> None:
    """Let beneficiaries say thank you for every other kept promise, and some visitors bring a helper."""
    kept = [(row, row.closed_at) for row in rows if row.state == "confirmed" and row.closed_at]
    Thanks.objects.bulk_create(
        Thanks(commitment=row, person=row.beneficiary, words=THANKS[number // 2 % len(THANKS)], at=at)
        for number, (row, at) in enumerate(kept)
        if number % 2 == 0
    )
    SquadMember.objects.bulk_create(
        SquadMember(commitment=row, person=row.owner.manager, joined_at=row.agreed_at)
        for number, row in enumerate(rows)
        if number % 5 == 0 and row.agreed_at and row.owner.manager and row.owner.manager != row.beneficiary
    )


def _fate(row: Commitment, proposed: datetime, *, today: date, rng: random.Random) -> Commitment:
    """Draw how far a promise has come."""
    state = rng.choices(
        ["confirmed", "delivered", "agreed", "proposed", "declined", "disputed"],
        [52, 12, 22, 6, 4, 4] if row.due_on < today else [22, 10, 52, 12, 2, 2],
    )[0]
    row.state = state
    if state == "declined":
        row.closed_at, row.reason = (
            proposed + timedelta(days=2),
            "We looked: the old system can't do it before it is replaced.",
        )
    elif state != "proposed":
        row.agreed_at = proposed + timedelta(days=1)
    if state in ("confirmed", "delivered", "disputed"):
        early = min(row.due_on - timedelta(days=rng.randint(-6, 9)), today - timedelta(days=2))
        row.delivered_at = max(datetime.combine(early, time(15), proposed.tzinfo), proposed + timedelta(days=2))
    if state == "confirmed" and row.delivered_at:
        row.closed_at = row.delivered_at + timedelta(hours=rng.randint(2, 40))
        row.confirmed_minutes = 15 * (row.due_on.day % 9) or None
        row.estimated_minutes = (row.confirmed_minutes or 0) + 30
    if state == "disputed":
        row.reason = "It works in the test system, but not on our screen yet."
    return row


def report_frictions(visits: list[Visit], *, today: date) -> None:
    """Let hosts of visits report what slows them down; each system has an owner, each department a contact."""
    owners = list(Person.objects.filter(team__in=Team.objects.filter(name__in=["ERP", "Integration", "Plant Systems"])))
    for number, department in enumerate(Department.objects.filter(is_it=False)):
        ItContact.objects.create(department=department, person=owners[-1 - number % len(owners)])
    for number, row in enumerate(texts.FRICTIONS):
        name, system, step, minutes, times, workaround, state, reason = row
        department = Department.objects.get(name=name)
        visit = next(v for v in visits if v.department_id == department.pk and v.state in CAME)
        reported = datetime.combine(
            today - timedelta(days=34 - 3 * number), time(10, 5 * number), visit.starts_at.tzinfo
        )
        acknowledged = state not in ("reported", "wont_fix")
        SystemOwner.objects.get_or_create(name=system, defaults={"owner": owners[number % len(owners)]})
        Friction.objects.create(
            department=department,
            visit=visit,
            reported_by=visit.day.offering.contact,
            system=system,
            step=step,
            minutes_lost=minutes,
            times_a_month=times,
            workaround=workaround,
            state=state,
            reason=reason,
            owner=owners[number % len(owners)] if state != "wont_fix" else None,
            acknowledge_by=working_days_after(reported.date(), 3),
            ticket=f"https://tickets.nordhaven.example/{4100 + number}" if acknowledged else "",
            due_on=today + timedelta(days=7 + number) if acknowledged else None,
            reported_at=reported,
            acknowledged_at=reported + timedelta(days=1) if acknowledged else None,
            closed_at=reported + timedelta(days=12) if state in ("resolved", "wont_fix") else None,
        )


def make_ties(visits: list[Visit], *, cast: Collection[Person], rng: random.Random) -> None:
    """Let four in five visitors and three in five hosts say how well they know each other."""
    ties = []
    busy = {person.pk for person in cast}
    for visit in visits:
        if visit.state not in CAME:
            continue
        visitor, host = visit.visitor, visit.day.offering.contact
        before = rng.choices([0, 1, 2, 3], [60, 22, 13, 5])[0]
        for person, other, answers in ((visitor, host, 0.8), (host, visitor, 0.6)):
            if rng.random() < answers or (person.pk in busy and visit.state == VisitState.DEBRIEFED):
                own = max(0, before - (rng.random() < 0.2))
                now = min(4, own + rng.choices([0, 1, 2, 3], [18, 24, 38, 20])[0])
                ties.append(
                    Tie(visit=visit, person=person, other=other, before=own, now=now,
                        on=visit.on + timedelta(days=rng.randint(1, 9)))
                )  # fmt: skip
    Tie.objects.bulk_create(ties)
