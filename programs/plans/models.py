"""The communication plan, the risk register and the milestones of a programme."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort, Program
from programs.core.models import Row
from programs.plans.choices import Audience, Channel, MilestoneKind, PlanStage, RiskState


class PlannedMessage(Row):
    """Something an audience is to be told, by whom and when; once said, with the evidence.

    `letters` counts the letters that Exchange queued for it; `evidence` says where else it
    can be seen.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="planned_messages")
    stage = models.CharField(_("stage"), max_length=8, choices=PlanStage, default=PlanStage.ENROLLMENT)
    audience = models.CharField(_("audience"), max_length=9, choices=Audience, default=Audience.EVERYONE)
    channel = models.CharField(_("how"), max_length=7, choices=Channel, default=Channel.LETTER)
    subject = models.CharField(_("what is said"), max_length=120)
    text = models.TextField(_("text of the letter"), max_length=4000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages_planned", verbose_name=_("who says it")
    )
    planned_on = models.DateField(_("planned for"))
    said_on = models.DateField(null=True, blank=True)
    letters = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.CharField(_("where it can be seen"), max_length=300, blank=True)

    class Meta:
        ordering = ["planned_on", "pk"]
        verbose_name = _("planned message")
        verbose_name_plural = _("planned messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(said_on=None) | Q(letters__isnull=False) | ~Q(evidence=""),
                name="a_message_that_was_said_has_evidence",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Risk(Row):
    """What could go wrong with a programme; likelihood and impact from 1 to 5."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="risks")
    text = models.CharField(_("risk"), max_length=250)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), default=3)
    impact = models.PositiveSmallIntegerField(_("impact"), default=3)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="risks_owned", verbose_name=_("owner")
    )
    mitigation = models.TextField(_("what we do about it"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=RiskState, default=RiskState.OPEN)
    review_on = models.DateField(_("next review"))
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["review_on", "pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="likelihood_and_impact_are_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Milestone(Row):
    """A date to look forward to, and the day it was reached: said by a lead, or read from records."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="milestones")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=120)
    kind = models.CharField(_("what reaches it"), max_length=9, choices=MilestoneKind, default=MilestoneKind.BY_HAND)
    target = models.PositiveIntegerField(_("how many visits"), null=True, blank=True)
    due_on = models.DateField(_("planned for"))
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=MilestoneKind.VISITS, target__gte=1)
                | (~Q(kind=MilestoneKind.VISITS) & Q(target=None)),
                name="only_a_number_of_visits_has_a_target",
            )
        ]

    def __str__(self) -> str:
        return self.title
