"""Lists of the objectives room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ObjectiveState(TextChoices):
    """Where an objective stands: agreed means by both sides."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")
    CLOSED = "closed", _("Closed")


class Direction(TextChoices):
    """Which way a measure should go."""

    UP = "up", _("up")
    DOWN = "down", _("down")


class GapItem(TextChoices):
    """The statements whose perception gap may be a measure: worded alike for IT and the business."""

    D1 = "D1", _("IT makes a critical difference to how well our business performs.")
    D2 = "D2", _("IT's priorities are in step with what the business is trying to achieve.")
    D3R = "D3r", _("IT mostly works to its own agenda.")
    D4 = "D4", _("IT is on the side of the departments it works with.")
    D5 = "D5", _("IT and the other departments work as one.")
    D6 = "D6", _("IT works with the rest of the business, not just for it.")


class Trend(TextChoices):
    """What the readings of a measure say, in words."""

    REACHED = "reached", _("target reached")
    ON_TRACK = "on_track", _("on track")
    BEHIND = "behind", _("behind")
    SILENT = "silent", _("no reading since %(on)s")
    NEW = "new", _("first reading until %(on)s")


class Reason(TextChoices):
    """Why something about an objective, a measure or a reading is refused."""

    ONE_SIDE_IS_IT = "one_side_is_it", _("One side is IT, the other is not.")
    OWNER_ELSEWHERE = "owner_elsewhere", _("%(person)s doesn't work in %(department)s.")
    ENDS_BEFORE = "ends_before", _("The period ends before it begins.")
    ALREADY_AGREED = "already_agreed", _("This side has agreed already.")
    IS_CLOSED = "is_closed", _("This objective is closed.")
    TITLE_TAKEN = "title_taken", _("The two departments have an objective of this name.")
    NAME_TAKEN = "name_taken", _("This objective has a measure of this name.")
    WRONG_WAY = "wrong_way", _("The target lies on the wrong side of where it began.")
    TARGET_BEFORE = "target_before", _("The target's date comes before the start.")
    FUTURE = "future", _("A reading can't lie in the future.")
    BEFORE_START = "before_start", _("The measure begins on %(on)s.")
    SAME_VALUE = "same_value", _("This value is already noted for the day.")
    NEEDS_NOTE = "needs_note", _("A value is noted for this day: say in the note why it changes.")
    FROM_SURVEY = "from_survey", _("Figures of this measure come from the survey alone.")
    UNKNOWN_MEASURE = "unknown_measure", _("No measure of this objective is called “%(name)s”.")
    NOT_A_NUMBER = "not_a_number", _("“%(text)s” is not a number.")
    NOT_A_DATE = "not_a_date", _("“%(text)s” is not a date; write 2026-03-31.")
    TWICE = "twice", _("The file has two values of this measure for this day.")
    COLUMN_MISSING = "column_missing", _("The column “%(name)s” is missing.")
    TOO_LONG = "too_long", _("At most %(most)s characters fit here.")
