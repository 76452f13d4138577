"""The pages of availability."""

import datetime
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.availability import access
from programs.availability.models import Blackout, BusyInterval, CoverRule, OnCallDuty
from tests.factories.availability import make_blackout, make_busy, make_cover, make_duty, make_subscription
from tests.factories.people import make_department, make_person, make_team


@pytest.fixture
def tomorrow():
    return timezone.localdate() + datetime.timedelta(days=1)


def upload(content, name="work.ics"):
    return SimpleUploadedFile(name, content, content_type="text/calendar")


def calendar(tomorrow):
    return (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Secret merger\nDTSTART:{tomorrow:%Y%m%d}T080000Z\nDURATION:PT1H\n"
        "END:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n"
    ).encode()


def test_a_visitor_looks_at_a_calendar_keeps_it_and_takes_it_back(client, visitor, tomorrow):
    client.force_login(visitor)

    looked = client.post(reverse("availability:busy"), {"file": upload(calendar(tomorrow))}, follow=True)
    assert not BusyInterval.objects.exists()
    waiting = client.get(reverse("availability:busy")).content.decode()
    client.post(reverse("availability:keep_preview"))
    source = visitor.busy_sources.get()
    kept = client.get(reverse("availability:calendar", args=[source.pk])).content.decode()
    listed = client.get(reverse("availability:busy")).content.decode()
    client.post(reverse("availability:forget_calendar", args=[source.pk]))

    assert source.name == "work"
    for page in (looked.content.decode(), kept):
        assert "Your calendar shows it as busy" in page
        assert "The event in line 7 has no start." in page
        assert "Secret" not in page
    assert "waits for your decision" in waiting
    assert "1 busy time" in listed
    assert not BusyInterval.objects.exists()


def test_the_zone_of_a_file_is_chosen_before_it_counts(client, visitor, tomorrow):
    client.force_login(visitor)
    floating = calendar(tomorrow).replace(b"T080000Z", b"T080000")
    looked = client.post(reverse("availability:busy"), {"file": upload(floating)}, follow=True).content.decode()

    bad = client.post(reverse("availability:move_preview"), {"zone": "Mars/Crater"}, follow=True).content.decode()
    client.post(reverse("availability:move_preview"), {"zone": "Asia/Tokyo"})
    client.post(reverse("availability:keep_preview"))

    assert "1 event has no time zone: read in Europe/Berlin" in looked
    assert "Choose a time zone from the list" in bad
    assert BusyInterval.objects.get().starts_at.astimezone(datetime.UTC).hour == 23


def test_a_preview_can_be_dropped(client, visitor, tomorrow):
    client.force_login(visitor)
    client.post(reverse("availability:busy"), {"file": upload(calendar(tomorrow))})

    page = client.post(reverse("availability:drop_preview"), follow=True).content.decode()

    assert "Nothing of “work” is kept." in page
    assert client.get(reverse("availability:preview")).status_code == 404


def test_a_visitor_subscribes_and_never_sees_the_address_again(client, visitor):
    client.force_login(visitor)
    data = {
        "kind": "ics",
        "url": "webcal://calendar.example/private-77/basic.ics",
        "name": "Work",
        "password": "word77",
    }

    page = client.post(reverse("availability:subscribe"), data, follow=True).content.decode()
    source = visitor.busy_sources.get()
    client.post(reverse("availability:change_zone", args=[source.pk]), {"zone": "Asia/Tokyo"})
    again = client.post(reverse("availability:retry_calendar", args=[source.pk]), follow=True).content.decode()

    assert "Being read" in page
    assert "calendar.example" in page
    assert "is being read" in again
    for one in (page, again):
        assert "private-77" not in one
        assert "word77" not in one
    source.refresh_from_db()
    assert source.zone == "Asia/Tokyo"
    assert source.next_at is not None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"url": ""}, "This field is required"),
        ({"url": "http://calendar.example/x.ics"}, "It begins with https:// or webcal://"),
        ({"url": "https://calendar.example:22/x.ics"}, "leads into a private network"),
        ({"kind": "file"}, "not one of the available choices"),
        ({"zone": "Mars"}, "not one of the available choices"),
        ({"name": "Taken"}, "There is another calendar with this name"),
    ],
)
def test_bad_addresses_are_explained(client, visitor, changes, message):
    make_subscription(visitor, name="Taken")
    client.force_login(visitor)
    data = {"kind": "ics", "url": "https://calendar.example/x.ics", "name": "Kept name"} | changes

    page = client.post(reverse("availability:subscribe"), data)

    assert page.status_code == 200
    assert message in page.content.decode()
    assert data["name"] in page.content.decode()


def test_a_failing_subscription_says_since_when_and_why(client, visitor, now):
    source = make_subscription(visitor, at=now)
    source.failing_since, source.problem = now, {"kind": "fetch", "code": "gone", "facts": {}}
    source.save()
    client.force_login(visitor)

    for url in (reverse("availability:busy"), reverse("availability:calendar", args=[source.pk])):
        page = client.get(url).content.decode()

        assert "Can't be read" in html.unescape(page)
        assert "There is no calendar at this address any more" in page
        assert "What was read before stays" in page


def test_my_calendars_cost_the_same_for_one_and_for_many(client, visitor):
    client.force_login(visitor)
    make_subscription(visitor, name="0")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("availability:busy"))
        return len(captured)

    few = queries()
    for number in range(1, 6):
        make_subscription(visitor, name=str(number))

    assert queries() == few


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "kept name"}, "This field is required"),
        ({"name": "kept name", "file": b""}, "The submitted file is empty"),
        ({"name": "kept name", "file": b"<html>"}, "This is a web page"),
        ({"name": "kept name", "file": b"\x00\x01\x02"}, "This is not a calendar file"),
        ({"name": "x" * 500, "file": b"BEGIN:VCALENDAR"}, "at most 120 characters"),
    ],
)
def test_bad_files_are_explained(client, visitor, data, message):
    client.force_login(visitor)
    if "file" in data:
        data = data | {"file": upload(data["file"])}

    page = client.post(reverse("availability:busy"), data)

    assert page.status_code == 200
    assert message in page.content.decode()
    assert data["name"] in page.content.decode()


def test_nobody_else_sees_busy_times(client, visitor, lead, administrator, tomorrow):
    start = datetime.datetime.combine(tomorrow, datetime.time(8), datetime.UTC)
    interval = make_busy(visitor, start, start + datetime.timedelta(hours=1))

    for reader in (lead, administrator):
        assert not access.sources_visible_to(reader).exists()
        client.force_login(reader)
        for url in ("availability:forget_calendar", "availability:calendar"):
            assert client.get(reverse(url, args=[interval.source_id])).status_code == 404


def test_a_department_lead_closes_their_department_only(client, finance, tomorrow):
    finance.lead = make_person("Doris Department", department=finance)
    finance.save()
    client.force_login(finance.lead)
    data = {"title": "Year-end close", "kind": "month_end", "from_on": tomorrow, "until_on": tomorrow}
    url = reverse("availability:add_blackout")

    for_all = client.post(url, data).content.decode()
    other = client.post(url, data | {"department": make_department("Sales").pk}).content.decode()
    client.post(url, data | {"department": finance.pk})

    assert "Say for which department or team" in for_all
    assert "Year-end close" in for_all
    assert "not one of the available choices" in other
    assert Blackout.objects.get().department == finance


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "This field is required"),
        ({"from_on": "x"}, "Enter a valid date"),
        ({"until_on": "2001-01-01"}, "The last day comes after the first"),
        ({"until_on": "2999-01-01"}, "Two years at most"),
        ({"kind": "x"}, "not one of the available choices"),
        ({"both": True}, "Choose a site, a department or a team"),
    ],
)
def test_bad_blackouts_are_explained(client, lead, finance, tomorrow, changes, message):
    client.force_login(lead)
    data = {"title": "Kept title", "kind": "other", "from_on": tomorrow, "until_on": tomorrow} | changes
    if data.pop("both", False):
        data |= {"site": lead.site_id, "department": finance.pk}

    page = client.post(reverse("availability:add_blackout"), data)

    assert page.status_code == 200
    assert message in page.content.decode()
    assert not Blackout.objects.exists()


def test_a_lead_closes_the_last_working_days_of_each_month_as_a_warning(client, lead, tomorrow):
    client.force_login(lead)
    data = {
        "title": "Quarter-end", "kind": "month_end", "from_on": tomorrow,
        "until_on": tomorrow + datetime.timedelta(days=300),
        "repeats": "month_end", "number": "2", "start_time": "12:00", "end_time": "18:00", "is_soft": "on",
    }  # fmt: skip

    page = client.post(reverse("availability:add_blackout"), data, follow=True).content.decode()

    assert "last 2 working days of each month, 12:00 – 18:00" in page
    assert "Only a warning" in page
    assert Blackout.objects.get().is_soft


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"repeats": "weekly"}, "Say on which weekday."),
        ({"repeats": "month_end", "number": "40"}, "The number is between 1 and 10 here."),
        ({"repeats": "monthly", "number": "6", "weekday": "4"}, "The number is between 1 and 5 here."),
        ({"repeats": "sometimes"}, "not one of the available choices"),
        ({"number": "-1"}, "greater than or equal to 0"),
        ({"weekday": "9"}, "not one of the available choices"),
        ({"start_time": "09:00"}, "Give both a start and an end"),
        ({"start_time": "09:00", "end_time": "08:00"}, "The end comes after the start."),
        ({"start_time": "soon"}, "Enter a valid time"),
    ],
)
def test_bad_recurrences_are_explained_and_keep_what_was_typed(client, lead, tomorrow, changes, message):
    client.force_login(lead)
    data = {"title": "Kept title", "kind": "other", "from_on": tomorrow, "until_on": tomorrow} | changes

    page = client.post(reverse("availability:add_blackout"), data).content.decode()

    assert message in page
    assert "Kept title" in page
    assert not Blackout.objects.exists()


def test_team_blackouts_are_for_the_team(client, visitor, outsider, tomorrow):
    make_blackout("Platform move", tomorrow, team=visitor.team)

    seen = [access.blackouts_visible_to(person).count() for person in (visitor, outsider)]

    assert seen == [1, 0]


def test_a_line_manager_looks_after_the_team(client, visitor, it_department, tomorrow):
    manager = make_person("Mona Manager", department=it_department)
    visitor.manager = manager
    visitor.save()
    client.force_login(manager)

    client.post(reverse("availability:edit_cover", args=[visitor.team_id]), {"most_away_percent": 30})
    duty = {"person": visitor.pk, "from_on": tomorrow, "until_on": tomorrow}
    page = client.post(reverse("availability:teams"), duty, follow=True).content.decode()

    assert CoverRule.objects.get().most_away_percent == 30
    assert OnCallDuty.objects.get().person == visitor
    assert "30 % may be away" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [({"most_away": 1, "most_away_percent": 1}, "Give either"), ({"most_away": "few"}, "Enter a whole number")],
)
def test_bad_cover_is_explained(client, lead, visitor, data, message):
    client.force_login(lead)

    page = client.post(reverse("availability:edit_cover", args=[visitor.team_id]), data)

    assert message in page.content.decode()
    assert not CoverRule.objects.exists()


def test_nobody_puts_strangers_on_call(client, visitor, outsider, tomorrow):
    client.force_login(outsider)
    duty = {"person": visitor.pk, "from_on": tomorrow, "until_on": tomorrow}

    page = client.post(reverse("availability:teams"), duty)

    assert "not one of the available choices" in page.content.decode()
    assert not OnCallDuty.objects.exists()


def test_the_lists_cost_the_same_for_one_and_for_many(client, lead, it_department, tomorrow):
    client.force_login(lead)
    pages = [reverse("availability:blackouts"), reverse("availability:teams")]

    def add(number):
        team = make_team(f"Team {number}", it_department)
        make_cover(team)
        make_blackout(f"Freeze {number}", tomorrow, team=team)
        make_duty(make_person(f"Person {number}", department=it_department, team=team), tomorrow)

    def queries(url):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    add(0)
    few = [queries(url) for url in pages]
    for number in range(1, 6):
        add(number)

    assert [queries(url) for url in pages] == few
