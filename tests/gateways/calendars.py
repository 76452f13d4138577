"""Makes calendars by the thousand: repeating events around clock changes, as a seed says.

Rules are in step with their DTSTART (RFC 5545 §3.8.5.3 leaves the rest undefined), and times
avoid hours that come twice or never, which the standard settles and readers don't.
"""

import calendar
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from programs.gateways import zones

ZONES = (
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Santiago", "America/St_Johns",
    "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Tokyo", "Africa/Johannesburg", "Pacific/Auckland",
)  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WINDOW = (datetime(2026, 2, 1, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC))
CHANGES = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 9, 27),
    date(2026, 10, 25),
    date(2026, 11, 1),
)


@dataclass
class Series:
    """One event and what belongs to it. `kind` is "zone", "utc" or "date"."""

    zone: str
    kind: str
    start: datetime
    lines: list[str] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)

    def stamp(self, name: str, wall: datetime, *, as_utc: bool = False) -> str:
        """Return a property of the series' own kind."""
        if self.kind == "date":
            return f"{name};VALUE=DATE:{wall:%Y%m%d}"
        if self.kind == "utc":
            return f"{name}:{wall:%Y%m%dT%H%M%SZ}"
        if as_utc:
            at = wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
            return f"{name}:{at:%Y%m%dT%H%M%SZ}"
        return f"{name};TZID={self.zone}:{wall:%Y%m%dT%H%M%S}"

    def content(self) -> bytes:
        """Return the calendar file."""
        zone = zones.vtimezone(self.zone, 2018, 2028).to_ical().decode()
        events = [self.lines, *self.changes]
        body = "".join("\r\n".join(["BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT", ""]) for lines in events)
        return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n{zone}{body}END:VCALENDAR\r\n".encode()


def in_window(starts: list[int]) -> list[int]:
    """Return what begins within the window, once each."""
    first, last = (int(edge.timestamp()) for edge in WINDOW)
    return sorted({start for start in starts if first <= start < last})


def series(rng: random.Random) -> Series:
    """Return a repeating event with exceptions and additions."""
    kind = rng.choice(("zone", "zone", "zone", "utc", "date"))
    near = rng.choice(CHANGES) + timedelta(days=rng.randint(-10, 10)) - timedelta(days=rng.choice((0, 0, 364, 1400)))
    hour = rng.choice((4, 5, 9, 13, 21))
    start = datetime(near.year, near.month, near.day, 0 if kind == "date" else hour, 0 if kind == "date" else 30)
    made = Series(rng.choice(ZONES), kind, start)
    made.lines = [made.stamp("DTSTART", start), *_length(made, rng)]
    rule = f"{_rule(start, rng)}{_end(made, rng)}"
    made.lines.append(f"RRULE:{rule}")
    step = timedelta(days=7 if "WEEKLY" in rule else 1)
    for name in ("EXDATE", "RDATE"):
        for _ in range(rng.choice((0, 0, 1, 3))):
            made.lines.append(made.stamp(name, start + step * rng.randint(1, 30), as_utc=True))
    return made


def changed(rng: random.Random) -> Series:
    """Return a series of which some occurrences are moved, called off, or moved with all that follow."""
    kind = rng.choice(("zone", "zone", "utc", "date"))
    near = rng.choice(CHANGES) + timedelta(days=rng.randint(-30, 3))
    start = datetime(near.year, near.month, near.day, 0 if kind == "date" else rng.choice((5, 9, 13)))
    made = Series(rng.choice(ZONES), kind, start)
    every, step = rng.choice((("DAILY", 1), ("WEEKLY", 7)))
    count = rng.randint(4, 20)
    made.lines = [made.stamp("DTSTART", start), *_length(made, rng), f"RRULE:FREQ={every};COUNT={count}"]
    numbers = sorted(rng.sample(range(count), rng.randint(1, 3)))
    follows = rng.random() < 0.4
    for number in numbers:
        was = start + timedelta(days=step * number)
        now = was + timedelta(days=rng.choice((0, 1)), hours=0 if kind == "date" else rng.choice((0, 2, -1)))
        named = made.stamp("RECURRENCE-ID", was, as_utc=rng.random() < 0.3)
        if follows and number == numbers[-1]:
            named = named.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE", 1)
        free = rng.choice(("STATUS:CANCELLED", "STATUS:CONFIRMED", "TRANSP:OPAQUE"))
        made.changes.append([named, made.stamp("DTSTART", now), *made.lines[1:-1], free])
        if made.lines[1].startswith("DTEND"):
            end = made.lines[1].partition(":")[2].rstrip("Z")
            form = "%Y%m%d" if kind == "date" else "%Y%m%dT%H%M%S"
            made.changes[-1][2] = made.stamp("DTEND", now + (datetime.strptime(end, form) - start))
    return made


def _length(made: Series, rng: random.Random) -> list[str]:
    if made.kind == "date":
        days = rng.randint(1, 3)
        return rng.choice(([f"DURATION:P{days}D"], [made.stamp("DTEND", made.start + timedelta(days=days))], []))
    minutes = rng.choice((15, 20) if made.start.hour == 21 else (15, 60, 90, 480))
    return rng.choice(([f"DURATION:PT{minutes}M"], [made.stamp("DTEND", made.start + timedelta(minutes=minutes))]))


def _rule(start: datetime, rng: random.Random) -> str:
    every = f"INTERVAL={rng.choice((1, 1, 2, 3))}"
    own, others = DAYS[start.weekday()], rng.sample(DAYS, rng.randint(0, 3))
    days = ",".join(sorted({own, *others}, key=DAYS.index))
    last = calendar.monthrange(start.year, start.month)[1]
    nth = rng.choice(((start.day - 1) // 7 + 1, -((last - start.day) // 7 + 1)))
    month_day = rng.choice((start.day, start.day - last - 1))
    return rng.choice(
        (
            f"FREQ=DAILY;{every}",
            f"FREQ=DAILY;INTERVAL=1;BYDAY={days}",
            f"FREQ=DAILY;{every};BYMONTH={start.month},{rng.randint(1, 12)}",
            f"FREQ=WEEKLY;{every}",
            f"FREQ=WEEKLY;{every};BYDAY={days}",
            f"FREQ=WEEKLY;BYDAY={days};WKST={rng.choice(DAYS)}",
            f"FREQ=MONTHLY;{every}",
            f"FREQ=MONTHLY;{every};BYMONTHDAY={month_day},{rng.choice((1, 15, -1))}",
            f"FREQ=MONTHLY;{every};BYDAY={nth}{own}",
            f"FREQ=MONTHLY;BYDAY={own};BYSETPOS={nth}",
            f"FREQ=YEARLY;BYMONTH={start.month}",
            f"FREQ=YEARLY;BYMONTH={start.month};BYDAY={nth}{own}",
            f"FREQ=YEARLY;BYMONTHDAY={start.day};BYMONTH={start.month},{rng.randint(1, 12)}",
            f"FREQ=YEARLY;BYYEARDAY={start.timetuple().tm_yday},{rng.randint(1, 365)}",
            f"FREQ=YEARLY;BYWEEKNO={min(max(start.isocalendar().week, 2), 51)};BYDAY={own}",
        )
    )


def _end(made: Series, rng: random.Random) -> str:
    until = made.start + timedelta(days=rng.randint(1, 500))
    end = until.strftime("%Y%m%d") if made.kind == "date" else made.stamp("X", until, as_utc=True).partition(":")[2]
    return rng.choice(("", f";COUNT={rng.randint(1, 60)}", f";UNTIL={end}"))
