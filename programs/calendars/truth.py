"""Calendar truth: every place where a calendar and Exchange say different things, with one way to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from programs.calendars import access
from programs.calendars.choices import Mending, Mismatch
from programs.calendars.models import ReceivedMail
from programs.hosting.models import HostingDay
from programs.notifications.choices import CalendarMethod, LetterState
from programs.people.models import Person
from programs.visits.choices import OfferState, PartStat
from programs.visits.models import CalendarInvitation, DayEvent, Proposal, Visit

PATIENCE = timedelta(days=3)
"""So long may a calendar leave an invitation without an answer."""
UNSENT = timedelta(hours=1)
MOST = 200


@dataclass(frozen=True)
class Finding:
    """One mismatch: whose calendar, which day, since when, and the one thing to do about it.

    `page` is where the visit or the day is shown.
    """

    kind: Mismatch
    person: Person
    day: HostingDay
    since: datetime | None
    mending: Mending
    url: str
    is_post: bool
    page: str
    comment: str = ""


@dataclass(frozen=True)
class TruthPage:
    """All that differs, the gravest first, and the mail that nobody could place."""

    findings: Sequence[Finding]
    mails: Sequence[ReceivedMail]
    in_step: int


def truth_page(lead: Person, *, at: datetime) -> TruthPage:
    """Return what differs in the programmes that a person leads; the same number of queries for any number."""
    rows = list(_invitations(lead, at)[: 5 * MOST])
    found = [one for one in (_of_invitation(row, at=at) for row in rows) if one is not None]
    findings = [
        *found,
        *(_never_invited(visit) for visit in _without_invitation(lead, at)[:MOST]),
        *(_waiting(proposal) for proposal in _proposals(lead, at)[:MOST]),
    ]
    order = list(Mismatch)
    findings.sort(key=lambda finding: (order.index(finding.kind), finding.day.starts_at, finding.person.name))
    return TruthPage(findings[:MOST], list(access.mails_for(lead)[:MOST]), len(rows) - len(found))


def _invitations(lead: Person, at: datetime) -> QuerySet[CalendarInvitation]:
    """Return the live invitations of the programmes, each with the day it is about."""
    visits = access.visits_led_by(lead).filter(starts_at__gt=at)
    is_theirs = Q(visit__in=visits) | Exists(visits.filter(day__event=OuterRef("event")))
    return (
        CalendarInvitation.objects.filter(is_theirs, method=CalendarMethod.REQUEST)
        .select_related("person", "letter", "visit__day__offering__site", "event__day__offering__site",
                        "visit__day__offering__department", "event__day__offering__department")
        .annotate(visit_sequence=F("visit__sequence"), event_sequence=F("event__sequence"))
        .order_by("pk")
    )  # fmt: skip


def _without_invitation(lead: Person, at: datetime) -> QuerySet[Visit]:
    visits = access.visits_led_by(lead).filter(starts_at__gt=at, calendar_invitations=None)
    return visits.select_related("visitor", "day__offering__site", "day__offering__department").order_by("starts_at")


def _proposals(lead: Person, at: datetime) -> QuerySet[Proposal]:
    open_ones = Proposal.objects.filter(visit__in=access.visits_led_by(lead), state=OfferState.OPEN, is_claimed=False)
    return open_ones.filter(visit__starts_at__gt=at).select_related(
        "by", "visit__day__offering__site", "visit__day__offering__department"
    )


def _of_invitation(row: CalendarInvitation, *, at: datetime) -> Finding | None:
    """Return the gravest thing that is wrong with one invitation, or None when calendar and Exchange agree."""
    again = reverse("calendars:send_again", args=[row.pk])
    letter = row.letter
    if row.answer == PartStat.DECLINED and not row.is_claimed and row.settled_at is None:
        settle = reverse("calendars:settle", args=[row.pk])
        return _finding(Mismatch.DECLINED, row, row.answered_at, Mending.LET_STAND, settle, is_post=True)
    if letter and letter.state in {LetterState.FAILED, LetterState.BOUNCED}:
        return _finding(Mismatch.NOT_ARRIVED, row, letter.queued_at, Mending.SEND_AGAIN, again, is_post=True)
    if letter and letter.state == LetterState.WAITING and at - letter.queued_at > UNSENT:
        outbox = reverse("notifications:outbox")
        return _finding(Mismatch.UNSENT, row, letter.queued_at, Mending.LOOK, outbox, is_post=False)
    if row.is_claimed:
        return _finding(Mismatch.CLAIMED, row, row.answered_at, Mending.SEND_AGAIN, again, is_post=True)
    if row.sequence < _sequence_now(row):
        return _finding(Mismatch.OUTDATED, row, row.told_at, Mending.SEND_AGAIN, again, is_post=True)
    if row.answer == PartStat.TENTATIVE:
        return _finding(Mismatch.MAYBE, row, row.answered_at, Mending.LOOK, _page(row), is_post=False)
    if row.answer == PartStat.NEEDS_ACTION and at - max(row.told_at, row.resent_at or row.told_at) > PATIENCE:
        return _finding(Mismatch.SILENT, row, row.told_at, Mending.SEND_AGAIN, again, is_post=True)
    return None


def _finding(
    kind: Mismatch, row: CalendarInvitation, since: datetime | None, mending: Mending, url: str, *, is_post: bool
) -> Finding:
    return Finding(kind, row.person, _day(row), since, mending, url, is_post, _page(row), row.comment)


def _page(row: CalendarInvitation) -> str:
    return reverse("visits:visit", args=[row.visit_id]) if row.visit else reverse("visits:day", args=[_day(row).pk])


def _never_invited(visit: Visit) -> Finding:
    url = reverse("calendars:invite", args=[visit.pk])
    return Finding(
        Mismatch.NEVER_INVITED, visit.visitor, visit.day, visit.changed_at, Mending.INVITE, url, is_post=True,
        page=reverse("visits:visit", args=[visit.pk]),
    )  # fmt: skip


def _waiting(proposal: Proposal) -> Finding:
    url = reverse("visits:visit", args=[proposal.visit_id])
    return Finding(
        Mismatch.PROPOSED, proposal.by, proposal.visit.day, proposal.proposed_at, Mending.LOOK, url, is_post=False,
        page=url, comment=proposal.comment,
    )  # fmt: skip


def _sequence_now(row: CalendarInvitation) -> int:
    return row.visit.sequence if row.visit else row.event.sequence if row.event else row.sequence


def _day(row: CalendarInvitation) -> HostingDay:
    return row.visit.day if row.visit else cast("DayEvent", row.event).day
