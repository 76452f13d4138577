"""Pages of pair reviews, and the printed brief."""

import datetime
import io

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.reviews import actions
from programs.reviews.models import Brief, Decision, Review
from tests.factories.objectives import make_measure, make_objective, make_reading
from tests.factories.reviews import make_review


@pytest.fixture
def objective(program, visitor, host):
    return make_objective(program, visitor, host)


def test_a_review_is_called_through_the_form_in_the_callers_own_zone(client, objective, host):
    host.time_zone = "America/New_York"
    host.save()
    client.force_login(host)
    pair = f"{objective.program_id}-{objective.it_department_id}-{objective.department_id}"

    answer = client.post(
        "/reviews/call/", {"pair": pair, "on": "2099-01-15", "starts": "09:30", "minutes": "60", "place": "Room 4"}
    )

    made = Review.objects.get()
    assert answer["Location"] == f"/reviews/{made.pk}/"
    assert made.starts_at == datetime.datetime(2099, 1, 15, 14, 30, tzinfo=datetime.UTC)


def test_the_review_page_costs_the_same_for_one_measure_and_for_many(client, objective, lead, host, visitor):
    review = make_review(objective, timezone.now() + datetime.timedelta(days=3), called_by=lead, guests=[host, visitor])
    make_measure(objective)
    client.force_login(host)
    client.get(f"/reviews/{review.pk}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/reviews/{review.pk}/")
    held = make_review(objective, timezone.now() - datetime.timedelta(days=90), called_by=lead, state="held")
    for number in range(4):
        make_reading(make_measure(objective, name=f"Figure {number}"), datetime.date(2026, 2, 1), "9")
        Decision.objects.create(review=held, text=f"Decision {number}", by=host, at=timezone.now())

    with CaptureQueriesContext(connection) as many:
        page = client.get(f"/reviews/{review.pk}/").content.decode()

    assert "Decision 3" in page
    assert "Figure 3" in page
    assert len(many) - len(few) <= 2  # the decisions of the last review, and their promises


@pytest.mark.slow
def test_the_brief_is_one_printed_page_with_its_figures(objective, lead, host, now):
    measure = make_measure(objective)
    make_reading(measure, datetime.date(2026, 2, 1), "8.5")
    review = make_review(objective, now + datetime.timedelta(days=3), called_by=lead, guests=[host])
    brief = Brief.objects.create(review=review, language="de", asked_by=host, asked_at=now)

    made = actions.print_brief(brief=brief, at=now)

    with pikepdf.open(io.BytesIO(bytes(made.content))) as file:
        assert len(file.pages) == 1
    assert made.state == "ready"
