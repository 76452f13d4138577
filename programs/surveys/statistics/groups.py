"""Groups: weights, clusters, agreement within a department, and doses."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from programs.surveys.statistics.shares import Interval, wilson


def effective_n(weights: ArrayLike) -> float:
    """Return (Σw)²/Σw² (Kish 1965): how many unweighted answers the weighted ones are worth."""
    w = np.asarray(weights, float)
    return float(w.sum() ** 2 / (w**2).sum())


def post_stratified(strata: Sequence[tuple[int, int, int]], confidence: float = 0.95) -> Interval:
    """Return the share weighted to the headcounts (Holt & Smith 1979), with a Wilson interval
    on the effective n of Kish 1965.

    `strata` holds (agreeing, answered, headcount) of each; every stratum needs an answer.
    Repairs the mix of departments only, not that the unhappy didn't reply.
    """
    total = sum(headcount for _, _, headcount in strata)
    answered = sum(n for _, n, _ in strata)
    share = math.fsum(headcount / total * x / n for x, n, headcount in strata)
    weights = [(n, (headcount / total) / (n / answered)) for _, n, headcount in strata]
    worth = math.fsum(n * w for n, w in weights) ** 2 / math.fsum(n * w * w for n, w in weights)
    return wilson(min(share * worth, worth), worth, confidence)


def intraclass_correlation(groups: Sequence[ArrayLike]) -> float:
    """Return ICC(1) of a one-way layout (Shrout & Fleiss 1979) with the mean size k₀ of unequal groups."""
    arrays: list[NDArray[np.float64]] = [np.asarray(group, float) for group in groups]
    n, count = sum(len(group) for group in arrays), len(arrays)
    grand = np.concatenate(arrays).mean()
    between = sum(len(group) * (group.mean() - grand) ** 2 for group in arrays) / (count - 1)
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in arrays) / (n - count)
    size = (n - sum(len(group) ** 2 for group in arrays) / n) / (count - 1)
    return float((between - within) / (between + (size - 1) * within))


def design_effect(mean_size: float, icc: float) -> float:
    """Return 1 + (n̄ − 1)·max(0, ICC) (Kish 1965): what clustering multiplies a variance with."""
    return 1 + (mean_size - 1) * max(0.0, icc)


def agreement(answers: ArrayLike) -> float:
    """Return r_wg = max(0, 1 − s²/2) of answers 1 to 5 against an even spread (James, Demaree & Wolf 1984)."""
    return max(0.0, 1 - float(np.asarray(answers, float).var(ddof=1)) / 2)


def clustered_difference(
    outcome: ArrayLike, is_treated: ArrayLike, clusters: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the difference of means (treated − others) with errors clustered (Liang & Zeger 1986).

    Least squares with HC1's factor G/(G−1)·(n−1)/(n−2) and t on G − 1 degrees of freedom.
    """
    y = np.asarray(outcome, float)
    design = np.column_stack([np.ones(len(y)), np.asarray(is_treated, float)])
    _, codes = np.unique(np.asarray(clusters), return_inverse=True)
    count = int(codes.max()) + 1
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ y
    residual = y - design @ beta
    scores = np.zeros((count, 2))
    np.add.at(scores, codes, design * residual[:, None])
    factor = count / (count - 1) * (len(y) - 1) / (len(y) - 2)
    error = math.sqrt(float((bread @ (scores.T @ scores) @ bread)[1, 1]) * factor)
    reach = float(stats.t.ppf(0.5 + confidence / 2, count - 1)) * error
    return Interval(float(beta[1]), float(beta[1]) - reach, float(beta[1]) + reach)


def dose_trend(agreeing: Sequence[int], answered: Sequence[int], doses: Sequence[float]) -> tuple[float, float]:
    """Return (χ², p) of a trend of shares over doses (Cochran 1954, Armitage 1955), one degree of freedom."""
    x, n, s = (np.asarray(values, float) for values in (agreeing, answered, doses))
    total = n.sum()
    pooled = x.sum() / total
    trend = float((s * (x - n * pooled)).sum())
    variance = float(pooled * (1 - pooled) * ((n * s**2).sum() - (n * s).sum() ** 2 / total))
    chi2 = trend**2 / variance
    return chi2, math.erfc(math.sqrt(chi2 / 2))
