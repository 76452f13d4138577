"""What joins the list of what waits, and what the list costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.briefings import wordings
from programs.briefings.models import Agreement
from programs.cohorts.choices import ProgramRoleKind
from programs.home import attention, queries
from programs.home.sources import SOURCES
from programs.home.waiting import names
from programs.reports.models import Signature
from tests.factories.hosting import make_day
from tests.factories.visits import make_visit
from tests.house.world import build_world


@pytest.fixture
def world(db):
    return build_world()


def waiting(world, person, **options):
    return attention.waiting_for(person, queries.standing_of(person), at=world.now, **options)


def test_a_list_on_which_nothing_waits_costs_one_query(world):
    standing = queries.standing_of(world.outsider)
    assert world.outsider.department

    with CaptureQueriesContext(connection) as asked:
        found = attention.waiting_for(world.outsider, standing, at=world.now)

    assert found == []
    assert len(asked) == 1


def test_a_source_is_read_only_when_it_has_something(world):
    standing = queries.standing_of(world.host)
    with CaptureQueriesContext(connection) as before:
        first = attention.waiting_for(world.host, standing, at=world.now)
    for number in range(3):
        day = make_day(world.other_offering, world.today - datetime.timedelta(days=20 + number))
        day.offering.contact = world.host
        day.offering.save()

    with CaptureQueriesContext(connection) as after:
        second = attention.waiting_for(world.host, standing, at=world.now)

    assert len(first) == len(second) > 0
    assert len(after) == len(before) < len(SOURCES)


def test_requests_are_on_the_digest_and_not_on_the_page_that_lists_them_apart(world):
    on_page = [entry.text for entry in waiting(world, world.host)]
    in_digest = [entry.text for entry in waiting(world, world.host, with_own_lists=True)]

    assert "Vera Visser would like to visit" not in on_page
    assert "Vera Visser would like to visit" in in_digest


def test_a_report_that_one_side_signed_waits_for_the_other(world):
    text = "A report waits for your signature"
    assert text not in [entry.text for entry in waiting(world, world.sponsor)]

    Signature.objects.create(snapshot=world.snapshot, part=ProgramRoleKind.LEAD, by=world.lead, at=world.now)

    assert text in [entry.text for entry in waiting(world, world.sponsor)]
    assert text not in [entry.text for entry in waiting(world, world.lead)]
    assert text not in [entry.text for entry in waiting(world, world.other_lead)]


def test_a_friction_nobody_took_on_waits_for_the_lead_of_it(world):
    text = "Treasury reported what gets in the way"
    assert text not in [entry.text for entry in waiting(world, world.line_manager)]

    world.it.lead = world.line_manager
    world.it.save()

    assert text in [entry.text for entry in waiting(world, world.line_manager)]
    assert text not in [entry.text for entry in waiting(world, world.department_lead)]


def test_names_shows_three_and_counts_the_rest():
    assert names(["HR", "Finance", "HR"]) == "HR, Finance"
    assert names(["HR", "Finance", "Sales", "Legal", "Quality"]) == "HR, Finance, Sales and 2 more"


@pytest.mark.parametrize(
    ("role", "most"),
    [("outsider", 6), ("administrator", 6), ("host", 12), ("deputy", 12), ("line_manager", 12), ("sponsor", 12)],
)
def test_a_home_page_costs_at_most_twelve_queries(client, world, role, most):
    client.force_login(getattr(world, role))
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/")

    assert len(asked) <= most, [query["sql"][:120] for query in asked]


@pytest.mark.parametrize(("role", "most"), [("lead", 17), ("visitor", 24)])
def test_a_home_page_that_checks_bookings_costs_what_the_rules_cost(client, world, role, most):
    """A visitor's picks and a lead's visits on closed days go through rule 1, in bulk (ADR 47)."""
    client.force_login(getattr(world, role))
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/")

    assert len(asked) <= most, [query["sql"][:120] for query in asked]


def test_each_side_is_asked_to_agree_from_three_days_before(enrollment, offering, visitor, host, now):
    near = make_visit(enrollment, make_day(offering, now.date() + datetime.timedelta(days=3)), state="confirmed")
    Agreement.objects.create(visit=near, side="visitor", person=visitor, version=wordings.CURRENT, agreed_at=now)

    def asked(person, at):
        found = attention.waiting_for(person, queries.standing_of(person), at=at)
        return [entry.url for entry in found if entry.text.startswith("Do you agree?")]

    assert asked(host, now - datetime.timedelta(days=1)) == []
    assert asked(host, now) == [f"/briefings/{near.pk}/#agreement"]
    assert asked(visitor, now) == []
