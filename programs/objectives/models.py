"""What IT and a department want to reach together, and whether they do."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Program
from programs.core.models import Row
from programs.objectives.choices import Direction, GapItem, ObjectiveState
from programs.objectives.rules import Course
from programs.people.models import Department


class Strategy(Row):
    """What a programme's company is going for, and IT's part in it: read before every visit."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="strategy", verbose_name=_("programme"))
    statement = models.TextField(_("where the company is going"), max_length=2000)
    part_of_it = models.TextField(_("IT's part in it"), max_length=2000)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["program"]
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")

    def __str__(self) -> str:
        return str(self.program)


class Objective(Row):
    """A shared goal of an IT department and a business department, with an owner on each side.

    Whatever changes its words, owners or period takes both agreements back: what is agreed
    is what stands here.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="objectives", verbose_name=_("programme"))
    it_department = models.ForeignKey(
        Department, models.PROTECT, related_name="it_objectives", verbose_name=_("IT's side")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="objectives", verbose_name=_("department's side")
    )
    title = models.CharField(_("what we want to reach"), max_length=120)
    why = models.TextField(_("why"), max_length=1000)
    it_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="it_objectives_owned", verbose_name=_("owner in IT")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="objectives_owned",
        verbose_name=_("owner in the department"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=6, choices=ObjectiveState, default=ObjectiveState.DRAFT)
    it_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.TextField(_("what came of it"), max_length=1000, blank=True)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["department__name", "title", "id"]
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        constraints = [
            models.UniqueConstraint(
                "program", "it_department", "department", "title", name="one_objective_per_pair_and_title"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_objective_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(it_agreed_at__isnull=False, agreed_at__isnull=False),
                name="an_agreed_objective_was_agreed_by_both_sides",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Measure(Row):
    """A figure of an objective, with where it began and where it should be.

    `gap_item` makes it a perception gap in points: its readings are taken over from the
    figures that a wave releases, and from nowhere else.
    """

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="measures", verbose_name=_("objective"))
    name = models.CharField(_("what is measured"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    direction = models.CharField(_("should go"), max_length=4, choices=Direction, default=Direction.UP)
    baseline = models.DecimalField(_("where it began"), max_digits=15, decimal_places=3)
    baseline_on = models.DateField(_("measured on"))
    target = models.DecimalField(_("target"), max_digits=15, decimal_places=3)
    target_on = models.DateField(_("to be reached on"))
    every_days = models.PositiveSmallIntegerField(_("days between two readings"), default=31)
    gap_item = models.CharField(_("perception gap on"), max_length=4, choices=GapItem, blank=True)

    class Meta:
        ordering = ["objective", "id"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.UniqueConstraint("objective", "name", name="one_measure_per_objective_and_name"),
            models.CheckConstraint(
                condition=Q(direction="up", target__gte=F("baseline")) | Q(direction="down", target__lte=F("baseline")),
                name="a_target_lies_where_the_measure_should_go",
            ),
            models.CheckConstraint(
                condition=Q(target_on__gt=F("baseline_on")), name="a_target_comes_after_where_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def course(self) -> Course:
        """The way from baseline to target, as the rules read it."""
        return Course(self.baseline, self.target, self.direction, self.baseline_on, self.target_on, self.every_days)


class Reading(Row):
    """A value of a measure on a day. A correction is a new row that `corrects` the old one, which stays."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="readings", verbose_name=_("measure"))
    on = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=3)
    source = models.CharField(_("source"), max_length=250, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    is_standing = models.BooleanField(default=True, editable=False)
    wave = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"], condition=Q(is_standing=True), name="one_standing_reading_per_measure_and_day"
            ),
            models.UniqueConstraint(
                fields=["measure", "wave"], condition=Q(wave__isnull=False), name="one_reading_per_measure_and_wave"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.on}: {self.value.normalize():f}"
