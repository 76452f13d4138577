import datetime

import pytest
from django.urls import reverse

from programs.commitments import actions
from programs.commitments.models import Commitment


@pytest.fixture
def promise(attended_visit, visitor, host, now):
    def make(text="Send the file", **fields):
        return actions.propose_commitment(
            made_at=attended_visit,
            text=text,
            owner=visitor,
            beneficiary=host,
            due_on=now.date() + datetime.timedelta(days=400),
            is_visible=True,
            by=visitor,
            at=now,
        )

    return make


def test_propose_keeps_what_was_typed_when_the_date_has_passed(client, attended_visit, visitor):
    client.force_login(visitor)
    typed = {"text": "Bring the list of releases", "owner": visitor.pk, "due_on": "2020-01-01"}

    answer = client.post(reverse("commitments:propose", args=[attended_visit.pk]), typed)

    assert answer.status_code == 200
    assert "The due date has passed" in answer.text
    assert "Bring the list of releases" in answer.text
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [{}, {"text": "x" * 501}, {"owner": "999999"}, {"due_on": "31.31.2026"}, {"text": "<script>alert(1)</script>"}],
)
def test_propose_answers_bad_input_on_the_page(client, attended_visit, visitor, typed):
    client.force_login(visitor)

    answer = client.post(reverse("commitments:propose", args=[attended_visit.pk]), typed)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_step_shows_why_it_was_refused(client, promise, visitor):
    row = promise()
    client.force_login(visitor)

    answer = client.post(reverse("commitments:step", args=[row.pk, "agree"]))

    assert answer.status_code == 409
    assert "Only Hugo Host can do this." in answer.text


def test_mine_costs_the_same_for_one_promise_and_many(client, promise, host, django_assert_max_num_queries):
    promise()
    client.force_login(host)
    client.get(reverse("commitments:mine"))
    with django_assert_max_num_queries(30) as one:
        client.get(reverse("commitments:mine"))
    for number in range(8):
        promise(f"Promise {number}")

    with django_assert_max_num_queries(30) as many:
        client.get(reverse("commitments:mine"))

    assert len(many) == len(one)
