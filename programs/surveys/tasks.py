"""Background jobs of the surveys room: letters, and shuffling the ballot box."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from programs.commitments import returns
from programs.commitments.returns import Answer
from programs.gateways.tasks import task
from programs.notifications import actions as notifications
from programs.surveys import ballots, early, tokens
from programs.surveys.choices import WaveState
from programs.surveys.models import Invitation, Wave

LETTERS_AT_ONCE = 100
SHORT_FORM = 3
"""So many answers of "what you told us, what we did" fit into an invitation."""
Told = dict[tuple[int, str | None], list[Answer]]
"""The short form by department and language."""
REMINDERS_BEFORE = (timedelta(days=7), timedelta(days=2))
"""How long before the last day those who haven't answered are reminded."""


@task()
def send_invitations(wave_id: int, moment: str) -> None:
    """Queue the letter of every invitation of an open wave at an ISO moment. Doing it again queues none twice."""
    at = datetime.fromisoformat(moment)
    known: Told = {}
    for invitations in _in_batches(Invitation.objects.filter(wave_id=wave_id, wave__state=WaveState.OPEN)):
        with transaction.atomic():
            for invitation in invitations:
                told = partial(_told_by, invitation, known)
                _write(invitation, "surveys/invited", f"survey-{invitation.pk}-invited", at, told=told)


@task()
def send_reminders(wave_id: int, round_number: int, moment: str) -> None:
    """Remind those who haven't answered, once a round. Nobody is shown who they are."""
    at = datetime.fromisoformat(moment)
    if round_number == len(REMINDERS_BEFORE):
        note_early.call(wave_id, moment)
    waiting = Invitation.objects.filter(wave_id=wave_id, wave__state=WaveState.OPEN, done_on__isnull=True)
    for invitations in _in_batches(waiting):
        with transaction.atomic():
            for invitation in invitations:
                _write(invitation, "surveys/reminded", f"survey-{invitation.pk}-reminded-{round_number}", at)
            keys = [invitation.pk for invitation in invitations]
            Invitation.objects.filter(pk__in=keys).update(reminded_on=timezone.localdate(at))


@task()
def note_early(wave_id: int, moment: str) -> None:
    """Count, once, what was answered before the last reminder of an open wave."""
    with transaction.atomic():
        wave = Wave.objects.select_for_update(no_key=True).get(pk=wave_id)
        if wave.state == WaveState.OPEN:
            early.note(wave, on=timezone.localdate(datetime.fromisoformat(moment)))


@task()
def shuffle_ballots(wave_id: int) -> None:
    """Move waiting papers among the responses, if enough of them wait, and remove what they left behind."""
    with transaction.atomic():
        wave = Wave.objects.select_for_update(no_key=True).get(pk=wave_id)
        if wave.state != WaveState.OPEN or not ballots.is_due(wave_id):
            return
        ballots.shuffle(wave)
    ballots.scrub()


def every_minute(at: datetime) -> None:
    """Start the reminders that are due at `at`, and shuffle the boxes that are."""
    today = timezone.localdate(at)
    for wave in Wave.objects.filter(state=WaveState.OPEN, is_elsewhere=False):
        due = round_due(wave.closes_on, today)
        if due and _has_unreminded(wave, wave.closes_on - REMINDERS_BEFORE[due - 1]):
            send_reminders.enqueue(wave.pk, due, at.isoformat())
        if ballots.is_due(wave.pk):
            shuffle_ballots.enqueue(wave.pk)


def round_due(closes_on: date, today: date) -> int:
    """Return the round of reminders that has begun: 0, 1 or 2; 0 again after the last day."""
    if today > closes_on:
        return 0
    return sum(today >= closes_on - before for before in REMINDERS_BEFORE)


def _has_unreminded(wave: Wave, since: date) -> bool:
    """Whether anyone waits who was invited before `since` and not reminded from then on."""
    if wave.opened_at is None or timezone.localdate(wave.opened_at) >= since:
        return False
    unreminded = Q(reminded_on__isnull=True) | Q(reminded_on__lt=since)
    return Invitation.objects.filter(unreminded, wave=wave, done_on__isnull=True).exists()


def _in_batches(invitations: QuerySet[Invitation]) -> Iterator[list[Invitation]]:
    rows = list(invitations.select_related("person__department", "wave__program", "wave__instrument").order_by("pk"))
    for start in range(0, len(rows), LETTERS_AT_ONCE):
        yield rows[start : start + LETTERS_AT_ONCE]


def _write(
    invitation: Invitation, kind: str, key: str, at: datetime, *, told: Callable[[], list[Answer]] | None = None
) -> None:
    """Queue one letter with the person's own link."""
    notifications.queue_letter(
        to=invitation.person,
        kind=kind,
        context={
            "wave": invitation.wave,
            "link": settings.PUBLIC_URL + tokens.path_of(invitation),
            "told": told,
        },
        key=key,
        at=at,
    )


def _told_by(invitation: Invitation, known: Told) -> list[Answer]:
    """What the reader's department told before, and what was done: the short form, in the reader's language.

    Asked for once a department and language; `known` remembers.
    """
    department = invitation.person.department
    if department is None:
        return []
    key = (department.pk, get_language())
    if key not in known:
        known[key] = returns.answers_to(department, limit=SHORT_FORM, done_only=True)
    return known[key]
