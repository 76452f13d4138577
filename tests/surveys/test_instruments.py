"""Questionnaires of one's own: copied, worded anew, previewed, and out of files and back."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.surveys import authoring, papers, queries
from programs.surveys.choices import ItemReason
from programs.surveys.instruments import SHIPPED
from programs.surveys.models import Instrument, Item
from programs.surveys.refused import SurveyRefused
from tests.factories.cohorts import make_program, make_role
from tests.factories.surveys import (
    close,
    discovery_answers,
    make_company,
    make_instrument,
    make_open_wave,
    record,
)

NOW = timezone.now()
WORDS = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="|"), min_size=1, max_size=40)


def copy(program, by, *, key="discovery", title="Ours"):
    return authoring.write_instrument(
        program=program, title=title, items=queries.items_of(key), family=key, by=by, at=NOW
    )


def rewrite(item, by, text, business="", translations=None):
    return authoring.rewrite_item(
        item=item, text_it=text, text_business=business, translations=translations or {}, by=by, at=NOW
    )


def bare(items):
    return [{key: value for key, value in item.items() if key not in {"pk", "line", "position"}} for item in items]


# Copies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [one.key for one in SHIPPED])
def test_write_instrument_copies_what_ships_word_by_word(program, lead, key):
    copied = copy(program, lead, key=key)

    assert copied.key == f"{key}-2"
    assert bare(queries.items_of(copied.key)) == bare(queries.items_of(key))


def test_write_instrument_takes_the_next_free_key(program, lead):
    keys = [copy(program, lead).key for _ in range(3)]

    assert keys == ["discovery-2", "discovery-3", "discovery-4"]


def test_rewrite_item_counts_versions_and_logs_the_old_wording(program, lead):
    item = copy(program, lead).items.get(construct="D7")

    rewrite(item, lead, "New for IT.", "New for us.")
    rewrite(item, lead, "New for IT.", "New for us.")
    rewrite(item, lead, "One for both.")

    item.refresh_from_db()
    assert (item.version, item.scope, item.text_business) == (3, "gap", "One for both.")
    logged = Entry.objects.filter(deed="rewrite_item").order_by("pk")
    assert [entry.facts["version"] for entry in logged] == [2, 3]
    assert logged[1].facts["before"] == {"text_it": "New for IT.", "text_business": "New for us."}


def test_rewrite_item_is_refused_for_what_ships(lead):
    item = make_instrument().items.first()

    with pytest.raises(SurveyRefused) as refused:
        rewrite(item, lead, "Anything.")

    assert refused.value.reasons == {ItemReason.SHIPS}


def test_a_copy_carries_the_trend_on_but_not_of_a_reworded_item(program, lead):
    people = make_company(it=60, business=120, departments=4)
    departments = {person.department for person in people}
    first = make_open_wave(program, lead, departments=departments)
    record(first, discovery_answers(people))
    close(first, lead)
    ours = copy(program, lead)
    rewrite(ours.items.get(construct="D2"), lead, "IT does what the business needs most.")
    second = make_open_wave(program, lead, kind="end", instrument=ours, departments=departments)
    record(second, discovery_answers(people, seed=3))
    close(second, lead)

    _, after = queries.released_waves(program)

    assert after.compared_with == first.pk
    assert after.change("D1", "business") is not None
    assert after.change("D2", "business") is None


def test_waves_that_asked_names_those_whose_trend_a_new_wording_breaks(program, lead):
    ours = copy(program, lead)
    item = ours.items.get(construct="D1")
    before = queries.waves_that_asked(item)
    wave = make_open_wave(program, lead)

    after = queries.waves_that_asked(item)
    rewrite(item, lead, "Something else.")

    assert (before, after) == ([], [wave])
    item.refresh_from_db()
    assert queries.waves_that_asked(item) == []


# Files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [one.key for one in SHIPPED])
@pytest.mark.parametrize("kind", ["json", "csv"])
def test_what_is_exported_is_read_back_whole(db, key, kind):
    items = queries.items_of(key)
    content = papers.as_json("A title", items) if kind == "json" else papers.as_csv(items)

    paper = papers.read(content, f"file.{kind}")

    assert paper.problems == []
    assert bare(paper.items) == bare(items)


@given(text=WORDS, business=WORDS, german=WORDS, option=WORDS, start=st.sampled_from(["", "=", "+", "-", "@", "'="]))
def test_what_is_exported_is_read_back_whatever_the_wording(text, business, german, option, start):
    item = {
        "construct": "X1",
        "block": 2,
        "scope": "gap" if start + text == business else "side",
        "scale": "choices",
        "is_reversed": False,
        "in_index": False,
        "is_primary": False,
        "is_per_department": False,
        "about": "",
        "options": [option],
        "version": 1,
        "text_it": start + text,
        "text_business": business,
        "translations": {"de": {"it": german}},
    }

    for kind, content in (("json", papers.as_json("T", [item])), ("csv", papers.as_csv([item]))):
        paper = papers.read(content, f"file.{kind}")

        assert bare(paper.items) == [item]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("D 1,agreement,Text", ItemReason.BAD_KEY),
        ("toolongakey,agreement,Text", ItemReason.BAD_KEY),
        (",agreement,Text", ItemReason.BAD_KEY),
        ("D1,agreement,Text\nd1,agreement,Other", ItemReason.KEY_TWICE),
        ("D1,likert,Text", ItemReason.BAD_SCALE),
        ("D1,agreement,", ItemReason.BAD_TEXT),
        (f"D1,agreement,{'x' * 501}", ItemReason.BAD_TEXT),
        ("G1,share,How many?", ItemReason.NO_AIM),
        ("C1,choices,Which?", ItemReason.NO_OPTIONS),
    ],
)
def test_bad_rows_are_listed_with_their_line(row, reason):
    paper = papers.read(f"construct,scale,text_it\n{row}\n".encode(), "file.csv")

    (problem,) = [one for one in paper.problems if one.reason == reason]
    assert f"Line {2 + row.count(chr(10))}" in str(problem)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.json"),
        (b"[]", "a.json"),
        (b'{"items": 5}', "a.json"),
        (b'{"items": [5]}', "a.json"),
        (b'{"items": [{"construct": "D1"}]}', "a.json"),
        (b'{"items": []}', "a.json"),
        (b"[" * 100_000, "a.json"),
        (b"key,words\nD1,x\n", "a.csv"),
        (b'{"items": [{"construct": "D1", "scale": "agreement", "text_it": "x", "block": [1]}]}', "a.json"),
        (
            b'{"items": [{"construct": "D1", "scale": "agreement", "text_it": "x", "translations": {"xx": {}}}]}',
            "a.json",
        ),
    ],
)
def test_what_is_no_questionnaire_is_refused_with_a_sentence(content, name):
    paper = papers.read(content, name)

    assert paper.problems
    assert all(str(problem) for problem in paper.problems)


# Pages --------------------------------------------------------------------------------------------


def test_pages_copy_reword_and_send_a_questionnaire(client, program, lead):
    client.force_login(lead)
    listed = client.get(reverse("surveys:instruments")).content.decode()
    copied = client.post(
        reverse("surveys:copy_instrument", args=["discovery"]), {"program": program.pk, "title": "Our Discovery"}
    )
    ours = Instrument.objects.get(program=program)
    item = ours.items.get(construct="D1")
    saved = client.post(
        reverse("surveys:edit_item", args=[item.pk]), {"text_it": "IT matters.", "it_de": "Die IT zählt."}
    )
    preview = client.get(reverse("surveys:preview_instrument", args=[ours.key, "business"])).content.decode()
    wave = make_open_wave(program, lead, instrument=ours)

    assert "Readiness pulse" in listed
    assert copied.url == saved.url == reverse("surveys:instrument", args=[ours.key])
    assert "IT matters." in preview
    frozen = wave.frozen["items"][0]
    assert (frozen["version"], frozen["translations"]["de"]["it"]) == (2, "Die IT zählt.")


def test_edit_item_says_which_trend_breaks(client, program, lead):
    client.force_login(lead)
    item = copy(program, lead).items.get(construct="D1")
    address = reverse("surveys:edit_item", args=[item.pk])
    before = client.get(address).content.decode()
    make_open_wave(program, lead)

    after = client.get(address).content.decode()

    assert "breaks the trend" not in before
    assert "breaks the trend" in after
    assert "Baseline (" in after


def test_export_and_import_through_the_pages(client, program, lead):
    client.force_login(lead)
    for kind in ("json", "csv"):
        file = client.get(reverse("surveys:export_instrument", args=["visited", kind])).content
        data = {"program": program.pk, "title": kind, "file": SimpleUploadedFile(f"visited.{kind}", file)}

        response = client.post(reverse("surveys:import_instrument"), data)

        made = Instrument.objects.get(title=kind)
        assert response.url == reverse("surveys:instrument", args=[made.key])
        assert bare(queries.items_of(made.key)) == bare(queries.items_of("visited"))


def test_import_lists_bad_rows_and_writes_nothing(client, program, lead):
    client.force_login(lead)
    content = b"construct,scale,text_it\nD1,agreement,Fine\nD 2,likert,\n"

    response = client.post(
        reverse("surveys:import_instrument"), {"program": program.pk, "file": SimpleUploadedFile("x.csv", content)}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Line 3") == 3
    assert not Instrument.objects.exists()


def test_instrument_is_hidden_from_the_lead_of_another_programme(client, program, lead, outsider):
    make_role(make_program(name="Another programme"), outsider)
    ours = copy(program, lead)
    client.force_login(outsider)

    assert client.get(reverse("surveys:instrument", args=["discovery"])).status_code == 200
    assert client.get(reverse("surveys:instrument", args=[ours.key])).status_code == 404
    assert client.get(reverse("surveys:edit_item", args=[Item.objects.first().pk])).status_code == 404
    assert json.loads(client.get(reverse("surveys:export_instrument", args=["pulse", "json"])).content)["items"]
