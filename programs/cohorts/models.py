"""Programmes, their cohorts, and who takes part with which wishes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.choices import (
    ConfirmMode,
    FeedbackReaders,
    ProgramRoleKind,
    Reach,
    RepeatPolicy,
    Stage,
    WishStrength,
)
from programs.core.models import Row
from programs.people.models import Department, Team


class Skill(Row):
    """Something that can be learned, shown or brought along: one vocabulary for both sides."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.name


class Program(Row):
    """A company's exchange: its purpose, rules and privacy thresholds."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    company = models.CharField(_("company"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    confirm_mode = models.CharField(
        _("who confirms"), max_length=13, choices=ConfirmMode, default=ConfirmMode.HOST_CONFIRMS
    )
    repeat_policy = models.CharField(
        _("same department again"), max_length=6, choices=RepeatPolicy, default=RepeatPolicy.COHORT
    )
    request_working_days = models.PositiveSmallIntegerField(_("working days a host has to answer"), default=5)
    notice_days = models.PositiveSmallIntegerField(_("days of notice for visitors"), default=2)
    waiting_offer_hours = models.PositiveSmallIntegerField(_("hours to take an offered place"), default=24)
    needs_release = models.BooleanField(_("line managers release each visit"), default=False)
    release_days = models.PositiveSmallIntegerField(_("days until a release decides itself"), default=3)
    score_threshold = models.PositiveSmallIntegerField(_("smallest group for a score"), default=5)
    item_threshold = models.PositiveSmallIntegerField(_("smallest group for an item or comment"), default=10)
    feedback_readers = models.CharField(
        _("who reads signed forms after visits"),
        max_length=4,
        choices=FeedbackReaders,
        default=FeedbackReaders.LEAD,
    )
    friction_working_days = models.PositiveSmallIntegerField(_("working days IT has to take on a friction"), default=3)
    quick_win_days = models.PositiveSmallIntegerField(_("days within which a kept promise is a quick win"), default=90)
    survey_minutes = models.PositiveSmallIntegerField(_("survey minutes a person is asked for in 30 days"), default=10)
    weak_percent = models.PositiveSmallIntegerField(_("Readiness is weak below, in %"), null=True, blank=True)
    silent_weeks = models.PositiveSmallIntegerField(_("Weeks until a champion is silent"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(score_threshold__gte=5)
                & Q(item_threshold__gte=10)
                & Q(item_threshold__gte=F("score_threshold")),
                name="privacy_thresholds_are_never_below_5_and_10",
            ),
            models.CheckConstraint(
                condition=Q(waiting_offer_hours__gte=24) & Q(waiting_offer_hours__lte=48),
                name="an_offered_place_is_held_24_to_48_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgramRole(Row):
    """Someone's role in one programme."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="roles", verbose_name=_("programme"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="program_roles", verbose_name=_("person")
    )
    kind = models.CharField(_("role"), max_length=7, choices=ProgramRoleKind)

    class Meta:
        verbose_name = _("programme role")
        verbose_name_plural = _("programme roles")
        constraints = [
            models.UniqueConstraint("program", "person", "kind", name="one_role_per_program_person_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class Cohort(Row):
    """One run of a programme. Visits take place from `starts_on` to `ends_on`."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="cohorts", verbose_name=_("programme"))
    name = models.CharField(_("name"), max_length=120)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.SETTING_UP)
    starts_on = models.DateField(_("first visit day"))
    ends_on = models.DateField(_("last visit day"))
    enrolls_until = models.DateField(_("enrolment closes"), null=True, blank=True)
    visits_wanted = models.PositiveSmallIntegerField(_("visits per person"), default=3)
    spacing_days = models.PositiveSmallIntegerField(_("days between two visits"), default=5)
    departments = models.ManyToManyField(
        Department, related_name="cohorts", blank=True, verbose_name=_("host departments")
    )

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.UniqueConstraint("program", "name", name="one_cohort_per_program_and_name"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_cohort_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class GateOverride(Row):
    """A lead moved a cohort on although something was missing. The report prints the reason."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="overrides")
    stage = models.CharField(_("stage entered"), max_length=10, choices=Stage)
    missing = models.JSONField(default=list)
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        verbose_name = _("override")
        verbose_name_plural = _("overrides")

    def __str__(self) -> str:
        return f"{self.cohort}: {self.stage}"


class Enrollment(Row):
    """A person in a cohort as visitor, with what they want."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrollments", verbose_name=_("cohort"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrollments", verbose_name=_("person")
    )
    wanted = models.PositiveSmallIntegerField(_("visits wanted"), default=3)
    goals = models.TextField(_("what I want to learn"), max_length=2000, blank=True)
    reach = models.CharField(_("where I can go"), max_length=9, choices=Reach, default=Reach.ANYWHERE)
    learns = models.ManyToManyField(Skill, related_name="+", blank=True, verbose_name=_("what I want to learn about"))
    brings = models.ManyToManyField(Skill, related_name="+", blank=True, verbose_name=_("what I know about"))
    enrolled_at = models.DateTimeField(_("enrolled at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    avoided = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        blank=True,
        verbose_name=_("people I'd rather not visit"),
        help_text=_("Private: nobody else sees this list."),
    )

    class Meta:
        ordering = ["person__name"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint("cohort", "person", name="one_enrollment_per_cohort_and_person"),
            models.CheckConstraint(
                condition=Q(wanted__gte=1) & Q(wanted__lte=12), name="between_1_and_12_visits_wanted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"


class RankedDepartment(Row):
    """A department on a visitor's list; the same rank twice is a tie."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="ranked")
    department = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("department"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        ordering = ["rank", "department__name"]
        verbose_name = _("ranked department")
        verbose_name_plural = _("ranked departments")
        constraints = [
            models.UniqueConstraint("enrollment", "department", name="one_rank_per_enrollment_and_department"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranks_start_at_1"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.department}"


class BlockedDate(Row):
    """A date on which a visitor can't come."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="blocked_dates")
    on = models.DateField(_("date"))

    class Meta:
        ordering = ["on"]
        verbose_name = _("blocked date")
        verbose_name_plural = _("blocked dates")
        constraints = [models.UniqueConstraint("enrollment", "on", name="one_block_per_enrollment_and_date")]

    def __str__(self) -> str:
        return f"{self.on}"


class Exclusion(Row):
    """A lead keeps a person away from a department (a conflict of interest, say)."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="exclusions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    department = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("department"))
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.UniqueConstraint("cohort", "person", "department", name="one_exclusion_per_person_and_department")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.department}"


class VisitorWish(Row):
    """A department's own wish about visitors of a cohort: one person, one team, or a skill."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="visitor_wishes")
    department = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("department"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team"))
    skill = models.ForeignKey(Skill, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("skill"))
    strength = models.PositiveSmallIntegerField(_("how much"), choices=WishStrength, default=WishStrength.WANTED)

    class Meta:
        ordering = ["department__name", "-strength", "pk"]
        verbose_name = _("wish about visitors")
        verbose_name_plural = _("wishes about visitors")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team=None, skill=None)
                | Q(person=None, team__isnull=False, skill=None)
                | Q(person=None, team=None, skill__isnull=False),
                name="a_wish_names_a_person_a_team_or_a_skill",
            ),
            models.UniqueConstraint("cohort", "department", "person", name="one_wish_per_department_and_person"),
            models.UniqueConstraint("cohort", "department", "team", name="one_wish_per_department_and_team"),
            models.UniqueConstraint("cohort", "department", "skill", name="one_wish_per_department_and_skill"),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.person or self.team or self.skill}"


class CoverageFloor(Row):
    """A department should get at least so many visits between two dates of a cohort.

    `is_required` makes it a rule of matching; otherwise it is missed by as little as can be.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="floors")
    department = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("department"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    least = models.PositiveSmallIntegerField(_("at least"))
    is_required = models.BooleanField(_("required"), default=False)

    class Meta:
        ordering = ["from_on", "department__name", "pk"]
        verbose_name = _("coverage floor")
        verbose_name_plural = _("coverage floors")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="a_floor_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(least__gte=1), name="a_floor_is_at_least_one_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.least}"
