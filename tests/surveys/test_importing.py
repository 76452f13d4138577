"""Raw answers out of survey tools: three exports, everything that is wrong with one, and all or nothing."""

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.notifications.models import Letter
from programs.surveys import importing, queries, raw, tasks, tokens
from programs.surveys.choices import Agreement, RawReason, SurveyRefusal
from programs.surveys.models import Invitation, Response, WaveRelease
from programs.surveys.refused import SurveyRefused
from tests.factories.people import make_department
from tests.factories.surveys import close, invitation_of, make_open_wave, make_people

SOON = timezone.localdate() + datetime.timedelta(days=20)
AGREEMENT = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]


def csv_of(rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


@pytest.fixture
def people(db):
    return make_people(make_department("Sales"), 12)


@pytest.fixture
def wave(program, lead, people):
    return make_open_wave(program, lead, closes_on=SOON, is_elsewhere=True, departments=[people[0].department])


def limesurvey(people):
    header = ["Response ID", "Date submitted", "Last page", "email", "D1", "D2", "O1"]
    rows = [[n + 1, "2026-01-05", 3, one.email, f"A{n % 5 + 1}", "", f"words {n}"] for n, one in enumerate(people)]
    return csv_of([header, *rows])


def forms(people):
    header = ["ID", "Start time", "Completion time", "Email", "Name"]
    header += [
        "IT makes a critical difference to how well our business performs.",
        "IT mostly works to its own agenda.",
    ]
    rows = [
        [n, "1/5/26", "1/5/26", one.email.upper(), one.name, AGREEMENT[n % 5], "I can't judge"]
        for n, one in enumerate(people)
    ]
    return csv_of([header, *rows])


def qualtrics(people):
    header = ["StartDate", "ResponseId", "RecipientEmail", "QID1", "QID2_D2"]
    titles = ["Start Date", "Response ID", "Recipient Email", "[D1] IT makes a critical difference", "Priorities"]
    imports = ['{"ImportId":"startDate"}', *['{"ImportId":"x"}'] * 4]
    rows = [["2026", f"R_{n}", one.email, f"{n % 5 + 1} - {AGREEMENT[n % 5]}", "4.0"] for n, one in enumerate(people)]
    return csv_of([header, titles, imports, *rows])


def planned(wave, content, mapping=None):
    export = importing.export_of(content)
    items = wave.frozen["items"]
    return importing.planned(wave, export, mapping or raw.mapping_guessed(export, items))


def apply(wave, content, by, mapping=None):
    export = importing.export_of(content)
    mapping = mapping or raw.mapping_guessed(export, wave.frozen["items"])
    facts = {"by": by, "at": timezone.now(), "today": timezone.localdate()}
    return importing.import_answers(wave=wave, export=export, mapping=mapping, **facts)


# What is read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("export", "expected"),
    [(limesurvey, {"D1", "O1"}), (forms, {"D1", "D3r"}), (qualtrics, {"D1", "D2"})],
)
def test_exports_are_recognized_column_by_column(wave, people, export, expected):
    plan = planned(wave, export(people))

    assert plan.problems == []
    assert plan.count == 12
    assert [answers["D1"] for _, answers in plan.people] == [n % 5 + 1 for n in range(12)]
    assert set(plan.people[0][1]) == expected


def test_export_of_forms_keeps_cant_judge_apart_from_nothing(wave, people):
    plan = planned(wave, forms(people))

    assert all(answers["D3r"] is None for _, answers in plan.people)


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar", "en-gb"])
def test_words_are_understood_in_every_language(language):
    known = importing.labels()
    with translation.override(language):
        words = {str(one.label): int(one) for one in Agreement}

    found = {word: raw.answer_of(f" {word.upper()} ".strip(), {"scale": "agreement"}, known) for word in words}

    assert found == words


@given(st.text(max_size=12))
def test_answer_of_gives_an_answer_of_the_scale_or_refuses(cell):
    try:
        found = raw.answer_of(cell, {"scale": "agreement"}, {})
    except ValueError:
        return

    assert found in {1, 2, 3, 4, 5}


@pytest.mark.parametrize("cell", ["0", "6", "-1", "3,5", "½", "2026", "Weekly", "yes", "4; 5", "A9", "=1+3"])
def test_answer_of_refuses_what_is_not_on_the_scale(cell):
    with pytest.raises(ValueError):
        raw.answer_of(cell, {"scale": "agreement"}, {})


# What is wrong with a file -------------------------------------------------------------------


def simple(rows, header=("email", "D1", "D2")):
    return csv_of([header, *rows])


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ([("{0}", "9", "1")], {RawReason.MIXED_SCALE}),
        ([("{0}", "0", "1"), ("{1}", "7", "")], {RawReason.MIXED_SCALE}),
        ([("{0}", "Weekly", "1")], {RawReason.OFF_SCALE}),
        ([("{0}", "4", ""), ("{0}", "5", "")], {RawReason.PERSON_TWICE}),
        ([("nobody@example.com", "4", "")], {RawReason.UNKNOWN_PERSON}),
        ([("", "4", "")], {RawReason.UNKNOWN_PERSON}),
        ([("{0}", "", "")], {RawReason.EMPTY_ROW}),
        ([("{0}", "4", "", "", "", "5")], {RawReason.TOO_WIDE}),
        ([("{0}", "Maybe", ""), ("nobody", "4", "")], {RawReason.OFF_SCALE, RawReason.UNKNOWN_PERSON}),
    ],
)
def test_every_problem_is_listed_with_its_line_and_nothing_is_taken(wave, lead, people, rows, reasons):
    named = [tuple(cell.format(*(one.email for one in people)) for cell in row) for row in rows]
    content = simple(named)

    plan = planned(wave, content)
    with pytest.raises(SurveyRefused) as refused:
        apply(wave, content, lead)

    assert {problem.reason for problem in plan.problems} >= reasons
    assert refused.value.reasons >= reasons
    assert all(str(problem) for problem in plan.problems)
    assert not Response.objects.exists()
    assert not Invitation.objects.filter(done_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        (["email", "D1", "D1"], RawReason.MAPPED_TWICE),
        (["", "D1", "D2"], RawReason.NOBODY),
        (["email", "", ""], RawReason.NO_ITEM),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(wave, people, mapping, reason):
    plan = planned(wave, simple([(people[0].email, "4", "4")]), mapping)

    assert [problem.reason for problem in plan.problems] == [reason]


def test_columns_of_no_item_are_left_out_and_told(client, wave, lead, people):
    client.force_login(lead)
    content = simple([(people[0].email, "4", "2")], ("email", "D1", "D99"))

    page = look(client, wave, content, {"column_0": "email", "column_1": "D1", "column_2": ""}).content.decode()

    assert "These columns are left out: D99" in page.replace("\n", " ")


# Applying --------------------------------------------------------------------------------------


def test_import_answers_takes_all_and_logs_only_how_many(wave, lead, people):
    count = apply(wave, limesurvey(people), lead)

    logged = Entry.objects.get(deed="import_answers")
    assert (count, Response.objects.count(), logged.facts) == (12, 12, {"answers": 12})
    close(wave, lead)
    assert WaveRelease.objects.filter(wave=wave).exists()


def test_import_answers_joins_people_with_their_answers_through_links(program, lead, people, wave):
    apply(wave, limesurvey(people), lead)
    close(wave, lead)
    later = make_open_wave(
        program, lead, closes_on=SOON, kind="end", is_elsewhere=True, departments=[people[0].department]
    )

    apply(later, limesurvey(people), lead)

    assert len(set(Response.objects.values_list("link", flat=True))) == 12


def test_import_answers_refuses_a_file_a_second_time(wave, lead, people):
    apply(wave, limesurvey(people[:6]), lead)

    with pytest.raises(SurveyRefused) as refused:
        apply(wave, limesurvey(people), lead)

    assert refused.value.reasons == {RawReason.TAKEN_BEFORE}
    assert Response.objects.count() == 6


def test_import_answers_without_names_goes_by_department_and_joins_nobody(wave, lead, people):
    rows = [("Sales", "Business", str(n % 5 + 1)) for n in range(12)]

    apply(wave, simple(rows, ("Department", "Side", "D1")), lead)

    assert Response.objects.filter(department=people[0].department).count() == 12
    assert len(set(Response.objects.values_list("link", flat=True))) == 12


def test_import_answers_goes_by_side_where_the_file_has_no_departments(wave, lead, people):
    apply(wave, simple([("Business", str(n % 5 + 1)) for n in range(12)], ("Side", "D1")), lead)

    release = close(wave, lead, at=timezone.now())

    assert set(Response.objects.values_list("side", "department")) == {("business", None)}
    (share,) = [one["share"] for one in release.tables["results"] if one["construct"] == "D1"]
    assert (share["n"], share["value"]) == (12, round(4 / 12, 9))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("Business", "4")] * 13, RawReason.TOO_MANY),
        ([("IT", "4")], RawReason.TOO_MANY),
        ([("Sales", "4")], RawReason.NO_SIDE),
        ([("", "4")], RawReason.NO_SIDE),
    ],
)
def test_import_answers_by_side_refuses_whom_nobody_asked(wave, people, rows, reason):
    plan = planned(wave, simple(rows, ("Side", "D1")))

    assert {problem.reason for problem in plan.problems} == {reason}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("Sales", "Business", "4")] * 13, RawReason.TOO_MANY),
        ([("Sals", "Business", "4")], RawReason.UNKNOWN_DEPARTMENT),
        ([("", "Business", "4")], RawReason.UNKNOWN_DEPARTMENT),
        ([("Sales", "IT", "4")], RawReason.UNKNOWN_SIDE),
    ],
)
def test_import_answers_without_names_refuses_whom_nobody_asked(wave, people, rows, reason):
    plan = planned(wave, simple(rows, ("Department", "Side", "D1")))

    assert {problem.reason for problem in plan.problems} == {reason}


def test_import_answers_is_refused_where_links_were_mailed(program, lead, people):
    mailed = make_open_wave(program, lead, closes_on=SOON, departments=[people[0].department])

    with pytest.raises(SurveyRefused) as refused:
        apply(mailed, limesurvey(people), lead)

    assert refused.value.reasons == {SurveyRefusal.NOT_OPEN}


def test_a_wave_of_another_tool_mails_nobody_and_takes_no_link(client, wave, people):
    tasks.every_minute(timezone.now() + datetime.timedelta(days=18))

    answered = client.get(tokens.path_of(invitation_of(wave, people[0])))

    assert not Letter.objects.exists()
    assert answered.status_code == 404
    assert queries.open_invitations_of(people[0]) == []


# The page ----------------------------------------------------------------------------------------


def upload(client, wave, content):
    file = SimpleUploadedFile("export.csv", content, content_type="text/csv")
    return client.post(reverse("surveys:import_answers", args=[wave.pk]), {"file": file})


def look(client, wave, content, mapping, **more):
    kept = upload(client, wave, content).context["kept"]
    return client.post(reverse("surveys:import_answers", args=[wave.pk]), {"kept": kept} | mapping | more)


def test_page_maps_checks_and_applies(client, wave, lead, people):
    client.force_login(lead)
    content = limesurvey(people)
    mapping = {"column_3": "email", "column_4": "D1", "column_6": "O1"}

    mapped = upload(client, wave, content)
    checked = look(client, wave, content, mapping)
    nothing_yet = Response.objects.count()
    applied = look(client, wave, content, mapping, apply="1")

    assert 'value="D1" selected' in mapped.content.decode()
    assert people[0].email not in mapped.context["kept"]
    assert "12 answers can be taken" in checked.content.decode()
    assert nothing_yet == 0
    assert applied.status_code == 302
    assert Response.objects.count() == 12


def test_page_lists_problems_and_applies_nothing(client, wave, lead, people):
    client.force_login(lead)
    content = simple([(people[0].email, "4", "2"), (people[0].email, "Sometimes", "2")])

    response = look(client, wave, content, {"column_0": "email", "column_1": "D1", "column_2": "D2"}, apply="1")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Line 3" in page
    assert "stands in line 2 already" in page
    assert not Response.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04" + b"\0" * 60, b'email,D1\n"broken', b"\xff\xfe"])
def test_page_says_what_is_wrong_with_a_file_that_is_no_table(client, wave, lead, content):
    client.force_login(lead)

    response = upload(client, wave, content)

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize("kept", ["", "x", "AAAA", "🙂"])
def test_page_takes_no_file_that_it_did_not_seal(client, wave, lead, kept):
    client.force_login(lead)

    response = client.post(reverse("surveys:import_answers", args=[wave.pk]), {"kept": kept, "apply": "1"})

    assert response.status_code == 422
    assert "choose it again" in response.content.decode()


def test_page_opens_no_file_sealed_for_another_wave(client, program, wave, lead, people):
    client.force_login(lead)
    other = make_open_wave(program, lead, closes_on=SOON, is_elsewhere=True, departments=[people[0].department])
    kept = upload(client, wave, limesurvey(people)).context["kept"]

    response = client.post(reverse("surveys:import_answers", args=[other.pk]), {"kept": kept})

    assert response.status_code == 422
