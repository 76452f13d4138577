"""Domain rule 1 on random worlds: whoever asks whether somebody can visit on a day gets one answer.

Blackouts of every scope, recurring, timed and soft; public holidays of two countries; busy
times, on-call duty and cover; notice, horizon and budgets.
"""

import datetime
import random
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from programs.hosting.models import HostingDay
from programs.matching import queries as matching_queries
from programs.visits import actions, pages, queries
from tests.conftest import NOW
from tests.factories.availability import make_blackout, make_busy, make_cover, make_duty
from tests.factories.cohorts import make_cohort, make_enrollment, make_program, make_role
from tests.factories.hosting import make_day, make_offering
from tests.factories.matching import make_run
from tests.factories.people import make_department, make_person, make_site, make_team
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 3, 3)
LAST = datetime.date(2026, 5, 29)
"""Easter, two clock changes in America and Europe, and May with its holidays lie between."""
REPEATS = [
    {},
    {"repeats": "weekly", "number": 2, "weekday": 2},
    {"repeats": "monthly", "number": 5, "weekday": 4},
    {"repeats": "month_start", "number": 2},
    {"repeats": "month_end", "number": 3},
]


def a_date(rng):
    return FIRST + datetime.timedelta(days=rng.randrange((LAST - FIRST).days + 1))


def build_world(seed, *, size=3):
    """Make a cohort in which nearly everything can stand in the way; returns enrolments and days."""
    rng = random.Random(seed)
    sites = [
        make_site("Munich", country="DE", subdivision="BY"),
        make_site("New York", time_zone="America/New_York", country="US"),
    ]
    it = make_department("Information Technology", is_it=True)
    teams = [make_team(name, it) for name in ("Platform", "Networks")]
    departments = [
        make_department(f"Department {n}", hosting_hours_per_month=rng.choice([None, 4, 8])) for n in range(size)
    ]
    program = make_program(notice_days=rng.choice([0, 2, 10]))
    cohort = make_cohort(program, departments=departments, spacing_days=rng.choice([0, 7]))
    days = []
    for department in departments:
        host = make_person(f"Host of {department}", department=department, site=rng.choice(sites))
        limits = {"notice_days": rng.choice([None, 5]), "horizon_days": rng.choice([None, 30])}
        offering = make_offering("A day", department=department, contact=host, places=rng.choice([1, 2]), **limits)
        dates = sorted({a_date(rng) for _ in range(size)})
        days += [make_day(offering, on, opens_on_holiday=rng.random() < 0.3) for on in dates]
    enrollments = []
    for n in range(size):
        person = make_person(f"Person {n}", department=it, team=rng.choice([*teams, None]), site=rng.choice(sites))
        enrollments.append(make_enrollment(cohort, person, wanted=rng.choice([1, 3])))
        start = datetime.datetime.combine(a_date(rng), datetime.time(9), datetime.UTC)
        make_busy(person, start, start + datetime.timedelta(hours=30), kind=rng.choice(["busy", "tentative"]))
        make_duty(person, a_date(rng))
    for scope in ({}, {"site": sites[0]}, {"department": departments[0]}, {"team": teams[0]}):
        on = a_date(rng)
        hours = {"start_time": "12:00", "end_time": "15:00"} if rng.random() < 0.4 else {}
        make_blackout(
            f"Closed {on}", on, min(on + datetime.timedelta(days=40), LAST), **scope, **hours, **rng.choice(REPEATS),
            is_soft=rng.random() < 0.3,
        )  # fmt: skip
    make_cover(teams[0], most_away=1)
    make_cover(teams[1], most_away_percent=50)
    visiting = enrollments[:: max(2, size // 3)]
    for enrollment, day in zip(visiting, rng.sample(days, len(visiting)), strict=True):
        make_visit(enrollment, day)
    # The database counted places meanwhile.
    return enrollments, list(HostingDay.objects.filter(pk__in=[day.pk for day in days]).order_by("pk"))


def on_random_worlds(examples):
    def wrap(test):
        settled = settings(
            max_examples=examples, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        )  # fmt: skip
        return settled(example(seed=548)(given(seed=st.integers(0, 10_000))(test)))  # 548: May began with a holiday

    return wrap


@contextmanager
def world_of(seed, *, size=3):
    """A random world that is gone afterwards."""
    with transaction.atomic():
        yield build_world(seed, size=size)
        transaction.set_rollback(True)


@on_random_worlds(12)
def test_booking_refuses_exactly_what_the_function_refuses(db, seed):
    with world_of(seed) as (enrollments, days):
        found = queries.openings(enrollments, days, at=NOW, for_visitor=True)
        for enrollment in enrollments:
            for day in days:
                expected = {refusal.reason for refusal in found[enrollment.pk, day.pk]}
                with transaction.atomic():
                    try:
                        actions.book_visit(enrollment=enrollment, day=day, by=enrollment.person, at=NOW)
                        refused = set()
                    except actions.VisitRefused as error:
                        refused = error.reasons
                    transaction.set_rollback(True)

                assert refused == expected


@on_random_worlds(12)
def test_the_booking_pages_grey_exactly_what_the_function_refuses(db, seed):
    with world_of(seed) as (enrollments, days):
        for enrollment in enrollments:
            found = queries.openings([enrollment], days, at=NOW, for_visitor=True)
            for month in (3, 4, 5):
                on = datetime.date(2026, month, 1)
                given = {"view": "month", "on": on.isoformat(), "earlier": "1"}
                page = pages.find_page(enrollment, given, at=NOW, today=NOW.date())
                shown = [slot for week in page.weeks for cell in week for slot in cell.slots]

                assert all(slot.refusals == found[enrollment.pk, slot.day.pk] for slot in shown)
                assert {day.pk for day in days if day.on.month == month and not found[enrollment.pk, day.pk]} <= {
                    slot.day.pk for slot in shown if slot.is_free
                }
            day = days[0]
            page = pages.day_page(day, enrollment, enrollment.person, at=NOW)
            assert page.slot.refusals == found[enrollment.pk, day.pk]
            assert all(not found[enrollment.pk, other.day.pk] for other in page.alternatives)


@on_random_worlds(12)
def test_the_solver_may_place_exactly_where_the_function_refuses_nothing(db, seed):
    with world_of(seed) as (enrollments, _):
        lead = make_person("Lena Lead")
        cohort = enrollments[0].cohort
        make_role(cohort.program, lead)
        candidates = list(matching_queries.days_to_match(cohort, NOW))
        found = queries.openings(enrollments, candidates, at=NOW)

        problem = matching_queries.problem_for(make_run(cohort, lead, state="draft"), NOW).problem

        wishes = {problem.pair(column) for column in range(problem.size)}
        assert wishes == {key for key, refusals in found.items() if not refusals}


@on_random_worlds(6)
def test_worlds_are_neither_empty_nor_full(db, seed):
    """Guards the tests above: were everything refused, or nothing, they would say little."""
    with world_of(seed, size=5) as (enrollments, days):
        found = queries.openings(enrollments, days, at=NOW).values()

        assert any(found)
        assert not all(found)


def test_the_function_asks_as_often_for_a_large_world_as_for_a_small_one(db):
    counts = []

    for size in (6, 14):
        with world_of(7, size=size) as (enrollments, days), CaptureQueriesContext(connection) as captured:
            queries.answers(enrollments, days, at=NOW, for_visitor=True)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_of_many_busy_times_those_on_the_day_count(enrollment, day):
    start, hour = day.starts_at, datetime.timedelta(hours=1)
    for number in (-30, -2, 30):  # before, touching its begin, after
        make_busy(enrollment.person, start + number * hour, start + (number + 2) * hour)
    before = queries.openings([enrollment], [day], at=NOW)[enrollment.pk, day.pk]
    make_busy(enrollment.person, start - hour, start + hour)
    make_busy(enrollment.person, day.ends_at - hour, day.ends_at + hour, kind="out_of_office")

    after = queries.openings([enrollment], [day], at=NOW)[enrollment.pk, day.pk]

    zone = day.offering.site.zone
    edges = [(start, start + hour), (day.ends_at - hour, day.ends_at)]
    assert before == ()
    assert [refusal.facts for refusal in after] == [
        {"start": begin.astimezone(zone).time(), "end": end.astimezone(zone).time()} for begin, end in edges
    ]
