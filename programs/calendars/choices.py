"""Lists of the calendars room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FeedKind(TextChoices):
    """What a feed shows."""

    PERSONAL = "personal", _("My visits")
    HOSTING = "hosting", _("Visits I host")


class FeedReason(TextChoices):
    """Every reason why a feed address can't be made."""

    TOO_MANY = "too_many", _("You already have %(most)s addresses. Revoke one that you no longer use.")
