"""From columns of answers to the tables of a release."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from programs.surveys.disclosure import audit, change, examine, index, merging, parts
from programs.surveys.disclosure.columns import SIDES, Answers, Earlier, Facts
from programs.surveys.disclosure.merging import Cell
from programs.surveys.disclosure.shares import Counts, share_of
from programs.surveys.figures import (
    OTHERS_GROUP,
    SIDE_GROUP,
    Gap,
    Group,
    IndexResult,
    ItemResult,
    Note,
    Question,
    ReleasedWave,
    Reliability,
    ResponseRate,
    Share,
    Weighted,
)
from programs.surveys.statistics import collapsed, difference, post_stratified, response_rate, worst_case
from programs.surveys.statistics.groups import effective_n, weights_of

__all__ = ["Counts", "Table", "count_side", "release", "share_of"]

COMPLETE = 0.7
"""The part of the items that makes a complete answer."""

UNPLACED = 0
"""Stands for no department: among answers just taken only where an import named none."""

RATE_INVITED = 10
"""The smallest audience whose response rate is shown."""


class Table(StrEnum):
    """Tables that a release can do without, should the auditor find that they give someone away."""

    DEPARTMENT_LINKS = "department_links"
    DOSES = "doses"
    SHARES_OF_VISITORS = "shares_of_visitors"
    PARTS = "parts"
    LINKS = "links"


PLANS = (
    frozenset(Table),
    frozenset(Table) - {Table.DEPARTMENT_LINKS},
    frozenset({Table.SHARES_OF_VISITORS, Table.PARTS, Table.LINKS}),
    frozenset({Table.PARTS, Table.LINKS}),
    frozenset({Table.LINKS}),
    frozenset[Table](),
)
"""What is left out, step by step, until nothing leaks.

Without SHARES_OF_VISITORS, IT people who visited are still compared with the others, but among
those alone who answered both waves: nobody can subtract them from all who visited.
"""


@dataclass(frozen=True)
class SideTables:
    """One side counted: departments in the order of `departments`, with what may be shown."""

    side: str
    departments: tuple[int, ...]
    counts: Counts
    scores: index.Scores
    completes: Counts
    for_items: merging.Merge
    for_scores: merging.Merge
    answers: Answers = field(repr=False)

    def rows(self, group: Group) -> list[int]:
        """Return the places of a group's departments in the tables."""
        return [self.departments.index(department) for department in group.departments]


def release(facts: Facts, answers: Answers, earlier: Earlier | None = None) -> ReleasedWave:
    """Return everything that the wave publishes. The same answers in any order give the same figures.

    The auditor reads the finished tables. Where it finds a leak, optional tables go one
    after the other; raises LeakingRelease if the rest still gives someone away.
    """
    sides = [count_side(facts, answers.of_side(side), side) for side in SIDES]
    found: list[audit.Leak] = []
    for plan in PLANS:
        released = _tables(facts, sides, answers, earlier, plan)
        found = list(examine.leaks_of(released, facts, answers, earlier))
        if not found:
            return released
    raise audit.LeakingRelease(found)


def _tables(
    facts: Facts, sides: "Sequence[SideTables]", answers: Answers, earlier: Earlier | None, plan: frozenset[Table]
) -> ReleasedWave:
    """Return the tables of one plan."""
    results = tuple(result for side in sides for result in _item_results(facts, side))
    reliabilities = _reliabilities(facts, sides, earlier)
    compared = _compared(facts, sides, results, answers, earlier, plan)
    return ReleasedWave(
        wave=facts.wave,
        program=facts.program,
        kind=facts.kind,
        opened_on=facts.opened_on,
        closed_on=facts.closed_on,
        score_threshold=facts.thresholds.score,
        item_threshold=facts.thresholds.item,
        compared_with=earlier.released.wave if earlier else None,
        questions=facts.questions,
        rates=tuple(rate for side in sides for rate in _rates(facts, side)),
        results=results,
        reliabilities=reliabilities,
        indexes=tuple(
            result
            for side, reliability in zip(sides, reliabilities, strict=True)
            for result in _index_results(facts, side, reliability)
        ),
        gaps=tuple(gap_of(question, results) for question in facts.questions if question.is_gap),
        weighted=tuple(one for side in sides for one in _weighted(facts, side, results)),
        **compared,
    )


def _compared(
    facts: Facts,
    sides: "Sequence[SideTables]",
    results: Sequence[ItemResult],
    answers: Answers,
    earlier: Earlier | None,
    plan: frozenset[Table],
) -> Any:
    """Return what compares: with the baseline, and those who took part with those who didn't."""
    thresholds = facts.thresholds
    of_side = {side.side: side.answers for side in sides}
    groups = {side.side: _groups(facts, side, side.for_items) for side in sides}
    shown = {
        side: parts.parts_of(facts, of_side[side], side) if Table.PARTS in plan else parts.Parts({}) for side in of_side
    }
    if Table.DOSES not in plan:
        shown = {side: one.without_bands() for side, one in shown.items()}
    now = change.Wave({side: _shares_of(results, side) for side in of_side}, facts.questions, answers)
    may_link = earlier is not None and Table.LINKS in plan
    pairs = {side: change.pairs_of(answers, earlier, side, thresholds) if earlier and may_link else None
             for side in of_side}  # fmt: skip
    linked = {
        side: parts.linked_of(facts, one, earlier, shown[side], groups[side], side) if one and earlier else None
        for side, one in pairs.items()
    }
    found = change.changes(now, earlier, pairs, thresholds) if earlier else []
    with_shares = {
        side
        for side in of_side
        if side == "business" or _shows_visitors(facts, of_side[side], shown[side], linked[side], plan)
    }
    in_departments = pairs if Table.DEPARTMENT_LINKS in plan else dict.fromkeys(pairs)
    return {
        "changes": tuple(found),
        "gap_changes": change.gap_changes(facts.questions, found),
        "movements": tuple(change.movements(now, earlier, pairs, found)) if earlier else (),
        "attritions": tuple(change.attritions(earlier, found, thresholds)) if earlier else (),
        "department_changes": tuple(change.department_changes(now, earlier, groups, in_departments, thresholds))
        if earlier
        else (),
        "parts": tuple(
            one
            for side in of_side
            if side in with_shares
            for one in parts.part_results(facts, of_side[side], side, shown[side])
        ),
        "dose_trends": tuple(
            one for side in of_side for one in parts.dose_trends(facts, of_side[side], side, shown[side], linked[side])
        ),
        "contrasts": tuple(
            one
            for side in of_side
            for one in parts.contrasts(
                facts,
                of_side[side],
                side,
                shown[side],
                linked[side],
                are_shares_shown=side in with_shares,
            )
        ),
    }


def _shows_visitors(
    facts: Facts, answers: Answers, visitors: parts.Parts, pairs: parts.Linked | None, plan: frozenset[Table]
) -> bool:
    """Whether the shares of all who visited are published: not where more statements can be
    compared without them, and never without them by doses.
    """
    if visitors.bands or Table.SHARES_OF_VISITORS not in plan:
        return Table.SHARES_OF_VISITORS in plan
    beside, alone = (
        parts.contrasts(facts, answers, "it", visitors, pairs, are_shares_shown=are_shown)
        for are_shown in (True, False)
    )
    return len(beside) >= len(alone)


def count_side(facts: Facts, answers: Answers, side: str) -> SideTables:
    """Count one side in one pass over its answers, and decide which departments stand alone."""
    if (answers.departments == UNPLACED).any():
        facts, answers = _unplaced(facts, answers)
    departments = tuple(sorted(department for which, department in facts.invited if which == side))
    places = np.searchsorted(np.asarray(departments, np.int64), answers.departments)
    items = len(facts.questions)
    keys = ((places[:, None] * items + np.arange(items)) * 7 + (answers.values + 1)).ravel()
    shape = (len(departments), items, 7)
    counts = np.bincount(keys, minlength=len(departments) * items * 7).reshape(shape)
    complete = (answers.values >= 0).mean(axis=1) >= COMPLETE if items else np.ones(len(places), bool)
    scores = index.scores(answers.values, facts.questions, places, len(departments))
    scored = None if items else np.bincount(places, minlength=len(departments))
    if int(scores.n.sum()) >= facts.thresholds.score and any(question.in_index for question in facts.questions):
        scored = scores.n
    cells = _cells(facts, departments, counts, scored)
    thresholds = facts.thresholds
    for_items, for_scores = merging.merge(cells, thresholds.item), merging.merge(cells, thresholds.score)
    return SideTables(
        side,
        departments,
        counts,
        scores,
        np.bincount(places[complete], minlength=len(departments)),
        for_items,
        for_scores,
        answers,
    )


def _unplaced(facts: Facts, answers: Answers) -> tuple[Facts, Answers]:
    """Return a wave as if its sides had no departments: some answers of an import came without one."""
    invited = {(side, UNPLACED): facts.of_side(side) for side in SIDES}
    return replace(facts, invited=invited, people={}), replace(
        answers, departments=np.full(len(answers.sides), UNPLACED, np.int64)
    )


def _cells(facts: Facts, departments: tuple[int, ...], counts: Counts, scored: Counts | None) -> list[Cell]:
    """Return each department with its agreeing and valid answers to the items that are released, and
    how many people have a score (or have answered at all, where nothing is rated from 1 to 5).

    An item that too few of the side could judge is released nowhere, so it decides nothing; neither
    does a score that too few have.
    """
    valid = counts[:, :, 2:].sum(axis=2)
    agreeing = counts[:, :, 5:].sum(axis=2)
    released = valid.sum(axis=0) >= facts.thresholds.item
    return [
        Cell(
            department,
            tuple(agreeing[place, released].tolist()),
            tuple(valid[place, released].tolist()),
            int(scored[place]) if scored is not None else None,
        )
        for place, department in enumerate(departments)
    ]


def _groups(facts: Facts, side: SideTables, merge: merging.Merge) -> list[Group]:
    """Return the groups that may be shown: the side, lone departments by name, then the merged ones."""
    groups = [Group(SIDE_GROUP, "", side.departments)] if merge.is_side_shown else []
    if len(side.departments) > 1:
        alone = sorted(merge.alone, key=lambda department: facts.names[department])
        groups += [Group(f"department-{department}", facts.names[department], (department,)) for department in alone]
        if merge.others:
            groups.append(Group(OTHERS_GROUP, "", tuple(sorted(merge.others))))
    return groups


def _item_results(facts: Facts, side: SideTables) -> list[ItemResult]:
    results: list[ItemResult] = []
    groups = _groups(facts, side, side.for_items)
    invited = facts.of_side(side.side)
    for place, question in enumerate(facts.questions):
        of_side = int(side.counts[:, place, 2:].sum())
        if of_side < facts.thresholds.item:
            continue
        tables = [side.counts[side.rows(group), place].sum(axis=0) for group in groups]
        in_full = merging.shown_in_full(
            [0 if group.is_side else int(table[2:].sum()) for group, table in zip(groups, tables, strict=True)]
        )
        for group, table, full in zip(groups, tables, in_full, strict=True):
            share = share_of(table, facts.thresholds, in_full=group.is_side or full)
            bounds = None
            if group.is_side and share.is_exact:
                bounds = worst_case(int(table[5:].sum()), int(table[2:].sum()), invited)
            results.append(ItemResult(question.construct, side.side, group, share, bounds))
    return results


def _shares_of(results: Sequence[ItemResult], side: str) -> dict[tuple[str, str], Share]:
    return {(result.construct, result.group.key): result.share for result in results if result.side == side}


def _shares(results: Sequence[ItemResult], side: str) -> dict[str, Share]:
    return {result.construct: result.share for result in results if result.side == side and result.group.is_side}


def gap_of(question: Question, results: Sequence[ItemResult]) -> Gap:
    """Return the gap on an item, with its interval where both sides are released exactly."""
    it, business = (_shares(results, side).get(question.construct, Share()) for side in SIDES)
    if not (it.is_exact and business.is_exact):
        return Gap(question.construct, it, business)
    value, low, high = difference(_agreeing(it), it.n or 0, _agreeing(business), business.n or 0)
    note = Note.INDICATIVE if Note.INDICATIVE in {it.note, business.note} else Note.SHOWN
    return Gap(question.construct, it, business, value, low, high, note)


def _weighted(facts: Facts, side: SideTables, results: Sequence[ItemResult]) -> list[Weighted]:
    """Return each item's share weighted to the headcounts of the published groups: of their people, of
    whom a sample was invited.

    Strata are what is published, never the departments hidden in "others": a weighted sum
    over those would be one more equation about them.
    """
    weighted = []
    shares = _shares_of(results, side.side)
    strata_groups = [group for group in _groups(facts, side, side.for_items) if not group.is_side]
    for place, question in enumerate(facts.questions):
        raw = shares.get((question.construct, SIDE_GROUP), Share())
        if len(strata_groups) < 2 or not raw.is_exact:
            continue
        tables = [side.counts[side.rows(group), place].sum(axis=0) for group in strata_groups]
        of_people = facts.people or facts.invited
        sizes = [sum(of_people[side.side, one] for one in group.departments) for group in strata_groups]
        strata = [(int(table[5:].sum()), int(table[2:].sum()), size) for table, size in zip(tables, sizes, strict=True)]
        if min(n for _, n, _ in strata) == 0:
            continue
        kept, is_tamed = collapsed(strata)
        worth = effective_n(np.repeat(weights_of(kept), [one.answered for one in kept]))
        weighted.append(
            Weighted(question.construct, side.side, *post_stratified(kept), raw.value or 0.0, worth, is_tamed)
        )
    return weighted


def _agreeing(share: Share) -> int:
    return round((share.value or 0) * (share.n or 0))


def _rates(facts: Facts, side: SideTables) -> list[ResponseRate]:
    rates = []
    for group in _groups(facts, side, side.for_scores):
        invited = facts.of(side.side, group.departments)
        completes = int(side.completes[side.rows(group)].sum())
        if completes < facts.thresholds.score or invited < RATE_INVITED:
            rates.append(ResponseRate(side.side, group, invited))
            continue
        value, flag = response_rate(completes, invited)
        rates.append(ResponseRate(side.side, group, invited, completes, value, flag, Note.SHOWN))
    return rates


def _reliabilities(facts: Facts, sides: Sequence[SideTables], earlier: Earlier | None) -> tuple[Reliability, ...]:
    """Return ω of each side: the baseline's for ever, so that an index doesn't come and go."""
    if earlier and earlier.released.reliabilities:
        return earlier.released.reliabilities
    return tuple(index.reliability(side.side, side.answers.values, facts.questions) for side in sides)


def _index_results(facts: Facts, side: SideTables, reliability: Reliability) -> list[IndexResult]:
    groups = _groups(facts, side, side.for_scores)
    if not reliability.is_enough:
        return [IndexResult(side.side, group, note=Note.NOT_RELIABLE) for group in groups if group.is_side]
    return [index.result(side.side, group, side.scores, side.rows(group), facts.thresholds) for group in groups]
