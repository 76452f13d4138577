"""Lists of the reports room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Edition(TextChoices):
    """What a report is made for."""

    PROGRAM = "program", _("Programme report")


class DocumentState(TextChoices):
    """Where a document stands."""

    QUEUED = "queued", _("Queued")
    RENDERING = "rendering", _("Rendering")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
