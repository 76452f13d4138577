"""Lists of the feedback room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Who looks back on a visit."""

    VISITOR = "visitor", _("Visitor")
    HOST = "host", _("Host")


class FeedbackRefusal(TextChoices):
    """Why a form or a release is refused."""

    DONE = "done", _("You have already answered. Thank you.")
    OVER = "over", _("This form was open until %(day)s.")
    TOO_FEW = "too_few", _("Too few people have answered since the last release to show anything of them.")
