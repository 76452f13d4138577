"""How this room says no."""

from programs.core.refusals import RuleBroken


class SurveyRefused(RuleBroken):
    """A wave or an answer was refused."""
