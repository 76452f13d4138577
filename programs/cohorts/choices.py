"""Lists of the cohorts room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ProgramRoleKind(TextChoices):
    """What someone may do in one programme."""

    LEAD = "lead", _("Programme lead")
    SPONSOR = "sponsor", _("Sponsor")


class FeedbackReaders(TextChoices):
    """Who reads, with the name, what visitor and host say of a visit."""

    OPEN = "open", _("Both sides and the programme lead")
    LEAD = "lead", _("The programme lead only")


class Stage(TextChoices):
    """Where a cohort stands, in this order."""

    SETTING_UP = "setting_up", _("Setting up")
    DISCOVERY = "discovery", _("Discovery")
    ENROLLING = "enrolling", _("Enrolling")
    MATCHING = "matching", _("Matching")
    RUNNING = "running", _("Running")
    CLOSING = "closing", _("Closing")
    ARCHIVED = "archived", _("Archived")


class ConfirmMode(TextChoices):
    """What happens to a placement or booking before the host answers."""

    HOST_CONFIRMS = "host_confirms", _("The host confirms each visit")
    AT_ONCE = "at_once", _("Visits are confirmed at once")


class RepeatPolicy(TextChoices):
    """How long a department counts as visited."""

    COHORT = "cohort", _("Once in a cohort")
    EVER = "ever", _("Once, ever")


class Reach(TextChoices):
    """Where a visitor can go."""

    ANYWHERE = "anywhere", _("Any site")
    OWN_SITE = "own_site", _("My own site only")
    NEAR_ZONE = "near_zone", _("Sites whose clock is within two hours of mine")


class WishStrength(IntegerChoices):
    """How much a department would like a visitor to come."""

    WELCOME = 1, _("Welcome")
    WANTED = 2, _("Wanted")
    MOST_WANTED = 3, _("Most wanted")


class Reason(TextChoices):
    """Every reason why something can't be done with a programme, cohort or enrolment."""

    ARCHIVED = "archived", _("%(cohort)s is archived and can only be read.")
    CLOSED = "closed", _("Enrolment in %(cohort)s is not open.")
    NAME_TAKEN = "name_taken", _("There is already one with this name.")
    ENDS_FIRST = "ends_first", _("The last visit day comes after the first.")
    CLOSES_LATE = "closes_late", _("Enrolment closes before the last visit day.")
    THRESHOLDS = "thresholds", _("Scores need at least 5 answers, single items at least 10, and no fewer than scores.")
    OFFER_HOURS = "offer_hours", _("An offered place is held for 24 to 48 hours.")
    WRONG_STAGE = "wrong_stage", _("A cohort goes on or back by one stage; this one is at “%(stage)s”.")
    MISSING = "missing", _("Something is missing. Mend it, or say why you go on all the same.")
    LAST_LEAD = "last_lead", _("A programme keeps at least one lead.")
    LEFT = "left", _("%(name)s has left the company.")
    WANTED = "wanted", _("Between 1 and 12 visits.")
    NOT_HOSTING = "not_hosting", _("%(department)s does not host in this cohort.")
    OWN_DEPARTMENT = "own_department", _("%(department)s is your own department.")
    DATES_OUTSIDE = "dates_outside", _("Visits are from %(start)s to %(end)s: other dates need not be blocked.")
    AVOIDS_SELF = "avoids_self", _("You can't avoid yourself.")
    ALREADY_WITHDRAWN = "already_withdrawn", _("This enrolment was withdrawn.")
    NOBODY = "nobody", _("Nobody new was chosen.")
    EXCLUDED_ALREADY = "excluded_already", _("%(name)s is already kept from %(department)s.")
    SKILL_KNOWN = "skill_known", _("“%(name)s” is there already.")
    ONE_WISH = "one_wish", _("Name one person, one team or one skill.")
