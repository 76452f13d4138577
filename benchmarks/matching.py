"""Matching: the proof, the time over the relaxation's own, the memory, and other ways of doing it.

Synthetic, seeded cohorts (`_cohorts`): uneven popularity, teams with a cover rule, people free
on 30 to 60 % of the days, eight weeks, a hosting budget for every third department. CPU time
is that of a child process per size, so that peak memory is its own.

Larger cohorts by hand: `python -m benchmarks.matching VISITORS DEPARTMENTS HAS_BUDGETS [SECONDS]`,
as in `python -m benchmarks.matching 5000 200 0 300`.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks._cohorts import cohort
from programs.matching.formulation import formulate
from programs.matching.greedy import first_come_first_served, greedy
from programs.matching.model import LevelName, Pair, Problem
from programs.matching.search import Matrix, maximise
from programs.matching.solver import solve

SIZES = (
    (30, 8, False),
    (30, 8, True),
    (120, 20, False),
    (120, 20, True),
    (500, 40, False),
    (500, 40, True),
    (1500, 80, False),
)
"""Visitors, departments, and whether every third department has scarce hosting hours."""
TIME_LIMIT = 60.0


def run() -> Iterator[dict[str, Any]]:
    """Yield the figures of each size; each is measured in a process of its own."""
    for visitors, departments, has_budgets in SIZES:
        print(f"matching {visitors} × {departments} …", file=sys.stderr, flush=True)
        answer = subprocess.run(
            [sys.executable, "-m", "benchmarks.matching", str(visitors), str(departments), str(int(has_budgets))],
            check=True,
            capture_output=True,
            text=True,
        )
        for line in answer.stdout.splitlines():
            yield json.loads(line)


def measure(
    visitors: int, departments: int, *, has_budgets: bool, time_limit: float = TIME_LIMIT
) -> Iterator[dict[str, Any]]:
    """Yield the figures of one instance."""
    problem = cohort(visitors, departments, has_budgets=has_budgets)
    name = f"matching.{visitors}x{departments}{'.budgets' if has_budgets else ''}"
    relaxed, relaxed_seconds = _timed(lambda: _relaxation(problem))
    plan, seconds = _timed(lambda: solve(problem, seed=1, time_limit=time_limit))
    first = plan.level(LevelName.FIRST_VISITS)
    yield {"name": f"{name}.wishes", "value": problem.size, "unit": "wishes"}
    yield {"name": f"{name}.gap", "value": round(100 * plan.gap, 4), "unit": "%"}
    yield {"name": f"{name}.first_visit_gap", "value": round(100 * first.gap, 4) if first else 0, "unit": "%"}
    yield {
        "name": f"{name}.cpu",
        "value": round(seconds, 3),
        "unit": "s",
        "baseline": round(relaxed_seconds, 3),
        "ratio": round(seconds / relaxed_seconds, 1),
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield {"name": f"{name}.memory", "value": round(peak), "unit": "MB"}
    yield {"name": f"{name}.relaxation_gap", "value": round(100 * (relaxed / plan.value - 1), 4), "unit": "%"}
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


def _relaxation(problem: Problem) -> float:
    """Return the bound of the one relaxation: everybody's first visit, then the preference."""
    formulation = formulate(problem)
    matrix = Matrix(formulation)
    matrix.lower[formulation.served_from : formulation.short_from] = 1
    return maximise(matrix, formulation.objective(LevelName.PREFERENCE), seconds=600, is_relaxed=True).value


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
