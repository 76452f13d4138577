"""What stands in a feed, and who asks for it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from programs.calendars import access
from programs.calendars.models import FeedToken
from programs.gateways.ics import CalendarEntry
from programs.visits import documents

PAST = timedelta(days=90)
FUTURE = timedelta(days=548)
GONE_KEPT = timedelta(days=30)
MOST_VISITS = 2000
FORMAT = "1"
"""Raised when the same entries give other bytes than before, so that clients fetch again."""


@dataclass(frozen=True)
class Feed:
    """What one feed shows, and the fingerprint of it: equal fingerprints, equal bytes."""

    name: str
    zone: str
    entries: Sequence[CalendarEntry]

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of everything that the bytes are made of."""
        return hashlib.sha256(repr((FORMAT, self)).encode()).hexdigest()


def hash_of(token: str) -> str:
    """Return what is stored of a token. Plain SHA-256 will do: it has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_token(token: str) -> FeedToken | None:
    """Return the row of a token with its person, also when it is revoked, or None."""
    return FeedToken.objects.select_related("person").filter(token_hash=hash_of(token)).first()


def feed_of(row: FeedToken, *, at: datetime, name: str) -> Feed:
    """Return what the address shows at `at`, in the active language; one query.

    From 90 days back to 18 months ahead, at most 2,000 visits, the latest of them. A visit
    that will not be stays for 30 days as cancelled, so that every client takes it away.
    """
    visits = (
        access.visits_for_calendar(row.person, row.kind)
        .filter(starts_at__gte=at - PAST, starts_at__lt=at + FUTURE)
        .filter(~Q(state__in=documents.GONE) | Q(changed_at__gte=at - GONE_KEPT))
        .select_related(*documents.SELECTED)
        .order_by("-starts_at", "-pk")[:MOST_VISITS]
    )
    entries = [documents.calendar_entry(visit, row.person) for visit in visits]
    entries.sort(key=lambda entry: (entry.starts_at, entry.uid))
    return Feed(name=name, zone=row.person.time_zone, entries=entries)
