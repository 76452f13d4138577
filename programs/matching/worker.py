"""The search in a process of its own: JSON in, lines of JSON out, nothing else touched.

`python -m programs.matching.worker` reads one request from standard input and writes a
line for each bit of progress and one for the result. It knows neither Django nor the
database, so that a search that eats all memory or is killed harms nothing.
"""

import json
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TextIO

from programs.matching import explanation, model
from programs.matching.conflicts import Clash, clash_of
from programs.matching.explanation import Alternative, Gap, Reason
from programs.matching.lottery import lots
from programs.matching.model import Pair, Plan, Problem, Progress, Status
from programs.matching.solver import solve

EXPLAINING_SHARE = 0.5
"""How much of the time limit may be spent on what would help, after the plan is found."""


def main(source: TextIO, target: TextIO) -> None:
    """Answer the one request on `source`."""
    request = json.load(source)
    _limit(request["memory_mb"], request["time_limit"])

    def say(kind: str, values: Mapping[str, Any]) -> None:
        target.write(json.dumps({kind: values}) + "\n")
        target.flush()

    def tell(progress: Progress) -> bool:
        say("progress", {"level": progress.level, "value": progress.value, "bound": progress.bound})
        return False

    try:
        say("result", answer(request, tell))
    except MemoryError:
        say("error", {"kind": "memory"})


def answer(request: Mapping[str, Any], tell: Any = None) -> dict[str, Any]:
    """Solve a request and explain the plan, as plain JSON values."""
    problem, seed, limit = model.from_json(request["problem"]), request["seed"], request["time_limit"]
    plan = solve(problem, seed=seed, time_limit=limit, target_gap=request.get("target_gap", 0.0), progress=tell)
    result: dict[str, Any] = {
        "status": plan.status,
        "seconds": round(plan.seconds, 3),
        "is_cut_short": plan.is_cut_short,
        "levels": [{"name": level.name, "value": level.value, "bound": level.bound} for level in plan.levels],
        "conflict": [list(pair) for pair in plan.conflict],
    }
    if plan.status == Status.INFEASIBLE:
        result["clash"] = _clash(clash_of(problem, plan.conflict, plan.floors_in_conflict))
    if plan.status in {Status.OPTIMAL, Status.FEASIBLE}:
        result |= _explained(problem, plan, seed, limit)
    result["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return result


def _explained(problem: Problem, plan: Plan, seed: int, limit: float) -> dict[str, Any]:
    why = explanation.reasons(problem, plan)
    instead = explanation.next_best(problem, plan)
    gaps, changes = explanation.gaps(problem, plan, seed=seed, time_limit=limit * EXPLAINING_SHARE)
    unmet = explanation.unmet(problem, plan, changes)
    better = explanation.improvements(problem, plan, unmet, seed=seed, time_limit=limit * EXPLAINING_SHARE)
    return {
        "placements": [_placement(problem, pair, why[pair], instead[pair]) for pair in plan.placements],
        "gaps": [_gap(gap) for gap in gaps],
        "changes": [asdict(change) for change in changes],
        "unmet": [asdict(wish) for wish in unmet],
        "improvements": [asdict(change) for change in better],
        "lots": [asdict(lot) for lot in lots(problem, plan, seed=seed)],
    }


def _clash(clash: Clash) -> dict[str, Any]:
    return {
        "things": [[obstacle, list(subject)] for obstacle, subject in clash.things],
        "floors": [asdict(floor) | {"possible": possible} for floor, possible in clash.floors],
    }


def _placement(problem: Problem, pair: Pair, why: tuple[Reason, ...], instead: Alternative) -> dict[str, Any]:
    column = problem.columns[pair]
    rank = int(problem.rank[column])
    return {
        "visitor": pair[0],
        "day": pair[1],
        "score": int(problem.score[column]),
        "rank": rank if rank < model.UNRANKED else None,
        "reasons": [{"why": reason.why, **reason.facts} for reason in why],
        "instead": {"day": instead.day, "rank": instead.rank, "points": instead.points},
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "visitor": gap.visitor,
        "missing": gap.missing,
        "options": gap.options,
        "obstacles": dict(gap.obstacles),
        "changes": list(gap.changes),
    }


def _limit(memory_mb: int, time_limit: float) -> None:
    """Let the kernel stop this process beyond its memory, or far beyond its time."""
    seconds = int(time_limit * (1 + 2 * EXPLAINING_SHARE)) + 60
    for kind, most in ((resource.RLIMIT_AS, memory_mb * 1024 * 1024), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
