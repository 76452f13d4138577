"""One share as it may be shown."""

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure.merging import Thresholds
from programs.surveys.figures import Note, Share
from programs.surveys.statistics import Allowed, allowed, wilson

Counts = NDArray[np.int64]
"""Groups × items × 7: not answered, can't judge, then 1 to 5."""

EDGE = 0.9
"""Where a share is masked: "at least 90 %" has to mean more than "all of them"."""


def share_of(table: Counts, thresholds: Thresholds, *, in_full: bool) -> Share:
    """Return what may be shown of one item in one group, from its seven counts.

    Fewer than five people who see it otherwise, among whom at most a tenth, are masked like
    none at all: a mask for exactly 100 % would say 100 %. `in_full` allows the five-part
    distribution where n is at least 30.
    """
    n, x = int(table[2:].sum()), int(table[5:].sum())
    level = allowed(n, score=thresholds.score, item=thresholds.item)
    if level < Allowed.INDICATIVE:
        return Share()
    if n - x < thresholds.score and x >= EDGE * n:
        return Share(value=EDGE, n=n, note=Note.AT_LEAST)
    if x < thresholds.score and n - x >= EDGE * n:
        return Share(value=round(1 - EDGE, 9), n=n, note=Note.AT_MOST)
    value, low, high = wilson(x, n)
    five = tuple(table[2:].tolist())
    three = (int(table[2:4].sum()), int(table[4]), x)
    is_full = level == Allowed.FULL
    return Share(
        value,
        low,
        high,
        n,
        five if is_full and in_full else three,
        int(table[1]),
        Note.SHOWN if is_full else Note.INDICATIVE,
    )
