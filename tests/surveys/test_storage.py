"""Storage that can't betray: keys, withdrawing, and every place where a trace might stay."""

import datetime
import io
import json
import logging
import re
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from exchange.logs import MaskSecrets
from programs.audit.models import Entry
from programs.surveys import answering, intake, linking, queries, rules, tasks, tokens
from programs.surveys.choices import SurveyRefusal
from programs.surveys.models import (
    BallotPaper,
    Comment,
    Invitation,
    LinkSalt,
    Rating,
    Response,
    Wave,
    WaveRelease,
)
from programs.surveys.refused import SurveyRefused
from tests.factories.cohorts import make_program, make_role
from tests.factories.people import make_department
from tests.factories.surveys import (
    CLOSES_ON,
    close,
    discovery_answers,
    invitation_of,
    make_company,
    make_open_wave,
    make_people,
    record,
)

SOON = timezone.localdate() + datetime.timedelta(days=20)
WORDS = "the lift in building four"


@pytest.fixture
def wave(program, lead, visitor, host):
    return make_open_wave(program, lead, closes_on=SOON)


def answer(wave, person, answers):
    answering.answer_survey(invitation=invitation_of(wave, person), answers=answers, on=timezone.localdate())


def fill(wave, n):
    people = [one.person for one in wave.invitations.select_related("person__department")[:n]]
    record(wave, [(person, {"D1": 1 + place % 5}) for place, person in enumerate(people)], on=timezone.localdate())
    return people


# Withdrawing --------------------------------------------------------------------------------


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_withdraw_answers_deletes_ratings_and_comments_wherever_they_are(program, lead, is_shuffled):
    people = make_people(make_department("Sales"), 6)
    wave = make_open_wave(program, lead, closes_on=SOON)
    for person in people:
        answer(wave, person, {"D1": 4, "O1": f"{WORDS} {person.pk}"})
    if is_shuffled:
        tasks.shuffle_ballots.call(wave.pk)
    mine = f"{WORDS} {people[2].pk}"

    answering.withdraw_answers(invitation=invitation_of(wave, people[2]))

    close(wave, lead)
    assert Response.objects.count() == 5
    assert Comment.objects.count() == 5
    assert not Comment.objects.filter(text=mine).exists()


def test_withdraw_answers_changes_nothing_that_tells_of_it(program, lead):
    people = make_people(make_department("Sales"), 6)
    wave = make_open_wave(program, lead, closes_on=SOON)
    for person in people:
        answer(wave, person, {"D1": 4})
    tasks.shuffle_ballots.call(wave.pk)
    mine = invitation_of(wave, people[0])
    before = (list(Invitation.objects.order_by("pk").values()), Entry.objects.count(), list(Wave.objects.values()))

    answering.withdraw_answers(invitation=mine)
    answering.withdraw_answers(invitation=mine)

    after = (list(Invitation.objects.order_by("pk").values()), Entry.objects.count(), list(Wave.objects.values()))
    assert after == before
    with pytest.raises(SurveyRefused):
        answering.answer_survey(invitation=invitation_of(wave, people[0]), answers={"D1": 1}, on=timezone.localdate())


def test_withdraw_answers_is_refused_once_figures_are_published(wave, lead, visitor):
    answer(wave, visitor, {"D1": 4})
    close(wave, lead)
    release = WaveRelease.objects.get().sha256

    with pytest.raises(SurveyRefused) as refused:
        answering.withdraw_answers(invitation=invitation_of(wave, visitor))

    assert refused.value.reasons == {SurveyRefusal.RELEASED}
    assert Response.objects.count() == 1
    assert WaveRelease.objects.get().sha256 == release


def test_withdraw_through_the_page_says_the_same_to_everybody(client, wave, visitor, host):
    link = tokens.path_of(invitation_of(wave, visitor))
    client.post(link, {"D1": "5", "O1": WORDS})
    offered = client.get(link).content.decode()

    mine = client.post(f"{link}withdraw/")
    nothing_there = client.post(f"{tokens.path_of(invitation_of(wave, host))}withdraw/")

    assert 'action="withdraw/"' in offered
    assert mine.url == nothing_there.url == reverse("surveys:withdrawn")
    assert not BallotPaper.objects.exists()
    assert client.get(link).status_code == 410


def test_withdraw_through_the_page_after_closing_says_why_not(client, wave, lead, visitor):
    link = tokens.path_of(invitation_of(wave, visitor))
    client.post(link, {"D1": "5"})
    close(wave, lead)

    response = client.post(f"{link}withdraw/")

    assert response.status_code == 409
    assert "published" in response.content.decode()
    assert "withdraw/" not in client.get(link).content.decode()


@pytest.mark.parametrize("token", ["forged", "A" * 43])
def test_withdraw_takes_no_forged_link(client, wave, token):
    assert client.post(reverse("surveys:withdraw", args=[token])).status_code == 404


# The key ---------------------------------------------------------------------------------------


def two_waves(program, lead):
    """The Discovery and a second wave by the same people, both closed."""
    people = make_company(it=40, business=120, departments=4)
    departments = {person.department for person in people}
    first = make_open_wave(program, lead, departments=departments)
    record(first, discovery_answers(people))
    close(first, lead)
    second = make_open_wave(
        program,
        lead,
        kind="end",
        departments=departments,
        at=datetime.datetime(2026, 7, 6, 9, tzinfo=datetime.UTC),
        closes_on=datetime.date(2026, 7, 24),
    )
    record(second, discovery_answers(people, seed=3), on=second.closes_on)
    close(second, lead)
    return people, first, second


def trajectories(waves):
    """How many people have each course of departments and visits over the waves, as the database joins them."""
    courses = {}
    for wave in waves:
        for link, department, dose in Response.objects.filter(wave=wave).values_list("link", "department", "dose"):
            courses.setdefault(link, []).append((wave.pk, department, dose))
    return Counter(map(tuple, courses.values()))


def test_who_moved_between_two_waves_stands_out_in_no_copy_of_the_database(program, lead):
    people = make_company(it=40, business=120, departments=4)
    departments = sorted(
        {person.department for person in people if not person.department.is_it}, key=lambda one: one.pk
    )
    first = make_open_wave(program, lead, departments={person.department for person in people})
    record(first, discovery_answers(people))
    close(first, lead)
    mover = next(person for person in people if person.department == departments[0])
    mover.department = departments[1]
    mover.save()
    later = datetime.datetime(2026, 7, 6, 9, tzinfo=datetime.UTC)
    second = make_open_wave(
        program, lead, kind="end", departments={*departments}, at=later, closes_on=datetime.date(2026, 7, 24)
    )
    record(second, discovery_answers([one for one in people if not one.department.is_it], seed=3), on=later.date())
    while_open = trajectories([first, second])

    close(second, lead)

    assert min(while_open.values()) == 1
    assert min(trajectories([first, second]).values()) >= 5
    assert Response.objects.filter(wave=first).exclude(department=None).exists()


def test_who_changed_sides_between_two_waves_is_joined_no_more(program, lead):
    people = make_company(it=40, business=120, departments=4)
    departments = {person.department for person in people}
    first = make_open_wave(program, lead, departments=departments)
    record(first, discovery_answers(people))
    close(first, lead)
    changed = next(person for person in people if not person.department.is_it)
    changed.department = next(one for one in departments if one.is_it)
    changed.save()
    later = datetime.datetime(2026, 7, 6, 9, tzinfo=datetime.UTC)
    second = make_open_wave(
        program, lead, kind="end", departments=departments, at=later, closes_on=datetime.date(2026, 7, 24)
    )
    record(second, discovery_answers(people, seed=3), on=later.date())

    close(second, lead)

    joined = set(intake.columns_of(first).links) & set(intake.columns_of(second).links)
    assert len(joined) == 159
    assert linking.Linker(second).link_of(changed.pk) not in joined
    assert Response.objects.filter(wave=second).count() == 160


def destroy(program):
    return linking.destroy_link_key(program=program, by=None, at=timezone.now(), today=timezone.localdate())


def test_destroy_link_key_leaves_figures_and_no_way_back(program, lead):
    people, first, second = two_waves(program, lead)
    salt, key = LinkSalt.objects.get().value, settings.LINK_KEY
    released = [queries.released_wave(wave.release) for wave in Wave.objects.order_by("pk")]

    def relinked():
        """People whom someone with an old backup's salt and the key finds among the answers."""
        links = {rules.link_of(person.pk, program.pk, key=key, salt=salt) for person in people}
        return len(links & set(Response.objects.values_list("link", flat=True)))

    found_before = relinked()
    again_before = intake.columns_of(second)

    count = destroy(program)

    assert found_before == 160
    assert count == 320
    assert relinked() == 0
    assert LinkSalt.objects.get().value == ""
    assert [queries.released_wave(wave.release) for wave in Wave.objects.order_by("pk")] == released
    assert not Response.objects.exclude(department=None, dose="").exists()
    joined = set(intake.columns_of(first).links) & set(intake.columns_of(second).links)
    assert len(joined) == 160
    assert sorted(map(tuple, intake.columns_of(second).values)) == sorted(map(tuple, again_before.values))


def test_destroy_link_key_is_refused_while_a_wave_is_open_and_a_second_time(program, lead, wave):
    with pytest.raises(SurveyRefused) as still_open:
        destroy(program)
    close(wave, lead)
    destroy(program)

    with pytest.raises(SurveyRefused) as gone:
        destroy(program)

    assert still_open.value.reasons == {SurveyRefusal.WAVES_OPEN}
    assert gone.value.reasons == {SurveyRefusal.KEY_DESTROYED}


def test_open_wave_is_refused_after_the_key_was_destroyed(program, lead, wave):
    close(wave, lead)
    destroy(program)

    with pytest.raises(SurveyRefused) as refused:
        make_open_wave(program, lead)

    assert refused.value.reasons == {SurveyRefusal.KEY_DESTROYED}


def test_destroying_one_programmes_key_leaves_the_others(program, lead, wave, visitor):
    other = make_program(name="Another programme")
    make_role(other, lead)
    kept = make_open_wave(other, lead, closes_on=SOON)
    answer(kept, visitor, {"D1": 3})
    close(wave, lead)
    destroy(program)

    answering.withdraw_answers(invitation=invitation_of(kept, visitor))

    assert not BallotPaper.objects.filter(wave=kept).exists()


def test_command_destroys_only_when_told_twice(program, lead, wave):
    close(wave, lead)
    said = io.StringIO()

    call_command("destroy_link_key", program.name, stdout=said)
    stood = LinkSalt.objects.get().destroyed_on
    call_command("destroy_link_key", str(program.pk), "--yes", stdout=said)

    assert stood is None
    assert LinkSalt.objects.get().destroyed_on == timezone.localdate()
    assert "Nothing was done" in said.getvalue()
    with pytest.raises(CommandError, match="no programme"):
        call_command("destroy_link_key", "Nobody's")
    with pytest.raises(CommandError, match="destroyed"):
        call_command("destroy_link_key", program.name, "--yes")


def test_linking_page_says_that_the_key_is_gone(client, program, lead, visitor, wave):
    client.force_login(visitor)
    address = reverse("surveys:linking", args=[program.pk])
    in_use = client.get(address).content.decode()
    close(wave, lead)
    destroy(program)

    destroyed = client.get(address).content.decode()

    assert "In use" in in_use
    assert "manage.py" not in in_use
    assert "every code replaced by a random one" in destroyed


# Where a trace might stay ------------------------------------------------------------------------


def leaks(text, secrets):
    return [secret for secret in secrets if secret in text]


def everything_but_the_answers():
    """Every cell of every table but those that hold answers, as text."""
    holders = {BallotPaper, Response, Comment}
    for model in apps.get_models(include_auto_created=True):
        if model not in holders:
            yield model._meta.label, json.dumps(list(model._base_manager.values()), default=str)


@pytest.fixture
def answered(client, caplog, program, lead, visitor, host):
    """A wave answered through its pages, closed, with everything that could have been written down."""
    caplog.set_level(logging.DEBUG)
    people = make_people(make_department("Sales"), 12)
    wave = make_open_wave(program, lead, closes_on=SOON)
    for number, person in enumerate(people):
        client.post(tokens.path_of(invitation_of(wave, person)), {"D1": str(1 + number % 5), "O1": f"{WORDS} {number}"})
    tasks.every_minute(timezone.now())
    tasks.shuffle_ballots.call(wave.pk)
    secrets = [
        *Response.objects.values_list("link", flat=True),
        *Comment.objects.values_list("handle", flat=True),
        *(tokens.token_of(wave.pk, person.pk) for person in people),
        WORDS,
    ]
    close(wave, lead)
    return wave, secrets, caplog


def test_no_log_line_holds_a_link_a_token_or_a_word(answered):
    _, secrets, caplog = answered

    logging.getLogger("programs").warning("kept by mistake: %s", secrets[0])

    *lines, breach = caplog.messages
    assert not leaks("\n".join(lines), secrets)
    assert leaks(breach, secrets) == [secrets[0]]


def test_no_other_table_holds_a_link_a_token_or_a_word(answered):
    wave, secrets, _ = answered
    links = [secret for secret in secrets if secret != WORDS]

    clean = {name: leaks(text, secrets) for name, text in everything_but_the_answers() if name != "programs.Letter"}
    Entry.objects.create(
        at=timezone.now(), deed="x", subject_kind="wave", subject_id=str(wave.pk), facts={"by": links[0]}
    )
    breached = {name for name, text in everything_but_the_answers() if leaks(text, secrets)}

    assert not any(clean.values())
    assert breached - {"programs.Letter"} == {"programs.Entry"}


def test_no_page_export_or_admin_page_holds_a_link_or_a_handle(client, answered, lead, administrator):
    wave, secrets, _ = answered
    pages = [
        reverse("surveys:index"),
        reverse("surveys:results", args=[wave.pk]),
        *(reverse(f"surveys:{name}_csv", args=[wave.pk]) for name in ("results", "comparisons", "matrices")),
        reverse("notifications:outbox"),
        reverse("surveys:linking", args=[wave.program_id]),
        "/admin/",
    ]

    shown = ""
    for person in (lead, administrator):
        client.force_login(person)
        shown += "".join(client.get(page).content.decode() for page in pages)

    assert not leaks(shown, secrets)
    assert str(wave.program) in shown


def test_no_admin_page_is_made_for_answers_or_invitations():
    registered = set(admin.site._registry)

    assert not registered & {BallotPaper, Response, Comment, Rating, Invitation, LinkSalt}


def test_close_empties_what_let_people_take_comments_back(answered):
    assert set(Comment.objects.values_list("handle", flat=True)) == {""}


def test_handles_join_no_two_comments_and_no_comment_to_ratings(program, lead, visitor):
    facts = {"key": "key", "salt": "salt"}

    handles = {rules.handle_of(1, 7, construct, **facts) for construct in ("O1", "O2")}

    assert len(handles) == 2
    assert rules.link_of(7, 1, **facts) not in handles
    assert rules.handle_of(2, 7, "O1", **facts) not in handles


def test_an_error_while_answering_logs_neither_words_nor_link(client, caplog, wave, visitor):
    link = tokens.path_of(invitation_of(wave, visitor))
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE programs_ballotpaper RENAME TO gone_for_a_moment")

    response = client.post(link, {"D1": "5", "O1": WORDS})

    assert response.status_code == 500
    text = "\n".join(logging.Formatter().format(line) for line in caplog.records)
    for line in caplog.records:
        MaskSecrets().filter(line)
    masked = "\n".join(line.getMessage() for line in caplog.records)
    assert "gone" not in response.content.decode()
    assert WORDS not in text
    assert link.split("/")[2] not in masked
    assert invitation_of(wave, visitor).done_on is None


def test_no_answer_starts_a_job_that_would_keep_its_moment(client, caplog, program, lead):
    people = make_people(make_department("Sales"), 6)
    wave = make_open_wave(program, lead, closes_on=SOON)
    caplog.clear()

    for person in people:
        client.post(tokens.path_of(invitation_of(wave, person)), {"D1": "5"})

    assert BallotPaper.objects.count() == 6
    assert not [line for line in caplog.records if line.name == "django_tasks"]


# People who move, and programmes -------------------------------------------------------------------


def test_links_of_one_person_differ_between_programmes(program, lead, visitor, wave):
    other = make_program(name="Another programme")
    make_role(other, lead)
    later = make_open_wave(other, lead, closes_on=SOON)
    record(wave, [(visitor, {"D1": 4})], on=timezone.localdate())

    record(later, [(visitor, {"D1": 4})], on=timezone.localdate())

    one, two = Response.objects.values_list("link", flat=True)
    assert one != two


def test_a_person_who_moves_answers_for_the_department_they_were_asked_in(program, lead):
    sales, finance = make_department("Sales"), make_department("Finance")
    people = make_people(sales, 15)
    make_people(finance, 15)
    wave = make_open_wave(program, lead)
    mover = people[0]
    mover.department = finance
    mover.save()

    answering.answer_survey(invitation=invitation_of(wave, mover), answers={"D1": 2}, on=CLOSES_ON)

    assert BallotPaper.objects.get().content["department"] == sales.pk
    heads = {row.department_id: (row.people, row.invited) for row in wave.headcounts.all()}
    assert (heads[sales.pk], heads[finance.pk]) == ((15, 15), (15, 15))


def test_no_column_of_answers_is_a_number_that_counts_up():
    for model in (BallotPaper, Response, Comment, Rating):
        assert isinstance(model._meta.pk, models.UUIDField)
        assert not re.search(r"created|updated|_at\b|_on\b", " ".join(f.name for f in model._meta.fields))
