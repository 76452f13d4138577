"""What would change if one person wished otherwise, or were free: the cohort is solved again beside the draft."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from programs.availability.models import BusyInterval
from programs.cohorts.models import BlockedDate, Enrollment, RankedDepartment
from programs.hosting.models import HostingDay
from programs.matching import model, process, queries
from programs.matching.model import Day, Pair, Problem, Status, Visitor, Wish
from programs.matching.models import MatchingRun
from programs.people.models import Department, Person

SECONDS = 10
"""How long a trial may search."""
MEMORY_MB = 3072


@dataclass(frozen=True)
class Otherwise:
    """What is tried: visits wanted, departments from the most wanted on, and whether nothing is in the calendar."""

    wanted: int
    ranked: Sequence[Department]
    is_free: bool


@dataclass(frozen=True)
class Other:
    """How the trial would change somebody else's visits."""

    person: Person
    dropped: list[HostingDay]
    added: list[HostingDay]


@dataclass(frozen=True)
class Outcome:
    """What the person has in the draft, what they would have, and for whom else something changes."""

    now: list[HostingDay]
    then: list[HostingDay]
    others: list[Other]
    is_proven: bool
    possible: int


class NoOutcome(Exception):
    """The trial found no plan: the locks leave no room for it, or time ran out."""


def simulated(run: MatchingRun, enrollment: Enrollment, otherwise: Otherwise, at: datetime.datetime) -> Outcome:
    """Return what would change. Nothing is written: neither wishes nor the draft. Raises NoOutcome.

    Everything else is as the run froze it: the other people, their wishes, the days. The
    draft's locks hold, except the person's own, and as much of it is kept as can be.
    """
    wishes = _wishes_if(run, enrollment, otherwise, at)
    draft = queries.pairs_of(run)
    locks = [pair for pair in queries.locked_pairs(run.pk) if pair[0] != enrollment.pk]
    values = _with_wishes(run.inputs["problem"], enrollment, otherwise.wanted, wishes)
    values |= {"kept": [list(pair) for pair in sorted(draft)], "locks": [list(pair) for pair in sorted(locks)]}
    request = {"problem": values, "seed": run.seed, "time_limit": SECONDS, "memory_mb": MEMORY_MB}
    try:
        result = process.run(request, listen=lambda _: False)
    except process.WorkerFailed as failed:
        raise NoOutcome from failed
    if result["status"] not in {Status.OPTIMAL, Status.FEASIBLE}:
        raise NoOutcome
    found = {(row["visitor"], row["day"]) for row in result["placements"]}
    return _outcome(enrollment, draft, found, is_proven=result["status"] == Status.OPTIMAL, possible=len(wishes))


def _wishes_if(run: MatchingRun, enrollment: Enrollment, otherwise: Otherwise, at: datetime.datetime) -> list[Wish]:
    """Return the days that would be possible, scored: read by the one path, from rows that never stay."""
    with transaction.atomic():
        RankedDepartment.objects.filter(enrollment=enrollment).delete()
        RankedDepartment.objects.bulk_create(
            RankedDepartment(enrollment=enrollment, department=department, rank=rank)
            for rank, department in enumerate(otherwise.ranked, 1)
        )
        if otherwise.is_free:
            BlockedDate.objects.filter(enrollment=enrollment).delete()
            BusyInterval.objects.filter(person=enrollment.person_id).delete()
        found = queries.wishes_of(run, enrollment.pk, at)
        transaction.set_rollback(True)
    return found


def _with_wishes(
    values: Mapping[str, Any], enrollment: Enrollment, wanted: int, wishes: Sequence[Wish]
) -> dict[str, Any]:
    """Return a frozen problem in which one visitor has other wishes; days that it doesn't know are left out."""
    problem = model.from_json(values)
    keys = {day.key for day in problem.days}
    place = next((number for number, who in enumerate(problem.visitors) if who.key == enrollment.pk), None)
    if place is None:
        raise NoOutcome
    alone = _rows(problem.visitors[place], problem.days, [wish for wish in wishes if wish.day in keys])
    visitors = [list(row) for row in values["visitors"]]
    visitors[place][1] = max(0, problem.visitors[place].wanted + wanted - enrollment.wanted)
    others = [row for row in values["wishes"] if row[0] != place]
    return dict(values) | {"visitors": visitors, "wishes": others + [[place, *row[1:]] for row in alone]}


def _rows(who: Visitor, days: Sequence[Day], wishes: Sequence[Wish]) -> list[list[int]]:
    """Return wishes of one visitor as a problem writes them."""
    alone: Problem = model.problem(visitors=[who], days=days, wishes=wishes)
    rows: list[list[int]] = model.as_json(alone)["wishes"]
    return rows


def _outcome(enrollment: Enrollment, draft: set[Pair], found: set[Pair], *, is_proven: bool, possible: int) -> Outcome:
    days = queries.days_by_key(day for _, day in draft | found)
    people = queries.people_by_enrollment({who for who, _ in draft ^ found})

    def on(pairs: set[Pair], who: int) -> list[HostingDay]:
        mine = [days[day] for person, day in pairs if person == who and day in days]
        return sorted(mine, key=lambda day: (day.starts_at, day.pk))

    others = [
        Other(person, on(draft - found, key), on(found - draft, key))
        for key, person in people.items()
        if key != enrollment.pk
    ]
    return Outcome(
        now=on(draft, enrollment.pk),
        then=on(found, enrollment.pk),
        others=sorted(others, key=lambda one: one.person.name),
        is_proven=is_proven,
        possible=possible,
    )
