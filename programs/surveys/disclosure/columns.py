"""What goes into the gateway: answers as columns, and what was frozen when the wave opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure.merging import Thresholds
from programs.surveys.figures import Question, ReleasedWave

SIDES = ("it", "business")


@dataclass(frozen=True)
class Answers:
    """Everybody's answers as columns: a side (0 IT, 1 business), a department, one row of
    `values` (1 to 5, 0 can't judge, −1 not answered) in the order of the questions, and the
    pseudonym that joins two waves.
    """

    sides: NDArray[np.int8]
    departments: NDArray[np.int64]
    values: NDArray[np.int8]
    links: NDArray[np.str_]

    def of_side(self, side: str) -> "Answers":
        """Return the answers of one side."""
        chosen = self.sides == SIDES.index(side)
        return Answers(self.sides[chosen], self.departments[chosen], self.values[chosen], self.links[chosen])


@dataclass(frozen=True)
class Facts:
    """What was frozen when the wave opened. `invited` counts people by side and department."""

    wave: int
    program: int
    kind: str
    opened_on: date
    closed_on: date
    thresholds: Thresholds
    questions: tuple[Question, ...]
    invited: Mapping[tuple[str, int], int]
    names: Mapping[int, str]


@dataclass(frozen=True)
class Earlier:
    """The released baseline with its answers, and the answers of waves released in between."""

    released: ReleasedWave
    answers: Answers
    between: tuple[Answers, ...] = ()
