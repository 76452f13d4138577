"""Letters about visits: who is told what, exactly once, and nothing about what is over."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from programs.cohorts import access as cohort_access
from programs.hosting.models import HostingDay
from programs.notifications import actions as notification_actions
from programs.notifications import documents as notification_documents
from programs.notifications.choices import CalendarMethod
from programs.notifications.documents import Draft
from programs.people.models import Person
from programs.visits import documents, invitations, queries
from programs.visits.models import Release, Visit, WaitingPlace

ABOUT_THE_PAST = {"attendance", "attendance_conflict"}
"""What is asked after the day; everything else is only told before."""
WITH_KEY = {"visits:visit", "visits:answer", "visits:attendance"}
"""Pages of one visit."""


def tell(
    news: str,
    visit: Visit,
    *,
    to: Person | None,
    at: datetime,
    calendar: CalendarMethod | None = None,
    page: str = "visits:visit",
    key: str = "",
    **context: Any,
) -> bool:
    """Queue the letter `visits/mail/<news>` about a visit to one person; returns whether it was news.

    `page` is where its button leads. The letter is about this step of this visit, so a
    second call does nothing; `key` tells letters apart that are about the same step.
    """
    if to is None or (visit.starts_at <= at and news not in ABOUT_THE_PAST):
        return False
    told = _message(visit, to=to, method=calendar, at=at) if calendar else None
    letter = notification_actions.queue_letter(
        to=to,
        kind=f"visits/{news}",
        context=_context(visit, to, page) | context,
        key=f"visit:{visit.pk}:{visit.sequence}:{news}:{to.pk}" + (f":{key}" if key else ""),
        at=at,
        calendar=told.part if told else None,
        reply_to=_other_side(visit, to).email,
    )
    if letter is not None and told is not None:
        invitations.note_told(told, letter)
    return letter is not None


def tell_host(
    news: str, day: HostingDay, *, to: Person, at: datetime, method: CalendarMethod = CalendarMethod.REQUEST
) -> bool:
    """Tell who hosts a day what changed about it as a whole, with the change for their calendar.

    Nothing is written when their calendar holds nothing of the day. Returns whether
    a letter was.
    """
    event = invitations.event_of_day(day)
    if event is None or day.starts_at <= at:
        return False
    told = invitations.message_to(to, event, method=method, at=at)
    letter = notification_actions.queue_letter(
        to=to,
        kind=f"visits/{news}",
        context={
            "day": day,
            "offering": day.offering,
            "facts": documents.facts_of_day(day),
            "link": settings.PUBLIC_URL + reverse("visits:day", args=[day.pk]),
            "is_over": told.part.method == CalendarMethod.CANCEL,
        },
        key=f"day:{day.pk}:{event.sequence}:{news}:{to.pk}:{at.timestamp()}",
        at=at,
        calendar=told.part,
        is_for_calendar=True,
    )
    if letter is not None:
        invitations.note_told(told, letter)
    return letter is not None


def draft(news: str, visit: Visit, *, to: Person, page: str = "visits:visit", **context: Any) -> Draft:
    """Return the letter that `tell` would queue, word for word; nothing is written.

    The visit may be one that is not made yet: its links then lead to number 0.
    """
    values = _context(visit, to, page) | context
    return notification_documents.draft_letter(to=to, kind=f"visits/{news}", context=values)


def _context(visit: Visit, to: Person, page: str) -> dict[str, Any]:
    path = reverse(page, args=[visit.pk or 0]) if page in WITH_KEY else reverse(page)
    return {
        "visit": visit,
        "day": visit.day,
        "offering": visit.day.offering,
        "host": visit.day.offering.contact,
        "visitor": visit.visitor,
        "facts": documents.facts_of(visit),
        "is_visitor": to.pk == visit.visitor_id,
        "link": settings.PUBLIC_URL + path,
    }


def tell_of_offer(place: WaitingPlace, *, at: datetime) -> None:
    """Tell the next on a waiting list that a place is kept for them."""
    notification_actions.queue_letter(
        to=place.enrollment.person,
        kind="visits/waiting_offer",
        context={
            "place": place,
            "day": place.day,
            "offering": place.day.offering,
            "link": settings.PUBLIC_URL + reverse("visits:mine") + "#waiting",
        },
        key=f"waiting:{place.pk}:offer",
        at=at,
    )


def tell_manager(release: Release, *, at: datetime) -> None:
    """Ask the line manager for the day."""
    tell(
        "release_asked",
        release.visit,
        to=release.manager,
        at=at,
        page="visits:releases",
        release=release,
    )


def tell_leads(news: str, visit: Visit, *, at: datetime, **context: Any) -> bool:
    """Tell every lead of the programme; returns whether it was news to one of them."""
    leads = cohort_access.leads_of(visit.cohort.program)
    return sum(tell(news, visit, to=lead, at=at, **context) for lead in leads) > 0


def alternatives_for(visit: Visit, *, at: datetime) -> list[queries.Alternative]:
    """Return what a letter offers somebody who lost a day; nothing to somebody who has left."""
    if not visit.visitor.is_active:
        return []
    return queries.alternatives(visit.enrollment, visit.day, at=at)


def _message(visit: Visit, *, to: Person, method: CalendarMethod, at: datetime) -> invitations.Told:
    """Return the message to a calendar: about the visit to its visitor, about the day to who hosts it."""
    subject = visit if to.pk == visit.visitor_id else invitations.event_of_day(visit.day)
    if subject is None:
        subject = invitations.note_day(visit.day, at=at)
    return invitations.message_to(to, subject, method=method, at=at)


def _other_side(visit: Visit, reader: Person) -> Person:
    """Return whom an answer to a letter reaches: the host for the visitor, the visitor for the others."""
    return visit.day.offering.contact if reader.pk == visit.visitor_id else visit.visitor
