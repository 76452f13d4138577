"""How well two people agree who sorted the same texts. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_ENTRIES = 30
"""So many entries two people have both read before their agreement says anything."""
LEAST_KAPPA = 0.60
"""From this agreement on a theme's count is reported; below it themes are merged. A convention, not a law."""


def cohens_kappa(table: Sequence[Sequence[int]]) -> float | None:
    """Return Cohen's kappa of a square table: rows are the first person's choices, columns the second's.

    (p_o - p_e) / (1 - p_e), after Cohen 1960, A coefficient of agreement for nominal scales,
    doi:10.1177/001316446002000104. None when there is nothing to agree about: no entries, or
    both always choose the same one thing.
    """
    total = sum(map(sum, table))
    if total == 0:
        return None
    observed = sum(row[place] for place, row in enumerate(table)) / total
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    chance = sum(row * column for row, column in zip(rows, columns, strict=True)) / total**2
    return None if chance == 1 else (observed - chance) / (1 - chance)


@dataclass(frozen=True)
class Agreement:
    """What two people said about one theme: on how many entries both, one of them, or neither saw it."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def entries(self) -> int:
        """How many entries both have read."""
        return self.both + self.first + self.second + self.neither

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of seeing the theme or not."""
        return cohens_kappa([[self.both, self.first], [self.second, self.neither]])

    @property
    def is_enough(self) -> bool:
        """Whether a count of the theme may be reported: enough entries read by two, and they agree."""
        return self.entries >= LEAST_ENTRIES and self.kappa is not None and self.kappa >= LEAST_KAPPA


def agreement(first: Sequence[bool], second: Sequence[bool]) -> Agreement:
    """Count two people's yes and no on the same entries, in the same order."""
    pairs = list(zip(first, second, strict=True))
    return Agreement(
        both=pairs.count((True, True)),
        first=pairs.count((True, False)),
        second=pairs.count((False, True)),
        neither=pairs.count((False, False)),
    )
