"""A small cohort that matching has something to do with."""

import datetime

import pytest

from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person, make_team

MARCH = [datetime.date(2026, 3, day) for day in (16, 17, 18, 24, 25, 26)]


@pytest.fixture
def logistics(db):
    return make_department("Logistics")


@pytest.fixture
def small_cohort(program, finance, logistics):
    """In the stage of matching; Finance and Logistics host."""
    return make_cohort(program, name="Autumn 2026", stage="matching", departments=[finance, logistics], spacing_days=3)


@pytest.fixture
def people(it_department):
    team = make_team("Platform", it_department)
    return [make_person(f"Person {name}", department=it_department, team=team) for name in "ABCD"]


@pytest.fixture
def enrollments(small_cohort, people, finance, logistics):
    """Four people who want two visits each, Finance before Logistics."""
    return [make_enrollment(small_cohort, person, wanted=2, ranked=[finance, logistics]) for person in people]


@pytest.fixture
def hosts(finance, logistics):
    return {
        department: make_person(f"Host {department.name}", department=department) for department in (finance, logistics)
    }


@pytest.fixture
def days(hosts, finance, logistics):
    """Two days of Finance and two of Logistics, with two places each."""
    close = make_offering("Month-end close", department=finance, contact=hosts[finance])
    night = make_offering("Night shift", department=logistics, contact=hosts[logistics])
    return [make_day(close, MARCH[0]), make_day(close, MARCH[1]), make_day(night, MARCH[3]), make_day(night, MARCH[4])]
