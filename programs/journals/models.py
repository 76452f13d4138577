"""Reflections. Private text is sealed and readable by its author only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.core.models import Row
from programs.journals.choices import Section, Visibility
from programs.visits.models import Visit


class Reflection(Row):
    """A journal section with its own visibility.

    A private section is stored only in `sealed` (AES-256-GCM, bound to its author and
    row by `seal_id`); a shared one only in `text`.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="reflections")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reflections")
    section = models.CharField(max_length=12, choices=Section)
    visibility = models.PositiveSmallIntegerField(choices=Visibility, default=Visibility.PRIVATE)
    seal_id = models.UUIDField()
    sealed = models.BinaryField(null=True, blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["visit", "id"]
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [
            models.UniqueConstraint("visit", "author", "section", name="one_reflection_per_visit_author_and_section"),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.PRIVATE, text="")
                | Q(visibility__gt=Visibility.PRIVATE, sealed__isnull=True),
                name="private_text_is_sealed_and_shared_text_is_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit} · {self.section}"


class Photo(Row):
    """A photo of a section, always sealed; seen by those who may read the section."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="photos")
    seal_id = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    description = models.CharField(_("what it shows"), max_length=200)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["reflection", "id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return f"{self.reflection} · {self.pk}"
