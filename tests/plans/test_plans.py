"""The communication plan, the risk register and the milestones."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.gateways.tables import is_formula, read_csv
from programs.notifications.models import Letter
from programs.plans import actions, documents, queries, rules, tasks
from programs.plans.choices import Audience, Band, PlanRefusal
from programs.plans.models import PlannedMessage, Risk
from programs.plans.refused import PlanRefused
from tests.factories.hosting import make_day
from tests.factories.people import make_department, make_person
from tests.factories.plans import make_message, make_milestone, make_risk
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


# Messages ----------------------------------------------------------------------------------------


def test_people_of_finds_each_audience_and_all_of_them_once(program, enrollment, offering, finance, sponsor, visitor):
    visitor.manager = make_person("Mona Manager", department=visitor.department)
    visitor.save()
    finance.lead = offering.contact
    finance.save()

    found = {one: {person.name for person in queries.people_of(program, one)} for one in Audience}

    assert found == {
        Audience.VISITORS: {"Vera Visser"},
        Audience.HOSTS: {"Hugo Host"},
        Audience.MANAGERS: {"Mona Manager"},
        Audience.DEPARTMENT_LEADS: {"Hugo Host"},
        Audience.SPONSORS: {"Sven Sponsor"},
        Audience.EVERYONE: {"Vera Visser", "Hugo Host", "Mona Manager", "Sven Sponsor"},
    }
    assert queries.people_of(program, Audience.EVERYONE).count() == 4


def test_send_message_writes_one_letter_each_and_notes_how_many(program, enrollment, visitor, lead, now):
    message = make_message(program, lead, audience="visitors")

    sent = actions.send_message(message=message, by=lead, at=now)
    for _time in range(2):
        tasks.write_letters.func(message.pk, now.isoformat())

    letter = Letter.objects.get()
    assert (sent.letters, sent.said_on) == (1, now.date())
    assert (letter.to, letter.subject, letter.reply_to) == (visitor, "Why we do this", lead.email)
    assert "Because we know too little." in letter.text


def test_send_message_gives_every_reason_and_never_sends_twice(program, lead, sponsor, now):
    empty = make_message(program, lead, audience="visitors", text="")
    message = make_message(program, lead, audience="sponsors")
    actions.send_message(message=message, by=lead, at=now)

    with pytest.raises(PlanRefused) as refused:
        actions.send_message(message=empty, by=lead, at=now)
    with pytest.raises(PlanRefused) as twice:
        actions.send_message(message=message, by=lead, at=now)

    assert refused.value.reasons == {PlanRefusal.NO_TEXT, PlanRefusal.NOBODY}
    assert twice.value.reasons == {PlanRefusal.SAID_ALREADY}


def test_note_message_wants_evidence_and_a_day_that_has_been(program, lead, now):
    message = make_message(program, lead, channel="meeting")

    with pytest.raises(PlanRefused) as refused:
        actions.note_message(message=message, evidence=" ", on=now.date() + DAY, by=lead, at=now)
    noted = actions.note_message(message=message, evidence="Town hall", on=now.date(), by=lead, at=now)

    assert refused.value.reasons == {PlanRefusal.NO_EVIDENCE, PlanRefusal.FUTURE}
    assert (noted.evidence, noted.said_on) == ("Town hall", now.date())


def test_the_database_refuses_a_message_said_without_evidence(program, lead, now):
    message = make_message(program, lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedMessage.objects.filter(pk=message.pk).update(said_on=now.date())


def test_overdue_messages_of_are_those_to_be_said_by_today(program, lead, host, now):
    due = make_message(program, host, planned_on=now.date())
    make_message(program, host, planned_on=now.date() + DAY)
    make_message(program, host, planned_on=now.date() - DAY, said_on=now.date(), evidence="Town hall")
    make_message(program, lead, planned_on=now.date() - DAY)

    assert list(queries.overdue_messages_of(host, now.date())) == [due]


def test_coverage_of_counts_messages_by_audience_and_stage(program, lead):
    make_message(program, lead, audience="hosts", stage="before")
    make_message(program, lead, audience="hosts", stage="before")

    found = dict(queries.coverage_of(list(queries.messages_of(program))))

    assert found["Hosts"] == [0, 2, 0, 0]
    assert found["Visitors"] == [0, 0, 0, 0]


def test_the_plan_shows_who_hears_nothing_and_asks_no_more_for_many(client, program, lead):
    client.force_login(lead)
    url = reverse("plans:plan", args=[program.pk])
    make_message(program, lead)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(9):
        make_message(program, lead, subject=f"Message {number}")

    with CaptureQueriesContext(connection) as many:
        shown = client.get(url).content.decode()

    assert len(few) == len(many)
    assert "Message 8" in shown
    assert "none" in shown


# Risks -------------------------------------------------------------------------------------------


@given(st.integers(1, 5), st.integers(1, 5))
def test_band_of_grows_with_likelihood_and_impact(likelihood, impact):
    order = list(Band)

    band = rules.band_of(likelihood, impact)

    assert band == rules.band_of(impact, likelihood)
    assert order.index(band) <= order.index(rules.band_of(min(5, likelihood + 1), impact))
    assert (band == Band.HIGH) == (likelihood * impact > 9)
    assert (band == Band.LOW) == (likelihood * impact <= 4)


def test_matrix_of_places_each_open_risk_once(program, lead):
    high = make_risk(program, lead, likelihood=5, impact=4)
    low = make_risk(program, lead, likelihood=1, impact=2)
    make_risk(program, lead, likelihood=3, impact=3, state="over")

    rows = queries.matrix_of(queries.risks_of(program))

    placed = {(row.likelihood, impact): found for row in rows for impact, _band, found in row.cells if found}
    assert placed == {(5, 4): [high], (1, 2): [low]}
    assert [row.likelihood for row in rows] == [5, 4, 3, 2, 1]


def test_risks_of_shows_the_gravest_first_in_one_query(program, lead, django_assert_num_queries):
    grave = make_risk(program, lead, likelihood=5, impact=5)
    over = make_risk(program, lead, likelihood=5, impact=5, state="over")
    light = make_risk(program, lead, likelihood=1, impact=1)

    with django_assert_num_queries(1):
        found = [(risk, risk.owner.name) for risk in queries.risks_of(program)]

    assert [risk for risk, _name in found] == [grave, light, over]


def test_review_risk_keeps_in_the_log_what_it_was(program, lead, now):
    risk = make_risk(program, lead, likelihood=4, impact=4)
    later = now.date() + 30 * DAY

    actions.review_risk(risk=risk, likelihood=2, impact=4, state="reduced", review_on=later, by=lead, at=now)
    with pytest.raises(PlanRefused) as refused:
        actions.review_risk(risk=risk, likelihood=1, impact=1, state="over", review_on=now.date(), by=lead, at=now)

    assert Entry.objects.get().facts == {"before": [4, 4, "watched"], "after": [2, 4, "reduced"]}
    assert refused.value.reasons == {PlanRefusal.REVIEW_PAST}


def test_overdue_reviews_of_leave_out_what_is_over(program, host, now):
    due = make_risk(program, host, review_on=now.date())
    make_risk(program, host, review_on=now.date(), state="over")
    make_risk(program, host, review_on=now.date() + DAY)

    assert list(queries.overdue_reviews_of(host, now.date())) == [due]


def test_risks_csv_holds_every_risk_and_no_formula(program, lead):
    make_risk(program, lead, text='=HYPERLINK("http://x")', mitigation="@SUM(A1)")
    make_risk(program, lead, text="+49 30 1234", likelihood=2, impact=5)

    table = read_csv(documents.risks_csv(queries.risks_of(program)))

    assert [row.cells[0] for row in table.rows] == ["'+49 30 1234", '\'=HYPERLINK("http://x")']
    assert [row.cells[3] for row in table.rows] == ["10", "9"]
    assert not any(is_formula(cell) for row in table.rows for cell in row.cells)


def test_the_database_refuses_a_likelihood_above_five(program, lead):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_risk(program, lead, likelihood=6)

    assert not Risk.objects.exists()


def test_risks_are_reviewed_by_their_owner_on_a_page(client, program, host):
    risk = make_risk(program, host)
    client.force_login(host)
    later = (datetime.date.today() + 40 * DAY).isoformat()
    data = {"text": risk.text, "likelihood": 1, "impact": 2, "owner": host.pk, "state": "reduced", "review_on": later}

    answer = client.post(reverse("plans:risk", args=[risk.pk]), data)

    risk.refresh_from_db()
    assert answer.status_code == 302
    assert (risk.likelihood, risk.state) == (1, "reduced")


# Milestones --------------------------------------------------------------------------------------


@pytest.fixture
def visits(cohort, enrollment, offering):
    """Two visits of Vera's to Finance, and one that was missed."""
    days = [make_day(offering, datetime.date(2026, 3, number)) for number in (3, 4, 5)]
    states = ("attended", "missed", "attended")
    other = make_department("Logistics")
    for number, (day, state) in enumerate(zip(days, states, strict=True)):
        visit = make_visit(enrollment, day, state="missed")
        if number == 2:
            visit.department = other
        visit.state = state
        visit.save()
    return days


def test_day_reached_reads_visits_that_took_place(program, cohort, visits):
    logistics = make_department("Logistics")
    first = make_milestone(program)
    second = make_milestone(program, kind="visits", target=2)
    third = make_milestone(program, kind="visits", target=3)
    all_hosts = make_milestone(program, kind="all_depts")
    cohort.departments.add(logistics)

    found = [queries.day_reached(one) for one in (first, second, third, all_hosts)]

    assert found == [datetime.date(2026, 3, 3), datetime.date(2026, 3, 5), None, datetime.date(2026, 3, 5)]


def test_day_reached_waits_for_the_last_department(program, cohort, visits):
    cohort.departments.add(make_department("Logistics"), make_department("Legal"))

    assert queries.day_reached(make_milestone(program, kind="all_depts")) is None


def test_plan_milestone_finds_what_was_reached_already(program, visits, lead, now):
    made = actions.plan_milestone(
        program=program, cohort=None, title="First visit", kind="first", target=None, due_on=now.date(), by=lead, at=now
    )

    assert made.reached_on == datetime.date(2026, 3, 3)
    assert list(Entry.objects.values_list("deed", "actor")) == [("reach_milestone", None), ("plan_milestone", lead.pk)]


def test_reach_milestone_leaves_records_their_word(program, lead, now):
    by_record = make_milestone(program)
    by_hand = make_milestone(program, kind="by_hand")

    actions.reach_milestone(milestone=by_hand, on=now.date(), by=lead, at=now)
    with pytest.raises(PlanRefused) as refused:
        actions.reach_milestone(milestone=by_record, on=now.date() + DAY, by=lead, at=now)
    with pytest.raises(PlanRefused) as twice:
        actions.reach_milestone(milestone=by_hand, on=now.date(), by=lead, at=now)

    assert refused.value.reasons == {PlanRefusal.FROM_RECORDS, PlanRefusal.FUTURE}
    assert twice.value.reasons == {PlanRefusal.REACHED_ALREADY}


def test_every_minute_reads_records_once_an_hour(program, visits, now):
    milestone = make_milestone(program)

    tasks.every_minute(now)
    before = type(milestone).objects.get().reached_on
    tasks.every_minute(now.replace(minute=23))

    assert before is None
    assert type(milestone).objects.get().reached_on == datetime.date(2026, 3, 3)


@given(st.lists(st.dates(), max_size=20), st.integers(1, 25))
def test_day_of_visit_is_the_day_by_which_so_many_had_come(days, number):
    found = rules.day_of_visit(days, number)

    assert (found is None) == (len(days) < number)
    if found:
        assert sum(day <= found for day in days) >= number
        assert sum(day < found for day in days) < number


def test_add_milestone_asks_for_the_number_of_visits(client, program, lead):
    client.force_login(lead)

    answer = client.post(
        reverse("plans:add_milestone", args=[program.pk]), {"title": "50", "kind": "visits", "due_on": "2099-01-01"}
    )

    assert answer.status_code == 409
    assert "Say how many visits" in answer.content.decode()


def test_pass_on_plans_of_gives_a_leavers_part_to_a_lead(program, lead, host, now):
    message, risk = make_message(program, host), make_risk(program, host)

    passed = actions.pass_on_plans_of(host, by=None, at=now)

    message.refresh_from_db()
    risk.refresh_from_db()
    assert (passed, message.owner, risk.owner) == (2, lead, lead)
