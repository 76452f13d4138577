"""The rule for counts of an earlier survey, of which nobody here can check anything.

Whole sides only, and each item on its own: it needs as many answers as any item, a share
near 0 or 100 % is masked as everywhere, and there is nothing beside it that it could be
subtracted from: no department, no score, no linked people, no reliability.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from programs.surveys.disclosure.columns import SIDES, Count, Facts
from programs.surveys.disclosure.release import RATE_INVITED, gap_of
from programs.surveys.disclosure.shares import share_of
from programs.surveys.figures import (
    SIDE_GROUP,
    Group,
    ItemResult,
    Note,
    ReleasedWave,
    Reliability,
    ResponseRate,
)
from programs.surveys.statistics import response_rate, worst_case


def release_imported(facts: Facts, counts: Iterable[Count]) -> ReleasedWave:
    """Return what imported counts publish. `facts.invited` has one entry a side, under department 0."""
    given = {(one.construct, one.side): one for one in counts}
    results = tuple(
        _result(facts, given[question.construct, side])
        for side in SIDES
        for question in facts.questions
        if (question.construct, side) in given
    )
    shown = tuple(result for result in results if result.share.is_shown)
    return ReleasedWave(
        wave=facts.wave,
        program=facts.program,
        kind=facts.kind,
        opened_on=facts.opened_on,
        closed_on=facts.closed_on,
        score_threshold=facts.thresholds.score,
        item_threshold=facts.thresholds.item,
        compared_with=None,
        questions=facts.questions,
        rates=tuple(_rate(facts, side, [one for one in given.values() if one.side == side]) for side in SIDES),
        results=shown,
        reliabilities=tuple(Reliability(side, None, None, is_enough=False) for side in SIDES),
        indexes=(),
        gaps=tuple(gap_of(question, shown) for question in facts.questions if question.is_gap),
        changes=(),
        gap_changes=(),
        is_imported=True,
    )


def _result(facts: Facts, count: Count) -> ItemResult:
    group, invited = Group(SIDE_GROUP), facts.invited[count.side, 0]
    levels = count.levels or (count.answered - count.agreeing, 0, 0, count.agreeing, 0)
    share = share_of(np.array([0, count.cannot_judge, *levels]), facts.thresholds, in_full=count.levels is not None)
    if count.levels is None:
        share = replace(share, distribution=None)
    bounds = worst_case(count.agreeing, count.answered, invited) if share.is_exact else None
    return ItemResult(count.construct, count.side, group, share, bounds)


def _rate(facts: Facts, side: str, counts: list[Count]) -> ResponseRate:
    """Return the response as far as it is known: the item that most people answered."""
    invited = facts.invited[side, 0]
    answered = max((one.answered + one.cannot_judge for one in counts), default=0)
    if answered < facts.thresholds.score or invited < RATE_INVITED:
        return ResponseRate(side, Group(SIDE_GROUP), invited)
    value, flag = response_rate(answered, invited)
    return ResponseRate(side, Group(SIDE_GROUP), invited, answered, value, flag, Note.SHOWN)
