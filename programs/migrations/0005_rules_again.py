"""SQLite only: the triggers of `0002_database_rules` are back after tables were rebuilt."""

from importlib import import_module

from django.db import migrations

ASIDE = import_module("programs.migrations.0003_rules_aside")


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_deeper_rooms")]

    operations = [migrations.RunPython(ASIDE.make, ASIDE.drop)]
