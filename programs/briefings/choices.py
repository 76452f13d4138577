"""Lists of the briefings room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementSide(TextChoices):
    """The two sides of a visit."""

    VISITOR = "visitor", _("Visitor")
    HOST = "host", _("Host")


class FaceRole(TextChoices):
    """In which part somebody is met on the day."""

    HOST = "host", _("Host")
    DEPUTY = "deputy", _("Deputy")
    VISITOR = "visitor", _("Visitor")
    GROUP = "group", _("Comes too")


class BriefingReason(TextChoices):
    """Every reason why something can't be done with a briefing pack."""

    NOT_A_SIDE = "not_a_side", _("Only the visitor and the host agree on the day.")
    OVER = "over", _("The visit is over.")
    NOT_AHEAD = "not_ahead", _("The questions are answered before the day.")
    ALREADY_THERE = "already_there", _("This is in the list already.")
    NOT_A_PHOTO = "not_a_photo", _("This file is not a photo. Choose a JPEG, PNG or WebP file.")
    PHOTO_TOO_LARGE = "photo_too_large", _("Please choose a photo of at most %(limit)s MB and 50 megapixels.")
