"""The pages of hosts: from an idea to published weekly days, and everything that goes wrong on the way."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.hosting.models import HostingDay, Offering
from tests.factories.availability import make_blackout
from tests.factories.hosting import make_day, make_offering, take_places


@pytest.fixture
def at_desk(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def next_monday():
    today = timezone.localdate()
    return today + datetime.timedelta(days=14 - today.weekday())


def offering_data(host, **changes):
    return {
        "department": host.department_id,
        "title": "Cash desk",
        "summary": "A morning at the desk",
        "kind": "observe",
        "site": host.site_id,
        "contact": host.pk,
        "places": 2,
        "minimum_group": 1,
        "data_class": "internal",
        "blocks-TOTAL_FORMS": 3,
        "blocks-INITIAL_FORMS": 0,
        "blocks-0-kind": "task",
        "blocks-0-title": "Count the till",
        "blocks-0-minutes": 60,
        "blocks-0-ORDER": 2,
        "blocks-1-kind": "welcome",
        "blocks-1-title": "Coffee",
        "blocks-1-minutes": 15,
        "blocks-1-ORDER": 1,
        "blocks-2-kind": "task",
    } | changes


def pattern_data(next_monday, **changes):
    return {
        "weekday": 0,
        "every_weeks": 1,
        "start": "09:00",
        "end": "13:00",
        "from_on": next_monday,
        "until_on": next_monday + datetime.timedelta(days=21),
        "places": 2,
    } | changes


def test_a_host_publishes_an_offering_with_weekly_days(at_desk, host, next_monday):
    at_desk.post(reverse("hosting:add_offering"), offering_data(host))
    offering = Offering.objects.get()
    days = reverse("hosting:plan_days", args=[offering.pk])
    preview = at_desk.post(days, pattern_data(next_monday))
    at_desk.post(days, pattern_data(next_monday) | {"save": "1"})
    page = at_desk.post(reverse("hosting:move_offering", args=[offering.pk, "publish"]), follow=True)

    assert "Add " in preview.content.decode()
    assert [block.title for block in offering.blocks.all()] == ["Coffee", "Count the till"]
    assert 1 <= HostingDay.objects.filter(offering=offering).count() <= 4
    assert Offering.objects.get().state == "published"
    assert "is now: Published" in page.content.decode()


def test_a_preview_writes_nothing_and_names_blackouts(at_desk, offering, next_monday):
    make_blackout("Year-end freeze", next_monday)

    page = at_desk.post(reverse("hosting:plan_days", args=[offering.pk]), pattern_data(next_monday))

    assert "Year-end freeze" in page.content.decode()
    assert not HostingDay.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "Month-end close"}, "already has an offering with this title"),
        ({"places": "many"}, "Enter a whole number"),
        ({"places": 0}, "Between 1 and 200 places"),
        ({"minimum_group": 5}, "The smallest group is 5"),
        ({"blocks-0-minutes": ""}, "How long does it take?"),
        ({"blocks-0-minutes": 9999}, "less than or equal to 600"),
        ({"contact": 999999}, "not one of the available choices"),
        ({"blocks-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(at_desk, host, offering, changes, message):
    page = at_desk.post(reverse("hosting:add_offering"), offering_data(host, **changes))

    assert page.status_code == 200
    assert message in page.content.decode()
    assert "A morning at the desk" in page.content.decode()
    assert Offering.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"from_on": "soon"}, "Enter a valid date"),
        ({"weekday": 9}, "not one of the available choices"),
        ({"start": "25:00"}, "Enter a valid time"),
        ({"end": ""}, "neither for the whole day"),
        ({"end": "08:00"}, "The end comes after the start"),
        ({"until_on": "2001-01-01"}, "No day is left between these dates"),
        ({"until_on": "9999-12-31"}, "for a year at most"),
        ({"places": 0}, "greater than or equal to 1"),
    ],
)
def test_bad_weekly_rules_are_explained(at_desk, offering, next_monday, changes, message):
    data = pattern_data(next_monday, **changes) | {"save": "1"}

    page = at_desk.post(reverse("hosting:plan_days", args=[offering.pk]), data)

    assert page.status_code == 200
    assert message in page.content.decode()
    assert not HostingDay.objects.exists()


def test_places_below_what_is_taken_are_refused_on_the_page(at_desk, offering, next_monday, cohort):
    day = make_day(offering, next_monday)
    take_places(day, cohort, 2)

    page = at_desk.post(reverse("hosting:day", args=[day.pk]), {"places": 1, "note": "kept"})

    assert "2 places are taken" in page.content.decode()
    assert "kept" in page.content.decode()


def test_the_lists_cost_the_same_for_one_and_for_many(at_desk, offering, host, next_monday):
    def queries(url):
        with CaptureQueriesContext(connection) as captured:
            assert at_desk.get(url).status_code == 200
        return len(captured)

    pages = [reverse("hosting:index"), reverse("hosting:offering", args=[offering.pk])]
    make_day(offering, next_monday)
    few = [queries(url) for url in pages]
    for number in range(5):
        make_offering(f"Offering {number}", department=offering.department, contact=host)
        make_day(offering, next_monday + datetime.timedelta(days=number + 1))

    assert [queries(url) for url in pages] == few


def test_an_outsider_gets_404_for_a_draft(client, outsider, finance, host):
    draft = make_offering("Budget round", department=finance, contact=host, state="draft")
    client.force_login(outsider)

    assert client.get(reverse("hosting:offering", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "x", "0000-01", "9999-99", ""])
def test_a_month_that_isnt_one_shows_this_month(at_desk, offering, month):
    assert at_desk.get(reverse("hosting:offering", args=[offering.pk]), {"month": month}).status_code == 200


def test_every_form_has_a_way_back(at_desk, offering, next_monday):
    day = make_day(offering, next_monday)
    there = reverse("hosting:offering", args=[offering.pk])
    pages = [reverse(f"hosting:{name}", args=[offering.pk]) for name in ("edit_offering", "plan_days", "add_day")]

    for url in [*pages, reverse("hosting:day", args=[day.pk])]:
        assert f'<a class="btn quiet" href="{there}">' in at_desk.get(url).content.decode()


def test_a_day_is_called_off_where_its_visits_are(at_desk, client, lead, offering, next_monday, cohort):
    day = make_day(offering, next_monday)
    take_places(day, cohort)
    page, there = reverse("hosting:day", args=[day.pk]), reverse("visits:call_off_day", args=[day.pk])
    assert there in at_desk.get(page).content.decode()
    client.force_login(lead)

    client.post(there, {"reason": "The auditors come"})

    day.refresh_from_db()
    assert day.cancelled_at is not None
    assert day.taken == 0
