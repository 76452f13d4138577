"""Shares, their differences, and changes of the same or of different people."""

import math
from statistics import NormalDist
from typing import NamedTuple

from scipy import special

from programs.surveys.figures import RateFlag, Story


class Interval(NamedTuple):
    """A value with the bounds of its confidence interval."""

    value: float
    low: float
    high: float


def z_of(confidence: float) -> float:
    """Return the two-sided normal quantile: 1.959964 at .95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(x: float, n: float, confidence: float = 0.95, *, population: float | None = None) -> Interval:
    """Return the share x/n with its score interval (Wilson 1927; Newcombe 1998a, method 3).

    No continuity correction. `x` and `n` may be fractions (effective counts of weighted
    answers). With a `population` of N the interval is that of n·(N − 1)/(N − n) answers
    (Cochran 1977, finite population) and has no width where everyone answered.
    Raises ValueError unless 0 ≤ x ≤ n ≤ population and n > 0.
    """
    if not 0 <= x <= n or n <= 0 or (population is not None and population < n):
        raise ValueError(f"no share of {x} in {n}")
    p = x / n
    if population is not None:
        if population == n:
            return Interval(p, p, p)
        worth = n * (population - 1) / (population - n)
        x, n = p * worth, worth
    z = z_of(confidence)
    middle = p + z * z / (2 * n)
    reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    below = 1 + z * z / n
    # At the edges the bound is the share itself; rounding must not put it outside.
    low = 0.0 if p == 0 else (middle - reach) / below
    high = 1.0 if p == 1 else (middle + reach) / below
    return Interval(p, low, high)


def difference(x1: float, n1: float, x2: float, n2: float, confidence: float = 0.95) -> Interval:
    """Return x1/n1 − x2/n2 of different people (Newcombe 1998b, method 10).

    The perception gap with IT first; the unlinked change with the later wave first.
    """
    first, second = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    value = first.value - second.value
    return Interval(
        value,
        value - math.hypot(first.value - first.low, second.high - second.value),
        value + math.hypot(first.high - first.value, second.value - second.low),
    )


def score_test(x1: int, n1: int, x2: int, n2: int) -> float:
    """Return the two-sided p of equal shares with the pooled variance (the z-test; χ² without
    Yates' correction). 1 where everybody or nobody agrees.
    """
    pooled = (x1 + x2) / (n1 + n2)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    if spread == 0:
        return 1.0
    return math.erfc(abs(x1 / n1 - x2 / n2) / spread / math.sqrt(2))


def _phi(a: int, b: int, c: int, d: int) -> float:
    """Return the correlation of a 2×2 with Newcombe's correction for small tables."""
    n = a + b + c + d
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 0.0
    q: float = a * d - b * c
    if q > n / 2:
        q -= n / 2
    elif q >= 0:
        q = 0.0
    return q / math.sqrt(margins)


def linked_change(a: int, b: int, c: int, d: int, confidence: float = 0.95) -> Interval:
    """Return the change (c − b)/n of the same people (Newcombe 1998c, paired method 10).

    a agree in both waves, b only in the first, c only in the second, d in neither.
    """
    n = a + b + c + d
    first, second = wilson(a + b, n, confidence), wilson(a + c, n, confidence)
    phi = _phi(a, b, c, d)
    value = (c - b) / n
    down1, up1 = first.value - first.low, first.high - first.value
    down2, up2 = second.value - second.low, second.high - second.value
    below = down2**2 + up1**2 - 2 * phi * down2 * up1
    above = down1**2 + up2**2 - 2 * phi * down1 * up2
    return Interval(value, value - math.sqrt(max(0.0, below)), value + math.sqrt(max(0.0, above)))


def linked_change_bonett_price(b: int, c: int, n: int, confidence: float = 0.95) -> Interval:
    """Return the change (c − b)/n with the adjusted Wald interval (Bonett & Price 2012)."""
    z = z_of(confidence)
    down, up = (b + 1) / (n + 2), (c + 1) / (n + 2)
    middle = up - down
    reach = z * math.sqrt((up + down - middle**2) / (n + 2))
    return Interval((c - b) / n, max(-1.0, middle - reach), min(1.0, middle + reach))


def mcnemar_exact(b: int, c: int) -> float:
    """Return the two-sided exact p that as many began to agree as stopped (McNemar 1947)."""
    n = b + c
    if b == c:
        return 1.0
    return min(1.0, 2 * float(special.bdtr(min(b, c), n, 0.5)))


def mcnemar_mid_p(b: int, c: int) -> float:
    """Return McNemar's mid-p: the exact p less half of each observed point
    (Fagerland, Lydersen & Laake 2013). 1 where nobody moved.
    """
    n = b + c
    if n == 0:
        return 1.0
    point = math.exp(-float(special.betaln(b + 1, c + 1)) - math.log(n + 1) - n * math.log(2))
    if b == c:
        return 1 - point / 2
    return mcnemar_exact(b, c) - point


def change_of_gap(first: Interval, second: Interval) -> Interval:
    """Return first − second, each with its own interval (MOVER: Zou & Donner 2008).

    The change of the gap with IT's change first; the same for participants against others.
    """
    value = first.value - second.value
    return Interval(
        value,
        value - math.hypot(first.value - first.low, second.high - second.value),
        value + math.hypot(first.high - first.value, second.value - second.low),
    )


def story_of(gap_change: Interval, it: Interval, business: Interval, *, gap_before: float = 1.0) -> Story:
    """Return what may be said about a gap (IT minus business).

    Oriented so that a positive share is the favourable one: negate all three for a
    reversed item. Where the business started above IT, a rise of IT minus business is
    what narrows the gap, and neither named source applies.
    """
    if gap_before < 0:
        if gap_change.low > 0:
            return Story.SOURCE_UNCLEAR
        return Story.WIDENED if gap_change.high < 0 else Story.NO_CLEAR_CHANGE
    if gap_change.low > 0:
        return Story.WIDENED
    if gap_change.high >= 0:
        return Story.NO_CLEAR_CHANGE
    if business.low > 0:
        return Story.BUSINESS_ROSE
    return Story.IT_FELL if it.high < 0 else Story.SOURCE_UNCLEAR


def recommend_score(promoters: int, passives: int, detractors: int, confidence: float = 0.95) -> Interval:
    """Return 100(P − D)/n from answers 9–10, 7–8 and 0–6, with the interval of Bonett & Price 2012."""
    n = promoters + passives + detractors
    score = linked_change_bonett_price(detractors, promoters, n, confidence)
    return Interval(100 * score.value, 100 * score.low, 100 * score.high)


def response_rate(completes: int, invited: int) -> tuple[float, RateFlag]:
    """Return completes / invited (AAPOR 2023, RR1) and how far it carries: under .5 low, under .3 very low."""
    rate = completes / invited
    if rate < 0.3:
        return rate, RateFlag.VERY_LOW
    return rate, RateFlag.LOW if rate < 0.5 else RateFlag.FINE


def worst_case(x: int, n: int, invited: int) -> tuple[float, float]:
    """Return the bounds of the share among all invited when nothing is assumed about those
    who didn't answer (Manski 1989): all against, then all for.
    """
    if not 0 <= x <= n <= invited or invited == 0:
        raise ValueError(f"{x} of {n} answers of {invited} invited")
    return x / invited, (x + invited - n) / invited
