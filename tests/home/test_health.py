"""Whether the process is fit to serve, and what it tells the public about it."""

from collections import namedtuple

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from programs.home import health

Usage = namedtuple("Usage", "total used free")


def test_healthz_asks_nothing_of_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_readyz_is_ready_when_all_is_well(client, db):
    assert client.get("/readyz").status_code == 200


def test_readyz_is_not_ready_while_a_migration_is_missing_and_does_not_say_which(client, db):
    [newest] = MigrationLoader(connection).graph.leaf_nodes("programs")
    MigrationRecorder.Migration.objects.get(app="programs", name=newest[1]).delete()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.content == b"not ready"


def test_readyz_is_not_ready_while_draining(client, db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / health.DRAINING).touch()

    assert client.get("/readyz").status_code == 503


def test_readyz_is_not_ready_with_a_full_disk(db, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(100, 96, 4))

    assert health.reasons_not_to_serve() == ["disk almost full"]


def test_robots_are_asked_to_stay_away(client, db):
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
