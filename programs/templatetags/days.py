"""Days and hours in few words, on the clock of the site where the day is."""

import datetime

from django import template
from django.utils import formats
from django.utils.translation import pgettext

from programs.hosting.models import HostingDay

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
