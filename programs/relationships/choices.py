"""Lists of the relationships room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LATER_DAYS = (30, 90, 180)
"""How long after a visit people are asked again how well they know each other."""


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


class RosterState(TextChoices):
    """How far a roster is."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("state", "Open")
    CLOSED = "closed", _("Closed")


class Part(TextChoices):
    """Why somebody is asked."""

    VISITOR = "visitor", _("Visitor")
    HOST = "host", _("Host")
    COMPARISON = "comparison", _("For comparison")


class RosterRefusal(TextChoices):
    """Why a roster can't be made, opened or answered so."""

    NOT_DRAFT = "not_draft", _("%(roster)s has been opened already.")
    NOT_OPEN = "not_open", _("%(roster)s is not open for answers.")
    ANOTHER_OPEN = "another_open", _("Another roster of this cohort is open. Close it first.")
    LAST_DAY_PAST = "last_day_past", _("The last day has passed. Choose a later one.")
    NOBODY_TO_ASK = "nobody_to_ask", _("Nobody takes part in this cohort yet, so there is nobody to ask.")
    NO_CONSENT = "no_consent", _("Please tick that you agree, or leave the roster out.")
    NO_SUCH_PERSON = "no_such_person", _("Nobody called “%(name)s” is listed in %(department)s.")
    AMBIGUOUS = "ambiguous", _("Several people in %(department)s are called “%(name)s”. Choose one from the list.")
    NAMED_TWICE = "named_twice", _("%(name)s is named twice.")
    NOBODY_AND_NAMES = "nobody_and_names", _("Either name people or tick “Nobody yet”, not both.")
    NO_STRENGTH = "no_strength", _("Say how well you know %(name)s.")
