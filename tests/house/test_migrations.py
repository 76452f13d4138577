"""New databases take one step, those of before go on with theirs: both end in the same place."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.visits.bookers import empty_database
from tests.visits.test_concurrency import server_url

WAYS = """
import json, re, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

def step_by_step(last):
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate([("programs", last)])

def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [[str(value) for value in row] for row in cursor.fetchall()]

def on_sqlite():
    tables = rows("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name LIKE 'programs%'")
    found = {}
    for name, sql in tables:
        found[f"{name}: columns"] = [row[1:] for row in rows(f"PRAGMA table_info({name})")]
        found[f"{name}: keys"] = [row[2:] for row in rows(f"PRAGMA foreign_key_list({name})")]
        found[f"{name}: constraints"] = [[one] for one in re.findall(r'CONSTRAINT "(\\w+)"', sql)]
    found["others"] = rows(
        "SELECT type, name, sql FROM sqlite_master WHERE type != 'table' AND tbl_name LIKE 'programs%'"
    )
    return found

def on_postgresql():
    return {
        "columns": rows("SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, "
            "column_default, is_identity FROM information_schema.columns WHERE table_schema = 'public'"),
        "constraints": rows("SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace"),
        "indexes": rows("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"),
        "triggers": rows("SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE NOT tgisinternal"),
    }

if sys.argv[1] != "at once":
    step_by_step(sys.argv[1])
call_command("migrate", verbosity=0)
found = on_sqlite() if connection.vendor == "sqlite" else on_postgresql()
print(json.dumps({name: sorted(rows) for name, rows in found.items()}))
"""


def schema_by(way):
    """Return what a database holds that was made in one of the ways, without its rows."""
    server = server_url() if connection.vendor == "postgresql" else ""
    with empty_database(connection.vendor, server) as url:
        done = subprocess.run(
            [sys.executable, "-c", WAYS, way],
            env=os.environ | {"EXCHANGE_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "exchange.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("last", ["0002_database_rules", "0005_rules_again"])
def test_one_step_makes_what_the_five_make(last):
    at_once = schema_by("at once")

    step_by_step = schema_by(last)

    assert sum(map(len, at_once.values())) > 1000
    assert step_by_step == at_once
