"""How this room says no."""

from programs.core.refusals import RuleBroken


class ConcernRefused(RuleBroken):
    """Something could not be said, or a concern could not take a step."""
