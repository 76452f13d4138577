"""Feeds of a department, a programme and of dates without visits; and how changes are counted."""

import datetime

import pytest
from django.urls import reverse

from programs.availability.choices import Repeat
from programs.availability.models import Blackout
from programs.calendars import actions, queries
from programs.calendars.models import CalendarChange, FeedToken
from programs.visits import invitations
from tests.factories.cohorts import make_program
from tests.factories.hosting import make_day
from tests.factories.people import make_person
from tests.factories.visits import make_visit

DAY = datetime.timedelta(days=1)


def feed(kind, by, now, **about):
    return actions.make_feed(kind=kind, name="", by=by, at=now, **about)[0]


def shown(row, now):
    return [(entry.title, entry.is_free) for entry in queries.entries_of(row, at=now)]


@pytest.fixture
def visited(enrollment, day, now):
    """Monday's day, which Vera visits; Friday's is still free."""
    make_visit(enrollment, day, state="confirmed", at=now)
    make_day(day.offering, datetime.date(2026, 3, 20))
    return day


def test_a_department_shows_its_days_and_names_visitors_to_its_lead_only(visited, finance, host, now):
    lead, colleague = make_person("Doris Department", department=finance), make_person("Carla", department=finance)
    finance.lead = lead
    finance.save()

    named, unnamed = (feed("department", person, now, department=finance) for person in (lead, colleague))

    assert shown(named, now) == [("Month-end close", True), ("Visit by Vera Visser: Month-end close", False)]
    assert shown(unnamed, now) == [("Month-end close", True), ("1 visitor: Month-end close", False)]
    assert not any("Vera" in entry.description for entry in queries.entries_of(unnamed, at=now))


def test_an_address_gives_no_right_that_the_person_has_lost(visited, finance, outsider, now):
    row = feed("department", outsider, now, department=finance)

    assert shown(row, now) == []


def test_a_programme_shows_its_days_and_names_visitors_to_its_leads_only(visited, program, lead, sponsor, visitor, now):
    by_lead, by_visitor = (feed("program", person, now, program=program) for person in (lead, visitor))

    assert ("Visit by Vera Visser: Month-end close", False) in shown(by_lead, now)
    assert ("1 visitor: Month-end close", False) in shown(by_visitor, now)
    assert shown(feed("program", visitor, now, program=make_program("Elsewhere")), now) == []


def test_a_day_keeps_its_uid_when_its_first_visitor_comes(day, enrollment, program, lead, now):
    row = feed("program", lead, now, program=program)
    (before,) = queries.entries_of(row, at=now)

    make_visit(enrollment, day, at=now)
    invitations.note_day(day, at=now)

    (after,) = queries.entries_of(row, at=now)
    assert (before.uid, before.is_free, after.is_free) == (after.uid, True, False)


def test_dates_without_visits_are_all_day_events(visitor, now):
    Blackout.objects.create(title="Change freeze", from_on=now.date() + 2 * DAY, until_on=now.date() + 4 * DAY)
    Blackout.objects.create(
        title="Release day", from_on=now.date(), until_on=now.date() + 15 * DAY, repeats=Repeat.WEEKLY, weekday=2
    )

    found = queries.entries_of(feed("blackouts", visitor, now), at=now)

    assert [(entry.title, entry.on.isoformat(), entry.until.isoformat()) for entry in found] == [
        ("No visits: Change freeze", "2026-03-04", "2026-03-06"),
        ("No visits: Release day", "2026-03-04", "2026-03-04"),
        ("No visits: Release day", "2026-03-11", "2026-03-11"),
    ]
    assert len({entry.uid for entry in found}) == 3


@pytest.mark.parametrize("kind", ["personal", "hosting", "department", "program", "blackouts"])
def test_every_kind_costs_the_same_for_few_and_for_many(
    kind, visit_in, finance, program, visitor, now, django_assert_max_num_queries
):
    row = feed(kind, visitor, now, department=finance, program=program)
    visit_in(days=3)
    with django_assert_max_num_queries(4):
        queries.entries_of(row, at=now)
    for days in range(4, 14):
        visit_in(days=days)
        Blackout.objects.create(title=str(days), from_on=now.date() + days * DAY, until_on=now.date() + days * DAY)

    with django_assert_max_num_queries(4):
        queries.entries_of(row, at=now)


def test_the_form_offers_ones_own_departments_and_programmes_only(client, lead, finance, program):
    client.force_login(lead)

    page = client.get(reverse("calendars:feeds")).content.decode()
    refused = client.post(reverse("calendars:feeds"), {"kind": f"department:{finance.pk}"})
    client.post(reverse("calendars:feeds"), {"kind": f"program:{program.pk}", "name": "Office"})

    assert f"program:{program.pk}" in page
    assert refused.context["form"].errors
    assert [(row.kind, row.program, row.department) for row in FeedToken.objects.all()] == [("program", program, None)]


# Counting -------------------------------------------------------------------------------------


def touch(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda day, visit: touch(visit, sequence=7),
        lambda day, visit: type(visit).objects.filter(pk=visit.pk).update(state="cancelled"),
        lambda day, visit: visit.delete(),
        lambda day, visit: touch(day, note="Take the stairs"),
        lambda day, visit: touch(day.offering, place="Another door"),
        lambda day, visit: touch(day.offering.site, address="Another street"),
        lambda day, visit: touch(day.offering.department, name="Another department"),
        lambda day, visit: touch(day.offering.contact, email="other@example.com"),
        lambda day, visit: touch(visit.visitor, name="Another Name"),
        lambda day, visit: Blackout.objects.create(title="x", from_on=day.on, until_on=day.on),
    ],
)
def test_whatever_feeds_show_is_counted_whoever_changes_it(day, enrollment, change):
    visit = make_visit(enrollment, day)
    visit.steps.all().delete()
    before = queries.version()

    change(day, visit)

    assert queries.version() > before


def test_what_feeds_do_not_show_is_not_counted(visitor, now):
    before = queries.version()

    touch(visitor, last_login=now)

    # save() writes every column; what a sign-in writes is the one column.
    type(visitor).objects.filter(pk=visitor.pk).update(last_login=now)
    after = queries.version()
    type(visitor).objects.filter(pk=visitor.pk).update(last_login=now)
    assert queries.version() == after >= before


def test_add_up_changes_keeps_the_sum_in_one_row(db):
    CalendarChange.objects.all().delete()
    CalendarChange.objects.bulk_create(CalendarChange() for _ in range(actions.FEW_CHANGES + 1))
    before = queries.version()

    actions.add_up_changes()

    assert (queries.version(), CalendarChange.objects.count()) == (before, 1) == (actions.FEW_CHANGES + 1, 1)


def test_a_feed_is_read_again_after_a_change_and_on_the_next_day_only(
    visitor, visit_in, now, django_assert_num_queries
):
    visit = visit_in()
    _, token = actions.make_feed(kind="personal", name="", by=visitor, at=now)

    def look(at):
        row = queries.feed_token(token)
        actions.note_content(
            feed=row, fingerprint=queries.fingerprint_of(row, at=at), at=at, seen=queries.state_of(row, at=at)
        )
        return row

    look(now)
    row = queries.feed_token(token)
    with django_assert_num_queries(0):
        first = queries.fingerprint_of(row, at=now)
    with django_assert_num_queries(1):
        assert queries.fingerprint_of(row, at=now + DAY) == first
    touch(visit, state="cancelled")
    assert queries.fingerprint_of(queries.feed_token(token), at=now) != first
