"""How the visits room says no."""

from programs.core.refusals import RuleBroken


class VisitRefused(RuleBroken):
    """The person can't visit on that day. Carries every reason (`choices.Reason`)."""


class StepRefused(RuleBroken):
    """The step can't be taken now (`choices.StepReason`, or a `Reason` that stands in its way)."""
