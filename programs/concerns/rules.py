"""Which step a concern may take, and how long answers take. Plain Python."""

import statistics
from collections.abc import Iterable
from datetime import date

from programs.concerns.choices import LISTED, ConcernRefusal, ConcernState
from programs.core.refusals import Refusal

STEPS: dict[str, frozenset[ConcernState]] = {
    "take_on": frozenset({ConcernState.RAISED, ConcernState.TAKEN_ON, ConcernState.HELD}),
    "answer": frozenset({ConcernState.RAISED, ConcernState.TAKEN_ON, ConcernState.ANSWERED}),
    "merge": frozenset({ConcernState.RAISED, ConcernState.TAKEN_ON}),
    "hold": frozenset({ConcernState.RAISED, ConcernState.TAKEN_ON}),
}
SAID_A_DAY = 5
"""So many concerns, comments and replies may somebody send in a day."""


def step_refusals(step: str, state: ConcernState) -> list[Refusal]:
    """Return why a concern in `state` can't take `step`; empty when it can."""
    return [] if state in STEPS[step] else [Refusal(ConcernRefusal.WRONG_STATE, {"state": state.label.lower()})]


def due_refusals(due_on: date, today: date) -> list[Refusal]:
    """Return why an answer can't be promised for `due_on`."""
    return [Refusal(ConcernRefusal.DUE_IN_THE_PAST)] if due_on < today else []


def merge_refusals(*, is_same: bool, same_program: bool, into: ConcernState) -> list[Refusal]:
    """Return every reason why one concern can't be merged into another that is `into`."""
    refusals = []
    if is_same:
        refusals.append(Refusal(ConcernRefusal.ITSELF))
    if not same_program:
        refusals.append(Refusal(ConcernRefusal.OTHER_PROGRAM))
    if into not in LISTED:
        refusals.append(Refusal(ConcernRefusal.NOT_LISTED))
    return refusals


def median_days(waits: Iterable[tuple[date, date]]) -> float | None:
    """Return the median number of days from raised to answered; None before the first answer.

    A concern merged into an answered one waited until that answer: none was negative.
    """
    days = [max(0, (answered - raised).days) for raised, answered in waits]
    return float(statistics.median(days)) if days else None
