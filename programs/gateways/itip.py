"""What other calendars answer: the iTIP messages that mail brings (RFC 5546, 6047).

Read by the line reader of busy times, which never raises over what a file holds and keeps
nothing between two files. Outlook leaves out ORGANIZER, KDE a SEQUENCE of 0, rooms the
ATTENDEE, and everybody writes `mailto:` as they like: all that is read, not judged, here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from programs.gateways.busy import lines
from programs.gateways.busy.lines import Component, Property
from programs.gateways.busy.moments import EventSkipped, moment, times
from programs.gateways.busy.timezones import Zones
from programs.gateways.texts import clean_text

MOST_COMPONENTS = 50
LARGEST = 256 * 1024
COMMENT_LENGTH = 2000
ALSO = ("METHOD", "DTSTAMP", "ORGANIZER", "COMMENT")
AROUND = timedelta(days=800)


@dataclass(frozen=True)
class Attendee:
    """One who answers: addresses in small letters, and what they say."""

    addresses: frozenset[str]
    partstat: str
    comment: str


@dataclass(frozen=True)
class Answer:
    """An iTIP message about one event.

    `method` is REPLY, COUNTER, REFRESH or whatever else the file says. A missing SEQUENCE
    counts as 0. `starts_at` and `ends_at` are there when the message names a time.
    """

    method: str
    uid: str
    sequence: int
    stamp: datetime | None
    attendees: tuple[Attendee, ...]
    comment: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_one_of_series: bool


def read_answer(content: bytes, *, zone: str, at: datetime) -> Answer | None:
    """Return the message in a calendar part, or None where there is none that can be read.

    `zone` is that of times that name none, `at` the middle of the years for which a zone
    that the file defines is worked out.
    """
    if len(content) > LARGEST:
        return None
    text, _ = lines.decode(content)
    found = lines.components(clean_text(text), MOST_COMPONENTS, also=ALSO)
    parts = found[0] if found else []
    event = next((part for part in parts if part.name == "VEVENT"), None)
    head = next((part for part in parts if part.name == "VCALENDAR"), None)
    if event is None or head is None:
        return None
    starts_at, ends_at = _times(event, parts, zone, at)
    return Answer(
        method=head.value("METHOD"),
        uid=(_text(event, "UID")).strip(),
        sequence=_number(event.value("SEQUENCE")),
        stamp=_stamp(event),
        attendees=tuple(_attendee(one) for one in event.all("ATTENDEE")),
        comment=_text(event, "COMMENT"),
        starts_at=starts_at,
        ends_at=ends_at,
        is_one_of_series=event.first("RECURRENCE-ID") is not None,
    )


def _times(
    event: Component, parts: list[Component], zone: str, at: datetime
) -> tuple[datetime | None, datetime | None]:
    zones = Zones(parts, zone, is_sure=True, window=(at - AROUND, at + AROUND))
    try:
        start, length = times(event, zones)
        begin, end = start.instant, length.after(start)
    except (EventSkipped, ValueError, OverflowError):
        return None, None
    return (datetime.fromtimestamp(begin, tz=UTC), datetime.fromtimestamp(end, tz=UTC)) if end > begin else (None, None)


def _attendee(found: Property) -> Attendee:
    said = found.parameters
    addresses = (found.value, said.get("EMAIL", ""), said.get("SENT-BY", ""))
    return Attendee(
        addresses=frozenset(address for address in map(_address, addresses) if "@" in address),
        partstat=said.get("PARTSTAT", "NEEDS-ACTION").strip().upper(),
        comment=lines.plain(said.get("X-RESPONSE-COMMENT", ""))[:COMMENT_LENGTH],
    )


def _address(text: str) -> str:
    text = text.strip().lower()
    return text.removeprefix("mailto:").strip()


def _text(event: Component, name: str) -> str:
    found = event.first(name)
    return lines.plain(found.value)[:COMMENT_LENGTH] if found else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class _InUtc:
    """DTSTAMP is in UTC, whatever a calendar forgets to say."""

    default = UTC

    def get(self, tzid: str) -> object:
        """Return UTC for every name."""
        return UTC


def _stamp(event: Component) -> datetime | None:
    found = event.first("DTSTAMP")
    try:
        seconds = moment(found.value, {}, _InUtc()).instant if found else None  # type: ignore[arg-type]
    except EventSkipped:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds is not None else None
