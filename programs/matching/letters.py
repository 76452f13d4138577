"""Letters of the matching room: asking for consent, and how it ended."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from programs.matching import concerns
from programs.matching.models import HostRequest, Repair
from programs.notifications import actions as notification_actions
from programs.people.models import Person


def ask_for_consent(repair: Repair, person: Person, *, at: datetime) -> None:
    """Ask somebody whom a repair affects; the letter says what would change for them, and nothing about others."""
    with translation.override(person.language):
        lines = concerns.concerns_of(repair, person)
    notification_actions.queue_letter(
        to=person,
        kind="matching/consent_asked",
        context={"repair": repair, "lines": lines, "link": _link(repair), "lead": repair.asked_by},
        key=f"repair:{repair.pk}:asked:{person.pk}",
        at=at,
        reply_to=repair.asked_by.email,
    )


def tell_how_it_ended(repair: Repair, person: Person, *, at: datetime) -> None:
    """Tell somebody how a repair ended. Invitations of the new visits come in letters of their own."""
    with translation.override(person.language):
        lines = concerns.concerns_of(repair, person)
    notification_actions.queue_letter(
        to=person,
        kind="matching/repair_ended",
        context={"repair": repair, "lines": lines, "link": _link(repair), "is_applied": repair.state == "applied"},
        key=f"repair:{repair.pk}:{repair.state}:{person.pk}",
        at=at,
        reply_to=repair.asked_by.email,
    )


def ask_host(request: HostRequest, path: str, *, at: datetime) -> None:
    """Send a lead's own words to a host; answers go to the lead."""
    notification_actions.queue_letter(
        to=request.to,
        kind="matching/host_asked",
        context={
            "subject_line": request.subject,
            "text": request.text,
            "link": f"{settings.PUBLIC_URL}{path}",
            "lead": request.sent_by,
        },
        key=f"host-request:{request.pk}",
        at=at,
        reply_to=request.sent_by.email,
    )


def _link(repair: Repair) -> str:
    return f"{settings.PUBLIC_URL}{reverse('matching:consent', args=[repair.pk])}"
