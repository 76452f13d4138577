"""What the database itself refuses or keeps, whoever writes: places, overlaps, the audit log.

- `programs_hostingday.taken` counts the visits that hold a place. Triggers on visits keep
  it; a write to `taken` from anywhere else is put right. With the check
  `no_more_visits_than_places` this decides who gets the last place.
- `one_place_at_a_time`: no two standing visits of a person overlap. A visit that waits to
  replace another one (`is_swap`) is let off until it does.
- Audit entries are never changed. PostgreSQL also refuses to delete them; SQLite doesn't,
  because Django empties tables by DELETE there, and tests and demo need that.

SQLite: a later migration that rebuilds `programs_visit`, `programs_hostingday` or
`programs_entry` loses these triggers and must run `make_rules` again.
`tests/visits/test_database_rules.py` fails if they are gone.
"""

from django.db import migrations

STANDING = "('requested', 'confirmed', 'attended', 'debriefed')"

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    f"""
    ALTER TABLE programs_visit ADD CONSTRAINT one_place_at_a_time
    EXCLUDE USING gist (visitor_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
    WHERE (state IN {STANDING} AND NOT is_swap)
    """,
    f"""
    CREATE FUNCTION visits_keep_taken() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        held bigint := NULL;
        holds bigint := NULL;
    BEGIN
        IF TG_OP <> 'INSERT' AND OLD.state IN {STANDING} THEN held := OLD.day_id; END IF;
        IF TG_OP <> 'DELETE' AND NEW.state IN {STANDING} THEN holds := NEW.day_id; END IF;
        IF held IS NOT DISTINCT FROM holds THEN RETURN NULL; END IF;
        IF held IS NOT NULL THEN UPDATE programs_hostingday SET taken = taken - 1 WHERE id = held; END IF;
        IF holds IS NOT NULL THEN UPDATE programs_hostingday SET taken = taken + 1 WHERE id = holds; END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER visits_keep_taken AFTER INSERT OR DELETE OR UPDATE OF state, day_id ON programs_visit
    FOR EACH ROW EXECUTE FUNCTION visits_keep_taken()
    """,
    """
    CREATE FUNCTION days_leave_taken_alone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.taken := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.taken END;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER days_leave_taken_alone BEFORE INSERT OR UPDATE OF taken ON programs_hostingday
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION days_leave_taken_alone()
    """,
    """
    CREATE FUNCTION entries_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'audit_entries_are_never_changed' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER entries_are_kept BEFORE UPDATE OR DELETE ON programs_entry
    FOR EACH ROW EXECUTE FUNCTION entries_are_kept()
    """,
]
POSTGRESQL_REVERSE = [
    "DROP TRIGGER entries_are_kept ON programs_entry",
    "DROP FUNCTION entries_are_kept()",
    "DROP TRIGGER days_leave_taken_alone ON programs_hostingday",
    "DROP FUNCTION days_leave_taken_alone()",
    "DROP TRIGGER visits_keep_taken ON programs_visit",
    "DROP FUNCTION visits_keep_taken()",
    "ALTER TABLE programs_visit DROP CONSTRAINT one_place_at_a_time",
]

OVERLAPS = f"""
    EXISTS (
        SELECT 1 FROM programs_visit other
        WHERE other.visitor_id = NEW.visitor_id AND other.id <> NEW.id
        AND other.state IN {STANDING} AND NOT other.is_swap
        AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
    )
"""
SQLITE = [
    f"""
    CREATE TRIGGER visits_insert_one_place_at_a_time BEFORE INSERT ON programs_visit
    WHEN NEW.state IN {STANDING} AND NOT NEW.is_swap AND {OVERLAPS.replace("other.id <> NEW.id", "1")}
    BEGIN SELECT RAISE(ABORT, 'one_place_at_a_time'); END
    """,
    f"""
    CREATE TRIGGER visits_update_one_place_at_a_time
    BEFORE UPDATE OF state, is_swap, starts_at, ends_at, visitor_id ON programs_visit
    WHEN NEW.state IN {STANDING} AND NOT NEW.is_swap AND {OVERLAPS}
    BEGIN SELECT RAISE(ABORT, 'one_place_at_a_time'); END
    """,
    f"""
    CREATE TRIGGER visits_insert_keep_taken AFTER INSERT ON programs_visit WHEN NEW.state IN {STANDING}
    BEGIN UPDATE programs_hostingday SET taken = taken + 1 WHERE id = NEW.day_id; END
    """,
    f"""
    CREATE TRIGGER visits_delete_keep_taken AFTER DELETE ON programs_visit WHEN OLD.state IN {STANDING}
    BEGIN UPDATE programs_hostingday SET taken = taken - 1 WHERE id = OLD.day_id; END
    """,
    f"""
    CREATE TRIGGER visits_update_keep_taken AFTER UPDATE OF state, day_id ON programs_visit
    WHEN (OLD.state IN {STANDING}) <> (NEW.state IN {STANDING}) OR OLD.day_id <> NEW.day_id
    BEGIN
        UPDATE programs_hostingday SET taken = taken - 1 WHERE id = OLD.day_id AND OLD.state IN {STANDING};
        UPDATE programs_hostingday SET taken = taken + 1 WHERE id = NEW.day_id AND NEW.state IN {STANDING};
    END
    """,
    f"""
    CREATE TRIGGER days_leave_taken_alone AFTER UPDATE OF taken ON programs_hostingday
    WHEN NEW.taken <> (SELECT count(*) FROM programs_visit WHERE day_id = NEW.id AND state IN {STANDING})
    BEGIN
        UPDATE programs_hostingday
        SET taken = (SELECT count(*) FROM programs_visit WHERE day_id = NEW.id AND state IN {STANDING})
        WHERE id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER days_start_with_nothing_taken AFTER INSERT ON programs_hostingday WHEN NEW.taken <> 0
    BEGIN UPDATE programs_hostingday SET taken = 0 WHERE id = NEW.id; END
    """,
    """
    CREATE TRIGGER entries_are_kept BEFORE UPDATE ON programs_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entries_are_never_changed'); END
    """,
]
SQLITE_REVERSE = [
    "DROP TRIGGER visits_insert_one_place_at_a_time",
    "DROP TRIGGER visits_update_one_place_at_a_time",
    "DROP TRIGGER visits_insert_keep_taken",
    "DROP TRIGGER visits_delete_keep_taken",
    "DROP TRIGGER visits_update_keep_taken",
    "DROP TRIGGER days_leave_taken_alone",
    "DROP TRIGGER days_start_with_nothing_taken",
    "DROP TRIGGER entries_are_kept",
]


def make_rules(apps, schema_editor):
    """Write the rules into the database at hand."""
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def drop_rules(apps, schema_editor):
    """Take the rules out again; the extension stays, others may use it."""
    _run(schema_editor, {"postgresql": POSTGRESQL_REVERSE, "sqlite": SQLITE_REVERSE})


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [migrations.RunPython(make_rules, drop_rules)]
