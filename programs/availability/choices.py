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


class Reason(TextChoices):
    """Every reason why something can't be done with availability."""

    ENDS_FIRST = "ends_first", _("The last day comes after the first.")
    ONE_SCOPE = "one_scope", _("Choose a site, a department or a team, not several; none for the whole company.")
    NOT_YOURS = "not_yours", _("You can't close this for others: ask its lead or an administrator.")
    TOO_LONG = "too_long", _("Two years at most.")
    ONE_LIMIT = "one_limit", _("Give either a number of people or per cent.")
    PER_CENT = "per_cent", _("Between 0 and 100 per cent.")
    FEWER = (
        "fewer",
        _("This file has %(now)s busy times, the one before had %(before)s. Tick the box if that is right."),
    )
    TOO_OFTEN = "too_often", _("That was %(most)s files within an hour. Come back a little later.")
    TOO_MANY_SOURCES = "too_many_sources", _("You have %(most)s calendars already. Take one away first.")
    LEFT = "left", _("%(name)s has left the company.")
