"""The outbox: every mail is a row first, written in the transaction of what it tells about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.core.models import Row
from programs.notifications.choices import CalendarMethod, LetterState, Topic
from programs.notifications.rules import Quiet, days_in


class LetterQuerySet(models.QuerySet["Letter"]):
    """Named filters on letters."""

    def unsent(self) -> "LetterQuerySet":
        """Keep what is still to go, or on its way."""
        return self.filter(state__in=[LetterState.WAITING, LetterState.SENDING])


class Letter(Row):
    """One mail to one person.

    `key` makes it exactly once: the same news can't be queued twice. A letter with a
    calendar part also carries the event's UID and SEQUENCE, so that an older, unsent
    one can be dropped.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters", verbose_name=_("to"))
    address = models.EmailField(_("address"))
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.BinaryField(null=True, blank=True)
    calendar_method = models.CharField(max_length=14, choices=CalendarMethod, blank=True)
    event_uid = models.CharField(max_length=255, blank=True)
    event_sequence = models.PositiveIntegerField(null=True, blank=True)
    topic = models.CharField(max_length=10, choices=Topic, blank=True)
    message_id = models.CharField(max_length=255)
    state = models.CharField(_("state"), max_length=8, choices=LetterState, default=LetterState.WAITING)
    queued_at = models.DateTimeField(_("queued at"))
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-id"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["not_before"], name="letters_to_send", condition=Q(state__in=["waiting", "sending"])),
            models.Index(fields=["event_uid", "to"]),
        ]

    def __str__(self) -> str:
        return self.subject


class Preferences(Row):
    """How somebody wants to be written to. Without a row: at once, no quiet hours, a digest on Mondays.

    `choices` holds a delivery by topic. `digest_weekday` is 0 (Monday) to 6, empty for no
    digest. `digest_on` is the day of the last week's digest that was looked at.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences")
    choices = models.JSONField(default=dict)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    quiet_days = models.CharField(_("quiet days"), max_length=7, blank=True)
    digest_weekday = models.PositiveSmallIntegerField(_("weekly digest on"), null=True, blank=True, default=0)
    digest_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["person"]
        verbose_name = _("mail preferences")
        verbose_name_plural = _("mail preferences")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_weekday__isnull=True) | Q(digest_weekday__lte=6),
                name="a_digest_goes_out_between_monday_and_sunday",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends_or_none",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def quiet(self) -> Quiet:
        """When the person wants no mail that can wait."""
        return Quiet(self.person.zone, self.quiet_from, self.quiet_until, days_in(self.quiet_days))
