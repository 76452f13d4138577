"""Offerings and hosting days."""

import datetime

from programs.hosting.models import HostingDay, Offering


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
