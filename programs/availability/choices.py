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
