"""Lists of the plans room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanStage(TextChoices):
    """When a message is due, in the life of a cohort."""

    ENROLLMENT = "enroll", _("Enrolment")
    BEFORE = "before", _("Before the visits")
    DURING = "during", _("During the visits")
    AFTER = "after", _("After the visits")


class Audience(TextChoices):
    """Who is told."""

    EVERYONE = "everyone", _("Everybody who takes part")
    VISITORS = "visitors", _("Visitors")
    HOSTS = "hosts", _("Hosts")
    MANAGERS = "managers", _("Line managers")
    DEPARTMENT_LEADS = "dep_leads", _("Department leads")
    SPONSORS = "sponsors", _("Sponsors")


class Channel(TextChoices):
    """How they are told."""

    LETTER = "letter", _("Letter from Exchange")
    MEETING = "meeting", _("Meeting")
    PAGE = "page", _("Intranet or chat")
    OTHER = "other", _("Another way")


class RiskState(TextChoices):
    """Where a risk of the programme stands."""

    OPEN = "watched", _("Watched")
    REDUCED = "reduced", _("Being reduced")
    ACCEPTED = "taken", _("Accepted")
    OCCURRED = "occurred", _("Has happened")
    CLOSED = "over", _("Over")


class Band(TextChoices):
    """How grave a risk is: likelihood times impact, up to 4, up to 9, above."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class MilestoneKind(TextChoices):
    """What reaches a milestone: a lead's word, or a record."""

    BY_HAND = "by_hand", _("A lead says so")
    FIRST_VISIT = "first", _("The first visit")
    VISITS = "visits", _("A number of visits")
    DEPARTMENTS = "all_depts", _("Each host department visited")
    BASELINE = "baseline", _("The baseline is closed")
    QUICK_WIN = "quick_win", _("The first quick win")


class PlanRefusal(TextChoices):
    """Why something planned can't be done."""

    SAID_ALREADY = "said_already", _("This was said on %(day)s.")
    NO_TEXT = "no_text", _("Write the text of the letter first.")
    NOBODY = "nobody", _("Nobody belongs to this audience.")
    NO_EVIDENCE = "no_evidence", _("Say where it can be seen: a page, a meeting, a date.")
    REACHED_ALREADY = "reached_already", _("This was reached on %(day)s.")
    FROM_RECORDS = "from_records", _("Records decide when this is reached.")
    FUTURE = "future", _("Choose a day that has been.")
    REVIEW_PAST = "review_past", _("Choose a review day after today.")
