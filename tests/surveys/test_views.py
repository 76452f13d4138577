"""Pages: answering on a phone without JavaScript, and figures that obey the one gateway."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.surveys import documents, queries, tokens
from programs.surveys.models import BallotPaper, Wave
from programs.surveys.statistics import causal_words
from tests.factories.people import make_department
from tests.factories.surveys import (
    close,
    discovery_answers,
    invitation_of,
    make_company,
    make_open_wave,
    make_people,
    make_wave,
    record,
)

SOON = timezone.localdate() + datetime.timedelta(days=20)


@pytest.fixture
def wave(program, lead, visitor, host):
    return make_open_wave(program, lead, closes_on=SOON)


@pytest.fixture
def link(wave, visitor):
    return tokens.path_of(invitation_of(wave, visitor))


@pytest.fixture
def released(program, lead):
    people = make_company()
    small = make_people(make_department("Board Office"), 3)
    wave = make_open_wave(program, lead, departments={person.department for person in people + small})
    record(wave, discovery_answers(people) + [(person, {"D1": 5, "D2": 1}) for person in small])
    close(wave, lead)
    return wave


def test_answer_shows_the_promise_before_the_first_question(client, link):
    page = client.get(link).content.decode()

    assert page.index("Your answers are confidential") < page.index("<fieldset")
    assert "fewer than 5 people" in page
    assert page.count("<fieldset") == 17
    assert page.count("judge") >= 15


def test_answer_takes_answers_without_signing_in_and_thanks(client, link, wave, visitor):
    response = client.post(link, {"D1": "5", "D2": "cant", "O1": "Ask us first."})

    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    assert BallotPaper.objects.get().content["answers"] == {"D1": 5, "D2": None}
    assert invitation_of(wave, visitor).done_on == timezone.localdate()


def test_answer_says_thank_you_to_a_link_that_was_used(client, link):
    client.post(link, {"D1": "5"})

    again = client.post(link, {"D1": "1"})

    assert again.status_code == 410
    assert "already answered" in again.content.decode()
    assert BallotPaper.objects.count() == 1


@pytest.mark.parametrize("token", ["forged", "A" * 43, "%00", "..%2F..%2Fetc", "🙂"])
def test_answer_says_that_a_forged_link_does_not_work(client, wave, token):
    response = client.get(reverse("surveys:answer", args=["x"]).replace("x/", f"{token}/"))

    assert response.status_code == 404


def test_answer_keeps_one_persons_link_from_another_who_is_signed_in(client, link, host):
    client.force_login(host)

    response = client.post(link, {"D1": "5"})

    assert response.status_code == 404
    assert "belongs to someone else" in response.content.decode()
    assert not BallotPaper.objects.exists()


def test_answer_says_that_a_wave_has_closed(client, link, wave, lead):
    Wave.objects.filter(pk=wave.pk).update(closes_on=timezone.localdate() - datetime.timedelta(days=1))
    run_out = client.get(link)
    close(Wave.objects.get(pk=wave.pk), lead)

    closed = client.post(link, {"D1": "5"})

    assert (run_out.status_code, closed.status_code) == (410, 410)
    assert "has closed" in closed.content.decode()


@pytest.mark.parametrize("bad", [{"D1": "6"}, {"D1": "x"}, {"O1": "y" * 1_000_000}, {}])
def test_answer_keeps_what_was_typed_beside_a_clear_error(client, link, bad):
    response = client.post(link, {"D2": "4", "O1": "My own words"} | bad if bad else {})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert not BallotPaper.objects.exists()
    if bad:
        assert re.search(r'name="D2" value="4"[^>]*checked', page)


def test_answer_keeps_a_draft_on_the_device_and_nowhere_else(client, link, wave, visitor):
    kept = client.post(link, {"D1": "4", "D2": "cant", "O1": "Half a thought", "save": "1"})
    cookie = client.cookies["survey-draft"]

    again = client.get(link).content.decode()

    assert kept.url == link
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (link, True, "Lax")
    assert "Half a thought" not in cookie.value
    assert re.search(r'name="D1" value="4"[^>]*checked', again)
    assert re.search(r'name="D2" value="cant"[^>]*checked', again)
    assert "Half a thought" in again
    assert "Nothing has been sent yet" in again
    assert not BallotPaper.objects.exists()
    assert invitation_of(wave, visitor).done_on is None


def test_answer_forgets_the_draft_when_the_answers_are_sent(client, link):
    client.post(link, {"D1": "4", "save": "1"})

    client.post(link, {"D1": "5"})

    assert client.cookies["survey-draft"].value == ""
    assert BallotPaper.objects.get().content["answers"] == {"D1": 5}


@pytest.mark.parametrize("value", ["", "x", "AAAA", "%F0%9F", "a" * 5000])
def test_answer_takes_no_draft_that_it_did_not_seal(client, link, value):
    client.cookies["survey-draft"] = value

    response = client.get(link)

    assert response.status_code == 200
    assert "Nothing has been sent yet" not in response.content.decode()


def test_answer_opens_no_draft_of_another_invitation(client, link, wave, host):
    client.post(link, {"D1": "4", "save": "1"})
    sealed = client.cookies["survey-draft"].value
    client.cookies.clear()
    client.cookies["survey-draft"] = sealed

    page = client.get(tokens.path_of(invitation_of(wave, host))).content.decode()

    assert "checked" not in page


def test_answer_says_when_a_draft_is_too_long_for_a_cookie(client, link):
    words = "".join(chr(0x4E00 + 7 * n % 20000) for n in range(2000))

    response = client.post(link, {"D1": "4", "O1": words, "save": "1"})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert re.search(r'name="D1" value="4"[^>]*checked', page)


def test_answer_shows_blocks_in_an_order_of_its_own_that_stays(client, wave, visitor, host):
    def order(person):
        page = client.get(tokens.path_of(invitation_of(wave, person))).content.decode()
        return list(dict.fromkeys(re.findall(r'name="(D\d+r?|O1)"', page)))

    mine, again, other = order(visitor), order(visitor), order(host)

    assert mine == again != other
    assert sorted(mine) == sorted(other)
    assert {one.rstrip("r") for one in mine[:6]} == {f"D{n}" for n in range(1, 7)}


def test_answer_lets_no_token_out_of_its_page(client, link, wave, visitor):
    token = tokens.token_of(wave.pk, visitor.pk)

    response = client.get(link)

    assert token not in response.content.decode()
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_index_shows_counts_in_steps_of_five_and_never_who(client, lead, program):
    people = make_people(make_department("Sales"), 9)
    wave = make_open_wave(program, lead, closes_on=SOON)
    client.force_login(lead)
    record(wave, [(person, {"D1": 4}) for person in people[:6]], on=timezone.localdate())
    with_six = client.get(reverse("surveys:index")).content.decode()
    record(wave, [(people[6], {"D1": 4})], on=timezone.localdate())

    with_seven = client.get(reverse("surveys:index")).content.decode()

    def visible(page):
        return re.sub(r"csrf[^>]*|X-CSRFToken[^}]*", "", page)

    assert "at least 5" in with_six
    assert visible(with_six) == visible(with_seven)
    assert not any(person.name in with_six for person in people)


def test_index_costs_the_same_for_one_wave_and_many(client, lead, program, django_assert_max_num_queries):
    client.force_login(lead)
    make_wave(program, lead)
    client.get(reverse("surveys:index"))
    with django_assert_max_num_queries(20) as one:
        client.get(reverse("surveys:index"))
    for _ in range(5):
        make_wave(program, lead)

    with django_assert_max_num_queries(20) as many:
        client.get(reverse("surveys:index"))

    assert len(many) == len(one)


def test_create_open_and_close_through_the_pages(client, lead, program, visitor, host):
    client.force_login(lead)
    make_wave(program, lead)
    instrument = program.waves.get().instrument

    made = client.post(
        reverse("surveys:create", args=[program.pk]),
        {"kind": "baseline", "instrument": instrument.key, "closes_on": SOON.isoformat()},
    )
    wave = program.waves.order_by("pk").last()
    preview = client.get(made.url).content.decode()
    opened = client.post(reverse("surveys:open", args=[wave.pk]))
    asked = client.get(reverse("surveys:close", args=[wave.pk])).content.decode()
    closed = client.post(reverse("surveys:close", args=[wave.pk]))

    assert "Open and invite 3 people" in preview
    assert "About 5 minutes each" in preview
    assert opened.status_code == 302
    assert "Fewer than 5 of 3 invited" in asked
    assert closed.url == reverse("surveys:results", args=[wave.pk])
    assert client.get(closed.url).status_code == 200


@pytest.mark.parametrize(
    "data", [{}, {"kind": "nonsense"}, {"closes_on": "yesterday"}, {"instrument": "9999"}, {"departments": ["x"]}]
)
def test_create_says_what_is_wrong(client, lead, program, data):
    client.force_login(lead)

    response = client.post(reverse("surveys:create", args=[program.pk]), data)

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()


def test_open_says_what_is_missing(client, lead, program):
    client.force_login(lead)
    wave = make_wave(program, lead, closes_on=timezone.localdate())

    response = client.post(reverse("surveys:open", args=[wave.pk]))

    assert response.status_code == 409
    assert "closing day after today" in response.content.decode()


@pytest.mark.parametrize("name", ["surveys:results", "surveys:results_csv"])
def test_results_are_nothing_before_closing_whoever_asks(client, wave, lead, sponsor, administrator, name):
    for person in (lead, sponsor, administrator):
        client.force_login(person)

        assert client.get(reverse(name, args=[wave.pk])).status_code == 404


def test_results_tell_the_discovery(client, released, sponsor):
    client.force_login(sponsor)

    page = client.get(reverse("surveys:results", args=[released.pk])).content.decode()

    assert "75% of IT" in page
    assert "<svg" in page
    assert "[67–82]" in page
    assert "Other departments (2)" in page


@pytest.mark.parametrize(
    "query", ["?department=1", "?side=it&department=Board+Office", "?sort=n", "?page=2", "?group=person"]
)
def test_results_cannot_be_asked_for_another_group(client, released, lead, query):
    client.force_login(lead)
    address = reverse("surveys:results", args=[released.pk])

    plain, asked = client.get(address).content, client.get(address + query).content

    def visible(page):
        return re.sub(rb'csrf[^>]*|X-CSRFToken[^}]*|name="next"[^>]*', b"", page)

    assert visible(plain) == visible(asked)


@pytest.mark.parametrize("name", ["surveys:results", "surveys:results_csv"])
def test_results_never_name_a_department_that_was_merged(client, released, lead, name):
    client.force_login(lead)

    page = client.get(reverse(name, args=[released.pk])).content.decode()

    assert "Board Office" not in page
    assert not re.search(r"\bn 3\b", page)


def test_results_csv_holds_the_figures_of_the_release(client, released, lead, program):
    client.force_login(lead)

    text = client.get(reverse("surveys:results_csv", args=[released.pk])).content.decode()

    rows = list(csv.DictReader(io.StringIO(text)))
    (figures,) = queries.released_waves(program)
    mine = next(row for row in rows if (row["item"], row["side"], row["group"]) == ("D1", "IT", "Everyone"))
    assert (mine["agree"], mine["n"]) == ("0.7500", "120")
    assert len(rows) == len(figures.results)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_guarded_keeps_a_spreadsheet_from_running_a_cell(cell):
    assert documents.guarded(cell) == f"'{cell}"
    assert documents.guarded("Sales") == "Sales"


def test_finding_claims_no_cause_whatever_happened(program, lead, released):
    people = [one.person for one in released.invitations.select_related("person__department").order_by("pk")]
    later = make_open_wave(
        program,
        lead,
        kind="end",
        departments={person.department for person in people},
        at=datetime.datetime(2026, 7, 6, 9, tzinfo=datetime.UTC),
        closes_on=datetime.date(2026, 7, 24),
    )
    record(later, discovery_answers(people, seed=3), on=later.closes_on)
    close(later, lead)
    first, second = queries.released_waves(program)

    sentences = [documents.finding(first), documents.finding(second)]

    assert "gap of 31 points [21–39]" in sentences[0]
    assert "no clear change in the gap" in sentences[1]
    assert not any(causal_words(sentence) for sentence in sentences)
