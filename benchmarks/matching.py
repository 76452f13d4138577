"""Matching: the proof, the time over the relaxation's own, the memory, the growth, and other ways of doing it.

Synthetic, seeded cohorts (`_cohorts`): uneven popularity, teams with a cover rule, people free
on 30 to 60 % of the days, eight weeks; `budgets` means scarce hosting hours for every third
department. CPU time is that of a child process per size, so that peak memory is its own. The
relaxation is solved by the simplex method up to `LARGE` wishes and by PDLP beyond, whichever
is quicker there. With the comparison of ways on small cohorts (`_comparison`) this takes
about three minutes of CPU.

Other sizes by hand: `python -m benchmarks.matching VISITORS DEPARTMENTS HAS_BUDGETS [SECONDS]`.
The very large one takes some minutes: `python -m benchmarks.matching 20000 500 0`.
"""

import json
import math
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks._cohorts import cohort
from programs.matching.formulation import formulate
from programs.matching.greedy import first_come_first_served, greedy
from programs.matching.model import LevelName, Pair, Plan, Problem, Progress
from programs.matching.search import Matrix, maximise, prices
from programs.matching.solver import LARGE, solve

SIZES = (
    (30, 8, False),
    (30, 8, True),
    (120, 20, False),
    (120, 20, True),
    (500, 40, False),
    (500, 40, True),
    (1500, 80, False),
    (5000, 200, False),
)
"""Visitors, departments, and whether every third department has scarce hosting hours."""
MIDDLE = 500
"""Up to how many visitors other ways are measured beside ours."""
NEAR_ENOUGH = 0.005
"""The gap from which on a plan counts as the first good one."""
TIME_LIMIT = 1800.0
"""A safety net only: it goes by the clock, which on a busy machine runs many times faster than the CPU."""


def run() -> Iterator[dict[str, Any]]:
    """Yield the figures of each size; each is measured in a process of its own."""
    measured: dict[int, float] = {}
    for visitors, departments, has_budgets in SIZES:
        print(f"matching {visitors} × {departments} …", file=sys.stderr, flush=True)
        answer = subprocess.run(
            [
                sys.executable,
                "-m",
                "benchmarks.matching",
                str(visitors),
                str(departments),
                str(int(has_budgets)),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        figures = [json.loads(line) for line in answer.stdout.splitlines()]
        yield from figures
        if not has_budgets:
            value = {figure["name"]: figure["value"] for figure in figures}
            name = f"matching.{visitors}x{departments}"
            measured[value[f"{name}.wishes"]] = value[f"{name}.cpu"]
    yield {"name": "matching.growth", "value": round(_exponent(measured), 2), "unit": "exponent of wishes"}


def _exponent(measured: Mapping[int, float]) -> float:
    """Return by which power of the wishes the CPU time grows: least squares over the logarithms."""
    sizes = [math.log(size) for size in measured]
    times = [math.log(seconds) for seconds in measured.values()]
    return statistics.linear_regression(sizes, times).slope


def measure(
    visitors: int, departments: int, *, has_budgets: bool, time_limit: float = TIME_LIMIT
) -> Iterator[dict[str, Any]]:
    """Yield the figures of one instance."""
    problem = cohort(visitors, departments, has_budgets=has_budgets)
    name = f"matching.{visitors}x{departments}{'.budgets' if has_budgets else ''}"
    first = FirstPlan()
    plan, seconds = _timed(lambda: solve(problem, seed=1, time_limit=time_limit, progress=first.hear))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _, relaxed_seconds = _timed(lambda: _relaxation(problem))
    yield {"name": f"{name}.wishes", "value": problem.size, "unit": "wishes"}
    for level in plan.levels:
        if level.name != LevelName.DRAW:
            yield {"name": f"{name}.gap.{level.name}", "value": round(100 * level.gap, 4), "unit": "%"}
    yield {
        "name": f"{name}.cpu",
        "value": round(seconds, 3),
        "unit": "s",
        "baseline": round(relaxed_seconds, 3),
        "ratio": round(seconds / relaxed_seconds, 1),
    }
    if first.value is not None:
        gap = max(0, plan.bound - first.value) / max(1, first.value)
        yield {"name": f"{name}.first_plan.gap", "value": round(100 * gap, 4), "unit": "%"}
        yield {
            "name": f"{name}.first_plan.cpu",
            "value": round(first.seconds, 3),
            "unit": "s",
            "baseline": round(relaxed_seconds, 3),
            "ratio": round(first.seconds / relaxed_seconds, 1),
        }
    yield {"name": f"{name}.memory", "value": round(peak), "unit": "MB"}
    yield {"name": f"{name}.is_cut_short", "value": int(plan.is_cut_short), "unit": "1 for yes"}
    if visitors <= MIDDLE:
        yield from _against_others(name, problem, plan)


class FirstPlan:
    """Hears of the first plan that has a preference below `NEAR_ENOUGH` of its bound, and when that was."""

    def __init__(self) -> None:
        self.value: int | None = None
        self.seconds = 0.0
        self._begun = time.process_time()

    def hear(self, progress: Progress) -> bool:
        """Note the first good plan; never cancels."""
        is_good = progress.value and progress.bound and progress.bound - progress.value < NEAR_ENOUGH * progress.value
        if self.value is None and progress.level == LevelName.PREFERENCE and is_good:
            self.value, self.seconds = progress.value, time.process_time() - self._begun
        return False


def _against_others(name: str, problem: Problem, plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield how much better a plan is than what simpler ways find."""
    visitors = len(problem.visitors)
    order = list(range(visitors))
    random.Random(1).shuffle(order)
    others: tuple[tuple[str, Callable[[], tuple[Pair, ...]]], ...] = (
        ("first_come", lambda: first_come_first_served(problem, order)),
        ("greedy", lambda: greedy(problem)),
    )
    for other, method in others:
        placements, took = _timed(method)
        worth, people = _worth(problem, placements), len({who for who, _ in placements})
        yield {
            "name": f"{name}.preference_over_{other}",
            "value": plan.value,
            "unit": "points",
            "baseline": worth,
            "ratio": round(plan.value / worth, 4),
        }
        served = len({who for who, _ in plan.placements})
        yield {"name": f"{name}.people_over_{other}", "value": served, "unit": "people", "baseline": people,
               "ratio": round(served / people, 4)}  # fmt: skip
        yield {"name": f"{name}.{other}.cpu", "value": round(took, 4), "unit": "s"}


def _relaxation(problem: Problem) -> None:
    """Solve the one relaxation: everybody's first visit, then the preference."""
    formulation = formulate(problem)
    matrix = Matrix(formulation)
    matrix.lower[formulation.served_from : formulation.short_from] = 1
    worth = formulation.objective(LevelName.PREFERENCE)
    if problem.size > LARGE:
        prices(matrix, worth, seconds=TIME_LIMIT)
    else:
        maximise(matrix, worth, seconds=TIME_LIMIT, is_relaxed=True)


def _worth(problem: Problem, placements: tuple[Pair, ...]) -> int:
    return sum(int(problem.score[problem.columns[pair]]) for pair in placements)


def _timed(deed: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    result = deed()
    return result, time.process_time() - begun


if __name__ == "__main__":
    size, many, budgeted, *limit = sys.argv[1:]
    allowed = float(limit[0]) if limit else TIME_LIMIT
    for figure in measure(int(size), int(many), has_budgets=budgeted == "1", time_limit=allowed):
        print(json.dumps(figure), flush=True)
