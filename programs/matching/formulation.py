"""A matching problem as a matrix: columns to decide, rows that no plan may break.

Columns: one per wish (is it granted?), then one per day whose opening counts (does it
open?), one per visitor without a visit (served?), one per coverage floor (how far below?).
Spacing is written as windows over a person's dates, not as pairs: the windows are cliques,
so the relaxation is almost integral.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from programs.matching.model import Ints, LevelName, Pair, Problem

Floats = NDArray[np.float64]
INFINITY = float("inf")
DATES = 4_000_000
"""More than any date's ordinal."""


class RowKind(IntEnum):
    """Which rule a row of the matrix writes down."""

    PLACES = 0
    WANTED = 1
    DEPARTMENT = 2
    SPACING = 3
    COVER = 4
    BUDGET = 5
    GROUP = 6
    SERVED = 7
    FLOOR = 8
    OPENING = 9
    HOST_BUDGET = 10


SCARCE = (RowKind.PLACES, RowKind.COVER, RowKind.BUDGET, RowKind.HOST_BUDGET)
"""Rules that somebody could widen by one: their duals are prices."""


@dataclass(frozen=True, eq=False)
class Block:
    """Some rows: `row` (from 0), `column` and `value` of each entry, and their bounds.

    `subject` says for each row which place, person, date or budget it is about.
    """

    kind: RowKind
    row: Ints
    column: Ints
    value: Floats
    lower: Floats
    upper: Floats
    subject: Ints

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.lower)


@dataclass(frozen=True, eq=False)
class Formulation:
    """The matrix, row by row (CSR), with the bounds of rows and columns."""

    problem: Problem
    width: int
    start: Ints
    index: Ints
    value: Floats
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    kind: Ints
    subject: Ints
    served_from: int
    short_from: int

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.row_lower)

    @property
    def is_integral(self) -> NDArray[np.bool_]:
        """Which columns must be whole: wishes and openings; the others follow from them."""
        whole = np.ones(self.width, dtype=np.bool_)
        whole[self.served_from :] = False
        return whole

    def objective(self, name: LevelName) -> Floats:
        """Return what each column is worth on a level, all to be maximised."""
        worth = np.zeros(self.width)
        problem = self.problem
        if name == LevelName.FIRST_VISITS:
            worth[self.served_from : self.short_from] = 1
        elif name == LevelName.OWED:
            waiting = waiting_of(problem)
            worth[self.served_from : self.short_from] = [problem.visitors[v].is_owed for v in waiting]
        elif name == LevelName.FLOORS:
            worth[self.short_from :] = -1
        elif name == LevelName.VISITS:
            worth[: problem.size] = 1
        elif name == LevelName.PREFERENCE:
            worth[: problem.size] = problem.score
        elif name == LevelName.LEAST_CHANGE:
            worth[[problem.columns[pair] for pair in problem.kept if pair in problem.columns]] = 1
        return worth


def formulate(problem: Problem) -> Formulation:
    """Write the problem as a matrix."""
    waiting = waiting_of(problem)
    purses = _purses(problem)
    budgeted = np.unique(np.concatenate([np.zeros(0, dtype=np.int64)] + [purse.days for purse in purses]))
    opening = np.union1d(budgeted, np.flatnonzero([day.least > 1 for day in problem.days]))
    opens = np.full(len(problem.days), -1)
    opens[opening] = problem.size + np.arange(len(opening))
    served_from = problem.size + len(opening)
    short_from = served_from + len(waiting)
    blocks = [
        _places(problem, budgeted, opens),
        _wanted(problem),
        _departments(problem),
        _spacing(problem),
        _covers(problem),
        _budgets(problem, purses, RowKind.BUDGET, opens),
        _budgets(problem, purses, RowKind.HOST_BUDGET, opens),
        _openings(problem, budgeted, opens),
        _groups(problem, opens),
        _served(problem, waiting, served_from),
        _floors(problem, short_from),
    ]
    column_upper = np.ones(short_from + len(problem.floors))
    column_upper[short_from:] = [0 if floor.is_required else floor.least for floor in problem.floors]
    return _stack(problem, blocks, column_upper, served_from, short_from)


def _stack(
    problem: Problem, blocks: Sequence[Block], column_upper: Floats, served_from: int, short_from: int
) -> Formulation:
    """Put the blocks on top of each other and compress them row by row."""
    offsets = np.cumsum([0] + [block.height for block in blocks])
    row = np.concatenate([block.row + offset for block, offset in zip(blocks, offsets, strict=False)])
    column = np.concatenate([block.column for block in blocks])
    value = np.concatenate([block.value for block in blocks])
    order = np.lexsort((column, row))
    return Formulation(
        problem=problem,
        width=len(column_upper),
        start=np.searchsorted(row[order], np.arange(offsets[-1] + 1)),
        index=column[order],
        value=value[order],
        row_lower=np.concatenate([block.lower for block in blocks]),
        row_upper=np.concatenate([block.upper for block in blocks]),
        column_upper=column_upper,
        kind=np.repeat([block.kind for block in blocks], np.diff(offsets)),
        subject=np.concatenate([block.subject for block in blocks]),
        served_from=served_from,
        short_from=short_from,
    )


def _block(
    kind: RowKind, row: Ints, column: Ints, value: Floats, lower: Floats | float, upper: Floats, subject: Ints
) -> Block:
    return Block(kind, row, column, value, np.broadcast_to(lower, upper.shape).astype(float), upper, subject)


def _at_most(kind: RowKind, keys: Ints, upper: Ints, weight: Ints | None = None) -> Block:
    """One row per key: Σ weight of the wishes with it ≤ upper. Rows that can't bind are left out.

    `keys` and `upper` are given per wish; a negative key belongs to no row.
    """
    weight = np.ones(len(keys), dtype=np.int64) if weight is None else weight
    wishes = np.flatnonzero(keys >= 0)
    unique, row = np.unique(keys[wishes], return_inverse=True)
    most = np.zeros(len(unique))
    most[row] = upper[wishes]
    binding = np.bincount(row, weight[wishes], len(unique)) > most
    renumbered = np.cumsum(binding) - 1
    entries = binding[row]
    return _block(
        kind,
        renumbered[row[entries]],
        wishes[entries],
        weight[wishes[entries]].astype(float),
        -INFINITY,
        most[binding],
        unique[binding],
    )


def waiting_of(problem: Problem) -> Ints:
    """Positions of the visitors without any visit who have at least one wish."""
    has_wish = np.zeros(len(problem.visitors), dtype=np.bool_)
    has_wish[problem.visitor] = True
    return np.flatnonzero([has_wish[v] and not who.is_served for v, who in enumerate(problem.visitors)])


def _places(problem: Problem, budgeted: Ints, opens: Ints) -> Block:
    """Σ of a day's wishes ≤ its places; of a day that costs hours: ≤ its places · does it open?

    Without the second, a tenth of an opening would hold as many people as a whole one.
    """
    places = np.array([day.places for day in problem.days], dtype=np.int64)
    block = _at_most(RowKind.PLACES, problem.day, places[problem.day])
    costly = np.flatnonzero(np.isin(block.subject, budgeted))
    days, upper = block.subject[costly], block.upper.copy()
    upper[costly] = 0.0
    return replace(
        block,
        row=np.concatenate([block.row, costly]),
        column=np.concatenate([block.column, opens[days]]),
        value=np.concatenate([block.value, -places[days].astype(float)]),
        upper=upper,
    )


def _wanted(problem: Problem) -> Block:
    wanted = np.array([visitor.wanted for visitor in problem.visitors], dtype=np.int64)
    return _at_most(RowKind.WANTED, problem.visitor, wanted[problem.visitor])


def dates_of(problem: Problem) -> Ints:
    """Return the date of each wish."""
    return np.array([day.on for day in problem.days], dtype=np.int64)[problem.day]


def departments_of(problem: Problem) -> tuple[Ints, Ints]:
    """Return the department of each wish, as a position in the sorted keys, and the keys."""
    keys, place = np.unique(np.array([day.department for day in problem.days], dtype=np.int64), return_inverse=True)
    return place[problem.day], keys


def _departments(problem: Problem) -> Block:
    department, keys = departments_of(problem)
    key = problem.visitor * max(1, len(keys)) + department
    return _at_most(RowKind.DEPARTMENT, key, np.ones(problem.size, dtype=np.int64))


def _spacing(problem: Problem) -> Block:
    """Windows of `spacing` days over each person's dates; windows inside another are left out."""
    key = problem.visitor * DATES + dates_of(problem)
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = np.unique(ordered)
    begin = np.searchsorted(ordered, first)
    end = np.searchsorted(ordered, first + problem.spacing)
    widest = np.ones(len(first), dtype=np.bool_)
    widest[1:] = end[1:] > end[:-1]
    keep = widest & (end - begin > 1)
    begin, length = begin[keep], (end - begin)[keep]
    row = np.repeat(np.arange(len(length)), length)
    step = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    column = order[np.repeat(begin, length) + step]
    return _block(RowKind.SPACING, row, column, np.ones(len(column)), -INFINITY, np.ones(len(length)), first[keep])


def cover_of_wishes(problem: Problem) -> Ints:
    """Return the position of the cover rule that each wish counts for; -1 where there is none."""
    if not problem.covers:
        return np.full(problem.size, -1)
    keys = np.array([cover.team * DATES + cover.on for cover in problem.covers], dtype=np.int64)
    team = np.array([visitor.team for visitor in problem.visitors], dtype=np.int64)[problem.visitor]
    wanted = team * DATES + dates_of(problem)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _covers(problem: Problem) -> Block:
    key = cover_of_wishes(problem)
    most = np.array([cover.most for cover in problem.covers] or [0], dtype=np.int64)
    return _at_most(RowKind.COVER, key, most[key])


@dataclass(frozen=True, eq=False)
class Purse:
    """A budget that could run out: its `subject` is its position, `days` are what it pays for.

    `minutes` is the most that any choice of its days adds up to within the budget: what is
    left over beyond that is no use, and a relaxation would spend it.
    """

    kind: RowKind
    subject: int
    minutes: int
    days: Ints


def _purses(problem: Problem) -> list[Purse]:
    """Return the budgets of departments and hosts that can't pay for every day with a wish."""
    has_wish = np.zeros(len(problem.days), dtype=np.bool_)
    has_wish[problem.day] = True
    paid: dict[tuple[RowKind, int, int], list[int]] = {}
    for number, day in enumerate(problem.days):
        if day.minutes:
            paid.setdefault((RowKind.BUDGET, day.department, day.month), []).append(number)
            paid.setdefault((RowKind.HOST_BUDGET, day.host, day.month), []).append(number)
    purses = []
    limits = [(RowKind.BUDGET, n, one.department, one.month, one.minutes) for n, one in enumerate(problem.budgets)]
    limits += [(RowKind.HOST_BUDGET, n, one.host, one.month, one.minutes) for n, one in enumerate(problem.host_budgets)]
    for kind, subject, owner, month, minutes in limits:
        asked = [number for number in paid.get((kind, owner, month), ()) if has_wish[number]]
        if sum(problem.days[number].minutes for number in asked) > minutes:
            most = most_within(minutes, [problem.days[number].minutes for number in asked])
            purses.append(Purse(kind, subject, most, np.array(asked, dtype=np.int64)))
    return purses


def most_within(limit: int, parts: Iterable[int]) -> int:
    """Return the largest sum of some of `parts` that is at most `limit` (none of them: 0)."""
    reached, most = 1, (1 << limit + 1) - 1  # bit n: a sum of n can be had
    for part in parts:
        reached |= reached << part & most
    return reached.bit_length() - 1


def _budgets(problem: Problem, purses: Sequence[Purse], kind: RowKind, opens: Ints) -> Block:
    """Σ minutes of the days that open ≤ budget."""
    none = np.zeros(0, dtype=np.int64)
    mine = [purse for purse in purses if purse.kind == kind]
    units = [math.gcd(purse.minutes, *(problem.days[day].minutes for day in purse.days)) for purse in mine]
    minutes = [
        [problem.days[day].minutes // unit for day in purse.days] for purse, unit in zip(mine, units, strict=True)
    ]
    return _block(
        kind,
        np.repeat(np.arange(len(mine)), [len(purse.days) for purse in mine]),
        opens[np.concatenate([none] + [purse.days for purse in mine])],
        np.array([one for each in minutes for one in each], dtype=float),
        -INFINITY,
        np.array([purse.minutes // unit for purse, unit in zip(mine, units, strict=True)], dtype=float),
        np.array([purse.subject for purse in mine], dtype=np.int64),
    )


def _openings(problem: Problem, budgeted: Ints, opens: Ints) -> Block:
    """A visit opens its day: one row per wish, unless the row of the day's one place says so already."""
    costs = np.zeros(len(problem.days), dtype=np.bool_)
    costs[budgeted] = True
    count = np.bincount(problem.day, minlength=len(problem.days))
    costs &= (count <= 1) | np.array([day.places != 1 for day in problem.days], dtype=np.bool_)
    wishes = np.flatnonzero(costs[problem.day])
    every = np.arange(len(wishes))
    return _block(
        RowKind.OPENING,
        np.concatenate([every, every]),
        np.concatenate([wishes, opens[problem.day[wishes]]]),
        np.repeat([1.0, -1.0], len(wishes)),
        -INFINITY,
        np.zeros(len(wishes)),
        wishes,
    )


def _groups(problem: Problem, opens: Ints) -> Block:
    """A day that opens holds from `least` to `places` people: two rows a day."""
    grouped = np.flatnonzero([day.least > 1 for day in problem.days])
    number = np.full(len(problem.days), -1)
    number[grouped] = np.arange(len(grouped))
    wishes = np.flatnonzero(number[problem.day] >= 0)
    mine = number[problem.day[wishes]]
    least = np.array([problem.days[day].least for day in grouped], dtype=float)
    places = np.array([problem.days[day].places for day in grouped], dtype=float)
    every, ones = np.arange(len(grouped)), np.ones(len(wishes))
    return _block(
        RowKind.GROUP,
        np.concatenate([2 * mine, 2 * every, 2 * mine + 1, 2 * every + 1]),
        np.concatenate([wishes, opens[grouped], wishes, opens[grouped]]),
        np.concatenate([ones, -least, -ones, places]),
        0.0,
        np.full(2 * len(grouped), INFINITY),
        np.repeat(grouped, 2),
    )


def _served(problem: Problem, waiting: Ints, served_from: int) -> Block:
    """Nobody is served without a visit."""
    number = np.full(len(problem.visitors), -1)
    number[waiting] = np.arange(len(waiting))
    wishes = np.flatnonzero(number[problem.visitor] >= 0)
    every = np.arange(len(waiting))
    return _block(
        RowKind.SERVED,
        np.concatenate([number[problem.visitor[wishes]], every]),
        np.concatenate([wishes, served_from + every]),
        np.concatenate([np.ones(len(wishes)), -np.ones(len(waiting))]),
        0.0,
        np.full(len(waiting), INFINITY),
        waiting,
    )


def _floors(problem: Problem, short_from: int) -> Block:
    """Σ of the department's wishes in the period + how far below ≥ floor."""
    department, keys = departments_of(problem)
    on = dates_of(problem)
    rows, columns = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for number, floor in enumerate(problem.floors):
        inside = (keys[department] == floor.department) & (on >= floor.from_on) & (on <= floor.until_on)
        columns += [np.flatnonzero(inside), np.array([short_from + number])]
        rows.append(np.full(int(inside.sum()) + 1, number))
    column = np.concatenate(columns)
    return Block(
        RowKind.FLOOR,
        np.concatenate(rows),
        column,
        np.ones(len(column)),
        np.array([floor.least for floor in problem.floors], dtype=float),
        np.full(len(problem.floors), INFINITY),
        np.arange(len(problem.floors)),
    )


def values_of(formulation: Formulation, placements: Iterable[Pair]) -> Floats:
    """Return the columns of a plan: its wishes, the days they open, whom they serve, how far floors are missed."""
    problem = formulation.problem
    values = np.zeros(formulation.width)
    values[[problem.columns[pair] for pair in placements]] = 1
    granted = values[formulation.index] * formulation.value
    reached = np.add.reduceat(granted, formulation.start[:-1]) if len(granted) else np.zeros(0)
    for kind in (RowKind.PLACES, RowKind.OPENING, RowKind.GROUP, RowKind.SERVED, RowKind.FLOOR):
        for row in np.flatnonzero(formulation.kind == kind):
            entries = slice(formulation.start[row], formulation.start[row + 1])
            column = formulation.index[entries][-1]
            if column < problem.size:
                continue
            if kind == RowKind.FLOOR:
                values[column] = max(0.0, formulation.row_lower[row] - reached[row])
            elif abs(reached[row]) > 0:
                values[column] = 1
    return values
