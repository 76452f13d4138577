"""Visits in every state, written straight into the tables."""

import datetime

import pytest

from programs.visits.models import Visit
from tests.conftest import NOW
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department


@pytest.fixture
def visit_in(enrollment, host):
    """`visit_in("confirmed", days=14)`: a visit to a department of its own, so many days ahead."""
    numbers = iter(range(1000))

    def make(state="confirmed", *, days=14, at=None, enrollment=enrollment, contact=host, **fields):
        number = next(numbers)
        department = make_department(f"Department {number}")
        offering = make_offering(f"Offering {number}", department=department, contact=contact)
        day = make_day(offering, NOW.date() + datetime.timedelta(days=days), **fields)
        moment = at or NOW - datetime.timedelta(days=5)
        return Visit.objects.create(
            enrollment=enrollment,
            visitor=enrollment.person,
            cohort=enrollment.cohort,
            day=day,
            department=department,
            on=day.on,
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            state=state,
            requested_at=moment,
            changed_at=moment,
        )

    return make
