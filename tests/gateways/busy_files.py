"""Calendar files for the tests of reading them, and what was read as people say it."""

import datetime
from zoneinfo import ZoneInfo

from programs.gateways.busy import reader

WINDOW = (
    datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC),
    datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC),
)


ASK = reader.Ask(WINDOW, "Europe/Berlin", "vera@example.com", "exchange.example")


def file(*events, head=""):
    body = "\n".join("BEGIN:VEVENT\n" + "\n".join(event.split(" | ")) + "\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}\nEND:VCALENDAR\n".encode()


def read(*events, head="", ask=ASK):
    return reader.read(file(*events, head=head), ask)


def shown(found, zone="Europe/Berlin"):
    """Spans as people read them: ('03-16 09:00', '10:00', 'busy')."""
    tz = ZoneInfo(zone)
    return [
        (
            datetime.datetime.fromtimestamp(start, tz).strftime("%m-%d %H:%M"),
            datetime.datetime.fromtimestamp(end, tz).strftime("%m-%d %H:%M"),
            kind,
        )
        for start, end, kind, _ in sorted(found.spans)
    ]


NINE = "DTSTART;TZID=Europe/Berlin:20260316T090000 | DTEND;TZID=Europe/Berlin:20260316T100000"
