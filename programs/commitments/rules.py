"""Which step a commitment or friction may take. Plain Python."""

from collections.abc import Iterable
from datetime import date, timedelta

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
RUNGS = (2, 5)
"""Working days after a deadline until the next higher hears of it."""
_SATURDAY = 5


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


def is_quick_win(
    *,
    state: CommitmentState,
    is_visible: bool,
    agreed_on: date | None,
    closed_on: date | None,
    days: int = QUICK_WIN_DAYS,
) -> bool:
    """A delivered commitment that is visible, confirmed by its beneficiary, and done within the
    programme's `days` of being agreed (90 unless it says otherwise).
    """
    return bool(
        state == CommitmentState.CONFIRMED
        and is_visible
        and agreed_on
        and closed_on
        and (closed_on - agreed_on).days <= days
    )


def reword_refusals(
    *, state: CommitmentState, is_party: bool, is_changed: bool, due_on: date, today: date
) -> tuple[Refusal, ...]:
    """Return every reason why other words can't be proposed: both sides may until both agree."""
    refusals = []
    if state != CommitmentState.PROPOSED or not is_party:
        refusals.append(Refusal(CommitmentRefusal.WRONG_STATE, {"state": state.label.lower()}))
    if not is_changed:
        refusals.append(Refusal(CommitmentRefusal.NO_CHANGE))
    if due_on < today:
        refusals.append(Refusal(CommitmentRefusal.DUE_IN_THE_PAST))
    return tuple(refusals)


def counted_once(benefits: Iterable[tuple[int | None, int]]) -> int:
    """Add up minutes saved a month, given with the friction that each promise mends.

    Several promises about one friction save its minutes once: the largest of them counts.
    """
    largest: dict[int, int] = {}
    total = 0
    for friction, minutes in benefits:
        if friction is None:
            total += minutes
        else:
            largest[friction] = max(largest.get(friction, 0), minutes)
    return total + sum(largest.values())


def working_days_after(on: date, days: int) -> date:
    """Return the date that is `days` working days (Monday to Friday) after `on`."""
    while days > 0:
        on += timedelta(days=1)
        days -= on.weekday() < _SATURDAY
    return on


def rung_of(deadline: date, today: date) -> int:
    """Return how far up the ladder an overdue friction is: 0 not overdue, 1 its owner is
    reminded, 2 (two working days later) the lead of IT hears of it, 3 (five later) the
    leads of the programme do.
    """
    if today <= deadline:
        return 0
    return 1 + (today > working_days_after(deadline, RUNGS[0])) + (today > working_days_after(deadline, RUNGS[1]))
