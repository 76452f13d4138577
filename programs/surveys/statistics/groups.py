"""Groups: weights, clusters, agreement within a department, and doses."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from programs.surveys.figures import Footing
from programs.surveys.statistics.shares import Interval, wilson


def effective_n(weights: ArrayLike) -> float:
    """Return (Σw)²/Σw² (Kish 1965): how many unweighted answers the weighted ones are worth."""
    w = np.asarray(weights, float)
    return float(w.sum() ** 2 / (w**2).sum())


class Stratum(NamedTuple):
    """A group of known size: how many agree, how many answered, how many there are."""

    agreeing: int
    answered: int
    headcount: int


def post_stratified(strata: Sequence[tuple[int, int, int]], confidence: float = 0.95) -> Interval:
    """Return the share weighted to the headcounts (Holt & Smith 1979), with a Wilson interval
    on the effective n of Kish 1965.

    `strata` holds (agreeing, answered, headcount) of each; every stratum needs an answer.
    Repairs the mix of departments only, not that the unhappy didn't reply.
    """
    total = sum(headcount for _, _, headcount in strata)
    share = math.fsum(headcount / total * x / n for x, n, headcount in strata)
    weights = weights_of(strata)
    worth = math.fsum(n * w for (_, n, _), w in zip(strata, weights, strict=True)) ** 2
    worth /= math.fsum(n * w * w for (_, n, _), w in zip(strata, weights, strict=True))
    return wilson(min(max(share, 0.0) * worth, worth), worth, confidence)


def post_stratified_error(strata: Sequence[tuple[int, int, int]]) -> float:
    """Return √V with V = n/(n−1)·ΣW²·p(1−p)/n_h, the linearised error of the weighted share
    (Lumley 2010, `svymean` after `postStratify`, without finite population correction).
    """
    total = sum(headcount for _, _, headcount in strata)
    answered = sum(n for _, n, _ in strata)
    spread = math.fsum((size / total) ** 2 * (x / n) * (1 - x / n) / n for x, n, size in strata)
    return math.sqrt(answered / (answered - 1) * spread)


def weights_of(strata: Sequence[tuple[int, int, int]]) -> list[float]:
    """Return each stratum's weight: its part of the headcount over its part of the answers."""
    total = sum(headcount for _, _, headcount in strata)
    answered = sum(n for _, n, _ in strata)
    return [(headcount / total) / (n / answered) for _, n, headcount in strata]


def collapsed(
    strata: Sequence[tuple[int, int, int]], *, smallest: int = 5, ratio: float = 5.0
) -> tuple[list[Stratum], bool]:
    """Return strata that can carry weights, and whether weights had to be tamed.

    A stratum with fewer than `smallest` answers joins the next smallest; then, while the
    largest weight is over `ratio` times the least, the one with the largest joins the next
    largest weight. The flag tells the reader of the second.
    """
    kept = sorted((Stratum(*one) for one in strata), key=lambda one: (one.answered, one.headcount, one.agreeing))
    while len(kept) > 1 and kept[0].answered < smallest:
        kept = sorted([_joined(kept[0], kept[1]), *kept[2:]], key=lambda one: (one.answered, one.headcount))
    is_tamed = False
    while len(kept) > 1 and max(weights_of(kept)) > ratio * min(weights_of(kept)):
        by_weight = [one for _, one in sorted(zip(weights_of(kept), kept, strict=True), reverse=True)]
        kept, is_tamed = [_joined(by_weight[0], by_weight[1]), *by_weight[2:]], True
    return kept, is_tamed


def _joined(first: Stratum, second: Stratum) -> Stratum:
    return Stratum(*(one + other for one, other in zip(first, second, strict=True)))


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
    """Return the difference of means (treated − others) with errors clustered (Liang & Zeger 1986)."""
    return clustered_slope(outcome, [is_treated], clusters, confidence)


def dose_slope(
    before: ArrayLike, after: ArrayLike, dose: ArrayLike, clusters: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return how much `after` rises with each dose among people who began alike: least squares
    of after on dose and before, with errors clustered.
    """
    return clustered_slope(after, [dose, before], clusters, confidence)


def clustered_slope(
    outcome: ArrayLike, columns: Sequence[ArrayLike], clusters: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the slope of the first column by least squares, with errors clustered (Liang & Zeger 1986).

    HC1's factor is G/(G−1)·(n−1)/(n−p), and t has G − 1 degrees of freedom. Raises ValueError
    for fewer than two clusters or columns that don't differ.
    """
    y = np.asarray(outcome, float)
    design = np.column_stack([np.ones(len(y)), *(np.asarray(column, float) for column in columns)])
    _, codes = np.unique(np.asarray(clusters), return_inverse=True)
    count, width = int(codes.max(initial=-1)) + 1, design.shape[1]
    if count < 2 or len(y) <= width or np.linalg.matrix_rank(design) < width:
        raise ValueError("nothing to compare")
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ y
    residual = y - design @ beta
    scores = np.zeros((count, width))
    np.add.at(scores, codes, design * residual[:, None])
    factor = count / (count - 1) * (len(y) - 1) / (len(y) - width)
    error = math.sqrt(max(0.0, float((bread @ (scores.T @ scores) @ bread)[1, 1]) * factor))
    reach = float(stats.t.ppf(0.5 + confidence / 2, count - 1)) * error
    return Interval(float(beta[1]), float(beta[1]) - reach, float(beta[1]) + reach)


def footing_of(departments: int) -> Footing:
    """Return what a comparison of departments may say: a test from 10 of them, with a caveat from
    6, and below that a description (Cameron & Miller 2015 on few clusters).
    """
    if departments >= 10:
        return Footing.TESTED
    return Footing.FEW if departments >= 6 else Footing.DESCRIBED


def expected_drift(selected_mean: float, mean: float, reliability: float) -> float:
    """Return (1 − r)(μ − x̄): how far a group picked for its low (or high) scores moves back on
    its own (Galton 1886). `reliability` is the test–retest correlation r.
    """
    return (1 - reliability) * (mean - selected_mean)


def dose_trend(agreeing: Sequence[int], answered: Sequence[int], doses: Sequence[float]) -> tuple[float, float]:
    """Return (χ², p) of a trend of shares over doses (Cochran 1954, Armitage 1955), one degree of freedom.

    (0, 1) where everybody or nobody agrees, or all have one dose.
    """
    x, n, s = (np.asarray(values, float) for values in (agreeing, answered, doses))
    total = n.sum()
    pooled = x.sum() / total
    trend = float((s * (x - n * pooled)).sum())
    variance = float(pooled * (1 - pooled) * ((n * s**2).sum() - (n * s).sum() ** 2 / total))
    if variance <= 0:
        return 0.0, 1.0
    chi2 = trend**2 / variance
    return chi2, math.erfc(math.sqrt(chi2 / 2))
