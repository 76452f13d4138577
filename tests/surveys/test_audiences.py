"""Who is asked: sides, departments, samples; and how much is asked of each."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.surveys import actions, audiences, rules
from programs.surveys.choices import SurveyRefusal
from programs.surveys.models import Headcount, Wave
from programs.surveys.refused import SurveyRefused
from tests.factories.people import make_department
from tests.factories.surveys import OPENED_AT, close, make_open_wave, make_people, make_wave

SOON = timezone.localdate() + datetime.timedelta(days=20)


@given(st.sets(st.integers(1, 10_000), max_size=80), st.integers(1, 100), st.integers(0, 2**31))
def test_sample_of_draws_the_share_rounded_up_the_same_each_time(people, percent, seed):
    drawn = rules.sample_of(people, percent, seed)

    assert drawn <= people
    assert len(drawn) == -(-len(people) * percent // 100)
    assert drawn == rules.sample_of(sorted(people, reverse=True), percent, seed)


def test_sample_of_draws_each_person_about_as_often():
    drawn = [rules.sample_of(range(40), 25, seed) for seed in range(800)]

    times = [sum(person in one for one in drawn) for person in range(40)]

    assert all(140 < count < 260 for count in times)


def test_draft_wave_asks_one_side(program, lead, visitor, host):
    wave = make_open_wave(program, lead, side="it")

    assert list(wave.invitations.values_list("person__name", flat=True)) == [str(visitor)]


def test_open_wave_draws_a_share_of_every_department_and_logs_the_draw(program, lead):
    make_people(make_department("Sales"), 40)
    make_people(make_department("Legal"), 3)

    wave = make_open_wave(program, lead, sample_percent=25)

    heads = {row.department.name: (row.people, row.invited) for row in Headcount.objects.select_related("department")}
    assert heads["Sales"] == (40, 10)
    assert heads["Legal"] == (3, 1)
    assert wave.invitations.filter(department__name="Sales").count() == 10
    logged = Entry.objects.get(deed="open_wave").facts
    assert (logged["sample_percent"], logged["sample_seed"], logged["invited"]) == (25, wave.sample_seed, 12)


def test_a_draw_shown_before_sending_is_the_one_that_is_sent(program, lead):
    make_people(make_department("Sales"), 40)
    wave = make_wave(program, lead, sample_percent=30)
    shown = {person.pk for person in audiences.drawn(wave).invited}

    actions.open_wave(wave=wave, by=lead, at=OPENED_AT, today=OPENED_AT.date())

    assert set(wave.invitations.values_list("person", flat=True)) == shown


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 30), max_size=20), st.integers(0, 20), st.integers(0, 40))
def test_overburdened_names_exactly_those_above_the_limit(asked, more, limit):
    over = rules.overburdened(asked, more, limit)

    assert over == {person: n + more for person, n in asked.items() if n + more > limit}


def test_open_wave_refuses_to_ask_too_much_in_thirty_days_unless_told_why(program, lead, visitor, host):
    for days in (0, 10):
        at = OPENED_AT + datetime.timedelta(days=days)
        close(make_open_wave(program, lead, at=at), lead)
    third = make_wave(program, lead)
    at = OPENED_AT + datetime.timedelta(days=12)

    with pytest.raises(SurveyRefused) as refused:
        actions.open_wave(wave=third, by=lead, at=at, today=at.date())
    opened = actions.open_wave(wave=third, by=lead, at=at, today=at.date(), burden_reason="The board meets on Friday.")

    (refusal,) = refused.value.refusals
    assert refusal.reason == SurveyRefusal.TOO_MUCH_ASKED
    assert (refusal.facts["people"], refusal.facts["minutes"], refusal.facts["limit"]) == (3, 15, 10)
    assert opened.state == "open"
    assert Entry.objects.filter(deed="open_wave").latest("pk").facts["burden_reason"] == "The board meets on Friday."


def test_open_wave_counts_only_the_last_thirty_days(program, lead, visitor):
    for days in (0, 10):
        close(make_open_wave(program, lead, at=OPENED_AT + datetime.timedelta(days=days)), lead)
    at = OPENED_AT + datetime.timedelta(days=31)

    wave = make_open_wave(program, lead, at=at, closes_on=at.date() + datetime.timedelta(days=9))

    assert wave.state == "open"


def test_open_page_asks_for_a_reason_only_where_one_is_needed(client, program, lead, visitor):
    client.force_login(lead)
    program.survey_minutes = 5
    program.save()
    light = client.get(reverse("surveys:open", args=[make_wave(program, lead, closes_on=SOON).pk])).content.decode()
    program.survey_minutes = 4
    program.save()
    wave = make_wave(program, lead, closes_on=SOON)
    address = reverse("surveys:open", args=[wave.pk])

    heavy = client.get(address).content.decode()
    refused = client.post(address)
    sent = client.post(address, {"burden_reason": "Asked for by everyone"})

    assert "burden_reason" not in light
    assert "burden_reason" in heavy
    assert (refused.status_code, sent.status_code) == (409, 302)
    assert Wave.objects.get(pk=wave.pk).state == "open"


def test_create_lets_no_pulse_pass_as_the_baseline(client, program, lead):
    client.force_login(lead)
    data = {"kind": "baseline", "closes_on": SOON.isoformat()}

    for key in ("pulse", "discovery"):
        client.post(reverse("surveys:create", args=[program.pk]), data | {"instrument": key})

    assert list(Wave.objects.order_by("pk").values_list("kind", flat=True)) == ["other", "baseline"]


def test_create_takes_a_side_and_a_sample(client, program, lead):
    client.force_login(lead)
    data = {"kind": "baseline", "instrument": "discovery", "closes_on": SOON.isoformat(), "side": "business"}

    client.post(reverse("surveys:create", args=[program.pk]), data | {"sample_percent": "40"})
    wrong = client.post(reverse("surveys:create", args=[program.pk]), data | {"sample_percent": "0"})

    wave = Wave.objects.get()
    assert (wave.side, wave.sample_percent) == ("business", 40)
    assert "errorlist" in wrong.content.decode()
