"""Before a Discovery: how many answers a change needs to be seen, and what the planned ones can show."""

import math
from dataclasses import dataclass

from programs.surveys import statistics


@dataclass(frozen=True)
class Plan:
    """What a lead expects. Shares are fractions; `against` is the share that stops agreeing while others begin."""

    before: float
    change: float
    it: int
    business: int
    response: float
    is_linked: bool
    departments: int
    icc: float = 0.05
    against: float = 0.10
    it_before: float = 0.75


@dataclass(frozen=True)
class Prospect:
    """What a plan amounts to on the business side, whose change is the primary outcome.

    `needed` are answers a wave (linked people, if linked), `worth` what the expected answers
    count for after clustering. `detectable` and `gap_detectable` are the smallest changes
    seen with 80 % power, None where even the largest is not.
    """

    expected: int
    design_effect: float
    worth: int
    needed: int
    invitations: int
    power: float
    detectable: float | None
    gap_detectable: float

    @property
    def is_too_small(self) -> bool:
        """Whether the hoped-for change would drown in noise."""
        return self.power < 0.8


def prospect_of(plan: Plan) -> Prospect:
    """Return what a plan can show. Raises ValueError for a share that no change can reach."""
    after = plan.before + plan.change
    if not 0 < after < 1 or plan.change == 0:
        raise ValueError("a change between nobody and everybody")
    expected = math.floor(plan.business * plan.response)
    effect = statistics.design_effect(max(1.0, expected / max(1, plan.departments)), plan.icc)
    worth = math.floor(expected / effect)
    up, down = plan.against + max(plan.change, 0), plan.against - min(plan.change, 0)
    if plan.is_linked:
        needed = statistics.pairs_needed(up, down)
        power = statistics.power_of_linked_change(up, down, worth)
        detectable = statistics.smallest_detectable_linked_change(plan.against, worth)
    else:
        needed = statistics.n_per_wave(plan.before, after)
        power = statistics.power_of_change(plan.before, after, worth) if worth else 0.0
        detectable = statistics.smallest_detectable_change(plan.before, worth) if worth else math.nan
    answers_it = max(1, math.floor(plan.it * plan.response))
    gap = statistics.smallest_detectable_gap_change(
        (plan.it_before, plan.it_before, plan.before, after),
        (answers_it, answers_it, max(1, expected), max(1, expected)),
        effect=effect,
    )
    return Prospect(
        expected=expected,
        design_effect=effect,
        worth=worth,
        needed=needed,
        invitations=statistics.invitations_needed(needed, plan.business, plan.response, effect=effect),
        power=power,
        detectable=None if math.isnan(detectable) else detectable,
        gap_detectable=gap,
    )
