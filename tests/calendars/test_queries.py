import datetime

import pytest

from programs.calendars import actions, queries
from tests.factories.cohorts import make_enrollment
from tests.factories.people import make_person

DAY = datetime.timedelta(days=1)


@pytest.fixture
def personal(visitor, now):
    return actions.make_feed(kind="personal", name="", by=visitor, at=now)[0]


@pytest.fixture
def hosting(host, now):
    return actions.make_feed(kind="hosting", name="", by=host, at=now)[0]


def entries(row, now):
    return queries.entries_of(row, at=now)


def fingerprint(row, now):
    return queries.fingerprint_of(row, at=now)


def test_feed_of_a_visitor_shows_their_own_visits(personal, visit_in, cohort, now):
    visit_in()
    visit_in(enrollment=make_enrollment(cohort, make_person("Viktor Other")))

    (entry,) = entries(personal, now)

    assert entry.title == "Department 0: Offering 0"


def test_feed_of_a_host_names_who_comes_and_only_their_visits(hosting, visit_in, now):
    visit_in()
    visit_in(contact=make_person("Olga Other"), days=15)

    (entry,) = entries(hosting, now)

    assert entry.title == "Visit by Vera Visser: Offering 0"


def test_feed_of_a_deputy_shows_what_they_stand_in_for(visit_in, now):
    deputy = make_person("Dora Deputy")
    visit = visit_in()
    visit.day.offering.deputy = deputy
    visit.day.offering.save()
    row, _ = actions.make_feed(kind="hosting", name="", by=deputy, at=now)

    assert len(entries(row, now)) == 1


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("requested", "TENTATIVE"),
        ("confirmed", "CONFIRMED"),
        ("attended", "CONFIRMED"),
        ("missed", "CONFIRMED"),
        ("debriefed", "CONFIRMED"),
        ("declined", "CANCELLED"),
        ("withdrawn", "CANCELLED"),
        ("expired", "CANCELLED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_feed_of_tells_how_a_visit_stands(personal, visit_in, now, state, status):
    visit_in(state)

    assert [entry.status for entry in entries(personal, now)] == [status]


def test_feed_of_lets_a_cancelled_visit_go_after_30_days(personal, visit_in, now):
    visit_in("cancelled", at=now - 29 * DAY)
    visit_in("cancelled", at=now - 31 * DAY)

    assert len(entries(personal, now)) == 1


@pytest.mark.parametrize(("days", "shown"), [(-89, 1), (-91, 0), (547, 1), (549, 0)])
def test_feed_of_has_a_window(personal, visit_in, now, days, shown):
    visit_in(days=days)

    assert len(entries(personal, now)) == shown


def test_feed_of_has_a_limit_and_keeps_the_latest(personal, visit_in, now, monkeypatch):
    monkeypatch.setattr(queries, "MOST_EVENTS", 2)
    for days in (7, 14, 21):
        visit_in(days=days)

    titles = sorted(entry.title for entry in entries(personal, now))

    assert titles == ["Department 1: Offering 1", "Department 2: Offering 2"]


def test_feed_of_asks_once_for_one_visit_and_for_many(personal, visit_in, now, django_assert_num_queries):
    visit_in(days=1)
    with django_assert_num_queries(1):
        entries(personal, now)
    for days in range(2, 12):
        visit_in(days=days)

    with django_assert_num_queries(1):
        entries(personal, now)


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("", "state", "cancelled"),
        ("", "sequence", 3),
        ("day.offering", "title", "Another title"),
        ("day.offering", "place", "Another door"),
        ("day.offering", "prerequisites", "Bring a badge"),
        ("day.offering.site", "address", "Another street"),
        ("day.offering.site", "time_zone", "Asia/Tokyo"),
        ("day.offering.contact", "name", "Another Host"),
        ("day", "note", "Take the stairs"),
        ("day", "is_whole_day", True),
        ("department", "name", "Another department"),
    ],
)
def test_fingerprint_changes_with_everything_that_is_shown(personal, visit_in, now, path, field, value):
    visit = visit_in()
    before, written = fingerprint(personal, now), entries(personal, now)
    row = visit
    for name in path.split(".") if path else []:
        row = getattr(row, name)
    setattr(row, field, value)
    row.save()

    assert fingerprint(personal, now) != before
    assert entries(personal, now) != written


def test_fingerprint_stays_while_nothing_changes(personal, visit_in, now):
    visit_in()

    assert fingerprint(personal, now) == fingerprint(personal, now + DAY)


def test_fingerprint_depends_on_the_readers_language_and_zone(personal, visitor, visit_in, now):
    visit_in()
    seen = {fingerprint(personal, now)}
    for field, value in (("language", "de"), ("time_zone", "Asia/Tokyo")):
        setattr(personal.person, field, value)
        seen.add(fingerprint(personal, now))

    assert len(seen) == 3
