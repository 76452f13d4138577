"""Days to book and hours given, in a constant number of queries."""

import datetime

import pytest

from programs.hosting import queries
from tests.factories.hosting import make_day, make_offering, take_places
from tests.factories.people import make_department

DAY = datetime.date(2026, 3, 16)


@pytest.mark.parametrize(
    "change",
    [
        lambda day, cohort, now: cohort.departments.clear(),
        lambda day, cohort, now: type(day).objects.update(cancelled_at=now),
        lambda day, cohort, now: type(cohort).objects.update(starts_on=DAY + datetime.timedelta(days=1)),
        lambda day, cohort, now: type(day.offering).objects.update(state="reviewed"),
    ],
    ids=["department doesn't host", "called off", "before the cohort", "not published"],
)
def test_bookable_days_leave_out_what_the_cohort_cant_book(cohort, day, now, change):
    assert list(queries.bookable_days(cohort, now.date())) == [day]

    change(day, cohort, now)
    cohort.refresh_from_db()

    assert list(queries.bookable_days(cohort, now.date())) == []


def test_bookable_days_begin_and_end_where_asked(cohort, offering, day):
    later = make_day(offering, DAY + datetime.timedelta(days=7))

    assert list(queries.bookable_days(cohort, DAY + datetime.timedelta(days=1))) == [later]
    assert list(queries.bookable_days(cohort, DAY, DAY)) == [day]


def test_with_places_left_leaves_out_full_days(cohort, day):
    take_places(day, cohort, 2)

    assert list(queries.with_places_left(queries.bookable_days(cohort, DAY))) == []


def test_hours_given_counts_a_day_once_however_many_come(cohort, offering, day, finance, django_assert_num_queries):
    make_day(offering, DAY + datetime.timedelta(days=1))
    whole = make_day(offering, DAY + datetime.timedelta(days=2), is_whole_day=True)
    april = make_day(offering, datetime.date(2026, 4, 1))
    take_places(day, cohort, 2)
    take_places(whole, cohort)
    take_places(april, cohort)
    other = make_department("Sales")

    with django_assert_num_queries(1):
        given = queries.hours_given([finance.pk, other.pk], [(2026, 3), (2026, 4)])

    assert given == {
        (finance.pk, (2026, 3)): 12.0,
        (finance.pk, (2026, 4)): 4.0,
        (other.pk, (2026, 3)): 0.0,
        (other.pk, (2026, 4)): 0.0,
    }


def test_offerings_with_days_count_what_is_ahead(offering, day, now, django_assert_num_queries):
    make_day(offering, now.date() - datetime.timedelta(days=7))
    make_offering("Cash desk", department=offering.department, contact=offering.contact)

    with django_assert_num_queries(1):
        cash, close = queries.offerings_with_days(type(offering).objects.order_by("title"), now)

    assert (cash.days_ahead, cash.places_ahead, cash.next_on) == (0, 0, None)
    assert (close.days_ahead, close.places_ahead, close.taken_ahead, close.next_on) == (1, 2, 0, DAY)


def test_places_per_department_are_those_left(cohort, offering, day, finance):
    make_day(offering, DAY + datetime.timedelta(days=1), places=3)
    take_places(day, cohort)

    assert queries.places_per_department(cohort, DAY) == {finance.pk: 4}
