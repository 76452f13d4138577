"""How departments experience each other: asked per department, stored apart, released column by column."""

import csv
import dataclasses
import datetime
import io
import itertools
import random

import numpy as np
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.surveys import answering, ballots, linking, matrices, queries, rules, tokens
from programs.surveys.choices import SurveyRefusal
from programs.surveys.disclosure import Thresholds, merging, ratings
from programs.surveys.disclosure.merging import Merge
from programs.surveys.disclosure.ratings import Ratings, released
from programs.surveys.figures import Group, Note, Question, Rated, ReleasedWave
from programs.surveys.instruments import COORDINATION
from programs.surveys.matrices import MatrixCell
from programs.surveys.models import BallotPaper, Invitation, Rating, Response, Wave
from programs.surveys.refused import SurveyRefused
from tests.factories.people import make_department
from tests.factories.surveys import close, invitation_of, make_instrument, make_open_wave, make_people

SOON = timezone.localdate() + datetime.timedelta(days=20)
LIMITS = Thresholds(5, 10)
KEYS = [item.construct for item in COORDINATION.items]
QUESTIONS = tuple(Question(key, "gap", "agreement", False, key, key, in_index=True) for key in KEYS)

DAY = datetime.date(2026, 2, 2)
EMPTY = ReleasedWave(1, 1, "other", DAY, DAY, 5, 10, None, (), (), (), (), (), (), (), ())


def ratings_by(sizes, *, seed=3, agree=0.5, start=1):
    """Ratings of department 0 by departments 1, 2, …, of as many people as are given."""
    rng = np.random.default_rng(seed)
    raters = np.repeat(np.arange(start, start + len(sizes)), sizes)
    shape = (len(raters), len(KEYS))
    values = np.where(rng.random(shape) < agree, rng.integers(4, 6, shape), rng.integers(1, 4, shape))
    return Ratings(0, raters, values.astype(np.int8))


def names_for(one):
    return {0: "Rated"} | {int(key): f"Department {key}" for key in np.unique(one.raters)}


def tables_of(one, limits=LIMITS):
    return released([one], QUESTIONS, names_for(one), limits)


def derivable_people(rows, one):
    """How many raters stand behind every published set, and behind every difference of nested ones."""
    sets = {frozenset(row.group.departments) for row in rows}
    sets |= {a - b for a in sets for b in sets if b < a}
    sizes = {int(key): int((one.raters == key).sum()) for key in np.unique(one.raters)}
    return [sum(sizes[department] for department in group) for group in sets]


# What may be shown ---------------------------------------------------------------------------------


def test_released_shows_a_score_from_five_raters_and_items_from_ten():
    one = ratings_by([6, 7, 12, 40])

    rows = {row.group.key: row for row in tables_of(one)}

    assert rows["department-1"].note == Note.ROUNDED
    assert rows["department-1"].value % 5 == 0
    assert not rows["department-1"].items
    assert len(rows["department-3"].items) == 7
    assert rows["department-4"].note == Note.SHOWN
    assert rows["side"].n == 65


def test_released_scores_the_mean_of_those_who_answered_five_of_seven():
    values = np.full((12, 7), 4, np.int8)
    values[:, 5:] = -1
    values[0, 4] = -1

    (row,) = [row for row in tables_of(Ratings(0, np.full(12, 1), values)) if row.group.is_side]

    assert (row.value, row.n) == (75.0, 11)


def test_released_merges_departments_with_few_raters():
    rows = {row.group.key: row for row in tables_of(ratings_by([2, 3, 20, 30], seed=8))}

    assert rows["others"].group.departments == (1, 2)
    assert "department-1" not in rows
    assert rows["others"].n == 5


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(0, 2**32), st.sampled_from([0.05, 0.5, 0.95]))
def test_no_group_of_fewer_than_five_raters_can_be_derived(sizes, seed, agree):
    one = ratings_by(sizes, seed=seed, agree=agree)

    rows = tables_of(one)

    assert min(derivable_people(rows, one), default=5) >= 5
    assert all(row.items == () or row.n is None or row.n >= 10 for row in rows)


def test_the_auditor_takes_the_departments_out_when_the_merge_rule_is_careless(monkeypatch):
    one = ratings_by([3, 30, 40])
    monkeypatch.setattr(merging, "merge", lambda cells, k: Merge((2, 3), (), is_side_shown=True))

    careful = tables_of(one)
    monkeypatch.setattr(ratings, "leaks_of", lambda *_: iter(()))
    careless = tables_of(one)

    assert [row.group.key for row in careful] == ["side"]
    assert {row.group.key for row in careless} == {"side", "department-2", "department-3"}
    assert 43 - 40 not in derivable_people(careful, one)
    assert min(one.raters[one.raters == 1].size, 5) == 3


def test_unanimous_raters_are_masked():
    one = ratings_by([30], agree=1.0)

    (row,) = tables_of(one)

    assert {item.share.note for item in row.items} <= {Note.AT_LEAST}


# Storage -----------------------------------------------------------------------------------------------


@pytest.fixture
def rated_company(db):
    it = make_people(make_department("Information Technology", is_it=True), 24)
    return {
        "it": it,
        "finance": make_people(make_department("Finance"), 20),
        "legal": make_people(make_department("Legal"), 6),
        "board": make_people(make_department("Board"), 2),
    }


@pytest.fixture
def wave(program, lead, rated_company):
    departments = {people[0].department for people in rated_company.values()}
    return make_open_wave(
        program, lead, kind="other", instrument=make_instrument(COORDINATION), departments=departments, closes_on=SOON
    )


def ratings_of(people, about, rng):
    return {person.pk: {one.pk: {key: rng.randint(2, 5) for key in KEYS} for one in about} for person in people}


def record_all(wave, company, *, seed=1):
    rng = random.Random(seed)
    it, finance, legal = (company[name][0].department for name in ("it", "finance", "legal"))
    given = (
        ratings_of(company["it"], [finance, legal], rng)
        | ratings_of(company["finance"], [it, legal], rng)
        | ratings_of(company["legal"] + company["board"], [it], rng)
    )
    people = [person for members in company.values() for person in members]
    answering.record_responses(wave=wave, answers=[(one, {}) for one in people], ratings=given, on=SOON)


def test_departments_of_fewer_than_five_people_are_not_rated(wave, rated_company):
    names = wave.frozen["rateable"].values()

    assert "Board" not in names
    assert set(names) >= {"Information Technology", "Finance", "Legal"}
    assert rated_company["it"][0].department_id not in answering.rateable(wave, rated_company["it"][0].department_id)


def test_answer_survey_stores_each_rating_without_anything_that_joins_it(wave, rated_company):
    record_all(wave, rated_company)

    rows = Rating.objects.filter(wave=wave)
    assert rows.count() == 24 * 2 + 20 * 2 + 6 + 2
    assert not set(rows.values_list("handle", flat=True)) & set(Response.objects.values_list("link", flat=True))
    assert len(set(rows.values_list("handle", flat=True))) == rows.count()
    assert set(Response.objects.values_list("answers", flat=True).distinct()[:1][0]) == set()
    fields = {field.name for field in Rating._meta.fields}
    assert fields == {"id", "wave", "handle", "department", "about", "answers"}


def relinked(wave):
    """An attack on the order of rows: how many neighbours in the file are of one rater."""
    owners = {}
    for invitation in Invitation.objects.filter(wave=wave):
        linker = linking.Linker(wave)
        for key in wave.frozen["rateable"]:
            owners[linker.handle_of(invitation.person_id, ballots.about_key(int(key)))] = invitation.person_id
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT handle FROM programs_rating ORDER BY {place}")
        people = [owners[handle] for (handle,) in cursor.fetchall()]
    return sum(a == b for a, b in itertools.pairwise(people)) / (len(people) - 1)


def test_neither_key_nor_order_joins_two_ratings_of_a_person(wave, rated_company):
    for people in rated_company.values():
        for person in people:
            answering.answer_survey(
                invitation=invitation_of(wave, person),
                answers={},
                ratings=ratings_of([person], [o[0].department for n, o in rated_company.items()
                                              if n != "board" and o[0].department != person.department],
                                   random.Random(person.pk))[person.pk],
                on=SOON,
            )  # fmt: skip
    ballots.shuffle(wave)

    shuffled = relinked(wave)
    rows = list(Rating.objects.filter(wave=wave))
    linker = linking.Linker(wave)
    people = Invitation.objects.filter(wave=wave).values_list("person", flat=True)
    mine = {
        linker.handle_of(person, ballots.about_key(int(key))): person
        for person in people
        for key in wave.frozen["rateable"]
    }
    Rating.objects.all().delete()
    Rating.objects.bulk_create(sorted(rows, key=lambda row: mine[row.handle]))  # the breach: appended as answered

    assert shuffled < 0.15
    assert relinked(wave) > 0.4


@pytest.mark.parametrize("which", ["own", "unknown", "too many", "small"])
def test_answer_survey_refuses_departments_that_may_not_be_rated(wave, rated_company, which):
    person = rated_company["finance"][0]
    extra = [make_department(f"More {number}").pk for number in range(5)]
    about = {
        "own": [person.department_id],
        "unknown": [987654],
        "small": [rated_company["board"][0].department_id],
        "too many": extra,
    }[which]
    if which == "too many":
        wave.frozen["rateable"] |= {str(key): "More" for key in extra}
        wave.save()

    with pytest.raises(SurveyRefused) as refused:
        answering.answer_survey(
            invitation=invitation_of(wave, person), answers={}, ratings={key: {"R1": 4} for key in about}, on=SOON
        )

    assert refused.value.reasons == {SurveyRefusal.WHICH_DEPARTMENTS}
    assert not BallotPaper.objects.exists()


@pytest.mark.parametrize(
    ("answers", "ratings", "reason"),
    [
        ({}, {}, SurveyRefusal.EMPTY),
        ({}, {1: {}}, SurveyRefusal.EMPTY),
        ({}, {1: {"R1": 6}}, SurveyRefusal.OUT_OF_SCALE),
        ({}, {1: {"D1": 4}}, SurveyRefusal.UNKNOWN_ITEM),
        ({"R1": 4}, {}, SurveyRefusal.UNKNOWN_ITEM),
    ],
)
def test_refusals_for_answers_holds_ratings_to_their_items(wave, answers, ratings, reason):
    found = rules.refusals_for_answers(wave.frozen["items"], answers, "it", ratings=ratings, rateable={1})

    assert [refusal.reason for refusal in found] == [reason]


def test_withdraw_answers_takes_ratings_back_too(wave, rated_company):
    record_all(wave, rated_company)
    person = rated_company["legal"][0]
    before = Rating.objects.count()

    answering.withdraw_answers(invitation=invitation_of(wave, person))

    assert Rating.objects.count() == before - 1
    assert Response.objects.count() == 51


def test_closing_empties_handles_and_the_departments_of_few_raters(wave, lead, rated_company):
    record_all(wave, rated_company)

    close(wave, lead, at=timezone.now())

    assert not Rating.objects.exclude(handle="").exists()
    it = rated_company["it"][0].department_id
    of_it = Rating.objects.filter(about_id=it)
    assert of_it.filter(department=None).count() == 8
    assert of_it.filter(department=rated_company["finance"][0].department).count() == 20


# The release ---------------------------------------------------------------------------------------------


def test_close_wave_releases_how_departments_experience_each_other(wave, lead, rated_company, program):
    record_all(wave, rated_company)

    close(wave, lead, at=timezone.now())

    (figures,) = queries.released_waves(program)
    cells = {(row.name, row.group.name or row.group.key): row for row in figures.rated}
    assert cells["Information Technology", "Finance"].n == 20
    assert cells["Information Technology", "others"].n == 8
    assert cells["Legal", "side"].n == 44
    assert not any(row.name == "Board" or "Board" in row.group.name for row in figures.rated)
    assert {rate.side for rate in figures.rates if rate.answered} == {"it", "business"}


def test_results_show_the_matrix_and_its_file(client, wave, lead, rated_company):
    record_all(wave, rated_company)
    close(wave, lead, at=timezone.now())
    client.force_login(lead)

    page = client.get(reverse("surveys:results", args=[wave.pk])).content.decode()
    rows = list(
        csv.DictReader(io.StringIO(client.get(reverse("surveys:matrices_csv", args=[wave.pk])).content.decode()))
    )

    assert "How departments experience each other" in page
    assert "Board" not in page
    assert {row["about"] for row in rows} == {"Information Technology", "Finance", "Legal"}
    assert all(row["n"] == "" or int(row["n"]) >= 5 for row in rows)


def test_a_department_that_alone_rated_another_has_a_row_of_its_own():
    one = ratings_by([14])
    wave = dataclasses.replace(EMPTY, rated=tables_of(one), rating_questions=QUESTIONS)

    found = matrices.matrix(wave)

    assert [row.name for row in found.rows] == ["Everyone", "Department 1"]
    assert [row.cells[0].rated.n for row in found.rows] == [14, 14]


def test_results_of_a_wave_without_rated_items_speak_of_no_index(client, wave, lead, rated_company):
    record_all(wave, rated_company)
    close(wave, lead, at=timezone.now())
    client.force_login(lead)

    page = client.get(reverse("surveys:results", args=[wave.pk])).content.decode()

    assert "Results: Working with other departments" in page
    assert "Partnership index" not in page
    assert "Answers as CSV" not in page


def test_results_show_no_rating_before_closing(client, wave, lead, rated_company):
    record_all(wave, rated_company)
    client.force_login(lead)

    assert client.get(reverse("surveys:matrices_csv", args=[wave.pk])).status_code == 404


# The page -------------------------------------------------------------------------------------------------


@pytest.fixture
def answerer(rated_company):
    return rated_company["finance"][0]


@pytest.fixture
def address(wave, answerer):
    return tokens.path_of(invitation_of(wave, answerer))


def test_answer_asks_first_which_departments_then_about_each(client, wave, address, answerer, rated_company):
    it, legal = rated_company["it"][0].department, rated_company["legal"][0].department
    first = client.get(address).content.decode()

    second = client.post(address, {"chosen": "1", "departments": [it.pk, legal.pk], "choose": "1"}).content.decode()
    given = {f"R1_{it.pk}": "5", f"R2_{it.pk}": "cant", f"R1_{legal.pk}": "2"}
    sent = client.post(address, {"chosen": "1", "departments": [it.pk, legal.pk]} | given)

    assert "Information Technology" in first
    assert f'value="{answerer.department_id}"' not in first
    assert 'name="R1_' not in first
    assert second.count("They contact us about our shared work") == 2
    assert sent.url == reverse("surveys:thanks")
    papers = BallotPaper.objects.get().content["ratings"]
    assert {one["about"]: one["answers"] for one in papers} == {it.pk: {"R1": 5, "R2": None}, legal.pk: {"R1": 2}}


@pytest.mark.parametrize("count", [0, 5])
def test_answer_refuses_too_few_and_too_many_departments(client, wave, address, count):
    keys = list(wave.frozen["rateable"])
    if count:
        more = [str(make_people(make_department(f"More {one}"), 5)[0].department_id) for one in range(count)]
        wave.frozen["rateable"] |= {key: f"More {key}" for key in more}
        wave.save()
        keys = more

    page = client.post(address, {"chosen": "1", "departments": keys[:count], "choose": "1"})

    assert page.status_code == 422
    assert "Choose up to 4 departments" in page.content.decode()
    assert not BallotPaper.objects.exists()


def test_answer_keeps_the_chosen_departments_and_ratings_on_the_device(client, wave, address, rated_company):
    it = rated_company["it"][0].department
    client.post(address, {"chosen": "1", "departments": [it.pk], f"R3_{it.pk}": "4", "save": "1"})

    page = client.get(address).content.decode()

    assert f'name="departments" value="{it.pk}"' in page
    assert f'name="R3_{it.pk}" value="4"' in page
    assert "checked" in page
    assert Wave.objects.get(pk=wave.pk).frozen["rateable"]


def test_preview_shows_one_department_for_an_example(client, lead):
    client.force_login(lead)

    page = client.get(reverse("surveys:preview_instrument", args=["coordination", "it"])).content.decode()

    assert "A department you work with" in page
    assert page.count("They contact us about our shared work") == 1


def test_questions_asked_counts_items_about_departments_four_times():
    assert rules.questions_asked([{"is_per_department": True}] * 7 + [{"is_per_department": False}, {}]) == 30


def test_matrix_cells_say_what_there_is_to_read():
    said = MatrixCell("Finance", Rated(1, "Finance", Group("side"), 66.6, 60.0, 72.4, 14))

    assert (said.is_told, said.text, said.n, said.bounds) == (True, "67", 14, "60–72")
    assert (MatrixCell("Legal", None).is_told, MatrixCell("Legal", None).text) == (False, "–")
    assert MatrixCell("Legal", None, is_merged=True).text == "shown together"
