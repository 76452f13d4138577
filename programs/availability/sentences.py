"""When a blackout closes, in words."""

from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from programs.availability.choices import Repeat
from programs.availability.models import Blackout
from programs.availability.rules import LAST

RANGE = "{start} – {end}"


def dates(blackout: Blackout) -> str:
    """Return from when to when: "1 Dec 2026 – 3 Dec 2026", or the one date."""
    edges = [formats.date_format(on, "SHORT_DATE_FORMAT") for on in (blackout.from_on, blackout.until_on)]
    return edges[0] if blackout.from_on == blackout.until_on else RANGE.format(start=edges[0], end=edges[1])


def repetition(blackout: Blackout) -> str:
    """Return on which of its dates it closes, or "" for all of them."""
    number = blackout.number
    weekday = str(WEEKDAYS[blackout.weekday]) if blackout.weekday is not None else ""
    match blackout.repeats:
        case Repeat.WEEKLY:
            words = ngettext("every week on %(weekday)s", "every %(number)s weeks on %(weekday)s", number)
        case Repeat.MONTHLY if number == LAST:
            words = _("last %(weekday)s of each month")
        case Repeat.MONTHLY:
            words = pgettext("2. Friday of each month", "%(number)s. %(weekday)s of each month")
        case Repeat.MONTH_START:
            words = ngettext("first working day of each month", "first %(number)s working days of each month", number)
        case Repeat.MONTH_END:
            words = ngettext("last working day of each month", "last %(number)s working days of each month", number)
        case _:
            return ""
    return words % {"number": number, "weekday": weekday}


def hours(blackout: Blackout) -> str:
    """Return from when to when of the day it closes, on the site's clock, or "" for the whole day."""
    if blackout.start_time is None or blackout.end_time is None:
        return ""
    edges = [formats.time_format(at, "TIME_FORMAT") for at in (blackout.start_time, blackout.end_time)]
    return RANGE.format(start=edges[0], end=edges[1])


def when(blackout: Blackout) -> str:
    """Return all of it: "last 2 working days of each month, 18:00 – 22:00, 1 Dec 2026 – 31 Dec 2027".

    One that runs from an instant to another is told in the current zone.
    """
    if blackout.starts_at is not None and blackout.ends_at is not None:
        edges = (timezone.localtime(at) for at in (blackout.starts_at, blackout.ends_at))
        start, end = (formats.date_format(at, "SHORT_DATETIME_FORMAT") for at in edges)
        return RANGE.format(start=start, end=end)
    return ", ".join(part for part in (repetition(blackout), hours(blackout), dates(blackout)) if part)
