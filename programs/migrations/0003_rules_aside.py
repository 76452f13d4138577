"""SQLite only: take the triggers out while the next migration rebuilds tables.

SQLite changes a table by building a new one and renaming it. Triggers of the old table
are lost on the way, and one that names it breaks the renaming. `0005_rules_again` puts
them back.
"""

from importlib import import_module

from django.db import migrations

RULES = import_module("programs.migrations.0002_database_rules")


def drop(apps, schema_editor):
    """Drop the triggers on SQLite; PostgreSQL keeps its own."""
    if schema_editor.connection.vendor == "sqlite":
        RULES.drop_rules(apps, schema_editor)


def make(apps, schema_editor):
    """Make the triggers on SQLite."""
    if schema_editor.connection.vendor == "sqlite":
        RULES.make_rules(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_database_rules")]

    operations = [migrations.RunPython(drop, make)]
