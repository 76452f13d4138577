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
