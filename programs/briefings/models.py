"""Face cards, systems, the glossary, the strategy check and the agreement of a visit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.briefings.choices import AgreementSide
from programs.core.models import Row
from programs.people.models import Department, Team
from programs.visits.models import Visit


class FaceCard(Row):
    """How somebody introduces themselves to those whom they meet on a visit. All of it is optional."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="face_card")
    sentence = models.CharField(_("how I like to work"), max_length=160, blank=True)
    languages = models.CharField(_("languages I speak"), max_length=120, blank=True)
    photo = models.BinaryField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("face card")
        verbose_name_plural = _("face cards")

    def __str__(self) -> str:
        return f"{self.person}"


class DepartmentSystem(Row):
    """A system that a department works with, in its own words."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="systems", verbose_name=_("department"))
    name = models.CharField(_("system"), max_length=80)
    purpose = models.CharField(_("what it is used for"), max_length=200)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who looks after it")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("system")
        verbose_name_plural = _("systems")
        constraints = [models.UniqueConstraint("department", "name", name="one_system_per_department_and_name")]

    def __str__(self) -> str:
        return self.name


class GlossaryEntry(Row):
    """One thing that a department and IT call by different names, or one word for two things."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="glossary", verbose_name=_("department"))
    their_word = models.CharField(_("the department says"), max_length=80)
    our_word = models.CharField(_("IT says"), max_length=80)
    meaning = models.CharField(_("what is meant"), max_length=250, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["their_word", "our_word"]
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary entries")
        constraints = [
            models.UniqueConstraint(
                "department", "their_word", "our_word", name="one_entry_per_department_and_pair_of_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.their_word} ↔ {self.our_word}"


class StrategyCheck(Row):
    """The visitor's three answers about IT's part in what the department is there for."""

    visit = models.OneToOneField(Visit, models.CASCADE, related_name="strategy_check")
    goal = models.TextField(max_length=600, blank=True)
    part = models.TextField(max_length=600, blank=True)
    sentence = models.TextField(max_length=600, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("strategy check")
        verbose_name_plural = _("strategy checks")

    def __str__(self) -> str:
        return f"{self.visit}"


class Agreement(Row):
    """One side's yes to how the day goes: who, when, and to which wording."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="agreements")
    side = models.CharField(max_length=7, choices=AgreementSide)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    aim = models.CharField(_("what I want from this day"), max_length=250, blank=True)
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["visit", "agreed_at"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(fields=["visit", "side"], name="one_agreement_per_visit_and_side"),
            models.CheckConstraint(condition=Q(version__gte=1), name="an_agreement_names_a_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.side}"
