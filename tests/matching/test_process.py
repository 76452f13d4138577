"""The worker keeps its limits, can be stopped, and answers what the solver answers."""

import json
import os
import signal
import subprocess
import sys

import pytest

from programs.matching import model, process
from programs.matching.model import Day, Visitor, Wish, problem
from programs.matching.process import Failure, WorkerFailed
from programs.matching.solver import solve

TUESDAY = 739_702


def _request(made, **limits):
    return {"problem": model.as_json(made), "seed": 4, "time_limit": 10, "memory_mb": 2048} | limits


def _small():
    return problem(
        visitors=[Visitor(key, 2) for key in (1, 2, 3)],
        days=[Day(key, key, TUESDAY + key, 1) for key in (1, 2)],
        wishes=[Wish(visitor, day, 500, day) for visitor in (1, 2, 3) for day in (1, 2)],
    )


def test_run_returns_the_plan_of_the_solver():
    told = []

    result = process.run(_request(_small()), listen=lambda said: bool(told.append(said)))

    placed = tuple((row["visitor"], row["day"]) for row in result["placements"])
    assert (result["status"], placed) == ("optimal", solve(_small(), seed=4).placements)
    assert {said["level"] for said in told if said} >= {"first_visits", "preference"}
    assert result["memory_mb"] > 0


def test_run_ends_the_worker_when_asked():
    with pytest.raises(WorkerFailed) as failed:
        process.run(_request(_small()), listen=lambda said: True)

    assert failed.value.failure == Failure.CANCELLED


def test_run_tells_that_the_memory_was_too_small():
    with pytest.raises(WorkerFailed) as failed:
        process.run(_request(_small(), memory_mb=16), listen=lambda said: False)

    assert failed.value.failure == Failure.MEMORY


def test_run_tells_that_the_worker_crashed_and_what_it_said():
    with pytest.raises(WorkerFailed) as failed:
        process.run({"problem": {}}, listen=lambda said: False)

    assert failed.value.failure == Failure.CRASHED
    assert "KeyError" in failed.value.said


def test_answer_is_the_same_from_a_process_of_another_hash_seed_and_locale():
    """What a set or a dictionary's order could change would show here."""
    answers = []
    for seed in ("0", "4711"):
        ran = subprocess.run(
            [sys.executable, "-m", "programs.matching.worker"],
            input=json.dumps(_request(_small())),
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "PATH": ""},
            cwd=process.ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        result = json.loads(ran.stdout.splitlines()[-1])["result"]
        answers.append({key: value for key, value in result.items() if key not in {"seconds", "memory_mb"}})

    assert answers[0] == answers[1]


def test_failure_tells_time_from_memory():
    assert process._failure(-signal.SIGXCPU, "") == Failure.TIME
    assert process._failure(-signal.SIGKILL, "") == Failure.MEMORY
    assert process._failure(os.EX_SOFTWARE, "Traceback") == Failure.CRASHED
