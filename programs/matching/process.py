"""Runs the worker: sends it a request, listens to it, and ends it when asked."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
BEAT_SECONDS = 1.0


class Failure(StrEnum):
    """Why a worker came back without a result."""

    MEMORY = "memory"
    TIME = "time"
    CANCELLED = "cancelled"
    CRASHED = "crashed"


class WorkerFailed(Exception):
    """The worker ended without a result. `said` is the end of what it wrote on standard error."""

    def __init__(self, failure: Failure, said: str = "") -> None:
        self.failure, self.said = failure, said
        super().__init__(failure, said)


def run(request: Mapping[str, Any], *, listen: Callable[[Mapping[str, Any] | None], bool]) -> dict[str, Any]:
    """Send a request to a new worker and return its result.

    `listen` is called with each progress, and with None about once a second in between;
    True ends the worker. Raises WorkerFailed when there is no result.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "programs.matching.worker"],
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        return _conversation(worker, request, listen)


def _conversation(
    worker: "subprocess.Popen[str]", request: Mapping[str, Any], listen: Callable[[Mapping[str, Any] | None], bool]
) -> dict[str, Any]:
    lines: queue.Queue[str | None] = queue.Queue()
    errors: list[str] = []
    threads = [
        threading.Thread(target=_read, args=(worker.stdout, lines.put), daemon=True),
        threading.Thread(
            target=_read, args=(worker.stderr, lambda line: errors.extend([line] if line else [])), daemon=True
        ),
        threading.Thread(target=_write, args=(worker.stdin, request), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        if (result := _heard(lines, listen)) is not None:
            return result
        code = worker.wait()
    finally:
        worker.kill()
        for thread in threads:  # the pipes end with the worker; nobody reads them when they are closed
            thread.join()
    raise WorkerFailed(_failure(code, "".join(errors)), "".join(errors)[-2000:])


def _heard(
    lines: "queue.Queue[str | None]", listen: Callable[[Mapping[str, Any] | None], bool]
) -> dict[str, Any] | None:
    """Listen until there is a result; None when the worker ends without one."""
    while True:
        try:
            line = lines.get(timeout=BEAT_SECONDS)
        except queue.Empty:
            line = "{}"
        if line is None:
            return None
        said = json.loads(line)
        if "result" in said:
            return dict(said["result"])
        if "error" in said:
            raise WorkerFailed(Failure(said["error"]["kind"]))
        if listen(said.get("progress")):
            raise WorkerFailed(Failure.CANCELLED)


def _failure(code: int, said: str) -> Failure:
    """Tell from how the process ended what stopped it (SIGXCPU is 24, SIGKILL is 9)."""
    if code == -24:
        return Failure.TIME
    if code == -9 or "MemoryError" in said or "bad_alloc" in said:
        return Failure.MEMORY
    return Failure.CRASHED


def _read(source: IO[str] | None, take: Callable[[str | None], object]) -> None:
    """Hand on each line, then None at the end."""
    if source is not None:
        for line in source:
            take(line)
    take(None)


def _write(target: IO[str] | None, request: Mapping[str, Any]) -> None:
    """Send the request and close; a worker that died meanwhile is noticed by its end of file."""
    if target is None:
        return
    try:
        with target:
            target.write(json.dumps(request))  # dump() would write 1.6 million wishes number by number
    except (BrokenPipeError, OSError):
        return
