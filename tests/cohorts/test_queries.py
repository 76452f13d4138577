"""Cohorts and wishes, one by one and in bulk."""

import datetime

import pytest

from programs.cohorts import queries
from programs.cohorts.models import BlockedDate, Exclusion
from programs.cohorts.rules import Ranked
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.people import make_person

TODAY = datetime.date(2026, 3, 2)


def days(number):
    return TODAY + datetime.timedelta(days=number)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(-100, -10), (-5, 50), (60, 90)], "2"),
        ([(-100, -10), (60, 90), (120, 150)], "2"),
        ([(-100, -50), (-40, -10)], "2"),
        ([], None),
    ],
    ids=["going on", "next to begin", "last to end", "none"],
)
def test_current_cohort_of(program, visitor, spans, expected):
    for number, (first, last) in enumerate(spans, 1):
        cohort = make_cohort(program, name=str(number), starts_on=days(first), ends_on=days(last))
        make_enrollment(cohort, visitor)

    current = queries.current_cohort_of(visitor, TODAY)

    assert (current and current.name) == expected


def test_current_cohort_of_ignores_withdrawn_and_archived(program, visitor, cohort, now):
    make_enrollment(cohort, visitor, withdrawn_at=now)
    make_enrollment(make_cohort(program, name="Last year", stage="archived"), visitor)

    assert queries.current_cohort_of(visitor, TODAY) is None
    assert queries.enrollment_of(visitor, cohort) is None


def test_wishes_in_bulk_cost_one_query_each(cohort, finance, it_department, django_assert_num_queries):
    enrollments = [
        make_enrollment(cohort, make_person(f"Person {n}", department=it_department), ranked=[finance])
        for n in range(6)
    ]
    ids = [one.pk for one in enrollments]
    BlockedDate.objects.create(enrollment=enrollments[0], on=TODAY)
    enrollments[1].avoided.add(enrollments[2].person)

    with django_assert_num_queries(3):
        ranked = queries.ranked_departments(ids)
        blocked = queries.blocked_dates(ids)
        avoided = queries.avoided_people(ids)

    assert ranked[ids[3]] == (Ranked(1, finance.pk),)
    assert (blocked[ids[0]], blocked[ids[1]]) == ({TODAY}, frozenset())
    assert avoided[ids[1]] == {enrollments[2].person_id}


def test_enrollments_of_costs_the_same_for_many(cohort, finance, it_department, django_assert_num_queries):
    for number in range(6):
        make_enrollment(cohort, make_person(f"Person {number}", department=it_department), ranked=[finance])

    with django_assert_num_queries(2):
        rows = list(queries.enrollments_of(cohort))
        shown = [(one.person.team, one.person.site.name, [r.department.name for r in one.ranked.all()]) for one in rows]

    assert len(shown) == 6


def test_exclusions_and_hosts_in_bulk(cohort, visitor, finance):
    Exclusion.objects.create(cohort=cohort, person=visitor, department=finance)

    assert queries.exclusions([cohort.pk]) == {(cohort.pk, visitor.pk, finance.pk)}
    assert queries.host_departments_in_bulk([cohort.pk]) == {cohort.pk: {finance.pk}}
