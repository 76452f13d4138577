"""Lists of the hosting room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OfferingKind(TextChoices):
    """What a visitor does on the day."""

    OBSERVE = "observe", _("Observe")
    BRIEFING = "briefing", _("Briefing")
    HANDS_ON = "hands_on", _("Hands-on")


class OfferingState(TextChoices):
    """Where an offering stands; only a published one gives days to book."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DataClass(TextChoices):
    """The most sensitive data that a visitor will see."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    RESTRICTED = "restricted", _("Restricted")


class BlockKind(TextChoices):
    """What a part of the agenda is for."""

    WELCOME = "welcome", _("Welcome")
    TASK = "task", _("Real work")
    TALK = "talk", _("Talk")
    INFORMAL = "informal", _("Informal")
    DEBRIEF = "debrief", _("Debrief")


class LeftOut(TextChoices):
    """Why a date of a weekly rule gives no hosting day."""

    HOLIDAY = "holiday", _("Public holiday: %(title)s")
    BLACKOUT = "blackout", _("No visits on this day: %(title)s")
    CLOCK_CHANGE = "clock_change", _("The clock change leaves no time between start and end.")
    ALREADY = "already", _("There is already a day at this time.")
    SKIPPED = "skipped", _("You left this date out.")
    PAST = "past", _("Over or begun.")


class Reason(TextChoices):
    """Every reason why something can't be done with an offering or a day."""

    WRONG_STATE = "wrong_state", _("The offering is %(state)s, so this can't be done.")
    NO_AGENDA = "no_agenda", _("Say in the agenda what happens on the day.")
    CONTACT_LEFT = "contact_left", _("%(name)s has left: name another contact first.")
    SAME_DEPUTY = "same_deputy", _("The deputy is somebody else than the contact.")
    TITLE_TAKEN = "title_taken", _("%(department)s already has an offering with this title.")
    NOTICE_RANGE = "notice_range", _("At most %(most)s days of notice.")
    HORIZON_RANGE = "horizon_range", _("Days open for booking earlier than the notice ends.")
    NO_DATES = "no_dates", _("No day is left between these dates.")
    TOO_LONG = "too_long", _("Days can be planned for a year at most.")
    TIMES = "times", _("Give both a start and an end, or neither for the whole day.")
    ENDS_FIRST = "ends_first", _("The end comes after the start.")
    IN_THE_PAST = "in_the_past", _("This day is over.")
    CLOCK_CHANGE = "clock_change", _("The clock change on %(on)s leaves no time between start and end.")
    ALREADY = "already", _("There is already a day at this time: %(on)s.")
    BELOW_TAKEN = "below_taken", _("%(taken)s places are taken, so there can't be fewer.")
    BELOW_GROUP = "below_group", _("The smallest group is %(group)s, so there are at least as many places.")
    HAS_VISITS = "has_visits", _("%(taken)s visits stand on this day: they have to be resolved first.")
    HOLIDAY = "holiday", _("%(on)s is a public holiday: %(title)s. Tick the box if you host all the same.")
    NEEDS_REASON = "needs_reason", _("Say why, so that visitors understand.")
    VISITS_STAY = "visits_stay", _("Visits stand on this day, so it keeps its date and its times.")
    NOT_CALLED_OFF = "not_called_off", _("This day takes place already.")
    CALLED_OFF = "called_off", _("This day was called off.")
    SKILL_NAMED = "skill_named", _("“%(name)s” is named by visitors, offerings or departments and can't be removed.")
