"""Which step a commitment or friction may take. Plain Python."""

from datetime import date

from programs.commitments.choices import CommitmentRefusal, CommitmentState, FrictionState
from programs.core.refusals import Refusal

STEPS: dict[str, frozenset[CommitmentState]] = {
    "agree": frozenset({CommitmentState.PROPOSED}),
    "decline": frozenset({CommitmentState.PROPOSED}),
    "deliver": frozenset({CommitmentState.AGREED, CommitmentState.DISPUTED}),
    "confirm": frozenset({CommitmentState.DELIVERED}),
    "dispute": frozenset({CommitmentState.DELIVERED}),
}
FRICTION_STEPS: dict[str, frozenset[FrictionState]] = {
    "acknowledge": frozenset({FrictionState.REPORTED}),
    "start": frozenset({FrictionState.ACKNOWLEDGED}),
    "resolve": frozenset({FrictionState.ACKNOWLEDGED, FrictionState.IN_PROGRESS}),
    "refuse": frozenset({FrictionState.REPORTED, FrictionState.ACKNOWLEDGED, FrictionState.IN_PROGRESS}),
}
NEEDS_REASON = frozenset({"decline", "dispute", "refuse"})
QUICK_WIN_DAYS = 90


def who_may(step: str, *, owner: int, beneficiary: int, proposed_by: int) -> int:
    """Return the id of the only person who may take `step`.

    The side that didn't propose agrees or declines; the owner delivers; only the person it
    is for confirms or disputes.
    """
    if step in ("agree", "decline"):
        return beneficiary if proposed_by == owner else owner
    return owner if step == "deliver" else beneficiary


def step_refusals(
    step: str, *, state: CommitmentState, by: int, who: int, who_name: str, reason: str
) -> tuple[Refusal, ...]:
    """Return every reason why `by` can't take `step` now; empty when they can."""
    refusals = []
    if state not in STEPS[step]:
        refusals.append(Refusal(CommitmentRefusal.WRONG_STATE, {"state": state.label.lower()}))
    if by != who:
        refusals.append(Refusal(CommitmentRefusal.NOT_YOURS, {"person": who_name}))
    if step in NEEDS_REASON and not reason.strip():
        refusals.append(Refusal(CommitmentRefusal.NEEDS_REASON))
    return tuple(refusals)


def proposal_refusals(*, owner: int, beneficiary: int, due_on: date, today: date) -> tuple[Refusal, ...]:
    """Return every reason why a promise can't be written down."""
    refusals = []
    if owner == beneficiary:
        refusals.append(Refusal(CommitmentRefusal.SAME_PERSON))
    if due_on < today:
        refusals.append(Refusal(CommitmentRefusal.DUE_IN_THE_PAST))
    return tuple(refusals)


def friction_refusals(
    step: str, *, state: FrictionState, reason: str, due_on: date | None, today: date
) -> tuple[Refusal, ...]:
    """Return every reason why a friction can't take `step`."""
    refusals = []
    if state not in FRICTION_STEPS[step]:
        refusals.append(Refusal(CommitmentRefusal.WRONG_STATE, {"state": state.label.lower()}))
    if step in NEEDS_REASON and not reason.strip():
        refusals.append(Refusal(CommitmentRefusal.NEEDS_REASON))
    if step == "acknowledge" and (due_on is None or due_on < today):
        refusals.append(Refusal(CommitmentRefusal.DUE_IN_THE_PAST))
    return tuple(refusals)


def is_quick_win(*, state: CommitmentState, is_visible: bool, agreed_on: date | None, closed_on: date | None) -> bool:
    """A delivered commitment that is visible, done within 90 days and confirmed by its beneficiary."""
    return bool(
        state == CommitmentState.CONFIRMED
        and is_visible
        and agreed_on
        and closed_on
        and (closed_on - agreed_on).days <= QUICK_WIN_DAYS
    )
