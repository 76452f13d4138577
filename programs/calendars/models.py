"""Secret addresses of calendar feeds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.calendars.choices import FeedKind
from programs.core.models import Row


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    """Named filters on feed addresses."""

    def live(self) -> "FeedTokenQuerySet":
        """Keep addresses that still answer."""
        return self.filter(revoked_at__isnull=True)


class FeedToken(Row):
    """A feed address. The token is shown once; only its SHA-256 is kept.

    `fingerprint` is that of the content last served and `changed_at` when it was first
    served: the address's own ETag and Last-Modified.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_tokens")
    kind = models.CharField(_("kind"), max_length=8, choices=FeedKind, default=FeedKind.PERSONAL)
    name = models.CharField(_("name"), max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("feed address")
        verbose_name_plural = _("feed addresses")

    def __str__(self) -> str:
        return f"{self.person} · {self.kind}"
