"""Reviews of an IT department and a business department, who comes, and what is decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Program
from programs.commitments.models import Commitment
from programs.core.models import Row
from programs.people.models import Department
from programs.reviews.choices import BriefState, ReviewState


class Review(Row):
    """A meeting of two departments about what they want to reach together.

    `uid` names its event in calendars for ever; `sequence` rises with time, place and status
    (RFC 5546). `zone` is the IANA zone of its times; whoever called it is its organiser.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="reviews", verbose_name=_("programme"))
    it_department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("IT's side"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department's side"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=ReviewState.PLANNED)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(max_length=64)
    place = models.CharField(_("where"), max_length=120, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(_("what was said"), max_length=2000, blank=True)

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("pair review")
        verbose_name_plural = _("pair reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "it_department", "department"],
                condition=Q(state="planned"),
                name="one_planned_review_per_pair",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_review_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.it_department} · {self.department}"


class ReviewGuest(Row):
    """Somebody who was asked to a review; asked when it was called, and told of every change."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="guests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")

    class Meta:
        ordering = ["person__name", "id"]
        verbose_name = _("guest of a review")
        verbose_name_plural = _("guests of reviews")
        constraints = [models.UniqueConstraint("review", "person", name="one_place_per_review_and_person")]

    def __str__(self) -> str:
        return f"{self.review}: {self.person}"


class Decision(Row):
    """What a review decided. Once two people stand for it, it is a promise and lives on as that."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="decisions")
    text = models.TextField(_("what was decided"), max_length=500)
    commitment = models.OneToOneField(
        Commitment, models.PROTECT, null=True, blank=True, related_name="decision", verbose_name=_("promise")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.text


class Brief(Row):
    """The one-page brief of a review as a PDF, in one language, as things stood when it was asked for."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="briefs")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=6, choices=BriefState, default=BriefState.QUEUED)
    content = models.BinaryField(null=True, blank=True)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")

    def __str__(self) -> str:
        return f"{self.review}, {self.asked_at:%Y-%m-%d}"
