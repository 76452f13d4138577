"""Every reason why a calendar file, or one event of it, is not read, and why an event blocks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileReason(TextChoices):
    """Why a whole file is refused; what was kept before stays as it is."""

    TOO_BIG = "too_big", _("The file is larger than %(megabytes)s MB. Export a shorter time.")
    EMPTY = "empty", _("The file is empty.")
    WEB_PAGE = "web_page", _("This is a web page, not a calendar: the address probably needs a login.")
    COMPRESSED = "compressed", _("This file is compressed. Unpack it and choose the .ics file in it.")
    NO_CALENDAR = "no_calendar", _("This is not a calendar file (.ics).")
    NOTHING_INSIDE = "nothing_inside", _("There is no .ics file in this archive.")
    TOO_MANY_INSIDE = "too_many_inside", _("There are more than %(files)s calendars in this archive.")
    TOO_MANY = "too_many", _("The calendar has more than %(most)s entries. Export a shorter time.")
    TOO_SLOW = "too_slow", _("This calendar takes too long to read. Export a shorter time.")
    TOO_SLOW_AT = (
        "too_slow_at",
        _("This calendar takes too long to read; reading stopped at the event in line %(line)s."),
    )
    BROKEN = "broken", _("This file could not be read.")


class SkipReason(TextChoices):
    """Why one event is left out; the rest is read."""

    NO_START = "no_start", _("has no start")
    BAD_DATE = "bad_date", _("has a date that can't be read")
    ENDS_FIRST = "ends_first", _("ends before it starts")
    TOO_LONG = "too_long", _("is longer than a year")
    BAD_RULE = "bad_rule", _("repeats by a rule that can't be read")
    TOO_OFTEN = "too_often", _("repeats too often to be an appointment")
    NEVER = "never", _("repeats on dates that don't exist")


class Notice(TextChoices):
    """What somebody should know although the file was read."""

    CUT = "cut", _("The file is cut off at its end: what was whole is read.")
    LATIN = "latin", _("The file is not in UTF-8; it was read as Latin-1.")
    UNKNOWN_ZONE = "unknown_zone", _("A time zone is unknown: %(zone)s. Its times are read as your own zone's.")


class Why(TextChoices):
    """Why an event blocks, or why not."""

    SHOWN_BUSY = "shown_busy", _("Your calendar shows it as busy")
    OUT_OF_OFFICE = "out_of_office", _("Marked as out of office")
    MARKED_TENTATIVE = "marked_tentative", _("Marked as tentative: it warns, but doesn't block")
    UNANSWERED = "unanswered", _("An invitation without your answer: it warns, but doesn't block")
    ELSEWHERE = "elsewhere", _("You work elsewhere: it warns, but doesn't block")
    SHOWN_FREE = "shown_free", _("Your calendar shows it as free")
    CANCELLED = "cancelled", _("Cancelled")
    DECLINED = "declined", _("You declined it, or passed it on")
    OURS = "ours", _("One of our own visits: it doesn't stand in its own way")
    NO_TIME = "no_time", _("It takes no time")
    OUTSIDE = "outside", _("Outside the time that we keep")
