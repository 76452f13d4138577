"""What goes into the gateway: answers as columns, and what was frozen when the wave opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure.merging import Thresholds
from programs.surveys.figures import Question, ReleasedWave

SIDES = ("it", "business")


@dataclass(frozen=True)
class Answers:
    """Everybody's answers as columns: a side (0 IT, 1 business), a department, one row of
    `values` (1 to 5, 0 can't judge, −1 not answered) in the order of the questions, the
    pseudonym that joins two waves, and a dose (a place in `figures.DOSES`, −1 not said).
    """

    sides: NDArray[np.int8]
    departments: NDArray[np.int64]
    values: NDArray[np.int8]
    links: NDArray[np.str_]
    doses: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))

    def __post_init__(self) -> None:
        """Where no doses are given, none is said."""
        if len(self.doses) != len(self.sides):
            object.__setattr__(self, "doses", np.full(len(self.sides), -1, np.int8))

    def of_side(self, side: str) -> "Answers":
        """Return the answers of one side."""
        return self.of(self.sides == SIDES.index(side))

    def of(self, chosen: NDArray[Any]) -> "Answers":
        """Return the answers of some people: a mask, or places."""
        return Answers(
            self.sides[chosen],
            self.departments[chosen],
            self.values[chosen],
            self.links[chosen],
            self.doses[chosen],
        )


@dataclass(frozen=True)
class Facts:
    """What was frozen when the wave opened. `invited` counts people by side and department;
    `hosted` are the departments that had been visited.
    """

    wave: int
    program: int
    kind: str
    opened_on: date
    closed_on: date
    thresholds: Thresholds
    questions: tuple[Question, ...]
    invited: Mapping[tuple[str, int], int]
    names: Mapping[int, str]
    hosted: frozenset[int] = frozenset()
    people: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """How many people there were by side and department, invited or not; empty where all were invited."""

    def of(self, side: str, departments: Iterable[int]) -> int:
        """Return how many were invited in some departments of a side. 0 among them is the whole side."""
        given = set(departments)
        return self.of_side(side) if given == {0} else sum(self.invited[side, one] for one in given)

    def of_side(self, side: str) -> int:
        """Return how many were invited on a side."""
        return sum(invited for (which, _), invited in self.invited.items() if which == side)


@dataclass(frozen=True)
class Count:
    """One item on one side of an imported survey: how many agree of how many, all five answers
    where they are known.
    """

    construct: str
    side: str
    agreeing: int
    answered: int
    cannot_judge: int = 0
    levels: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Earlier:
    """The released baseline with its answers, and the answers and tables of waves that were
    compared with it in between.
    """

    released: ReleasedWave
    answers: Answers
    between: tuple[Answers, ...] = ()
    between_released: tuple[ReleasedWave, ...] = ()
