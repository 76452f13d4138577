"""The triggers of `0002_database_rules` are back after SQLite rebuilt tables, and a release of
survey figures can't be changed any more, whoever writes.

PostgreSQL also refuses to delete one; SQLite doesn't, because Django empties tables by
DELETE there, and tests and demo need that.
"""

from importlib import import_module

from django.db import migrations

ASIDE = import_module("programs.migrations.0003_rules_aside")

POSTGRESQL = [
    """
    CREATE FUNCTION releases_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'releases_are_never_changed' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER releases_are_kept BEFORE UPDATE OR DELETE ON programs_waverelease
    FOR EACH ROW EXECUTE FUNCTION releases_are_kept()
    """,
    """
    CREATE TRIGGER feedback_releases_are_kept BEFORE UPDATE OR DELETE ON programs_figurerelease
    FOR EACH ROW EXECUTE FUNCTION releases_are_kept()
    """,
]
POSTGRESQL_REVERSE = [
    "DROP TRIGGER feedback_releases_are_kept ON programs_figurerelease",
    "DROP TRIGGER releases_are_kept ON programs_waverelease",
    "DROP FUNCTION releases_are_kept()",
]
SQLITE = [
    """
    CREATE TRIGGER releases_are_kept BEFORE UPDATE ON programs_waverelease
    BEGIN SELECT RAISE(ABORT, 'releases_are_never_changed'); END
    """,
    """
    CREATE TRIGGER feedback_releases_are_kept BEFORE UPDATE ON programs_figurerelease
    BEGIN SELECT RAISE(ABORT, 'releases_are_never_changed'); END
    """,
]
SQLITE_REVERSE = ["DROP TRIGGER releases_are_kept", "DROP TRIGGER feedback_releases_are_kept"]


# What feeds and invitations show: every change of it is counted (see calendars.models.CalendarChange).
COUNTED = {
    "visit": "",
    "dayevent": "",
    "hostingday": ' OF "on", starts_at, ends_at, is_whole_day, note, cancelled_at, offering_id',
    "offering": "",
    "site": "",
    "department": "",
    "person": " OF name, email, department_id, team_id, is_active",
    "program": "",
    "programrole": "",
    "cohort": "",
    "cohort_departments": "",
    "blackout": "",
}
COUNT = "INSERT INTO programs_calendarchange (number) VALUES (1)"


def count_changes(apps, schema_editor):
    """Let the database count whatever changes calendars, whoever writes."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(
            "CREATE FUNCTION calendars_count() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {COUNT}; RETURN NULL; END $$",
            params=None,
        )
    for table, columns in COUNTED.items():
        for deed in ("INSERT", f"UPDATE{columns}", "DELETE"):
            name = f"{table}_{deed.split()[0].lower()}_counts"
            body = "FOR EACH STATEMENT EXECUTE FUNCTION calendars_count()" if is_postgresql else f"BEGIN {COUNT}; END"
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {deed} ON programs_{table} {body}", params=None)


def count_no_changes(apps, schema_editor):
    """Take the counting out again."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in COUNTED:
        for deed in ("insert", "update", "delete"):
            on = f" ON programs_{table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_{deed}_counts{on}", params=None)
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION calendars_count()", params=None)


def keep_releases(apps, schema_editor):
    """Write the rule that releases stand."""
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def let_releases_go(apps, schema_editor):
    """Take the rule out again."""
    _run(schema_editor, {"postgresql": POSTGRESQL_REVERSE, "sqlite": SQLITE_REVERSE})


def open_single_days(apps, schema_editor):
    """Days that a host added by hand were meant, on a public holiday too."""
    apps.get_model("programs", "HostingDay").objects.filter(pattern=None).update(opens_on_holiday=True)


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_deeper_rooms")]

    operations = [
        migrations.RunPython(ASIDE.make, ASIDE.drop),
        migrations.RunPython(keep_releases, let_releases_go),
        migrations.RunPython(open_single_days, migrations.RunPython.noop),
        migrations.RunPython(count_changes, count_no_changes),
    ]
