"""The weekly digest: once, in one's own language, nothing when nothing waits."""

import datetime

import pytest

from programs.home import digest
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter, Preferences
from tests.factories.objectives import make_objective

MONDAY = datetime.datetime(2026, 3, 2, 7, 30, tzinfo=datetime.UTC)
"""Half past eight in Berlin."""


@pytest.fixture
def draft(program, visitor, host):
    return make_objective(program, visitor, host, state="draft")


def digests():
    return Letter.objects.filter(kind="home/digest")


def test_a_digest_says_what_waits_with_its_one_action(draft, host, visitor):
    digest.every_minute(MONDAY)

    letter = digests().get(to=host)
    assert letter.subject == "1 thing waits for you"
    assert draft.title in letter.text
    assert f"/objectives/{draft.pk}/" in letter.text
    assert f"/objectives/{draft.pk}/" in letter.html


def test_a_digest_goes_once_a_week_however_often_the_minute_comes(draft, host):
    for minutes in (0, 1, 60):
        digest.every_minute(MONDAY + datetime.timedelta(minutes=minutes))
    digest.every_minute(MONDAY + datetime.timedelta(days=7))

    assert digests().filter(to=host).count() == 2


def test_nobody_gets_a_digest_when_nothing_waits_and_nobody_is_looked_at_twice(outsider):
    digest.every_minute(MONDAY)

    assert not Letter.objects.exists()
    assert Preferences.objects.get(person=outsider).digest_on == MONDAY.date()
    assert digest.due(MONDAY) == []


def test_a_digest_is_in_its_readers_language_and_zone(draft, host):
    host.language, host.time_zone = "de", "America/New_York"
    host.save()

    digest.every_minute(MONDAY)
    early = digests().filter(to=host).exists()
    digest.every_minute(MONDAY + datetime.timedelta(hours=6))

    assert not early
    assert "Ein gemeinsames Ziel wartet" in digests().get(to=host).text


def test_news_held_for_the_digest_are_told_by_it(host, now):
    Letter.objects.create(
        key="held", kind="commitments/news", to=host, address=host.email, subject="Hugo promised", text="…",
        message_id="<1@example.com>", state=LetterState.HELD, topic="promises", queued_at=now, not_before=now,
    )  # fmt: skip

    digest.every_minute(MONDAY)

    assert "Hugo promised" in digests().get().text
    assert Letter.objects.get(key="held").state == LetterState.FOLDED


def test_a_digest_that_is_switched_off_does_not_come(draft, host):
    Preferences.objects.create(person=host, digest_weekday=None)

    digest.every_minute(MONDAY)

    assert not digests().filter(to=host).exists()


def test_a_digest_waits_for_the_end_of_the_quiet_hours(draft, host):
    Preferences.objects.create(person=host, quiet_from=datetime.time(20), quiet_until=datetime.time(10))

    digest.every_minute(MONDAY)

    assert digests().get(to=host).not_before == datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


def test_a_minute_in_which_nobody_is_due_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        digest.every_minute(MONDAY)
