import logging

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.logs import MaskSecrets
from programs.calendars import actions, views
from programs.calendars.models import FeedToken
from programs.people.models import Person


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def address(visitor, now):
    _, token = actions.make_feed(kind="personal", name="Phone", by=visitor, at=now)
    return reverse("calendars:feed", args=[token])


@pytest.fixture
def upcoming(visit_in, now):
    """A visit two weeks from the real today: the view reads the clock."""
    return visit_in(days=(timezone.now() - now).days + 14)


def test_feed_needs_no_sign_in_and_leaves_no_cookie(client, address, upcoming):
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=300"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["UID"] == f"booking-{upcoming.uid}@localhost.localdomain"


def test_feed_gives_the_same_bytes_each_time(client, address, upcoming):
    first = client.get(address)
    cache.clear()
    second = client.get(address)

    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert first["Last-Modified"] == second["Last-Modified"]


@pytest.mark.parametrize(
    ("request_header", "answer_header"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]
)
def test_feed_says_that_nothing_has_changed(client, address, upcoming, request_header, answer_header):
    first = client.get(address)

    again = client.get(address, headers={request_header: first[answer_header]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, max-age=300"


@pytest.mark.parametrize(
    ("request_header", "answer_header"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]
)
def test_feed_says_that_something_has_changed(client, address, upcoming, request_header, answer_header):
    first = client.get(address)
    upcoming.day.offering.title = "Another title"
    upcoming.day.offering.save()

    again = client.get(address, headers={request_header: first[answer_header]})

    assert again.status_code == 200
    assert b"Another title" in again.content


def test_feed_that_has_not_changed_costs_one_query_and_writes_no_calendar(
    client, address, visit_in, now, django_assert_num_queries, monkeypatch
):
    for number in range(5):
        visit_in(days=(timezone.now() - now).days + number)
    etag = client.get(address)["ETag"]
    cache.clear()
    monkeypatch.delattr("programs.gateways.ics.feed")

    with django_assert_num_queries(1):
        answer = client.get(address, headers={"If-None-Match": etag})

    assert answer.status_code == 304


def test_feed_looks_at_no_session(client, address, visitor, upcoming, django_assert_num_queries):
    client.force_login(visitor)
    client.get(address)

    with django_assert_num_queries(1):
        client.get(address)


def test_feed_of_an_unknown_address_is_not_there(client, db):
    answer = client.get(reverse("calendars:feed", args=["no-such-address"]))

    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert not answer.content


def test_feed_of_a_revoked_address_is_gone(client, address, visitor, now):
    actions.revoke_feed(feed=FeedToken.objects.get(), by=visitor, at=now)

    assert client.get(address).status_code == 410


def test_feed_of_someone_who_has_left_is_gone(client, address):
    Person.objects.update(is_active=False)

    assert client.get(address).status_code == 410


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch"])
def test_feed_takes_get_and_head_only(address, method):
    client = Client(enforce_csrf_checks=True)

    assert getattr(client, method)(address).status_code == 405
    assert client.generic("PROPFIND", address).status_code == 405


def test_feed_answers_head_without_a_body(client, address, upcoming):
    answer = client.head(address)

    assert answer.status_code == 200
    assert answer["ETag"] == client.get(address)["ETag"]


def test_feed_stops_whoever_asks_too_often(client, address):
    for _ in range(views.REQUESTS_A_MINUTE):
        client.get(address)

    answer = client.get(address)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"


def test_feed_notes_the_day_of_its_use(client, address):
    client.get(address)

    assert FeedToken.objects.get().last_used_on == timezone.now().date()


def test_feed_speaks_the_language_of_its_reader(client, address, visitor, upcoming):
    visitor.language = "ja"
    visitor.save()

    answer = client.get(address, headers={"Accept-Language": "fr"})

    assert answer.status_code == 200
    assert "Vary" not in answer or "Accept-Language" not in answer["Vary"]


def test_feeds_shows_a_new_address_once(client, visitor):
    client.force_login(visitor)

    made = client.post(reverse("calendars:feeds"), {"kind": "hosting", "name": "Phone\r\n<b>"}).content.decode()
    later = client.get(reverse("calendars:feeds")).content.decode()

    row = FeedToken.objects.get()
    assert row.name == "Phone <b>"
    assert "webcal://" in made
    assert ".ics" in made
    assert "Phone &lt;b&gt;" in later
    assert ".ics" not in later


def test_feeds_keeps_what_was_typed_when_there_are_too_many(client, visitor, now):
    for _ in range(actions.MOST_FEEDS):
        actions.make_feed(kind="personal", name="", by=visitor, at=now)
    client.force_login(visitor)

    answer = client.post(reverse("calendars:feeds"), {"kind": "hosting", "name": "Tablet"})

    assert "You already have 10 addresses" in answer.content.decode()
    assert "Tablet" in answer.content.decode()


@pytest.mark.parametrize("data", [{}, {"kind": "everything"}, {"kind": "personal", "name": "x" * 81}])
def test_feeds_refuses_nonsense_without_making_anything(client, visitor, data):
    client.force_login(visitor)

    answer = client.post(reverse("calendars:feeds"), data)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not FeedToken.objects.exists()


def test_revoke_ends_ones_own_address_only(client, address, visitor, outsider):
    row = FeedToken.objects.get()
    client.force_login(outsider)
    assert client.post(reverse("calendars:revoke", args=[row.pk])).status_code == 404
    client.force_login(visitor)

    client.post(reverse("calendars:revoke", args=[row.pk]))

    assert client.get(address).status_code == 410


def test_visit_file_is_the_event_without_attendee(client, visitor, upcoming):
    client.force_login(visitor)

    answer = client.get(reverse("calendars:visit_file", args=[upcoming.pk]))

    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["UID"] == f"booking-{upcoming.uid}@localhost.localdomain"
    assert "ATTENDEE" not in event
    assert f"visit-{upcoming.pk}.ics" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("message", "args", "written"),
    [
        (
            '"%s" %s %s',
            ("GET /calendars/s3cret_-x.ics HTTP/1.1", "200", "7"),
            '"GET /calendars/***.ics HTTP/1.1" 200 7',
        ),
        ("Not Found: %s", ("/calendars/s3cret.ics",), "Not Found: /calendars/***.ics"),
        ("GET /calendars/visits/12.ics", (), "GET /calendars/visits/12.ics"),
        ("Forbidden: %s", ("/surveys/s3cret_-x/",), "Forbidden: /surveys/***/"),
        ("GET /surveys/waves/2/results/", (), "GET /surveys/waves/2/results/"),
        ("Not Found: %s", ("/people/sign-in/s3cret/",), "Not Found: /people/sign-in/***/"),
        ("GET /people/sign-in/sent/", (), "GET /people/sign-in/sent/"),
        ("%d of %d", (1, 2), "1 of 2"),
    ],
)
def test_mask_secrets_hides_addresses_that_are_keys(message, args, written):
    record = logging.LogRecord("x", logging.INFO, "", 0, message, args, None)

    assert MaskSecrets().filter(record)
    assert record.getMessage() == written
