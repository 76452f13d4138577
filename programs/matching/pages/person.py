"""One person of a draft: what they get and why, what else they could get, what they don't get and what would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from programs.cohorts.models import Enrollment
from programs.hosting.models import HostingDay
from programs.matching import documents, explanation, model, queries
from programs.matching.choices import RunState
from programs.matching.documents import InsteadRow, PersonRow
from programs.matching.model import Plan, Status
from programs.matching.models import MatchingRun, Placement
from programs.matching.pages.record import lots_of
from programs.matching.pages.wishes import changes_of, unmet_of
from programs.people.models import Person

SECONDS = 5.0
"""How long the search for what would happen without a placement may take."""


@dataclass(frozen=True)
class PlacementRow:
    """A placement with its reasons, and the next best day as the draft stands."""

    placement: Placement
    reasons: Sequence[str]
    refusals: Sequence[str]
    instead: InsteadRow | None


@dataclass(frozen=True)
class Without:
    """What would happen if somebody did not get a placement, found by solving.

    `points` is by how much the preference of everybody falls, of 1,000 a visit; `others`
    are the people whose visits would change with it.
    """

    placement: Placement
    day: HostingDay | None
    rank: int | None
    points: int
    others: Sequence[Person]


def person(found: MatchingRun, enrollment: Enrollment, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the page of one person; `without` may name a placement of theirs that is tried without."""
    placements = list(queries.placements_of(found).filter(enrollment=enrollment))
    shortfalls = list(queries.shortfalls_of(found).filter(enrollment=enrollment))
    changes = changes_of(found)
    wishes = [wish for wish in found.result.get("unmet", ()) if wish["visitor"] == enrollment.pk]
    lots = [lot for lot in found.result.get("lots", ()) if enrollment.pk in {who for who, _ in lot["entrants"]}]
    days = queries.days_by_key(row.instead["day"] for row in placements if row.instead.get("day"))
    tried = next((row for row in placements if str(row.pk) == given.get("without")), None)
    return {
        "run": found,
        "enrollment": enrollment,
        "row": PersonRow(enrollment.person, enrollment.pk, enrollment.wanted, placements),
        "placements": [_placement(row, days) for row in placements],
        "gap": next(iter(documents.gap_rows(shortfalls, changes)), None),
        "unmet": unmet_of(found, sorted(wishes, key=lambda wish: wish["rank"]), changes),
        "lots": lots_of(found, lots),
        "edits": queries.edits_of(found).filter(enrollment=enrollment),
        "is_editable": found.state == RunState.SOLVED,
        "without": without(found, tried) if tried and found.inputs else None,
    }


def _placement(row: Placement, days: Mapping[int, HostingDay]) -> PlacementRow:
    return PlacementRow(row, documents.reasons_of(row), documents.refusals_of(row), documents.instead_of(row, days))


def without(found: MatchingRun, placement: Placement) -> Without | None:
    """Solve what would really happen without a placement; None where the frozen problem doesn't know it.

    Nothing is written. The people near the placement may move, everybody else stays.
    """
    problem = model.from_json(found.inputs["problem"])
    pairs = tuple(sorted(pair for pair in queries.pairs_of(found) if pair in problem.columns))
    pair = (placement.enrollment_id, placement.day_id)
    if pair not in pairs:
        return None
    plan = Plan(Status.FEASIBLE, placements=pairs)
    answer = explanation.alternative(problem, plan, pair, seed=found.seed, time_limit=SECONDS)
    days = queries.days_by_key([answer.day] if answer.day else [])
    people = queries.people_by_enrollment(answer.others)
    return Without(
        placement=placement,
        day=days.get(answer.day) if answer.day else None,
        rank=answer.rank,
        points=max(0, answer.points),
        others=sorted(people.values(), key=lambda one: one.name),
    )
