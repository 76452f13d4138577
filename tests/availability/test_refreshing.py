"""Subscriptions against real servers: read, the same, failing, suspicious, private."""

import datetime
import ipaddress

import pytest

from programs.audit.models import Entry
from programs.availability import reading, refreshing, shown
from programs.availability.actions import AvailabilityRefused
from programs.availability.choices import Reason, SourceKind
from programs.availability.models import BusyInterval, BusySource
from programs.availability.reading import Address
from programs.gateways.fetching.addresses import Policy
from programs.gateways.fetching.choices import FetchReason
from programs.notifications.models import Letter
from tests.gateways.servers import LOOPBACK, reply, serving

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def calendar(*days, head=""):
    events = "".join(f"BEGIN:VEVENT\nDTSTART:202603{day}T080000Z\nDURATION:PT1H\nEND:VEVENT\n" for day in days)
    return f"BEGIN:VCALENDAR\n{head}{events}END:VCALENDAR\n".encode()


def subscribe(person, now, url, *, kind=SourceKind.ICS, name="Work", allowed=LOOPBACK, **address):
    address = Address(f"{url}/private-1234abcd/basic.ics", **address)
    return reading.subscribe_calendar(
        person=person, name=name, kind=kind, address=address, zone="", at=now, allowed=allowed
    )


def refresh(at):
    assert refreshing.refresh_due(at, LOOPBACK)
    return BusySource.objects.get()


def test_an_address_is_sealed_and_hardly_shown(visitor, now):
    source = subscribe(visitor, now, "https://vera:word@calendar.example", user="vera", password="secret word")

    assert b"1234abcd" not in bytes(source.sealed_address)
    assert source.shown_address == "calendar.example …asic"
    assert reading.address_of(source).password == "secret word"
    assert "secret" not in repr(reading.address_of(source))
    assert not any("1234abcd" in str(entry.facts) for entry in Entry.objects.all())


def test_an_address_moved_to_another_row_doesnt_open(visitor, host, now):
    source, other = subscribe(visitor, now, "https://a.example"), subscribe(host, now, "https://b.example")
    BusySource.objects.filter(pk=other.pk).update(sealed_address=source.sealed_address)

    refreshing.refresh_due(now, LOOPBACK)

    other.refresh_from_db()
    assert other.problem["code"] == FetchReason.BAD_ADDRESS


@pytest.mark.parametrize("url", ["ftp://example.com", "file:///etc", "nonsense", "https://example.com:22"])
def test_a_bad_address_is_refused_at_once(visitor, now, url):
    with pytest.raises(AvailabilityRefused):
        subscribe(visitor, now, url, allowed=None)
    assert not BusySource.objects.exists()


def test_names_are_not_given_twice(visitor, now):
    subscribe(visitor, now, "https://a.example")

    with pytest.raises(AvailabilityRefused) as refused:
        subscribe(visitor, now, "https://b.example")

    assert refused.value.reasons == {Reason.NAME_TAKEN}


def test_a_calendar_is_read_and_then_only_asked_whether_it_has_changed(visitor, now):
    def answer(handler):
        same = handler.headers.get("If-None-Match") == '"1"'
        reply(handler, b"" if same else calendar(16, 17), 304 if same else 200, ETag='"1"')

    with serving(answer) as (url, requests):
        subscribe(visitor, now, url)
        first = refresh(now)
        assert not refreshing.refresh_due(now + 29 * MINUTE, LOOPBACK)
        second = refresh(now + 40 * MINUTE)

    assert [head.get("If-None-Match") for _, _, head, _ in requests] == [None, '"1"']
    assert BusyInterval.objects.count() == 2
    assert (first.read_at, second.read_at, second.checked_at) == (now, now, now + 40 * MINUTE)
    assert Entry.objects.filter(deed="read_calendar").count() == 1


def test_what_hasnt_changed_is_read_whole_once_a_week(visitor, now):
    with serving(lambda handler: reply(handler, calendar(16), ETag='"1"')) as (url, requests):
        subscribe(visitor, now, url)
        refresh(now)
        weekly = refresh(now + 8 * DAY)

    assert [head.get("If-None-Match") for _, _, head, _ in requests] == [None, None]
    assert weekly.read_at == now + 8 * DAY


def test_a_change_replaces_what_was_read(visitor, now):
    contents = [calendar(16), calendar(17, 18)]
    with serving(lambda handler: reply(handler, contents.pop(0))) as (url, _):
        subscribe(visitor, now, url)
        refresh(now)
        refresh(now + DAY)

    assert [one.starts_at.day for one in BusyInterval.objects.all()] == [17, 18]


def test_a_calendar_says_how_often_it_wants_to_be_read(visitor, now):
    head = "REFRESH-INTERVAL;VALUE=DURATION:PT6H\n"
    with serving(lambda handler: reply(handler, calendar(16, head=head))) as (url, _):
        subscribe(visitor, now, url)
        source = refresh(now)

    assert datetime.timedelta(hours=6) <= source.next_at - now < datetime.timedelta(hours=6, minutes=6)


@pytest.mark.parametrize(
    ("status", "content", "code"),
    [(401, b"", "login"), (404, b"", "gone"), (500, b"", "refused"), (200, b"<html>Sign in", "web_page"),
     (200, b"", "empty"), (200, b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 50_001, "too_many")],
)  # fmt: skip
def test_a_failure_keeps_what_was_read_and_waits_longer_each_time(visitor, now, status, content, code):
    answers = [(calendar(16), 200)] + [(content, status)] * 3
    with serving(lambda handler: reply(handler, *answers.pop(0))) as (url, _):
        subscribe(visitor, now, url)
        refresh(now)
        waits, at = [], now + DAY
        for _ in range(3):
            source = refresh(at)
            waits.append((source.next_at - at) // MINUTE)
            at = source.next_at

    assert waits == [15, 30, 60]
    assert (source.problem["code"], source.failures, source.failing_since) == (code, 3, now + DAY)
    assert BusyInterval.objects.count() == 1
    assert shown.calendars_of(visitor)[0].problem
    assert Entry.objects.filter(deed="calendar_fails").count() == 1


def test_a_server_that_asks_for_patience_gets_it(visitor, now):
    with serving(lambda handler: reply(handler, status=503, Retry_After="7200")) as (url, _):
        subscribe(visitor, now, url)
        source = refresh(now)

    assert source.next_at == now + datetime.timedelta(hours=2)


def test_the_owner_is_told_after_three_days_and_once(visitor, now):
    with serving(lambda handler: reply(handler, status=404)) as (url, _):
        subscribe(visitor, now, url)
        for days in (0, 1, 3, 4, 5):
            refresh(now + days * DAY)

    letter = Letter.objects.get()
    assert letter.to == visitor
    assert "Work" in letter.subject
    assert "publish it anew" in letter.text


def test_recovery_forgets_the_failure(visitor, now):
    answers = [(b"", 500), (calendar(16), 200)]
    with serving(lambda handler: reply(handler, *answers.pop(0))) as (url, _):
        subscribe(visitor, now, url)
        refresh(now)
        source = refresh(now + DAY)

    assert (source.failures, source.failing_since, source.problem) == (0, None, {})


def test_a_calendar_that_lost_nearly_everything_has_to_say_so_twice(visitor, now):
    many = calendar(*range(10, 30))
    answers = [many, calendar(16), calendar(17), calendar(17)]
    with serving(lambda handler: reply(handler, answers.pop(0), ETag=f'"{len(answers)}"')) as (url, requests):
        subscribe(visitor, now, url)
        refresh(now)
        doubted, again = refresh(now + DAY), refresh(now + 2 * DAY)
        assert BusyInterval.objects.count() == 20
        refresh(now + 3 * DAY)

    assert doubted.problem["facts"] == again.problem["facts"] == {"now": 1, "before": 20}
    assert [one.starts_at.day for one in BusyInterval.objects.all()] == [17]
    assert [head.get("If-None-Match") for _, _, head, _ in requests] == [None, '"3"', None, None]


def test_a_private_address_is_not_fetched_without_leave(visitor, now):
    elsewhere = Policy((ipaddress.ip_network("10.0.0.0/8"),), plain_http=True, any_port=True)
    with serving(lambda handler: reply(handler, calendar(16))) as (url, requests):
        subscribe(visitor, now, url)
        refreshing.refresh_due(now, elsewhere)

    assert requests == []
    assert BusySource.objects.get().problem["code"] == FetchReason.NOT_ALLOWED


def test_a_collection_is_read_as_a_calendar_is(visitor, now):
    def answer(handler):
        tag = b"<getctag>7</getctag>" if handler.command == "PROPFIND" else b""
        events = b"" if tag else (
            b"<c:calendar-data>" + calendar(16) + b"</c:calendar-data><c:calendar-data><![CDATA[" + calendar(18)
            + b"]]></c:calendar-data>"
        )  # fmt: skip
        content = (
            b'<?xml version="1.0"?>\n<multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><response>'
            b"<resourcetype><c:calendar/></resourcetype>" + tag + events + b"</response></multistatus>"
        )
        reply(handler, content, 207)

    with serving(answer) as (url, requests):
        subscribe(visitor, now, url, kind=SourceKind.CALDAV, user="vera", password="word")
        refresh(now)
        source = refresh(now + DAY)

    assert [method for method, *_ in requests] == ["PROPFIND", "REPORT", "PROPFIND"]
    assert [one.starts_at.day for one in BusyInterval.objects.all()] == [16, 18]
    assert (source.etag, source.checked_at) == ("7", now + DAY)


def test_one_slow_calendar_stands_in_nobodys_way(visitor, now):
    people_calendars = [calendar(16) for _ in range(8)]
    with (
        serving(lambda handler: reply(handler, b"x", 500)) as (broken, _),
        serving(lambda handler: reply(handler, people_calendars.pop())) as (url, _),
    ):
        subscribe(visitor, now, broken, name="Broken")
        for number in range(8):
            subscribe(visitor, now, url, name=f"Work {number}")
        refreshing.refresh_due(now, LOOPBACK)

    assert BusySource.objects.filter(failures=0, read_at=now).count() == 8
    assert BusySource.objects.filter(failures=1).count() == 1


def test_two_workers_dont_fetch_the_same(visitor, now):
    source = subscribe(visitor, now, "https://a.example")
    taken = refreshing._claim(now)

    assert [errand.source_id for errand in taken] == [source.pk]
    assert refreshing._claim(now) == []
    assert refreshing._claim(now + 11 * MINUTE)


def test_calendars_of_leavers_are_left_alone(visitor, now):
    subscribe(visitor, now, "https://a.example")
    visitor.is_active = False
    visitor.save()

    refreshing.refresh_due(now, LOOPBACK)

    assert BusySource.objects.get().next_at is None


def test_a_calendar_taken_away_meanwhile_stays_away(visitor, now):
    source = subscribe(visitor, now, "https://a.example")
    (errand,) = refreshing._claim(now)
    reading.forget_calendar(source=source, by=visitor, at=now)

    refreshing._settle(refreshing.Outcome(errand), now)

    assert not BusySource.objects.exists()


def test_a_zone_that_its_owner_chose_counts_from_the_next_reading(visitor, now):
    floating = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260316T090000\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"
    with serving(lambda handler: reply(handler, floating, ETag='"1"')) as (url, _):
        source = subscribe(visitor, now, url)
        refresh(now)
        before = BusyInterval.objects.get().starts_at
        reading.change_zone(source=source, zone="Asia/Tokyo", by=visitor, at=now + MINUTE)
        refresh(now + MINUTE)

    assert before - BusyInterval.objects.get().starts_at == datetime.timedelta(hours=8)


def test_retries_are_counted_too(visitor, now):
    source = subscribe(visitor, now, "https://a.example")
    for _ in range(9):
        reading.retry_calendar(source=source, by=visitor, at=now)

    with pytest.raises(AvailabilityRefused) as refused:
        reading.retry_calendar(source=source, by=visitor, at=now)

    assert refused.value.reasons == {Reason.TOO_OFTEN}
