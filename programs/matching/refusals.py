"""How the matching room says no."""

from collections.abc import Iterable

from programs.core.refusals import Refusal, RuleBroken
from programs.matching.choices import RunRefusal, RunState
from programs.matching.models import MatchingRun


class RunRefused(RuleBroken):
    """A run or an edit of its draft was refused (`choices.RunRefusal`, or a `Reason` of the visits room)."""


class RepairRefused(RuleBroken):
    """A repair can't be asked for or answered (`choices.RepairRefusal`)."""


def require_state(run: MatchingRun, states: Iterable[RunState]) -> None:
    """Raise RunRefused unless the run is in one of the states."""
    if run.state not in set(states):
        raise RunRefused([Refusal(RunRefusal.WRONG_STATE, {"state": RunState(run.state).label})])
