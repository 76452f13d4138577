"""Lists of the notifications room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterState(TextChoices):
    """Where a letter stands in the outbox."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not needed any more")
    FAILED = "failed", _("Failed")
    BOUNCED = "bounced", _("Came back")
    HELD = "held", _("Waits for the digest")
    FOLDED = "folded", _("Told in a digest")


class Topic(TextChoices):
    """What letters that can wait are about: their reader chooses for each."""

    PROMISES = "promises", _("Promises and frictions")
    CONTACTS = "contacts", _("Contacts, introductions and what you wrote")
    SURVEYS = "surveys", _("Surveys")
    OBJECTIVES = "objectives", _("Objectives")
    CHANGE = "change", _("News of the programme")
    DIGEST = "digest", _("The weekly digest")


CHOSEN_TOPICS = tuple(topic for topic in Topic if topic != Topic.DIGEST)


class Delivery(TextChoices):
    """How a letter that can wait reaches its reader."""

    AT_ONCE = "at_once", _("at once")
    DIGEST = "digest", _("in the weekly digest")
    NEVER = "never", _("not at all")


class CalendarMethod(TextChoices):
    """What a calendar part asks of the reader's calendar (RFC 5546)."""

    REQUEST = "REQUEST", _("Invitation")
    CANCEL = "CANCEL", _("Cancellation")
    DECLINECOUNTER = "DECLINECOUNTER", _("Proposed time declined")
