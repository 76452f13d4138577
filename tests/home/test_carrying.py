"""The people side on the list of what waits."""

import datetime

import pytest

from programs.home import attention, queries
from tests.factories.change import make_champion, make_sponsor_action, make_task, make_thanks
from tests.factories.plans import make_message, make_risk
from tests.house.world import build_world

pytestmark = pytest.mark.django_db


def test_each_owner_has_their_line_and_leads_see_gaps():
    world = build_world()
    day = world.today - datetime.timedelta(days=2)
    make_message(world.program, world.host, planned_on=day)
    make_risk(world.program, world.host, review_on=day)
    make_task(world.program, world.draft_wave, world.host, due_on=day)
    make_champion(world.program, world.host, state="asked")
    make_champion(world.program, world.other_host, since=day - datetime.timedelta(days=60))
    make_thanks(world.visitor, world.host)
    make_sponsor_action(world.program, world.sponsor, planned_on=day)

    def lines(person):
        found = attention.waiting_for(person, queries.standing_of(person), at=world.now)
        return {(one.text, one.tone) for one in found if one.url}

    assert lines(world.host) >= {
        ("A planned message is yours to say", "bad"),
        ("A risk waits for its review", "bad"),
        ("Name a champion", "bad"),
        ("Will you be a champion?", ""),
        ("Vera Visser thanks you", "ok"),
    }
    assert ("You planned this as a sponsor", "bad") in lines(world.sponsor)
    assert ("Champions are missing or silent", "warn") in lines(world.lead)
    assert ("Champions are missing or silent", "warn") not in lines(world.other_lead)
