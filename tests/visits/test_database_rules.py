"""What the database refuses or keeps by itself, whoever writes."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from programs.audit import actions as audit
from programs.visits.choices import STANDING, VisitState
from programs.visits.models import Visit
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person
from tests.factories.visits import make_visit


def taken_of(day):
    day.refresh_from_db()
    return day.taken


@pytest.mark.parametrize("state", VisitState.values)
def test_taken_counts_the_visits_that_hold_a_place(enrollment, day, state):
    make_visit(enrollment, day, state=state)

    taken = taken_of(day)

    assert taken == (1 if state in STANDING else 0)


def test_taken_follows_updates_in_bulk_and_deletions(enrollment, colleague, day):
    make_visit(enrollment, day)
    make_visit(colleague, day)

    Visit.objects.filter(visitor=colleague.person).update(state=VisitState.WITHDRAWN)
    after_update = taken_of(day)
    Visit.objects.all().update(state=VisitState.CONFIRMED, is_swap=False)
    after_return = taken_of(day)
    Visit.objects.filter(visitor=colleague.person).delete()

    assert (after_update, after_return, taken_of(day)) == (1, 2, 1)


def test_taken_moves_with_a_visit_to_another_day(enrollment, day, offering):
    other = make_day(offering, datetime.date(2026, 3, 17))
    visit = make_visit(enrollment, day)

    Visit.objects.filter(pk=visit.pk).update(day=other)

    assert (taken_of(day), taken_of(other)) == (0, 1)


def test_a_full_day_refuses_one_more_visit(enrollment, colleague, offering):
    day = make_day(offering, datetime.date(2026, 3, 18), places=1)
    make_visit(enrollment, day)

    with pytest.raises(IntegrityError, match="no_more_visits_than_places"), transaction.atomic():
        make_visit(colleague, day)

    assert taken_of(day) == 1


def test_saving_a_day_with_an_old_count_leaves_the_count_alone(enrollment, day):
    stale = type(day).objects.get(pk=day.pk)
    make_visit(enrollment, day)

    stale.note = "Bring an identity card."
    stale.save()

    day.refresh_from_db()
    assert (day.taken, day.note) == (1, "Bring an identity card.")


def test_a_new_day_starts_with_nothing_taken(offering):
    day = make_day(offering, datetime.date(2026, 3, 19), taken=1)

    assert taken_of(day) == 0


@pytest.mark.parametrize(
    ("start", "end", "is_refused"),
    [("12:00", "15:00", True), ("13:00", "15:00", False), ("08:00", "09:00", False), ("10:00", "11:00", True)],
)
def test_overlapping_visits_of_a_person_are_refused(cohort, enrollment, day, start, end, is_refused):
    """The second visit belongs to another cohort, so that only the overlap can refuse it."""
    sales = make_department("Sales")
    make_visit(enrollment, day)
    other = make_offering("Quote desk", department=sales, contact=make_person("Sara Sales", department=sales))
    other_day = make_day(other, day.on, start=start, end=end)
    visit = Visit(
        enrollment=enrollment,
        visitor=enrollment.person,
        cohort=cohort,
        day=other_day,
        department=sales,
        on=day.on + datetime.timedelta(days=1),
        starts_at=other_day.starts_at,
        ends_at=other_day.ends_at,
        requested_at=other_day.starts_at,
        changed_at=other_day.starts_at,
    )

    try:
        with transaction.atomic():
            visit.save()
        refusal = ""
    except IntegrityError as error:
        refusal = str(error)

    assert ("one_place_at_a_time" in refusal) is is_refused


def test_a_swap_may_overlap_until_it_stands(enrollment, day, offering):
    later = make_day(offering, day.on, start="10:00", end="14:00")
    old = make_visit(enrollment, day)
    swap = make_visit(enrollment, later, replaces=old, is_swap=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=swap.pk).update(is_swap=False)
    Visit.objects.filter(pk=old.pk).update(state=VisitState.WITHDRAWN)
    Visit.objects.filter(pk=swap.pk).update(is_swap=False)

    assert (taken_of(day), taken_of(later)) == (0, 1)


def test_an_audit_entry_is_never_changed(visitor, now):
    entry = audit.record("book_visit", visitor, by=visitor, at=now)

    with (
        pytest.raises(IntegrityError, match="audit_entries_are_never_changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE programs_entry SET deed = 'nothing' WHERE id = %s", [entry.pk])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite empties tables by DELETE (see the migration)")
def test_an_audit_entry_is_never_deleted(visitor, now):
    entry = audit.record("book_visit", visitor, by=visitor, at=now)

    with (
        pytest.raises(IntegrityError, match="audit_entries_are_never_changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM programs_entry WHERE id = %s", [entry.pk])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_rules_can_be_taken_out_and_put_back():
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    for whole, migration in executor.loader.replacements.items():  # step by step, not all at once
        executor.loader.graph.remove_replacement_node(whole, migration.replaces)
    executor.migrate([("programs", "0001_initial")])

    call_command("migrate", "programs", verbosity=0)

    assert rules_in_the_database() >= {"visits_keep_taken", "days_leave_taken_alone", "entries_are_kept"}


def rules_in_the_database():
    """Names of the triggers, without what SQLite's need to say more."""
    query = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "sqlite": "SELECT replace(name, 'visits_insert_', 'visits_') FROM sqlite_master WHERE type = 'trigger'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}
