"""Whether items measure one thing."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from programs.surveys.statistics.shares import Interval


def cronbach_alpha(answers: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return α = k/(k−1)·(1 − Σs²/s²_total) (Cronbach 1951) with Feldt's 1965 interval.

    `answers` is people × items without gaps, reversed items turned round first.
    """
    table = np.asarray(answers, float)
    n, k = table.shape
    alpha = k / (k - 1) * (1 - float(table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1)))
    tail = (1 - confidence) / 2
    df1, df2 = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - alpha) * float(stats.f.ppf(1 - tail, df1, df2))
    high = 1 - (1 - alpha) * float(stats.f.ppf(tail, df1, df2))
    return Interval(alpha, low, high)


def mcdonald_omega(answers: ArrayLike) -> float:
    """Return ω = (Σλ)²/((Σλ)² + Σ(1 − λ²)) (McDonald 1999) of one factor by maximum
    likelihood on the correlations (Jöreskog 1967). NaN where an item never varies.
    """
    table = np.asarray(answers, float)
    if (table.std(axis=0) == 0).any():
        return math.nan
    loadings = _one_factor(np.corrcoef(table, rowvar=False))
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def _one_factor(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the loadings of one factor: the uniquenesses that minimise Jöreskog's discrepancy,
    then the first eigenvector of the scaled matrix.
    """

    def spectrum(uniqueness: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        scale = 1 / np.sqrt(uniqueness)
        values, vectors = np.linalg.eigh(correlations * np.outer(scale, scale))
        return values, vectors

    def discrepancy(uniqueness: NDArray[np.float64]) -> float:
        rest = np.maximum(spectrum(uniqueness)[0][:-1], 1e-12)
        return float((rest - np.log(rest) - 1).sum())

    inverse = np.linalg.pinv(correlations)
    start = np.clip(0.5 / np.maximum(np.diag(inverse), 0.51), 0.05, 0.95)
    found = optimize.minimize(
        discrepancy, start, method="L-BFGS-B", bounds=[(0.005, 1.0)] * len(start), options={"ftol": 1e-12}
    )
    uniqueness = np.asarray(found.x, float)
    values, vectors = spectrum(uniqueness)
    loadings = np.sqrt(uniqueness) * vectors[:, -1] * math.sqrt(max(0.0, float(values[-1]) - 1))
    return np.asarray(loadings * (1 if loadings.sum() >= 0 else -1), float)
