"""What we write for calendars: invitations, cancellations, files and feeds.

Every byte is decided here and the same input gives the same bytes (RFC 5545, 5546, 7986).
Nothing else in the house imports icalendar.
"""

import datetime
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import icalendar
from django.utils.translation import gettext as _

from programs.gateways.texts import clean_text, one_line
from programs.gateways.zones import UTC_NAMES, vtimezone

PRODID = "-//Exchange//Programme calendar//EN"
TITLE_LENGTH = 120
CATEGORY = "Exchange"
"""The one category of all our events, by which people colour and filter them."""
BUSY_STATUS = {"CONFIRMED": "BUSY", "TENTATIVE": "TENTATIVE", "CANCELLED": "FREE"}


@dataclass(frozen=True)
class CalendarEntry:
    """One event as a calendar shows it: a visit, a hosting day, a blackout.

    `uid` and `sequence` are stored with the row: the UID never changes, the sequence
    rises with every change of time, place or status. `starts_at` and `ends_at` are
    instants, shown in the IANA zone of the site; a whole day is the date `on`, or the
    dates from `on` to `until`, and nothing else. `changed_at` and `made_at` come from the
    row. `is_free` marks what takes no time. Without an address there is no organiser.
    """

    uid: str
    sequence: int
    title: str
    description: str
    location: str
    url: str
    on: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    is_whole_day: bool
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
    changed_at: datetime.datetime
    made_at: datetime.datetime
    organizer_name: str = ""
    organizer_address: str = ""
    until: datetime.date | None = None
    is_free: bool = False


def invitation(
    entry: CalendarEntry,
    *,
    method: str,
    attendee_name: str,
    attendee_address: str,
    stamp: datetime.datetime,
    partstat: str = "NEEDS-ACTION",
) -> bytes:
    """Return the iTIP message for one attendee: `method` is REQUEST, CANCEL or DECLINECOUNTER.

    `stamp` is when the message is made; of two messages with one sequence, calendars keep
    the later. Only a request carries an alarm, one day ahead. `partstat` is what the
    attendee has answered so far: an update that changes no more than words keeps it.
    """
    event = _event(entry, stamp=stamp)
    if method == "CANCEL":
        event["STATUS"] = icalendar.vText("CANCELLED")
        event["TRANSP"] = icalendar.vText("TRANSPARENT")
        event["X-MICROSOFT-CDO-BUSYSTATUS"] = icalendar.vText("FREE")
    attendee = _address(attendee_name, attendee_address)
    attendee.params |= {
        "CUTYPE": icalendar.vText("INDIVIDUAL"),
        "ROLE": icalendar.vText("REQ-PARTICIPANT"),
        "PARTSTAT": icalendar.vText(partstat),
    }
    if method == "REQUEST":
        attendee.params["RSVP"] = icalendar.vText("TRUE")
        event.add_component(_alarm(entry))
    event.add("attendee", attendee, encode=False)
    return bytes(_calendar([entry], [event], method=method).to_ical())


def file_of(entry: CalendarEntry) -> bytes:
    """Return one event as a file to download: the invitation's event, without attendee."""
    return bytes(_calendar([entry], [_event(entry, stamp=entry.changed_at)], method="PUBLISH").to_ical())


def feed(entries: Iterable[CalendarEntry], *, name: str, zone: str = "UTC") -> bytes:
    """Return a calendar to subscribe to, sorted by start and UID; equal rows give equal bytes.

    `name` is what the client calls it, `zone` the reader's. A cancelled visit stays
    visible as cancelled and takes no time. No alarm and no attendee is ever in a feed.
    """
    in_order = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    calendar = _calendar(in_order, [_published(entry) for entry in in_order], method="PUBLISH")
    title = one_line(name, TITLE_LENGTH)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return bytes(calendar.to_ical())


def _published(entry: CalendarEntry) -> icalendar.Event:
    event = _event(entry, stamp=entry.changed_at)
    if entry.status == "CANCELLED":
        event["SUMMARY"] = icalendar.vText(one_line(_("Cancelled: %(title)s") % {"title": entry.title}, TITLE_LENGTH))
    return event


def _calendar(
    entries: Sequence[CalendarEntry], events: Sequence[icalendar.Event], *, method: str
) -> icalendar.Calendar:
    """Wrap events with the zones they use; VCALENDAR itself never carries a UID."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    timed = [entry for entry in entries if not entry.is_whole_day and entry.zone not in UTC_NAMES]
    years = [moment.year for entry in timed for moment in (entry.starts_at, entry.ends_at)]
    for zone in sorted({entry.zone for entry in timed}):
        calendar.add_component(vtimezone(zone, min(years) - 1, max(years) + 1))
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(entry: CalendarEntry, *, stamp: datetime.datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", one_line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(stamp))
    event.add("created", _utc(entry.made_at))
    event.add("last-modified", _utc(entry.changed_at))
    _add_times(event, entry)
    event.add("summary", one_line(entry.title, TITLE_LENGTH))
    if description := clean_text(entry.description).strip():
        event.add("description", description)
    if location := one_line(entry.location):
        event.add("location", location)
    if entry.url:
        event.add("url", one_line(entry.url).replace(" ", "%20"))
    event.add("status", entry.status)
    is_free = entry.is_free or entry.status == "CANCELLED"
    event.add("transp", "TRANSPARENT" if is_free else "OPAQUE")
    event.add("x-microsoft-cdo-busystatus", "FREE" if is_free else BUSY_STATUS[entry.status])
    event.add("categories", [CATEGORY])
    if entry.organizer_address:
        event.add("organizer", _address(entry.organizer_name, entry.organizer_address), encode=False)
    return event


def _add_times(event: icalendar.Event, entry: CalendarEntry) -> None:
    if entry.is_whole_day:
        event.add("dtstart", entry.on)
        event.add("dtend", (entry.until or entry.on) + datetime.timedelta(days=1))
        event.add("x-microsoft-cdo-alldayevent", "TRUE")
        return
    event.add("dtstart", _local(entry.starts_at, entry.zone))
    event.add("dtend", _local(entry.ends_at, entry.zone))


def _local(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """Return the moment on the wall clock of the zone.

    When clocks go back, an hour comes twice. RFC 5545 §3.3.5 means the first, some readers
    take the second: a moment in either is said in UTC.
    """
    if zone in UTC_NAMES:
        return moment.astimezone(datetime.UTC)
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local.astimezone(datetime.UTC) if is_twice else local


def _alarm(entry: CalendarEntry) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(entry.title, TITLE_LENGTH))
    alarm.add("trigger", datetime.timedelta(days=-1))
    return alarm


def _address(name: str, address: str) -> icalendar.vCalAddress:
    """Return a bare mailto address with the name beside it; a quote can't stand in a parameter."""
    value = icalendar.vCalAddress(f"mailto:{one_line(address).replace(' ', '')}")
    if common_name := one_line(name, TITLE_LENGTH).replace('"', "'"):
        value.params["CN"] = common_name
    return value


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0)
