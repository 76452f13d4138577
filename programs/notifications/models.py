"""The outbox: every mail is a row first, written in the transaction of what it tells about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.core.models import Row
from programs.notifications.choices import CalendarMethod, LetterState


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
