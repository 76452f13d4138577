"""Concerns with their answers, texts open for comment, and the log of what was changed.

An anonymous row holds no key to a person and no moment: its key is random, it knows the day
alone, and nothing else is written when it comes in (`actions.raise_anonymously`). That is why
these rows don't descend from `core.Row`, which stores the moment of writing.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Program
from programs.concerns.choices import ConcernState, ConcernTopic, Outcome
from programs.core.models import Row


class Concern(models.Model):
    """What worries somebody about a programme, and the answer that everybody can read.

    Either `author` is set, or `token_hash`: the SHA-256 of the reply token that whoever
    raised it was shown once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    program = models.ForeignKey(Program, models.PROTECT, related_name="concerns", verbose_name=_("programme"))
    topic = models.CharField(_("about"), max_length=12, choices=ConcernTopic, default=ConcernTopic.OTHER)
    text = models.TextField(_("concern"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="concerns", verbose_name=_("by")
    )
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    filed_on = models.DateField(_("raised on"))
    state = models.CharField(_("state"), max_length=8, choices=ConcernState, default=ConcernState.RAISED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns_owned",
        verbose_name=_("who answers"),
    )
    due_on = models.DateField(_("answer until"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    held_because = models.CharField(_("why it is not listed"), max_length=500, blank=True)

    class Meta:
        ordering = ["filed_on", "id"]
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        indexes = [models.Index(fields=["program", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, token_hash=None) | Q(author=None, token_hash__isnull=False),
                name="a_concern_has_a_name_or_a_token_and_never_both",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConcernState.TAKEN_ON) | Q(owner__isnull=False, due_on__isnull=False),
                name="a_concern_taken_on_has_an_owner_and_a_due_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConcernState.ANSWERED) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="an_answered_concern_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(state=ConcernState.MERGED, merged_into__isnull=False)
                | (~Q(state=ConcernState.MERGED) & Q(merged_into=None)),
                name="a_merged_concern_names_another",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ConcernReply(models.Model):
    """A line between whoever raised a concern and whoever answers; only those two sides read it.

    `by` is somebody of the answering side; empty means: the one who raised it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("reply"), max_length=2000)
    said_on = models.DateField()
    turn = models.PositiveIntegerField()

    class Meta:
        ordering = ["turn"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [models.UniqueConstraint("concern", "turn", name="replies_take_turns")]

    def __str__(self) -> str:
        return self.text[:80]


class Consultation(Row):
    """A draft of how the programme is to run, open for comment until a day."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="consultations", verbose_name=_("programme"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("draft"), max_length=8000)
    opened_on = models.DateField()
    closes_on = models.DateField(_("comments until"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-closes_on", "-pk"]
        verbose_name = _("draft open for comment")
        verbose_name_plural = _("drafts open for comment")
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opened_on")), name="a_consultation_lasts_a_day_or_more")
        ]

    def __str__(self) -> str:
        return self.title


class Remark(models.Model):
    """A comment on a draft, with a name or without. `is_held`: a lead took it off the page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    said_on = models.DateField()
    is_held = models.BooleanField(default=False)

    class Meta:
        ordering = ["said_on", "id"]
        verbose_name = _("comment on a draft")
        verbose_name_plural = _("comments on drafts")

    def __str__(self) -> str:
        return self.text[:80]


class ChangeMade(Row):
    """What came of one concern or one comment: a line of “You said, we changed”."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="changes_made", verbose_name=_("programme"))
    concern = models.ForeignKey(
        Concern, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("concern")
    )
    remark = models.ForeignKey(
        Remark, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("comment")
    )
    outcome = models.CharField(_("what came of it"), max_length=7, choices=Outcome, default=Outcome.CHANGED)
    text = models.TextField(_("what we did"), max_length=2000)
    on = models.DateField(_("date"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("change made")
        verbose_name_plural = _("changes made")
        constraints = [
            models.CheckConstraint(
                condition=Q(concern__isnull=False, remark=None) | Q(concern=None, remark__isnull=False),
                name="a_change_answers_one_concern_or_one_comment",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
