"""Lists of the availability room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BusyKind(TextChoices):
    """How firmly a person is busy."""

    BUSY = "busy", _("Busy")
    TENTATIVE = "tentative", _("Tentative")
    OUT_OF_OFFICE = "out_of_office", _("Out of office")


class BlackoutKind(TextChoices):
    """Why nobody may visit."""

    CHANGE_FREEZE = "change_freeze", _("Change freeze")
    MONTH_END = "month_end", _("Month-end")
    SITE_HOLIDAY = "site_holiday", _("Site holiday")
    OTHER = "other", _("Other")


class Repeat(TextChoices):
    """On which of its dates a blackout closes."""

    NEVER = "never", _("On every date")
    WEEKLY = "weekly", _("Every nth week, on a weekday")
    MONTHLY = "monthly", _("Every month, on the nth weekday")
    MONTH_START = "month_start", _("On the first n working days of each month")
    MONTH_END = "month_end", _("On the last n working days of each month")


class ImportKind(TextChoices):
    """What an imported calendar gives."""

    FREEZE = "freeze", _("Change-freeze calendar")
    ROSTER = "roster", _("On-call roster")


class RowProblem(TextChoices):
    """Why a row of an imported calendar can't be kept."""

    NOBODY = "nobody", _("Nobody whom you look after has this name or address.")
    SEVERAL = "several", _("Several people have this name: give the address.")
    TOO_LONG = "too_long", _("Two years at most.")


class SourceKind(TextChoices):
    """Where a person's calendar comes from."""

    FILE = "file", _("File")
    ICS = "ics", _("Calendar address (.ics)")
    CALDAV = "caldav", _("CalDAV")


class ProblemKind(TextChoices):
    """Whose list of reasons says why a subscription can't be read. Nobody is shown it."""

    FETCH = "fetch"
    FILE = "file"
    OURS = "ours"


class Reason(TextChoices):
    """Every reason why something can't be done with availability."""

    ENDS_FIRST = "ends_first", _("The last day comes after the first.")
    ONE_SCOPE = "one_scope", _("Choose a site, a department or a team, not several; none for the whole company.")
    NOT_YOURS = "not_yours", _("You can't close this for others: ask its lead or an administrator.")
    TOO_LONG = "too_long", _("Two years at most.")
    NEEDS_WEEKDAY = "needs_weekday", _("Say on which weekday.")
    NUMBER_RANGE = "number_range", _("The number is between 1 and %(most)s here.")
    BOTH_TIMES = "both_times", _("Give both a start and an end, or neither for the whole day.")
    TIMES_ORDER = "times_order", _("The end comes after the start.")
    NEVER_FALLS = "never_falls", _("No date between these two fits.")
    NO_ROWS = "no_rows", _("There is nothing in this calendar that could be kept.")
    TOO_MANY_DATES = "too_many_dates", _("The calendar has more than %(most)s dates. Export a shorter time.")
    ROWS_LEFT_OUT = "rows_left_out", _("%(rows)s rows can't be kept. Mend the file, or say that they are left out.")
    NAME_TAKEN = "name_taken", _("There is another calendar with this name.")
    READ_AGAIN = "read_again", _("That took a while. Choose the file once more.")
    ONE_LIMIT = "one_limit", _("Give either a number of people or per cent.")
    PER_CENT = "per_cent", _("Between 0 and 100 per cent.")
    FEWER = (
        "fewer",
        _("This file has %(now)s busy times, the one before had %(before)s. Keep it only if that is right."),
    )
    FEWER_AGAIN = (
        "fewer_again",
        _("The calendar has %(now)s busy times, before it had %(before)s. If it says so again, they are taken over."),
    )
    TOO_OFTEN = "too_often", _("That was %(most)s files within an hour. Come back a little later.")
    TOO_MANY_SOURCES = "too_many_sources", _("You have %(most)s calendars already. Take one away first.")
    LEFT = "left", _("%(name)s has left the company.")
