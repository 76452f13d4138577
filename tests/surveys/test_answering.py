"""Answers: exactly once, checked, and reminders that only the system sends."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.notifications.models import Letter
from programs.surveys import actions, answering, queries, rules, tasks, tokens
from programs.surveys.choices import SurveyRefusal
from programs.surveys.models import BallotPaper, Invitation, Response
from tests.factories.surveys import CLOSES_ON, OPENED_AT, close, invitation_of, make_open_wave, make_wave, record

DAY = CLOSES_ON


@pytest.fixture
def wave(program, lead, visitor, host):
    return make_open_wave(program, lead)


def answer(wave, person, answers, on=DAY):
    answering.answer_survey(invitation=invitation_of(wave, person), answers=answers, on=on)


def test_answer_survey_keeps_the_day_and_the_paper_apart(wave, visitor):
    answer(wave, visitor, {"D1": 5, "D2": None})

    invitation, paper = invitation_of(wave, visitor), BallotPaper.objects.get()
    assert invitation.done_on == DAY
    assert str(visitor.pk) not in paper.content.values()
    assert len(paper.content["link"]) == 32


def test_answer_survey_takes_the_first_of_two(wave, visitor):
    answer(wave, visitor, {"D1": 5})
    stale = invitation_of(wave, visitor)

    with pytest.raises(actions.SurveyRefused) as refused:
        answering.answer_survey(invitation=stale, answers={"D1": 1}, on=DAY)

    assert refused.value.reasons == {SurveyRefusal.ALREADY_ANSWERED}
    assert BallotPaper.objects.get().content["answers"] == {"D1": 5}


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, SurveyRefusal.EMPTY),
        ({"O1": "  "}, SurveyRefusal.EMPTY),
        ({"D1": 6}, SurveyRefusal.OUT_OF_SCALE),
        ({"D1": 0}, SurveyRefusal.OUT_OF_SCALE),
        ({"D1": True}, SurveyRefusal.OUT_OF_SCALE),
        ({"D1": "5"}, SurveyRefusal.OUT_OF_SCALE),
        ({"X9": 3}, SurveyRefusal.UNKNOWN_ITEM),
        ({"O1": "x" * 2001}, SurveyRefusal.TOO_LONG),
    ],
)
def test_answer_survey_refuses_what_the_scale_does_not_hold(wave, visitor, answers, reason):
    with pytest.raises(actions.SurveyRefused) as refused:
        answer(wave, visitor, answers)

    assert refused.value.reasons == {reason}
    assert invitation_of(wave, visitor).done_on is None
    assert not BallotPaper.objects.exists()


def test_answer_survey_refuses_a_wave_that_has_closed_or_run_out(wave, visitor, lead):
    with pytest.raises(actions.SurveyRefused):
        answer(wave, visitor, {"D1": 3}, on=DAY + datetime.timedelta(days=1))
    stale = invitation_of(wave, visitor)
    close(wave, lead)

    with pytest.raises(actions.SurveyRefused) as refused:
        answering.answer_survey(invitation=stale, answers={"D1": 3}, on=DAY)

    assert refused.value.reasons == {SurveyRefusal.NOT_OPEN}
    assert not BallotPaper.objects.exists()


def test_record_responses_is_all_or_nothing(wave, visitor, host, outsider):
    with pytest.raises(actions.SurveyRefused) as refused:
        record(wave, [(visitor, {"D1": 4}), (outsider, {"D1": 4}), (host, {"D1": 9})])

    assert refused.value.reasons == {SurveyRefusal.NOT_INVITED, SurveyRefusal.OUT_OF_SCALE}
    assert not Response.objects.exists()
    assert not Invitation.objects.filter(done_on__isnull=False).exists()


def test_record_responses_refuses_a_person_twice(wave, visitor):
    with pytest.raises(actions.SurveyRefused):
        record(wave, [(visitor, {"D1": 4}), (visitor, {"D1": 5})])


def test_links_join_a_person_over_waves_of_a_programme(program, lead, visitor, wave):
    record(wave, [(visitor, {"D1": 4})])
    close(wave, lead)
    later = make_open_wave(program, lead, kind="end")

    record(later, [(visitor, {"D1": 5})])

    assert len(set(Response.objects.values_list("link", flat=True))) == 1
    assert Response.objects.count() == 2


def test_send_invitations_writes_each_letter_once_with_its_own_link(wave, visitor):
    tasks.send_invitations.call(wave.pk, OPENED_AT.isoformat())

    letters = Letter.objects.filter(kind="surveys/invited")
    mine = letters.get(to=visitor)
    assert letters.count() == 3
    assert tokens.path_of(invitation_of(wave, visitor)) in mine.text
    assert len({letter.text for letter in letters}) == 3


def test_every_minute_reminds_twice_and_only_those_who_wait(wave, visitor, host):
    answer(wave, visitor, {"D1": 4})

    for days in (8, 7, 6, 3, 2, 1, 0, -1):
        moment = datetime.datetime.combine(CLOSES_ON - datetime.timedelta(days=days), datetime.time(9), datetime.UTC)
        tasks.every_minute(moment)

    reminded = Letter.objects.filter(kind="surveys/reminded")
    assert {letter.to for letter in reminded} == {host, wave_lead(wave)}
    assert reminded.filter(to=host).count() == 2


def wave_lead(wave):
    return wave.program.roles.get(kind="lead").person


def test_open_invitations_of_shows_mine_until_i_answer(wave, visitor):
    (waiting,) = queries.open_invitations_of(visitor)
    answer(wave, visitor, {"D1": 4})

    assert waiting[1].startswith("/surveys/")
    assert queries.open_invitations_of(visitor) == []


def test_tokens_are_unguessable_and_their_own(wave, visitor, host, settings):
    mine, other = tokens.token_of(wave.pk, visitor.pk), tokens.token_of(wave.pk, host.pk)

    settings.SECRET_KEY = "another-key-" + "1" * 50

    assert len(mine) == 43
    assert mine != other
    assert tokens.token_of(wave.pk, visitor.pk) != mine


@given(st.text(min_size=1, max_size=20))
def test_in_order_of_is_stable_and_loses_nothing(token):
    constructs = [f"D{number}" for number in range(1, 8)]

    order = rules.in_order_of(token, constructs)

    assert sorted(order) == constructs
    assert order == rules.in_order_of(token, list(reversed(constructs)))


def test_in_order_of_differs_between_people():
    constructs = [f"D{number}" for number in range(1, 8)]

    assert len({tuple(rules.in_order_of(str(number), constructs)) for number in range(50)}) > 40


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (23, 20)])
def test_rounded_count_moves_in_steps_of_five(n, shown):
    assert rules.rounded_count(n) == shown


def test_a_draft_takes_no_answers(program, lead, visitor):
    wave = make_wave(program, lead)

    with pytest.raises(actions.SurveyRefused):
        record(wave, [(visitor, {"D1": 4})])
