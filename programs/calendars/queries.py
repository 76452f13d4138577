"""What stands in a feed, and who asks for it."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.utils.translation import gettext as _

from programs.availability import access as availability_access
from programs.availability import queries as availability_queries
from programs.availability import rules as availability_rules
from programs.availability.choices import Repeat
from programs.availability.rules import Closed
from programs.calendars import access
from programs.calendars.choices import FeedKind
from programs.calendars.models import CalendarChange, FeedToken
from programs.gateways.ics import CalendarEntry
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits import documents, invitations
from programs.visits.models import Visit, VisitQuerySet

PAST = timedelta(days=90)
FUTURE = timedelta(days=548)
GONE_KEPT = timedelta(days=30)
MOST_EVENTS = 2000
FORMAT = "3"
"""Raised when the same entries give other bytes than before, so that clients fetch again."""


def hash_of(token: str) -> str:
    """Return what is stored of a token. Plain SHA-256 will do: it has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_token(token: str) -> FeedToken | None:
    """Return the row of a token with its person, also when it is revoked, or None.

    With it comes `version`: how often anything has changed that feeds show. One query.
    """
    changes = CalendarChange.objects.order_by().annotate(one=Value(1)).values("one")
    version = changes.annotate(total=Sum("number")).values("total")
    rows = FeedToken.objects.select_related("person", "department", "program").annotate(version=Subquery(version))
    return rows.filter(token_hash=hash_of(token)).first()


def version() -> int:
    """Return how often anything has changed that feeds and invitations show."""
    return CalendarChange.objects.aggregate(total=Sum("number"))["total"] or 0


def state_of(row: FeedToken, *, at: datetime) -> str:
    """Return what the feed's bytes hang on besides their rows, as a hash: while it stands, they stand.

    That is how often anything has changed, the day (events enter and leave the window), and
    how the reader reads. A row that was not fetched by `feed_token` has no state: "".
    """
    version = getattr(row, "version", None)
    if not hasattr(row, "version"):
        return ""
    return _hash(version or 0, at.date().isoformat(), *_reader(row))


def fingerprint_of(row: FeedToken, *, at: datetime) -> str:
    """Return the SHA-256 of all that the feed's bytes are made of; nothing is written.

    Equal fingerprints mean equal bytes. While nothing has changed since the last time, the
    fingerprint of that time is returned without reading anything.
    """
    state = state_of(row, at=at)
    if state and state == row.seen and row.fingerprint:
        return row.fingerprint
    if row.kind == FeedKind.PERSONAL:
        shown: object = list(visits_in_feed(row, at=at).values_list("pk", *documents.SHOWN))
    elif row.kind == FeedKind.BLACKOUTS:
        shown = _blackouts(row, at=at)
    else:
        days = list(days_in_feed(row, at=at).values_list("pk", *documents.DAY_SHOWN))
        shown = [days, invitations.guests_of([day[0] for day in days]), access.sees_names(row)]
    return _hash(shown, *_reader(row))


def _reader(row: FeedToken) -> tuple[object, ...]:
    about = row.department or row.program
    return (
        FORMAT, row.kind, str(about or ""), row.person.language, row.person.time_zone, settings.PUBLIC_URL,
        settings.CALENDAR_DOMAIN,
    )  # fmt: skip


def _hash(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


def entries_of(row: FeedToken, *, at: datetime) -> list[CalendarEntry]:
    """Return what stands in the feed, in the active language; the same few queries for any number."""
    if row.kind == FeedKind.PERSONAL:
        visits = visits_in_feed(row, at=at).select_related(*documents.SELECTED).only(*documents.SHOWN)
        return [documents.visit_entry(visit) for visit in visits]
    if row.kind == FeedKind.BLACKOUTS:
        return [closed_entry(closed, first, last) for closed, first, last in _blackouts(row, at=at)]
    days = list(days_in_feed(row, at=at).select_related(*documents.DAY_SELECTED).only(*documents.DAY_SHOWN))
    guests, with_names = invitations.guests_of([day.pk for day in days]), access.sees_names(row)
    return [documents.day_entry(day, guests.get(day.pk, []), with_names=with_names) for day in days]


def _blackouts(row: FeedToken, *, at: datetime) -> list[tuple[Closed, date, date]]:
    """Return each closed stretch of dates that the reader may know of: one for each run of dates in a row."""
    first, last = (at - PAST).date(), (at + FUTURE).date()
    visible = set(availability_access.blackouts_visible_to(row.person).values_list("pk", flat=True))
    found = []
    for closed in availability_queries.blackouts_between(first, last):
        if closed.id in visible:
            begin, end = max(closed.from_on, first), min(closed.until_on, last)
            if closed.repeats == Repeat.NEVER:
                begin, end = closed.from_on, closed.until_on
            found += [(closed, start, stop) for start, stop in _runs(closed, begin, end)]
    return sorted(found, key=lambda one: (one[1], one[0].id))[:MOST_EVENTS]


def _runs(closed: Closed, begin: date, end: date) -> Iterator[tuple[date, date]]:
    start: date | None = None
    for on in [*availability_rules.dates_between(begin, end), None]:
        if on is not None and closed.falls_on(on):
            start = start or on
        elif start is not None:
            yield start, (on or end + timedelta(days=1)) - timedelta(days=1)
            start = None


def closed_entry(closed: Closed, first: date, last: date) -> CalendarEntry:
    """Return dates without visits as an all-day event. It has no organiser: nobody is asked anything."""
    midnight = datetime.combine(first, time(), tzinfo=UTC)
    when = f"{closed.start_time:%H:%M}–{closed.end_time:%H:%M}" if closed.start_time and closed.end_time else ""
    return CalendarEntry(
        uid=f"blackout-{closed.id}-{first:%Y%m%d}@{settings.CALENDAR_DOMAIN}",
        sequence=0,
        title=_("No visits: %(title)s") % {"title": closed.title},
        description=when,
        location=closed.where,
        url=f"{settings.PUBLIC_URL}/availability/blackouts/",
        on=first,
        until=last,
        starts_at=midnight,
        ends_at=midnight + (last - first) + timedelta(days=1),
        zone="UTC",
        is_whole_day=True,
        status="CONFIRMED",
        changed_at=midnight,
        made_at=midnight,
    )


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
    """Return the hosting days that the address shows at `at`.

    Those that somebody visits, or did until lately; of a department or a programme also those
    on offer.
    """
    in_window = access.days_for_calendar(row).filter(starts_at__gte=at - PAST, starts_at__lt=at + FUTURE)
    shown = Q(Exists(Visit.objects.filter(_is_shown(at), day=OuterRef("pk"), is_replaced=False)))
    if row.kind != FeedKind.HOSTING:
        shown |= Q(cancelled_at=None, offering__state=OfferingState.PUBLISHED)
    return in_window.filter(shown).order_by("-starts_at", "-pk")[:MOST_EVENTS]


def entry_for(visit: Visit, reader: Person) -> CalendarEntry:
    """Return the event of a visit as it is in the reader's calendar."""
    if visit.visitor_id == reader.pk:
        return documents.visit_entry(visit)
    return documents.day_entry(visit.day, invitations.guests_of([visit.day_id]).get(visit.day_id, []))


def _is_shown(at: datetime) -> Q:
    return ~Q(state__in=documents.GONE) | Q(changed_at__gte=at - GONE_KEPT)
