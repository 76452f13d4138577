import datetime

import pytest

from programs.visits.models import Visit
from tests.factories.hosting import make_day


@pytest.fixture
def attended_visit(offering, enrollment, now):
    """Vera's visit to Hugo on Monday 16 February 2026."""
    day = make_day(offering, datetime.date(2026, 2, 16))
    return Visit.objects.create(
        enrollment=enrollment,
        visitor=enrollment.person,
        cohort=enrollment.cohort,
        day=day,
        department=offering.department,
        on=day.on,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        state="attended",
        requested_at=now - datetime.timedelta(days=30),
        changed_at=now,
    )
