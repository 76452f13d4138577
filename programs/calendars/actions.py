"""Making and revoking feed addresses, and noting that they are used."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from programs.audit.actions import record
from programs.calendars import queries
from programs.calendars.choices import FeedReason
from programs.calendars.models import CalendarChange, FeedToken
from programs.cohorts.models import Program
from programs.core.refusals import Refusal, RuleBroken
from programs.people.models import Department, Person

MOST_FEEDS = 10
FEW_CHANGES = 50


class FeedRefused(RuleBroken):
    """An address was not made."""


@transaction.atomic
def make_feed(
    *,
    kind: str,
    name: str,
    by: Person,
    at: datetime,
    department: Department | None = None,
    program: Program | None = None,
) -> tuple[FeedToken, str]:
    """Make an address for `by` and return its row and its token.

    What the feed shows is asked each time it is fetched: an address gives no right that the
    person has lost.

    The token is told this once; afterwards nobody can read it, only revoke it. Raises
    FeedRefused when the person has too many already.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    if FeedToken.objects.live().filter(person=by).count() >= MOST_FEEDS:
        raise FeedRefused([Refusal(FeedReason.TOO_MANY, {"most": MOST_FEEDS})])
    token = secrets.token_urlsafe(32)
    row = FeedToken.objects.create(
        person=by, kind=kind, name=name, department=department, program=program, made_at=at,
        token_hash=queries.hash_of(token),
    )  # fmt: skip
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


def note_content(*, feed: FeedToken, fingerprint: str, at: datetime, seen: str = "") -> datetime:
    """Return since when the feed has looked like this; writes only when something is new.

    `seen` is the state of the database that the fingerprint was taken of.

    Whole seconds, as HTTP dates are, and never the same second for two contents.
    """
    if feed.fingerprint == fingerprint and feed.changed_at:
        if feed.seen != seen:
            FeedToken.objects.filter(pk=feed.pk).update(seen=seen)
        return feed.changed_at
    since = at.replace(microsecond=0)
    if feed.changed_at and feed.changed_at >= since:
        since = feed.changed_at + timedelta(seconds=1)
    FeedToken.objects.filter(pk=feed.pk).update(fingerprint=fingerprint, changed_at=since, seen=seen)
    return since


@transaction.atomic
def add_up_changes() -> None:
    """Add the counted changes up into one row. The sum stays what it is for everybody who reads it.

    Rows that another transaction is adding meanwhile are left for the next time.
    """
    rows = list(CalendarChange.objects.select_for_update().values_list("pk", "number"))
    if len(rows) > FEW_CHANGES:
        CalendarChange.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
        CalendarChange.objects.create(number=sum(number for _, number in rows))
