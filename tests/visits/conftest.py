"""People and days that most tests of visits need."""

import datetime

import pytest

from programs.notifications.models import Letter
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person


@pytest.fixture
def colleague(cohort, it_department):
    """Carl from IT, who takes part too."""
    return make_enrollment(cohort, make_person("Carl Colleague", department=it_department))


@pytest.fixture
def third(cohort, it_department):
    """Thea from IT, who takes part too."""
    return make_enrollment(cohort, make_person("Thea Third", department=it_department))


@pytest.fixture
def last_place(offering):
    """Wednesday 18 March 2026 with one place."""
    return make_day(offering, datetime.date(2026, 3, 18), places=1)


@pytest.fixture
def later_day(offering):
    """Monday 23 March 2026."""
    return make_day(offering, datetime.date(2026, 3, 23))


@pytest.fixture
def sales_day(cohort):
    """Thursday 2 April 2026 at another department."""
    sales = make_department("Sales")
    cohort.departments.add(sales)
    host = make_person("Sara Sales", department=sales)
    return make_day(make_offering("Quote desk", department=sales, contact=host), datetime.date(2026, 4, 2))


@pytest.fixture
def letters(db):
    """Return the letters in the outbox as (news, to, calendar method), in order."""

    def read(since=0):
        rows = Letter.objects.filter(pk__gt=since).order_by("pk")
        return [(row.kind.removeprefix("visits/"), row.to.name.split()[0], row.calendar_method) for row in rows]

    return read
