"""Lists of the calendars room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FeedKind(TextChoices):
    """What a feed shows."""

    PERSONAL = "personal", _("My visits")
    HOSTING = "hosting", _("Visits I host")
    DEPARTMENT = "department", _("Days of a department")
    PROGRAM = "program", _("Days of a programme")
    BLACKOUTS = "blackouts", _("Dates without visits")


class FeedReason(TextChoices):
    """Every reason why a feed address can't be made."""

    TOO_MANY = "too_many", _("You already have %(most)s addresses. Revoke one that you no longer use.")


class Verdict(TextChoices):
    """What became of a mail that came in."""

    ANSWERED = "answered", _("Answer kept")
    CLAIMED = "claimed", _("Answer waits for the person")
    PROPOSED = "proposed", _("Another time proposed")
    REFRESHED = "refreshed", _("Invitation sent again")
    NOTHING = "nothing", _("Says nothing new")
    STALE = "stale", _("Answers an older invitation")
    CLOSED = "closed", _("The visit is over or called off")
    AUTOMATIC = "automatic", _("Written by a machine")
    BOUNCED = "bounced", _("A letter came back")
    STRANGER = "stranger", _("From somebody who is not invited")
    UNKNOWN = "unknown", _("About no visit of ours")
    UNREADABLE = "unreadable", _("No answer that can be read")


FOR_A_PERSON = (Verdict.STRANGER, Verdict.UNKNOWN, Verdict.UNREADABLE)
"""What a lead should look at."""


class Mismatch(TextChoices):
    """How a calendar and Exchange can differ, the gravest first."""

    DECLINED = "declined", _("Declined in the calendar, confirmed here")
    NOT_ARRIVED = "not_arrived", _("The invitation has not arrived.")
    NEVER_INVITED = "never_invited", _("Confirmed here, in no calendar")
    UNSENT = "unsent", _("The invitation still waits to be sent")
    CLAIMED = "claimed", _("An answer that may not be theirs")
    OUTDATED = "outdated", _("The calendar holds an older time or place")
    PROPOSED = "proposed", _("Another time proposed")
    MAYBE = "maybe", _("Answered “maybe”")
    SILENT = "silent", _("No answer yet")


class Mending(TextChoices):
    """The one thing to do about a mismatch."""

    LET_STAND = "let_stand", _("It takes place")
    SEND_AGAIN = "send_again", _("Send the invitation again")
    INVITE = "invite", _("Invite both sides")
    LOOK = "look", _("Look at it")
