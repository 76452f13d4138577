"""What departments give and wish: each page for whom it concerns, bad input kept, lists at one price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.audit.models import Entry
from programs.cohorts.models import Skill, VisitorWish
from programs.hosting.models import HostBudget
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.hosting import make_day, make_offering, take_places
from tests.factories.people import make_department, make_person, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def autumn(program, finance):
    return make_cohort(program, name="Autumn 2026", stage="matching", departments=[finance])


@pytest.fixture
def close(finance, host):
    return make_offering("Month-end close", department=finance, contact=host)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


def _text(answer):
    return " ".join(answer.content.decode().split())


# Hours ------------------------------------------------------------------------------------


def test_hours_show_what_is_given_already(as_lead, autumn, close, finance, host, now):
    take_places(make_day(close, now.date(), start="08:00", end="13:00"), autumn)

    answer = as_lead.get(reverse("hosting:hours", args=[finance.pk]))

    whole, own = answer.context["limits"]
    assert (whole.host, own.host) == (None, host)
    assert [hours for _, hours in whole.given] == [hours for _, hours in own.given] == [5.0, 0, 0]


def test_hours_are_set_for_the_department_and_its_hosts_and_taken_away_again(as_lead, autumn, close, finance, host):
    address = reverse("hosting:hours", args=[finance.pk])

    as_lead.post(address, {"department": "12", f"host_{host.pk}": "0"})
    finance.refresh_from_db()
    first = (finance.hosting_hours_per_month, HostBudget.objects.get(person=host).hours_per_month)
    as_lead.post(address, {"department": "", f"host_{host.pk}": ""})
    finance.refresh_from_db()

    assert first == (12, 0)
    assert finance.hosting_hours_per_month is None
    assert not HostBudget.objects.exists()
    assert Entry.objects.filter(deed="set_hosting_hours").count() == 2


def test_hours_of_others_are_not_for_a_host(as_host, autumn, close, finance, host):
    other = make_person("Other host", department=finance)
    make_offering("Payments", department=finance, contact=other)
    HostBudget.objects.create(person=other, hours_per_month=7)
    before = finance.hosting_hours_per_month
    address = reverse("hosting:hours", args=[finance.pk])

    text = _text(as_host.get(address))
    as_host.post(address, {"department": "99", f"host_{host.pk}": "8", f"host_{other.pk}": "99"})

    finance.refresh_from_db()
    assert "Other host" not in text
    assert finance.hosting_hours_per_month == before
    assert dict(HostBudget.objects.values_list("person", "hours_per_month")) == {host.pk: 8, other.pk: 7}


@pytest.mark.parametrize("typed", ["-1", "x", "401", "1.5"])
def test_hours_keep_what_was_typed_when_it_is_wrong(as_lead, autumn, close, finance, host, typed):
    answer = as_lead.post(reverse("hosting:hours", args=[finance.pk]), {f"host_{host.pk}": typed})

    assert answer.status_code == 200
    assert "errorlist" in _text(answer)
    assert f'value="{typed}"' in _text(answer)
    assert not HostBudget.objects.exists()


def test_hours_cost_the_same_for_one_host_and_many(as_lead, autumn, close, finance, django_assert_num_queries):
    address = reverse("hosting:hours", args=[finance.pk])
    as_lead.get(address)
    with CaptureQueriesContext(connection) as counted:
        as_lead.get(address)
    for number in range(4):
        person = make_person(f"Host {number}", department=finance)
        make_offering(f"Offering {number}", department=finance, contact=person)
        HostBudget.objects.create(person=person, hours_per_month=5)

    with django_assert_num_queries(len(counted)):
        as_lead.get(address)


# Wishes -----------------------------------------------------------------------------------


def test_wishes_name_a_person_by_address_and_change_on_a_second_saying(as_host, autumn, close, finance, visitor):
    address = reverse("hosting:wishes", args=[finance.pk])

    as_host.post(address, {"cohort": autumn.pk, "person": visitor.email, "strength": "1"})
    answer = as_host.post(address, {"cohort": autumn.pk, "person": visitor.name, "strength": "3"}, follow=True)

    wish = VisitorWish.objects.get()
    assert (wish.department, wish.person, wish.strength) == (finance, visitor, 3)
    assert "Most wanted" in _text(answer)


def test_wishes_name_a_team_or_a_skill_and_go_again(as_host, autumn, close, finance, it_department):
    team, skill = make_team("Platform", it_department), Skill.objects.create(name="Automation")
    address = reverse("hosting:wishes", args=[finance.pk])

    as_host.post(address, {"cohort": autumn.pk, "team": team.pk, "strength": "2"})
    as_host.post(address, {"cohort": autumn.pk, "skill": skill.pk, "strength": "2"})
    kept = {(wish.team, wish.skill) for wish in VisitorWish.objects.all()}
    as_host.post(reverse("hosting:drop_wish", args=[VisitorWish.objects.get(team=team).pk]))

    assert kept == {(team, None), (None, skill)}
    assert [wish.skill for wish in VisitorWish.objects.all()] == [skill]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Name one person, one team or one skill."),
        ({"person": "Nobody Known"}, "Nobody in IT has this name or address."),
        ({"strength": "9", "person": ""}, "Select a valid choice"),
    ],
)
def test_wishes_say_what_is_wrong(as_host, autumn, close, finance, typed, said):
    data = {"cohort": autumn.pk, "strength": "2"} | typed

    answer = as_host.post(reverse("hosting:wishes", args=[finance.pk]), data)

    assert said in _text(answer)
    assert not VisitorWish.objects.exists()


def test_wishes_ask_for_the_address_when_a_name_is_not_enough(as_host, autumn, close, finance, it_department):
    for address in ("kim@example.com", "kim.same@example.com"):
        make_person("Kim Same", department=it_department, email=address)
    data = {"cohort": autumn.pk, "person": "kim same", "strength": "2"}

    answer = as_host.post(reverse("hosting:wishes", args=[finance.pk]), data)

    assert "Several people have this name" in _text(answer)


def test_wishes_offer_everybody_in_it_so_that_nobody_sees_who_is_enrolled(as_host, autumn, close, finance, visitor):
    address = reverse("hosting:wishes", args=[finance.pk])
    before = _text(as_host.get(address))

    make_enrollment(autumn, visitor)

    assert visitor.email in before
    assert _text(as_host.get(address)).count(visitor.email) == before.count(visitor.email)


def test_wishes_say_when_the_department_hosts_nowhere(as_host, close, finance):
    answer = as_host.get(reverse("hosting:wishes", args=[finance.pk]))

    assert "This department hosts in no cohort that is open." in _text(answer)


# The hub and the skills --------------------------------------------------------------------


def test_departments_show_hours_and_wishes_at_one_price(as_lead, autumn, close, finance, django_assert_num_queries):
    address = reverse("hosting:departments")
    as_lead.get(address)
    with CaptureQueriesContext(connection) as counted:
        as_lead.get(address)
    for number in range(3):
        department = make_department(f"Department {number}")
        autumn.departments.add(department)
        person = make_person(f"Host {number}", department=department)
        make_offering(f"Offering {number}", department=department, contact=person)
        HostBudget.objects.create(person=person, hours_per_month=5)
        VisitorWish.objects.create(cohort=autumn, department=department, person=person)

    with django_assert_num_queries(len(counted)):
        answer = as_lead.get(address)

    assert {(row.hosts, row.wishes) for row in answer.context["rows"]} == {(0, 0), (1, 1)}


def test_departments_are_linked_from_the_offerings_of_who_looks_after_one(as_host, client, close, outsider):
    link = reverse("hosting:departments")
    shown = link in _text(as_host.get(reverse("hosting:index")))
    client.force_login(outsider)

    assert shown
    assert link not in _text(client.get(reverse("hosting:index")))
    assert client.get(link).status_code == 404


def test_skills_are_added_once_and_removed_while_nobody_names_them(as_lead, close):
    address = reverse("hosting:skills")
    as_lead.post(address, {"name": "  Data   analysis "})
    again = as_lead.post(address, {"name": "data analysis"})
    skill = Skill.objects.get()
    close.shows.add(skill)

    kept = as_lead.post(reverse("hosting:remove_skill", args=[skill.pk]), follow=True)
    close.shows.clear()
    as_lead.post(reverse("hosting:remove_skill", args=[skill.pk]))

    assert skill.name == "Data analysis"
    assert "is there already" in _text(again)
    assert "can&#x27;t be removed" in _text(kept)
    assert not Skill.objects.exists()


def test_skills_count_who_names_them(as_lead, autumn, close, finance, visitor, django_assert_num_queries):
    skill = Skill.objects.create(name="Data analysis")
    enrollment = make_enrollment(autumn, visitor)
    enrollment.learns.add(skill)
    close.shows.add(skill)
    VisitorWish.objects.create(cohort=autumn, department=finance, skill=skill)

    (found,) = as_lead.get(reverse("hosting:skills")).context["skills"]

    assert (found.learning, found.bringing, found.showing, found.asking) == (1, 0, 1, 1)


def test_an_offering_says_what_can_be_learned(as_lead, autumn, close):
    skill = Skill.objects.create(name="Data analysis")
    close.shows.add(skill)

    assert "Data analysis" in _text(as_lead.get(reverse("hosting:offering", args=[close.pk])))
    assert "Data analysis" in _text(as_lead.get(reverse("hosting:edit_offering", args=[close.pk])))
