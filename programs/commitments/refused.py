"""How the commitments room says no."""

from collections.abc import Iterable

from programs.core.refusals import Refusal, RuleBroken


class CommitmentRefused(RuleBroken):
    """A step of a commitment or friction was refused."""


def refuse(refusals: Iterable[Refusal]) -> None:
    """Raise CommitmentRefused when there is any reason to."""
    found = tuple(refusals)
    if found:
        raise CommitmentRefused(found)
