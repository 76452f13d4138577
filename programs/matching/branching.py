"""Which days open: a search over the openings alone.

Where a hosting budget can't pay for every day, the relaxation opens days by halves and is
no longer tight. But once the openings are fixed, it is again. So only the openings are
branched on, best bound first; each step changes two bounds and goes on from the basis
before, which takes milliseconds.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np

from programs.matching.formulation import Floats, likely_openings
from programs.matching.search import TOLERANCE, Found, Matrix, Relaxation

MOST_BRANCHES = 120
"""How many choices are tried at most: by work, so that the plan is the same everywhere."""
ROUND_EVERY = 10
"""How often the openings of the branch at hand are rounded to a plan."""

Complete = Callable[[Floats, Floats], float | None]
"""Finds a whole plan for openings between two bounds: returns its value when it is a new best."""


@dataclass(frozen=True)
class Branched:
    """What a search over the openings ended with: nothing is worth more than `bound`."""

    bound: float
    seconds: float


def branch(
    matrix: Matrix,
    worth: Floats,
    root: Found,
    known: float,
    complete: Complete,
    *,
    seconds: float,
    watch: Callable[[float, float, float], bool] | None = None,
) -> Branched:
    """Search the openings from the relaxation `root`, with a plan worth `known` in hand.

    `complete` is told bounds under which the relaxation looks best and turns them into
    plans. Values are whole numbers: what isn't a whole point above the best is left out.
    """
    formulation = matrix.formulation
    openings = np.arange(formulation.problem.size, formulation.served_from)
    relaxation, order = Relaxation(matrix, worth), count()
    heap = [(-root.bound, next(order), matrix.lower, matrix.upper, root.values)]
    best = known
    for tried in range(MOST_BRANCHES):
        if not heap or -heap[0][0] < best + 1 - TOLERANCE or relaxation.seconds > seconds:
            break
        bound, _, lower, upper, values = heapq.heappop(heap)
        if values is None:
            continue
        best = max(best, _rounded(matrix, lower, upper, values, complete, tried=tried) or best)
        half = openings[np.argmax(np.minimum(values[openings], 1 - values[openings]))]
        if min(values[half], 1 - values[half]) < TOLERANCE:
            found = complete(lower, upper)
            best = best if found is None else max(best, found)
            if -bound >= best + 1 - TOLERANCE:
                heapq.heappush(heap, (bound, next(order), lower, upper, None))
                break
            continue
        for side in (1.0, 0.0):
            low, up = lower.copy(), upper.copy()
            low[half] = up[half] = side
            child = relaxation.solve(low, up)
            if child.values is not None and child.value >= best + 1 - TOLERANCE:
                heapq.heappush(heap, (-min(child.value, -bound), next(order), low, up, child.values))
        if watch is not None and watch(best, max(-heap[0][0], best) if heap else best, relaxation.seconds):
            break
    return Branched(max([best] + [-bound for bound, *_ in heap[:1]]), relaxation.seconds)


def _rounded(
    matrix: Matrix, lower: Floats, upper: Floats, values: Floats, complete: Complete, *, tried: int
) -> float | None:
    """Now and then, open the likeliest days of a branch and complete that to a plan."""
    if tried % ROUND_EVERY:
        return None
    likely = likely_openings(matrix.formulation, values)
    return complete(lower, np.maximum(np.minimum(upper[: len(likely)], likely), lower[: len(likely)]))
