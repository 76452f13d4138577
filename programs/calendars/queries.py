"""What stands in a feed, and who asks for it."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from programs.calendars import access
from programs.calendars.models import FeedToken
from programs.gateways.ics import CalendarEntry
from programs.visits import documents
from programs.visits.models import VisitQuerySet

PAST = timedelta(days=90)
FUTURE = timedelta(days=548)
GONE_KEPT = timedelta(days=30)
MOST_VISITS = 2000
FORMAT = "1"
"""Raised when the same entries give other bytes than before, so that clients fetch again."""


def hash_of(token: str) -> str:
    """Return what is stored of a token. Plain SHA-256 will do: it has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_token(token: str) -> FeedToken | None:
    """Return the row of a token with its person, also when it is revoked, or None."""
    return FeedToken.objects.select_related("person").filter(token_hash=hash_of(token)).first()


def visits_in_feed(row: FeedToken, *, at: datetime) -> VisitQuerySet:
    """Return the visits that the address shows at `at`, the latest first.

    From 90 days back to 18 months ahead, at most 2,000. A visit that will not be stays for
    30 days as cancelled, so that every client takes it away.
    """
    visits = access.visits_for_calendar(row.person, row.kind)
    in_window = visits.filter(starts_at__gte=at - PAST, starts_at__lt=at + FUTURE)
    shown = in_window.filter(~Q(state__in=documents.GONE) | Q(changed_at__gte=at - GONE_KEPT))
    return shown.order_by("-starts_at", "-pk")[:MOST_VISITS]


def fingerprint_of(row: FeedToken, *, at: datetime) -> str:
    """Return the SHA-256 of all that the feed's bytes are made of; one query, nothing written.

    Equal fingerprints mean equal bytes.
    """
    shown = visits_in_feed(row, at=at).values_list("pk", *documents.SHOWN)
    reader = (row.kind, row.person.language, row.person.time_zone, settings.PUBLIC_URL, settings.CALENDAR_DOMAIN)
    return hashlib.sha256(repr((FORMAT, reader, list(shown))).encode()).hexdigest()


def entries_of(row: FeedToken, *, at: datetime) -> list[CalendarEntry]:
    """Return what stands in the feed, in the active language; one query."""
    visits = visits_in_feed(row, at=at).select_related(*documents.SELECTED).only(*documents.SHOWN)
    return [documents.calendar_entry(visit, row.person) for visit in visits]
