"""Many documents at once, as the worker makes them: real jobs, real child processes."""

import datetime
import io
import zipfile

import pikepdf
import pytest
from django.db import connection
from django.urls import reverse

from programs.audit.models import Entry
from programs.gateways import pdf
from programs.gateways.jobs import Worker
from programs.notifications.models import Letter
from programs.reports import keeping, tasks
from programs.reports.choices import BatchKind, DocumentState
from programs.reports.models import Batch, PersonalDocument
from tests.factories.people import make_person
from tests.factories.reports import make_attended_visit, make_snapshot
from tests.reports.inspection import complaints, expected_of

pytestmark = pytest.mark.slow

PEOPLE = 7


@pytest.fixture
def _jobs(transactional_db, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    monkeypatch.setattr(keeping, "TOLD_EVERY", 2)


@pytest.fixture
def visited(_jobs, cohort, host):
    for at in range(PEOPLE):
        make_attended_visit(cohort, make_person(f"Visitor {at}"), contact=host)
    return cohort


def ask(cohort, lead, now, kind=BatchKind.CERTIFICATES):
    snapshot = make_snapshot(cohort, by=lead, at=now)
    return keeping.ask_for_batch(snapshot=snapshot, kind=kind, by=lead, at=now, language="en-gb")


class Told:
    """Collects what a batch says of itself while it is made; calls `then` with each number."""

    def __init__(self, then=lambda done: None):
        self.numbers, self._then = [], then

    def __call__(self, execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if sql.startswith('UPDATE "programs_batch" SET "done" =') and '"archive"' not in sql:
            self.numbers.append(params[0])
            self._then(params[0])
        return found


def test_the_worker_makes_a_batch_says_how_far_it_is_and_writes_when_it_is_ready(visited, lead, now, client):
    batch = ask(visited, lead, now)
    told = Told()

    with connection.execute_wrapper(told):
        Worker().run(until_idle=True)

    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.total) == (DocumentState.READY, PEOPLE, PEOPLE), batch.error
    assert told.numbers == [2, 4, 6]
    assert Letter.objects.filter(to=lead, kind="reports/batch").count() == 1
    assert PersonalDocument.objects.count() == PEOPLE
    client.force_login(lead)
    archive = client.get(reverse("reports:batch_download", args=[batch.pk, "zip"]))
    merged = client.get(reverse("reports:batch_download", args=[batch.pk, "pdf"]))
    with zipfile.ZipFile(io.BytesIO(archive.content)) as files:
        assert len(files.namelist()) == PEOPLE
        assert files.testzip() is None
    assert [line for line in complaints(merged.content, expected_of("")) if not line.startswith("headings")] == []
    with pikepdf.open(io.BytesIO(merged.content)) as document, document.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == [f"Visitor {at}" for at in range(PEOPLE)]


def test_a_batch_that_a_dead_worker_left_is_begun_anew_and_gives_the_same_bytes(visited, lead, now):
    first = ask(visited, lead, now)
    Worker().run(until_idle=True)
    second = ask(visited, lead, now)
    Batch.objects.filter(pk=second.pk).update(state=DocumentState.RENDERING, done=4, total=PEOPLE)

    Worker().run(until_idle=True)

    first.refresh_from_db()
    second.refresh_from_db()
    assert second.state == DocumentState.READY
    assert bytes(second.archive) == bytes(first.archive)
    assert bytes(second.merged) == bytes(first.merged)
    assert PersonalDocument.objects.count() == PEOPLE


def test_a_batch_that_failed_is_tried_again_by_itself_and_tells_once(visited, lead, now, monkeypatch):
    batch = ask(visited, lead, now)
    with monkeypatch.context() as broken:
        broken.setattr("programs.gateways.pdf.sheets.style", lambda: "@import url(http://example.com/x.css);")
        Worker().run(until_idle=True)
    batch.refresh_from_db()
    assert (batch.state, batch.tries) == (DocumentState.WAITING, 1)

    tasks.every_minute(batch.again_at + datetime.timedelta(seconds=1))
    Worker().run(until_idle=True)

    batch.refresh_from_db()
    assert (batch.state, batch.error) == (DocumentState.READY, "")
    assert Letter.objects.filter(to=lead, kind="reports/batch").count() == 1


def test_a_batch_that_is_stopped_while_it_is_made_ends_and_tells_nobody(visited, lead, now):
    batch = ask(visited, lead, now)

    def stop(done):
        if done == 4:
            keeping.stop_batch(batch=batch, by=lead, at=now)

    with connection.execute_wrapper(Told(stop)):
        Worker().run(until_idle=True)

    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.archive) == (DocumentState.FAILED, 4, None)
    assert batch.error == "Stopped by hand"
    assert not PersonalDocument.objects.exists()
    assert not Letter.objects.filter(kind="reports/batch").exists()
    assert Entry.objects.filter(deed="stop_batch", actor=lead).count() == 1


def test_stop_batch_leaves_a_ready_one_as_it_is(visited, lead, now, client):
    batch = ask(visited, lead, now)
    Worker().run(until_idle=True)
    client.force_login(lead)

    client.post(reverse("reports:stop_batch", args=[batch.pk]))

    batch.refresh_from_db()
    assert batch.state == DocumentState.READY


def test_a_batch_that_was_stopped_before_its_turn_is_not_made(visited, lead, now, client):
    batch = ask(visited, lead, now)
    client.force_login(lead)

    client.post(reverse("reports:stop_batch", args=[batch.pk]))
    page = client.get(reverse("reports:batch", args=[batch.pk]))
    Worker().run(until_idle=True)

    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.total) == (DocumentState.FAILED, 0, 0)
    assert "Stopped by hand" in page.content.decode()
    assert reverse("reports:stop_batch", args=[batch.pk]) not in page.content.decode()


def test_a_batch_of_department_reports_gives_each_department_its_own_file(visited, lead, now):
    batch = ask(visited, lead, now, BatchKind.DEPARTMENTS)

    Worker().run(until_idle=True)

    batch.refresh_from_db()
    assert batch.state == DocumentState.READY, batch.error
    with zipfile.ZipFile(io.BytesIO(bytes(batch.archive))) as files:
        assert len(files.namelist()) == batch.total > 1
        merged = pdf.merge([(name, files.read(name)) for name in files.namelist()], title="All")
    with (
        pikepdf.open(io.BytesIO(merged)) as again,
        pikepdf.open(io.BytesIO(bytes(batch.merged))) as document,
    ):
        assert len(again.pages) == len(document.pages) >= batch.total
