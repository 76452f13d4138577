"""Climbing the levels: the matrix as it is fixed, the best plan so far, the time left."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace

import numpy as np

from programs.matching.formulation import INFINITY, Floats
from programs.matching.model import Level, LevelName, Progress, Status
from programs.matching.search import TOLERANCE, Found, Matrix, SearchError, Watcher, maximise

ROUNDING = 1e-4
"""Slack for whole numbers that were computed as fractions."""

SIMPLEX_ROWS = 15_000
"""Up to how many rows the simplex method decides fairness quicker than an interior point."""
SEARCHED_SIZE = 30_000
"""Up to how many columns ties are searched for the best plan, not only mended."""
UPPER_SHARE = 0.7
"""How much of the time left a level that isn't a tie may take: some stays for those below it."""
MOST_NODES = 20
"""How much work goes into a search that another one will follow, or that only decides ties."""
TIES = {LevelName.FAIRNESS, LevelName.HOST_BALANCE, LevelName.LEAST_CHANGE, LevelName.DRAW}
"""Levels below the preference: worth some work, not any amount of time."""

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

    def begin(self, values: Floats) -> None:
        """Begin from a plan, if it keeps every rule."""
        if self.matrix.holds(values):
            self.plan = values

    def climb(self, name: LevelName, worth: Floats, *, gap: float = 0.0) -> tuple[Level, Found]:
        """Find the best whole plan on a level, keep it, and close what no plan as good can hold.

        The relaxation is almost integral. So first its best points are searched for a
        whole one; only when there is none is everything searched. Returns what the level
        reached and the relaxation.
        """
        trivial = self._trivial(worth)
        is_searched = name == LevelName.DRAW and self.matrix.width <= SEARCHED_SIZE  # the search relaxes it as well
        relaxed = trivial if is_searched or self._is_proven(worth, trivial.bound) else self._relaxed(name, worth)
        bound = relaxed.bound
        if relaxed.is_whole and relaxed.values is not None:
            self._keep(relaxed.values)
        elif not (self._is_proven(worth, bound) or self._is_on_face(name, worth, relaxed)):
            if self.matrix.width > SEARCHED_SIZE:
                self._mend(name, worth, relaxed)
            if not (self._is_proven(worth, bound) or self._is_decided_enough(name)):
                bound = min(bound, self._search(name, worth, gap).bound)
        self.plan = self._padded(self.best)
        value = round(float(worth @ self.plan))
        if name == LevelName.PREFERENCE and relaxed.value - value > 2 * ROUNDING:
            relaxed = self._with_openings_fixed(worth, relaxed)
        self._settle(worth, relaxed, value)
        return Level(name, value, max(value, int(np.floor(bound + ROUNDING)))), relaxed

    def _trivial(self, worth: Floats) -> Found:
        """Return the bound that needs no search: everything that is still open is granted."""
        bound = float(np.where(worth > 0, self.matrix.upper, self.matrix.lower) @ worth)
        return Found(None, bound, bound, is_infeasible=False, is_out_of_time=False, is_stopped=False, seconds=0.0)

    def _settle(self, worth: Floats, relaxed: Found, value: int) -> None:
        """Require `value` of the levels below."""
        if value >= self._trivial(worth).bound:
            self.matrix.lower = np.where(worth > 0, self.matrix.upper, self.matrix.lower)
            self.matrix.upper = np.where(worth < 0, self.matrix.lower, self.matrix.upper)
        elif relaxed.values is None:
            self.matrix.require(worth, value)
        else:
            self.matrix = self._at_least(worth, relaxed, value)

    def _at_least(self, worth: Floats, relaxed: Found, value: int) -> Matrix:
        """Return the matrix without what no plan worth `value` can hold.

        When the relaxation is worth exactly that, the plans are those that fill every
        priced row and take no column with a reduced cost: no row over all columns is
        needed. Otherwise that row is added, and columns are closed that cost more than
        the room between the two.
        """
        matrix, room = copy(self.matrix), max(0.0, relaxed.value - value) + ROUNDING
        if relaxed.reduced is None or relaxed.row_duals is None or relaxed.values is None:
            matrix.require(worth, value)
            return matrix
        low, high = relaxed.reduced < -room, relaxed.reduced > room
        matrix.upper = np.where(low, matrix.lower, matrix.upper)
        matrix.lower = np.where(high, matrix.upper, matrix.lower)
        if room > 2 * ROUNDING:
            matrix.require(worth, value)
        else:
            matrix.fill(np.abs(relaxed.row_duals) > ROUNDING, relaxed.values)
        return matrix

    def _is_on_face(self, name: LevelName, worth: Floats, relaxed: Found) -> bool:
        """Look for any whole plan as good as the relaxation, rounded down: True when there is one."""
        if relaxed.reduced is None or name == LevelName.DRAW:  # lottery numbers leave a face of one point
            return False
        face = self._at_least(worth, relaxed, int(np.floor(relaxed.bound + ROUNDING)))
        found = maximise(
            face, np.zeros(face.width), seconds=self.seconds_left, most_nodes=MOST_NODES, watch=self._watcher(name)
        )
        self._spend(found)
        if found.is_stopped:
            raise Ended(Status.CANCELLED)
        if found.values is None:
            return False
        self._keep(found.values)
        return True

    def _is_decided_enough(self, name: LevelName) -> bool:
        """Whether a level that only decides ties is left as the relaxation and its mending found it."""
        return name in TIES and self.matrix.width > SEARCHED_SIZE and self.plan is not None

    def _mend(self, name: LevelName, worth: Floats, relaxed: Found) -> None:
        """Make the relaxation whole where it isn't: everybody else keeps what it gives them.

        Keeps the plan when it is better than the best so far.
        """
        if relaxed.values is None:
            return
        problem, values = self.matrix.formulation.problem, relaxed.values
        broken = np.abs(values - np.round(values)) > TOLERANCE
        open_to_all = np.zeros(len(problem.visitors), dtype=np.bool_)
        open_to_all[problem.visitor[broken[: problem.size]]] = True
        settled = np.zeros(len(values), dtype=np.bool_)
        settled[: problem.size] = ~open_to_all[problem.visitor]
        mended = copy(self.matrix)
        mended.lower = np.where(settled, np.round(values), mended.lower)
        mended.upper = np.where(settled, np.round(values), mended.upper)
        found = maximise(mended, worth, seconds=self.seconds_left, most_nodes=MOST_NODES, watch=self._watcher(name))
        self._spend(found)
        if found.is_stopped:
            raise Ended(Status.CANCELLED)
        known = -INFINITY if self.plan is None else float(worth @ self._padded(self.plan))
        if found.values is not None and float(worth @ np.round(found.values)) > known:
            self._keep(found.values)

    def _with_openings_fixed(self, worth: Floats, relaxed: Found) -> Found:
        """Settle which days open; return the relaxation of what is left, or the one before if there is none.

        With the openings fixed, the relaxation is almost always as good as the plan, so that
        the levels below are decided on a small face instead of below a row over everything.
        """
        formulation = self.matrix.formulation
        openings = slice(formulation.problem.size, formulation.served_from)
        if openings.start == openings.stop:
            return relaxed
        matrix = self.matrix
        self.matrix = copy(matrix)
        self.matrix.lower, self.matrix.upper = matrix.lower.copy(), matrix.upper.copy()
        self.matrix.lower[openings] = self.matrix.upper[openings] = self.best[openings]
        found = maximise(self.matrix, worth, seconds=self.seconds_left, is_relaxed=True)
        self._spend(found)
        if found.values is None:
            self.matrix = matrix
            return relaxed
        return replace(found, bound=relaxed.bound)

    def _relaxed(self, name: LevelName, worth: Floats) -> Found:
        is_vast = name == LevelName.FAIRNESS and len(self.matrix.row_lower) > SIMPLEX_ROWS
        found = maximise(self.matrix, worth, seconds=self.seconds_left, is_relaxed=True, by_interior_point=is_vast)
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

    def _search(self, name: LevelName, worth: Floats, gap: float) -> Found:
        hint = None if self.plan is None else self._padded(self.plan)
        found = maximise(
            self.matrix,
            worth,
            seconds=self.seconds_left * (1 if name in TIES else UPPER_SHARE),
            gap=gap,
            most_nodes=MOST_NODES if name in TIES else None,
            hint=hint,
            watch=self._watcher(name),
        )
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

    def decide(self, level: Level) -> None:
        """Write down what a level reached."""
        self.levels.append(level)
        if self.report and self.report(Progress(level.name, level.value, level.bound, self.seconds)):
            raise Ended(Status.CANCELLED)

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
