"""Lists of the commitments room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommitmentState(TextChoices):
    """The life cycle of a commitment."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    DELIVERED = "delivered", _("Delivered")
    CONFIRMED = "confirmed", _("Confirmed")
    DISPUTED = "disputed", _("Disputed")


class FrictionState(TextChoices):
    """The life cycle of a friction."""

    REPORTED = "reported", _("Reported")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    IN_PROGRESS = "in_progress", _("In progress")
    RESOLVED = "resolved", _("Resolved")
    WONT_FIX = "wont_fix", _("Won't fix")


class RoadmapState(TextChoices):
    """Where something on IT's roadmap stands."""

    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class CommitmentRefusal(TextChoices):
    """Why a commitment or friction can't take a step."""

    WRONG_STATE = "wrong_state", _("This is %(state)s, so that can't be done any more.")
    NOT_YOURS = "not_yours", _("Only %(person)s can do this.")
    NEEDS_REASON = "needs_reason", _("Say why, so that the other side understands.")
    DUE_IN_THE_PAST = "due_in_the_past", _("The due date has passed: choose a later one.")
    SAME_PERSON = "same_person", _("A promise needs two people.")
    NO_CHANGE = "no_change", _("Change the words or the day, or agree to them as they are.")
    OWN_WIN = "own_win", _("Thanks are for others to give.")
    NO_WIN = "no_win", _("Only kept and confirmed promises are thanked for.")
    HELPS_ALREADY = "helps_already", _("%(person)s is part of this promise already.")
    NOT_IT = "not_it", _("%(person)s is not in IT.")
    ON_THE_ROADMAP = "on_the_roadmap", _("The roadmap already has an item with this title.")
