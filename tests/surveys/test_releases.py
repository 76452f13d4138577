"""What was published stands, whoever writes."""

import pytest
from django.db import DatabaseError, connection, transaction

from programs.surveys.models import WaveRelease
from tests.factories.surveys import close, make_open_wave


@pytest.fixture
def release(program, lead, visitor):
    return close(make_open_wave(program, lead), lead)


@pytest.mark.parametrize("column", ["tables = '{}'", "sha256 = ''", "wave_id = wave_id + 1"])
def test_the_database_refuses_to_change_a_release(release, column):
    refused = pytest.raises(DatabaseError, match="releases_are_never_changed")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE programs_waverelease SET {column} WHERE id = %s", [release.pk])

    assert WaveRelease.objects.get(pk=release.pk).sha256 == release.sha256


def test_save_of_a_changed_release_is_refused_by_the_database_itself(release):
    release.tables = {}

    with pytest.raises(DatabaseError, match="releases_are_never_changed"), transaction.atomic():
        release.save()


def test_postgresql_refuses_to_delete_a_release_too(release):
    def delete():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM programs_waverelease WHERE id = %s", [release.pk])

    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="releases_are_never_changed"):
            delete()
    else:
        delete()

    assert WaveRelease.objects.filter(pk=release.pk).exists() == (connection.vendor == "postgresql")
