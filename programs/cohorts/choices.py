"""Lists of the cohorts room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgramRoleKind(TextChoices):
    """What someone may do in one programme."""

    LEAD = "lead", _("Programme lead")
    SPONSOR = "sponsor", _("Sponsor")


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
