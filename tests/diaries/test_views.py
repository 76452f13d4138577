"""The calendars: what stands where, for whom, in which time, and what they cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.availability import make_blackout, make_duty
from tests.factories.cohorts import make_cohort, make_enrollment, make_program
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person, make_site
from tests.factories.visits import make_visit

VIEWS = ["month", "week", "list"]


@pytest.fixture
def monday():
    """A Monday two to three weeks ahead: pages read the real clock."""
    today = timezone.localdate()
    return today + datetime.timedelta(days=21 - today.weekday())


@pytest.fixture
def cohort(program, finance, monday):
    span = {"starts_on": monday - datetime.timedelta(days=60), "ends_on": monday + datetime.timedelta(days=120)}
    return make_cohort(program, departments=[finance], **span)


@pytest.fixture
def day(offering, monday):
    return make_day(offering, monday)


@pytest.fixture
def visit(enrollment, day):
    return make_visit(enrollment, day, state="confirmed")


def text_of(client, name, on, view):
    answer = client.get(reverse(name), {"view": view, "on": on.isoformat()})

    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_visits_shows_own_visits_and_nobody_elses(client, visitor, visit, cohort, offering, monday, view):
    other = make_enrollment(cohort, make_person("Carl Colleague", department=visitor.department))
    foreign = make_visit(other, make_day(offering, monday + datetime.timedelta(days=1), start="14:00", end="16:00"))
    client.force_login(visitor)

    text = text_of(client, "diaries:visits", monday, view)

    assert reverse("visits:visit", args=[visit.pk]) in text
    assert "09:00" in text
    assert reverse("visits:visit", args=[foreign.pk]) not in text
    assert "14:00" not in text.replace("<span>14:00</span>", "")


@pytest.mark.parametrize("view", VIEWS)
def test_hosting_names_who_comes_and_leads_to_the_day(client, host, visit, day, monday, view):
    client.force_login(host)

    text = text_of(client, "diaries:hosting", monday, view)

    assert "Vera Visser" in text
    assert reverse("hosting:day", args=[day.pk]) in text


def test_hosting_leaves_out_days_of_others(client, host, cohort, finance, monday):
    other = make_offering("Audit", department=finance, contact=make_person("Olga Other", department=finance))
    theirs = make_day(other, monday)
    make_offering("Mine", department=finance, contact=host)
    client.force_login(host)

    text = text_of(client, "diaries:hosting", monday, "month")

    assert f"/days/{theirs.pk}/" not in text


def test_hosting_can_show_one_offering(client, host, day, finance, monday):
    other = make_offering("Audit", department=finance, contact=host)
    second = make_day(other, monday, start="14:00", end="16:00")
    client.force_login(host)

    answer = client.get(reverse("diaries:hosting"), {"on": monday.isoformat(), "offering": other.pk})

    assert [entry.day for entry in answer.context["page"].entries] == [second]


@pytest.mark.parametrize("view", VIEWS)
def test_program_shows_every_day_of_the_cohort(client, lead, cohort, visit, day, monday, view):
    client.force_login(lead)

    text = text_of(client, "diaries:program", monday, view)

    assert "Month-end close" in text
    assert "Vera Visser" in text


def test_program_can_leave_out_days_without_visits(client, lead, cohort, visit, day, offering, monday):
    make_day(offering, monday + datetime.timedelta(days=1))
    client.force_login(lead)

    answer = client.get(reverse("diaries:program"), {"on": monday.isoformat(), "booked": "on"})

    assert [entry.day for entry in answer.context["page"].entries] == [day]


def test_program_ignores_a_cohort_of_another_programme(client, lead, cohort):
    foreign = make_cohort(make_program("Another programme"), departments=[])
    client.force_login(lead)

    answer = client.get(reverse("diaries:program"), {"cohort": foreign.pk})

    assert answer.context["page"].form.cleaned_data["cohort"] == cohort.pk


@pytest.mark.parametrize("view", VIEWS)
def test_blackouts_holidays_and_duties_are_drawn(client, visitor, visit, monday, view):
    make_blackout("Company day", monday)
    make_blackout("Only in Finance", monday, department=visit.department)
    make_duty(visitor, monday + datetime.timedelta(days=1))
    client.force_login(visitor)

    text = text_of(client, "diaries:visits", monday, view)

    assert "Company day" in text
    assert "On call" in text
    assert "Only in Finance" not in text


def test_public_holidays_of_the_own_site_are_drawn(client, visitor):
    visitor.site.country, visitor.site.subdivision = "DE", "BY"
    visitor.site.save()
    client.force_login(visitor)

    text = text_of(client, "diaries:visits", datetime.date(2027, 1, 6), "month")

    assert "Epiphany" in text


def test_a_holiday_of_one_of_several_sites_names_it(client, host, offering, finance, monday):
    offering.site.country, offering.site.subdivision = "DE", "BY"
    offering.site.save()
    leeds = make_site("Leeds", time_zone="Europe/London")
    make_offering("Audit", department=finance, contact=host, site=leeds)
    client.force_login(host)

    text = text_of(client, "diaries:hosting", datetime.date(2027, 1, 6), "month")

    assert f"Epiphany ({offering.site.name})" in text


def test_the_readers_time_stands_beside_the_sites_where_they_differ(client, visitor, visit, monday):
    visitor.time_zone = "America/New_York"
    visitor.save()
    client.force_login(visitor)

    text = text_of(client, "diaries:visits", monday, "list")

    assert "09:00–13:00" in text
    assert "03:00–07:00 your time" in text


def test_times_stand_alone_where_the_clocks_agree(client, visitor, visit, monday):
    client.force_login(visitor)

    assert "your time" not in text_of(client, "diaries:visits", monday, "list")


@pytest.mark.parametrize("bad", ["yesterday", "2026-02-30", "9999-01-01", ""])
def test_a_bad_date_shows_today(client, visitor, bad):
    client.force_login(visitor)

    answer = client.get(reverse("diaries:visits"), {"on": bad, "view": "year"})

    assert answer.context["page"].on == timezone.localdate(timezone=visitor.zone)
    assert answer.context["page"].view == "month"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["visits", "hosting", "program"])
def test_one_row_and_many_cost_the_same(client, request, who, view, visitor, host, lead, enrollment, day, monday):
    make_visit(enrollment, day, state="confirmed")
    make_blackout("Company day", monday)
    client.force_login({"visits": visitor, "hosting": host, "program": lead}[who])
    address = reverse(f"diaries:{who}")

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address, {"view": view, "on": monday.isoformat()})
        return len(queries)

    first = cost()
    site = make_site("Madrid", time_zone="Europe/Madrid", country="ES")
    for number in range(1, 5):
        department = make_department(f"Department {number}")
        enrollment.cohort.departments.add(department)
        offering = make_offering(f"Offering {number}", department=department, contact=host, site=site)
        other = make_day(offering, monday + datetime.timedelta(days=number))
        make_visit(enrollment, other, state="confirmed")
        make_blackout(f"Blackout {number}", monday, site=site)
        make_duty(visitor, monday + datetime.timedelta(days=number))

    assert cost() == first


@pytest.mark.parametrize(
    ("who", "there"), [("visitor", "visits"), ("host", "hosting"), ("lead", "program"), ("outsider", "visits")]
)
def test_index_leads_to_the_calendar_that_fits(client, request, enrollment, day, who, there):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(reverse("diaries:index"))

    assert answer.url == reverse(f"diaries:{there}")


@pytest.mark.parametrize("who", ["visitor", "host", "lead"])
def test_every_part_finds_its_calendar_from_any_page(client, request, enrollment, day, who):
    client.force_login(request.getfixturevalue(who))

    text = client.get(reverse("home:index")).content.decode()

    assert f'href="{reverse("diaries:index")}"' in text
