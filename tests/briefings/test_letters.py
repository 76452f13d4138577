"""Packs go three days before, reminders the day before; once each, and never about what has begun."""

import datetime

import pytest

from programs.briefings import letters, tasks
from programs.notifications.models import Letter
from programs.visits.models import Visit
from tests.factories.briefings import make_agreement

pytestmark = pytest.mark.django_db

BERLIN = datetime.timedelta(hours=1)
THREE_DAYS_BEFORE = datetime.datetime(2026, 3, 12, 23, 0, tzinfo=datetime.UTC)
"""Midnight between the 12th and the 13th at the site."""
DAY_BEFORE = datetime.datetime(2026, 3, 15, 8, 0, tzinfo=datetime.UTC)


def told():
    return sorted((row.kind, row.to.name.split()[0]) for row in Letter.objects.select_related("to"))


def test_send_packs_begins_three_days_before_by_the_clock_of_the_site(visit):
    early = letters.send_packs(at=THREE_DAYS_BEFORE - datetime.timedelta(minutes=1))
    on_time = letters.send_packs(at=THREE_DAYS_BEFORE)

    assert (early, on_time) == (0, 2)
    assert told() == [("briefings/pack", "Hugo"), ("briefings/pack", "Vera")]


def test_send_packs_tells_each_once_however_often_it_runs(visit):
    for minutes in range(5):
        tasks.every_minute(THREE_DAYS_BEFORE + datetime.timedelta(minutes=minutes))

    assert len(told()) == 2


def test_send_packs_links_the_pack_and_says_where_and_when(visit):
    letters.send_packs(at=THREE_DAYS_BEFORE)

    text = Letter.objects.get(to=visit.visitor).text
    assert f"/briefings/{visit.pk}/" in text
    assert "Monday 16 March 2026, 09:00–13:00" in text
    assert "confirm what you both agree on" in text


def test_send_packs_reminds_only_whoever_has_not_agreed(visit, host):
    letters.send_packs(at=THREE_DAYS_BEFORE)
    make_agreement(visit, "host", host)

    letters.send_packs(at=DAY_BEFORE)
    letters.send_packs(at=DAY_BEFORE + datetime.timedelta(hours=2))

    assert told() == [("briefings/agreement", "Vera"), ("briefings/pack", "Hugo"), ("briefings/pack", "Vera")]


def test_send_packs_doesnt_remind_on_the_day_it_was_confirmed(visit):
    Visit.objects.update(changed_at=DAY_BEFORE - BERLIN)

    letters.send_packs(at=DAY_BEFORE)

    assert told() == [("briefings/pack", "Hugo"), ("briefings/pack", "Vera")]


@pytest.mark.parametrize("state", ["requested", "cancelled", "attended"])
def test_send_packs_leaves_visits_alone_that_are_not_confirmed(visit, state):
    Visit.objects.update(state=state)

    assert letters.send_packs(at=DAY_BEFORE) == 0


def test_send_packs_sends_nothing_about_a_visit_that_has_begun(visit):
    assert letters.send_packs(at=visit.starts_at) == 0


def test_send_packs_costs_three_queries_when_all_is_told(visit, django_assert_num_queries):
    letters.send_packs(at=THREE_DAYS_BEFORE)

    with django_assert_num_queries(3):
        letters.send_packs(at=THREE_DAYS_BEFORE)
