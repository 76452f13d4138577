"""Lists of the matching room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    """The life cycle of a matching run."""

    DRAFT = "draft", _("Draft")
    SOLVING = "solving", _("Solving")
    SOLVED = "solved", _("Solved")
    INFEASIBLE = "infeasible", _("No plan possible")
    FAILED = "failed", _("Failed")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class Preset(TextChoices):
    """What a run tries hardest for."""

    BEST_FIT = "best_fit", _("Best fit")
    MOST_PLACED = "most_placed", _("Most placed")


class RunRefusal(TextChoices):
    """Why a run or an edit of its draft is refused."""

    WRONG_STATE = "wrong_state", _("The run is %(state)s, so this can't be done.")
    NOBODY = "nobody", _("Nobody is enrolled yet. Invite people to enrol first.")
    NO_DAYS = "no_days", _("No hosting days are open in this cohort. Ask departments to publish some.")
    BASELINE_OPEN = "baseline_open", _("Close the baseline wave first, or say why you go on without it.")
    NOTHING_TO_PUBLISH = "nothing_to_publish", _("The draft holds no placement.")
