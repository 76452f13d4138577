import datetime

import pytest

from programs.audit.models import Entry
from programs.calendars import actions, queries
from programs.calendars.choices import FeedReason
from programs.calendars.models import FeedToken


def make(person, now):
    return actions.make_feed(kind="personal", name="Phone", by=person, at=now)


def test_make_feed_keeps_only_the_hash_of_the_token(visitor, now):
    row, token = make(visitor, now)

    assert len(token) >= 43
    assert row.token_hash == queries.hash_of(token)
    assert token not in str(list(FeedToken.objects.values()))
    assert token not in str(list(Entry.objects.values()))


def test_make_feed_is_on_record(visitor, now):
    row, _ = make(visitor, now)

    assert Entry.objects.get(deed="make_feed", subject_id=str(row.pk)).actor == visitor


def test_make_feed_refuses_an_eleventh_address_until_one_is_revoked(visitor, now):
    rows = [make(visitor, now)[0] for _ in range(actions.MOST_FEEDS)]

    with pytest.raises(actions.FeedRefused) as refused:
        make(visitor, now)

    assert refused.value.reasons == {FeedReason.TOO_MANY}
    actions.revoke_feed(feed=rows[0], by=visitor, at=now)
    assert make(visitor, now)


def test_revoke_feed_twice_is_on_record_once(visitor, now):
    row, _ = make(visitor, now)

    actions.revoke_feed(feed=row, by=visitor, at=now)
    actions.revoke_feed(feed=row, by=visitor, at=now + datetime.timedelta(hours=1))

    assert FeedToken.objects.get().revoked_at == now
    assert Entry.objects.filter(deed="revoke_feed").count() == 1


def test_note_use_writes_once_a_day(visitor, now, django_assert_num_queries):
    row, _ = make(visitor, now)
    actions.note_use(feed=row, on=now.date())
    row.refresh_from_db()

    with django_assert_num_queries(0):
        actions.note_use(feed=row, on=now.date())

    assert row.last_used_on == now.date()


def test_note_content_never_gives_two_contents_the_same_second(visitor, now):
    row, _ = make(visitor, now)
    first = actions.note_content(feed=row, fingerprint="a", at=now)
    row.refresh_from_db()
    second = actions.note_content(feed=row, fingerprint="b", at=now)
    row.refresh_from_db()
    third = actions.note_content(feed=row, fingerprint="b", at=now + datetime.timedelta(days=1))

    assert first < second
    assert second == third
