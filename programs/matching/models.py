"""Matching runs, what they propose and what they could not place."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort, Enrollment
from programs.core.models import Row
from programs.hosting.models import HostingDay
from programs.matching.choices import ConsentAnswer, EditKind, Preset, RepairState, RunFailure, RunState
from programs.visits.models import Visit


class MatchingRules(Row):
    """What matching weighs in a cohort, as parts of a score that add up to 1,000 (see docs/matching.md).

    The order of the levels is fixed; weights only say what counts within the preference of
    both sides. Without a row the defaults hold.
    """

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="matching_rules", verbose_name=_("cohort"))
    choice_weight = models.PositiveSmallIntegerField(_("place on the visitor's list"), default=50)
    goals_weight = models.PositiveSmallIntegerField(_("what the visitor wants to learn"), default=15)
    asked_weight = models.PositiveSmallIntegerField(_("whom the department asks for"), default=15)
    newness_weight = models.PositiveSmallIntegerField(_("new ties between team and department"), default=15)
    owed_weight = models.PositiveSmallIntegerField(_("people who missed out last time"), default=5)
    only_listed = models.BooleanField(_("only departments on the visitor's list"), default=True)
    balances_hosts = models.BooleanField(_("balance visits between hosts"), default=True)

    class Meta:
        verbose_name = _("rules of matching")
        verbose_name_plural = _("rules of matching")
        constraints = [
            models.CheckConstraint(
                condition=Q(choice_weight__gte=1)
                & Q(choice_weight__lte=100)
                & Q(goals_weight__lte=100)
                & Q(asked_weight__lte=100)
                & Q(newness_weight__lte=100)
                & Q(owed_weight__lte=100),
                name="weights_are_at_most_100_and_the_choice_counts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort}"


class MatchingRun(Row):
    """One run over a cohort: inputs frozen and hashed, a plan, its bound and its gap.

    `inputs` holds the frozen problem and what was refused to whom; `progress` the search
    as it goes, with the attempt that writes it; `result` levels, changes and the conflict.
    `error` is for operators: the end of what a crashed search said.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="runs", verbose_name=_("cohort"))
    preset = models.CharField(_("preset"), max_length=11, choices=Preset, default=Preset.BEST_FIT)
    seed = models.PositiveIntegerField(_("seed"))
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.DRAFT)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    inputs = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    versions = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    failure = models.CharField(max_length=11, choices=RunFailure, blank=True)
    error = models.TextField(blank=True)
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="next_runs")
    time_limit = models.PositiveSmallIntegerField(_("seconds"), default=60)
    forbidden = models.JSONField(default=list, help_text="pairs of enrolment and day that were taken out by hand")

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("matching run")
        verbose_name_plural = _("matching runs")

    def __str__(self) -> str:
        return f"{self.cohort} · {self.started_at:%Y-%m-%d %H:%M}"


class Placement(Row):
    """A proposed visit of a run, a draft until the run is published."""

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="placements")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="placements")
    day = models.ForeignKey(HostingDay, models.PROTECT, related_name="placements")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    score = models.FloatField(_("score"))
    is_locked = models.BooleanField(_("locked"), default=False)
    reasons = models.JSONField(default=list)
    instead = models.JSONField(default=dict, help_text="the person's next best day: its key, its rank, points lost")
    visit = models.OneToOneField(Visit, models.SET_NULL, null=True, blank=True, related_name="placement")
    refusals = models.JSONField(default=list)

    class Meta:
        ordering = ["enrollment__person__name", "day__starts_at"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [models.UniqueConstraint("run", "enrollment", "day", name="one_placement_per_run_person_and_day")]

    def __str__(self) -> str:
        return f"{self.enrollment} → {self.day}"


class Shortfall(Row):
    """A person who got fewer visits than wanted, and why."""

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="shortfalls")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="+")
    missing = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["-missing", "enrollment__person__name"]
        verbose_name = _("shortfall")
        verbose_name_plural = _("shortfalls")
        constraints = [models.UniqueConstraint("run", "enrollment", name="one_shortfall_per_run_and_person")]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.missing}"


class DraftEdit(Row):
    """One edit of a draft by hand. Taking one back is an edit too (`undoes`).

    `before` and `after` say what the person held there: the placement, the shortfall and
    what the run had taken out. They are enough to bring the draft back to how it was.
    """

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="edits")
    kind = models.CharField(_("what"), max_length=8, choices=EditKind)
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="+")
    day = models.ForeignKey(HostingDay, models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(_("why"), max_length=250, blank=True)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("edit of a draft")
        verbose_name_plural = _("edits of drafts")

    def __str__(self) -> str:
        return f"{self.run}: {self.kind}"


class Repair(Row):
    """People change places because a visit fell away. Nothing changes until everyone affected agreed.

    `refusals` says in plain values why the changes could not be made in the end.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="repairs", verbose_name=_("cohort"))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="repairs", verbose_name=_("visit"))
    state = models.CharField(_("state"), max_length=9, choices=RepairState, default=RepairState.ASKING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("expires at"))
    ended_at = models.DateTimeField(null=True, blank=True)
    refusals = models.JSONField(default=list)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(state=RepairState.ASKING), name="one_open_repair_per_visit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.state}"


class RepairMove(Row):
    """One change of a repair: somebody gets a day and gives up `leaves`, if anything. Made in order of `number`."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="moves")
    number = models.PositiveSmallIntegerField()
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="+")
    day = models.ForeignKey(HostingDay, models.PROTECT, related_name="+")
    leaves = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        verbose_name = _("change of a repair")
        verbose_name_plural = _("changes of repairs")
        constraints = [
            models.UniqueConstraint("repair", "number", name="one_change_per_repair_and_number"),
            models.UniqueConstraint("repair", "enrollment", name="one_change_per_repair_and_person"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} → {self.day}"


class Consent(Row):
    """What somebody whom a repair affects says to it. They may be visitor, host or line manager."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="consents")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents", verbose_name=_("person")
    )
    answer = models.CharField(_("answer"), max_length=7, choices=ConsentAnswer, default=ConsentAnswer.PENDING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "id"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [models.UniqueConstraint("repair", "person", name="one_consent_per_repair_and_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.answer}"


class HostRequest(Row):
    """A message by which a lead asks somebody to make room. `about` names what for, across runs: "full:12"."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="host_requests")
    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="host_requests")
    about = models.CharField(max_length=80)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("to"))
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=2000)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("message to a host")
        verbose_name_plural = _("messages to hosts")
        constraints = [models.UniqueConstraint("cohort", "about", name="one_message_per_cohort_and_thing")]

    def __str__(self) -> str:
        return self.subject
