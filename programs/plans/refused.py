"""How this room says no."""

from programs.core.refusals import RuleBroken


class PlanRefused(RuleBroken):
    """Something planned could not be done."""
