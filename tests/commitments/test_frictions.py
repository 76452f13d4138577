"""Frictions: who they go to, until when, who hears when nothing happens, and what they cost."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.commitments import actions, returns, rules
from programs.commitments.choices import CommitmentRefusal
from programs.commitments.models import Friction
from programs.home import attention, queries
from programs.notifications.models import Letter
from tests.factories.people import make_department, make_person


@pytest.fixture
def owner(it_department):
    return make_person("Ida Owner", department=it_department)


@pytest.fixture
def report(host, cohort, now):
    def make(system="Ledger", *, at=now, **fields):
        values = {
            "step": "The export times out",
            "minutes_lost": 20,
            "times_a_month": 4,
            "workaround": "",
            "visit": None,
        }
        return actions.report_friction(department=host.department, system=system, by=host, at=at, **(values | fields))

    return make


def _letters(kind):
    return list(Letter.objects.filter(kind=f"commitments/{kind}").order_by("id").values_list("to__name", flat=True))


def test_report_friction_goes_to_the_owner_of_the_system_however_it_is_written(report, owner, visitor, lead, now):
    actions.name_system_owner(system="ERP Ledger", owner=owner, by=lead, at=now)

    friction = report(" erp ledger ")

    assert friction.owner == owner
    assert _letters("friction_routed") == ["Ida Owner"]


def test_report_friction_goes_to_the_departments_contact_where_nobody_owns_the_system(
    report, owner, finance, lead, now
):
    actions.name_it_contact(department=finance, person=owner, by=lead, at=now)

    assert report().owner == owner


def test_report_friction_without_anybody_named_waits_for_the_lead_of_it(report, it_department, visitor, now):
    it_department.lead = visitor
    it_department.save()

    friction = report()

    found = attention.waiting_for(visitor, queries.standing_of(visitor), at=now)
    assert friction.owner is None
    assert reverse("commitments:friction", args=[friction.pk]) in {entry.url for entry in found}


def test_a_friction_waits_on_the_home_page_of_who_it_went_to(report, owner, finance, lead, now):
    actions.name_it_contact(department=finance, person=owner, by=lead, at=now)
    friction = report()

    found = attention.waiting_for(owner, queries.standing_of(owner), at=now)

    assert reverse("commitments:friction", args=[friction.pk]) in {entry.url for entry in found}


def test_report_friction_gives_it_the_programmes_working_days(report, program, now):
    program.friction_working_days = 5
    program.save()

    friction = report()

    assert friction.acknowledge_by == datetime.date(2026, 3, 9)


def test_only_it_people_own_systems(finance, host, lead, now):
    with pytest.raises(actions.CommitmentRefused) as refused:
        actions.name_it_contact(department=finance, person=host, by=lead, at=now)

    assert refused.value.reasons == {CommitmentRefusal.NOT_IT}


@pytest.mark.parametrize(("days", "rung"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (7, 2), (8, 3), (60, 3)])
def test_rung_of_climbs_by_working_days(days, rung):
    deadline = datetime.date(2026, 3, 4)

    assert rules.rung_of(deadline, deadline + datetime.timedelta(days=days)) == rung


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)), st.integers(0, 40))
def test_rung_of_never_goes_down(deadline, days):
    today = deadline + datetime.timedelta(days=days)

    assert rules.rung_of(deadline, today) <= rules.rung_of(deadline, today + datetime.timedelta(days=1))


def test_climb_ladder_tells_owner_then_lead_of_it_then_programme_once_each(
    report, owner, visitor, it_department, finance, lead, now
):
    it_department.lead = visitor
    it_department.save()
    actions.name_it_contact(department=finance, person=owner, by=lead, at=now)
    report()

    for day in range(20):
        for _ in range(2):
            actions.climb_ladder(at=now + datetime.timedelta(days=day))

    assert _letters("friction_overdue") == ["Ida Owner", "Vera Visser", "Lena Lead"]


def test_climb_ladder_begins_anew_when_a_friction_was_taken_on(report, owner, finance, lead, now):
    actions.name_it_contact(department=finance, person=owner, by=lead, at=now)
    friction = report()
    actions.climb_ladder(at=now + datetime.timedelta(days=4))
    due_on = now.date() + datetime.timedelta(days=10)
    actions.move_friction(friction=friction, step="acknowledge", by=owner, at=now, due_on=due_on)

    quiet = actions.climb_ladder(at=now + datetime.timedelta(days=10))
    told = actions.climb_ladder(at=now + datetime.timedelta(days=11))

    assert (quiet, told) == (0, 1)
    assert _letters("friction_overdue") == ["Ida Owner", "Ida Owner"]


def test_climb_ladder_leaves_closed_frictions_alone(report, owner, finance, lead, now):
    actions.name_it_contact(department=finance, person=owner, by=lead, at=now)
    friction = report()
    actions.move_friction(friction=friction, step="refuse", by=owner, at=now, reason="It is replaced in May.")

    assert actions.climb_ladder(at=now + datetime.timedelta(days=60)) == 0


def test_minutes_lost_by_system_and_department(report, visitor, now):
    report("Ledger", minutes_lost=10, times_a_month=10)
    report("Ledger", minutes_lost=1, times_a_month=5)
    solved = report("Scanner", minutes_lost=3, times_a_month=100)
    actions.move_friction(friction=solved, step="acknowledge", by=visitor, at=now, due_on=now.date())
    actions.move_friction(friction=solved, step="resolve", by=visitor, at=now)

    table = returns.minutes_lost(Friction.objects.all())

    assert table == [
        returns.Minutes("Ledger", "Finance", open=2, lost=105, closed=0, won_back=0),
        returns.Minutes("Scanner", "Finance", open=0, lost=0, closed=1, won_back=300),
    ]


def test_minutes_file_names_no_person_and_no_formula(client, report, visitor, host):
    report("=cmd|'/C calc'!A0")
    client.force_login(visitor)

    answer = client.get(reverse("commitments:minutes_file"))

    (row,) = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
    assert row == ["'=cmd|'/C calc'!A0", "Finance", "1", "80", "0", "0"]
    assert host.name not in answer.content.decode()


def test_minutes_page_names_no_person_and_shows_hosts_their_own_department(client, report, host, outsider):
    report("Ledger")
    client.force_login(host)
    own = client.get(reverse("commitments:minutes")).text
    client.force_login(outsider)

    other = client.get(reverse("commitments:minutes")).text

    assert "Ledger" in own
    assert "Ledger" not in other


@pytest.mark.parametrize(
    ("ticket", "status"), [("http://t.example/1", 409), ("javascript:alert(1)", 409), ("https://t.example/1", 302)]
)
def test_link_friction_takes_https_only(client, report, visitor, ticket, status):
    friction = report()
    client.force_login(visitor)

    answer = client.post(reverse("commitments:link_friction", args=[friction.pk]), {"ticket": ticket})

    friction.refresh_from_db()
    assert answer.status_code == status
    assert friction.ticket == (ticket if status == 302 else "")


def test_the_form_offers_known_systems_and_keeps_what_was_typed(client, report, host):
    report("Ledger")
    client.force_login(host)

    page = client.get(reverse("commitments:report_friction")).text
    again = client.post(reverse("commitments:report_friction"), {"system": "Scanner", "minutes_lost": "0"}).text

    assert '<option value="Ledger">' in page
    assert 'value="Scanner"' in again
    assert Friction.objects.count() == 1


def test_answers_to_a_department_are_closed_ones_only_in_the_short_form(report, finance, visitor, now):
    open_one = report("Ledger")
    closed = report("Scanner")
    actions.move_friction(friction=closed, step="refuse", by=visitor, at=now, reason="It is replaced in May.")

    short = returns.answers_to(finance, limit=3, done_only=True)
    full = returns.answers_to(finance)

    assert [(one.told, one.did, one.is_done) for one in short] == [
        ("Scanner: The export times out", "Won't fix: It is replaced in May.", True)
    ]
    assert {one.told for one in full} == {f"{row.system}: {row.step}" for row in (open_one, closed)}


def test_answers_to_a_department_name_nobody(report, finance, host, visitor, attended_visit, now):
    promise = actions.propose_commitment(
        made_at=attended_visit, text="Send the file", owner=visitor, beneficiary=host, due_on=now.date(),
        is_visible=True, by=visitor, at=now,
    )  # fmt: skip
    actions.take_step(commitment=promise, step="agree", by=host, at=now)
    report()

    found = repr(returns.answers_to(finance))

    assert "Send the file" in found
    assert not any(person.name in found for person in (host, visitor))


def test_answers_keep_promises_that_others_may_not_see(finance, host, visitor, attended_visit, now):
    promise = actions.propose_commitment(
        made_at=attended_visit, text="Send the file", owner=visitor, beneficiary=host, due_on=now.date(),
        is_visible=False, by=visitor, at=now,
    )  # fmt: skip
    actions.take_step(commitment=promise, step="agree", by=host, at=now)

    assert returns.answers_to(finance) == []


def test_frictions_page_costs_the_same_for_one_friction_and_many(
    client, report, visitor, django_assert_max_num_queries
):
    client.force_login(visitor)
    report()
    client.get(reverse("commitments:frictions"))
    with django_assert_max_num_queries(30) as one:
        client.get(reverse("commitments:frictions"))
    for number in range(6):
        report(f"System {number}")

    with django_assert_max_num_queries(30) as many:
        client.get(reverse("commitments:frictions"))

    assert len(many) == len(one)


def test_routing_page_names_owner_and_contact(client, lead, owner, finance):
    make_department("Legal")
    client.force_login(lead)
    address = reverse("commitments:routing")

    client.post(address, {"system": "Ledger", "owner": owner.pk})
    client.post(address, {"department": finance.pk, "person": owner.pk})

    assert returns.owner_for(finance, "LEDGER") == returns.owner_for(finance, "anything") == owner
    assert client.get(address).text.count("Ida Owner") >= 2
