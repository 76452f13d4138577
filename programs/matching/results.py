"""What the stored results of a run speak of: days, names, locks and floors, each in a fixed number of queries."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Enrollment
from programs.core.refusals import Refusal
from programs.hosting.models import HostingDay
from programs.matching import queries
from programs.matching.choices import Change, Obstacle
from programs.matching.models import MatchingRun, Placement
from programs.people.models import Department, Person, Team
from programs.visits import queries as visit_queries

Thing = tuple[str, Sequence[int]]
"""Something scarce: an obstacle, and which (see `ledger.Ledger.obstacles`)."""
ON_A_DAY = {Obstacle.FULL, Obstacle.SMALL_GROUP}
OF_A_DEPARTMENT = {Obstacle.BUDGET, Obstacle.SAME_DEPARTMENT}


@dataclass(frozen=True)
class Named:
    """What results speak of, by key: hosting days, and the names of teams, departments, hosts and visitors.

    Visitors are named by their enrolment.
    """

    days: Mapping[int, HostingDay]
    teams: Mapping[int, str]
    departments: Mapping[int, str]
    hosts: Mapping[int, str]
    people: Mapping[int, str]


def offered(run: MatchingRun) -> list[dict[str, Any]]:
    """Return every single change that solving found to help: those that place somebody, then those that better a visit.

    A change keeps its number on every page of the run.
    """
    return [*run.result.get("changes", ()), *run.result.get("improvements", ())]


def names_for(
    things: Iterable[Thing], *, people: Iterable[int] = (), days: Iterable[int] = (), departments: Iterable[int] = ()
) -> Named:
    """Return the names of what `things` are about and of whatever else is asked for, in five queries at most."""
    by_kind: dict[str, set[int]] = {}
    for obstacle, subject in things:
        by_kind.setdefault(str(obstacle), set()).add(subject[0])

    def keys(*kinds: str) -> set[int]:
        return set().union(*(by_kind.get(str(kind), ()) for kind in kinds))

    hosts, teams = keys(Obstacle.HOST_BUDGET), keys(Obstacle.COVER)
    return Named(
        days=queries.days_by_key({*keys(*ON_A_DAY), *days}),
        teams=dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")),
        departments=dict(
            Department.objects.filter(pk__in={*keys(*OF_A_DEPARTMENT), *departments}).values_list("pk", "name")
        ),
        hosts=dict(Person.objects.filter(pk__in=hosts).values_list("pk", "name")),
        people=dict(Enrollment.objects.filter(pk__in=set(people)).values_list("pk", "person__name")),
    )


def names_of_changes(run: MatchingRun) -> Named:
    """Return the names that the changes of a run speak of."""
    changes = offered(run)
    people = {key for change in changes for key in (*change["people"], *change.get("better", ()))}
    return names_for([thing_of(change) for change in changes], people=people)


def thing_of(change: Mapping[str, Any]) -> Thing:
    """Return what a change widens by one."""
    return str(Change(change["obstacle"]).value), change["subject"]


# A set of locks and floors that can't hold ---------------------------------------------------


@dataclass(frozen=True)
class Lock:
    """A lock that can't hold together with others; `refusals` when booking refuses it by now."""

    name: str
    day: HostingDay
    placement: Placement | None
    refusals: Sequence[Refusal]
    is_possible: bool


@dataclass(frozen=True)
class FloorInConflict:
    """A required floor that can't be met: how many visits it asks for, and how many are possible at most."""

    name: str
    from_on: datetime.date
    until_on: datetime.date
    least: int
    possible: int


def locks_in_conflict(run: MatchingRun, at: datetime.datetime) -> list[Lock]:
    """Return the locks that can't hold together, each with its placement in the draft before, where it is undone.

    What speaks against a lock now is what booking says. Whom somebody would rather avoid is
    never among it: such a lock is only not possible any more.
    """
    pairs = [(who, day) for who, day in run.result.get("conflict", ())]
    enrollments = list(cohort_queries.enrollments_of(run.cohort).filter(pk__in={who for who, _ in pairs}))
    days = queries.days_by_key(day for _, day in pairs)
    against = visit_queries.openings(enrollments, list(days.values()), at=at)
    held = Placement.objects.filter(run=run.based_on_id, is_locked=True).select_related("run")
    placements = {(row.enrollment_id, row.day_id): row for row in held}
    names = {row.pk: row.person.name for row in enrollments}
    wishes = run.inputs.get("problem", {})
    known = _pairs_of(wishes) if pairs else set()
    return [
        Lock(
            name=names[who],
            day=days[day],
            placement=placements.get((who, day)),
            refusals=tuple(against.get((who, day), ())),
            is_possible=(who, day) in known,
        )
        for who, day in pairs
        if who in names and day in days
    ]


def _pairs_of(problem: Mapping[str, Any]) -> set[tuple[int, int]]:
    """Return the pairs of enrolment and day that a frozen problem knows."""
    if not problem:
        return set()
    visitors, days = problem["visitors"], problem["days"]
    return {(visitors[row[0]][0], days[row[1]][0]) for row in problem["wishes"]}


def floors_in_conflict(run: MatchingRun) -> list[FloorInConflict]:
    """Return the required floors that can't be met, in one query."""
    floors = run.result.get("clash", {}).get("floors", ())
    names = dict(Department.objects.filter(pk__in=[floor["department"] for floor in floors]).values_list("pk", "name"))
    day = datetime.date.fromordinal
    return [
        FloorInConflict(
            names.get(row["department"], ""), day(row["from_on"]), day(row["until_on"]), row["least"], row["possible"]
        )
        for row in floors
    ]


def clash_of(run: MatchingRun) -> list[Thing]:
    """Return what the locks of a conflict use too much of."""
    return [(obstacle, subject) for obstacle, subject in run.result.get("clash", {}).get("things", ())]
