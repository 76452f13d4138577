"""Which departments may stand alone, and which are merged so that nobody can be subtracted out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SCORE_FLOOR = 5
ITEM_FLOOR = 10
FULL = 30
"""From how many answers on everything about a group is shown."""


@dataclass(frozen=True)
class Thresholds:
    """The smallest groups that get a score and an item. Raised by a programme, never lowered."""

    score: int = SCORE_FLOOR
    item: int = ITEM_FLOOR

    def __post_init__(self) -> None:
        """Refuse thresholds below 5 and 10, or a lower one for items than for scores."""
        if self.score < SCORE_FLOOR or self.item < max(ITEM_FLOOR, self.score):
            raise ValueError(f"thresholds of {self.score} and {self.item} protect nobody")


@dataclass(frozen=True)
class Cell:
    """A department: per released item how many agreed and how many judged it, and how many
    people have a score (None where no score is asked for).
    """

    department: int
    agreeing: tuple[int, ...] = ()
    valid: tuple[int, ...] = ()
    scored: int | None = None

    @property
    def n(self) -> int:
        """The smallest number of people behind any figure of the department."""
        return min([*self.valid, *([] if self.scored is None else [self.scored])], default=0)


@dataclass(frozen=True)
class Merge:
    """The decision for one side: departments on their own, departments shown as one, and
    whether the total of the side may be shown.
    """

    alone: tuple[int, ...]
    others: tuple[int, ...]
    is_side_shown: bool


def merge(cells: Sequence[Cell], k: int) -> Merge:
    """Decide for one side, once for all its items.

    Departments below `k` are merged with the next smallest until there are two of them
    with `k` people and no item on which they are unanimous. If that takes all of them,
    only the side's total is left, and only under the same conditions.
    """
    order = sorted(cells, key=lambda cell: (cell.n, cell.department))
    small = sum(cell.n < k for cell in order)
    if small == 0:
        return Merge(tuple(cell.department for cell in order), (), is_side_shown=bool(order))
    while small < len(order) and not (small >= 2 and _is_safe(order[:small], k)):
        small += 1
    if small == len(order):
        return Merge((), (), is_side_shown=_is_safe(order, k))
    return Merge(
        tuple(cell.department for cell in order[small:]),
        tuple(cell.department for cell in order[:small]),
        is_side_shown=True,
    )


def merge_people(groups: Mapping[int, Collection[int]], k: int) -> Merge:
    """Decide which groups may stand alone where one person may be in several of them.

    As `merge`, and the merged ones hold `k` different people: two groups of the same three are
    three people. `groups` gives the people of each.
    """
    found = merge([Cell(key, scored=len(set(people))) for key, people in groups.items()], k)
    alone = sorted(found.alone, key=lambda key: (len(set(groups[key])), key))
    others = list(found.others)
    while alone and others and len(_union(groups, others)) < k:
        others.append(alone.pop(0))
    if not alone:
        return Merge((), (), is_side_shown=len(_union(groups, groups)) >= k)
    return Merge(tuple(alone), tuple(others), is_side_shown=True)


def _union(groups: Mapping[int, Collection[int]], keys: Iterable[int]) -> set[int]:
    return {person for key in keys for person in groups[key]}


def _is_safe(cells: Sequence[Cell], k: int) -> bool:
    """Whether the cells together have `k` people behind every figure and are unanimous about nothing."""
    agreeing = [sum(column) for column in zip(*(cell.agreeing for cell in cells), strict=True)]
    valid = [sum(column) for column in zip(*(cell.valid for cell in cells), strict=True)]
    scored = [] if any(cell.scored is None for cell in cells) else [sum(cell.scored or 0 for cell in cells)]
    if min([*valid, *scored], default=0) < k:
        return False
    return all(0 < x < n for x, n in zip(agreeing, valid, strict=True))


def shown_in_full(sizes: Sequence[int]) -> list[bool]:
    """Return which groups of a side get a five-part distribution.

    Those with 30 answers, less the smallest of them while the rest could be subtracted
    from the side's total and has fewer than 30.
    """
    full = [n >= FULL for n in sizes]
    while True:
        rest = sum(n for n, is_full in zip(sizes, full, strict=True) if not is_full)
        if rest == 0 or rest >= FULL or not any(full):
            return full
        smallest = min((n, place) for place, (n, is_full) in enumerate(zip(sizes, full, strict=True)) if is_full)
        full[smallest[1]] = False


def is_remainder_safe(agreeing: int, valid: int, k: int) -> bool:
    """Whether what is left of a group after subtracting a published part gives nobody away:
    nobody is left, or at least `k` people who are not unanimous.
    """
    return valid == 0 or (valid >= k and 0 < agreeing < valid)
