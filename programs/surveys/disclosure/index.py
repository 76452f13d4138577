"""The partnership index: eleven items as one score from 0 to 100."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure.merging import FULL, Thresholds
from programs.surveys.figures import Group, IndexResult, Note, Question, Reliability
from programs.surveys.statistics import cronbach_alpha, mean_interval, omega_interval

ENOUGH_ANSWERED = 8 / 11
"""The part of the items that a person has to answer to get a score."""

ENOUGH_RATED = 5 / 7
"""The same for the items about a department."""

ENOUGH_RELIABLE = 0.70
ENOUGH_AGREED = 0.5
"""From which r_wg on a mean is the group's view; below, opinions differ."""

RELIABLE_FROM = 50
"""From how many complete answers on reliability can be judged."""


@dataclass(frozen=True)
class Scores:
    """Per department: how many people have a score, and the sums of scores and of their squares."""

    n: NDArray[np.int64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]


def _favourable(values: NDArray[np.int8], questions: tuple[Question, ...]) -> NDArray[np.int8]:
    """Return the answers to the index items with reversed ones turned round; 0 is no answer."""
    chosen = [place for place, question in enumerate(questions) if question.in_index]
    table = np.maximum(values[:, chosen], 0)
    is_reversed = np.array([questions[place].is_reversed for place in chosen], bool)
    return np.where(is_reversed & (table > 0), 6 - table, table).astype(np.int8)


def scores(
    values: NDArray[np.int8],
    questions: tuple[Question, ...],
    places: NDArray[np.int64],
    departments: int,
    *,
    enough: float = ENOUGH_ANSWERED,
) -> Scores:
    """Return the sums of (mean − 1)/4 · 100 over those who answered `enough` of the items: 8 of 11."""
    table = _favourable(values, questions)
    answered = (table > 0).sum(axis=1)
    scored = answered >= max(1, math.ceil(enough * table.shape[1] - 1e-9))
    score = (table[scored].sum(axis=1) / answered[scored] - 1) * 25
    where = places[scored]
    order = np.lexsort((score, where))  # floats are added in one order, however the answers came
    score, where = score[order], where[order]
    return Scores(
        np.bincount(where, minlength=departments),
        np.bincount(where, weights=score, minlength=departments).astype(float),
        np.bincount(where, weights=score**2, minlength=departments).astype(float),
    )


def reliability(side: str, values: NDArray[np.int8], questions: tuple[Question, ...]) -> Reliability:
    """Return ω over those who answered every index item; unknown below 50 of them."""
    table = _favourable(values, questions)
    whole = table[(table > 0).all(axis=1)]
    n = len(whole)
    if n < RELIABLE_FROM or table.shape[1] < 3:
        return Reliability(side, None, None, is_enough=False)
    ordered = whole[np.lexsort(whole.T)]
    omega = omega_interval(ordered)
    if math.isnan(omega.value):
        return Reliability(side, None, n, is_enough=False)
    return Reliability(side, omega.value, n, omega.value >= ENOUGH_RELIABLE, *omega[1:], *cronbach_alpha(ordered))


def result(side: str, group: Group, table: Scores, rows: list[int], thresholds: Thresholds) -> IndexResult:
    """Return the index of a group as its n allows: rounded to 5 below 10 people, without interval."""
    n = int(table.n[rows].sum())
    if n < thresholds.score:
        return IndexResult(side, group)
    mean = math.fsum(table.total[rows]) / n
    if n < thresholds.item:
        return IndexResult(side, group, float(5 * round(mean / 5)), n=n, note=Note.ROUNDED)
    variance = max(0.0, (math.fsum(table.squares[rows]) - n * mean * mean) / (n - 1))
    value, low, high = mean_interval(mean, math.sqrt(variance), n)
    note = Note.SHOWN if n >= FULL else Note.INDICATIVE
    # r_wg of James, Demaree & Wolf 1984 on the scale from 1 to 5, of which a score point is a 25th.
    is_shared = max(0.0, 1 - variance / 625 / 2) >= ENOUGH_AGREED
    return IndexResult(side, group, value, max(0.0, low), min(100.0, high), n, note, is_shared)
