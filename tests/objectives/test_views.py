"""Pages of objectives: what they show, and what they cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.home import gaps
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Objective, Strategy
from tests.factories.objectives import make_measure, make_objective, make_reading
from tests.factories.people import make_person

FIRST = datetime.date(2026, 2, 1)


@pytest.fixture
def objective(program, visitor, host):
    return make_objective(program, visitor, host)


@pytest.fixture
def measure(objective):
    return make_measure(objective)


def test_index_costs_the_same_for_one_objective_and_for_many(client, program, visitor, host, measure):
    client.force_login(visitor)
    client.get("/objectives/")
    with CaptureQueriesContext(connection) as few:
        client.get("/objectives/")
    for number in range(4):
        more = make_measure(make_objective(program, visitor, host, title=f"Goal {number}"))
        make_reading(more, FIRST, "9")

    with CaptureQueriesContext(connection) as many:
        page = client.get("/objectives/").content.decode()

    assert "Goal 3" in page
    assert len(many) == len(few)


def test_an_objective_is_drafted_through_the_form(client, program, visitor, host, lead):
    client.force_login(lead)
    answer = client.post(
        "/objectives/add/",
        {
            "program": program.pk, "it_department": visitor.department_id, "department": host.department_id,
            "title": "Paid in five days", "why": "Suppliers wait.", "it_owner": visitor.pk, "owner": host.pk,
            "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        },
    )  # fmt: skip

    made = Objective.objects.get()
    assert answer["Location"] == f"/objectives/{made.pk}/"
    assert made.state == ObjectiveState.DRAFT


def test_a_draft_is_hidden_from_colleagues_until_it_is_agreed(client, program, visitor, host, finance):
    draft = make_objective(program, visitor, host, state="draft")
    client.force_login(make_person("Carla Colleague", department=finance))

    hidden = client.get(f"/objectives/{draft.pk}/").status_code
    Objective.objects.update(state="agreed", it_agreed_at=draft.changed_at, agreed_at=draft.changed_at)
    shown = client.get(f"/objectives/{draft.pk}/").status_code

    assert (hidden, shown) == (404, 200)


def test_the_measure_page_draws_the_way_to_the_target_with_its_numbers(client, measure, host):
    make_reading(measure, FIRST, "8.5", source="Ledger")
    client.force_login(host)

    page = client.get(f"/objectives/measures/{measure.pk}/").content.decode()

    assert 'role="img"' in page
    assert "1 Feb 2026: 8.5 days." in page
    assert "Target: 5 days" in page
    assert "Ledger" in page


def test_a_refused_reading_keeps_what_was_typed(client, measure, host):
    client.force_login(host)

    answer = client.post(f"/objectives/measures/{measure.pk}/note/", {"value": "7", "on": "2099-01-01", "source": "X"})

    assert answer.status_code == 409
    assert "lie in the future" in answer.content.decode()
    assert 'value="2099-01-01"' in answer.content.decode()


def test_a_file_is_looked_at_first_and_noted_whole_afterwards(client, objective, measure, host):
    client.force_login(host)
    text = "measure,date,value\nDays to pay,2026-02-01,9\nDays to pay,2026-02-08,8.5\n"

    looked = client.post(f"/objectives/{objective.pk}/readings/", {"text": text})
    assert measure.readings.count() == 0
    noted = client.post(f"/objectives/{objective.pk}/readings/", {"text": text, "apply": "1"})

    assert "Note all rows" in looked.content.decode()
    assert noted.status_code == 302
    assert measure.readings.count() == 2


def test_readings_leave_in_the_form_in_which_they_come(client, objective, measure, host):
    make_reading(measure, FIRST, "8.500", source="=1+1")
    client.force_login(host)

    content = client.get(f"/objectives/{objective.pk}/readings.csv").content.decode("utf-8-sig")

    assert content.splitlines() == ["measure,date,value,source,note", "Days to pay,2026-02-01,8.5,'=1+1,"]


def test_an_offering_shows_the_agreed_objectives_it_serves(client, offering, objective, visitor, host):
    hidden = make_objective(objective.program, visitor, host, title="Only a draft", state="draft")
    offering.objectives.set([objective, hidden])
    client.force_login(visitor)

    page = client.get(f"/offerings/{offering.pk}/").content.decode()

    assert objective.title in page
    assert "Only a draft" not in page


def test_the_strategy_is_written_by_a_lead_and_read_by_everyone(client, program, lead, outsider):
    url = f"/objectives/strategy/{program.pk}/"
    client.force_login(lead)
    client.post(f"{url}write/", {"statement": "Fewer handovers", "part_of_it": "One data model"})
    client.force_login(outsider)

    page = client.get(url).content.decode()

    assert Strategy.objects.get().changed_by == lead
    assert "Fewer handovers" in page
    assert "Write the strategy" not in page


def test_gaps_are_looked_for_every_ten_minutes_and_cost_one_query_when_there_are_none(db, now):
    with CaptureQueriesContext(connection) as asked:
        gaps.every_minute(now)
        gaps.every_minute(now + datetime.timedelta(minutes=3))

    assert len(asked) == 1
