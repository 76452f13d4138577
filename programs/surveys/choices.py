"""Lists of the surveys room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    """The two sides whose views are compared."""

    IT = "it", _("IT")
    BUSINESS = "business", _("Business")


class ItemScope(TextChoices):
    """Whether both sides answer the same sentence."""

    GAP = "gap", _("Same wording on both sides")
    SIDE = "side", _("Worded per side")


class ItemScale(TextChoices):
    """How an item is answered."""

    AGREEMENT = "agreement", _("Agreement, 1 to 5")
    FREQUENCY = "frequency", _("How often, 1 to 5")
    COMMENT = "comment", _("Own words")


class WaveKind(TextChoices):
    """Which wave of a programme."""

    BASELINE = "baseline", _("Baseline")
    MIDPOINT = "midpoint", _("Midpoint")
    END = "end", _("End")
    FOLLOW_UP = "follow_up", _("Follow-up")


class WaveState(TextChoices):
    """The life cycle of a wave."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    REPORTED = "reported", _("Reported")


class SurveyRefusal(TextChoices):
    """Why a wave or an answer is refused."""

    WRONG_STATE = "wrong_state", _("The wave is %(state)s, so this can't be done.")
    NO_AUDIENCE = "no_audience", _("Nobody would be invited: choose sides and departments with people in them.")
    ALREADY_ANSWERED = "already_answered", _("You have already answered. Thank you.")
    NOT_OPEN = "not_open", _("This survey is not open.")
    OUT_OF_SCALE = "out_of_scale", _("“%(item)s” takes an answer from 1 to 5.")
    UNKNOWN_ITEM = "unknown_item", _("“%(item)s” is not part of this survey.")
    TOO_LONG = "too_long", _("Please keep the comment under %(limit)s characters.")
    EMPTY = "empty", _("Please answer at least one question.")
    BASELINE_OPEN = "baseline_open", _("The baseline has to be closed first.")
