"""Climbing the levels: the matrix as it is fixed, the best plan so far, the time left."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from programs.matching.formulation import INFINITY, Floats
from programs.matching.model import Level, LevelName, Progress, Status
from programs.matching.search import TOLERANCE, Found, Matrix, SearchError, Watcher, maximise

ROUNDING = 1e-4
"""Slack for whole numbers that were computed as fractions."""

Report = Callable[[Progress], bool]
"""Is told how far the search is; True cancels it."""


class Ended(Exception):
    """The search is over before its last level."""

    def __init__(self, status: Status) -> None:
        self.status = status
        super().__init__(status)


@dataclass(eq=False)
class Ladder:
    """What the levels share: the matrix as it is fixed, the best plan, the time left."""

    matrix: Matrix
    seconds_left: float
    target_gap: float
    report: Report | None
    plan: Floats | None = None
    levels: list[Level] = field(default_factory=list)
    seconds: float = 0.0
    is_cut_short: bool = False
    duals: dict[tuple[str | int, ...], float] = field(default_factory=dict)

    @property
    def best(self) -> Floats:
        """The best plan so far; a level was decided before anything asks for it."""
        if self.plan is None:
            raise SearchError("No level has been decided yet.")
        return self.plan

    def look(self, name: LevelName, worth: Floats, *, gap: float = 0.0) -> Found:
        """Find the best whole plan on a level and keep it; return the relaxation with the final bound.

        The relaxation is almost integral. So its ones are fixed first and the little that
        is left is searched; only when that misses the bound is the whole searched.
        """
        relaxed = self._relaxed(worth)
        bound = relaxed.bound
        if relaxed.is_whole and relaxed.values is not None:
            self._keep(relaxed.values)
        elif not (self._is_proven(worth, bound) or self._dived(name, worth, relaxed)):
            found = self._search(name, worth, gap)
            bound = min(bound, found.bound)
        return replace(relaxed, bound=bound)

    def _relaxed(self, worth: Floats) -> Found:
        found = maximise(self.matrix, worth, seconds=self.seconds_left, is_relaxed=True)
        self._spend(found)
        if found.is_infeasible:
            raise Ended(Status.INFEASIBLE)
        if found.values is None:
            found = replace(found, bound=float(worth @ self.matrix.upper))
        return found

    def _is_proven(self, worth: Floats, bound: float) -> bool:
        """Whether the best plan so far holds here and no plan is a whole point better."""
        if self.plan is None:
            return False
        best = self._padded(self.plan)
        return bool(worth @ best > bound - 1 + ROUNDING) and self.matrix.holds(best)

    def _dived(self, name: LevelName, worth: Floats, relaxed: Found) -> bool:
        """Fix what the relaxation grants and search the rest: True when that is proven best."""
        if relaxed.values is None:
            return False
        lower, granted = self.matrix.lower, relaxed.values > 1 - TOLERANCE
        granted[self.matrix.formulation.problem.size :] = False
        self.matrix.lower = np.where(granted, self.matrix.upper, lower)
        found = maximise(self.matrix, worth, seconds=self.seconds_left, watch=self._watcher(name))
        self.matrix.lower = lower
        self._spend(found)
        if found.is_stopped:
            raise Ended(Status.CANCELLED)
        if found.values is None:
            return False
        known = -INFINITY if self.plan is None else worth @ self._padded(self.plan)
        if found.value > known:
            self._keep(found.values)
        return self._is_proven(worth, relaxed.bound)

    def _search(self, name: LevelName, worth: Floats, gap: float) -> Found:
        hint = None if self.plan is None else self._padded(self.plan)
        found = maximise(self.matrix, worth, seconds=self.seconds_left, gap=gap, hint=hint, watch=self._watcher(name))
        self._spend(found)
        if found.is_stopped:
            raise Ended(Status.CANCELLED)
        if found.is_infeasible:
            raise Ended(Status.INFEASIBLE)
        if found.values is None:
            raise Ended(Status.OUT_OF_TIME)
        self._keep(found.values)
        return found

    def _keep(self, values: Floats) -> None:
        values = np.round(values)
        if not self.matrix.holds(values):
            raise SearchError("The solver's plan breaks a rule.")
        self.plan = values

    def decide(self, name: LevelName, value: float, bound: float) -> Level:
        """Write down what a level reached."""
        level = Level(name, round(value), max(round(value), int(np.floor(bound + ROUNDING))))
        self.levels.append(level)
        if self.report and self.report(Progress(name, level.value, level.bound, self.seconds)):
            raise Ended(Status.CANCELLED)
        return level

    def _padded(self, values: Floats) -> Floats:
        return np.concatenate([values, np.zeros(self.matrix.width - len(values))])

    def _spend(self, found: Found) -> None:
        self.seconds += found.seconds
        self.seconds_left = max(0.01, self.seconds_left - found.seconds)
        self.is_cut_short |= found.is_out_of_time

    def _watcher(self, name: LevelName) -> Watcher | None:
        report, spent = self.report, self.seconds
        if report is None:
            return None

        def watch(value: float, bound: float, seconds: float) -> bool:
            return report(Progress(name, _whole(value), _whole(bound), spent + seconds))

        return watch


def _whole(number: float) -> int | None:
    return int(np.floor(number + ROUNDING)) if abs(number) < 1e15 else None
