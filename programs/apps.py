"""The one Django app of the product; its subjects are plain packages, the rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """One label, one line of migrations (docs/adr/0001)."""

    name = "programs"
    verbose_name = _("Exchange")
