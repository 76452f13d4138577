"""Lists of the people room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Theme(TextChoices):
    """Which colours a person reads pages in."""

    AUTO = "auto", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class ImportState(TextChoices):
    """Where an import of people stands."""

    CHECKED = "checked", _("Checked")
    APPLIED = "applied", _("Applied")
    DISCARDED = "discarded", _("Discarded")
