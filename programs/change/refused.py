"""How this room says no."""

from programs.core.refusals import RuleBroken


class ChangeRefused(RuleBroken):
    """Something on the people side of the programme could not be done."""
