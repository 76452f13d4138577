"""Lists of the reviews room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewState(TextChoices):
    """Where a review stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CALLED_OFF = "called_off", _("Called off")


class BriefState(TextChoices):
    """Where the printed brief stands."""

    QUEUED = "queued", _("Queued")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Reason(TextChoices):
    """Why something about a review is refused."""

    ONE_SIDE_IS_IT = "one_side_is_it", _("One side is IT, the other is not.")
    IN_THE_PAST = "in_the_past", _("A review begins in the future.")
    ONE_AT_A_TIME = "one_at_a_time", _("The two departments have a review planned already.")
    NOT_PLANNED = "not_planned", _("This review is not planned any more.")
    NOT_BEGUN = "not_begun", _("This review has not begun yet.")
    NOT_HELD = "not_held", _("Decisions are written down once the review was held.")
    PROMISED = "promised", _("This decision is a promise already.")
    FOREIGN_OBJECTIVE = "foreign_objective", _("Choose an objective of the two departments.")
    NOT_ASKED = "not_asked", _("A promise is between two people who were asked to the review.")
    NOBODY = "nobody", _("Nobody speaks for the two departments yet: give them a lead or an objective.")
