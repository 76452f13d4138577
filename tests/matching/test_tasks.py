"""A search that dies leaves nothing behind but a run that can be started again."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from programs.matching import actions, tasks
from programs.visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    """Background jobs read the clock at their edge, like views: here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def _kill_the_search(pids):
    """Wait for the worker of this process, kill it as the kernel would, and note that it was there."""
    for _ in range(2000):
        for children in Path("/proc/self/task").glob("*/children"):
            for pid in children.read_text().split():
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
                if b"programs.matching.worker" in command:
                    os.kill(int(pid), signal.SIGKILL)
                    pids.append(pid)
                    return
        time.sleep(0.005)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the worker in /proc")
def test_a_search_that_is_killed_leaves_a_run_to_start_again_and_nothing_published(
    small_cohort, enrollments, days, lead, now, django_capture_on_commit_callbacks
):
    run = actions.start_run(cohort=small_cohort, preset="best_fit", seed=3, by=lead, at=now)
    killed = []
    killer = threading.Thread(target=_kill_the_search, args=(killed,))
    killer.start()

    tasks.solve_run.enqueue(run.pk)

    killer.join()
    run.refresh_from_db()
    before = run.inputs_sha256
    assert killed
    assert (run.state, run.placements.count(), Visit.objects.count()) == ("failed", 0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        actions.restart_run(run=run, by=lead, at=now)
    run.refresh_from_db()
    assert (run.state, run.inputs_sha256) == ("solved", before)
    assert run.placements.exists()
    assert not Visit.objects.exists()
