"""Reads subscribed change-freeze calendars and rosters again, in the background."""

from datetime import datetime, timedelta

from django.db import transaction

from programs.availability import importing, subscription
from programs.availability import reading as reading_of
from programs.availability.actions import AvailabilityRefused
from programs.availability.importing import Described
from programs.availability.models import ImportedCalendar
from programs.gateways.fetching.addresses import FetchRefused, Policy
from programs.gateways.fetching.client import Answer, Request, fetch
from programs.gateways.seal import SealBroken

CLAIMED_FOR = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=24)
A_ROUND = 5


def reread_due(at: datetime, allowed: Policy | None = None) -> int:
    """Read the calendars that are due, a few of them; returns how many. What fails keeps what was there."""
    rows = _claim(at)
    for row in rows:
        try:
            answer = _fetched(row, allowed or reading_of.policy())
            _keep(row, answer, at)
        except (FetchRefused, AvailabilityRefused) as refused:
            _failed(row, refused, at)
    return len(rows)


@transaction.atomic
def _claim(at: datetime) -> list[ImportedCalendar]:
    due = ImportedCalendar.objects.filter(next_at__lte=at, read_by__is_active=True).order_by("next_at", "pk")
    if not due.exists():  # reading first: an idle worker never takes SQLite's write lock
        return []
    loaded = due.select_related("read_by", "site", "department", "team")
    rows = list(loaded.select_for_update(of=("self",), skip_locked=True)[:A_ROUND])
    ImportedCalendar.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=at + CLAIMED_FOR)
    return rows


def _fetched(row: ImportedCalendar, allowed: Policy) -> Answer:
    try:
        address = subscription.address_of(row)
    except SealBroken:
        address = ""  # told as an address that can't be called
    return fetch(Request(address, etag=row.etag, modified=row.modified), allowed)


def _keep(row: ImportedCalendar, answer: Answer, at: datetime) -> None:
    """Let a new reading replace the old one. Rows that fit nobody are left out and listed."""
    if not answer.is_same and row.read_by is not None:
        described = Described(row.kind, row.name, row.site, row.department, row.team, row.is_soft)
        plan = importing.plan_for(described=described, content=answer.content, by=row.read_by, at=at)
        importing.keep_calendar(
            calendar=row, described=described, plan=plan, leaves_out=True, by=row.read_by, at=at, is_reread=True
        )
    ImportedCalendar.objects.filter(pk=row.pk).update(
        next_at=at + subscription.EVERY, failures=0, problem="", etag=answer.etag, modified=answer.modified
    )


def _failed(row: ImportedCalendar, refused: FetchRefused | AvailabilityRefused, at: datetime) -> None:
    """Note why it can't be read, and try later each time."""
    wait = min(FIRST_WAIT * 2 ** min(row.failures, 7), LONGEST_WAIT)
    said = str(refused.refusal) if isinstance(refused, FetchRefused) else str(refused)
    ImportedCalendar.objects.filter(pk=row.pk).update(
        next_at=at + wait, failures=min(row.failures + 1, 1000), problem=said
    )
