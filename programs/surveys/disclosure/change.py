"""What changed since the baseline: for linked people where they can be shown, else for everyone."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure.columns import Answers, Earlier
from programs.surveys.disclosure.merging import FULL, Thresholds, is_remainder_safe
from programs.surveys.figures import (
    OTHERS_GROUP,
    SIDE_GROUP,
    Attrition,
    Change,
    DepartmentChange,
    GapChange,
    Group,
    Movement,
    Note,
    Question,
    Share,
    Story,
)
from programs.surveys.statistics import (
    Interval,
    benjamini_hochberg,
    change_of_gap,
    difference,
    hedges_g_av,
    holm,
    linked_change,
    mcnemar_mid_p,
    paired_mean_change,
    score_test,
    signed_rank,
    story_of,
)

HEADLINE_PAIRS = 30
"""How many linked people a side needs before they make the headline."""


@dataclass(frozen=True)
class Wave:
    """A wave as the comparison needs it: released shares by side and group, questions, answers."""

    shares: Mapping[str, Mapping[tuple[str, str], Share]]
    questions: tuple[Question, ...]
    answers: Answers

    def share(self, construct: str, side: str, group: str = SIDE_GROUP) -> Share:
        """Return a released share, or a protected one."""
        return self.shares[side].get((construct, group), Share())


@dataclass(frozen=True)
class Pairs:
    """The places of the same people in the earlier and the later answers of one side.

    `is_first`, `is_second` say whose answers there make up the whole that the linked people
    are a part of: a side, or one department.
    """

    earlier: Answers
    later: Answers
    before: NDArray[np.intp]
    after: NDArray[np.intp]

    def of_department(self, department: int) -> "Pairs":
        """Return one department's pairs: who was in it in both waves, among all who were in one."""
        first = np.flatnonzero(self.earlier.departments == department)
        second = np.flatnonzero(self.later.departments == department)
        stayed = np.isin(self.before, first) & np.isin(self.after, second)
        return Pairs(
            self.earlier.of(first),
            self.later.of(second),
            np.searchsorted(first, self.before[stayed]),
            np.searchsorted(second, self.after[stayed]),
        )

    @property
    def may_lead(self) -> bool:
        """Whether the linked people are many enough to make the headline."""
        smaller = min(len(self.earlier.links), len(self.later.links))
        return len(self.before) >= HEADLINE_PAIRS and len(self.before) >= smaller / 2


def pairs_of(answers: Answers, earlier: Earlier, side: str, thresholds: Thresholds) -> Pairs | None:
    """Return the people of a side who answered both waves, or nothing where showing them would
    cut a group of fewer than `thresholds.score` people out of an earlier release.
    """
    first, second = earlier.answers.of_side(side), answers.of_side(side)
    _, before, after = np.intersect1d(first.links, second.links, return_indices=True)
    if earlier.between and _cuts_someone_out(first, (*earlier.between, answers), side, thresholds):
        return None
    return Pairs(first, second, before, after)


def _cuts_someone_out(first: Answers, others: Iterable[Answers], side: str, thresholds: Thresholds) -> bool:
    """Whether some of those who answered first are told apart from the rest by the waves they came back in."""
    cuts = np.zeros(len(first.links), np.int64)
    for bit, other in enumerate(others):
        cuts += np.isin(first.links, other.of_side(side).links) << bit
    sizes = np.bincount(cuts)
    return bool(((sizes > 0) & (sizes < thresholds.score)).any())


def asked_alike(questions: Sequence[Question], earlier: Earlier, side: str) -> dict[str, int]:
    """Return where the earlier wave asked each question, for those that it worded alike."""
    asked = {asked.construct: where for where, asked in enumerate(earlier.released.questions)}
    return {
        question.construct: asked[question.construct]
        for question in questions
        if question.construct in asked
        and earlier.released.questions[asked[question.construct]].text(side) == question.text(side)
    }


def changes(now: Wave, earlier: Earlier, pairs: Mapping[str, Pairs | None], thresholds: Thresholds) -> list[Change]:
    """Return the change of every item that was worded alike, on both sides, with adjusted p."""
    found: list[Change] = []
    for side in now.shares:
        asked = asked_alike(now.questions, earlier, side)
        family = [
            change
            for place, question in enumerate(now.questions)
            if question.construct in asked
            for change in _both(question.construct, side, (asked[question.construct], place), now, earlier,
                                pairs.get(side), thresholds)
        ]  # fmt: skip
        found += _adjusted(family, now.questions, side)
    return found


def _both(
    construct: str,
    side: str,
    columns: tuple[int, int],
    now: Wave,
    earlier: Earlier,
    pairs: Pairs | None,
    thresholds: Thresholds,
    group: str = SIDE_GROUP,
) -> list[Change]:
    """Return the linked and the unlinked change of one item in one group, one of them the headline."""
    before, after = earlier.released.share(construct, side, group), now.share(construct, side, group)
    if not (before.is_exact and after.is_exact):
        return []
    unlinked = _unlinked(construct, side, before, after)
    linked = _linked(construct, side, columns, pairs, thresholds) if pairs else None
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


def _linked(construct: str, side: str, columns: tuple[int, int], pairs: Pairs, thresholds: Thresholds) -> Change | None:
    """Return the change of the same people, or nothing where they or those left over are too few."""
    first, second = pairs.earlier.values[:, columns[0]], pairs.later.values[:, columns[1]]
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


# What else linked people show -----------------------------------------------------------------


def movements(
    now: Wave, earlier: Earlier, pairs: Mapping[str, Pairs | None], found: Iterable[Change]
) -> list[Movement]:
    """Return how linked people moved on the scale, for the items whose linked change is shown."""
    shown = {(change.construct, change.side) for change in found if change.is_linked}
    movements: list[Movement] = []
    for side, of_side in pairs.items():
        asked = asked_alike(now.questions, earlier, side)
        family = [
            _movement(question.construct, side, of_side, (asked[question.construct], place))
            for place, question in enumerate(now.questions)
            if of_side and (question.construct, side) in shown
        ]
        adjusted = benjamini_hochberg([movement.p for movement in family])
        movements += [replace(movement, q=q) for movement, q in zip(family, adjusted, strict=True)]
    return movements


def _movement(construct: str, side: str, pairs: Pairs, columns: tuple[int, int]) -> Movement:
    before = pairs.earlier.values[pairs.before, columns[0]].astype(np.int64)
    after = pairs.later.values[pairs.after, columns[1]].astype(np.int64)
    judged = (before > 0) & (after > 0)
    one, two = before[judged], after[judged]
    moved = two - one
    value, low, high = paired_mean_change(one, two)
    r, p = signed_rank(moved)
    varies = one.var() + two.var() > 0
    return Movement(
        construct,
        side,
        n=len(moved),
        up=int((moved > 0).sum()),
        same=int((moved == 0).sum()),
        down=int((moved < 0).sum()),
        value=value,
        low=low,
        high=high,
        g=hedges_g_av(one, two) if varies else None,
        r=r,
        p=p,
    )


def attritions(earlier: Earlier, found: Iterable[Change], thresholds: Thresholds) -> list[Attrition]:
    """Return how those who didn't answer again had begun. Made of published figures alone."""
    drawn = []
    for change in found:
        share = earlier.released.share(change.construct, change.side)
        if not change.is_linked or change.n is None or share.n is None or share.value is None:
            continue
        n = share.n - change.n
        if n >= thresholds.item:
            once = (share.value * share.n - (change.before or 0) * change.n) / n
            drawn.append(Attrition(change.construct, change.side, once, change.before or 0.0, n, change.n))
    return drawn


def department_changes(
    now: Wave,
    earlier: Earlier,
    groups: Mapping[str, Sequence[Group]],
    pairs: Mapping[str, Pairs | None],
    thresholds: Thresholds,
) -> list[DepartmentChange]:
    """Return the headline change of each department that stands alone in both waves.

    Linked are those who were in it both times: whoever moved is among the rest, which has to
    be nobody or enough. All departments and items are one family.
    """
    found = []
    for side, of_side in groups.items():
        asked = asked_alike(now.questions, earlier, side)
        for group in of_side:
            if group.is_side or group.key == OTHERS_GROUP:
                continue
            linked = pairs.get(side)
            inside = linked.of_department(group.departments[0]) if linked else None
            for place, question in enumerate(now.questions):
                where = asked.get(question.construct)
                if where is None:
                    continue
                both = _both(
                    question.construct, side, (where, place), now, earlier, inside, thresholds, group=group.key
                )
                found += [DepartmentChange(group, change) for change in both if change.is_headline]
    adjusted = benjamini_hochberg([one.change.p for one in found])
    return [replace(one, change=replace(one.change, q=q)) for one, q in zip(found, adjusted, strict=True)]


# Gaps -------------------------------------------------------------------------------------------


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
