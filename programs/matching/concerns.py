"""What a repair would change for one reader, in sentences. About others it says no more than it must."""

from collections.abc import Iterable

from programs.hosting import times
from programs.hosting.models import Offering
from programs.matching import queries
from programs.matching.choices import Concern
from programs.matching.models import Repair, RepairMove
from programs.people.models import Person


def concerns_of(repair: Repair, person: Person) -> list[str]:
    """Return what a repair would change for somebody, in the language that is active."""
    moves = queries.moves_of(repair)
    return [str(concern.label) % _facts(move) for move in moves for concern in _parts(move, person)]


def _parts(move: RepairMove, person: Person) -> Iterable[Concern]:
    visitor = move.enrollment.person
    if person.pk == visitor.pk:
        yield Concern.OTHER_VISIT if move.leaves else Concern.NEW_VISIT
    if person.pk in _hosts(move.day.offering):
        yield Concern.GUEST_COMES
    if move.leaves and person.pk in _hosts(move.leaves.day.offering):
        yield Concern.GUEST_GOES
    if person.pk == visitor.manager_id and move.enrollment.cohort.program.needs_release:
        yield Concern.RELEASE_MOVES if move.leaves else Concern.RELEASE


def _hosts(offering: Offering) -> set[int | None]:
    return {offering.contact_id, offering.deputy_id} - {None}


def _facts(move: RepairMove) -> dict[str, str]:
    facts = {
        "visitor": move.enrollment.person.name,
        "title": move.day.offering.title,
        "department": move.day.offering.department.name,
        "when": times.when(move.day),
    }
    if move.leaves:
        facts |= {"old": move.leaves.day.offering.title, "before": times.when(move.leaves.day)}
    return facts
