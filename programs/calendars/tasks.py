"""What the calendars room does by itself."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from programs.calendars import actions, intake, queries
from programs.gateways import inbox, mailbox
from programs.visits import actions as visit_actions

RENEWED = "invitations-renewed"
log = logging.getLogger("programs.calendars")


def every_minute(at: datetime) -> None:
    """Tell people's calendars what has changed, and take in what they answered."""
    renew_if_changed(at)
    actions.add_up_changes()
    read_mailbox(at)


def renew_if_changed(at: datetime) -> int:
    """Renew invitations, unless this worker has done so and nothing has changed since."""
    version = queries.version()
    if cache.get(RENEWED) == version:
        return 0
    done = visit_actions.renew_invitations(at=at)
    cache.set(RENEWED, version, timeout=None)
    return done


def read_mailbox(at: datetime) -> int:
    """Take in the unread mail of the mailbox, where there is one; returns how many messages."""
    if not settings.MAILBOX_URL:
        return 0
    try:
        return mailbox.read_imap(settings.MAILBOX_URL, lambda raw: intake.process(raw, at=at), largest=inbox.LARGEST)
    except mailbox.MailboxError as error:
        log.warning("The mailbox can't be read: %s", error)
        return 0
