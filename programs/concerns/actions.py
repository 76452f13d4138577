"""What is done with concerns, drafts and changes.

Two deeds leave no audit entry, no letter and no moment, because any of them would say who it
was: raising a concern without a name, and answering back with a reply token. They don't even
take a person. `limits` counts them without a name.
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.concerns import queries, rules
from programs.concerns.choices import ConcernRefusal, ConcernState
from programs.concerns.models import ChangeMade, Concern, ConcernReply, Consultation, Remark
from programs.concerns.refused import ConcernRefused
from programs.core.refusals import Refusal
from programs.notifications.actions import queue_letter
from programs.people.models import Person


@transaction.atomic
def raise_anonymously(*, program: Program, topic: str, text: str, on: date) -> tuple[Concern, str]:
    """Write a concern down without a name; return it with its reply token (256 bits).

    The token is shown once and only its hash is kept. Nothing else is written anywhere.
    """
    token = secrets.token_urlsafe(32)
    concern = Concern.objects.create(
        program=program, topic=topic, text=text, token_hash=queries.hash_of(token), filed_on=on
    )
    return concern, token


@transaction.atomic
def raise_concern(*, program: Program, topic: str, text: str, by: Person, at: datetime) -> Concern:
    """Write a concern down under a name, which leads and whoever answers will see."""
    concern = Concern.objects.create(
        program=program, topic=topic, text=text, author=by, filed_on=timezone.localdate(at)
    )
    audit.record("raise_concern", concern, by=by, at=at)
    return concern


@transaction.atomic
def take_on_concern(*, concern: Concern, owner: Person, due_on: date, by: Person, at: datetime) -> Concern:
    """List a concern with who answers it until when; the owner is told. Raises ConcernRefused."""
    concern = _locked(concern)
    _refuse(
        rules.step_refusals("take_on", ConcernState(concern.state)) + rules.due_refusals(due_on, timezone.localdate(at))
    )
    concern.state, concern.owner, concern.due_on, concern.held_because = ConcernState.TAKEN_ON, owner, due_on, ""
    concern.save()
    audit.record("take_on_concern", concern, by=by, at=at, owner=owner.pk, due_on=due_on.isoformat())
    if owner != by:
        _tell(concern, owner, "concerns/owned", f"owned:{owner.pk}:{due_on:%Y%m%d}", at=at)
    return concern


@transaction.atomic
def answer_concern(*, concern: Concern, answer: str, by: Person, at: datetime) -> Concern:
    """Answer for everybody to read, or better an answer. Those who gave their name are told once."""
    concern = _locked(concern)
    _refuse(rules.step_refusals("answer", ConcernState(concern.state)))
    concern.answer, concern.state = answer, ConcernState.ANSWERED
    concern.answered_on = concern.answered_on or timezone.localdate(at)
    concern.save()
    audit.record("answer_concern", concern, by=by, at=at)
    voices = [concern, *concern.merged.select_related("author")]
    for author in {one.author for one in voices if one.author and one.author != by}:
        _tell(concern, author, "concerns/answered", f"answered:{author.pk}", at=at)
    return concern


@transaction.atomic
def merge_concern(*, concern: Concern, into: Concern, by: Person, at: datetime) -> Concern:
    """Let a listed concern speak for this one too, and for those merged into it. Raises ConcernRefused."""
    concern, into = _locked(concern), _locked(into)
    _refuse(
        rules.step_refusals("merge", ConcernState(concern.state))
        + rules.merge_refusals(
            is_same=concern.pk == into.pk,
            same_program=concern.program_id == into.program_id,
            into=ConcernState(into.state),
        )
    )
    concern.merged.update(merged_into=into)
    concern.state, concern.merged_into = ConcernState.MERGED, into
    concern.save()
    audit.record("merge_concern", concern, by=by, at=at, into=str(into.pk))
    return concern


@transaction.atomic
def hold_concern(*, concern: Concern, because: str, by: Person, at: datetime) -> Concern:
    """Keep a concern off the list (it names somebody, say); whoever raised it reads why. Raises ConcernRefused."""
    concern = _locked(concern)
    _refuse(rules.step_refusals("hold", ConcernState(concern.state)))
    concern.state, concern.held_because = ConcernState.HELD, because
    concern.save()
    audit.record("hold_concern", concern, by=by, at=at)
    return concern


@transaction.atomic
def reply_with_token(*, token: str, text: str, on: date) -> Concern | None:
    """Answer back as whoever raised a concern without a name; None for a token that fits nothing.

    Raises ConcernRefused when the day's replies are used up.
    """
    concern = queries.concern_of_token(token)
    if concern is None:
        return None
    concern = _locked(concern)
    if concern.replies.filter(by=None, said_on=on).count() >= rules.SAID_A_DAY:
        raise ConcernRefused([Refusal(ConcernRefusal.TOO_MANY, {"limit": rules.SAID_A_DAY})])
    _add_reply(concern, by=None, text=text, on=on)
    return concern


@transaction.atomic
def reply_to_concern(*, concern: Concern, text: str, by: Person, at: datetime) -> ConcernReply:
    """Say something to the other side: as the author who gave their name, or as whoever answers."""
    concern = _locked(concern)
    is_author = concern.author_id == by.pk
    reply = _add_reply(concern, by=None if is_author else by, text=text, on=timezone.localdate(at))
    audit.record("reply_to_concern", concern, by=by, at=at)
    if concern.author and not is_author:
        _tell(concern, concern.author, "concerns/replied", f"reply:{reply.turn}", at=at)
    return reply


@transaction.atomic
def open_consultation(
    *, program: Program, title: str, text: str, closes_on: date, by: Person, at: datetime
) -> Consultation:
    """Open a draft for comment until a day. Raises ConcernRefused."""
    today = timezone.localdate(at)
    if closes_on <= today:
        raise ConcernRefused([Refusal(ConcernRefusal.CLOSES_TOO_SOON)])
    made = Consultation.objects.create(
        program=program, title=title, text=text, opened_on=today, closes_on=closes_on, opened_by=by
    )
    audit.record("open_consultation", made, by=by, at=at, closes_on=closes_on.isoformat())
    return made


@transaction.atomic
def comment_on_draft(*, consultation: Consultation, text: str, by: Person, is_named: bool, at: datetime) -> Remark:
    """Comment on a draft. Without a name nothing but the words and the day is kept. Raises ConcernRefused."""
    today = timezone.localdate(at)
    if today > consultation.closes_on:
        raise ConcernRefused([Refusal(ConcernRefusal.COMMENTS_CLOSED, {"day": consultation.closes_on})])
    remark = Remark.objects.create(consultation=consultation, text=text, author=by if is_named else None, said_on=today)
    if is_named:
        audit.record("comment_on_draft", remark, by=by, at=at)
    return remark


@transaction.atomic
def hold_remark(*, remark: Remark, by: Person, at: datetime) -> Remark:
    """Take a comment off the page, or put it back."""
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    remark.is_held = not remark.is_held
    remark.save(update_fields=["is_held"])
    audit.record("hold_remark", remark, by=by, at=at, is_held=remark.is_held)
    return remark


@transaction.atomic
def note_change(
    *,
    program: Program,
    concern: Concern | None,
    remark: Remark | None,
    outcome: str,
    text: str,
    on: date,
    by: Person,
    at: datetime,
) -> ChangeMade:
    """Write down what came of one concern or one comment, for everybody to read. Raises ConcernRefused."""
    if (concern is None) == (remark is None):
        raise ConcernRefused([Refusal(ConcernRefusal.TWO_SOURCES)])
    owner = concern.program_id if concern else remark.consultation.program_id if remark else None
    if owner != program.pk:
        raise ConcernRefused([Refusal(ConcernRefusal.OTHER_PROGRAM)])
    made = ChangeMade.objects.create(
        program=program, concern=concern, remark=remark, outcome=outcome, text=text, on=on, noted_by=by
    )
    audit.record("note_change", made, by=by, at=at, outcome=str(outcome))
    return made


@transaction.atomic
def pass_on_concerns_of(person: Person, *, by: Person | None, at: datetime) -> int:
    """Put the unanswered concerns of somebody who leaves back to the leads; returns how many."""
    waiting = Concern.objects.filter(owner=person, state=ConcernState.TAKEN_ON)
    for concern in waiting:
        concern.state, concern.owner, concern.due_on = ConcernState.RAISED, None, None
        concern.save()
        audit.record("pass_on_concern", concern, by=by, at=at, before=person.pk)
    return len(waiting)


def _locked(concern: Concern) -> Concern:
    return Concern.objects.select_for_update(of=("self",)).select_related("author", "program").get(pk=concern.pk)


def _add_reply(concern: Concern, *, by: Person | None, text: str, on: date) -> ConcernReply:
    last = concern.replies.aggregate(last=Max("turn"))["last"] or 0
    return ConcernReply.objects.create(concern=concern, by=by, text=text, said_on=on, turn=last + 1)


def _refuse(refusals: Iterable[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise ConcernRefused(found)


def _tell(concern: Concern, to: Person, kind: str, news: str, *, at: datetime) -> None:
    queue_letter(
        to=to,
        kind=kind,
        context={
            "concern": concern,
            "link": settings.PUBLIC_URL + reverse("concerns:concern", args=[concern.pk]),
        },
        key=f"concern:{concern.pk}:{news}",
        at=at,
    )
