"""Exact tests on small counts, without draws. Plain Python and numpy; outcomes §3.2."""

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray


def sign_flip(changes: Sequence[int]) -> float:
    """Return the two-sided p of a sum of changes when each sign is as likely as the other.

    Fisher 1935, §21. Changes of zero carry nothing. An empty sequence gives 1.
    """
    sizes = [abs(int(change)) for change in changes if change]
    mass = np.ones(1)
    for size in sizes:
        longer = np.zeros(len(mass) + 2 * size)
        longer[: len(mass)] += mass / 2
        longer[2 * size :] += mass / 2
        mass = longer
    middle = sum(sizes)
    sums = np.arange(len(mass)) - middle
    return float(min(1.0, mass[np.abs(sums) >= abs(sum(changes))].sum()))


def new_where_visited(strata: Sequence[tuple[int, int, int, int]]) -> float:
    """Return the upper tail of the exact conditional Mantel-Haenszel test.

    Each stratum is one person's (visited and new, visited and not, other and new, other and
    not). Birch 1964; the same as R's `mantelhaen.test(exact=TRUE, alternative="greater")`.
    """
    mass, lowest = _null(strata)
    seen = sum(stratum[0] for stratum in strata)
    return float(min(1.0, mass[max(0, seen - lowest) :].sum()))


def new_where_visited_two_sided(strata: Sequence[tuple[int, int, int, int]]) -> float:
    """Return the two-sided p: all sums that are no likelier than the one seen."""
    mass, lowest = _null(strata)
    seen = mass[sum(stratum[0] for stratum in strata) - lowest]
    return float(min(1.0, mass[mass <= seen * (1 + 1e-7)].sum()))


def _null(strata: Sequence[tuple[int, int, int, int]]) -> tuple[NDArray[np.float64], int]:
    """Return the distribution of the number of "visited and new", and its lowest value."""
    mass, lowest = np.ones(1), 0
    for a, b, c, d in strata:
        visited, new, total = a + b, a + c, a + b + c + d
        low, high = max(0, visited + new - total), min(visited, new)
        ways = comb(total, visited)
        mass = np.convolve(mass, [comb(new, x) * comb(total - new, visited - x) / ways for x in range(low, high + 1)])
        lowest += low
    return mass, lowest


def pooled_odds_ratio(strata: Sequence[tuple[int, int, int, int]]) -> float | None:
    """Return the odds ratio of Mantel & Haenszel 1959; None where nothing speaks against it."""
    above = sum(a * d / (a + b + c + d) for a, b, c, d in strata if a + b + c + d)
    below = sum(b * c / (a + b + c + d) for a, b, c, d in strata if a + b + c + d)
    return above / below if below else None


def alike(
    first: NDArray[np.float64], second: NDArray[np.float64], *, seed: int, draws: int = 2000
) -> tuple[float, float]:
    """Return how alike two whole networks are: correlation, and its p by quadratic assignment.

    Both are square with the same people in the same order; the diagonal is left out.
    Rows and columns of the second are renamed together, `draws` times from `seed`
    (Krackhardt 1988). p counts the draw that was seen.
    """
    off = ~np.eye(len(first), dtype=bool)
    seen = float(np.corrcoef(first[off], second[off])[0, 1])
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(draws):
        order = rng.permutation(len(second))
        hits += np.corrcoef(first[off], second[np.ix_(order, order)][off])[0, 1] >= seen - 1e-12
    return seen, (hits + 1) / (draws + 1)
