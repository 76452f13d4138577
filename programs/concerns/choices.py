"""Lists of the concerns room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConcernTopic(TextChoices):
    """What a concern is about: the same list as in the readiness pulse."""

    TIME = "time", _("The time away")
    JUDGED = "judged", _("Being judged")
    RELEVANCE = "relevance", _("Not relevant to my job")
    CONFIDENTIALITY = "confidential", _("Confidentiality")
    JOB = "job", _("Job security")
    OTHER = "other", _("Something else")


class ConcernState(TextChoices):
    """The life of a concern. Taken on and answered ones are listed for everybody."""

    RAISED = "raised", _("Raised")
    TAKEN_ON = "taken_on", _("Taken on")
    ANSWERED = "answered", _("Answered")
    MERGED = "merged", _("Merged")
    HELD = "held", _("Not listed")


LISTED = (ConcernState.TAKEN_ON, ConcernState.ANSWERED)
OPEN = (ConcernState.RAISED, ConcernState.TAKEN_ON)


class Outcome(TextChoices):
    """What came of something that people said."""

    CHANGED = "changed", _("We changed it")
    KEPT = "kept", _("We kept it, and say why")


class ConcernRefusal(TextChoices):
    """Why something can't be said or done here."""

    WRONG_STATE = "wrong_state", _("This is %(state)s, so that can't be done any more.")
    DUE_IN_THE_PAST = "due_in_the_past", _("The due date has passed: choose a later one.")
    ITSELF = "itself", _("A concern can't be merged into itself.")
    OTHER_PROGRAM = "other_program", _("Both belong to different programmes.")
    NOT_LISTED = "not_listed", _("Merge into a concern that has been taken on or answered.")
    COMMENTS_CLOSED = "comments_closed", _("Comments closed on %(day)s.")
    CLOSES_TOO_SOON = "closes_too_soon", _("Choose a closing day after today.")
    TWO_SOURCES = "two_sources", _("Choose what was said: one concern or one comment.")
    TOO_MANY = "too_many", _("You have sent %(limit)s today. Please go on tomorrow.")
