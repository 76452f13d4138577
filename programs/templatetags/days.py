"""Days and hours in words, on the clock of the site where the day is."""

import datetime

from django import template
from django.utils import formats
from django.utils.translation import pgettext

from programs.hosting import times
from programs.hosting.models import HostingDay, HostingPattern

register = template.Library()


@register.filter
def short_date(on: datetime.date) -> str:
    """Return "Mon 16 Mar"; a date is never shifted into another zone."""
    return formats.date_format(on, pgettext("short day, in Django's date format", "D j M"))


@register.filter
def short_when(day: HostingDay) -> str:
    """Return "Mon 16 Mar, 09:00", or the date alone for a whole day. Reads the offering's site."""
    if day.is_whole_day:
        return short_date(day.on)
    start = formats.time_format(day.starts_at.astimezone(day.offering.site.zone), "TIME_FORMAT")
    return f"{short_date(day.on)}, {start}"


@register.filter
def long_date(on: datetime.date) -> str:
    """Return "Monday 16 March 2026"."""
    return times.date(on)


@register.filter
def when(day: HostingDay) -> str:
    """Return day and hours: "Monday 16 March 2026, 09:00–13:00". Reads the offering's site."""
    return times.when(day)


@register.filter
def repetition(pattern: HostingPattern) -> str:
    """Return how a rule repeats: "every 2 weeks on Tuesday"."""
    return times.repetition(pattern)


@register.filter
def hours(day: HostingDay) -> str:
    """Return the hours: "09:00–13:00" or "Whole day". Reads the offering's site."""
    return times.hours(day)


@register.filter
def zone_note(day: HostingDay, reader_zone: str) -> str:
    """Name the site's zone where the reader's clock shows something else."""
    return times.zone_note(day, reader_zone)
