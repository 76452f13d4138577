"""Subscribed calendars, read again: many at once, each for itself, none in the way of another.

A round takes the calendars that are due, fetches and reads them side by side without the
database, and then writes what each of them said. Who takes one pushes its next time ahead, so
that two workers don't fetch the same, and a worker that dies loses nothing but that time.
"""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.audit import actions as audit
from programs.availability import reading as calendars
from programs.availability.choices import ProblemKind, Reason, SourceKind
from programs.availability.models import BusySource
from programs.core.refusals import Refusal, RuleBroken
from programs.gateways.busy.process import FileRefused, Reading, read_busy
from programs.gateways.fetching.addresses import FetchRefused, Policy
from programs.gateways.fetching.choices import FetchReason
from programs.gateways.fetching.client import Answer, Request, fetch
from programs.gateways.fetching.dav import fetch_collection
from programs.gateways.seal import SealBroken
from programs.notifications.actions import queue_letter

A_ROUND = 16
READERS = 2
"""So many calendars are fetched, and so many of them read, at the same time."""
CLAIMED_FOR = timedelta(minutes=10)
EVERY = timedelta(minutes=30)
LONGEST = timedelta(days=1)
FIRST_WAIT = timedelta(minutes=15)
WHOLE_AFTER = timedelta(days=7)
"""A calendar that never changes is read whole once a week all the same, because the window moves on."""
TOLD_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class Errand:
    """What to fetch and how to read it."""

    source_id: int
    kind: str
    request: Request | None
    window: tuple[datetime, datetime]
    zone: str
    is_zone_sure: bool
    owner: str
    digest: str = field(repr=False)


@dataclass(frozen=True)
class Outcome:
    """What came of an errand: the same as before, a reading, or why not."""

    errand: Errand
    answer: Answer | None = None
    digest: str = field(default="", repr=False)
    reading: Reading | None = None
    refusal: Refusal | None = None
    wait: int = 0


def refresh_due(at: datetime, allowed: Policy | None = None) -> bool:
    """Read the subscriptions that are due, a round of them; whether there were any."""
    errands = _claim(at)
    if not errands:
        return False
    where, readers = allowed or calendars.policy(), threading.Semaphore(READERS)
    with ThreadPoolExecutor(A_ROUND) as pool:
        outcomes = list(pool.map(lambda errand: _run(errand, where, readers), errands))
    for outcome in outcomes:
        _settle(outcome, at)
    return True


def _claim(at: datetime) -> list[Errand]:
    due = BusySource.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    if not due.exists():  # reading first: an idle worker never takes SQLite's write lock
        return []
    with transaction.atomic():
        rows = list(due.select_for_update(of=("self",), skip_locked=True).select_related("person")[:A_ROUND])
        BusySource.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=at + CLAIMED_FOR)
        gone = [row.pk for row in rows if not row.person.is_active]
        BusySource.objects.filter(pk__in=gone).update(next_at=None)
    return [_errand(row, at) for row in rows if row.person.is_active]


def _errand(row: BusySource, at: datetime) -> Errand:
    is_whole = row.read_at is None or row.read_at < at - WHOLE_AFTER or bool(row.doubted)
    try:
        address = calendars.address_of(row)
        request = Request(
            address.url,
            credentials=(address.user, address.password) if address.user else None,
            etag="" if is_whole else row.etag,
            modified="" if is_whole else row.modified,
        )
    except SealBroken:
        request = None
    return Errand(
        source_id=row.pk,
        kind=row.kind,
        request=request,
        window=calendars.window(at),
        zone=row.zone or row.person.time_zone,
        is_zone_sure=bool(row.zone),
        owner=row.person.email,
        digest="" if is_whole else row.digest,
    )


def _run(errand: Errand, allowed: Policy, readers: threading.Semaphore) -> Outcome:
    """Fetch and read one calendar, without the database."""
    if errand.request is None:
        return Outcome(errand, refusal=Refusal(FetchReason.BAD_ADDRESS))
    try:
        if errand.kind == SourceKind.CALDAV:
            answer = fetch_collection(errand.request, allowed, errand.window)
        else:
            answer = fetch(errand.request, allowed)
        digest = hashlib.sha256(answer.content).hexdigest()
        if answer.is_same or digest == errand.digest:
            return Outcome(errand, answer, errand.digest)
        with readers:
            read = read_busy(
                answer.content,
                window=errand.window,
                zone=errand.zone,
                is_zone_sure=errand.is_zone_sure,
                address=errand.owner,
            )
    except FetchRefused as refused:
        return Outcome(errand, refusal=refused.refusal, wait=refused.wait)
    except FileRefused as refused:
        return Outcome(errand, refusal=refused.refusal)
    return Outcome(errand, answer, digest, read)


@transaction.atomic
def _settle(outcome: Outcome, at: datetime) -> None:
    """Write what came of an errand. A calendar that was taken away meanwhile stays away."""
    source = BusySource.objects.select_for_update(of=("self",)).select_related("person")
    row = source.filter(pk=outcome.errand.source_id).exclude(kind=SourceKind.FILE).first()
    if row is None:
        return
    if outcome.refusal is not None:
        _failed(row, outcome.refusal, outcome.wait, at)
        return
    if outcome.reading is not None:
        try:
            calendars.merged(outcome.reading)
        except RuleBroken as broken:
            _failed(row, broken.refusals[0], 0, at)
            return
    _worked(row, outcome, at)


def _failed(row: BusySource, refusal: Refusal, wait: int, at: datetime) -> None:
    """Note why a calendar can't be read, and try again later each time. What was kept stays."""
    row.failures = min(row.failures + 1, 1000)
    again = min(max(FIRST_WAIT * 2 ** min(row.failures - 1, 7), timedelta(seconds=wait)), LONGEST)
    row.next_at = at + again
    row.problem = {
        "kind": ProblemKind.FETCH if isinstance(refusal.reason, FetchReason) else ProblemKind.FILE,
        "code": refusal.reason.value,
        "facts": dict(refusal.facts),
    }
    if row.failing_since is None:
        row.failing_since = at
        audit.record("calendar_fails", row, by=None, at=at, reason=refusal.reason.value)
    row.save(update_fields=["failures", "next_at", "problem", "failing_since"])
    if at - row.failing_since >= TOLD_AFTER:
        link = settings.PUBLIC_URL + reverse("availability:calendar", args=[row.pk])
        queue_letter(
            to=row.person,
            kind="availability/calendar_fails",
            context={"source": row, "problem": refusal, "link": link},
            key=f"calendar-fails:{row.pk}:{row.failing_since.isoformat()}",
            at=at,
        )


def _worked(row: BusySource, outcome: Outcome, at: datetime) -> None:
    """Keep a new reading, unless it has lost nearly everything: then it has to say so twice."""
    answer, read = outcome.answer, outcome.reading
    every = max(EVERY, min(timedelta(seconds=read.refresh_seconds), LONGEST)) if read else EVERY
    row.checked_at, row.next_at = at, at + every + timedelta(seconds=row.pk * 37 % 300)
    row.failures, row.failing_since, row.problem = 0, None, {}
    if read is not None and answer is not None:
        now, before = len(calendars.merged(read)), calendars.intervals_before(row, at)
        if calendars.is_suspicious(now, before) and row.doubted != outcome.digest:
            row.doubted = outcome.digest
            row.problem = {"kind": ProblemKind.OURS, "code": Reason.FEWER_AGAIN.value,
                           "facts": {"now": now, "before": before}}  # fmt: skip
        else:
            row.etag, row.modified, row.digest, row.doubted = answer.etag, answer.modified, outcome.digest, ""
            if calendars.swap(row, read, at=at):
                audit.record("read_calendar", row, by=None, at=at, events=read.events, intervals=now)
    row.save()
