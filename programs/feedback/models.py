"""Forms after visits, and the figures released of them."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.cohorts.choices import FeedbackReaders
from programs.cohorts.models import Cohort
from programs.core.models import Row
from programs.feedback.choices import Role
from programs.people.models import Department
from programs.visits.models import Visit


class FigureReleaseQuerySet(models.QuerySet["FigureRelease"]):
    """Releases can be read and added, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what was published stands."""
        raise TypeError("A release is never changed.")


class FigureRelease(Row):
    """What was published of the forms answered since the release before: immutable and hashed."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="feedback_releases", verbose_name=_("cohort"))
    tables = models.JSONField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()

    objects = FigureReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["released_at", "id"]
        verbose_name = _("release of feedback")
        verbose_name_plural = _("releases of feedback")

    def __str__(self) -> str:
        return f"{self.cohort}"


class VisitForm(Row):
    """What one person is asked about a visit: a visitor about each, a host once for each day.

    It is signed: the answers stand with the name. `readers` is frozen when it is asked, as the
    form says it. `release` is the one release that the answers went into.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="feedback_forms", verbose_name=_("visit"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feedback_forms", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=7, choices=Role)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    readers = models.CharField(_("who reads it"), max_length=4, choices=FeedbackReaders)
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    release = models.ForeignKey(FigureRelease, models.PROTECT, null=True, blank=True, related_name="forms")

    class Meta:
        ordering = ["asked_on", "id"]
        verbose_name = _("form after a visit")
        verbose_name_plural = _("forms after visits")
        constraints = [models.UniqueConstraint("visit", "person", name="one_feedback_form_per_visit_and_person")]

    def __str__(self) -> str:
        return f"{self.visit}"
