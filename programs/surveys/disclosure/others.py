"""Items that are not rated from 1 to 5: the recommend score, yes or no, any of a list.

Whole sides only, each item on its own. There is no department beside them from which
anybody could be subtracted, and a figure near its end is masked as everywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure import audit
from programs.surveys.disclosure.audit import Knowledge, Leak
from programs.surveys.disclosure.merging import FULL, Thresholds
from programs.surveys.disclosure.shares import EDGE, share_of
from programs.surveys.figures import Note, Question, Said
from programs.surveys.statistics import recommend_score

RECOMMEND, YES_NO, CHOICES = "recommend", "yes_no", "choices"
PROMOTER, PASSIVE = 9, 7
"""From which answer on somebody promotes, and from which on they don't detract."""


@dataclass(frozen=True)
class OtherAnswers:
    """What one side answered to an item: a number each, or for a list one row of 0 and 1 over its options."""

    question: Question
    side: str
    values: NDArray[np.int64]


def released(answers: Iterable[OtherAnswers], thresholds: Thresholds) -> tuple[Said, ...]:
    """Return what may be said of each item and side; the auditor's leaks are left out."""
    found = []
    for one in answers:
        said = _released(one, thresholds)
        found += [] if any(leaks_of(said, one, thresholds)) else said
    return tuple(found)


def _released(one: OtherAnswers, thresholds: Thresholds) -> list[Said]:
    question = one.question
    if question.scale == RECOMMEND:
        return [_score(one, thresholds)]
    if question.scale == YES_NO:
        return [_share(one, None, one.values, thresholds)]
    return [_share(one, option, one.values[:, option], thresholds) for option in range(len(question.options))]


def _share(one: OtherAnswers, option: int | None, chosen: NDArray[np.int64], thresholds: Thresholds) -> Said:
    """Return the share that said yes. As in `share_of`, whose counts are: not answered, can't judge, 1 to 5."""
    yes = int(chosen.sum())
    share = share_of(np.array([0, 0, len(chosen) - yes, 0, 0, 0, yes]), thresholds, in_full=False)
    question = one.question
    return Said(
        question.construct,
        one.side,
        question.scale,
        option,
        share.value,
        share.low,
        share.high,
        share.n,
        None,
        share.note,
    )


def _score(one: OtherAnswers, thresholds: Thresholds) -> Said:
    """Return the recommend score, masked where nearly everybody is of one kind."""
    construct, scale, n = one.question.construct, one.question.scale, len(one.values)
    promoters, detractors = int((one.values >= PROMOTER).sum()), int((one.values < PASSIVE).sum())
    passives = n - promoters - detractors
    if n < thresholds.item:
        return Said(construct, one.side, scale)
    for kind, bound, note in (
        (promoters, 2 * EDGE - 1, Note.AT_LEAST),
        (detractors, 1 - 2 * EDGE, Note.AT_MOST),
        (passives, None, Note.PROTECTED),
    ):
        if n - kind < thresholds.score and kind >= EDGE * n:
            return Said(construct, one.side, scale, value=bound, n=n if bound is not None else None, note=note)
    value, low, high = recommend_score(promoters, passives, detractors)
    note = Note.SHOWN if n >= FULL else Note.INDICATIVE
    counts = (detractors, passives, promoters)
    return Said(construct, one.side, scale, None, value / 100, low / 100, high / 100, n, counts, note)


def leaks_of(said: Sequence[Said], one: OtherAnswers, thresholds: Thresholds) -> Iterator[Leak]:
    """Yield what finished figures of one item on one side give away: they are all about the same people."""
    people = np.array([len(one.values)])
    for row in said:
        if row.n is not None:
            known = Knowledge(f"{row.construct} {row.side}", np.ones((1, 1), bool), people, people // 2)
            yield from audit.leaks(known, k=thresholds.item, unanimous_from=thresholds.item)
