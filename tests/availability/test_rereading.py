"""Subscribed change-freeze calendars and rosters against a real server: read, the same, failing, private."""

import datetime

import pytest

from programs.availability import importing, rereading, subscription
from programs.availability.actions import AvailabilityRefused
from programs.availability.choices import Reason
from programs.availability.importing import Described
from programs.availability.models import Blackout, ImportedCalendar
from programs.gateways.fetching.choices import FetchReason
from tests.gateways.servers import LOOPBACK, reply, serving

FREEZE = Described("freeze", "Release freeze")
DAY = datetime.timedelta(days=1)


def calendar(*days):
    events = "".join(
        f"BEGIN:VEVENT\nSUMMARY:Freeze {day}\nDTSTART;VALUE=DATE:202603{day}\nEND:VEVENT\n" for day in days
    )
    return f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".encode()


def subscribe(by, now, url):
    plan = importing.plan_from(described=FREEZE, address=url + "/secret-token.ics", by=by, at=now, allowed=LOOPBACK)
    return importing.keep_calendar(calendar=None, described=FREEZE, plan=plan, leaves_out=False, by=by, at=now)


def titles():
    return sorted(Blackout.objects.values_list("title", flat=True))


def test_a_subscription_follows_its_address(lead, now):
    content = {"is": calendar(10)}
    with serving(lambda handler: reply(handler, content["is"])) as (url, requests):
        row = subscribe(lead, now, url)
        content["is"] = calendar(11, 12)
        early = rereading.reread_due(now + subscription.EVERY / 2, LOOPBACK)
        later = rereading.reread_due(now + subscription.EVERY, LOOPBACK)

    row.refresh_from_db()
    assert (early, later, len(requests)) == (0, 1, 2)
    assert titles() == ["Freeze 11", "Freeze 12"]
    assert row.next_at == now + 2 * subscription.EVERY


def test_a_file_ends_a_subscription(lead, now):
    with serving(lambda handler: reply(handler, calendar(10))) as (url, _):
        row = subscribe(lead, now, url)
        plan = importing.plan_for(described=FREEZE, content=calendar(20), by=lead, at=now)
        importing.keep_calendar(calendar=row, described=FREEZE, plan=plan, leaves_out=False, by=lead, at=now)

        assert rereading.reread_due(now + DAY, LOOPBACK) == 0
    assert titles() == ["Freeze 20"]


def test_a_calendar_that_is_taken_away_meanwhile_stays_away(lead, now):
    with serving(lambda handler: reply(handler, calendar(10))) as (url, _):
        row = subscribe(lead, now, url)
        plan = importing.plan_for(described=FREEZE, content=calendar(11), by=lead, at=now)
        importing.drop_calendar(calendar=ImportedCalendar.objects.get(), by=lead, at=now)

    with pytest.raises(AvailabilityRefused):
        importing.keep_calendar(
            calendar=row, described=FREEZE, plan=plan, leaves_out=True, by=lead, at=now, is_reread=True
        )
    assert not ImportedCalendar.objects.exists()


def test_what_has_not_changed_is_not_read_again(lead, now):
    def answer(handler):
        is_same = handler.headers.get("If-None-Match") == '"one"'
        reply(handler, b"" if is_same else calendar(10), 304 if is_same else 200, ETag='"one"')

    with serving(answer) as (url, _):
        subscribe(lead, now, url)
        rereading.reread_due(now + DAY, LOOPBACK)
        before = Blackout.objects.get().pk
        rereading.reread_due(now + 2 * DAY, LOOPBACK)

    assert Blackout.objects.get().pk == before


@pytest.mark.parametrize(("content", "status"), [(b"gone", 404), (b"<html>Sign in", 200), (calendar(), 200)])
def test_what_fails_keeps_what_was_there_and_waits_longer_each_time(lead, now, content, status):
    held = {"is": (calendar(10), 200)}
    with serving(lambda handler: reply(handler, *held["is"])) as (url, _):
        row = subscribe(lead, now, url)
        held["is"] = (content, status)
        rereading.reread_due(now + DAY, LOOPBACK)
        row.refresh_from_db()
        first = row.next_at - (now + DAY)
        rereading.reread_due(now + 2 * DAY, LOOPBACK)

    row.refresh_from_db()
    assert titles() == ["Freeze 10"]
    assert row.problem
    assert first == rereading.FIRST_WAIT
    assert row.next_at - (now + 2 * DAY) == 2 * first


def test_the_address_is_sealed_and_hardly_shown(lead, now):
    with serving(lambda handler: reply(handler, calendar(10))) as (url, _):
        row = subscribe(lead, now, url)

    assert b"secret-token" not in bytes(row.sealed_address)
    assert row.shown_address == "127.0.0.1"
    assert subscription.address_of(row).endswith("/secret-token.ics")


def test_nobodys_calendar_is_not_read_any_more(lead, now):
    with serving(lambda handler: reply(handler, calendar(10))) as (url, _):
        subscribe(lead, now, url)
        lead.is_active = False
        lead.save()

        assert rereading.reread_due(now + DAY, LOOPBACK) == 0


@pytest.mark.parametrize("address", ["https://127.0.0.1/x.ics", "ftp://example.com/x", "nonsense", "http://10.0.0.1/"])
def test_private_and_strange_addresses_are_refused(lead, now, address):
    with pytest.raises(AvailabilityRefused) as refused:
        importing.plan_from(described=FREEZE, address=address, by=lead, at=now)

    assert refused.value.reasons <= set(FetchReason)
    assert not ImportedCalendar.objects.exists()


def test_addresses_are_tried_ten_times_an_hour(lead, now):
    for _ in range(importing.FETCHES_PER_HOUR):
        with pytest.raises(AvailabilityRefused):
            importing.plan_from(described=FREEZE, address="nonsense", by=lead, at=now)

    with pytest.raises(AvailabilityRefused) as refused:
        importing.plan_from(described=FREEZE, address="nonsense", by=lead, at=now)

    assert refused.value.reasons == {Reason.TOO_OFTEN}
