"""How departments experience each other: one table for each rated department, and nothing across.

Every rating is of exactly one department, and nothing is added up over departments. So the
tables have no equation in common, and the rules for one-way tables hold for each of them:
raters stand by their department, small departments are merged, a score needs 5 raters and
an item 10. Each table is audited on its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure import audit, index, merging
from programs.surveys.disclosure.audit import Knowledge, Leak
from programs.surveys.disclosure.merging import Cell, Thresholds
from programs.surveys.disclosure.shares import Counts, share_of
from programs.surveys.figures import OTHERS_GROUP, SIDE_GROUP, Group, Question, Rated, RatedItem


@dataclass(frozen=True)
class Ratings:
    """All ratings of one department: by people of which department, and one row of `values`
    (1 to 5, 0 can't judge, −1 not answered) each, in the order of the questions.
    """

    about: int
    raters: NDArray[np.int64]
    values: NDArray[np.int8]


@dataclass(frozen=True)
class _Table:
    """One rated department counted by the departments of its raters."""

    departments: tuple[int, ...]
    counts: Counts
    scores: index.Scores


def released(
    ratings: Iterable[Ratings],
    questions: tuple[Question, ...],
    names: Mapping[int, str],
    thresholds: Thresholds,
    *,
    has_items_of_departments: bool = True,
) -> tuple[Rated, ...]:
    """Return the tables of every rated department, by name. Where the auditor finds a leak, the raters'
    departments go, then everything about the rated one.

    Without items of departments a single item stands for all raters together only, masked near
    its ends. Then an item on which all are of one mind, as people are about being welcome,
    keeps no department from its score.
    """
    found = sorted(ratings, key=lambda one: names[one.about])
    return tuple(row for one in found for row in _released(one, questions, names, thresholds, has_items_of_departments))


def _released(
    ratings: Ratings,
    questions: tuple[Question, ...],
    names: Mapping[int, str],
    thresholds: Thresholds,
    has_items: bool,  # noqa: FBT001
) -> list[Rated]:
    table = _counted(ratings, questions)
    rows = _rows(ratings.about, table, questions, names, thresholds) if has_items else []
    if not has_items:
        rows = _score_rows(ratings.about, table, questions, names, thresholds)
    for plan in (rows, [row for row in rows if row.group.is_side]):
        if not any(leaks_of(plan, ratings, questions, thresholds)):
            return plan
    return []


def _counted(ratings: Ratings, questions: tuple[Question, ...]) -> _Table:
    departments, places = np.unique(ratings.raters, return_inverse=True)
    places, items = places.ravel(), len(questions)
    keys = ((places[:, None] * items + np.arange(items)) * 7 + (ratings.values + 1)).ravel()
    counts = np.bincount(keys, minlength=len(departments) * items * 7).reshape(len(departments), items, 7)
    scores = index.scores(ratings.values, questions, places, len(departments), enough=index.ENOUGH_RATED)
    return _Table(tuple(departments.tolist()), counts, scores)


def _rows(
    about: int, table: _Table, questions: tuple[Question, ...], names: Mapping[int, str], thresholds: Thresholds
) -> list[Rated]:
    cells = _cells(table, thresholds)
    for_scores = merging.merge(cells, thresholds.score)
    for_items = {group.key: group for group in _groups(table, merging.merge(cells, thresholds.item), names)}
    rows = []
    for group in _groups(table, for_scores, names):
        places = [table.departments.index(one) for one in group.departments]
        score = index.result("", group, table.scores, places, thresholds)
        alike = for_items.get(group.key)
        row = Rated(
            about, names[about], group, score.value, score.low, score.high, score.n, score.note, score.is_shared
        )
        if alike == group:
            row = replace(row, items=_items(table, places, questions, thresholds))
        rows.append(row)
    wider = for_items.get(OTHERS_GROUP)
    if wider is not None and wider not in [row.group for row in rows]:
        places = [table.departments.index(one) for one in wider.departments]
        wider = replace(wider, key=f"{OTHERS_GROUP}-items")
        rows.append(Rated(about, names[about], wider, items=_items(table, places, questions, thresholds)))
    return rows


def _score_rows(
    about: int, table: _Table, questions: tuple[Question, ...], names: Mapping[int, str], thresholds: Thresholds
) -> list[Rated]:
    """Return the scores of all and of departments, with single items for all of them together."""
    cells = [Cell(one, scored=int(table.scores.n[place])) for place, one in enumerate(table.departments)]
    rows = []
    for group in _groups(table, merging.merge(cells, thresholds.score), names):
        places = [table.departments.index(one) for one in group.departments]
        score = index.result("", group, table.scores, places, thresholds)
        shown = (score.value, score.low, score.high, score.n, score.note, score.is_shared)
        items = _items(table, places, questions, thresholds) if group.is_side else ()
        rows.append(Rated(about, names[about], group, *shown, items=items))
    return rows


def _cells(table: _Table, thresholds: Thresholds) -> list[Cell]:
    valid, agreeing = table.counts[:, :, 2:].sum(axis=2), table.counts[:, :, 5:].sum(axis=2)
    shown, is_scored = valid.sum(axis=0) >= thresholds.item, int(table.scores.n.sum()) >= thresholds.score
    return [
        Cell(
            one,
            tuple(agreeing[place, shown].tolist()),
            tuple(valid[place, shown].tolist()),
            int(table.scores.n[place]) if is_scored else None,
        )
        for place, one in enumerate(table.departments)
    ]


def _groups(table: _Table, merge: merging.Merge, names: Mapping[int, str]) -> list[Group]:
    only = names.get(table.departments[0], "") if len(table.departments) == 1 else ""
    groups = [Group(SIDE_GROUP, only, table.departments)] if merge.is_side_shown else []
    if len(table.departments) > 1:
        alone = sorted(merge.alone, key=lambda one: names[one])
        groups += [Group(f"department-{one}", names[one], (one,)) for one in alone]
        if merge.others:
            groups.append(Group(OTHERS_GROUP, "", tuple(sorted(merge.others))))
    return groups


def _items(
    table: _Table, places: Sequence[int], questions: tuple[Question, ...], thresholds: Thresholds
) -> tuple[RatedItem, ...]:
    shown = []
    for place, question in enumerate(questions):
        share = share_of(table.counts[list(places), place].sum(axis=0), thresholds, in_full=False)
        if share.is_shown:
            shown.append(RatedItem(question.construct, replace(share, distribution=None, cant_judge=None)))
    return tuple(shown)


# The auditor --------------------------------------------------------------------------------------


def leaks_of(
    rows: Sequence[Rated], ratings: Ratings, questions: tuple[Question, ...], thresholds: Thresholds
) -> Iterator[Leak]:
    """Yield what the finished rows of one rated department give away about fewer than `k` raters."""
    departments, places = np.unique(ratings.raters, return_inverse=True)
    for place, question in enumerate(questions):
        values, told = ratings.values[:, place], f"{question.construct} about {ratings.about}"
        people = np.bincount(places.ravel()[values > 0], minlength=len(departments)).astype(np.int64)
        agreeing = np.bincount(places.ravel()[values >= 4], minlength=len(departments)).astype(np.int64)
        shown = [row for row in rows if row.share(question.construct).is_shown]
        sets = [_members(departments, row) for row in shown]
        if sets:
            # A mask for everybody together is a bound and no count: nothing can be subtracted from it.
            is_bound = len(sets) == 1 and not shown[0].share(question.construct).is_exact
            known = Knowledge(told, np.array(sets, bool), people, agreeing)
            yield from audit.leaks(known, k=thresholds.item, unanimous_from=thresholds.item, is_strict=not is_bound)
    scored = index.scores(
        ratings.values, questions, places.ravel(), len(departments), enough=index.ENOUGH_RATED
    ).n.astype(np.int64)
    sets = [_members(departments, row) for row in rows if row.n is not None]
    if sets:
        alike = np.zeros(len(departments), np.int64)
        known = Knowledge(f"score of {ratings.about}", np.array(sets, bool), scored, alike)
        yield from audit.leaks(known, k=thresholds.score, unanimous_from=0)


def _members(departments: NDArray[np.int64], row: Rated) -> NDArray[np.bool_]:
    return np.asarray(np.isin(departments, row.group.departments), bool)
