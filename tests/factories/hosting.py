"""Offerings and hosting days."""

import datetime
import itertools

from programs.hosting.models import HostingDay, Offering
from programs.visits.models import Visit
from tests.factories.cohorts import ENROLLED_AT, make_enrollment
from tests.factories.people import make_department, make_person

NUMBERS = itertools.count(1)


def make_offering(title, *, department, contact, site=None, state="published", places=2, **fields):
    return Offering.objects.create(
        title=title,
        department=department,
        contact=contact,
        site=site or contact.site,
        state=state,
        places=places,
        summary=fields.pop("summary", "Sit beside the team while they work."),
        **fields,
    )


def make_day(offering, on, *, places=None, start="09:00", end="13:00", **fields):
    """A day at the offering's site, in its wall-clock times."""
    zone = offering.site.zone
    starts_at = datetime.datetime.combine(on, datetime.time.fromisoformat(start), zone)
    ends_at = datetime.datetime.combine(on, datetime.time.fromisoformat(end), zone)
    return HostingDay.objects.create(
        offering=offering, on=on, starts_at=starts_at, ends_at=ends_at, places=places or offering.places, **fields
    )


def take_places(day, cohort, number=1):
    """Visits of as many new people, so that the day has fewer places left."""
    visits = []
    for _ in range(number):
        person = make_person(
            f"Visitor {next(NUMBERS)}", department=make_department("Information Technology", is_it=True)
        )
        visits.append(
            Visit.objects.create(
                enrollment=make_enrollment(cohort, person),
                visitor=person,
                cohort=cohort,
                day=day,
                department=day.offering.department,
                on=day.on,
                starts_at=day.starts_at,
                ends_at=day.ends_at,
                state="confirmed",
                requested_at=ENROLLED_AT,
                changed_at=ENROLLED_AT,
            )
        )
    day.refresh_from_db()
    return visits
