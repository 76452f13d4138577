import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.concerns.models import ChangeMade, Concern, Consultation
from tests.factories.concerns import make_change, make_concern, make_consultation, make_remark

pytestmark = pytest.mark.django_db


def test_index_asks_the_same_number_of_queries_for_one_and_for_many(
    client, program, lead, visitor, django_assert_num_queries
):
    client.force_login(lead)
    url = reverse("concerns:index")

    def add(start, many):
        for number in range(start, start + many):
            make_concern(program, token=f"r{number}")
            make_concern(program, "Named", author=visitor, state="taken_on", owner=visitor, due_on=timezone.localdate())

    add(0, 1)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    add(10, 9)
    with django_assert_num_queries(len(few.captured_queries)):
        shown = client.get(url)

    assert "10" in shown.content.decode()


def test_index_shows_what_nobody_took_on_to_leads_alone(client, program, lead, visitor):
    make_concern(program, "A secret worry")
    url = reverse("concerns:index")

    client.force_login(lead)
    for_lead = client.get(url).content.decode()
    client.force_login(visitor)
    for_others = client.get(url).content.decode()

    assert "A secret worry" in for_lead
    assert "A secret worry" not in for_others


def test_concern_names_its_author_to_whoever_answers_and_not_to_readers(client, program, lead, visitor, outsider):
    due = timezone.localdate() + datetime.timedelta(days=3)
    concern = make_concern(program, author=visitor, state="taken_on", owner=lead, due_on=due)
    url = reverse("concerns:concern", args=[concern.pk])

    client.force_login(lead)
    for_lead = client.get(url).content.decode()
    client.force_login(outsider)
    for_reader = client.get(url).content.decode()

    assert "Vera Visser" in for_lead
    assert "Vera Visser" not in for_reader
    assert concern.text in for_reader


def test_a_refused_step_keeps_what_was_typed(client, program, lead):
    concern = make_concern(program)
    client.force_login(lead)

    answer = client.post(reverse("concerns:take_on", args=[concern.pk]), {"owner": lead.pk, "due_on": "2020-01-01"})

    assert answer.status_code == 409
    assert "2020-01-01" in answer.content.decode()
    assert "The due date has passed" in answer.content.decode()


def test_a_lead_takes_a_concern_from_raised_to_changed(client, program, lead):
    concern = make_concern(program)
    client.force_login(lead)
    due = timezone.localdate() + datetime.timedelta(days=3)

    client.post(reverse("concerns:take_on", args=[concern.pk]), {"owner": lead.pk, "due_on": due.isoformat()})
    client.post(reverse("concerns:answer", args=[concern.pk]), {"answer": "A colleague covers."})
    client.post(
        reverse("concerns:change_for_concern", args=[concern.pk]),
        {"outcome": "changed", "text": "Cover is named before each visit.", "on": timezone.localdate().isoformat()},
    )

    concern.refresh_from_db()
    assert (concern.state, concern.answer) == ("answered", "A colleague covers.")
    assert ChangeMade.objects.get().concern == concern


def test_a_wrong_token_says_so_and_shows_nothing(client, program):
    make_concern(program, "A secret worry")

    answer = client.post(reverse("concerns:follow"), {"token": "not-a-token"})

    assert "No concern has this token" in answer.content.decode()
    assert "A secret worry" not in answer.content.decode()


def test_you_said_shows_changes_and_drafts(client, program, lead, visitor):
    remark = make_remark(make_consultation(program, lead), "Ten is better for us.")
    make_change(program, lead, remark=remark, text="Days now begin at ten.")
    client.force_login(visitor)

    shown = client.get(reverse("concerns:you_said")).content.decode()

    assert "Ten is better for us." in shown
    assert "Days now begin at ten." in shown
    assert "How a day begins" in shown


def test_add_draft_refuses_a_last_day_of_the_past_and_opens_one(client, program, lead):
    client.force_login(lead)
    url = reverse("concerns:add_draft", args=[program.pk])
    later = timezone.localdate() + datetime.timedelta(days=9)

    refused = client.post(url, {"title": "T", "text": "T", "closes_on": "2020-01-01"})
    opened = client.post(url, {"title": "T", "text": "T", "closes_on": later.isoformat()})

    assert "Choose a closing day after today" in refused.content.decode()
    assert opened.status_code == 302
    assert Consultation.objects.get().closes_on == later


def test_raise_concern_with_a_name_leads_to_its_own_page(client, program, visitor):
    client.force_login(visitor)

    answer = client.post(
        reverse("concerns:raise_concern"), {"program": program.pk, "topic": "job", "text": "My job?", "named": "yes"}
    )

    assert answer.url == reverse("concerns:concern", args=[Concern.objects.get().pk])
