"""Writing letters into the outbox. Sending them is `notifications.delivery`."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from programs.audit.actions import record
from programs.gateways.texts import one_line
from programs.notifications import documents, rules
from programs.notifications.choices import CalendarMethod, Delivery, LetterState, Topic
from programs.notifications.documents import CalendarPart
from programs.notifications.models import Letter, Preferences
from programs.people.models import Person

__all__ = ["CalendarPart", "Wishes", "choose_mail", "note_bounce", "queue_letter", "send_again", "unsubscribe"]


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be written to; `digest_weekday` None for no digest."""

    choices: Mapping[str, str]
    quiet_from: time | None
    quiet_until: time | None
    quiet_days: Collection[int]
    digest_weekday: int | None


@transaction.atomic
def queue_letter(
    *,
    to: Person,
    kind: str,
    context: dict[str, Any],
    key: str,
    at: datetime,
    calendar: CalendarPart | None = None,
    reply_to: str = "",
    address: str = "",
    is_for_calendar: bool = False,
) -> Letter | None:
    """Write one letter to one person into the outbox, in the caller's transaction.

    `kind` is "<room>/<name>" and names the templates `<room>/mail/<name>.txt` (first line
    "Subject: …") and `.html`, rendered in the reader's language and zone. `key` makes it
    exactly once: a second call with it does nothing and returns None.

    Someone who has left gets nothing but the cancellation of what their calendar holds.
    An unsent invitation to the same event is dropped when a newer one comes. A
    cancellation of an invitation that never went out goes without its calendar part: the
    news is told, but there is nothing to take out of a calendar. A letter that
    `is_for_calendar` has no other news and is then not written at all. `address` is where
    it goes when that is no longer the person's own: where the invitation went.
    """
    is_cancel = calendar is not None and calendar.method == CalendarMethod.CANCEL
    if (not to.is_active and not is_cancel) or Letter.objects.filter(key=key).exists():
        return None
    if calendar is not None and calendar.method != CalendarMethod.DECLINECOUNTER:
        _drop_unsent(to, calendar)
        if is_cancel and not _may_have_arrived(to, calendar.uid):
            if not to.is_active or is_for_calendar:
                return None
            calendar = None
    draft = documents.draft_letter(to=to, kind=kind, context=context)
    topic = rules.topic_of(kind, has_calendar=calendar is not None)
    state, not_before = _when(to, topic, at)
    try:
        with transaction.atomic():
            return Letter.objects.create(
                key=key,
                kind=kind,
                to=to,
                address=address or to.email,
                reply_to=one_line(reply_to),
                subject=draft.subject,
                text=draft.text,
                html=draft.html,
                calendar=calendar.content if calendar else None,
                calendar_method=calendar.method if calendar else "",
                event_uid=calendar.uid if calendar else "",
                event_sequence=calendar.sequence if calendar else None,
                message_id=message_id_for(key),
                topic=topic or "",
                state=state,
                queued_at=at,
                not_before=not_before,
            )
    except IntegrityError:
        if Letter.objects.filter(key=key).exists():
            return None
        raise


def _when(to: Person, topic: Topic | None, at: datetime) -> tuple[LetterState, datetime]:
    """Return how and from when a letter goes, as its reader chose; what always goes is not looked up."""
    preferences = Preferences.objects.filter(person=to).first() if topic else None
    if preferences is None:
        return LetterState.WAITING, at
    preferences.person = to
    delivery = rules.delivery_of(topic, preferences.choices, has_digest=preferences.digest_weekday is not None)
    state = {Delivery.DIGEST: LetterState.HELD, Delivery.NEVER: LetterState.DROPPED}
    return state.get(delivery, LetterState.WAITING), rules.earliest(at, preferences.quiet)


@transaction.atomic
def choose_mail(*, to: Person, wishes: Wishes, by: Person, at: datetime) -> Preferences:
    """Keep how somebody wants to be written to. What is held for a digest that is switched off goes at once."""
    values = {
        "choices": {topic: Delivery(way).value for topic, way in wishes.choices.items()},
        "quiet_from": wishes.quiet_from,
        "quiet_until": wishes.quiet_until,
        "quiet_days": rules.text_of(wishes.quiet_days),
        "digest_weekday": wishes.digest_weekday,
    }
    preferences, _ = Preferences.objects.update_or_create(person=to, defaults=values)
    if wishes.digest_weekday is None:
        Letter.objects.filter(to=to, state=LetterState.HELD).update(state=LetterState.WAITING, not_before=at)
    record("choose_mail", preferences, by=by, at=at)
    return preferences


@transaction.atomic
def unsubscribe(*, person: Person, topic: Topic, at: datetime) -> None:
    """Stop the letters of one topic to somebody, or the digest: what the link in a letter asks for."""
    preferences, _ = Preferences.objects.select_for_update().get_or_create(person=person)
    if topic == Topic.DIGEST:
        preferences.digest_weekday = None
        Letter.objects.filter(to=person, state=LetterState.HELD).update(state=LetterState.WAITING, not_before=at)
    else:
        preferences.choices = preferences.choices | {topic.value: Delivery.NEVER.value}
    preferences.save()
    record("unsubscribe", preferences, by=person, at=at, topic=topic.value)


def message_id_for(key: str) -> str:
    """Return the Message-ID of a letter: the same key always gives the same one.

    A letter that is sent twice, because a sender died between the server's yes and our
    note of it, is thereby recognised as one by whoever receives it.
    """
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{settings.CALENDAR_DOMAIN}>"


def _drop_unsent(to: Person, calendar: CalendarPart) -> None:
    """Drop what is still waiting for this person about this event and is older.

    Where the event is shared, the older letter keeps its news and loses its calendar part.
    """
    older = Letter.objects.filter(
        to=to,
        event_uid=calendar.uid,
        state=LetterState.WAITING,
        calendar_method=CalendarMethod.REQUEST,
        event_sequence__lte=calendar.sequence,
    )
    if calendar.is_shared:
        older.update(calendar=None, calendar_method="", event_uid="", event_sequence=None)
    else:
        older.update(state=LetterState.DROPPED)


def _may_have_arrived(to: Person, uid: str) -> bool:
    """Say whether an invitation to the event may be in the person's calendar.

    A failed attempt counts: the server may have taken the mail before the line broke.
    """
    return Letter.objects.filter(to=to, event_uid=uid, calendar_method=CalendarMethod.REQUEST, attempts__gt=0).exists()


@transaction.atomic
def send_again(*, letter: Letter, by: Person, at: datetime) -> bool:
    """Put a failed letter back into the queue with all its attempts; say whether it had failed."""
    was_failed = Letter.objects.filter(pk=letter.pk, state__in=[LetterState.FAILED, LetterState.BOUNCED]).update(
        state=LetterState.WAITING, attempts=0, not_before=at
    )
    if was_failed:
        record("send_again", letter, by=by, at=at, kind=letter.kind)
    return bool(was_failed)


@transaction.atomic
def note_bounce(*, letter: Letter, said: str, at: datetime) -> bool:
    """Note that a letter came back, with the mail server's words; say whether it had been sent."""
    came_back = Letter.objects.filter(pk=letter.pk, state=LetterState.SENT).update(
        state=LetterState.BOUNCED, last_error=one_line(said, 1000)
    )
    if came_back:
        record("note_bounce", letter, by=None, at=at, kind=letter.kind)
    return bool(came_back)
