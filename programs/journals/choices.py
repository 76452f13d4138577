"""Lists of the journals room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    """The parts of a visit's journal; their prompts are in `journals.prompts`."""

    BEFORE = "before", _("Before")
    DURING = "during", _("During")
    WHAT = "what", _("What?")
    SO_WHAT = "so_what", _("So what?")
    NOW_WHAT = "now_what", _("Now what?")
    LATER = "later", _("30 days later")
    HOST_SAW = "host_saw", _("What they noticed")
    HOST_LEARNED = "host_learned", _("What we learned")
    HOST_NEXT = "host_next", _("What should follow")


VISITOR_SECTIONS = (Section.BEFORE, Section.DURING, Section.WHAT, Section.SO_WHAT, Section.NOW_WHAT, Section.LATER)
HOST_SECTIONS = (Section.HOST_SAW, Section.HOST_LEARNED, Section.HOST_NEXT)
AFTER_SECTIONS = frozenset({Section.WHAT, Section.SO_WHAT, Section.NOW_WHAT, Section.LATER, *HOST_SECTIONS})
"""Sections that only an attended visit opens."""


class Visibility(IntegerChoices):
    """Who may read a section. Private is the default; each level includes the ones before."""

    PRIVATE = 0, _("Only me")
    HOST = 1, _("The other side of this visit")
    LEAD = 2, _("The other side and the programme lead")
    PARTICIPANTS = 3, _("Everyone who takes part")
    QUOTABLE = 4, _("Everyone, and it may be quoted in reports")


class JournalRefusal(TextChoices):
    """Why a section can't be written."""

    NOT_YET = "not_yet", _("This part opens when the visit has been attended.")
    TOO_EARLY = "too_early", _("This part opens on %(on)s, 30 days after the visit.")
    NOT_CONFIRMED = "not_confirmed", _("This part opens when the visit is confirmed.")
    TOO_LONG = "too_long", _("Please keep it under %(limit)s characters; nothing was cut from your text.")
    NOT_A_PHOTO = "not_a_photo", _("This file is not a photo. Choose a JPEG, PNG or WebP file.")
    PHOTO_TOO_LARGE = "photo_too_large", _("Please choose a photo of at most %(limit)s MB and 50 megapixels.")
    TOO_MANY_PHOTOS = "too_many_photos", _("A part holds %(limit)s photos. Remove one first.")
    WRITE_FIRST = "write_first", _("Write a few words first; the photo belongs to them.")
    CHANGED_ELSEWHERE = (
        "changed_elsewhere",
        _("This text was changed in another window. Yours is still in the box; the other is below it."),
    )


class InsightKind(TextChoices):
    """What a card that an author cut from a reflection is about."""

    PAIN = "pain", _("Pain")
    IDEA = "idea", _("Idea")
    PRAISE = "praise", _("Praise")
    KNOWLEDGE_GAP = "knowledge_gap", _("Knowledge gap")
    LEGACY_SYSTEM = "legacy_system", _("Legacy system")


INSIGHT_AUDIENCES = (Visibility.HOST, Visibility.LEAD, Visibility.PARTICIPANTS)
"""Who may read a card: its author decides, apart from who reads the text that it was cut from."""


class InsightRefusal(TextChoices):
    """Why a card can't be cut, or cards can't be merged."""

    EMPTY = "empty", _("Choose the words for the card.")
    NOT_IN_THE_TEXT = "not_in_the_text", _("Choose words that stand in this part, exactly as they are.")
    ANOTHER_KIND = "another_kind", _("Only cards of one kind become one finding.")
    NOTHING_CHOSEN = "nothing_chosen", _("Choose at least one card.")
    NO_TITLE = "no_title", _("Give the finding a title, or choose one that is there.")


class Attribution(TextChoices):
    """How much of its author a quote names."""

    NONE = "none", _("Without a name")
    ROLE = "role", _("By role: a visitor, a host")
    DEPARTMENT = "department", _("By role and department")
    NAME = "name", _("With my name")


class Destination(TextChoices):
    """The one report that a consent is for."""

    BOARD = "board", _("Executive page")
    PROGRAM = "program", _("Programme report")
    DEPARTMENT = "department", _("Department report")


class QuoteTone(TextChoices):
    """Whether a quote speaks for the programme or against something."""

    SUPPORTIVE = "supportive", _("Supportive")
    CRITICAL = "critical", _("Critical")


class QuoteState(TextChoices):
    """Where a quote stands with its author."""

    ASKED = "asked", _("Asked")
    CONSENTED = "consented", _("Consented")
    DECLINED = "declined", _("Declined")
    PRINTED = "printed", _("Printed")


class QuoteRefusal(TextChoices):
    """Why something can't be quoted."""

    NOT_OPEN = "not_open", _("Choose words that their author opened to you.")
    TOO_FEW = (
        "too_few",
        _("A department is named from %(least)s people who take part; here it would point at somebody."),
    )
    CHANGED = "changed", _("The words were changed since you saw them. Please read them again.")
    PRINTED = "printed", _("This is printed already, and can't be taken back.")
    ONE_CRITICAL = "one_critical", _("Choose at least one critical quote as well.")
    NO_CONSENT = "no_consent", _("Only quotes with their author's consent can be chosen.")


class StartTheme(TextChoices):
    """The themes that a programme begins with."""

    SHARED_GOALS = "shared_goals", _("Shared goals")
    LANGUAGE = "language", _("Language and jargon")
    WAITING = "waiting", _("Waiting and response")
    TOOLS = "tools", _("Tools that don't fit the work")
    UNSEEN_WORK = "unseen_work", _("Unseen work")
    CONNECTION = "connection", _("Human connection")
    RESPECT = "respect", _("Respect")
    INFORMED = "informed", _("Being kept informed")
    PRIORITIES = "priorities", _("Priorities clash")
    QUICK_WIN = "quick_win", _("Quick win")
    CONCERN = "concern", _("Concern")
    TO_SPREAD = "to_spread", _("Idea to spread")


class ThemeRefusal(TextChoices):
    """Why themes can't be merged or added."""

    WITH_ITSELF = "with_itself", _("A theme can't be merged with itself.")
    THERE_ALREADY = "there_already", _("There is already a theme of this name.")
