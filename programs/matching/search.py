"""One search with HiGHS over a formulation: the only module that opens the solver.

Single-threaded, seeded and silent. Time is HiGHS's own: no clock is read here.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from programs.matching.formulation import INFINITY, Floats, Formulation
from programs.matching.model import Ints

Watcher = Callable[[float, float, float], bool]
"""Is told (value, bound, seconds) now and then; True stops the search."""

TOLERANCE = 1e-6
PRICES_TOLERANCE = 1e-4
"""How near to optimal prices are: relative to the size of the numbers."""


class SearchError(RuntimeError):
    """HiGHS refused the matrix or returned something that isn't a solution."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search ended with. `values` is None when nothing was found."""

    values: Floats | None
    value: float
    bound: float
    is_infeasible: bool
    is_out_of_time: bool
    is_stopped: bool
    seconds: float
    reduced: Floats | None = None
    row_duals: Floats | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every column has a whole value."""
        return self.values is not None and bool(np.all(np.abs(self.values - np.round(self.values)) < TOLERANCE))


@dataclass(eq=False)
class Matrix:
    """A formulation that levels add rows to and fix columns of, as they are decided."""

    formulation: Formulation
    lower: Floats = field(init=False)
    upper: Floats = field(init=False)
    start: Ints = field(init=False)
    index: Ints = field(init=False)
    value: Floats = field(init=False)
    row_lower: Floats = field(init=False)
    row_upper: Floats = field(init=False)
    is_integral: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        made = self.formulation
        self.lower, self.upper = np.zeros(made.width), made.column_upper.copy()
        self.start, self.index, self.value = made.start, made.index, made.value
        self.row_lower, self.row_upper = made.row_lower, made.row_upper
        self.is_integral = made.is_integral

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.lower)

    def require(self, worth: Floats, at_least: float) -> None:
        """Add the row worth · x ≥ at_least."""
        columns = np.flatnonzero(worth)
        self.add_rows(np.array([0, len(columns)]), columns, worth[columns], np.array([at_least]))

    def add_rows(self, start: Ints, index: Ints, value: Floats, at_least: Floats) -> None:
        """Add rows (CSR) with a lower bound each."""
        self.start = np.concatenate([self.start, self.start[-1] + start[1:]])
        self.index = np.concatenate([self.index, index])
        self.value = np.concatenate([self.value, value])
        self.row_lower = np.concatenate([self.row_lower, at_least])
        self.row_upper = np.concatenate([self.row_upper, np.full(len(at_least), INFINITY)])

    def add_columns(self, upper: Floats) -> int:
        """Add columns between 0 and `upper` that needn't be whole; return the first."""
        first = self.width
        self.lower = np.concatenate([self.lower, np.zeros(len(upper))])
        self.upper = np.concatenate([self.upper, upper])
        self.is_integral = np.concatenate([self.is_integral, np.zeros(len(upper), dtype=np.bool_)])
        return first

    def fill(self, rows: NDArray[np.bool_], values: Floats) -> None:
        """Make rows equalities, at the (whole) total that `values` gives them."""
        total = np.round(self.totals(values))
        self.row_lower = np.where(rows, total, self.row_lower)
        self.row_upper = np.where(rows, total, self.row_upper)

    def part(self, columns: Ints, values: Floats) -> "Matrix":
        """Return the matrix of some columns (sorted), with what `values` leaves them when all others stay there."""
        number = np.full(self.width, -1)
        number[columns] = np.arange(len(columns))
        entry = np.flatnonzero(number[self.index] >= 0)
        row = np.repeat(np.arange(len(self.row_lower)), np.diff(self.start))[entry]
        rows, place = np.unique(row, return_inverse=True)
        mine = np.bincount(place, self.value[entry] * values[self.index[entry]], len(rows))
        others = self.totals(values)[rows] - mine
        made = copy(self)
        made.lower, made.upper, made.is_integral = self.lower[columns], self.upper[columns], self.is_integral[columns]
        made.start = np.searchsorted(place, np.arange(len(rows) + 1))
        made.index, made.value = number[self.index[entry]], self.value[entry]
        made.row_lower, made.row_upper = self.row_lower[rows] - others, self.row_upper[rows] - others
        return made

    def totals(self, values: Floats) -> Floats:
        """Return what each row adds up to."""
        row = np.repeat(np.arange(len(self.row_lower)), np.diff(self.start))
        return np.bincount(row, self.value * values[self.index], len(self.row_lower)).astype(float)

    def holds(self, values: Floats) -> bool:
        """Whether whole values keep every row and bound."""
        if np.any(values < self.lower - TOLERANCE) or np.any(values > self.upper + TOLERANCE):
            return False
        return not self.broken(values).any()

    def broken(self, values: Floats) -> NDArray[np.bool_]:
        """Return which rows whole values break."""
        total, slack = self.totals(values), TOLERANCE * 10
        broken: NDArray[np.bool_] = (total < self.row_lower - slack) | (total > self.row_upper + slack)
        return broken


def maximise(
    matrix: Matrix,
    worth: Floats,
    *,
    seconds: float,
    is_relaxed: bool = False,
    by_interior_point: bool = False,
    gap: float = 0.0,
    absolute_gap: float = 1 - 1e-4,
    most_nodes: int | None = None,
    hint: Floats | None = None,
    watch: Watcher | None = None,
) -> Found:
    """Maximise worth · x over the matrix within `seconds`.

    Worths are whole numbers, so a plan less than 1 below the bound is proven best
    (`absolute_gap`); `gap` is the relative gap at which to stop early. `is_relaxed` drops
    wholeness and returns duals; `by_interior_point` is quicker where very much is tied.
    `most_nodes` stops by work, not by time. `hint` is a known plan to start from.
    """
    engine = _engine(matrix, worth, seconds, gap, absolute_gap, is_relaxed=is_relaxed)
    if by_interior_point:
        engine.setOptionValue("solver", "ipm")
    if most_nodes is not None:
        engine.setOptionValue("mip_max_nodes", most_nodes)
    if hint is not None and not is_relaxed:
        known = highspy.HighsSolution()
        known.col_value = hint.tolist()
        known.value_valid = True
        engine.setSolution(known)
    stopped = _watched(engine, watch)
    if engine.run() == highspy.HighsStatus.kError:
        raise SearchError("The solver could not run.")
    return _found(engine, is_relaxed=is_relaxed, is_stopped=bool(stopped))


@dataclass(frozen=True, eq=False)
class Prices:
    """Row duals of a relaxation and the relaxed plan, near enough, and how long that took."""

    duals: Floats
    values: Floats
    seconds: float


def prices(matrix: Matrix, worth: Floats, *, seconds: float, tolerance: float = PRICES_TOLERANCE) -> Prices:
    """Return the row duals of the relaxation, near enough, by a first-order method (PDLP).

    They are no exact optimum, but any prices give a valid bound (`pricing.priced`). Where time
    ran out before there were any, they are 0.
    """
    engine = _engine(matrix, -worth, seconds, 0.0, 0.0, is_relaxed=True)
    engine.changeObjectiveSense(highspy.ObjSense.kMinimize)  # duals of a maximum would come with their signs turned
    engine.setOptionValue("solver", "pdlp")
    engine.setOptionValue("kkt_tolerance", tolerance)
    if engine.run() == highspy.HighsStatus.kError:
        raise SearchError("The solver could not run.")
    solution = engine.getSolution()
    duals, values = np.array(solution.row_dual), np.array(solution.col_value)
    duals = np.nan_to_num(-duals, posinf=0.0, neginf=0.0) if len(duals) else np.zeros(len(matrix.row_lower))
    values = np.clip(np.nan_to_num(values), matrix.lower, matrix.upper) if len(values) else matrix.lower
    return Prices(duals, values, engine.getRunTime())


def _engine(
    matrix: Matrix, worth: Floats, seconds: float, gap: float, absolute_gap: float, *, is_relaxed: bool
) -> highspy.Highs:
    engine = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "simplex_scale_strategy": 0,  # entries are ones: scaling only blurs them
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "time_limit": max(0.01, seconds),
        "mip_rel_gap": gap,
        "mip_abs_gap": absolute_gap,
    }
    for name, value in options.items():
        engine.setOptionValue(name, value)
    integrality = np.zeros(matrix.width, dtype=np.int32) if is_relaxed else matrix.is_integral.astype(np.int32)
    status = engine.passModel(
        matrix.width,
        len(matrix.row_lower),
        len(matrix.index),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        worth.astype(float),
        matrix.lower,
        matrix.upper,
        matrix.row_lower,
        matrix.row_upper,
        matrix.start[:-1].astype(np.int32),
        matrix.index.astype(np.int32),
        matrix.value.astype(float),
        integrality,
    )
    if status == highspy.HighsStatus.kError:
        raise SearchError("The solver refused the matrix.")
    return engine


def _watched(engine: highspy.Highs, watch: Watcher | None) -> list[bool]:
    """Tell `watch` about the search about twice a second; the list fills when it says stop."""
    stopped: list[bool] = []
    if watch is None:
        return stopped
    said_at = [-1.0]

    def listen(event: highspy.HighsCallbackEvent) -> None:
        now = event.data_out.running_time
        if now < said_at[0] + 0.5:
            return
        said_at[0] = now
        if watch(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound, now):
            stopped.append(True)
            event.interrupt()

    engine.cbMipInterrupt.subscribe(listen)
    return stopped


def _found(engine: highspy.Highs, *, is_relaxed: bool, is_stopped: bool) -> Found:
    status, info, solution = engine.getModelStatus(), engine.getInfo(), engine.getSolution()
    has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    is_best = status == highspy.HighsModelStatus.kOptimal
    value = info.objective_function_value if has_plan else -INFINITY
    return Found(
        values=np.array(solution.col_value) if has_plan else None,
        value=value,
        bound=value if is_relaxed else info.mip_dual_bound,
        is_infeasible=status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible},
        is_out_of_time=not is_best and status == highspy.HighsModelStatus.kTimeLimit,
        is_stopped=is_stopped or status == highspy.HighsModelStatus.kInterrupt,
        seconds=engine.getRunTime(),
        reduced=np.array(solution.col_dual) if is_relaxed and is_best else None,
        row_duals=np.array(solution.row_dual) if is_relaxed and is_best else None,
    )
