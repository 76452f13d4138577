"""Lists of the change room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Element(TextChoices):
    """What readiness is made of, in the order in which one carries the next; keys are items of the pulse."""

    WHY = "P1", _("Knowing why")
    WANT = "P2", _("Wanting to")
    HOW = "P3", _("Knowing how")
    ABLE = "P4", _("Being able to")
    LAST = "P5", _("Making it last")


class Suggestion(TextChoices):
    """What helps first where an element is the weak one."""

    WHY = "P1", _("Let the sponsor say in one sentence why, in the team's own meeting.")
    WANT = "P2", _("Ask what worries people, answer it in public, and show one quick win.")
    HOW = "P3", _("Send the briefing earlier and go through one visit day together.")
    ABLE = "P4", _("Agree time and cover with the line managers before the next visits.")
    LAST = "P5", _("Name a champion and set a date for staying in touch after visits.")


class ChampionState(TextChoices):
    """Whether somebody carries the programme in their department. Only a yes makes a champion."""

    NOMINATED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Champion")
    DECLINED = "declined", _("Said no")
    ENDED = "ended", _("Ended")


class StepName(TextChoices):
    """The eight steps, after Kotter, each backed by records."""

    URGENCY = "urgency", _("The gap is measured and known")
    COALITION = "coalition", _("Sponsors and champions carry it")
    VISION = "vision", _("It is clear what it is for")
    VOLUNTEERS = "volunteers", _("People take part")
    BARRIERS = "barriers", _("What gets in the way is removed")
    WINS = "wins", _("There are quick wins to show")
    SUSTAIN = "sustain", _("It goes on")
    ANCHOR = "anchor", _("It has become a habit")


class ChangeRefusal(TextChoices):
    """Why something can't be done here."""

    WRONG_STATE = "wrong_state", _("This is %(state)s, so that can't be done any more.")
    CHAMPION_ALREADY = "champion_already", _("%(person)s has been asked already.")
    NOT_OF_DEPARTMENT = "not_of_department", _("%(person)s doesn't belong to %(department)s.")
    NOT_YOURS = "not_yours", _("Only %(person)s can do this.")
    FUTURE = "future", _("Choose a day that has been.")
    DUE_IN_THE_PAST = "due_in_the_past", _("The due date has passed: choose a later one.")
    NO_SPONSOR = "no_sponsor", _("%(person)s is no sponsor of this programme.")
    NO_EVIDENCE = "no_evidence", _("Say where it can be seen: a page, a meeting, a date.")
    YOURSELF = "yourself", _("Thank somebody else.")
    NOBODY_TAKES_PART = "nobody_takes_part", _("No department takes part yet.")
