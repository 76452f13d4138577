"""A confirmed visit with its pack."""

import datetime

import pytest
from django.utils import timezone

from tests.factories.hosting import make_day
from tests.factories.visits import make_visit


@pytest.fixture
def visit(enrollment, day):
    """Vera's confirmed visit to Hugo on Monday 16 March 2026."""
    return make_visit(enrollment, day, state="confirmed")


@pytest.fixture
def coming(cohort, enrollment, offering):
    """The same, five days from the real now: pages read the real clock."""
    on = timezone.localdate() + datetime.timedelta(days=5)
    return make_visit(enrollment, make_day(offering, on), state="confirmed")
