"""How answers come in: one by one through a link, or many at once from raw data.

These are actions like those in `surveys.actions`, but they leave no audit entry: it would
say when a person answered. That a person has answered stands, by day, in the invitation.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.surveys import ballots, early, rules
from programs.surveys.choices import ItemScale, SurveyRefusal, WaveState
from programs.surveys.linking import Linker
from programs.surveys.models import Invitation, Wave
from programs.surveys.refused import SurveyRefused
from programs.surveys.rules import Answer


@transaction.atomic
def answer_survey(
    *,
    invitation: Invitation,
    answers: Mapping[str, Answer],
    on: date,
    ratings: Mapping[int, Mapping[str, Answer]] | None = None,
) -> None:
    """Take one person's answers, exactly once. Raises SurveyRefused; then nothing was kept.

    `answers` maps constructs to 1–5, to None for "I can't judge", or to own words; `ratings` does
    so for each department that the person works with.
    """
    wave = invitation.wave
    if not ballots.hold_open(wave.pk) or not rules.is_taking_answers(wave.state, wave.closes_on, on):
        raise SurveyRefused([Refusal(SurveyRefusal.NOT_OPEN)])
    refusals = rules.refusals_for_answers(
        wave.frozen["items"],
        answers,
        invitation.side,
        ratings=ratings,
        rateable=rateable(wave, invitation.department_id),
    )
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
        ratings=ratings,
    )
    if not ballots.cast(invitation=invitation, content=content, on=on):
        raise SurveyRefused([Refusal(SurveyRefusal.ALREADY_ANSWERED)])


def rateable(wave: Wave, department_id: int) -> dict[int, str]:
    """Return the departments that somebody of a department may rate, name by number: all but their own."""
    return {int(key): name for key, name in wave.frozen.get("rateable", {}).items() if int(key) != department_id}


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
    words += [ballots.about_key(int(key)) for key in wave.frozen.get("rateable", {})]
    link = linker.link_of(invitation.person_id)
    early.take_out(wave, link=link, done_on=invitation.done_on)
    ballots.withdraw(
        wave,
        link=link,
        handles=[linker.handle_of(invitation.person_id, construct) for construct in words],
    )
    transaction.on_commit(ballots.scrub)


@transaction.atomic
def record_responses(
    *,
    wave: Wave,
    answers: Iterable[tuple[Person, Mapping[str, Answer]]],
    on: date,
    ratings: Mapping[int, Mapping[int, Mapping[str, Answer]]] | None = None,
) -> int:
    """Take the raw answers of many invited people at once: an import, or the demo's data. `ratings`
    holds what each of them (by number) says of departments.

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
        rated = (ratings or {}).get(person.pk, {})
        refusals += rules.refusals_for_answers(
            locked.frozen["items"],
            given,
            invitation.side,
            ratings=rated,
            rateable=rateable(locked, invitation.department_id),
        )
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
                ratings=rated,
            )
        )
    if refusals:
        raise SurveyRefused(refusals)
    Invitation.objects.filter(wave=locked, pk__in=done).update(done_on=on)
    ballots.put_straight_in(locked, contents)
    return len(contents)
