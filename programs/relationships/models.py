"""Directed, dated ties between people, as the people themselves report them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.core.models import Row
from programs.relationships.choices import Strength, TieSource
from programs.visits.models import Visit


class Tie(Row):
    """`person` says how well they know `other`, before a visit and after it."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="ties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ties")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    before = models.PositiveSmallIntegerField(choices=Strength)
    now = models.PositiveSmallIntegerField(choices=Strength)
    source = models.CharField(max_length=8, choices=TieSource, default=TieSource.VISIT)
    on = models.DateField()

    class Meta:
        ordering = ["on"]
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.UniqueConstraint("visit", "person", "other", name="one_tie_per_visit_and_pair"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="a_tie_joins_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.other}"
