"""Lists of the diaries room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MarkKind(TextChoices):
    """What a date is marked with, beside the visits on it."""

    HOLIDAY = "holiday", _("Public holiday")
    BLACKOUT = "blackout", _("No visits")
    WARNING = "warning", _("Better not")
    ON_CALL = "on_call", _("On call")
    BLOCKED = "blocked", _("Blocked by you")
