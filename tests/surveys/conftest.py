"""A database that several processes share."""

import os
import subprocess
import sys

import pytest
from django.db import connection


@pytest.fixture
def environment(tmp_path, transactional_db):
    """A file of SQLite, or the test database of PostgreSQL, for other processes to use."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "exchange.settings",
        "EXCHANGE_TASKS": "django_tasks.backends.immediate.ImmediateBackend",
        "EXCHANGE_LOG_LEVEL": "ERROR",
        "EXCHANGE_VAR": str(tmp_path),
    }
    if connection.vendor == "postgresql":
        facts = connection.settings_dict
        host = facts["HOST"].replace("/", "%2F")
        user = f"{facts['USER']}:{facts['PASSWORD']}" if facts["PASSWORD"] else facts["USER"]
        port = f":{facts['PORT']}" if facts["PORT"] else ""
        return env | {"EXCHANGE_DATABASE_URL": f"postgres://{user}@{host}{port}/{facts['NAME']}"}
    env["EXCHANGE_DATABASE_URL"] = f"sqlite:///{tmp_path / 'at_once.sqlite3'}"
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=env, check=True)
    return env
