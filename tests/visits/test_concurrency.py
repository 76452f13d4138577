"""The last place goes to exactly one person, from separate processes, on a real database.

On SQLite the database is a file of its own; on PostgreSQL one of its own on the server.
"""

import random
import time
import uuid

import pytest
from django.db import connection

from tests.visits.bookers import Bookers, database

pytestmark = [pytest.mark.slow]

TRIALS = 1000
CONTROLS = 200
KEYS = 50
KILLS = 15
AGREEMENTS = 60
LAST_PLACE, ROOMY = 0, 2
"""Days by number: one has a single place, one has three."""


def server_url():
    settings = connection.settings_dict
    host, port = settings["HOST"] or "127.0.0.1", settings["PORT"] or 5432
    secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgres://{settings['USER']}{secret}@{host}:{port}/postgres"


@pytest.fixture(scope="module")
def url():
    with database(connection.vendor, server_url() if connection.vendor == "postgresql" else "") as made:
        yield made


@pytest.fixture
def bookers(url):
    started = []

    def start(count):
        started.append(Bookers(url, count))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def race(pair, order, day, trials, **more):
    """Let two people go for one day again and again; return the answers of every trial."""
    found = []
    for trial in range(trials):
        people = (trial % 8, (trial + 1 + trial // 8 % 7) % 8)
        found.append(pair.together(order, *({"person": person, "day": day, **more} for person in people)))
        ended = pair.alone("give_back")["ended"]
        assert ended == sum(answer["won"] for answer in found[-1])
        if trial % 50 == 49:
            assert pair.alone("count")["drift"] == []
    return found


def test_two_people_go_for_the_last_place_and_one_wins(bookers):
    trials = race(bookers(2), "book", LAST_PLACE, TRIALS)

    winners = [sum(answer["won"] for answer in trial) for trial in trials]
    losers = [answer for trial in trials for answer in trial if not answer["won"]]
    assert winners == [1] * TRIALS
    assert all(answer["reasons"] == ["full"] and answer["alternatives"] for answer in losers)


def test_nobody_is_left_on_a_day_that_is_called_off_meanwhile(bookers):
    pair = bookers(2)

    left = []
    for trial in range(CONTROLS):
        pair.together("book_or_call_off", {"person": trial % 8, "day": ROOMY}, {"day": ROOMY})
        left.append(pair.alone("reopen", day=ROOMY)["left"])

    assert left == [0] * CONTROLS


def test_the_usual_mistake_fails_in_the_same_race(bookers):
    trials = race(bookers(2), "check_then_insert", ROOMY, CONTROLS)

    assert any(sum(answer["won"] for answer in trial) > 1 for trial in trials)


def test_a_request_that_is_sent_again_makes_one_visit(bookers):
    four = bookers(4)
    before = four.alone("count")["all"]

    for _ in range(KEYS):
        key = str(uuid.uuid4())
        answers = four.together("book", {"person": 0, "day": ROOMY, "key": key})
        assert len({answer["visit"] for answer in answers}) == 1
        assert four.alone("give_back")["ended"] == 1

    assert four.alone("count")["all"] - before == KEYS


def test_killed_processes_leave_no_count_wrong(url, bookers):
    chance = random.Random(1)
    watch = bookers(1)
    before = watch.alone("count")["all"]
    for cut in range(KILLS):
        there = watch.alone("count")["all"]
        wild = bookers(2)
        wild.start("run_wild", seeds=[{"seed": cut * 2}, {"seed": cut * 2 + 1}])
        deadline = time.monotonic() + 30
        while watch.alone("count")["all"] <= there + 1:
            assert time.monotonic() < deadline, "nothing was booked"
        time.sleep(chance.random() * 0.5)
        wild.kill_one(0)
        wild.kill_one(1)

    found = watch.alone("count")

    assert (found["drift"], found["twice"]) == ([], 0)
    assert found["all"] - before > KILLS


def test_the_last_two_who_agree_at_once_make_one_change(bookers):
    """A change that two people agree to at the same moment is carried out by exactly one of them."""
    two = bookers(2)
    two.alone("give_back")  # what other tests of this database left standing

    for trial in range(AGREEMENTS):
        asked = two.alone("ask_for_change", person=trial % 8, lost=ROOMY, day=LAST_PLACE)
        answers = two.together("agree", *({"repair": asked["repair"], "person": one} for one in asked["people"]))
        assert sorted(answer["state"] for answer in answers) == ["applied", "asking"]
        assert two.alone("give_back")["ended"] == 1

    assert two.alone("count")["drift"] == []
