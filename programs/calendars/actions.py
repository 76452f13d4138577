"""Making and revoking feed addresses, and noting that they are used."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from programs.audit.actions import record
from programs.calendars import queries
from programs.calendars.choices import FeedReason
from programs.calendars.models import FeedToken
from programs.core.refusals import Refusal, RuleBroken
from programs.people.models import Person

MOST_FEEDS = 10


class FeedRefused(RuleBroken):
    """An address was not made."""


@transaction.atomic
def make_feed(*, kind: str, name: str, by: Person, at: datetime) -> tuple[FeedToken, str]:
    """Make an address for `by` and return its row and its token.

    The token is told this once; afterwards nobody can read it, only revoke it. Raises
    FeedRefused when the person has too many already.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    if FeedToken.objects.live().filter(person=by).count() >= MOST_FEEDS:
        raise FeedRefused([Refusal(FeedReason.TOO_MANY, {"most": MOST_FEEDS})])
    token = secrets.token_urlsafe(32)
    row = FeedToken.objects.create(person=by, kind=kind, name=name, token_hash=queries.hash_of(token), made_at=at)
    record("make_feed", row, by=by, at=at, kind=kind)
    return row, token


@transaction.atomic
def revoke_feed(*, feed: FeedToken, by: Person, at: datetime) -> None:
    """Let an address answer "gone" from now on. Doing it twice changes nothing."""
    if FeedToken.objects.live().filter(pk=feed.pk).update(revoked_at=at):
        record("revoke_feed", feed, by=by, at=at)


def note_use(*, feed: FeedToken, on: date) -> None:
    """Note the day of the last use; writes once a day."""
    if feed.last_used_on != on:
        FeedToken.objects.filter(pk=feed.pk).update(last_used_on=on)


def note_content(*, feed: FeedToken, fingerprint: str, at: datetime) -> datetime:
    """Return since when the feed has looked like this; writes only when it has changed.

    Whole seconds, as HTTP dates are, and never the same second for two contents.
    """
    if feed.fingerprint == fingerprint and feed.changed_at:
        return feed.changed_at
    since = at.replace(microsecond=0)
    if feed.changed_at and feed.changed_at >= since:
        since = feed.changed_at + timedelta(seconds=1)
    FeedToken.objects.filter(pk=feed.pk).update(fingerprint=fingerprint, changed_at=since)
    return since
