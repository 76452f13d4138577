"""What a wave publishes beside the items rated from 1 to 5: other scales, late answers, audited guesses."""

import csv
import dataclasses
import datetime
import io

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.surveys import answering, disclosure, early, intake, matrices, queries, tasks
from programs.surveys.disclosure import EarlyCounts, OtherAnswers, Thresholds, guessing, lateness, others
from programs.surveys.disclosure.guessing import Guesses
from programs.surveys.figures import Note, Question, Share
from programs.surveys.instruments import PULSE, VISITED
from programs.surveys.models import BallotPaper, Response, Wave
from programs.surveys.statistics import difference, recommend_score
from tests.factories.people import make_department
from tests.factories.surveys import close, invitation_of, make_instrument, make_open_wave, make_people, record
from tests.surveys.test_disclosure import columns, facts_for

LIMITS = Thresholds(5, 10)
SOON = timezone.localdate() + datetime.timedelta(days=20)
RECOMMEND = Question("Q", "gap", "recommend", False, "Q", "Q")
YES = Question("V7", "gap", "yes_no", False, "V7", "V7")
LIST = Question("P6", "gap", "choices", False, "P6", "P6", options=("a", "b", "c"))


def said(question, values, side="it"):
    return others.released([OtherAnswers(question, side, np.array(values))], LIMITS)


# Other scales -------------------------------------------------------------------------------------------


def test_released_gives_the_recommend_score_with_its_interval():
    values = [10] * 45 + [8] * 30 + [3] * 25

    (one,) = said(RECOMMEND, values)

    assert (round(100 * one.value), one.n, one.counts) == (20, 100, (25, 30, 45))
    assert (round(100 * one.low, 1), round(100 * one.high, 1)) == (3.8, 35.5)
    assert one.note == Note.SHOWN


@pytest.mark.parametrize(
    ("values", "value", "note"),
    [
        ([9] * 9, None, Note.PROTECTED),
        ([10] * 30, 0.8, Note.AT_LEAST),
        ([10] * 29 + [1], 0.8, Note.AT_LEAST),
        ([2] * 30, -0.8, Note.AT_MOST),
        ([7] * 30, None, Note.PROTECTED),
        ([9] * 12 + [3] * 5, 7 / 17, Note.INDICATIVE),
    ],
)
def test_released_masks_a_recommend_score_that_tells_what_nearly_everyone_said(values, value, note):
    (one,) = said(RECOMMEND, values)

    assert one.value == (pytest.approx(value) if value is not None else None)
    assert one.note == note
    assert one.low is None or note == Note.INDICATIVE


def test_released_masks_only_below_what_the_masked_could_be():
    """The bound has to hold for every way to be masked."""
    for detractors in range(5):
        for n in range(10, 51):
            (one,) = said(RECOMMEND, [10] * (n - detractors) + [0] * detractors)
            truth = recommend_score(n - detractors, 0, detractors).value / 100

            if one.note == Note.AT_LEAST:
                assert truth >= one.value - 1e-9
            else:
                assert one.value == pytest.approx(truth)


def test_released_gives_yes_and_each_entry_of_a_list_as_a_share():
    (yes,) = said(YES, [1] * 20 + [0] * 20)
    a, b, c = said(LIST, [[1, 0, 0]] * 15 + [[1, 1, 0]] * 25)

    assert (yes.value, yes.n, yes.counts) == (0.5, 40, None)
    assert (a.note, b.value, c.note) == (Note.AT_LEAST, 0.625, Note.AT_MOST)
    assert [one.option for one in (a, b, c)] == [0, 1, 2]


@given(st.lists(st.integers(0, 1), max_size=60))
def test_released_shows_no_share_of_fewer_than_ten(values):
    (one,) = said(YES, values)

    assert (one.n is None) == (len(values) < 10)


def test_the_auditor_leaves_out_what_a_careless_rule_would_show(monkeypatch):
    monkeypatch.setattr(
        others, "share_of", lambda table, *_, **__: Share(0.5, 0.1, 0.9, int(table.sum()), note=Note.SHOWN)
    )

    careful = said(YES, [1, 0, 1, 0])
    monkeypatch.setattr(others, "leaks_of", lambda *_: iter(()))
    careless = said(YES, [1, 0, 1, 0])

    assert careful == ()
    assert careless[0].n == 4


@pytest.fixture
def company(db):
    it = make_people(make_department("Information Technology", is_it=True), 30)
    return it + make_people(make_department("Finance"), 30)


def test_a_pulse_releases_its_list_and_shows_it(client, company, program, lead):
    departments = {person.department for person in company}
    wave = make_open_wave(program, lead, instrument=make_instrument(PULSE), kind="other", departments=departments,
                          closes_on=SOON)  # fmt: skip
    record(wave, [(one, {"P1": 1 + place % 5, "P6": [0, 4] if place % 3 else []}) for place, one in enumerate(company)],
           on=SOON)  # fmt: skip
    close(wave, lead, at=timezone.now())
    client.force_login(lead)

    page = client.get(reverse("surveys:results", args=[wave.pk])).content.decode()
    rows = list(
        csv.DictReader(io.StringIO(client.get(reverse("surveys:matrices_csv", args=[wave.pk])).content.decode()))
    )

    (released,) = queries.released_waves(program)
    time = next(one for one in released.said if (one.side, one.option) == ("it", 0))
    assert (time.value, time.n) == (pytest.approx(20 / 30), 30)
    assert "Other answers" in page
    assert {row["table"] for row in rows} == {"choices"}
    assert len(rows) == 2 * 6


def test_said_rows_say_nothing_of_items_that_nobody_shows(company, program, lead):
    departments = {person.department for person in company}
    wave = make_open_wave(program, lead, instrument=make_instrument(VISITED), kind="other", departments=departments)
    record(wave, [(one, {"Q": 5, "V7": 1}) for one in company[:8]])
    close(wave, lead)

    (released,) = queries.released_waves(program)

    assert matrices.said_rows(released) == []
    assert all(one.value is None for one in released.said)


# Guesses in the auditor's set ----------------------------------------------------------------------------


def guessed(agreeing, disagreeing, silent, *, low=2):
    own = [5] * agreeing + [1] * disagreeing + [-1] * silent
    percent = [20 if place % low == 0 else 70 for place in range(len(own))]
    return Guesses("D1", "it", np.array(percent), np.array(own))


def release_guess(one):
    others_share = {"it": {}, "business": {"D1": Share(0.7, 0.6, 0.8, 90, note=Note.SHOWN)}}
    (found,) = guessing.released([one], others_share, LIMITS)
    return found


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 12), st.integers(0, 12))
def test_a_guess_leaves_no_few_between_those_who_guessed_and_those_who_agree(agreeing, disagreeing, silent):
    found = release_guess(guessed(agreeing, disagreeing, silent))

    if found.hidden_n is not None:
        assert found.n - found.hidden_n == 0 or found.n - found.hidden_n >= 5
    assert found.n is None or found.n >= 10


def test_the_auditor_finds_a_few_who_guessed_without_answering(monkeypatch):
    one = guessed(20, 0, 3)

    careful = release_guess(one)
    monkeypatch.setattr(guessing, "leaks_of", lambda *_: iter(()))
    careless = release_guess(one)

    assert (careful.n, careful.hidden_n) == (23, None)
    assert careless.n - careless.hidden_n == 3


# Late answers --------------------------------------------------------------------------------------------


def counted(n, x, before, agreed):
    share = Share(x / n, 0.1, 0.9, n, note=Note.SHOWN)
    counts = EarlyCounts({("it", "D1"): (before, agreed)})
    return lateness._compared("D1", "it", share, counts, LIMITS)


def test_lateness_compares_those_after_the_last_reminder_with_those_before():
    found = counted(100, 50, 60, 36)

    expected = difference(14, 40, 36, 60)
    assert (found.n_early, found.n_late, found.early, found.late) == (60, 40, 0.6, 0.35)
    assert (found.value, found.low, found.high) == pytest.approx(tuple(expected))


@pytest.mark.parametrize(
    ("n", "x", "before", "agreed", "why"),
    [
        (60, 30, 55, 28, "five late"),
        (60, 30, 0, 0, "none early"),
        (60, 30, 40, 30, "no late one agrees"),
        (60, 30, 40, 10, "all late ones agree"),
        (60, 30, 70, 20, "more early than all"),
    ],
)
def test_lateness_is_hidden_where_it_would_point_at_someone(n, x, before, agreed, why):
    found = counted(n, x, before, agreed)

    assert (found.value, found.n_late, found.n_early) == (None, None, None), why


@pytest.fixture
def wave(program, lead, company):
    departments = {person.department for person in company}
    return make_open_wave(program, lead, departments=departments, closes_on=SOON)


def answers(place, agree):
    return {"D1": 5 if place < agree else 2, "D2": 1 + place % 5}


def answer_late(wave, company, *, on=SOON):
    """16 of each side answer before the last reminder, of whom 10 agree; 14 after it, of whom 7 do."""
    for people in (company[:30], company[30:]):
        record(wave, [(one, answers(place, 10)) for place, one in enumerate(people[:16])],
               on=SOON - datetime.timedelta(days=6))  # fmt: skip
    moment = datetime.datetime.combine(SOON - datetime.timedelta(days=2), datetime.time(7), datetime.UTC)
    tasks.send_reminders.call(wave.pk, 2, moment.isoformat())
    for people in (company[:30], company[30:]):
        record(wave, [(one, answers(place, 7)) for place, one in enumerate(people[16:])], on=on)
    return Wave.objects.get(pk=wave.pk)


def test_the_counts_are_taken_at_the_last_reminder_and_released_as_a_comparison(client, wave, company, lead, program):
    wave = answer_late(wave, company)
    stored = bytes(wave.early)
    close(wave, lead, at=timezone.now())
    client.force_login(lead)

    page = client.get(reverse("surveys:results", args=[wave.pk])).content.decode()

    (released,) = queries.released_waves(program)
    late = {(one.construct, one.side): one for one in released.lateness}
    assert (late["D1", "it"].early, late["D1", "it"].late) == (10 / 16, 0.5)
    assert (late["D1", "business"].n_early, late["D1", "business"].n_late) == (16, 14)
    assert b"D1" not in stored
    assert "Who answered late" in page
    assert Wave.objects.get(pk=wave.pk).early is None


def test_the_counts_are_taken_without_emptying_the_box(wave, company):
    """Else two copies of the database, one before and one after, would tell the two who were in it."""
    for person, answer in ((company[0], 5), (company[1], 2)):
        answering.answer_survey(invitation=invitation_of(wave, person), answers={"D1": answer}, on=wave.closes_on)

    tasks.send_reminders.call(wave.pk, 2, timezone.now().isoformat())

    wave.refresh_from_db()
    assert early.counts_of(wave).counts["it", "D1"] == (2, 1)
    assert (BallotPaper.objects.count(), Response.objects.count()) == (2, 0)


def test_withdrawing_out_of_the_box_keeps_the_counts_right(wave, company):
    for person, answer in ((company[0], 5), (company[1], 2)):
        answering.answer_survey(
            invitation=invitation_of(wave, person), answers={"D1": answer}, on=SOON - datetime.timedelta(days=9)
        )
    moment = datetime.datetime.combine(SOON - datetime.timedelta(days=2), datetime.time(7), datetime.UTC)
    tasks.send_reminders.call(wave.pk, 2, moment.isoformat())

    answering.withdraw_answers(invitation=invitation_of(wave, company[0]))

    assert early.counts_of(Wave.objects.get(pk=wave.pk)).counts["it", "D1"] == (1, 0)


def test_the_counts_are_taken_once(wave, company):
    wave = answer_late(wave, company)
    before = bytes(wave.early)

    tasks.send_reminders.call(wave.pk, 2, timezone.now().isoformat())

    assert bytes(Wave.objects.get(pk=wave.pk).early) == before


@pytest.mark.parametrize(
    ("done", "expected"), [(-6, (15, 9)), (-2, None), (0, (16, 10))], ids=["before", "that day", "after"]
)
def test_withdrawing_keeps_the_counts_right_or_drops_them(wave, company, done, expected):
    wave = answer_late(wave, company)
    person = company[0] if done == -6 else company[16]
    invitation = invitation_of(wave, person)
    invitation.done_on = SOON + datetime.timedelta(days=done)
    invitation.save()

    answering.withdraw_answers(invitation=invitation)

    counts = early.counts_of(Wave.objects.get(pk=wave.pk))
    assert (counts.counts["it", "D1"] if counts else None) == expected


def test_a_wave_without_a_last_reminder_compares_nobody(wave, company, lead, program):
    record(wave, [(one, answers(place, 30)) for place, one in enumerate(company)], on=SOON)

    close(wave, lead, at=timezone.now())

    assert queries.released_waves(program)[0].lateness == ()


# Samples ---------------------------------------------------------------------------------------------------


def test_weights_of_a_sample_stand_for_everybody_not_for_the_invited():
    answers = columns([(1, 40), (1, 40)], np.random.default_rng(5), unsure=0)
    answers.values[:, 0] = np.repeat([5, 1, 5, 1], [30, 10, 12, 28])
    facts = facts_for(answers, invited={("business", 1): 40, ("business", 2): 40})

    sampled = disclosure.release(
        dataclasses.replace(facts, people={("business", 1): 160, ("business", 2): 40}), answers
    )
    unaware = disclosure.release(facts, answers)

    (weighted,) = (one for one in sampled.weighted if one.construct == "D1")
    (raw,) = (one for one in unaware.weighted if one.construct == "D1")
    assert weighted.value == pytest.approx(0.8 * 30 / 40 + 0.2 * 12 / 40)
    assert raw.value == pytest.approx(42 / 80)


def test_facts_of_a_sample_hold_its_people_and_its_invited(program, lead, company):
    departments = {person.department for person in company}

    wave = make_open_wave(program, lead, departments=departments, closes_on=SOON, sample_percent=40)
    wave.closed_at = timezone.now()

    facts = intake.facts_of(wave)
    assert set(facts.people.values()) == {30}
    assert set(facts.invited.values()) == {12}


# Answers of sides alone ---------------------------------------------------------------------------------------


def test_answers_without_a_department_make_figures_of_their_side_alone():
    answers = columns([(0, 30), (1, 25), (1, 30)], np.random.default_rng(5), unsure=0)
    facts = facts_for(answers)
    placeless = dataclasses.replace(answers, departments=np.where(np.arange(85) % 2, answers.departments, 0))

    with_them, without = disclosure.release(facts, answers), disclosure.release(facts, placeless)

    assert {group.key for group in with_them.groups("business")} == {"department-2", "department-3"}
    assert without.groups("business") == ()
    assert without.share("D1", "business") == dataclasses.replace(with_them.share("D1", "business"))
    assert without.rate("business").invited == 61
