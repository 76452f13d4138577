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


class CalendarMethod(TextChoices):
    """What a calendar part asks of the reader's calendar (RFC 5546)."""

    REQUEST = "REQUEST", _("Invitation")
    CANCEL = "CANCEL", _("Cancellation")
    DECLINECOUNTER = "DECLINECOUNTER", _("Proposed time declined")
