"""The monthly pulse and its tasks, champions, sponsors' actions, and thanks.

Answers to the pulse are not here: they lie in the surveys room, and only what passed its
gateway comes out.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.change.choices import ChampionState, Element
from programs.cohorts.models import Program
from programs.core.models import Row
from programs.people.models import Department, Site
from programs.surveys.models import Wave


class PulsePlan(Row):
    """A programme that asks for its pulse each month, open for `days_open` days."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="pulse_plan")
    days_open = models.PositiveSmallIntegerField(_("days to answer"), default=10)
    sample_percent = models.PositiveSmallIntegerField(_("share of the people who are asked"), default=100)
    is_on = models.BooleanField(_("ask each month"), default=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    refused_on = models.DateField(null=True, blank=True)
    refused_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("pulse plan")
        verbose_name_plural = _("pulse plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(days_open__gte=3, days_open__lte=20, sample_percent__gte=1, sample_percent__lte=100),
                name="a_pulse_is_open_3_to_20_days",
            )
        ]

    def __str__(self) -> str:
        return f"{self.program}"


class PulseTask(Row):
    """What is done about the first weak element of a group, by whom and until when."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="pulse_tasks")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    group = models.CharField(_("group"), max_length=120)
    element = models.CharField(_("element"), max_length=2, choices=Element)
    text = models.CharField(_("what is done"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pulse_tasks", verbose_name=_("owner")
    )
    due_on = models.DateField(_("until when"))
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("task from a pulse")
        verbose_name_plural = _("tasks from pulses")

    def __str__(self) -> str:
        return self.text


class Champion(Row):
    """Somebody who carries the programme in a department, at one of its sites or at all."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="champions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="championships", verbose_name=_("person")
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="champions", verbose_name=_("department"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site"))
    state = models.CharField(max_length=8, choices=ChampionState, default=ChampionState.NOMINATED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["department__name", "person__name"]
        verbose_name = _("champion")
        verbose_name_plural = _("champions")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person"],
                condition=Q(state__in=[ChampionState.NOMINATED, ChampionState.ACCEPTED]),
                name="one_standing_nomination_per_program_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.department}"


class ChampionNote(Row):
    """What a champion did: a line and a day. A champion without one for weeks is silent."""

    champion = models.ForeignKey(Champion, models.CASCADE, related_name="notes")
    on = models.DateField(_("date"))
    text = models.CharField(_("what I did"), max_length=300)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("champion's note")
        verbose_name_plural = _("champions' notes")

    def __str__(self) -> str:
        return self.text


class SponsorAction(Row):
    """What a sponsor will do and did. A visit of their own needs no row: visits are read."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="sponsor_actions")
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sponsor_actions", verbose_name=_("sponsor")
    )
    text = models.CharField(_("what"), max_length=250)
    planned_on = models.DateField(_("planned for"))
    done_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(_("where it can be seen"), max_length=300, blank=True)

    class Meta:
        ordering = ["planned_on", "pk"]
        verbose_name = _("sponsor action")
        verbose_name_plural = _("sponsor actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(evidence=""), name="a_sponsor_action_that_was_done_has_evidence"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ThankYou(Row):
    """A line of thanks. Only whoever it is for decides whether everybody may read it."""

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="thanks_given")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="thanks_received", verbose_name=_("to")
    )
    text = models.CharField(_("thank you for"), max_length=500)
    sent_at = models.DateTimeField()
    is_public = models.BooleanField(null=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("thank-you")
        verbose_name_plural = _("thank-yous")
        constraints = [models.CheckConstraint(condition=~Q(sender=F("recipient")), name="thanks_are_for_somebody_else")]

    def __str__(self) -> str:
        return self.text
