"""How many answers a change needs to be seen, and what a given number can show."""

import math
from statistics import NormalDist

from scipy import optimize


def _quantiles(power: float, alpha: float) -> tuple[float, float]:
    return NormalDist().inv_cdf(1 - alpha / 2), NormalDist().inv_cdf(power)


def n_per_wave(before: float, after: float, *, ratio: float = 1.0, power: float = 0.8, alpha: float = 0.05) -> int:
    """Return the answers of the first wave that a change of different people needs (Fleiss 1981,
    without continuity correction); the second wave has `ratio` times as many.
    """
    return math.ceil(_n_per_wave(before, after, ratio, power, alpha) - 1e-9)


def _n_per_wave(before: float, after: float, ratio: float, power: float, alpha: float) -> float:
    z_alpha, z_beta = _quantiles(power, alpha)
    mean = (before + ratio * after) / (1 + ratio)
    null = z_alpha * math.sqrt((1 + 1 / ratio) * mean * (1 - mean))
    other = z_beta * math.sqrt(before * (1 - before) + after * (1 - after) / ratio)
    return (null + other) ** 2 / (after - before) ** 2


def pairs_needed(up: float, down: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Return the linked people needed when shares `up` begin and `down` stop agreeing (Connor 1987)."""
    z_alpha, z_beta = _quantiles(power, alpha)
    moved, change = up + down, up - down
    n = (z_alpha * math.sqrt(moved) + z_beta * math.sqrt(moved - change**2)) ** 2 / change**2
    return math.ceil(n - 1e-9)


def smallest_detectable_change(before: float, n: int, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Return the smallest rise that `n` different people a wave can show; NaN where none can."""
    top = 1 - 1e-9
    if _n_per_wave(before, top, 1.0, power, alpha) > n:
        return math.nan

    def missing(after: float) -> float:
        return _n_per_wave(before, after, 1.0, power, alpha) - n

    return float(optimize.brentq(missing, before + 1e-6, top)) - before


def power_of_change(before: float, after: float, n: int, *, alpha: float = 0.05) -> float:
    """Return the chance to see a change with `n` different people a wave: the inverse of `n_per_wave`.

    Only the tail of the true direction counts.
    """
    change = abs(after - before)
    if change == 0:
        return alpha / 2
    mean = (before + after) / 2
    null = _quantiles(0.5, alpha)[0] * math.sqrt(2 * mean * (1 - mean))
    spread = math.sqrt(before * (1 - before) + after * (1 - after))
    return 1.0 if spread == 0 else NormalDist().cdf((change * math.sqrt(n) - null) / spread)


def power_of_linked_change(up: float, down: float, n: int, *, alpha: float = 0.05) -> float:
    """Return the chance to see a change with `n` linked people: the inverse of `pairs_needed`."""
    moved, change = up + down, abs(up - down)
    if change == 0:
        return alpha / 2
    spread = math.sqrt(moved - change**2)
    reach = change * math.sqrt(n) - _quantiles(0.5, alpha)[0] * math.sqrt(moved)
    return (1.0 if reach > 0 else 0.0) if spread == 0 else NormalDist().cdf(reach / spread)


def smallest_detectable_linked_change(down: float, n: int, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Return the smallest rise that `n` linked people can show while a share `down` stops agreeing;
    NaN where none can.
    """

    def missing(change: float) -> float:
        return power_of_linked_change(down + change, down, n, alpha=alpha) - power

    top = 1 - 2 * down
    if n < 1 or top <= 0 or missing(top) < 0:
        return math.nan
    return float(optimize.brentq(missing, 1e-6, top))


def smallest_detectable_gap_change(
    shares: tuple[float, float, float, float],
    sizes: tuple[int, int, int, int],
    *,
    effect: float = 1.0,
    power: float = 0.8,
    alpha: float = 0.05,
) -> float:
    """Return (z_α/2 + z_β)·√(DEFF·Σpq/n) over both sides and both waves (a Wald approximation).

    `effect` is the design effect of clustering.
    """
    z_alpha, z_beta = _quantiles(power, alpha)
    spread = math.fsum(p * (1 - p) / n for p, n in zip(shares, sizes, strict=True))
    return (z_alpha + z_beta) * math.sqrt(effect * spread)


def invitations_needed(n: int, population: int, response_rate: float, *, effect: float = 1.0) -> int:
    """Return n·DEFF / (1 + (n·DEFF − 1)/N) / RR, rounded up (Cochran 1977, finite population)."""
    needed = n * effect
    return math.ceil(needed / (1 + (needed - 1) / population) / response_rate - 1e-9)
