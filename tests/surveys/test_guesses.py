"""What each side guesses of the other: the figures, what may be shown of them, and one's own guess."""

import datetime
import math
import random

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from programs.surveys import answering, queries, tokens
from programs.surveys.choices import SurveyRefusal
from programs.surveys.disclosure import Thresholds
from programs.surveys.disclosure.guessing import Guesses, released
from programs.surveys.figures import Note, Share
from programs.surveys.instruments import PULSE
from programs.surveys.models import BallotPaper, Item, Response, Wave
from programs.surveys.refused import SurveyRefused
from programs.surveys.statistics.guess import guess_error, hidden_agreement, mean_guess
from programs.surveys.statistics.shares import wilson
from tests.factories.surveys import (
    close,
    invitation_of,
    make_company,
    make_instrument,
    make_open_wave,
    record,
    some_answers,
)

SOON = timezone.localdate() + datetime.timedelta(days=20)
GUESSES = st.lists(st.integers(0, 10).map(lambda tenth: tenth / 10), min_size=2, max_size=60)
LIMITS = Thresholds(5, 10)
OTHERS = {
    "it": {"D1": Share(0.7, 0.6, 0.8, 90, note=Note.SHOWN)},
    "business": {"D1": Share(0.44, 0.39, 0.49, 400, note=Note.SHOWN)},
}


# The figures --------------------------------------------------------------------------------


@given(GUESSES)
def test_mean_guess_agrees_with_scipy(guesses):
    found = mean_guess(guesses)

    mean, error = np.mean(guesses), stats.sem(guesses)
    low, high = stats.t.interval(0.95, len(guesses) - 1, mean, error) if error else (mean, mean)
    assert math.isclose(found.value, mean)
    assert math.isclose(found.low, max(0, low), abs_tol=1e-9)
    assert math.isclose(found.high, min(1, high), abs_tol=1e-9)


def test_mean_guess_of_five_as_in_its_docstring_and_not_with_z():
    found = mean_guess([0.7, 0.5, 0.6, 0.8, 0.4])

    with_z = 0.6 - 1.959964 * stats.sem([0.7, 0.5, 0.6, 0.8, 0.4])
    assert [round(one, 3) for one in found] == [0.6, 0.404, 0.796]
    assert abs(found.low - with_z) > 0.05


@given(GUESSES, st.integers(1, 200), st.data())
def test_guess_error_holds_the_error_and_grows_with_the_guess(guesses, n, data):
    x = data.draw(st.integers(0, n))

    found = guess_error(guesses, x, n)

    assert math.isclose(found.value, sum(guesses) / len(guesses) - x / n, abs_tol=1e-12)
    assert found.low <= found.value + 1e-12
    assert found.high >= found.value - 1e-12
    if x < n:
        assert guess_error(guesses, x + 1, n).value < found.value


def test_guess_error_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(600):
        guesses = rng.choice(np.arange(11) / 10, size=40, p=np.array([1, 1, 2, 3, 4, 5, 4, 3, 2, 1, 1]) / 27)
        interval = guess_error(guesses.tolist(), int(rng.binomial(120, 0.44)), 120)
        hits += interval.low <= 0.5 - 0.44 <= interval.high

    assert 0.92 < hits / 600 < 0.98


def test_hidden_agreement_counts_those_who_agree_and_think_they_are_alone():
    own, guesses = [5, 4, 4, 2, 5], [0.2, 0.4, 0.5, 0.1, 0.9]

    found = hidden_agreement(own, guesses, 0.62)

    assert found == wilson(2, 4)
    assert hidden_agreement(own, guesses, 0.5) is None
    assert hidden_agreement([1, 2], [0.1, 0.1], 0.8) is None


# What may be shown ---------------------------------------------------------------------------


def guessed(percent, own=None):
    return Guesses("D1", "it", np.array(percent), np.array(own if own is not None else [4] * len(percent)))


@pytest.mark.parametrize(
    ("percent", "why"),
    [
        ([40, 60] * 4 + [50], "too few"),
        ([70] * 30, "all alike"),
        ([0] * 29 + [10], "nearly all 0"),
        ([100] * 29 + [90], "nearly all 100"),
        ([-1] * 40 + [30] * 9, "too few who guessed"),
    ],
)
def test_released_hides_guesses_that_would_point_at_someone(percent, why):
    (found,) = released([guessed(percent)], OTHERS, LIMITS)

    assert (found.value, found.n, found.error, found.hidden) == (None, None, None, None), why


def test_released_shows_enough_guesses_beside_the_released_share():
    (found,) = released([guessed([60, 70, 80] * 10)], OTHERS, LIMITS)

    assert (found.value, found.n, found.actual) == (pytest.approx(0.7), 30, 0.44)
    assert found.error == pytest.approx(0.26)
    assert found.hidden is None


def test_released_says_nothing_of_a_share_that_is_not_released():
    (found,) = released([guessed([60, 70, 80] * 10)], {"it": {}, "business": {"D1": Share()}}, LIMITS)

    assert found.value is not None
    assert (found.actual, found.error) == (None, None)


@pytest.mark.parametrize(("disagreeing", "is_shown"), [(0, True), (3, False), (6, True)])
def test_released_hides_hidden_agreement_that_leaves_a_few_out(disagreeing, is_shown):
    own = [5] * 20 + [1] * disagreeing
    percent = [30, 70] * 10 + [50] * disagreeing
    guesses = Guesses("D1", "business", np.array(percent), np.array(own))

    (found,) = released([guesses], OTHERS, LIMITS)

    assert (found.hidden == 0.5) is is_shown


# A wave --------------------------------------------------------------------------------------------


@pytest.fixture
def wave(program, lead):
    people = make_company(it=60, business=120, departments=4)
    wave = make_open_wave(program, lead, closes_on=SOON, departments={person.department for person in people})
    rng = random.Random(2)
    rows = [(person, some_answers(rng, G1=rng.choice((20, 30, 40, 60)), G2=50)) for person in people[1:]]
    record(wave, rows, on=timezone.localdate())
    wave.first = people[0]
    return wave


def test_close_wave_releases_guesses_beside_what_the_other_side_said(wave, lead):
    close(wave, lead)

    figures = queries.released_wave(Wave.objects.get(pk=wave.pk).release)

    of_it = next(one for one in figures.guesses if (one.construct, one.side) == ("D1", "it"))
    raw = [row["G1"] for row in Response.objects.filter(side="it").values_list("answers", flat=True)]
    assert of_it.value == pytest.approx(np.mean(raw) / 100)
    assert of_it.actual == figures.share("D1", "business").value
    assert of_it.n == 59
    assert next(one for one in figures.guesses if one.construct == "D2").value is None


def test_results_tell_what_each_side_thinks_of_the_other(client, wave, lead):
    close(wave, lead)
    client.force_login(lead)

    page = client.get(reverse("surveys:results", args=[wave.pk])).content.decode()

    assert "What each side thinks of the other" in page
    assert "Hidden agreement" in page


def test_a_person_sees_their_own_guess_on_their_device_only(client, wave, lead):
    link = tokens.path_of(invitation_of(wave, wave.first))
    client.post(link, {"D1": "5", "G1": "80"})
    while_open = client.get(link).content.decode()
    close(wave, lead)

    mine = client.get(link).content.decode()
    client.cookies.clear()
    elsewhere = client.get(link).content.decode()

    assert client.cookies.get("survey-guesses") is None
    assert "Your guess and what the other side says" not in while_open
    assert "stay on this device" in while_open
    assert "80%" in mine
    assert "Your guess and what the other side says" in mine
    assert "80%" not in elsewhere


def test_a_person_who_withdraws_keeps_no_guess_on_their_device(client, wave):
    link = tokens.path_of(invitation_of(wave, wave.first))
    client.post(link, {"D1": "5", "G1": "80"})

    client.post(f"{link}withdraw/")

    assert client.cookies["survey-guesses"].value == ""


@pytest.mark.parametrize("guess", [-10, 5, 110, "70", True])
def test_answer_survey_takes_guesses_in_tens_only(wave, guess):
    with pytest.raises(SurveyRefused) as refused:
        answering.answer_survey(
            invitation=invitation_of(wave, wave.first), answers={"G1": guess}, on=timezone.localdate()
        )

    assert refused.value.reasons == {SurveyRefusal.OUT_OF_SCALE}


# In the reader's language ----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "fr", "en-gb"])
def test_answer_speaks_the_language_of_the_person_it_is_for(client, wave, language):
    wave.frozen["items"][0]["translations"] = {code: {"it": f"Asked in {code}"} for code in ("de", "fr", "en-gb", "es")}
    wave.save()
    wave.first.language = language
    wave.first.save()

    page = client.get(tokens.path_of(invitation_of(wave, wave.first)), headers={"accept-language": "es"})

    assert f"Asked in {language}" in page.content.decode()
    assert f'lang="{language}"' in page.content.decode()


def test_open_wave_freezes_the_wording_in_every_language(client, program, lead, visitor, settings):
    Item.objects.filter(instrument=make_instrument(), construct="D1").update(translations={"de": {"it": "Alt"}})
    wave = make_open_wave(program, lead, closes_on=SOON)
    frozen = wave.frozen["items"][0]["translations"]
    Item.objects.update(translations={"de": {"it": "Neu", "business": "Neu"}})
    visitor.language = "de"
    visitor.save()

    page = client.get(tokens.path_of(invitation_of(wave, visitor))).content.decode()

    with translation.override("fr"):
        assert frozen["fr"]["it"] == translation.gettext(wave.frozen["items"][0]["text_it"])
    assert set(frozen) == {code for code, _ in settings.LANGUAGES}
    assert "Alt" in page
    assert "Neu" not in page


def test_an_item_takes_any_of_a_list_once(client, program, lead, visitor):
    wave = make_open_wave(program, lead, closes_on=SOON, instrument=make_instrument(PULSE))
    link = tokens.path_of(invitation_of(wave, visitor))
    client.post(link, {"P6": ["0", "3"], "save": "1"})
    kept = client.get(link).content.decode()

    wrong = client.post(link, {"P6": ["9"]})
    right = client.post(link, {"P1": "4", "P6": ["0", "3"]})

    assert kept.count("checked") == 2
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert BallotPaper.objects.get().content["answers"] == {"P1": 4, "P6": [0, 3]}
