"""Lists of the journals room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    """The parts of a visit's journal; the prompts are in `journals.prompts`."""

    BEFORE = "before", _("Before")
    DURING = "during", _("During")
    WHAT = "what", _("What?")
    SO_WHAT = "so_what", _("So what?")
    NOW_WHAT = "now_what", _("Now what?")


class Visibility(IntegerChoices):
    """Who may read a section. Private is the default; each level includes the ones before."""

    PRIVATE = 0, _("Only me")
    HOST = 1, _("My host and me")
    LEAD = 2, _("My host, the programme lead and me")
    PARTICIPANTS = 3, _("Everyone who takes part")
    QUOTABLE = 4, _("May be quoted in reports")
