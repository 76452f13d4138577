"""Choosing how to be written to, and stopping letters from inside a mail."""

import datetime

import pytest
from django.test import Client

from programs.gateways.mail import build
from programs.notifications import delivery, tokens
from programs.notifications.actions import CalendarPart, Wishes, choose_mail, queue_letter
from programs.notifications.choices import LetterState, Topic
from programs.notifications.models import Letter, Preferences
from tests.factories.objectives import make_objective


def wish(**fields):
    values = {"choices": {}, "quiet_from": None, "quiet_until": None, "quiet_days": (), "digest_weekday": 0}
    return Wishes(**values | fields)


@pytest.fixture
def objective(program, visitor, host):
    return make_objective(program, visitor, host)


INVITATION = CalendarPart(method="REQUEST", uid="1@example.com", sequence=0, content=b"BEGIN:VCALENDAR")


def write(objective, to, now, key="one", calendar=None):
    context = {"objective": objective, "news": "agreed", "link": "https://example.com/"}
    return queue_letter(to=to, kind="objectives/news", context=context, key=key, at=now, calendar=calendar)


def test_without_a_choice_a_letter_goes_at_once(objective, host, now):
    letter = write(objective, host, now)

    assert (letter.state, letter.not_before, letter.topic) == (LetterState.WAITING, now, Topic.OBJECTIVES)


@pytest.mark.parametrize(("way", "state"), [("digest", "held"), ("never", "dropped"), ("at_once", "waiting")])
def test_a_letter_goes_the_way_its_reader_chose(objective, host, now, way, state):
    choose_mail(to=host, wishes=wish(choices={"objectives": way}), by=host, at=now)

    assert write(objective, host, now).state == state
    assert delivery.deliver_due(now) == (1 if way == "at_once" else 0)


def test_a_letter_that_can_wait_comes_after_the_quiet_hours_and_an_invitation_does_not(objective, host, now):
    quiet = wish(quiet_from=datetime.time(8), quiet_until=datetime.time(18))
    choose_mail(to=host, wishes=quiet, by=host, at=now)
    waits = write(objective, host, now)
    urgent = write(objective, host, now, key="two", calendar=INVITATION)

    assert waits.not_before == now.replace(hour=17)  # 18:00 in Berlin
    assert urgent.not_before == now


def test_switching_the_digest_off_lets_go_what_was_held_for_it(objective, host, now):
    choose_mail(to=host, wishes=wish(choices={"objectives": "digest"}), by=host, at=now)
    write(objective, host, now)
    choose_mail(to=host, wishes=wish(digest_weekday=None), by=host, at=now)

    assert Letter.objects.get().state == LetterState.WAITING


def test_the_form_refuses_a_week_without_a_free_day_and_half_quiet_hours(client, host):
    client.force_login(host)
    topics = dict.fromkeys(("promises", "contacts", "surveys", "objectives", "change"), "digest")
    answer = client.post(
        "/mail/preferences/", topics | {"quiet_days": list("0123456"), "quiet_from": "20:00", "digest_weekday": ""}
    )

    page = answer.content.decode()
    assert "Leave at least one day" in page
    assert "Give both ends" in page
    assert "Choose a day for the digest" in page
    assert not Preferences.objects.exists()


def test_the_form_keeps_what_was_chosen_and_shows_it_again(client, host):
    client.force_login(host)
    topics = dict.fromkeys(("promises", "contacts", "surveys", "objectives", "change"), "at_once")
    client.post(
        "/mail/preferences/",
        topics | {"objectives": "never", "quiet_days": ["5", "6"], "quiet_from": "20:00", "quiet_until": "07:00",
                  "digest_weekday": "2"},
    )  # fmt: skip

    row = Preferences.objects.get()
    assert (row.quiet_days, row.digest_weekday, row.choices["objectives"]) == ("56", 2, "never")
    assert 'value="20:00"' in client.get("/mail/preferences/").content.decode()


# One click (RFC 8058) ------------------------------------------------------------------------


def address(person, topic=Topic.OBJECTIVES):
    return "/" + tokens.unsubscribe_address(person.pk, topic).split("/", 3)[3]


def test_a_letter_that_can_wait_carries_the_one_click_headers_and_an_invitation_does_not(objective, host, now):
    message = build(delivery.mail_of(write(objective, host, now))).message()
    other = write(objective, host, now, key="two", calendar=INVITATION)

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address(host) in message["List-Unsubscribe"]
    assert build(delivery.mail_of(other)).message()["List-Unsubscribe"] is None


def test_a_post_from_a_mail_program_stops_the_topic_without_signing_in(objective, host, visitor, now):
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(address(host), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert write(objective, host, now).state == LetterState.DROPPED
    assert write(objective, visitor, now, key="two").state == LetterState.WAITING


def test_following_the_link_changes_nothing(client, host):
    page = client.get(address(host)).content.decode()

    assert "Stop them" in page
    assert not Preferences.objects.exists()


def test_the_digest_is_stopped_by_its_own_link(client, host):
    client.post(address(host, Topic.DIGEST))

    assert Preferences.objects.get().digest_weekday is None


@pytest.mark.parametrize("token", ["nonsense", "WzEsInN1cnZleXMiXQ:1abc:forged"])
def test_a_forged_link_leads_nowhere(client, db, token):
    assert client.post(f"/mail/unsubscribe/{token}/").status_code == 404
