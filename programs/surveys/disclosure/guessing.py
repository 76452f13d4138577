"""What may be said of the guesses that one side made about the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure import audit
from programs.surveys.disclosure.audit import Knowledge, Leak
from programs.surveys.disclosure.merging import FULL, Thresholds
from programs.surveys.figures import Guess, Note, Share
from programs.surveys.statistics.guess import guess_error, hidden_agreement, mean_guess

OTHER = {"it": "business", "business": "it"}
EXTREME = 0.05
"""A mean guess nearer to 0 or 100 % than this would tell what nearly everyone guessed."""


@dataclass(frozen=True)
class Guesses:
    """One side's guesses about one item: percent (−1 for none) beside each person's own answer
    (1 to 5, 0 can't judge, −1 none).
    """

    construct: str
    side: str
    percent: NDArray[np.int64]
    own: NDArray[np.int64]


def released(
    guesses: Iterable[Guesses], shares: Mapping[str, Mapping[str, Share]], thresholds: Thresholds
) -> tuple[Guess, ...]:
    """Return the guesses of whole sides that may be shown, beside the released share they aim at.

    A side needs as many guesses as an item needs answers, guesses that differ, and a mean
    away from 0 and 100 %. The error needs the other side's share to be released exactly.
    """
    return tuple(
        _audited(_released(one, shares[OTHER[one.side]].get(one.construct, Share()), thresholds), one, thresholds)
        for one in guesses
    )


def _audited(found: Guess, one: Guesses, thresholds: Thresholds) -> Guess:
    """Return a guess without its hidden agreement, or without anything, as long as it leaks."""
    for plan in (found, replace(found, hidden=None, hidden_n=None)):
        if not any(leaks_of(plan, one, thresholds)):
            return plan
    return Guess(one.construct, one.side)


def leaks_of(found: Guess, one: Guesses, thresholds: Thresholds) -> Iterator[Leak]:
    """Yield what a finished guess gives away about a few: those who guessed, and among them those who
    agree themselves. The finest groups are who guessed, agreed, disagreed or said nothing.

    Of all who guessed a mean is published, of those who agree a share: no sum is known of both,
    so only the groups' sizes can be subtracted.
    """
    guessed, agree, said = one.percent >= 0, one.own >= 4, one.own >= 1
    atoms = [guessed & agree, guessed & said & ~agree, guessed & ~said]
    sets = [[True, True, True]] if found.n is not None else []
    sets += [[True, False, False]] if found.hidden_n is not None else []
    if sets:
        people = np.array([int(mask.sum()) for mask in atoms])
        known = Knowledge(f"{found.construct} {found.side}, guess", np.array(sets), people, np.zeros_like(people))
        yield from audit.leaks(known, k=thresholds.score, unanimous_from=0)


def _released(one: Guesses, share: Share, thresholds: Thresholds) -> Guess:
    made = (one.percent[one.percent >= 0] / 100).tolist()
    if len(made) < thresholds.item or min(made) == max(made) or not EXTREME <= sum(made) / len(made) <= 1 - EXTREME:
        return Guess(one.construct, one.side)
    value, low, high = mean_guess(made)
    note = Note.SHOWN if len(made) >= FULL else Note.INDICATIVE
    shown = Guess(one.construct, one.side, value=value, low=low, high=high, n=len(made), note=note)
    if not share.is_exact or share.value is None or not share.n:
        return shown
    error = guess_error(made, round(share.value * share.n), share.n)
    hidden, hidden_n = _hidden(one, share.value, thresholds)
    return Guess(
        one.construct,
        one.side,
        value=value,
        low=low,
        high=high,
        n=len(made),
        actual=share.value,
        error=error.value,
        error_low=error.low,
        error_high=error.high,
        hidden=hidden,
        hidden_n=hidden_n,
        note=note,
    )


def _hidden(one: Guesses, others: float, thresholds: Thresholds) -> tuple[float | None, int | None]:
    """Return the hidden agreement, if those it is a part of are many and don't all guess alike."""
    both = (one.percent >= 0) & (one.own >= 1)
    agreeing = int((one.own[both] >= 4).sum())
    found = hidden_agreement(one.own[both].tolist(), (one.percent[both] / 100).tolist(), others)
    left = int(both.sum()) - agreeing
    is_safe = agreeing >= thresholds.item and (left == 0 or left >= thresholds.score)
    if found is None or not is_safe or found.value in {0.0, 1.0}:
        return None, None
    return found.value, agreeing
