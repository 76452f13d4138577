"""Who answered after the last reminder, beside who answered before: a check on those who never did.

At the level of a side only, and only for the primary items. No answer carries a time: counts
are taken when the last reminder goes out (`surveys.early`), and the late ones are what came
on top. So nobody can cross them with a department, not even here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from programs.surveys.disclosure import audit
from programs.surveys.disclosure.audit import Knowledge
from programs.surveys.disclosure.columns import SIDES
from programs.surveys.disclosure.merging import FULL, Thresholds
from programs.surveys.disclosure.shares import share_of
from programs.surveys.figures import Lateness, Note, ReleasedWave, Share
from programs.surveys.statistics import difference


@dataclass(frozen=True)
class EarlyCounts:
    """How many had judged an item, and how many of them agreed, when the last reminder went out."""

    counts: Mapping[tuple[str, str], tuple[int, int]]
    """(judged, agreed) by side and item."""


def released(released: ReleasedWave, early: EarlyCounts | None, thresholds: Thresholds) -> tuple[Lateness, ...]:
    """Return the comparison of each primary item on each side whose share is released exactly and
    whose early and late answers are both enough for an item.
    """
    if early is None:
        return ()
    return tuple(
        _compared(question.construct, side, released.share(question.construct, side), early, thresholds)
        for question in released.questions
        for side in SIDES
        if question.is_primary and released.share(question.construct, side).is_shown
    )


def _compared(construct: str, side: str, share: Share, early: EarlyCounts, thresholds: Thresholds) -> Lateness:
    before, agreed = early.counts.get((side, construct), (0, 0))
    n = share.n or 0
    late, late_agreed = n - before, round((share.value or 0) * n) - agreed
    hidden = Lateness(construct, side)
    if not share.is_exact or not 0 <= late_agreed <= late or late < thresholds.item or before < thresholds.item:
        return hidden
    if not all(_share(x, of, thresholds).is_exact for x, of in ((agreed, before), (late_agreed, late))):
        return hidden
    sets = np.array([[True, True], [True, False], [False, True]])
    known = Knowledge(f"{construct} {side}, late", sets, np.array([before, late]), np.array([agreed, late_agreed]))
    if any(audit.leaks(known, k=thresholds.item, unanimous_from=thresholds.item, is_strict=True)):
        return hidden
    between = difference(late_agreed, late, agreed, before)
    note = Note.SHOWN if min(before, late) >= FULL else Note.INDICATIVE
    return Lateness(construct, side, agreed / before, late_agreed / late, before, late, *between, note)


def _share(agreeing: int, n: int, thresholds: Thresholds) -> Share:
    return share_of(np.array([0, 0, n - agreeing, 0, 0, 0, agreeing]), thresholds, in_full=False)
