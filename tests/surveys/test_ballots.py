"""Attacks on the stored answers: order, keys, time, leftovers. Each also shown to work on a naive design."""

import contextlib
import datetime
import random
import sqlite3
import uuid

import pytest
from django.db import connection, transaction

from programs.surveys import answering, ballots, rules, tasks
from programs.surveys.models import BallotPaper, Comment, Invitation, Response, Wave
from tests.factories.cohorts import make_program
from tests.factories.people import make_department, make_person
from tests.factories.surveys import close, invitation_of, make_open_wave, make_people

N = 200
DAY = datetime.date(2026, 2, 4)


def answer_of(number):
    """Answers that name their person, so that the test can check a guess."""
    digits = [number // 5**place % 5 + 1 for place in range(5)]
    return dict(zip(("D1", "D2", "D3r", "D4", "D5"), digits, strict=True))


def number_in(answers):
    return sum((answers[key] - 1) * 5**place for place, key in enumerate(("D1", "D2", "D3r", "D4", "D5")))


def rows_in_order(model, marker):
    """Primary keys in the physical order of a table, as someone with a copy of the database sees them."""
    table = model._meta.db_table
    order = {
        "rowid": "rowid",
        "ctid": "ctid",
        "xmin": "xmin::text::bigint, ctid",
    }[marker]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY {order}")
        return [row[0] for row in cursor.fetchall()]


def markers():
    return ("ctid", "xmin") if connection.vendor == "postgresql" else ("rowid",)


def relinked(marker, people):
    """The share of people whom an attacker links by pairing the order of answering with the order of rows."""
    by_id = {str(row.pk): number_in(row.answers) for row in Response.objects.all()}
    guesses = [by_id[str(uuid.UUID(str(key)))] for key in rows_in_order(Response, marker)]
    return sum(person == guess for person, guess in zip(people, guesses, strict=True)) / len(people)


@pytest.fixture
def small_world(transactional_db):
    program = make_program()
    lead = make_person("Lena Lead", department=make_department("People & Culture"))
    people = make_people(make_department("Sales"), N)
    wave = make_open_wave(program, lead, departments=[make_department("Sales")])
    order = list(range(N))
    random.Random(4).shuffle(order)
    return wave, lead, people, order


def answer_all(wave, people, order):
    for number in order:
        answering.answer_survey(invitation=invitation_of(wave, people[number]), answers=answer_of(number), on=DAY)
        tasks.shuffle_ballots.call(wave.pk)


@pytest.mark.slow
def test_responses_cannot_be_linked_by_order_while_open_or_after_closing(small_world):
    wave, lead, people, order = small_world
    answer_all(wave, people, order)
    moved = [number_in(row.answers) for row in Response.objects.all()]
    known = [number for number in order if number in set(moved)]

    while_open = [relinked(marker, known) for marker in markers()]
    close(wave, lead)
    after = [relinked(marker, order) for marker in markers()]

    assert len(moved) > N / 2
    assert max(while_open) <= 0.05
    assert max(after) <= 0.05
    assert not BallotPaper.objects.exists()
    assert Response.objects.count() == N


@pytest.mark.slow
def test_responses_appended_as_they_come_are_all_linked(small_world):
    wave, _, people, order = small_world
    for number in order:
        with transaction.atomic():
            Invitation.objects.filter(wave=wave, person=people[number]).update(done_on=DAY)
            Response.objects.create(
                wave=wave, link="", side="business", department=people[number].department, answers=answer_of(number)
            )

    linked = [relinked(marker, order) for marker in markers()]

    assert min(linked) == 1.0


@pytest.mark.slow
def test_responses_appended_in_shuffled_batches_are_linked_far_more_than_by_chance(small_world):
    wave, _, people, order = small_world
    for start in range(0, N, 5):
        batch = [
            Response(
                wave=wave, link="", side="business", department=people[number].department, answers=answer_of(number)
            )
            for number in order[start : start + 5]
        ]
        random.SystemRandom().shuffle(batch)
        Response.objects.bulk_create(batch)

    linked = [relinked(marker, order) for marker in markers()]

    assert min(linked) > 0.05


@pytest.mark.slow
def test_responses_share_one_transaction_after_each_shuffle(small_world):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no transaction numbers")
    wave, _, people, order = small_world
    answer_all(wave, people, order)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM programs_response")
        transactions = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM programs_response r JOIN programs_invitation i ON r.xmin::text = i.xmin::text"
        )
        shared = cursor.fetchone()[0]

    assert (transactions, shared) == (1, 0)


def test_scrub_leaves_nothing_of_a_deleted_paper_in_the_file(tmp_path):
    secret = "a sentence only one person would write"
    file = tmp_path / "box.sqlite3"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as box:
        box.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; CREATE TABLE box (id TEXT PRIMARY KEY, content TEXT)"
        )
        box.execute("INSERT INTO box VALUES ('1', ?)", [secret])
        box.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        there_before = secret.encode() in file.read_bytes()
        box.execute("DELETE FROM box")
        box.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        there_after = [secret.encode() in one.read_bytes() for one in tmp_path.iterdir()]

    assert there_before
    assert not any(there_after)


def test_answers_are_stored_in_one_order_whatever_the_page_showed(program, lead, visitor):
    wave = make_open_wave(program, lead)
    given = {"D5": 1, "O1": " Hello. ", "D1": 5, "D3r": None}

    for person, answers in ((visitor, given), (lead, dict(reversed(given.items())))):
        answering.answer_survey(invitation=invitation_of(wave, person), answers=answers, on=DAY)

    one, other = BallotPaper.objects.values_list("content", flat=True)
    assert list(one["answers"]) == list(other["answers"])
    assert one["answers"] == {"D1": 5, "D3r": None, "D5": 1}
    assert one["comments"] == {"O1": "Hello."}


def test_tables_of_answers_know_no_person_and_no_time():
    for model in (BallotPaper, Response, Comment):
        kinds = {field.get_internal_type() for field in model._meta.get_fields()}
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}

        assert not kinds & {"DateTimeField", "DateField", "TimeField", "BigAutoField", "AutoField"}
        assert {one.__name__ for one in related} <= {"Wave", "Department"}


def test_invitations_are_done_on_a_day_and_have_no_finer_time():
    kinds = {field.name: field.get_internal_type() for field in Invitation._meta.get_fields()}

    assert kinds["done_on"] == kinds["reminded_on"] == "DateField"


def test_shuffle_waits_for_five_and_later_for_a_tenth(program, lead):
    people = make_people(make_department("Sales"), 12)
    wave = make_open_wave(program, lead)
    for number, person in enumerate(people[:4]):
        answering.answer_survey(invitation=invitation_of(wave, person), answers=answer_of(number), on=DAY)

    tasks.shuffle_ballots.call(wave.pk)
    with_four = Response.objects.count()
    answering.answer_survey(invitation=invitation_of(wave, people[4]), answers=answer_of(4), on=DAY)
    tasks.shuffle_ballots.call(wave.pk)

    assert with_four == 0
    assert Response.objects.count() == 5
    assert not BallotPaper.objects.exists()


def test_shuffle_gives_every_answer_a_new_key_each_time(program, lead):
    people = make_people(make_department("Sales"), 10)
    wave = make_open_wave(program, lead)
    for number, person in enumerate(people):
        answering.answer_survey(invitation=invitation_of(wave, person), answers=answer_of(number), on=DAY)
        tasks.shuffle_ballots.call(wave.pk)
        if number == 4:
            first = set(Response.objects.values_list("pk", flat=True))

    second = set(Response.objects.values_list("pk", flat=True))
    assert first, len(second) == (5, 10)
    assert not first & second


def test_close_takes_the_department_off_answers_that_would_point_at_someone(program, lead):
    few, many = make_people(make_department("Board Office"), 3), make_people(make_department("Sales"), 40)
    more = make_people(make_department("Finance"), 40)
    wave = make_open_wave(program, lead, departments=[person.department for person in (few[0], many[0], more[0])])
    rng = random.Random(1)
    rows = [
        (person, {f"D{n}": rng.randint(1, 5) for n in (1, 2, 4, 5, 6, 9, 10, 11, 12, 13)})
        for person in few + many + more
    ]
    answering.record_responses(wave=wave, answers=rows, on=DAY)

    close(wave, lead)

    left = dict.fromkeys(Response.objects.values_list("department__name", flat=True))
    assert "Board Office" not in left
    assert None in left
    assert Response.objects.filter(department=None).count() >= 10


@pytest.mark.parametrize("change", [{"program_id": 2}, {"key": "another"}, {"salt": "another"}, {"person_id": 8}])
def test_link_of_joins_one_person_within_one_programme_only(change):
    facts = {"person_id": 7, "program_id": 1, "key": "key", "salt": "salt"}

    assert rules.link_of(**facts) == rules.link_of(**facts)
    assert rules.link_of(**facts) != rules.link_of(**(facts | change))
    assert len(rules.link_of(**facts)) == 32


def test_hold_open_says_no_to_a_wave_that_is_not_there(db):
    assert not ballots.hold_open(0)
    assert not Wave.objects.exists()
