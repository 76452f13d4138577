"""What one side guesses about the other, beside what the other side said.

People often think that others differ from them more than they do (pluralistic ignorance:
Prentice & Miller 1993). Three figures say so, each from plain arrays.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats

from programs.surveys.statistics.shares import Interval, wilson


def mean_guess(guesses: Sequence[float], confidence: float = 0.95) -> Interval:
    """Return the mean of guessed shares (each 0 to 1) with its t interval, cut to 0 and 1.

    Needs two guesses or more. [.7, .5, .6, .8, .4] gives .6 [.404, .796].
    """
    values = np.asarray(guesses, float)
    if len(values) < 2:
        raise ValueError("a mean guess needs two guesses")
    mean = float(values.mean())
    half = (
        float(stats.t.ppf((1 + confidence) / 2, len(values) - 1)) * float(values.std(ddof=1)) / math.sqrt(len(values))
    )
    return Interval(mean, max(0.0, mean - half), min(1.0, mean + half))


def guess_error(guesses: Sequence[float], x: int, n: int, confidence: float = 0.95) -> Interval:
    """Return the mean guess minus the share of the other side that agrees (x of n).

    The two samples are different people, so the intervals (t for the guesses, Wilson for
    the share) are combined by MOVER (Zou & Donner 2008):
    L = d − √((m−l1)² + (u2−p)²), U = d + √((u1−m)² + (p−l2)²).
    """
    guess, share = mean_guess(guesses, confidence), wilson(x, n, confidence)
    value = guess.value - share.value
    low = math.hypot(guess.value - guess.low, share.high - share.value)
    high = math.hypot(guess.high - guess.value, share.value - share.low)
    return Interval(value, value - low, value + high)


def hidden_agreement(
    own: Sequence[int], guesses: Sequence[float], others: float, confidence: float = 0.95
) -> Interval | None:
    """Return which part of those who agree (own answer 4 or 5) guesses that fewer than half of
    the other side do, though more than half of it does; None where it doesn't.

    `others` is the share of the other side that agrees. Pairs without a valid answer and a
    guess are left out by the caller. Wilson's interval; nobody who agrees gives None.
    """
    if others <= 0.5:
        return None
    agreeing = [guess for answer, guess in zip(own, guesses, strict=True) if answer >= 4]
    if not agreeing:
        return None
    return wilson(sum(guess < 0.5 for guess in agreeing), len(agreeing), confidence)
