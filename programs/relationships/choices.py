"""Lists of the relationships room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Strength(IntegerChoices):
    """How well one person knows another (outcomes §1.5). A tie is 2 or more."""

    NOT_AT_ALL = 0, _("We don't know each other")
    BY_NAME = 1, _("I know the name")
    HAVE_TALKED = 2, _("We have talked about work")
    IN_CONTACT = 3, _("We contact each other when needed")
    SOLVE_TOGETHER = 4, _("We solve problems together")


class TieSource(TextChoices):
    """How we know of a tie."""

    VISIT = "visit", _("After a visit")
    ROSTER = "roster", _("Roster")
    CHECK_IN = "check_in", _("Check-in")
