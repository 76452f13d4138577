"""Visits as plain values for the gateways."""

import datetime
import hmac
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise, lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.gateways import tables
from programs.gateways.ics import CalendarEntry
from programs.gateways.mail import organizer_address
from programs.hosting import times
from programs.hosting.models import HostingDay, Offering
from programs.visits.choices import VisitState
from programs.visits.models import DayEvent, Visit

SELECTED = ("visitor", "department", "day__offering__site", "day__offering__contact")
SHOWN = (
    "uid", "sequence", "state", "on", "starts_at", "ends_at", "requested_at", "changed_at",
    "visitor__name", "department__name", "day__is_whole_day", "day__note",
    "day__offering__title", "day__offering__place", "day__offering__prerequisites",
    "day__offering__contact__name", "day__offering__contact__email",
    "day__offering__site__name", "day__offering__site__address", "day__offering__site__time_zone",
)  # fmt: skip
"""Every column that the entry of a visit shows: what a feed hashes to learn whether it has changed.

Feeds load visits with `select_related(*SELECTED).only(*SHOWN)`, so that a column forgotten
here costs a query per visit, which a test sees.
"""

DAY_SELECTED = ("event", "offering__site", "offering__contact", "offering__department")
DAY_SHOWN = (
    "on", "starts_at", "ends_at", "is_whole_day", "note", "created_at", "cancelled_at",
    "event__uid", "event__sequence", "event__changed_at",
    "offering__title", "offering__place", "offering__prerequisites", "offering__department__name",
    "offering__contact__name", "offering__contact__email",
    "offering__site__name", "offering__site__address", "offering__site__time_zone",
)  # fmt: skip
"""The same for the entry of a hosting day."""

GONE = {VisitState.DECLINED, VisitState.WITHDRAWN, VisitState.EXPIRED, VisitState.CANCELLED}
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
DAYS_NAMESPACE = "hosting day:"


@dataclass(frozen=True)
class Guest:
    """A visitor of a hosting day, as its event shows them."""

    name: str
    state: str
    asked_at: datetime.datetime
    changed_at: datetime.datetime


# A visit in its visitor's calendar --------------------------------------------------------


def visit_entry(visit: Visit) -> CalendarEntry:
    """Return a visit as its visitor's calendar shows it, in the active language.

    A request is tentative, a visit that will not be is cancelled. The visitor's question
    stays in Exchange.
    """
    offering = visit.day.offering
    return CalendarEntry(
        uid=calendar_uid(visit),
        sequence=visit.sequence,
        title=f"{visit.department.name}: {offering.title}",
        description=_description([visit.visitor.name], visit.day, pack=_pack_of(visit)),
        location=_location(offering),
        url=f"{settings.PUBLIC_URL}/visits/{visit.pk}/",
        on=visit.on,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        zone=offering.site.time_zone,
        is_whole_day=visit.day.is_whole_day,
        status=_status(visit.state),
        changed_at=visit.changed_at,
        made_at=visit.requested_at,
        organizer_name=visit.department.name,
        organizer_address=organizer_address("visits", visit.uid),
    )


def calendar_uid(visit: Visit) -> str:
    """Return the visit's identity in its visitor's calendars. It never changes and is never used again."""
    return f"booking-{visit.uid}@{settings.CALENDAR_DOMAIN}"


def _status(state: str) -> Status:
    if state in GONE:
        return "CANCELLED"
    return "TENTATIVE" if state == VisitState.REQUESTED else "CONFIRMED"


# A hosting day in the calendars of those who host it ------------------------------------------


def day_entry(day: HostingDay, guests: Sequence[Guest], *, with_names: bool = True) -> CalendarEntry:
    """Return a hosting day as one event for its hosts, in the active language.

    It is confirmed once one visitor is, tentative while there are only requests, and
    cancelled when nobody comes any more. `guests` are all who ever asked for the day;
    only those who come are named, and nobody without `with_names`.
    """
    offering, event = day.offering, event_of(day)
    coming = [guest for guest in guests if guest.state not in GONE]
    status = status_of([guest.state for guest in coming])
    shown = [guest.name for guest in coming if status == "TENTATIVE" or guest.state != VisitState.REQUESTED]
    changes = [guest.changed_at for guest in guests] + ([event.changed_at] if event else [])
    return CalendarEntry(
        uid=f"day-{event.uid if event else day_uid(day.pk)}@{settings.CALENDAR_DOMAIN}",
        sequence=event.sequence if event else 0,
        title=_day_title(offering, shown, with_names=with_names),
        description=_description(
            shown if with_names else [], day, pack=reverse("briefings:index") if status == "CONFIRMED" else ""
        ),
        location=_location(offering),
        url=f"{settings.PUBLIC_URL}/visits/days/{day.pk}/",
        on=day.on,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        zone=offering.site.time_zone,
        is_whole_day=day.is_whole_day,
        status="CANCELLED" if day.cancelled_at else status if guests else "CONFIRMED",
        changed_at=max(changes, default=day.created_at),
        made_at=min((guest.asked_at for guest in guests), default=day.created_at),
        organizer_name=offering.department.name,
        organizer_address=organizer_address("days", event.uid if event else day_uid(day.pk)),
        is_free=not guests,
    )


def day_uid(day: int) -> uuid.UUID:
    """Return the identity that a hosting day has in calendars before and after it is stored with its event."""
    return uuid.UUID(hmac.new(settings.LINK_KEY.encode(), f"{DAYS_NAMESPACE}{day}".encode(), "sha256").hexdigest()[:32])


def event_of(day: HostingDay) -> DayEvent | None:
    """Return the stored event of a day, or None before its first request. Reads `event` if it was selected."""
    return getattr(day, "event", None)


def status_of(states: Collection[str]) -> Status:
    """Return how a day stands in its hosts' calendars, from the states of its visits."""
    statuses = {_status(state) for state in states}
    return next((status for status in ("CONFIRMED", "TENTATIVE") if status in statuses), "CANCELLED")


def _day_title(offering: Offering, names: Sequence[str], *, with_names: bool) -> str:
    if not names:
        return offering.title
    if with_names and len(names) == 1:
        return _("Visit by %(visitor)s: %(offering)s") % {"visitor": names[0], "offering": offering.title}
    said = ngettext("%(n)s visitor: %(offering)s", "%(n)s visitors: %(offering)s", len(names))
    return said % {"n": len(names), "offering": offering.title}


def _location(offering: Offering) -> str:
    return ", ".join(part for part in (offering.place, offering.site.name, offering.site.address) if part)


def _pack_of(visit: Visit) -> str:
    """Return the path of a visit's briefing pack; a request has none yet."""
    return reverse("briefings:pack", args=[visit.pk]) if _status(visit.state) == "CONFIRMED" else ""


def _description(visitors: Sequence[str], day: HostingDay, *, pack: str) -> str:
    offering = day.offering
    lines = [
        _("Visitor: %(name)s") % {"name": ", ".join(visitors)} if visitors else "",
        _("Contact: %(name)s, %(email)s") % {"name": offering.contact.name, "email": offering.contact.email},
        day.note,
        offering.prerequisites and _("Before you come: %(text)s") % {"text": offering.prerequisites},
        pack and _("Briefing pack: %(address)s") % {"address": settings.PUBLIC_URL + pack},
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


def facts_of_day(day: HostingDay) -> list[tuple[str | Promise, Any]]:
    """Return what a letter says about a hosting day as a whole, in its reader's language."""
    offering = day.offering
    return [
        (gettext_lazy("What"), offering.title),
        (gettext_lazy("When"), lazystr(_When(day))),
        (gettext_lazy("Where"), ", ".join(part for part in (offering.place, offering.site.name) if part)),
        (gettext_lazy("Host"), offering.contact.name),
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
