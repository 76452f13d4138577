import contextlib
import datetime
import signal
import sqlite3
import time

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from programs.gateways import jobs
from programs.gateways.jobs import MAX_ATTEMPTS, PATIENCE, Worker, take_back
from tests.gateways import jobs_to_run
from tests.gateways.processes import Machine, wait_for

LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _database_backend(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    jobs_to_run.seen.clear()


@pytest.mark.django_db(transaction=True)
def test_run_does_every_job_once():
    for number in range(5):
        jobs_to_run.note.enqueue(number)

    Worker().run(until_idle=True)

    assert jobs_to_run.seen == [0, 1, 2, 3, 4]
    assert DBTaskResult.objects.successful().count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_job():
    with transaction.atomic():
        jobs_to_run.note.enqueue(1)
        transaction.set_rollback(True)

    Worker().run(until_idle=True)

    assert jobs_to_run.seen == []
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_tried_again_later_and_then_has_failed():
    result = jobs_to_run.fail.enqueue()
    waits = []

    for _ in range(MAX_ATTEMPTS):
        DBTaskResult.objects.update(run_after=LONG_AGO)
        Worker().run(until_idle=True)
        row = DBTaskResult.objects.get(pk=result.id)
        waits.append(row.run_after)

    assert row.status == "FAILED"
    assert len(row.worker_ids) == MAX_ATTEMPTS
    assert "bad luck" in row.traceback
    assert waits[1] - waits[0] > PATIENCE[1] - PATIENCE[0]


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_waits_before_it_is_tried_again():
    jobs_to_run.fail.enqueue()

    Worker().run(until_idle=True)

    assert Worker().run_one() is False
    assert DBTaskResult.objects.get().status == "READY"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_succeeds_the_second_time_is_done():
    jobs_to_run.fail_once.enqueue()
    Worker().run(until_idle=True)
    DBTaskResult.objects.update(run_after=LONG_AGO)

    Worker().run(until_idle=True)

    row = DBTaskResult.objects.get()
    assert row.status == "SUCCESSFUL"
    assert row.return_value == "at last"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_asks_to_exit_does_not_end_the_worker():
    jobs_to_run.exit_now.enqueue()
    jobs_to_run.note.enqueue(1)

    Worker().run(until_idle=True)

    assert jobs_to_run.seen == [1]


@pytest.mark.django_db(transaction=True)
def test_take_back_returns_the_job_of_a_dead_worker_and_leaves_that_of_a_live_one():
    jobs_to_run.note.enqueue(1)
    jobs_to_run.note.enqueue(2)
    dead, alive = jobs.claim("dead"), jobs.claim("alive")
    DBTaskResult.objects.filter(pk=dead.pk).update(run_after=LONG_AGO)

    assert take_back() == 1

    assert DBTaskResult.objects.get(pk=dead.pk).status == "READY"
    assert DBTaskResult.objects.get(pk=alive.pk).status == "RUNNING"


@pytest.mark.django_db(transaction=True)
def test_take_back_gives_up_a_job_that_kills_every_worker():
    jobs_to_run.note.enqueue(1)
    for number in range(MAX_ATTEMPTS):
        jobs.claim(f"worker {number}")
        DBTaskResult.objects.update(run_after=LONG_AGO)
        take_back()

    row = DBTaskResult.objects.get()

    assert row.status == "FAILED"
    assert row.exception_class_path.endswith("WorkerDied")
    assert jobs.claim("another") is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_lease_does_not_write_the_outcome():
    jobs_to_run.note.enqueue(1)
    slow = jobs.claim("slow")
    DBTaskResult.objects.update(run_after=LONG_AGO)
    take_back()
    jobs.claim("second")

    jobs._settle(slow, "slow", "too late")

    row = DBTaskResult.objects.get()
    assert row.status == "RUNNING"
    assert row.worker_ids == ["slow", "second"]


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_a_long_job_alive(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("an in-memory database has no second connection; the kill test covers a file")
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.05)
    jobs_to_run.note.enqueue(1)
    row = jobs.claim("me")

    with jobs._Heartbeat(row.pk, "me"):
        time.sleep(0.4)

    assert DBTaskResult.objects.get().run_after > row.run_after


@pytest.mark.django_db
def test_prune_deletes_what_ended_long_ago(now):
    old, young = jobs_to_run.note.enqueue(1), jobs_to_run.note.enqueue(2)
    DBTaskResult.objects.filter(pk=old.id).update(status="SUCCESSFUL", finished_at=now - datetime.timedelta(days=15))
    DBTaskResult.objects.filter(pk=young.id).update(status="FAILED", finished_at=now - datetime.timedelta(days=13))

    jobs.prune(now)

    assert [row.pk for row in DBTaskResult.objects.all()] == [DBTaskResult.objects.get(pk=young.id).pk]


def test_run_all_goes_on_after_a_tick_that_fails(now, caplog):
    seen = []

    def bad(at):
        raise RuntimeError("bad luck")

    jobs.run_all([bad, seen.append], now)

    assert seen == [now]
    assert "bad luck" in caplog.text


@pytest.mark.slow
def test_a_killed_worker_loses_no_job_and_a_stopped_one_ends_its_own(tmp_path):
    """kill -9 in mid-job three times, then SIGTERM."""
    machine = Machine(tmp_path)
    machine.python("""
        from tests.gateways import jobs_to_run
        for number in range(12):
            jobs_to_run.write.enqueue(number, 0.3)
    """)
    (tmp_path / "started").touch()

    for _ in range(3):
        worker = start_worker_in_mid_job(machine)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        machine.python("""
            from django_tasks_db.models import DBTaskResult
            DBTaskResult.objects.filter(status="RUNNING").update(run_after=LONG_AGO)
        """)
    worker = start_worker_in_mid_job(machine)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert running(machine) == 0
    machine.run("manage.py", "work", "--until-idle")

    ended = (tmp_path / "ended").read_text().split()
    started = (tmp_path / "started").read_text().split()
    assert sorted(set(ended), key=int) == [str(number) for number in range(12)]
    assert len(started) - len(set(started)) <= 3


def start_worker_in_mid_job(machine):
    started = machine.folder / "started"
    before = len(started.read_text().split())
    worker = machine.start_worker()
    wait_for(lambda: len(started.read_text().split()) > before)
    return worker


def running(machine):
    with contextlib.closing(sqlite3.connect(machine.database)) as database, database:
        query = f"SELECT count(*) FROM {DBTaskResult._meta.db_table} WHERE status = 'RUNNING'"
        return database.execute(query).fetchone()[0]
