"""What stands in a feed, and who asks for it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.calendars import access
from programs.calendars.choices import FeedKind
from programs.calendars.models import FeedToken
from programs.gateways.ics import CalendarEntry
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits import documents, invitations
from programs.visits.models import Visit, VisitQuerySet

PAST = timedelta(days=90)
FUTURE = timedelta(days=548)
GONE_KEPT = timedelta(days=30)
MOST_EVENTS = 2000
FORMAT = "2"
"""Raised when the same entries give other bytes than before, so that clients fetch again."""


def hash_of(token: str) -> str:
    """Return what is stored of a token. Plain SHA-256 will do: it has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_token(token: str) -> FeedToken | None:
    """Return the row of a token with its person, also when it is revoked, or None."""
    return FeedToken.objects.select_related("person").filter(token_hash=hash_of(token)).first()


def fingerprint_of(row: FeedToken, *, at: datetime) -> str:
    """Return the SHA-256 of all that the feed's bytes are made of; at most two queries, nothing written.

    Equal fingerprints mean equal bytes.
    """
    if row.kind == FeedKind.PERSONAL:
        shown: Sequence[object] = list(visits_in_feed(row, at=at).values_list("pk", *documents.SHOWN))
    else:
        days = list(days_in_feed(row, at=at).values_list("pk", *documents.DAY_SHOWN))
        shown = [days, invitations.guests_of([day[0] for day in days])]
    reader = (row.kind, row.person.language, row.person.time_zone, settings.PUBLIC_URL, settings.CALENDAR_DOMAIN)
    return hashlib.sha256(repr((FORMAT, reader, shown)).encode()).hexdigest()


def entries_of(row: FeedToken, *, at: datetime) -> list[CalendarEntry]:
    """Return what stands in the feed, in the active language; at most two queries."""
    if row.kind == FeedKind.PERSONAL:
        visits = visits_in_feed(row, at=at).select_related(*documents.SELECTED).only(*documents.SHOWN)
        return [documents.visit_entry(visit) for visit in visits]
    days = list(days_in_feed(row, at=at).select_related(*documents.DAY_SELECTED).only(*documents.DAY_SHOWN))
    guests = invitations.guests_of([day.pk for day in days])
    return [documents.day_entry(day, guests.get(day.pk, [])) for day in days]


def visits_in_feed(row: FeedToken, *, at: datetime) -> VisitQuerySet:
    """Return the visits that the address shows at `at`, the latest first.

    From 90 days back to 18 months ahead, at most 2,000. A visit that will not be stays for
    30 days as cancelled, so that every client takes it away; one whose event goes on as
    another visit's is not there.
    """
    in_window = Visit.objects.filter(
        visitor=row.person_id, is_replaced=False, starts_at__gte=at - PAST, starts_at__lt=at + FUTURE
    )
    return in_window.filter(_is_shown(at)).order_by("-starts_at", "-pk")[:MOST_EVENTS]


def days_in_feed(row: FeedToken, *, at: datetime) -> QuerySet[HostingDay]:
    """Return the hosting days that the address shows at `at`: those that somebody visits, or did until lately."""
    in_window = access.days_for_calendar(row.person).filter(starts_at__gte=at - PAST, starts_at__lt=at + FUTURE)
    visited = Visit.objects.filter(_is_shown(at), day=OuterRef("pk"), is_replaced=False)
    return in_window.filter(Exists(visited)).order_by("-starts_at", "-pk")[:MOST_EVENTS]


def entry_for(visit: Visit, reader: Person) -> CalendarEntry:
    """Return the event of a visit as it is in the reader's calendar."""
    if visit.visitor_id == reader.pk:
        return documents.visit_entry(visit)
    return documents.day_entry(visit.day, invitations.guests_of([visit.day_id]).get(visit.day_id, []))


def _is_shown(at: datetime) -> Q:
    return ~Q(state__in=documents.GONE) | Q(changed_at__gte=at - GONE_KEPT)
