import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from programs.relationships.models import Tie
from programs.reports import figures, queries
from programs.reports.queries import departments_shown
from programs.visits.models import Visit
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person
from tests.factories.reports import make_figures

TODAY = datetime.date(2026, 7, 24)


def make_visits(cohort, department, visitors, *, state="attended", start=0):
    """One visit each of `visitors` new people from IT to a department, a day apart."""
    it = make_department("Information Technology", is_it=True)
    contact = make_person(f"Host of {department} {start}", department=department)
    offering = make_offering(f"Day with {department} {start}", department=department, contact=contact, places=1)
    made = []
    for at in range(start, start + visitors):
        person = make_person(f"Visitor {department} {at}", department=it)
        enrollment = make_enrollment(cohort, person, wanted=2)
        day = make_day(offering, datetime.date(2026, 3, 2) + datetime.timedelta(days=at))
        made.append(
            Visit.objects.create(
                enrollment=enrollment,
                visitor=person,
                cohort=cohort,
                day=day,
                department=department,
                on=day.on,
                starts_at=day.starts_at,
                ends_at=day.ends_at,
                state=state,
                requested_at=day.starts_at,
                changed_at=day.starts_at,
            )
        )
    return made


def test_snapshot_counts_people_and_visits_step_by_step(cohort, finance):
    make_visits(cohort, finance, 6)
    make_visits(cohort, finance, 2, state="confirmed", start=10)
    make_visits(cohort, finance, 1, state="declined", start=20)

    part = queries.snapshot(cohort, TODAY).participation

    assert (part.people.enrolled, part.people.placed, part.people.visited, part.people.completed) == (9, 8, 6, 0)
    assert (part.visits.planned, part.visits.requested, part.visits.confirmed) == (18, 9, 8)
    assert (part.visits.attended, part.visits.ahead, part.visits.declined) == (6, 2, 1)
    assert part.visits.hours == 24.0


def test_snapshot_keeps_withdrawn_cancelled_and_missed_apart(cohort, finance):
    make_visits(cohort, finance, 5)
    for at, state in enumerate(("withdrawn", "cancelled", "missed", "expired"), 1):
        make_visits(cohort, finance, at, state=state, start=10 * at)

    visits = queries.snapshot(cohort, TODAY).participation.visits

    assert (visits.withdrawn, visits.cancelled, visits.missed, visits.expired) == (1, 2, 3, 4)


def test_snapshot_shows_no_figures_of_a_department_with_four_visitors(cohort, finance):
    legal = make_department("Legal")
    make_visits(cohort, finance, 9)
    make_visits(cohort, legal, 4)

    part = queries.snapshot(cohort, TODAY).participation

    assert part.departments == ()
    assert part.not_shown == ("Finance", "Legal")


def test_snapshot_merges_small_departments(cohort, finance):
    for name, visitors in (("Legal", 3), ("Sales", 4), ("Claims", 12)):
        make_visits(cohort, make_department(name), visitors)

    part = queries.snapshot(cohort, TODAY).participation

    assert [(row.name, row.departments, row.visitors) for row in part.departments] == [("Claims", 1, 12), ("", 2, 7)]


def test_snapshot_hides_attendance_of_fewer_than_five_visitors(cohort, finance):
    make_visits(cohort, finance, 4)

    part = queries.snapshot(cohort, TODAY).participation

    assert (part.people.visited, part.visits.attended, part.visits.confirmed, part.visits.hours) == (None,) * 4


def test_snapshot_costs_the_same_for_few_and_many_visits(cohort, finance, connection_count):
    make_visits(cohort, finance, 1)
    first = connection_count(lambda: queries.snapshot(cohort, TODAY))
    make_visits(cohort, finance, 12, start=20)

    second = connection_count(lambda: queries.snapshot(cohort, TODAY))

    assert first == second <= 37


@pytest.fixture
def connection_count():
    def counted(deed):
        with CaptureQueriesContext(connection) as seen:
            deed()
        return len(seen)

    return counted


def test_snapshot_shows_contacts_from_five_people_on(cohort, finance):
    visits = make_visits(cohort, finance, 5)
    for visit in visits[:4]:
        Tie.objects.create(
            visit=visit, person=visit.visitor, other=visit.day.offering.contact, before=0, now=3, on=TODAY
        )
    few = queries.snapshot(cohort, TODAY).ties
    last = visits[4]
    Tie.objects.create(visit=last, person=last.visitor, other=last.day.offering.contact, before=0, now=3, on=TODAY)

    enough = queries.snapshot(cohort, TODAY).ties

    assert not few.is_shown
    assert (enough.people, enough.new, enough.lost) == (5, 5, 0)


@given(st.lists(st.integers(0, 12), max_size=8))
def test_departments_shown_never_give_fewer_than_five_away(sizes):
    trips = [
        queries._Trip(visitor=100 * at + one, department=at, department_name=f"D{at}", state="attended", hours=4.0)
        for at, size in enumerate(sizes)
        for one in range(size)
    ]

    rows, hidden, is_total_shown = departments_shown(trips, k=5)

    assert all(row.visitors >= 5 for row in rows)
    rest = sum(sizes) - sum(row.visitors for row in rows)
    assert rest == 0 or not rows
    assert not is_total_shown or sum(sizes) == 0 or sum(sizes) >= 5
    assert len(hidden) + sum(row.departments for row in rows) == sum(size > 0 for size in sizes)


def test_departments_shown_count_a_visitor_of_two_small_departments_once():
    def trips(department, visitors):
        return [
            queries._Trip(
                visitor=one, department=department, department_name=f"D{department}", state="attended", hours=4.0
            )
            for one in visitors
        ]

    rows, hidden, is_total_shown = departments_shown(
        [*trips(1, range(3)), *trips(2, range(3)), *trips(3, range(20, 32)), *trips(4, range(40, 60))], k=5
    )

    assert [(row.name, row.departments, row.visitors) for row in rows] == [("D4", 1, 20), ("", 3, 15)]
    assert (hidden, is_total_shown) == ((), True)


def test_figures_survive_storage():
    stored = figures.to_json(make_figures())

    read = figures.from_json(stored)

    assert figures.to_json(read) == stored


def test_fingerprint_doesnt_depend_on_the_order_of_keys():
    assert figures.fingerprint({"a": 1, "b": [2]}) == figures.fingerprint({"b": [2], "a": 1})


def test_fingerprint_changes_with_any_figure():
    assert figures.fingerprint(figures.to_json(make_figures())) != figures.fingerprint(
        figures.to_json(make_figures(open_frictions=27))
    )
