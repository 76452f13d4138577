"""Visits as plain values for the gateways."""

from collections.abc import Iterable
from typing import Any, Literal

from django.conf import settings
from django.utils.functional import Promise, lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.gateways import tables
from programs.gateways.ics import CalendarEntry
from programs.gateways.mail import booking_address
from programs.hosting import times
from programs.hosting.models import HostingDay
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


def facts_of(visit: Visit) -> list[tuple[str | Promise, Any]]:
    """Return what a letter says about a visit as pairs of label and value, in its reader's language."""
    offering = visit.day.offering
    return [
        (gettext_lazy("What"), offering.title),
        (gettext_lazy("When"), lazystr(_When(visit.day))),
        (gettext_lazy("Where"), ", ".join(part for part in (offering.place, offering.site.name) if part)),
        (gettext_lazy("Department"), offering.department.name),
        (gettext_lazy("Host"), offering.contact.name),
        (gettext_lazy("Visitor"), visit.visitor.name),
        (gettext_lazy("Question"), visit.question),
    ]


def csv_of(visits: Iterable[Visit]) -> bytes:
    """Return visits as a CSV file for spreadsheets; no cell can become a formula."""
    header = [
        _("Visitor"), _("Visitor's department"), _("Department"), _("Offering"), _("Host"), _("Date"), _("Hours"),
        _("Site"), _("State"), _("How it came about"), _("Requested on"),
    ]  # fmt: skip
    return tables.write_csv(header, (_csv_row(visit) for visit in visits))


def _csv_row(visit: Visit) -> list[object]:
    offering = visit.day.offering
    return [
        visit.visitor.name,
        visit.visitor.department.name if visit.visitor.department else "",
        visit.department.name,
        offering.title,
        offering.contact.name,
        visit.on.isoformat(),
        times.hours(visit.day),
        offering.site.name,
        VisitState(visit.state).label,
        visit.get_origin_display(),
        visit.requested_at.date().isoformat(),
    ]


class _When:
    """The time of a day, put into words when it is read."""

    def __init__(self, day: HostingDay) -> None:
        self.day = day

    def __str__(self) -> str:
        return times.when(self.day)
