"""How answers come in: one by one through a link, or many at once from raw data.

These are actions like those in `surveys.actions`, but they leave no audit entry: it would
say when a person answered. That a person has answered stands, by day, in the invitation.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.surveys import ballots, rules
from programs.surveys.choices import ItemScale, SurveyRefusal, WaveState
from programs.surveys.linking import Linker
from programs.surveys.models import Invitation, Wave
from programs.surveys.refused import SurveyRefused
from programs.surveys.rules import Answer


@transaction.atomic
def answer_survey(*, invitation: Invitation, answers: Mapping[str, Answer], on: date) -> None:
    """Take one person's answers, exactly once. Raises SurveyRefused; then nothing was kept.

    `answers` maps constructs to 1–5, to None for "I can't judge", or to own words.
    """
    wave = invitation.wave
    if not ballots.hold_open(wave.pk) or not rules.is_taking_answers(wave.state, wave.closes_on, on):
        raise SurveyRefused([Refusal(SurveyRefusal.NOT_OPEN)])
    refusals = rules.refusals_for_answers(wave.frozen["items"], answers, invitation.side)
    if refusals:
        raise SurveyRefused(refusals)
    content = ballots.content_of(
        wave,
        linker=Linker(wave),
        person_id=invitation.person_id,
        side=invitation.side,
        department_id=invitation.department_id,
        dose=invitation.dose,
        answers=answers,
    )
    if not ballots.cast(invitation=invitation, content=content, on=on):
        raise SurveyRefused([Refusal(SurveyRefusal.ALREADY_ANSWERED)])


@transaction.atomic
def withdraw_answers(*, invitation: Invitation) -> None:
    """Delete what one person answered, as long as the wave is not released. Raises SurveyRefused.

    Doing it again, or without having answered, does nothing. No log, count or invitation
    changes: nothing tells who withdrew, or that anybody did.
    """
    wave = Wave.objects.select_for_update().get(pk=invitation.wave_id)
    if wave.state != WaveState.OPEN:
        raise SurveyRefused([Refusal(SurveyRefusal.RELEASED)])
    linker = Linker(wave)
    words = [item["construct"] for item in wave.frozen["items"] if item["scale"] == ItemScale.COMMENT]
    ballots.withdraw(
        wave,
        link=linker.link_of(invitation.person_id),
        handles=[linker.handle_of(invitation.person_id, construct) for construct in words],
    )
    transaction.on_commit(ballots.scrub)


@transaction.atomic
def record_responses(*, wave: Wave, answers: Iterable[tuple[Person, Mapping[str, Answer]]], on: date) -> int:
    """Take the raw answers of many invited people at once: an import, or the demo's data.

    All or nothing. Each set of answers passes the same checks as one from a page; whoever
    was not invited or has answered already is refused. Returns how many were taken.
    """
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if not rules.is_taking_answers(locked.state, locked.closes_on, on):
        raise SurveyRefused([Refusal(SurveyRefusal.NOT_OPEN)])
    invitations = {one.person_id: one for one in Invitation.objects.filter(wave=locked)}
    linker = Linker(locked)
    contents, done, refusals = [], [], []
    for person, given in answers:
        invitation = invitations.pop(person.pk, None)
        if invitation is None or invitation.done_on is not None:
            reason = SurveyRefusal.ALREADY_ANSWERED if invitation else SurveyRefusal.NOT_INVITED
            refusals.append(Refusal(reason, {"person": str(person)}))
            continue
        refusals += rules.refusals_for_answers(locked.frozen["items"], given, invitation.side)
        done.append(invitation.pk)
        contents.append(
            ballots.content_of(
                locked,
                linker=linker,
                person_id=person.pk,
                side=invitation.side,
                department_id=invitation.department_id,
                dose=invitation.dose,
                answers=given,
            )
        )
    if refusals:
        raise SurveyRefused(refusals)
    Invitation.objects.filter(wave=locked, pk__in=done).update(done_on=on)
    ballots.put_straight_in(locked, contents)
    return len(contents)
