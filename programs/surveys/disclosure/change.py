"""What changed since the baseline: for linked people where they can be shown, else for everyone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure.columns import Answers, Earlier
from programs.surveys.disclosure.merging import FULL, Thresholds, is_remainder_safe
from programs.surveys.figures import Change, GapChange, Note, Question, Share, Story
from programs.surveys.statistics import (
    Interval,
    benjamini_hochberg,
    change_of_gap,
    difference,
    holm,
    linked_change,
    mcnemar_mid_p,
    score_test,
    story_of,
)

HEADLINE_PAIRS = 30
"""How many linked people a side needs before they make the headline."""


@dataclass(frozen=True)
class Wave:
    """A wave as the comparison needs it: released shares of whole sides, questions, answers."""

    shares: Mapping[str, Mapping[str, Share]]
    questions: tuple[Question, ...]
    answers: Answers


@dataclass(frozen=True)
class Pairs:
    """The places of the same people in the earlier and the later answers of one side."""

    earlier: Answers
    later: Answers
    before: NDArray[np.intp]
    after: NDArray[np.intp]
    may_lead: bool


def changes(now: Wave, earlier: Earlier, thresholds: Thresholds) -> tuple[Change, ...]:
    """Return the change of every item that was worded alike, on both sides, with adjusted p."""
    found: list[Change] = []
    for side in now.shares:
        pairs = pairs_of(now.answers, earlier, side, thresholds)
        family = [
            change
            for place, question in enumerate(now.questions)
            for change in _changes_of(question, place, side, now, earlier, pairs, thresholds)
        ]
        found += _adjusted(family, now.questions, side)
    return tuple(found)


def pairs_of(answers: Answers, earlier: Earlier, side: str, thresholds: Thresholds) -> Pairs | None:
    """Return the people of a side who answered both waves, or nothing where showing them would
    cut a group of fewer than `thresholds.score` people out of an earlier release.
    """
    first, second = earlier.answers.of_side(side), answers.of_side(side)
    _, before, after = np.intersect1d(first.links, second.links, return_indices=True)
    cuts = np.zeros(len(first.links), np.int64)
    for bit, other in enumerate((*earlier.between, answers)):
        cuts += np.isin(first.links, other.of_side(side).links) << bit
    sizes = np.bincount(cuts)
    if earlier.between and ((sizes > 0) & (sizes < thresholds.score)).any():
        return None
    smaller = min(len(first.links), len(second.links))
    may_lead = len(before) >= HEADLINE_PAIRS and len(before) >= smaller / 2
    return Pairs(first, second, before, after, may_lead)


def _changes_of(
    question: Question,
    place: int,
    side: str,
    now: Wave,
    earlier: Earlier,
    pairs: Pairs | None,
    thresholds: Thresholds,
) -> list[Change]:
    """Return the linked and the unlinked change of one item, one of them the headline."""
    asked = {asked.construct: where for where, asked in enumerate(earlier.released.questions)}
    where = asked.get(question.construct)
    if where is None or earlier.released.questions[where].text(side) != question.text(side):
        return []
    before = earlier.released.share(question.construct, side)
    after = now.shares[side].get(question.construct, Share())
    if not (before.is_exact and after.is_exact):
        return []
    unlinked = _unlinked(question.construct, side, before, after)
    linked = _linked(question.construct, side, where, place, pairs, thresholds) if pairs else None
    if linked is None:
        return [replace(unlinked, is_headline=True)]
    leads = bool(pairs and pairs.may_lead and (linked.n or 0) >= HEADLINE_PAIRS)
    return [replace(linked, is_headline=leads), replace(unlinked, is_headline=not leads)]


def _unlinked(construct: str, side: str, before: Share, after: Share) -> Change:
    n1, n2 = before.n or 0, after.n or 0
    x1, x2 = round((before.value or 0) * n1), round((after.value or 0) * n2)
    value, low, high = difference(x2, n2, x1, n1)
    return Change(
        construct,
        side,
        is_linked=False,
        is_headline=False,
        before=before.value,
        after=after.value,
        value=value,
        low=low,
        high=high,
        n=min(n1, n2),
        p=score_test(x2, n2, x1, n1),
        note=_note(min(n1, n2)),
    )


def _linked(construct: str, side: str, where: int, place: int, pairs: Pairs, thresholds: Thresholds) -> Change | None:
    """Return the change of the same people, or nothing where they or those left over are too few."""
    first, second = pairs.earlier.values[:, where], pairs.later.values[:, place]
    one, two = first[pairs.before], second[pairs.after]
    judged = (one > 0) & (two > 0)
    agreed, agrees = one[judged] >= 4, two[judged] >= 4
    a, b = int((agreed & agrees).sum()), int((agreed & ~agrees).sum())
    c, n = int((~agreed & agrees).sum()), int(judged.sum())
    rests = (
        (int((first >= 4).sum()) - a - b, int((first > 0).sum()) - n),
        (int((second >= 4).sum()) - a - c, int((second > 0).sum()) - n),
    )
    if n < thresholds.item or not (0 < a + b < n and 0 < a + c < n):
        return None
    if not all(is_remainder_safe(x, left, thresholds.score) for x, left in rests):
        return None
    value, low, high = linked_change(a, b, c, n - a - b - c)
    return Change(
        construct,
        side,
        is_linked=True,
        is_headline=False,
        before=(a + b) / n,
        after=(a + c) / n,
        value=value,
        low=low,
        high=high,
        n=n,
        up=c,
        down=b,
        p=mcnemar_mid_p(b, c),
        note=_note(n),
    )


def _note(n: int) -> Note:
    return Note.SHOWN if n >= FULL else Note.INDICATIVE


def _adjusted(family: Sequence[Change], questions: Sequence[Question], side: str) -> list[Change]:
    """Adjust p: Holm over the primary items of the business, Benjamini–Hochberg over the rest of a side.

    Headlines only; the figure beside a headline is not a second test.
    """
    primary = {question.construct for question in questions if question.is_primary and side == "business"}
    of_primary = [change.p if change.is_headline and change.construct in primary else None for change in family]
    of_rest = [change.p if change.is_headline and change.construct not in primary else None for change in family]
    adjusted = zip(family, holm(of_primary), benjamini_hochberg(of_rest), strict=True)
    return [replace(change, q=first if first is not None else second) for change, first, second in adjusted]


def gap_changes(questions: Sequence[Question], found: Sequence[Change]) -> tuple[GapChange, ...]:
    """Return how each gap moved, from the headline changes of both sides."""
    headlines = {(change.construct, change.side): change for change in found if change.is_headline}
    gaps = []
    for question in questions:
        it, business = (headlines.get((question.construct, side)) for side in ("it", "business"))
        if question.is_gap and it and business:
            gaps.append(_gap_change(question, it, business))
    return tuple(gaps)


def _gap_change(question: Question, it: Change, business: Change) -> GapChange:
    sign = -1 if question.is_reversed else 1
    of_it, of_business = _interval(it), _interval(business)
    moved = change_of_gap(of_it, of_business)
    before, after = (it.before or 0) - (business.before or 0), (it.after or 0) - (business.after or 0)
    story: Story = story_of(
        _turned(moved, sign), _turned(of_it, sign), _turned(of_business, sign), gap_before=sign * before
    )
    note = Note.INDICATIVE if Note.INDICATIVE in {it.note, business.note} else Note.SHOWN
    return GapChange(question.construct, it, business, before, after, *moved, story, note)


def _interval(change: Change) -> Interval:
    return Interval(change.value or 0.0, change.low or 0.0, change.high or 0.0)


def _turned(interval: Interval, sign: int) -> Interval:
    """Return the interval seen from the favourable side."""
    if sign > 0:
        return interval
    return Interval(
        *(-bound if not math.isclose(bound, 0) else 0.0 for bound in (interval[0], interval[2], interval[1]))
    )
