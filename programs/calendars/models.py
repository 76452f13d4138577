"""Secret addresses of calendar feeds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.calendars.choices import FeedKind, Verdict
from programs.cohorts.models import Program
from programs.core.models import Row
from programs.people.models import Department
from programs.visits.models import CalendarInvitation


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    """Named filters on feed addresses."""

    def live(self) -> "FeedTokenQuerySet":
        """Keep addresses that still answer."""
        return self.filter(revoked_at__isnull=True)


class FeedToken(Row):
    """A feed address. The token is shown once; only its SHA-256 is kept.

    `fingerprint` is that of the content last served and `changed_at` when it was first
    served: the address's own ETag and Last-Modified. `seen` says as of which state of the
    database that fingerprint was taken: while it is the same, nothing has to be read again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_tokens")
    kind = models.CharField(_("kind"), max_length=10, choices=FeedKind, default=FeedKind.PERSONAL)
    department = models.ForeignKey(Department, models.CASCADE, null=True, blank=True, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    seen = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("feed address")
        verbose_name_plural = _("feed addresses")

    def __str__(self) -> str:
        return f"{self.person} · {self.kind}"

    @property
    def shows(self) -> str:
        """What the feed shows, in the active language: with its department or programme."""
        about = self.department or self.program
        return f"{self.get_kind_display()}: {about}" if about else str(self.get_kind_display())


class CalendarChange(models.Model):
    """Counts the changes of everything that feeds show, without a row that everybody waits for.

    Triggers of the database add a row of 1 in the transaction that changes something, whoever
    writes; now and then the rows are added up into one. The sum is the version: it can't
    miss a change, because a sum over committed rows sees each exactly once, in whatever order
    transactions end (the greatest key would not).
    """

    number = models.PositiveBigIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = _("calendar change")
        verbose_name_plural = _("calendar changes")

    def __str__(self) -> str:
        return str(self.number)


class ReceivedMail(Row):
    """A mail that came to one of our addresses, and what became of it. None is dropped.

    `digest` is the SHA-256 of its bytes: the same message twice is one. Text and bytes
    (`raw`) are kept only where a person has to read them, until somebody has.
    """

    digest = models.CharField(max_length=64, unique=True)
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    received_at = models.DateTimeField(_("received at"))
    sender = models.CharField(_("from"), max_length=254, blank=True)
    recipient = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(blank=True)
    raw = models.BinaryField(null=True, blank=True)
    method = models.CharField(max_length=20, blank=True)
    verdict = models.CharField(_("what became of it"), max_length=10, choices=Verdict)
    invitation = models.ForeignKey(
        CalendarInvitation, models.SET_NULL, null=True, blank=True, related_name="received_mails"
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = _("received mail")
        verbose_name_plural = _("received mails")

    def __str__(self) -> str:
        return self.subject
