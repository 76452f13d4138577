"""The last look before a release: could anyone work out the answers of a small group?

An attacker knows how many people of every hidden department answered, and every published
count. A group of hidden departments with fewer than `k` people is safe while its number of
agreeing people could still be more than one value. Items are published on the same groups
and groups don't overlap, so each merged group gives one equation, and the least and the
greatest solution in whole numbers can be written down; no solver is needed.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from programs.surveys.disclosure.merging import Cell, Merge

MOST_HIDDEN = 12
"""Up to how many small departments every union is tried; beyond, each one and all but each one."""


class LeakingRelease(Exception):
    """A release would give a small group away. Nothing is published."""


def bounds(people: int, others: int, agreeing: int) -> tuple[int, int]:
    """Return the least and the greatest number of agreeing people among `people`, when
    `agreeing` of them and of `others` together agree.
    """
    return max(0, agreeing - others), min(people, agreeing)


def leaks(cells: Sequence[Cell], merge: Merge, k: int) -> list[tuple[int, ...]]:
    """Return the sets of departments that the decision would give away: too small on their own,
    or hidden and yet determined.
    """
    by_department = {cell.department: cell for cell in cells}
    alone: list[tuple[int, ...]] = [(one,) for one in merge.alone if by_department[one].n < k]
    # Whoever is not shown alone can be had as a group: from the merged figure or from the side's total.
    hidden = tuple(one for one in by_department if one not in merge.alone)
    if not merge.is_side_shown or not hidden:
        return alone
    columns = len(by_department[hidden[0]].valid)
    return alone + [
        union
        for union in _small_unions(hidden)
        if any(_is_determined(by_department, hidden, union, column, k) for column in range(columns))
    ]


def _is_determined(
    cells: dict[int, Cell], hidden: tuple[int, ...], union: tuple[int, ...], column: int, k: int
) -> bool:
    """Whether a small union's number of agreeing people on one item follows from the group's total."""
    people = sum(cells[one].valid[column] for one in union)
    if not 0 < people < k:
        return False
    others = sum(cells[one].valid[column] for one in hidden) - people
    low, high = bounds(people, others, sum(cells[one].agreeing[column] for one in hidden))
    return low == high


def _small_unions(hidden: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    sizes = range(1, len(hidden) + 1) if len(hidden) <= MOST_HIDDEN else (1, len(hidden) - 1, len(hidden))
    for size in sizes:
        yield from combinations(hidden, size)
