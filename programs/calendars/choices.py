"""Lists of the calendars room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FeedKind(TextChoices):
    """What a feed shows."""

    PERSONAL = "personal", _("My visits")
    HOSTING = "hosting", _("Visits I host")
