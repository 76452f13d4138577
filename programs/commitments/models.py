"""Promises made at debriefs, and what slows hosts down."""

from typing import cast

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Program
from programs.commitments.choices import CommitmentState, FrictionState, RoadmapState
from programs.core.models import Row
from programs.objectives.models import Objective
from programs.people.models import Department
from programs.visits.models import Visit

HTTPS = URLValidator(schemes=["https"])
"""Links that people type lead to other pages only, and only over an encrypted line."""


class RoadmapItem(Row):
    """Something on IT's roadmap, as far as a programme needs to know it: frictions and insights point at it."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="roadmap", verbose_name=_("programme"))
    title = models.CharField(_("title"), max_length=160)
    system = models.CharField(_("system"), max_length=80, blank=True)
    link = models.URLField(_("link"), blank=True, validators=[HTTPS])
    state = models.CharField(_("state"), max_length=11, choices=RoadmapState, default=RoadmapState.IDEA)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("roadmap item")
        verbose_name_plural = _("roadmap items")
        constraints = [models.UniqueConstraint("program", "title", name="one_roadmap_item_per_program_and_title")]

    def __str__(self) -> str:
        return self.title


class Commitment(Row):
    """A promise: what, who, due, for whom. Only the person it is for can close it.

    It comes from the debrief of a visit, or from the review of a pair and serves one of its objectives.
    """

    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("visit")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("objective")
    )
    text = models.TextField(_("what"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="commitments_owned", verbose_name=_("who")
    )
    beneficiary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="commitments_awaited", verbose_name=_("for whom")
    )
    due_on = models.DateField(_("due"))
    friction = models.ForeignKey(
        "Friction",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("which friction it mends"),
    )
    estimated_minutes = models.PositiveIntegerField(_("minutes saved a month, as estimated"), null=True, blank=True)
    confirmed_minutes = models.PositiveIntegerField(_("minutes saved a month, as confirmed"), null=True, blank=True)
    is_visible = models.BooleanField(_("others may see it on the quick-win board"), default=True)
    state = models.CharField(_("state"), max_length=9, choices=CommitmentState, default=CommitmentState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("beneficiary")), name="a_commitment_has_two_people"),
            models.CheckConstraint(
                condition=Q(visit__isnull=False, objective=None) | Q(visit=None, objective__isnull=False),
                name="a_commitment_comes_from_a_visit_or_serves_an_objective",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def program(self) -> Program:
        """The programme in which it was made."""
        return self.visit.cohort.program if self.visit else cast("Objective", self.objective).program

    @property
    def department(self) -> Department:
        """The department it is about: where the visit was, or the department's side of the pair."""
        return self.visit.department if self.visit else cast("Objective", self.objective).department


class Friction(Row):
    """What slows a host down, with an IT owner, a due date and a status the host sees."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="frictions", verbose_name=_("department"))
    visit = models.ForeignKey(Visit, models.SET_NULL, null=True, blank=True, related_name="frictions")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="frictions_reported")
    system = models.CharField(_("system"), max_length=80)
    step = models.CharField(_("what goes wrong"), max_length=250)
    minutes_lost = models.PositiveSmallIntegerField(_("minutes lost each time"))
    times_a_month = models.PositiveSmallIntegerField(_("times a month"))
    workaround = models.TextField(_("workaround"), max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="frictions_owned",
        verbose_name=_("owner in IT"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    acknowledge_by = models.DateField(_("to be taken on until"), null=True, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    ticket = models.URLField(_("ticket"), blank=True, validators=[HTTPS])
    roadmap_item = models.ForeignKey(
        RoadmapItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="frictions",
        verbose_name=_("on the roadmap"),
    )
    state = models.CharField(_("state"), max_length=12, choices=FrictionState, default=FrictionState.REPORTED)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    reported_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at"]
        verbose_name = _("friction")
        verbose_name_plural = _("frictions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FrictionState.REPORTED)
                | Q(owner__isnull=False, due_on__isnull=False)
                | Q(state=FrictionState.WONT_FIX),
                name="an_acknowledged_friction_has_an_owner_and_a_due_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.step}"


class SquadMember(Row):
    """Somebody who helps the owner of a promise to keep it."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="squad")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="squads")
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["joined_at", "id"]
        verbose_name = _("squad member")
        verbose_name_plural = _("squad members")
        constraints = [models.UniqueConstraint("commitment", "person", name="one_place_in_a_squad_per_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.commitment_id}"


class Thanks(Row):
    """Somebody's thank-you for a kept promise."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="thanks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    words = models.CharField(_("a line of thanks"), max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("thank-you")
        verbose_name_plural = _("thank-yous")
        constraints = [models.UniqueConstraint("commitment", "person", name="one_thank_you_per_person_and_promise")]

    def __str__(self) -> str:
        return f"{self.person} · {self.commitment_id}"


class SystemOwner(Row):
    """Who in IT looks after a system: frictions about it go there."""

    name = models.CharField(_("system"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="systems", verbose_name=_("owner in IT")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("owner of a system")
        verbose_name_plural = _("owners of systems")
        constraints = [models.UniqueConstraint(Lower("name"), name="one_owner_per_system")]

    def __str__(self) -> str:
        return self.name


class ItContact(Row):
    """A department's named contact in IT: frictions go there when nobody owns the system."""

    department = models.OneToOneField(
        Department, models.CASCADE, related_name="it_contact", verbose_name=_("department")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_for", verbose_name=_("contact in IT")
    )

    class Meta:
        ordering = ["department__name"]
        verbose_name = _("contact in IT")
        verbose_name_plural = _("contacts in IT")

    def __str__(self) -> str:
        return f"{self.department}: {self.person}"
