"""The last look before a release: could anyone work out the answers of a small group?

The auditor trusts none of the rules that made a release. It reads the finished tables as an
attacker would, who knows of every person their department, how often they visited and in
which waves they answered, and every published figure as the exact count behind it. Then it
asks two questions, both of them answered by integer programming (HiGHS, through scipy):

* Is there a group of fewer than `k` people whose count is the sum and difference of
  published counts? Sought is the smallest set of atoms u = Aᵀy with 0 < people < k, where
  the rows of A are the published groups.
* Does the number of agreeing people in some small group follow, because everything else
  would be more than all or less than none? Its least and greatest value are sought over all
  whole numbers that fit every published count.

A group of ten or more who all think alike can still be inferred from totals; that is the
stated residual risk, and the second question leaves such groups out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

TOLERANCE = 1e-7
PATIENCE = 20.0
"""Seconds for one search. An answer that takes longer counts as a leak: nothing is published on a maybe."""

MOST_KINDS = 2**31
"""How many kinds of columns are numbered before the numbers are made dense again."""


class LeakingRelease(Exception):
    """A release would give a small group away. Nothing is published."""


@dataclass(frozen=True)
class Knowledge:
    """What an attacker knows of one item on one side of one wave.

    Atoms are the finest groups anybody could tell apart. `sets` has a row for each
    published group and a column for each atom; `people` gave a valid answer, `agreeing`
    of them agree. `told` says what it is about, for the message.
    """

    told: str
    sets: NDArray[np.bool_]
    people: NDArray[np.int64]
    agreeing: NDArray[np.int64]


@dataclass(frozen=True)
class Leak:
    """A small group that a release gives away: of which item, how many people, and how."""

    told: str
    people: int
    is_forced: bool = False


def leaks(known: Knowledge, *, k: int, unanimous_from: int, is_strict: bool = False) -> Iterator[Leak]:
    """Yield what the published groups of one item give away about fewer than `k` people.

    Groups of `unanimous_from` people or more may be known to think alike; if `is_strict`,
    only where no smaller atom is among them.
    """
    if is_strict and (exposed := _alike_with_others(known, unanimous_from)):
        yield Leak(known.told, exposed, is_forced=True)
        return
    cells = _cells(known)
    for row, people in zip(cells.sets, cells.sets @ cells.people, strict=True):
        if row.any() and 0 < people < k:
            yield Leak(known.told, int(people))
            return
    found = smallest_derivable(cells.sets, cells.people, k)
    if found is not None:
        yield Leak(known.told, int(cells.people[found].sum()))
    elif (forced := _forced(cells, k, unanimous_from)) is not None:
        yield Leak(known.told, forced, is_forced=True)


def _cells(known: Knowledge) -> Knowledge:
    """Join the atoms that no published group tells apart, and leave out those nobody is in."""
    occupied = (known.people > 0) & known.sets.any(axis=0)
    sets, people, agreeing = known.sets[:, occupied], known.people[occupied], known.agreeing[occupied]
    if not occupied.any():
        return Knowledge(known.told, sets, people, agreeing)
    firsts, places = alike(np.packbits(sets, axis=0))
    count = len(firsts)
    return Knowledge(
        known.told,
        sets[:, firsts],
        np.bincount(places, people, count).astype(np.int64),
        np.bincount(places, agreeing, count).astype(np.int64),
    )


def alike(rows: Sequence[NDArray[Any]] | NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return of the columns of a table where each kind stands first, and the number of each column's kind.

    What `np.unique` says along an axis, but for the order of kinds; that sorts whole columns, which is slow.
    """
    codes, size = np.zeros(len(rows[0]), np.int64), 1
    for row in rows:
        values, inverse = np.unique(row, return_inverse=True)
        if size * len(values) >= MOST_KINDS:
            kinds, codes = np.unique(codes, return_inverse=True)
            size = len(kinds)
        codes, size = codes * len(values) + inverse, size * len(values)
    _kinds, firsts, places = np.unique(codes, return_index=True, return_inverse=True)
    return firsts, places


def _alike_with_others(known: Knowledge, unanimous_from: int) -> int:
    """Return the size of a small atom in a published group that is of one mind; 0 where there is none."""
    totals, sizes = known.sets @ known.agreeing, known.sets @ known.people
    alike = known.sets[(totals == 0) | (totals == sizes)].any(axis=0)
    exposed = alike & (known.people > 0) & (known.people < unanimous_from)
    return int(known.people[exposed].min(initial=unanimous_from)) if exposed.any() else 0


def smallest_derivable(sets: NDArray[np.bool_], people: NDArray[np.int64], k: int) -> NDArray[np.bool_] | None:
    """Return the smallest set of cells with 0 < people < k whose count follows from the
    published ones by adding and subtracting, or None where there is none.
    """
    small = people < k
    if not small.any():
        return None
    table = sets.astype(float)
    # Cells with k people or more can't be in such a set, so the combination has to cancel there.
    cancelling = _null_space(table[:, ~small].T, len(table))
    if cancelling.shape[1] == 0 or np.abs(table[:, small].T @ cancelling).max(initial=0.0) < TOLERANCE:
        return None
    chosen = _search(table, people, small, k)
    whole = np.zeros(len(people), bool)
    whole[np.flatnonzero(small)[chosen]] = True
    return whole if chosen.any() else None


def _null_space(table: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    if len(table) == 0:
        return np.eye(width)
    _, values, rows = np.linalg.svd(table)
    rank = int((values > TOLERANCE * max(1.0, values.max(initial=0.0))).sum())
    return np.asarray(rows[rank:].T, float)


def _search(
    table: NDArray[np.float64], people: NDArray[np.int64], small: NDArray[np.bool_], k: int
) -> NDArray[np.bool_]:
    """Return which small cells make the smallest derivable set: all of them where time ran out."""
    count, width = int(small.sum()), len(table)
    identity = sparse.hstack([sparse.eye(count), -sparse.csr_matrix(table[:, small].T)])
    cancel = sparse.hstack([sparse.csr_matrix((int((~small).sum()), count)), sparse.csr_matrix(table[:, ~small].T)])
    sizes = np.concatenate([people[small].astype(float), np.zeros(width)])
    found = optimize.milp(
        sizes,
        integrality=np.concatenate([np.ones(count), np.zeros(width)]),
        bounds=optimize.Bounds(
            np.concatenate([np.zeros(count), np.full(width, -np.inf)]),
            np.concatenate([np.ones(count), np.full(width, np.inf)]),
        ),
        constraints=[
            optimize.LinearConstraint(sparse.vstack([identity, cancel]).tocsr(), 0, 0),
            optimize.LinearConstraint(sizes, 1, k - 1),
        ],
        options={"time_limit": PATIENCE},
    )
    if found.x is not None:
        return np.asarray(found.x[:count] > 0.5)
    infeasible = 2
    return np.full(count, found.status != infeasible)


def bounds(known: Knowledge, chosen: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the least and the greatest number of agreeing people among the chosen atoms that
    fit every published count.
    """
    totals = known.sets.astype(float) @ known.agreeing
    ends = []
    for sign in (1.0, -1.0):
        found = optimize.milp(
            sign * chosen.astype(float),
            integrality=np.ones(len(chosen)),
            bounds=optimize.Bounds(0, known.people.astype(float)),
            constraints=optimize.LinearConstraint(known.sets.astype(float), totals, totals),
            options={"time_limit": PATIENCE},
        )
        truth = float(known.agreeing[chosen].sum())
        ends.append(truth if found.x is None else float(round(sign * found.fun)))
    return int(ends[0]), int(ends[1])


def _forced(cells: Knowledge, k: int, unanimous_from: int) -> int | None:
    """Return the size of a group of fewer than `k` people whose answers follow from the bounds."""
    totals, sizes = cells.sets @ cells.agreeing, cells.sets @ cells.people
    alike = (sizes >= unanimous_from) & ((totals == 0) | (totals == sizes))
    free = ~cells.sets[alike].any(axis=0)
    watched = free & (cells.people < unanimous_from)
    if not watched.any() or _has_room(cells, free):
        return None
    for place in np.flatnonzero(watched):
        chosen = np.zeros(len(free), bool)
        chosen[place] = True
        low, high = bounds(cells, chosen)
        if low == high and (cells.people[place] < k or cells.agreeing[place] in {0, cells.people[place]}):
            return int(cells.people[place])
    return None


def _has_room(cells: Knowledge, free: NDArray[np.bool_]) -> bool:
    """Whether some way to fill the cells leaves every free one strictly between none and all:
    then nothing about them follows from bounds alone.
    """
    if ((cells.agreeing > 0) & (cells.agreeing < cells.people))[free].all():
        return True
    table, people = sparse.csr_matrix(cells.sets.astype(float)), cells.people.astype(float)
    count, slack = len(people), sparse.csr_matrix(free.astype(float)[:, None])
    identity = sparse.eye(count)
    found = optimize.linprog(
        np.concatenate([np.zeros(count), [-1.0]]),
        A_ub=sparse.bmat([[-identity, slack], [identity, slack]]).tocsr(),
        b_ub=np.concatenate([np.zeros(count), people]),
        A_eq=sparse.hstack([table, sparse.csr_matrix((table.shape[0], 1))]).tocsr(),
        b_eq=cells.sets @ cells.agreeing,
        bounds=[(0, None)] * count + [(0, 1)],
        method="highs",
    )
    return bool(found.status == 0 and found.x is not None and found.x[-1] > 1e-6)
