"""When a hosting day is, in words: the one renderer for page, mail, feed and PDF."""

import datetime
import zoneinfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from programs.availability.rules import LAST
from programs.hosting.models import HostingDay, HostingPattern

RANGE = "{start}–{end}"


def hours(day: HostingDay) -> str:
    """Return the hours of a day on the clock of its site: "09:00–13:00", or "Whole day".

    Reads the day's offering and its site.
    """
    if day.is_whole_day:
        return _("Whole day")
    zone = day.offering.site.zone
    start, end = (
        formats.time_format(moment.astimezone(zone), "TIME_FORMAT") for moment in (day.starts_at, day.ends_at)
    )
    return RANGE.format(start=start, end=end)


def repetition(pattern: HostingPattern) -> str:
    """Return how a rule repeats: "every 2 weeks on Tuesday", "last Friday of each month"."""
    facts = {"number": pattern.nth or pattern.every_weeks, "weekday": pattern.weekday_name}
    if pattern.nth is None:
        return (
            ngettext("every week on %(weekday)s", "every %(number)s weeks on %(weekday)s", pattern.every_weeks) % facts
        )
    if pattern.nth == LAST:
        return _("last %(weekday)s of each month") % facts
    return pgettext("2. Friday of each month", "%(number)s. %(weekday)s of each month") % facts


def starts(day: HostingDay) -> str:
    """Return when a day begins on the clock of its site: "09:00"; nothing for a whole day."""
    if day.is_whole_day:
        return ""
    return formats.time_format(day.starts_at.astimezone(day.offering.site.zone), "TIME_FORMAT")


def hours_here(day: HostingDay, reader_zone: str) -> str:
    """Return the hours on the reader's clock, where it differs from the site's: "08:00–12:00 your time".

    The weekday comes with them where the reader's date is another.
    """
    if not zone_note(day, reader_zone):
        return ""
    here = zoneinfo.ZoneInfo(reader_zone)
    start, end = (moment.astimezone(here) for moment in (day.starts_at, day.ends_at))
    shown = RANGE.format(start=formats.time_format(start, "TIME_FORMAT"), end=formats.time_format(end, "TIME_FORMAT"))
    if start.date() != day.on:
        shown = f"{formats.date_format(start, 'D')} {shown}"
    return _("%(hours)s your time") % {"hours": shown}


def date(on: datetime.date) -> str:
    """Return a day with its weekday: "Monday 16 March 2026". A date is never shifted."""
    return f"{formats.date_format(on, 'l')} {formats.date_format(on, 'DATE_FORMAT')}"


def when(day: HostingDay) -> str:
    """Return day and hours at the site: "Monday 16 March 2026, 09:00–13:00"."""
    return f"{date(day.on)}, {hours(day)}"


def zone_note(day: HostingDay, reader_zone: str) -> str:
    """Name the site's zone for a reader whose clock differs from it on that day; else return ""."""
    site = day.offering.site
    if day.is_whole_day or day.starts_at.astimezone(site.zone).utcoffset() == _offset(day.starts_at, reader_zone):
        return ""
    return _("Time in %(site)s (%(zone)s)") % {"site": site.name, "zone": site.time_zone}


def _offset(moment: datetime.datetime, zone: str) -> datetime.timedelta | None:
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
