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


class Needed(TextChoices):
    """When a visitor must have something that the site asks for."""

    NOTHING = "nothing", _("Nothing")
    ON_THE_DAY = "on_the_day", _("On arrival, at the entrance")
    BEFORE = "before", _("Before the visit is confirmed")


class BlockKind(TextChoices):
    """What a part of the agenda is for."""

    WELCOME = "welcome", _("Welcome")
    TASK = "task", _("Real work")
    TALK = "talk", _("Talk")
    INFORMAL = "informal", _("Informal")
    DEBRIEF = "debrief", _("Debrief")


class Complaint(TextChoices):
    """What an agenda still lacks."""

    NO_TASK = "no_task", _("Nothing in the agenda is real work: visitors learn most beside somebody who does it.")
    NO_INFORMAL = "no_informal", _("There is no informal part, and people get to know each other over coffee.")
    NO_DEBRIEF = "no_debrief", _("There is no debrief at the end: it is where promises are made.")
    SHORT_DEBRIEF = "short_debrief", _("The debrief takes %(minutes)s minutes; give it %(least)s.")
    EARLY_DEBRIEF = "early_debrief", _("The debrief comes before the end of the day.")
    TOO_LONG = "too_long", _("The agenda takes %(minutes)s minutes, the shortest day lasts %(most)s.")


class Mend(TextChoices):
    """What one click does about a complaint."""

    NO_TASK = "no_task", _("Add an hour of real work")
    NO_INFORMAL = "no_informal", _("Add 20 minutes of coffee with the team")
    NO_DEBRIEF = "no_debrief", _("Add a 15-minute debrief")
    SHORT_DEBRIEF = "short_debrief", _("Make it 15 minutes")
    EARLY_DEBRIEF = "early_debrief", _("Move it to the end")
    TOO_LONG = "too_long", _("Shorten the longest part")


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
    AGENDA_TOO_LONG = (
        "agenda_too_long",
        _(
            "The agenda takes %(minutes)s minutes, but the day of %(on)s lasts %(most)s. "
            "Shorten a block or lengthen the day."
        ),
    )
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
