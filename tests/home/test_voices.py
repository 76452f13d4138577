"""Concerns on the list of what waits."""

import datetime

import pytest

from programs.home import attention, queries
from tests.factories.concerns import make_concern
from tests.house.world import build_world

pytestmark = pytest.mark.django_db


def test_leads_owners_and_answers_each_have_their_line():
    world = build_world()
    day = world.today - datetime.timedelta(days=4)
    make_concern(world.program, filed_on=day)
    owned = make_concern(world.program, "A late one", filed_on=day, state="taken_on", owner=world.host, due_on=day)
    owned.replies.create(text="And now?", said_on=world.today, turn=1)

    def lines(person):
        found = attention.waiting_for(person, queries.standing_of(person), at=world.now)
        return {(one.text, one.tone) for one in found if "concern" in one.text.lower()}

    assert lines(world.lead) == {
        ("1 concern that nobody has taken on", "warn"),
        ("Somebody has replied about a concern", ""),
    }
    assert lines(world.host) == {
        ("A concern waits for your answer", "bad"),
        ("Somebody has replied about a concern", ""),
    }
    assert lines(world.other_lead) == set()
