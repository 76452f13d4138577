"""Means on the 1 to 5 scale, and their changes."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from programs.surveys.statistics.shares import Interval

Answers = Sequence[float] | NDArray[np.int64]
"""One answer a person: numbers, or a column of them."""


def mean_interval(mean: float, deviation: float, n: int, confidence: float = 0.95) -> Interval:
    """Return a mean with its t interval (Student 1908). `deviation` has n − 1 below. Raises ValueError for n < 2."""
    if n < 2:
        raise ValueError("an interval needs two answers")
    reach = float(stats.t.ppf(0.5 + confidence / 2, n - 1)) * deviation / math.sqrt(n)
    return Interval(mean, mean - reach, mean + reach)


def paired_mean_change(before: Answers, after: Answers, confidence: float = 0.95) -> Interval:
    """Return the mean change of the same people with its paired t interval."""
    change = np.asarray(after, float) - np.asarray(before, float)
    return mean_interval(float(change.mean()), float(change.std(ddof=1)), len(change), confidence)


def hedges_g_av(before: Answers, after: Answers) -> float:
    """Return the mean change in average deviations, corrected for small n
    (Cumming 2012; J of Hedges 1981 with df = n − 1).
    """
    first, second = np.asarray(before, float), np.asarray(after, float)
    deviation = math.sqrt((first.var(ddof=1) + second.var(ddof=1)) / 2)
    return _small_sample(len(first) - 1) * float((second - first).mean()) / deviation


def hedges_g(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the difference second − first of two groups in pooled deviations (Hedges 1981)."""
    one, two = np.asarray(first, float), np.asarray(second, float)
    df = len(one) + len(two) - 2
    pooled = math.sqrt(((len(one) - 1) * one.var(ddof=1) + (len(two) - 1) * two.var(ddof=1)) / df)
    return _small_sample(df) * float(two.mean() - one.mean()) / pooled


def _small_sample(df: int) -> float:
    """Return J = Γ(df/2) / (√(df/2) Γ((df−1)/2)) of Hedges 1981."""
    return math.exp(float(special.gammaln(df / 2) - special.gammaln((df - 1) / 2))) / math.sqrt(df / 2)


def signed_rank(changes: Answers) -> tuple[float, float]:
    """Return (r, p) of Wilcoxon's signed ranks with zeros ranked, then dropped (Pratt 1959).

    r = (ΣR⁺ − ΣR⁻)/ΣR is the matched rank-biserial correlation. p is two-sided, normal,
    corrected for ties, without continuity correction. Takes integers: on means that were
    divided, rounding splits ties and p changes.
    """
    change = _whole(changes)
    sizes, ties = np.unique(np.abs(change), return_counts=True)
    n, zeros = len(change), int((change == 0).sum())
    if zeros == n:
        return 0.0, 1.0
    ranks = np.cumsum(ties) - (ties - 1) / 2
    ups, downs = (np.array([(change == sign * size).sum() for size in sizes]) * (sizes > 0) for sign in (1, -1))
    plus, minus = float(ups @ ranks), float(downs @ ranks)
    middle = n * (n + 1) / 4 - zeros * (zeros + 1) / 4
    variance = n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1)
    ties = ties[sizes > 0]
    spread = math.sqrt((variance - float((ties**3 - ties).sum()) / 2) / 24)
    return (plus - minus) / (plus + minus), math.erfc(abs(plus - middle) / spread / math.sqrt(2))


def _whole(changes: Answers) -> NDArray[np.int64]:
    given = np.asarray(changes)
    if not np.issubdtype(given.dtype, np.integer):
        raise TypeError("rank sums of whole answers, not means")
    return given.astype(np.int64)
