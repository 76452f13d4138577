"""Frozen data behind reports, and the documents rendered from it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return f"{self.cohort} · {self.made_at:%Y-%m-%d}"


class Document(Row):
    """One rendering of a snapshot."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="documents")
    edition = models.CharField(_("edition"), max_length=12, choices=Edition, default=Edition.PROGRAM)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
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
