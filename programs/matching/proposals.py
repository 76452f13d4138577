"""What could mend a visit that fell away: who would change places, read from the database."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Cohort, Enrollment, RankedDepartment
from programs.core.refusals import Refusal
from programs.hosting import queries as hosting_queries
from programs.hosting.models import HostingDay
from programs.matching import chains
from programs.matching.chains import Chain, Held, Options, Step
from programs.visits import access as visit_access
from programs.visits import queries as visit_queries
from programs.visits.actions import MOVABLE, Move
from programs.visits.choices import FELL_AWAY, STANDING, Reason
from programs.visits.models import Visit

EARLIEST = datetime.timedelta(days=2)
"""Days that begin sooner are left alone: nobody could answer in time."""
MOST = 5
"""How many proposals of each kind are shown."""
UNLISTED = 20
"""What a department costs that somebody didn't list, in places on their list."""


@dataclass(frozen=True)
class Proposal:
    """Moves in the order in which they can be made: the one that needs no freed place comes first."""

    moves: tuple[Move, ...]

    @property
    def disturbed(self) -> int:
        """How many people would give up a visit that they have."""
        return sum(move.leaves is not None for move in self.moves)

    @property
    def code(self) -> str:
        """Return the moves as one word for a form; `proposal_of` reads it."""
        return "_".join(
            f"{move.enrollment.pk}-{move.day.pk}-{move.leaves.pk if move.leaves else 0}" for move in self.moves
        )


def visits_to_mend(cohort: Cohort, at: datetime.datetime) -> list[Visit]:
    """Return the visits that fell away while their day is still ahead and nothing replaces them, the next first."""
    return list(
        visit_access.visits_loaded()
        .filter(cohort=cohort, state__in=FELL_AWAY, starts_at__gt=at, replacements=None)
        .prefetch_related("repairs")
        .order_by("starts_at", "pk")
    )


class Board:
    """The standing visits, open days and wishes of a cohort. Each is read once, when somebody asks."""

    def __init__(self, cohort: Cohort, at: datetime.datetime) -> None:
        self.cohort, self.at = cohort, at

    @cached_property
    def enrollments(self) -> Mapping[int, Enrollment]:
        """People who take part and are still here, by enrolment."""
        rows = cohort_queries.standing_enrollments().filter(cohort=self.cohort, person__is_active=True)
        return {row.pk: row for row in rows.select_related("person__team", "person__manager")}

    @cached_property
    def days(self) -> Mapping[int, HostingDay]:
        """Days that begin late enough to be asked about; full ones are among them."""
        soonest = self.at + EARLIEST
        days = hosting_queries.bookable_days(self.cohort, soonest.date()).filter(starts_at__gt=soonest)
        return {day.pk: day for day in days.order_by("starts_at", "pk")}

    @cached_property
    def held(self) -> Mapping[int, Visit]:
        """Visits that could be given up for another day."""
        moving = Visit.objects.filter(is_swap=True, state__in=MOVABLE).values("replaces")
        rows = visit_access.visits_loaded().filter(
            cohort=self.cohort, state__in=MOVABLE, is_swap=False, day__in=list(self.days)
        )
        return {
            row.pk: row for row in rows.exclude(pk__in=moving).order_by("pk") if row.enrollment_id in self.enrollments
        }

    @cached_property
    def counts(self) -> Counter[int]:
        """Standing visits by enrolment."""
        rows = Visit.objects.filter(cohort=self.cohort, state__in=STANDING, is_swap=False).order_by()
        return Counter(rows.values_list("enrollment_id", flat=True))

    @cached_property
    def ranks(self) -> Mapping[tuple[int, int], int]:
        """(enrolment, department) → place on the list."""
        rows = RankedDepartment.objects.filter(enrollment__cohort=self.cohort).order_by()
        return {(who, where): rank for who, where, rank in rows.values_list("enrollment_id", "department_id", "rank")}

    @cached_property
    def avoided(self) -> Mapping[int, Iterable[int]]:
        """People whom visitors would rather not meet: kept apart without a word."""
        return cohort_queries.avoided_people(list(self.enrollments))

    def lacks(self, enrollment: Enrollment) -> bool:
        """Whether somebody has fewer visits than they asked for."""
        return self.counts[enrollment.pk] < enrollment.wanted

    def rank(self, enrollment: int, day: HostingDay) -> int:
        """Return where a day's department stands on somebody's list."""
        return self.ranks.get((enrollment, day.offering.department_id), UNLISTED)

    def loss(self, step: Step) -> float:
        """Return by how many places on the list a step makes somebody worse off."""
        before = self.held.get(step.leaves) if step.leaves else None
        after = self.rank(step.visitor, self.days[step.day])
        return after - self.rank(step.visitor, before.day) if before else after

    def options_of(self, leaving: Sequence[Held]) -> Mapping[int, Options]:
        """Return where the visitors of some visits could go instead.

        The rules are asked for many at once, but never for two people of one team or two
        visits of one person: each answer has to count everybody else as they are.
        """
        found: dict[int, Options] = {}
        for group in _apart([self.held[one.key] for one in leaving]):
            openings = visit_queries.openings(
                [self.enrollments[visit.enrollment_id] for visit in group],
                list(self.days.values()),
                at=self.at,
                ignoring=group,
            )
            for visit in group:
                found[visit.pk] = self.options(visit.enrollment_id, openings, without=visit.day_id)
        return found

    def options(
        self, enrollment: int, openings: Mapping[tuple[int, int], tuple[Refusal, ...]], *, without: int
    ) -> Options:
        """Return the days that nothing speaks against, and those that only have no place left."""
        found: dict[int, bool] = {}
        for day in self.days.values():
            reasons = {refusal.reason for refusal in openings[enrollment, day.pk]}
            is_avoided = day.offering.contact_id in self.avoided[enrollment]
            if day.pk != without and not is_avoided and reasons in (set(), {Reason.FULL}):
                found[day.pk] = not reasons
        return found


def _apart(visits: Iterable[Visit]) -> list[list[Visit]]:
    """Return groups in which every person and every team occurs once."""
    groups: list[list[Visit]] = []
    seen: list[set[tuple[str, int]]] = []
    for visit in visits:
        marks = {("person", visit.visitor_id), ("team", visit.visitor.team_id or -visit.visitor_id)}
        place = next((number for number, others in enumerate(seen) if not marks & others), len(groups))
        if place == len(groups):
            groups.append([])
            seen.append(set())
        groups[place].append(visit)
        seen[place] |= marks
    return groups


def another_day(visit: Visit, board: Board) -> list[Proposal]:
    """Return how the visitor of a lost visit could get another, the fewest people disturbed first."""
    enrollment = board.enrollments.get(visit.enrollment_id)
    if enrollment is None or not board.lacks(enrollment):
        return []
    openings = visit_queries.openings([enrollment], list(board.days.values()), at=board.at)
    others = [Held(one.pk, one.enrollment_id, one.day_id) for one in board.held.values()]
    found = chains.chains(
        enrollment.pk,
        board.options(enrollment.pk, openings, without=visit.day_id),
        [one for one in others if one.visitor != enrollment.pk],
        board.options_of,
        loss=board.loss,
        most=MOST,
    )
    return [_proposal(chain, board) for chain in found]


def another_visitor(visit: Visit, board: Board) -> list[Proposal]:
    """Return who lacks a visit and could take the place that fell free; nobody gives anything up."""
    day = board.days.get(visit.day_id)
    if day is None:
        return []
    lacking = [row for row in board.enrollments.values() if row.pk != visit.enrollment_id and board.lacks(row)]
    openings = visit_queries.openings(lacking, [day], at=board.at)
    able = [
        row for row in lacking if not openings[row.pk, day.pk] and day.offering.contact_id not in board.avoided[row.pk]
    ]
    able.sort(key=lambda row: (board.counts[row.pk], board.rank(row.pk, day), row.pk))
    return [Proposal((Move(row, day),)) for row in able[:MOST]]


def _proposal(chain: Chain, board: Board) -> Proposal:
    """Return a chain as moves: its end, where a place is free, goes first."""
    return Proposal(
        tuple(
            Move(
                board.enrollments[step.visitor], board.days[step.day], board.held[step.leaves] if step.leaves else None
            )
            for step in reversed(chain)
        )
    )


def proposal_of(code: str, board: Board) -> Proposal | None:
    """Return the proposal that a form names; None when any part of it isn't there any more."""
    try:
        parts = [tuple(map(int, part.split("-"))) for part in code.split("_")]
        moves = tuple(
            Move(board.enrollments[who], board.days[day], board.held[leaves] if leaves else None)
            for who, day, leaves in parts
        )
    except (KeyError, ValueError):
        return None
    people = [move.enrollment.pk for move in moves]
    leaving_own = all(move.leaves is None or move.leaves.enrollment_id == move.enrollment.pk for move in moves)
    return Proposal(moves) if len(set(people)) == len(people) and leaving_own else None


def affected_by(proposal: Proposal) -> dict[int, set[int]]:
    """Return who is affected: person → numbers of the moves that concern them.

    Visitors, the contacts of the days entered and left, and the line managers where the
    programme lets them release each day.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for number, move in enumerate(proposal.moves):
        person = move.enrollment.person
        found[person.pk].add(number)
        for day in [move.day, *([move.leaves.day] if move.leaves else [])]:
            contact = day.offering.contact
            host = contact if contact.is_active else day.offering.deputy
            if host is not None and host.is_active:
                found[host.pk].add(number)
        manager = person.manager
        if move.enrollment.cohort.program.needs_release and manager is not None and manager.is_active:
            found[manager.pk].add(number)
    return dict(found)
