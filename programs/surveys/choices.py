"""Lists of the surveys room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.surveys.figures import Note, Story


class Side(TextChoices):
    """The two sides whose views are compared."""

    IT = "it", _("IT")
    BUSINESS = "business", _("Business")


class Dose(TextChoices):
    """How many visits someone had made when a wave opened, as far as it may be stored."""

    UNKNOWN = "", _("Not said")
    NONE = "none", _("No visit")
    SOME = "some", _("One visit or more")
    ONE = "one", _("One visit")
    TWO = "two", _("Two visits")
    MANY = "many", _("Three visits or more")


class ItemScope(TextChoices):
    """Whether both sides answer the same sentence."""

    GAP = "gap", _("Same wording on both sides")
    SIDE = "side", _("Worded per side")


class ItemScale(TextChoices):
    """How an item is answered."""

    AGREEMENT = "agreement", _("Agreement, 1 to 5")
    FREQUENCY = "frequency", _("How often, 1 to 5")
    SHARE = "share", _("Guess, 0 to 100 %")
    RECOMMEND = "recommend", _("Likelihood, 0 to 10")
    YES_NO = "yes_no", _("Yes or no")
    CHOICES = "choices", _("Any of a list")
    COMMENT = "comment", _("Own words")


class WaveKind(TextChoices):
    """Which wave of a programme."""

    BASELINE = "baseline", _("Baseline")
    MIDPOINT = "midpoint", _("Midpoint")
    END = "end", _("End")
    FOLLOW_UP = "follow_up", _("Follow-up")
    OTHER = "other", _("Another questionnaire")


class WaveState(TextChoices):
    """The life cycle of a wave."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("state", "Open")
    CLOSED = "closed", _("Closed")
    REPORTED = "reported", _("Reported")


class Agreement(IntegerChoices):
    """The answers to an agreement item. "I can't judge" is kept apart from them."""

    STRONGLY_DISAGREE = 1, _("Strongly disagree")
    DISAGREE = 2, _("Disagree")
    NEUTRAL = 3, _("Neither")
    AGREE = 4, _("Agree")
    STRONGLY_AGREE = 5, _("Strongly agree")


class Frequency(IntegerChoices):
    """The answers to "how often"."""

    NEVER = 1, _("Not at all")
    ONCE = 2, _("Once")
    SOMETIMES = 3, _("2–3 times")
    WEEKLY = 4, _("Weekly")
    DAILY = 5, _("Most days")


class FigureNote(TextChoices):
    """What a reader has to know about a figure. One sentence for each `figures.Note`."""

    SHOWN = Note.SHOWN.value, ""
    INDICATIVE = Note.INDICATIVE.value, _("Indicative: fewer than 30 answers.")
    ROUNDED = Note.ROUNDED.value, _("Rounded to 5: fewer than 10 answers.")
    AT_LEAST = Note.AT_LEAST.value, _("At least this share: not shown exactly to protect people.")
    AT_MOST = Note.AT_MOST.value, _("At most this share: not shown exactly to protect people.")
    PROTECTED = Note.PROTECTED.value, _("Not shown to protect people.")
    TOO_SMALL = Note.TOO_SMALL.value, _("n too small to say.")
    NOT_RELIABLE = Note.NOT_RELIABLE.value, _("Not shown: the items don't measure one thing reliably enough here.")


class GapStoryLabel(TextChoices):
    """What happened to a gap. One label for each `figures.Story`."""

    NO_CLEAR_CHANGE = Story.NO_CLEAR_CHANGE.value, _("no clear change in the gap")
    BUSINESS_ROSE = Story.BUSINESS_ROSE.value, _("narrowed, the business view rose")
    IT_FELL = Story.IT_FELL.value, _("narrowed because IT's own view fell")
    SOURCE_UNCLEAR = Story.SOURCE_UNCLEAR.value, _("narrowed, source unclear")
    WIDENED = Story.WIDENED.value, _("widened")


class CommentState(TextChoices):
    """Whether somebody's own words are shown with the figures."""

    WAITING = "waiting", _("Waiting")
    RELEASED = "released", _("Shown")
    HELD = "held", _("Held back")


class ItemReason(TextChoices):
    """What is wrong with a questionnaire or its file."""

    SHIPS = "ships", _("This questionnaire ships with Exchange. Copy it first.")
    NOT_JSON = "not_json", _("This is not a questionnaire in JSON.")
    NO_COLUMN = "no_column", _("The file lacks these columns: %(column)s.")
    HOW_MANY = "how_many", _("A questionnaire has 1 to %(most)s items.")
    BAD_KEY = "bad_key", _("Line %(line)s: “%(item)s” is no key. Use a letter and up to seven letters or digits.")
    KEY_TWICE = "key_twice", _("Line %(line)s: “%(item)s” stands in the file already.")
    BAD_SCALE = "bad_scale", _("Line %(line)s, %(item)s: there is no such scale.")
    BAD_PAGE = "bad_page", _("Line %(line)s, %(item)s: a page is a number from 1 to 9.")
    BAD_TEXT = "bad_text", _("Line %(line)s, %(item)s: a wording has 1 to 500 characters.")
    BAD_LANGUAGE = "bad_language", _("Line %(line)s, %(item)s: a translation is in a language this site doesn't have.")
    NO_AIM = "no_aim", _("Line %(line)s, %(item)s: say which rated item the guess is about.")
    BAD_RATING = "bad_rating", _("Line %(line)s, %(item)s: what is asked for each department is answered from 1 to 5.")
    NO_OPTIONS = "no_options", _("Line %(line)s, %(item)s: a list to choose from is missing.")


class RawReason(TextChoices):
    """What keeps a file of raw answers from being taken."""

    FILE_GONE = "file_gone", _("The file didn't come back whole. Please choose it again.")
    MAPPED_TWICE = "mapped_twice", _("Two columns hold “%(item)s”. Choose one.")
    NOBODY = "nobody", _("Choose the column that says who answered: e-mail, employee id, department or side.")
    NO_ITEM = "no_item", _("Choose at least one column that holds an item of the questionnaire.")
    MIXED_SCALE = (
        "mixed_scale",
        _(
            "Column “%(column)s” has values from %(low)s to %(high)s; its item takes %(least)s to %(most)s "
            "(%(rows)s lines). Recode it, or leave the column out."
        ),
    )
    TOO_WIDE = "too_wide", _("Line %(line)s has more cells than the %(columns)s columns of the file.")
    OFF_SCALE = "off_scale", _("Line %(line)s, %(item)s: “%(value)s” is no answer to this item.")
    PERSON_TWICE = "person_twice", _("Line %(line)s: “%(value)s” stands in line %(first)s already.")
    UNKNOWN_PERSON = "unknown_person", _("Line %(line)s: nobody with “%(value)s” belongs to this wave.")
    TAKEN_BEFORE = "taken_before", _("Line %(line)s: the answers of “%(value)s” were imported before.")
    EMPTY_ROW = "empty_row", _("Line %(line)s has no answer. Take it out of the file.")
    UNKNOWN_DEPARTMENT = "unknown_department", _("Line %(line)s: there is no department “%(value)s”.")
    UNKNOWN_SIDE = "unknown_side", _("Line %(line)s: “%(value)s” is not the side of this department.")
    NO_SIDE = "no_side", _("Line %(line)s: “%(value)s” is no side: write it or business.")
    TOO_MANY = "too_many", _("%(group)s: %(rows)s answers from %(people)s people. Is somebody in the file twice?")


class SurveyRefusal(TextChoices):
    """Why a wave or an answer is refused."""

    WRONG_STATE = "wrong_state", _("The wave is %(state)s, so this can't be done.")
    NO_AUDIENCE = "no_audience", _("Nobody would be invited: choose sides and departments with people in them.")
    NO_ITEMS = "no_items", _("The questionnaire has no questions.")
    KEY_DESTROYED = (
        "key_destroyed",
        _("The link key of this programme was destroyed on %(day)s: no further wave can be sent in it."),
    )
    RELEASED = "released", _("The figures of this survey are published; they can't be taken back any more.")
    WAVES_OPEN = "waves_open", _("A wave is still open. Close it first.")
    TOO_MUCH_ASKED = (
        "too_much_asked",
        _(
            "%(people)s of them would be asked for up to %(minutes)s minutes within 30 days; this programme's limit "
            "is %(limit)s. Wait, ask fewer people, or say why it has to be now."
        ),
    )
    NO_LINK_KEY = "no_link_key", _("Set EXCHANGE_LINK_KEY first: without it, answers can't be linked safely.")
    CLOSES_TOO_SOON = "closes_too_soon", _("Choose a closing day after today.")
    ALREADY_ANSWERED = "already_answered", _("You have already answered. Thank you.")
    NOT_OPEN = "not_open", _("This survey is not open.")
    NOT_INVITED = "not_invited", _("%(person)s was not invited to this wave.")
    OUT_OF_SCALE = "out_of_scale", _("“%(item)s” does not take this answer.")
    UNKNOWN_ITEM = "unknown_item", _("“%(item)s” is not part of this survey.")
    TOO_LONG = "too_long", _("Please keep the comment under %(limit)s characters.")
    EMPTY = "empty", _("Please answer at least one question.")
    WHICH_DEPARTMENTS = "which_departments", _("Choose up to %(most)s departments from the list.")
    BASELINE_OPEN = "baseline_open", _("The baseline has to be closed first.")


class CountRefusal(TextChoices):
    """Why counts of an earlier survey are refused, line by line or as a whole."""

    COLUMNS = "columns", _("Missing columns: %(columns)s.")
    UNKNOWN_ITEM = "unknown_item", _("“%(item)s” is not part of this survey.")
    UNKNOWN_SIDE = "unknown_side", _("“%(side)s” is no side: write it or business.")
    NO_NUMBER = "no_number", _("%(column)s: “%(value)s” is not a whole number.")
    INCOMPLETE = "incomplete", _("Give agree and answered, or all five counts.")
    DOES_NOT_ADD_UP = "does_not_add_up", _("The five counts don't add up to agree and answered.")
    MORE_THAN_ANSWERED = "more_than_answered", _("%(agree)s agree, but only %(n)s answered.")
    MORE_THAN_INVITED = "more_than_invited", _("%(n)s answers, but only %(invited)s people were asked.")
    TWICE = "twice", _("The same statement and side as in line %(line)s.")
    NOTHING = "nothing", _("There is no line that could be taken.")
    BASELINE_EXISTS = "baseline_exists", _("This programme has a baseline already.")
