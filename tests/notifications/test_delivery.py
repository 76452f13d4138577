import datetime

import pytest

from programs.notifications import delivery
from programs.notifications.choices import LetterState
from programs.notifications.delivery import LEASE, PATIENCE, claim_next, deliver_due
from programs.notifications.models import Letter
from tests.factories.notifications import make_calendar_letter, make_letter
from tests.factories.people import make_person
from tests.gateways.smtp import MailServer

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def test_deliver_due_sends_each_letter_once(visitor, host, now, server):
    make_letter(visitor, key="1")
    make_letter(host, key="2")

    assert deliver_due(now) == 2
    assert deliver_due(now + MINUTE) == 0

    assert [to for (to,), _ in server.inbox.raw] == [visitor.email, host.email]
    assert set(Letter.objects.values_list("state", "attempts")) == {(LetterState.SENT, 1)}
    assert Letter.objects.filter(sent_at__isnull=True).count() == 0


def test_deliver_due_leaves_what_is_not_due_or_not_needed(visitor, now, server):
    make_letter(visitor, key="1", not_before=now + MINUTE)
    make_letter(visitor, key="2", state=LetterState.DROPPED)
    make_letter(visitor, key="3", state=LetterState.FAILED)

    assert deliver_due(now) == 0

    assert server.inbox.raw == []


def test_deliver_due_keeps_the_calendars_exact_bytes(visitor, now, server):
    letter = make_calendar_letter(visitor, key="1")

    deliver_due(now)

    (mail,) = server.inbox.mails
    part = list(mail.iter_parts())[-1]
    assert part.get_payload(decode=True) == letter.calendar
    assert mail["Message-ID"] == letter.message_id


def test_deliver_due_waits_longer_after_each_refusal_and_then_fails(visitor, now, server):
    server.inbox.refused[visitor.email] = "451 Later"
    letter = make_letter(visitor)
    at = now
    waits = []

    for _ in range(len(PATIENCE) + 1):
        deliver_due(at)
        letter.refresh_from_db()
        waits.append(round((letter.not_before - at).total_seconds() / 60))
        at = letter.not_before

    assert waits[:-1] == [round(wait.total_seconds() / 60) for wait in PATIENCE]
    assert letter.state == LetterState.FAILED
    assert letter.attempts == len(PATIENCE) + 1
    assert "451" in letter.last_error
    assert "Later" in letter.last_error


def test_deliver_due_goes_on_after_a_refused_recipient(visitor, host, now, server):
    server.inbox.refused[visitor.email] = "550 No such mailbox"
    make_letter(visitor, key="1")
    make_letter(host, key="2")

    assert deliver_due(now) == 1

    assert Letter.objects.get(key="1").state == LetterState.WAITING


def test_deliver_due_holds_everything_when_the_server_is_away(visitor, host, now, server):
    make_letter(visitor, key="1")
    make_letter(host, key="2")
    server.stop()

    assert deliver_due(now) == 0

    assert set(Letter.objects.values_list("state", "attempts")) == {(LetterState.WAITING, 0)}
    assert all(letter.not_before >= now + MINUTE for letter in Letter.objects.all())


def test_deliver_due_gives_up_at_once_on_an_address_that_is_none(visitor, host, now, server):
    make_letter(visitor, key="1", address="vera@exa\r\nmple.com")
    make_letter(host, key="2")

    assert deliver_due(now) == 1

    assert Letter.objects.get(key="1").state == LetterState.FAILED


def test_deliver_due_keeps_the_order_of_one_event(visitor, now, server):
    make_calendar_letter(visitor, key="1", sequence=0, not_before=now + MINUTE)
    make_calendar_letter(visitor, key="2", sequence=1, method="CANCEL")
    make_calendar_letter(visitor, key="3", uid="other@example.com")

    assert deliver_due(now) == 1
    assert deliver_due(now + MINUTE) == 2

    assert [mail["Message-ID"] for mail in server.inbox.mails] == [
        Letter.objects.get(key=key).message_id for key in ("3", "1", "2")
    ]


def test_put_off_drops_an_invitation_that_was_overtaken(visitor, now, server):
    make_calendar_letter(visitor, key="1", sequence=0)
    claimed = claim_next(now)
    make_calendar_letter(visitor, key="2", sequence=1)

    delivery.put_off(claimed, at=now, error="421 Try later")

    assert Letter.objects.get(key="1").state == LetterState.DROPPED
    assert deliver_due(now) == 1


def test_claim_next_gives_a_letter_to_one_sender_until_the_lease_runs_out(visitor, now):
    make_letter(visitor)

    first = claim_next(now)
    second = claim_next(now + MINUTE)
    after_the_lease = claim_next(now + LEASE + MINUTE)

    assert first.attempts == 1
    assert second is None
    assert after_the_lease.attempts == 2
    assert after_the_lease.message_id == first.message_id


def test_mark_sent_of_a_lost_lease_changes_nothing(visitor, now):
    make_letter(visitor)
    slow = claim_next(now)
    claim_next(now + LEASE + MINUTE)

    delivery.mark_sent(slow, at=now + LEASE + MINUTE)

    assert Letter.objects.get().state == LetterState.SENDING


def test_deliver_due_asks_once_when_there_is_nothing(db, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert deliver_due(now) == 0


def test_deliver_due_costs_the_same_queries_for_each_letter(db, now, server, django_assert_num_queries):
    for number in range(10):
        make_letter(make_person(f"Person {number}"), key=str(number))

    with django_assert_num_queries(10 * 6 + 1):
        deliver_due(now)
