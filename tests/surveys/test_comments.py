"""People's own words: who may be read, what is blacked out, and that a lead shows each."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.surveys import comments
from programs.surveys.disclosure import Thresholds
from programs.surveys.disclosure.comments import BLACKED_OUT, masked, may_be_read, names_of
from programs.surveys.models import Comment, Wave
from programs.surveys.refused import SurveyRefused
from tests.factories.people import make_department
from tests.factories.surveys import close, make_open_wave, make_people, record

PEOPLE = ["Vera Visser", "Hugo Host", "Bo Li"]
NAMES = names_of(PEOPLE)
SOON = timezone.localdate() + datetime.timedelta(days=20)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask Vera first.", f"Ask {BLACKED_OUT} first."),
        ("ask vera visser first", f"ask {BLACKED_OUT} first"),
        ("Visser's team and Hugos desk", f"{BLACKED_OUT}'s team and {BLACKED_OUT} desk"),
        ("Mail vera.visser+x@example.co.uk!", f"Mail {BLACKED_OUT}!"),
        ("Call +49 (0)30 1234-567.", f"Call {BLACKED_OUT}."),
        ("Call 030/1234567 now", f"Call {BLACKED_OUT} now"),
        ("The host of day 12 in room 204, 2026.", "The host of day 12 in room 204, 2026."),
        ("Boring, he said.", "Boring, he said."),
    ],
)
def test_masked_blacks_out_names_addresses_and_numbers_and_nothing_else(text, left):
    assert masked(text, NAMES) == left


@given(before=st.text(max_size=20), after=st.text(max_size=20), name=st.sampled_from(PEOPLE[:2]))
def test_masked_lets_no_full_name_through(before, after, name):
    assert name not in masked(f"{before} {name} {after}", NAMES)


def test_may_be_read_needs_as_many_answers_as_an_item():
    limits = Thresholds(5, 12)

    assert [may_be_read(n, limits) for n in (0, 11, 12)] == [False, False, True]


def wave_with(program, lead, n, *, words=1):
    people = make_people(make_department("Sales"), n)
    wave = make_open_wave(program, lead, closes_on=SOON, departments=[people[0].department])
    rows = [(one, {"D1": 4, "O1": f"Vera {place}"} if place < words else {"D1": 2}) for place, one in enumerate(people)]
    record(wave, rows, on=timezone.localdate())
    return wave


def test_readable_gives_nothing_before_closing_and_nothing_of_few(program, lead):
    wave = wave_with(program, lead, 9)
    while_open = comments.readable(wave)
    close(wave, lead)

    assert while_open == []
    assert comments.readable(Wave.objects.get(pk=wave.pk)) == []


def test_readable_gives_the_words_without_names_and_beside_nothing(program, lead, visitor):
    wave = wave_with(program, lead, 10)
    close(wave, lead)

    (found,) = comments.readable(Wave.objects.get(pk=wave.pk))

    assert found.text == f"{BLACKED_OUT} 0"
    assert set(vars(found)) == {"key", "side", "question", "text", "state"}


def test_decide_comment_is_refused_where_it_may_not_be_read(program, lead):
    wave = wave_with(program, lead, 9)
    close(wave, lead)
    facts = {"wave": wave, "is_shown": True, "by": lead, "at": timezone.now()}

    for key in (Comment.objects.get().pk, uuid.uuid4()):
        with pytest.raises(SurveyRefused):
            comments.decide_comment(key=key, **facts)

    assert Comment.objects.get().state == "waiting"


def test_pages_show_a_comment_only_after_the_lead_said_so(client, program, lead, sponsor, visitor):
    wave = wave_with(program, lead, 12, words=2)
    close(wave, lead)
    queue, results = reverse("surveys:comments", args=[wave.pk]), reverse("surveys:results", args=[wave.pk])
    client.force_login(lead)
    listed = client.get(queue).content.decode()
    first, second = Comment.objects.order_by("text")
    before = client.get(results).content.decode()

    client.post(queue, {"key": first.pk, "decision": "show"})
    client.post(queue, {"key": second.pk, "decision": "hold"})

    client.force_login(sponsor)
    after = client.get(results).content.decode()
    assert f"{BLACKED_OUT} 0" in listed
    assert "Vera 0" not in listed + after
    assert BLACKED_OUT not in before
    assert f"{BLACKED_OUT} 0" in after
    assert f"{BLACKED_OUT} 1" not in after
    assert client.get(queue).status_code == 404
    logged = Entry.objects.filter(deed="decide_comment").order_by("pk")
    assert [entry.facts for entry in logged] == [{"state": "released"}, {"state": "held"}]


@pytest.mark.parametrize(
    "data", [{}, {"key": "x", "decision": "show"}, {"key": str(uuid.uuid4()), "decision": "delete"}]
)
def test_page_refuses_a_decision_that_is_none(client, program, lead, data):
    wave = wave_with(program, lead, 12)
    close(wave, lead)
    client.force_login(lead)

    response = client.post(reverse("surveys:comments", args=[wave.pk]), data)

    assert response.status_code == 422
    assert Comment.objects.get().state == "waiting"
