"""Visits as plain values for the gateways."""

from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _

from programs.gateways.ics import CalendarEntry
from programs.gateways.mail import booking_address
from programs.people.models import Person
from programs.visits.choices import VisitState
from programs.visits.models import Visit

SELECTED = ("visitor", "department", "day__offering__site", "day__offering__contact")
SHOWN = (
    "uid", "sequence", "state", "on", "starts_at", "ends_at", "requested_at", "changed_at",
    "visitor__name", "department__name", "day__is_whole_day", "day__note",
    "day__offering__title", "day__offering__place", "day__offering__prerequisites",
    "day__offering__contact__name", "day__offering__contact__email",
    "day__offering__site__name", "day__offering__site__address", "day__offering__site__time_zone",
)  # fmt: skip
"""Every column that a calendar entry shows: what a feed hashes to learn whether it has changed.

Feeds load visits with `select_related(*SELECTED).only(*SHOWN)`, so that a column forgotten
here costs a query per visit, which a test sees.
"""

GONE = {VisitState.DECLINED, VisitState.WITHDRAWN, VisitState.EXPIRED, VisitState.CANCELLED}


def calendar_entry(visit: Visit, reader: Person) -> CalendarEntry:
    """Return the visit as the calendar of `reader` shows it, in the active language.

    Visitors see where they go; the other side sees who comes. A request is tentative, a
    visit that will not be is cancelled. The visitor's question stays in Exchange.
    """
    offering = visit.day.offering
    if reader.pk == visit.visitor_id:
        title = f"{visit.department.name}: {offering.title}"
    else:
        title = _("Visit by %(visitor)s: %(offering)s") % {"visitor": visit.visitor.name, "offering": offering.title}
    return CalendarEntry(
        uid=calendar_uid(visit),
        sequence=visit.sequence,
        title=title,
        description=_description(visit),
        location=", ".join(part for part in (offering.place, offering.site.name, offering.site.address) if part),
        url=f"{settings.PUBLIC_URL}/visits/{visit.pk}/",
        on=visit.on,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        zone=offering.site.time_zone,
        is_whole_day=visit.day.is_whole_day,
        status=_status(visit),
        changed_at=visit.changed_at,
        made_at=visit.requested_at,
        organizer_name=visit.department.name,
        organizer_address=booking_address(visit.pk),
    )


def calendar_uid(visit: Visit) -> str:
    """Return the visit's identity in every calendar. It never changes and is never used again."""
    return f"booking-{visit.uid}@{settings.CALENDAR_DOMAIN}"


def _status(visit: Visit) -> Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]:
    if visit.state in GONE:
        return "CANCELLED"
    return "TENTATIVE" if visit.state == VisitState.REQUESTED else "CONFIRMED"


def _description(visit: Visit) -> str:
    offering = visit.day.offering
    lines = [
        _("Visitor: %(name)s") % {"name": visit.visitor.name},
        _("Contact: %(name)s, %(email)s") % {"name": offering.contact.name, "email": offering.contact.email},
        visit.day.note,
        offering.prerequisites and _("Before you come: %(text)s") % {"text": offering.prerequisites},
    ]
    return "\n".join(line for line in lines if line)
