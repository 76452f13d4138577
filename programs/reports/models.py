"""Frozen data behind reports, and the documents rendered from it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Cohort
from programs.core.models import Row
from programs.reports.choices import BatchKind, DocumentState, Edition, PersonalKind, Rhythm, ScheduleEnd


class Snapshot(Row):
    """The data of one report, frozen and hashed. The same snapshot gives the same bytes."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="snapshots", verbose_name=_("cohort"))
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    final_at = models.DateTimeField(_("final since"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return f"{self.cohort} · {self.made_at:%Y-%m-%d}"

    @property
    def is_final(self) -> bool:
        """Whether lead and sponsor have signed."""
        return self.final_at is not None


class Signature(Row):
    """Lead or sponsor stands for a snapshot with their name. With both, the report is final."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="signatures")
    part = models.CharField(_("part"), max_length=7, choices=ProgramRoleKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed by"))
    at = models.DateTimeField(_("signed at"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint("snapshot", "part", name="one_signature_per_snapshot_and_part")]

    def __str__(self) -> str:
        return f"{self.snapshot} · {self.by}"


class Rendered(Row):
    """What a background job renders: where it stands, and when it is tried again after a failure."""

    state = models.CharField(_("state"), max_length=9, choices=DocumentState, default=DocumentState.QUEUED)
    error = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    again_at = models.DateTimeField(_("tried again at"), null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        """Whether it is still going to be made without anybody doing anything."""
        return self.state in (DocumentState.QUEUED, DocumentState.RENDERING, DocumentState.WAITING)


class Document(Rendered):
    """One rendering of a snapshot. `department` is the key of the one that a department report is about."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="documents")
    edition = models.CharField(_("edition"), max_length=12, choices=Edition, default=Edition.PROGRAM)
    department = models.CharField(_("department"), max_length=40, blank=True)
    is_final = models.BooleanField(_("final"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    content = models.BinaryField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return f"{self.snapshot} · {self.edition}"


class PersonalDocument(Rendered):
    """What one person gets: frozen data, hashed, and the PDF made from it.

    A journal is stored sealed only, data and PDF, and opens for its author; `data` is empty.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="personal_documents", verbose_name=_("cohort"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="personal_documents")
    kind = models.CharField(_("kind"), max_length=11, choices=PersonalKind)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    data = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(null=True, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("personal document")
        verbose_name_plural = _("personal documents")

    def __str__(self) -> str:
        return f"{self.person} · {self.kind}"


class Batch(Rendered):
    """Documents of a cohort for many at once: a ZIP of single files, and one merged PDF."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="batches", verbose_name=_("cohort"))
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="batches")
    kind = models.CharField(_("kind"), max_length=12, choices=BatchKind)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    archive = models.BinaryField(null=True, blank=True)
    merged = models.BinaryField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("batch of documents")
        verbose_name_plural = _("batches of documents")

    def __str__(self) -> str:
        return f"{self.cohort} · {self.kind}"


class Schedule(Row):
    """A report that comes by itself: `to` gets a letter with a link each month, or at each release.

    `last_period` is what was reported on last: a month ("2026-03"), or a release.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="report_schedules", verbose_name=_("cohort"))
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("to"))
    edition = models.CharField(_("edition"), max_length=12, choices=Edition)
    rhythm = models.CharField(_("when"), max_length=8, choices=Rhythm)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set up by"))
    set_at = models.DateTimeField()
    last_period = models.CharField(max_length=24, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=ScheduleEnd, blank=True)

    class Meta:
        ordering = ["set_at", "id"]
        verbose_name = _("scheduled report")
        verbose_name_plural = _("scheduled reports")
        constraints = [
            models.UniqueConstraint(
                "cohort", "to", "edition", "rhythm",
                condition=models.Q(ended_at=None),
                name="one_standing_schedule_per_reader_edition_and_rhythm",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cohort} · {self.get_edition_display()} · {self.to}"
