"""Frozen data behind reports, and the documents rendered from it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Cohort
from programs.core.models import Row
from programs.reports.choices import DocumentState, Edition


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


class Document(Row):
    """One rendering of a snapshot. `department` is the key of the one that a department report is about."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="documents")
    edition = models.CharField(_("edition"), max_length=12, choices=Edition, default=Edition.PROGRAM)
    department = models.CharField(_("department"), max_length=40, blank=True)
    is_final = models.BooleanField(_("final"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=9, choices=DocumentState, default=DocumentState.QUEUED)
    content = models.BinaryField(null=True, blank=True)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return f"{self.snapshot} · {self.edition}"
