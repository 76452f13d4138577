"""Pages about repairs: what fell away, what could mend it, and what everyone affected says."""

import datetime
from typing import Any

from programs.cohorts.models import Cohort
from programs.matching import concerns, documents, proposals, queries
from programs.matching.choices import ConsentAnswer, RepairState
from programs.matching.models import Repair
from programs.people.models import Person
from programs.visits.models import Visit

REPAIRS_SHOWN = 20


def repairs(cohort: Cohort, at: datetime.datetime) -> dict[str, Any]:
    """Return the visits of a cohort that fell away, and the repairs that were asked for."""
    return {
        "cohort": cohort,
        "visits": proposals.visits_to_mend(cohort, at),
        "repairs": queries.repairs_of(cohort)[:REPAIRS_SHOWN],
    }


def repair(visit: Visit, at: datetime.datetime) -> dict[str, Any]:
    """Return what could mend one visit that fell away, and what was asked for already."""
    board = proposals.Board(visit.cohort, at)
    is_open = visit.repairs.filter(state=RepairState.ASKING).exists()
    return {
        "visit": visit,
        "cohort": visit.cohort,
        "repairs": queries.repairs_of(visit.cohort).filter(visit=visit),
        "is_open": is_open,
        "for_visitor": [] if is_open else proposals.another_day(visit, board),
        "for_place": [] if is_open else proposals.another_visitor(visit, board),
        "lacks": visit.enrollment_id in board.enrollments and board.lacks(board.enrollments[visit.enrollment_id]),
    }


def consent(found: Repair, person: Person, *, is_lead: bool) -> dict[str, Any]:
    """Return what a repair would change for its reader; its lead sees all changes and answers."""
    consents = list(queries.consents_of(found))
    own = next((one for one in consents if one.person_id == person.pk), None)
    return {
        "repair": found,
        "lines": concerns.concerns_of(found, person),
        "own": own,
        "may_answer": own is not None and own.answer == ConsentAnswer.PENDING and found.state == RepairState.ASKING,
        "is_lead": is_lead,
        "moves": queries.moves_of(found) if is_lead else [],
        "consents": consents if is_lead else [],
        "asked": len(consents),
        "agreed": sum(one.answer == ConsentAnswer.YES for one in consents),
        "reasons": documents.words_of(found.refusals) if is_lead else [],
    }
