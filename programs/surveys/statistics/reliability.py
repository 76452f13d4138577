"""Whether items measure one thing."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from programs.surveys.statistics.shares import Interval, z_of


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
    correlations = np.corrcoef(table, rowvar=False)
    return _omega(_loadings(correlations, _uniqueness(correlations)))


def omega_interval(answers: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return ω with an interval that assumes no distribution of the answers.

    The error is the spread of every person's influence on ω through the correlations
    (infinitesimal jackknife: Jaeckel 1972; the influence of a person on a correlation is
    z_j·z_k − r_jk·(z_j² + z_k²)/2, Devlin et al. 1975), on the scale ln(1 − ω), which is
    closer to normal (Kelley & Pornprasertmanit 2016). No random numbers: a report
    reproduces to the digit. NaN where an item never varies.
    """
    table = np.asarray(answers, float)
    n = len(table)
    if n < 3 or (table.std(axis=0) == 0).any():
        return Interval(math.nan, math.nan, math.nan)
    z = (table - table.mean(axis=0)) / table.std(axis=0)
    correlations = z.T @ z / n
    omega, slopes = _omega_and_slopes(correlations)
    squares = z**2
    influence = np.zeros(n)
    for (j, other), slope in slopes.items():
        influence += slope * (z[:, j] * z[:, other] - correlations[j, other] * (squares[:, j] + squares[:, other]) / 2)
    error = math.sqrt(float((influence**2).sum()) / n / (n - 1)) / (1 - omega)
    reach = math.exp(z_of(confidence) * error)
    return Interval(omega, 1 - (1 - omega) * reach, 1 - (1 - omega) / reach)


STEP = 1e-5
INSIDE = 0.006
"""Uniquenesses below are held at their bound."""


def _omega_and_slopes(correlations: NDArray[np.float64]) -> tuple[float, dict[tuple[int, int], float]]:
    """Return ω and how it changes with each correlation: directly, and through the uniquenesses,
    which follow so that the discrepancy stays at its minimum (implicit function theorem).
    """
    uniqueness = _uniqueness(correlations)
    free = [place for place, one in enumerate(uniqueness) if INSIDE < one < 1 - 1e-6]

    def state(r: NDArray[np.float64], psi: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return ω and, behind it, the slope of the discrepancy along the free uniquenesses."""
        return np.concatenate([[_omega(_loadings(r, psi))], _discrepancy(psi, r)[1][free]])

    def moved(by: int) -> NDArray[np.float64]:
        step = np.zeros_like(uniqueness)
        step[by] = STEP
        return (state(correlations, uniqueness + step) - state(correlations, uniqueness - step)) / (2 * STEP)

    along = np.array([moved(place) for place in free]).reshape(len(free), len(free) + 1)
    through = np.linalg.solve(along[:, 1:].T, along[:, 0]) if free else np.zeros(0)
    slopes = {}
    for j in range(len(correlations)):
        for other in range(j):
            step = np.zeros_like(correlations)
            step[j, other] = step[other, j] = STEP
            direct = (state(correlations + step, uniqueness) - state(correlations - step, uniqueness)) / (2 * STEP)
            slopes[j, other] = float(direct[0] - through @ direct[1:])
    return _omega(_loadings(correlations, uniqueness)), slopes


def _omega(loadings: NDArray[np.float64]) -> float:
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def _spectrum(
    correlations: NDArray[np.float64], uniqueness: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    scale = 1 / np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(correlations * np.outer(scale, scale))
    return values, vectors


def _discrepancy(
    uniqueness: NDArray[np.float64], correlations: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Return Jöreskog's discrepancy and its slope by each uniqueness: Σ over the small roots of
    (1 − θ)·v²/ψ (Lawley & Maxwell 1971).
    """
    values, vectors = _spectrum(correlations, uniqueness)
    rest = np.maximum(values[:-1], 1e-12)
    slope = ((1 - rest) * vectors[:, :-1] ** 2).sum(axis=1) / uniqueness
    return float((rest - np.log(rest) - 1).sum()), slope


def _uniqueness(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the uniquenesses of one factor that minimise the discrepancy."""
    inverse = np.linalg.pinv(correlations)
    start = np.clip(0.5 / np.maximum(np.diag(inverse), 0.51), 0.05, 0.95)
    found = optimize.minimize(
        _discrepancy,
        start,
        args=(correlations,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.005, 1.0)] * len(start),
        options={"ftol": 1e-14, "gtol": 1e-9},
    )
    return np.asarray(found.x, float)


def _loadings(correlations: NDArray[np.float64], uniqueness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the first eigenvector of the scaled matrix as loadings, their sum positive."""
    values, vectors = _spectrum(correlations, uniqueness)
    loadings = np.sqrt(uniqueness) * vectors[:, -1] * math.sqrt(max(0.0, float(values[-1]) - 1))
    return np.asarray(loadings * (1 if loadings.sum() >= 0 else -1), float)


def pair_correlation(answers: ArrayLike) -> float:
    """Return r of two items: what to print in place of α, which two items don't carry (Eisinga et al. 2013)."""
    return float(np.corrcoef(np.asarray(answers, float), rowvar=False)[0, 1])
