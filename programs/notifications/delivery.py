"""Sending the outbox: each letter once, and at most once more for each sender that is killed.

A sender claims one letter by a lease and commits, talks to the mail server outside of any
transaction, and marks the letter. Whoever dies in between leaves a lease that runs out;
the letter then goes again under the same Message-ID.
"""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_noop

from programs.gateways.mail import Mail, NotReached, Post, bounce_address
from programs.gateways.texts import clean_text
from programs.notifications import tokens
from programs.notifications.choices import CalendarMethod, LetterState, Topic
from programs.notifications.models import Letter, LetterQuerySet

LEASE = timedelta(minutes=5)
"""Longer than the mail server's time-out: a sender that lives never loses its letter."""

PATIENCE = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480)]
"""How long to wait after each failed attempt. After the last one, the letter has failed."""

MALFORMED = gettext_noop("The address can't stand in a mail.")


def deliver_due(at: datetime, *, limit: int = 200, seconds: float = 5) -> int:
    """Send the letters that are due at `at`, the oldest first; return how many went out.

    Stops after `limit` letters or `seconds`. Several senders may run at once. A letter
    about an event waits until the earlier ones to the same person about it are gone. When
    the server can't be reached, all letters wait a minute, and it counts as nobody's attempt.
    """
    sent, began = 0, time.monotonic()
    with Post() as post:
        for _ in range(limit):
            moment = at + timedelta(seconds=time.monotonic() - began)
            letter = claim_next(moment) if moment - at < timedelta(seconds=seconds) else None
            if letter is None:
                break
            try:
                post.send(mail_of(letter))
            except ValueError:
                _give_up(letter, MALFORMED)
            except NotReached as error:
                hold_all(letter, at=moment, error=str(error))
                break
            except OSError as error:
                put_off(letter, at=moment, error=str(error))
            else:
                mark_sent(letter, at=moment)
                sent += 1
    return sent


def claim_next(at: datetime) -> Letter | None:
    """Take the next due letter for the length of a lease, in a transaction of its own."""
    due = _due(at)
    if not due.exists():  # reading first: an idle sender never takes SQLite's write lock
        return None
    with transaction.atomic():
        letter = due.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "id").first()
        if letter is not None:
            letter.state = LetterState.SENDING
            letter.leased_until = at + LEASE
            letter.attempts += 1
            letter.save(update_fields=["state", "leased_until", "attempts"])
    return letter


def mail_of(letter: Letter) -> Mail:
    """Return what the mail gateway sends for a letter."""
    return Mail(
        message_id=letter.message_id,
        address=letter.address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        reply_to=letter.reply_to,
        calendar=bytes(letter.calendar or b""),
        calendar_method=letter.calendar_method,
        thread=letter.event_uid,
        bounces_to=bounce_address(letter.pk) if settings.READS_MAIL else "",
        unsubscribe=tokens.unsubscribe_address(letter.to_id, Topic(letter.topic)) if letter.topic else "",
    )


def mark_sent(letter: Letter, *, at: datetime) -> None:
    """Note that the mail server took the letter, unless the lease ran out and another sender has it."""
    _held(letter).update(state=LetterState.SENT, sent_at=at, leased_until=None, last_error="")


def put_off(letter: Letter, *, at: datetime, error: str) -> None:
    """Note a failed attempt: try later, or give up after the last one.

    A letter whose event has meanwhile moved on is not tried again: its news is old.
    """
    if letter.attempts > len(PATIENCE):
        _give_up(letter, error)
        return
    is_overtaken = (
        letter.calendar_method == CalendarMethod.REQUEST
        and Letter.objects.filter(
            to=letter.to_id,
            event_uid=letter.event_uid,
            id__gt=letter.pk,
        )
        .exclude(calendar_method=CalendarMethod.DECLINECOUNTER)
        .exists()
    )
    _held(letter).update(
        state=LetterState.DROPPED if is_overtaken else LetterState.WAITING,
        not_before=at + PATIENCE[letter.attempts - 1],
        leased_until=None,
        last_error=clean_text(error)[:1000],
    )


def hold_all(letter: Letter, *, at: datetime, error: str) -> None:
    """Give the letter back untried and let everything wait, because the server is away."""
    with transaction.atomic():
        _held(letter).update(
            state=LetterState.WAITING,
            attempts=letter.attempts - 1,
            leased_until=None,
            last_error=clean_text(error)[:1000],
        )
        later = at + PATIENCE[0]
        Letter.objects.filter(state=LetterState.WAITING, not_before__lt=later).update(not_before=later)


def _give_up(letter: Letter, error: str) -> None:
    _held(letter).update(state=LetterState.FAILED, leased_until=None, last_error=clean_text(error)[:1000])


def _held(letter: Letter) -> LetterQuerySet:
    """Find the letter only while this sender's claim stands: a later claim counts one attempt more."""
    return Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, attempts=letter.attempts)


def _due(at: datetime) -> LetterQuerySet:
    earlier = Letter.objects.filter(to=OuterRef("to"), event_uid=OuterRef("event_uid"), id__lt=OuterRef("id")).unsent()
    return (
        Letter.objects.filter(not_before__lte=at)
        .filter(Q(state=LetterState.WAITING) | Q(state=LetterState.SENDING, leased_until__lt=at))
        .exclude(~Q(event_uid="") & Exists(earlier))
    )
