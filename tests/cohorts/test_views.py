"""The pages of programmes, cohorts and enrolments."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.cohorts.models import Cohort, Enrollment, Program, Skill
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.people import make_department, make_person, make_team


@pytest.fixture
def current(program, finance):
    """A cohort that runs around the real today."""
    today = timezone.localdate()
    return make_cohort(
        program,
        name="Now",
        departments=[finance, make_department("Sales"), make_department("Legal")],
        starts_on=today - datetime.timedelta(days=10),
        ends_on=today + datetime.timedelta(days=100),
    )


def wishes_data(**changes):
    return {
        "wanted": 3,
        "goals": "See a close",
        "reach": "anywhere",
        "blocked-TOTAL_FORMS": 2,
        "blocked-INITIAL_FORMS": 0,
    } | changes


def test_a_visitor_enrols_and_finds_the_wishes_again(client, visitor, current, finance, host):
    client.force_login(visitor)
    sales = current.departments.get(name="Sales")
    first = timezone.localdate() + datetime.timedelta(days=5)
    data = wishes_data(
        **{
            f"rank_{finance.pk}": 2,
            f"rank_{sales.pk}": 2,
            "avoided_0": "hugo host",
            "blocked-0-from_on": first,
            "blocked-0-until_on": first + datetime.timedelta(days=2),
            "blocked-1-from_on": "2001-01-01",
        }
    )
    url = reverse("cohorts:enroll", args=[current.pk])

    answer = client.post(url, data)

    assert answer.status_code == 302
    enrollment = Enrollment.objects.get()
    assert [(one.rank, one.department) for one in enrollment.ranked.all()] == [(1, finance), (1, sales)]
    assert enrollment.blocked_dates.count() == 3
    assert [person.name for person in enrollment.avoided.all()] == ["Hugo Host"]
    page = client.get(url).content.decode()
    assert f'value="{host.email}"' in page
    assert f'value="{first.isoformat()}"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"wanted": ""}, "This field is required"),
        ({"wanted": 99}, "less than or equal to 12"),
        ({"reach": "moon"}, "not one of the available choices"),
        ({"avoided_0": "Nobody Known"}, "Nobody in the host departments"),
        ({"avoided_0": "Hugo Host", "twin": True}, "Several people have this name"),
        ({"blocked-0-from_on": "never"}, "Enter a valid date"),
        ({"blocked-0-from_on": "2026-05-02", "blocked-0-until_on": "2026-05-01"}, "The last day comes after the first"),
        ({"blocked-TOTAL_FORMS": 9999}, "Please submit at most 23 forms"),
        ({"rank": -1}, "greater than or equal to 1"),
    ],
)
def test_bad_wishes_are_explained_and_nothing_typed_is_lost(client, visitor, current, finance, host, changes, message):
    client.force_login(visitor)
    if changes.pop("twin", False):
        make_person("Hugo Host", department=finance, email="hugo2@example.com")
    if "rank" in changes:
        changes = {f"rank_{finance.pk}": changes["rank"]}

    page = client.post(reverse("cohorts:enroll", args=[current.pk]), wishes_data(**changes))

    assert page.status_code == 200
    assert message in page.content.decode()
    assert "See a close" in page.content.decode()
    assert not Enrollment.objects.exists()


def test_a_range_to_the_end_of_time_blocks_the_cohorts_dates_only(client, visitor, current):
    client.force_login(visitor)
    data = wishes_data(**{"blocked-0-from_on": "0001-01-01", "blocked-0-until_on": "9999-12-31"})

    client.post(reverse("cohorts:enroll", args=[current.pk]), data)

    assert Enrollment.objects.get().blocked_dates.count() == 111


def test_nobody_but_the_owner_sees_who_is_avoided(client, visitor, lead, administrator, sponsor, host, current):
    enrollment = make_enrollment(current, visitor)
    enrollment.avoided.add(host)
    pages = [
        reverse("cohorts:enrollment", args=[enrollment.pk]),
        reverse("cohorts:enrollments", args=[current.pk]),
        reverse("cohorts:cohort", args=[current.pk]),
    ]

    for reader in (lead, administrator, sponsor):
        client.force_login(reader)
        for url in pages:
            assert "Hugo" not in client.get(url).content.decode()


def test_wishes_close_with_the_enrolment(client, visitor, current):
    current.enrolls_until = timezone.localdate() - datetime.timedelta(days=1)
    current.save()
    client.force_login(visitor)

    assert client.get(reverse("cohorts:enroll", args=[current.pk])).status_code == 404


def test_a_visitor_withdraws(client, visitor, current):
    enrollment = make_enrollment(current, visitor)
    client.force_login(visitor)

    client.post(reverse("cohorts:withdraw", args=[enrollment.pk]))

    enrollment.refresh_from_db()
    assert enrollment.withdrawn_at


def test_a_lead_enrols_a_team(client, lead, current, it_department):
    team = make_team("Platform", it_department)
    people = [make_person(f"Person {n}", department=it_department, team=team) for n in range(3)]
    client.force_login(lead)

    page = client.post(reverse("cohorts:enroll_people", args=[current.pk]), {"teams": [team.pk]}, follow=True)

    assert "3 people are enrolled and invited" in page.content.decode()
    assert set(current.enrollments.values_list("person", flat=True)) == {person.pk for person in people}


@pytest.mark.parametrize("data", [{"csrfmiddlewaretoken": "x"}, {"teams": ["x"]}, {"people": [999999]}])
def test_enrolling_nobody_is_explained(client, lead, current, data):
    client.force_login(lead)

    page = client.post(reverse("cohorts:enroll_people", args=[current.pk]), data)

    assert page.status_code == 200
    assert "errorlist" in page.content.decode()


def test_a_cohort_is_duplicated_a_year_later(client, lead, program, cohort, finance):
    client.force_login(lead)
    url = f"{reverse('cohorts:add_cohort', args=[program.pk])}?like={cohort.pk}"

    form = client.get(url).context["form"]
    client.post(url, {name: form[name].value() or "" for name in form.fields})

    made = Cohort.objects.get(name="Spring 2027")
    assert made.starts_on.weekday() == cohort.starts_on.weekday()
    assert list(made.departments.all()) == [finance]


@pytest.mark.parametrize("like", ["x", "-1", "99999999999999999999", "²"])
def test_a_cohort_like_none_is_an_empty_form(client, lead, program, like):
    client.force_login(lead)

    assert client.get(reverse("cohorts:add_cohort", args=[program.pk]), {"like": like}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "This field is required"),
        ({"ends_on": "2020-01-01"}, "The last visit day comes after the first"),
        ({"visits_wanted": 0}, "Between 1 and 12 visits"),
        ({"starts_on": "31/31"}, "Enter a valid date"),
        ({"departments": [999999]}, "not one of the available choices"),
    ],
)
def test_bad_cohorts_are_explained(client, lead, program, changes, message):
    client.force_login(lead)
    data = {
        "name": "Autumn",
        "starts_on": "2027-09-01",
        "ends_on": "2027-12-01",
        "visits_wanted": 3,
        "spacing_days": 5,
    } | changes

    page = client.post(reverse("cohorts:add_cohort", args=[program.pk]), data)

    assert page.status_code == 200
    assert message in page.content.decode()
    assert not Cohort.objects.exists()


def test_thresholds_below_5_and_10_are_explained(client, lead, program):
    client.force_login(lead)
    url = reverse("cohorts:edit_program", args=[program.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"score_threshold": 3, "purpose": "Kept text"}

    page = client.post(url, data)

    assert "Scores need at least 5 answers" in page.content.decode()
    assert "Kept text" in page.content.decode()
    assert Program.objects.get().score_threshold == 5


def test_the_rules_are_saved_with_what_the_page_shows(client, lead, program):
    client.force_login(lead)
    url = reverse("cohorts:edit_program", args=[program.pk])
    page = client.get(url)
    shown = set(re.findall(r'name="(\w+)"', page.text)) & set(page.context["form"].fields)
    typed = {name: page.context["form"][name].value() or "" for name in shown} | {"weak_percent": 70}

    answer = client.post(url, typed)

    program.refresh_from_db()
    assert answer.status_code == 302
    assert (program.weak_percent, program.silent_weeks, program.quick_win_days) == (70, None, 90)


def test_an_administrator_names_and_ends_roles(client, administrator, program, lead, visitor):
    client.force_login(administrator)
    url = reverse("cohorts:name_role", args=[program.pk])

    client.post(url, {"person": visitor.pk, "kind": "sponsor"})
    role = program.roles.get(kind="sponsor")
    client.post(reverse("cohorts:end_role", args=[role.pk]))
    page = client.post(reverse("cohorts:end_role", args=[program.roles.get().pk]), follow=True)

    assert "keeps at least one lead" in page.content.decode()
    assert program.roles.count() == 1


def test_the_lists_cost_the_same_for_one_and_for_many(client, lead, current, program, it_department, finance):
    client.force_login(lead)
    pages = [
        reverse("cohorts:index"),
        reverse("cohorts:program", args=[program.pk]),
        reverse("cohorts:enrollments", args=[current.pk]),
        reverse("cohorts:exclusions", args=[current.pk]),
    ]

    def add(number):
        person = make_person(
            f"Person {number}", department=it_department, team=make_team(f"Team {number}", it_department)
        )
        make_enrollment(current, person, ranked=[finance])
        current.exclusions.create(person=person, department=finance)
        make_cohort(program, name=f"Cohort {number}")

    def queries(url):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    add(0)
    few = [queries(url) for url in pages]
    for number in range(1, 6):
        add(number)

    assert [queries(url) for url in pages] == few


def test_enroll_keeps_what_somebody_wants_to_learn_and_brings(client, visitor, current):
    learns, brings = Skill.objects.create(name="Closing"), Skill.objects.create(name="Automation")
    client.force_login(visitor)

    client.post(reverse("cohorts:enroll", args=[current.pk]), wishes_data(learns=[learns.pk], brings=[brings.pk]))

    enrollment = Enrollment.objects.get()
    shown = client.get(reverse("cohorts:enrollment", args=[enrollment.pk])).content.decode()
    again = client.get(reverse("cohorts:enroll", args=[current.pk])).context["form"]
    assert (list(enrollment.learns.all()), list(enrollment.brings.all())) == ([learns], [brings])
    assert (again.initial["learns"], again.initial["brings"]) == ({learns.pk}, {brings.pk})
    assert "Closing" in shown
    assert "Automation" in shown
