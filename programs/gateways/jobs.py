"""The worker: runs background jobs at least once, also when a worker is killed.

Jobs are rows of django-tasks-db, whose own worker leaves a job RUNNING for ever when it
dies. Here a running job carries a lease that its worker keeps renewing. `run_after`, which
means nothing any more once a job has started, holds the end of the lease; when it has
passed, the job goes back to the queue. A job that fails is tried again, later each time.

Times are the database's, so that machines whose clocks differ agree on who is alive.
"""

import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.compat import TaskContext, TaskResultStatus, task_finished, task_started
from django_tasks_db.models import DBTaskResult

log = logging.getLogger("programs.jobs")

LEASE = timedelta(seconds=20)
BEAT_SECONDS = 3.0
MAX_ATTEMPTS = 5
PATIENCE = [timedelta(seconds=seconds) for seconds in (10, 60, 300, 900)]
"""How long a failed job waits before each of its further attempts."""

KEPT_FOR = timedelta(days=14)
Tick: TypeAlias = Callable[[datetime], object]
Job: TypeAlias = DBTaskResult[..., Any]


class WorkerDied(Exception):
    """A job that took its worker down with it, as often as a job may be tried."""


class Worker:
    """One process that runs jobs, one after the other, and the ticks between them.

    `each_pass` is called about once a second, and at once again while it has something to
    do; `each_minute` once a minute. Each tick gets the moment. Any number of workers may
    run, so ticks must bear being run by several. SIGTERM or SIGINT lets the job in hand
    finish and then ends.
    """

    def __init__(self, *, each_pass: Sequence[Tick] = (), each_minute: Sequence[Tick] = (), interval: float = 1.0):
        self.name = uuid.uuid4().hex
        self.each_pass = each_pass
        self.each_minute = each_minute
        self.interval = interval
        self._stopping = threading.Event()
        self._minute: datetime | None = None

    def run(self, *, until_idle: bool = False) -> None:
        """Work until told to stop; with `until_idle`, until there is nothing left to do now."""
        log.info("Worker %s is ready.", self.name)
        while not self._stopping.is_set():
            close_old_connections()
            try:
                is_busy = self.run_one()
                is_busy = self._tick() or is_busy
            except DatabaseError:
                log.exception("The database is away; trying again.")
                is_busy = False
                connection.close()
            if is_busy:
                continue
            if until_idle:
                break
            self._stopping.wait(self.interval)
        log.info("Worker %s has stopped.", self.name)

    def stop_on_signals(self) -> None:
        """Stop after the job in hand on SIGTERM and SIGINT; a second signal ends at once."""

        def stop(number: int, frame: object) -> None:
            self._stopping.set()
            signal.signal(number, signal.SIG_DFL)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def run_one(self) -> bool:
        """Take back what dead workers left, then run the next job; say whether there was one."""
        take_back()
        row = claim(self.name)
        if row is None:
            return False
        with _Heartbeat(row.pk, self.name):
            outcome = _call(row)
        _settle(row, self.name, outcome)
        return True

    def _tick(self) -> bool:
        at = timezone.now()
        is_busy = run_all(self.each_pass, at)
        if self._minute is None or at >= self._minute + timedelta(minutes=1):
            self._minute = at.replace(second=0, microsecond=0)
            run_all(self.each_minute, at)
        return is_busy


def run_all(ticks: Sequence[Tick], at: datetime) -> bool:
    """Call each tick; say whether one of them found something to do.

    One that fails is logged and doesn't stop the others.
    """
    is_busy = False
    for tick in ticks:
        try:
            is_busy = bool(tick(at)) or is_busy
        except Exception:
            log.exception("The tick %s failed.", getattr(tick, "__qualname__", tick))
    return is_busy


def claim(worker: str) -> Job | None:
    """Take the next ready job for the length of a lease, or return None."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # reading first: an idle worker never takes SQLite's write lock
        return None
    with transaction.atomic():
        row: Job | None = ready.select_for_update(skip_locked=True).first()
        if row is not None:
            now = database_now()
            row.status = TaskResultStatus.RUNNING
            row.started_at = now
            row.run_after = now + LEASE
            row.worker_ids = [*row.worker_ids, worker]
            row.save(update_fields=["status", "started_at", "run_after", "worker_ids"])
    return row


def take_back() -> int:
    """Return jobs of dead workers to the queue; one that killed too many workers has failed."""
    dead = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, run_after__lt=database_now())
    if not dead.exists():
        return 0
    with transaction.atomic():
        rows = list(dead.select_for_update(skip_locked=True))
        for row in rows:
            log.warning("Job %s (%s) was left by a dead worker.", row.pk, row.task_path)
            _again_or_failed(row, WorkerDied("The worker was killed while it ran this job."))
    return len(rows)


def prune(at: datetime) -> int:
    """Delete jobs that ended more than two weeks before `at`; return how many."""
    return int(DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT_FOR).delete()[0])


def database_now() -> datetime:
    """Return the database's clock. SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def _call(row: Job) -> Any:
    """Run the job; return what it returned, or the exception that ended it."""
    try:
        task, result = row.task, row.task_result
        task_started.send(sender=type(task.get_backend()), task_result=result)
        context: list[Any] = [TaskContext(task_result=result)] if task.takes_context else []
        return task.call(*context, *result.args, **result.kwargs)
    except (Exception, SystemExit) as error:
        log.exception("Job %s (%s) failed.", row.pk, row.task_path)
        return error


def _settle(row: Job, worker: str, outcome: Any) -> None:
    """Write the outcome, unless the lease ran out and somebody else has the job."""
    with transaction.atomic():
        held = DBTaskResult.objects.select_for_update().filter(pk=row.pk, status=TaskResultStatus.RUNNING).first()
        if held is None or held.worker_ids[-1] != worker:
            return
        if isinstance(outcome, BaseException):
            _again_or_failed(held, outcome)
        else:
            held.set_successful(outcome)
    if held.status != TaskResultStatus.READY:
        task_finished.send(sender=type(held.task.get_backend()), task_result=held.task_result)


def _again_or_failed(row: Job, error: BaseException) -> None:
    attempts = len(row.worker_ids)
    row.set_failed(error)
    if attempts < MAX_ATTEMPTS:
        wait = timedelta() if isinstance(error, WorkerDied) else PATIENCE[attempts - 1]
        row.status = TaskResultStatus.READY
        row.finished_at = None
        row.run_after = database_now() + wait
        row.save(update_fields=["status", "finished_at", "run_after"])


class _Heartbeat(threading.Thread):
    """Renews the lease of a running job from a connection of its own."""

    def __init__(self, pk: uuid.UUID, worker: str) -> None:
        super().__init__(name=f"heartbeat-{pk}", daemon=True)
        self._pk = pk
        self._worker = worker
        self._done = threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        """Beat until the job has ended. A beat that fails is made up for by the next."""
        began = time.monotonic()
        while not self._done.wait(BEAT_SECONDS):
            try:
                running = DBTaskResult.objects.filter(pk=self._pk, status=TaskResultStatus.RUNNING)
                running.update(run_after=database_now() + LEASE)
            except DatabaseError:
                log.warning("A heartbeat was missed after %.0f s.", time.monotonic() - began)
                connection.close()
        connection.close()
