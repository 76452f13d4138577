"""The frame of every page: navigation by role, sign-in, and pages that say sorry."""

import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

from programs.home import context, queries
from programs.visits.models import Release, Visit
from tests.factories.people import PASSWORD, make_person
from tests.house.world import build_world


@pytest.fixture
def world(db):
    return build_world()


def _shell(rf, person, path="/"):
    request = rf.get(path)
    request.user = person
    request.resolver_match = None
    return context.Shell(request)


def test_standing_of_tells_every_part_in_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(4):
        visitor = queries.standing_of(world.visitor)
        host = queries.standing_of(world.host)
        lead = queries.standing_of(world.lead)
        outsider = queries.standing_of(world.outsider)

    assert (visitor.is_visitor, visitor.is_host, visitor.is_lead) == (True, False, False)
    assert (host.is_visitor, host.is_host, host.is_lead) == (False, True, False)
    assert (lead.is_visitor, lead.is_host, lead.is_lead) == (False, False, True)
    assert outsider.has_no_part


def test_standing_of_counts_the_requests_that_wait_for_a_host(world):
    waiting = Visit.objects.filter(day__offering__contact=world.host, state="requested").count()

    standing = queries.standing_of(world.host)

    assert waiting > 0
    assert standing.requests_waiting == waiting


def test_standing_of_counts_the_releases_that_wait_for_a_line_manager(world):
    waiting = Release.objects.filter(manager=world.line_manager, state="pending").count()

    standing = queries.standing_of(world.line_manager)

    assert standing.releases_waiting == waiting


def test_entries_are_at_most_five_and_start_at_home(world, rf):
    everything = make_person("Eva Everywhere", is_staff=True)
    world.program.roles.create(person=everything, kind="lead")
    world.program.roles.create(person=everything, kind="sponsor")

    entries = _shell(rf, everything).entries

    assert 1 <= len(entries) <= context.MOST_ENTRIES
    assert entries[0].url == reverse("home:index")


def test_entries_mark_the_page_that_is_open(client, visitor):
    client.force_login(visitor)

    page = client.get("/").content.decode()

    assert page.count('aria-current="page"') == 1


def test_sign_in_page_names_nobody_outside_the_demo(client, db):
    make_person("Nadia García", email="nadia@nordhaven.example")

    page = client.get(reverse("account_login")).content.decode()

    assert "nordhaven.example" not in page
    assert queries.DEMO_PASSWORD not in page


def test_sign_in_page_lists_the_accounts_of_the_demo(client, db, settings):
    settings.DEMO = True
    make_person("Nadia García", email="nadia@nordhaven.example")

    page = client.get(reverse("account_login")).content.decode()

    assert "nadia@nordhaven.example" in page
    assert "hanna@nordhaven.example" not in page


def test_sign_in_leads_to_where_one_wanted_to_go(client, visitor):
    answer = client.post(
        reverse("account_login"), {"login": visitor.email, "password": PASSWORD, "next": "/?from=mail"}
    )

    assert answer.status_code == 302
    assert answer["Location"] == "/?from=mail"


def test_a_page_that_is_not_there_says_so_in_our_words(client, visitor):
    client.force_login(visitor)

    answer = client.get("/nothing-here/")

    assert answer.status_code == 404
    assert "This page isn't here" in answer.content.decode()
    assert 'class="nav"' in answer.content.decode()


def test_a_form_without_its_token_says_that_nothing_was_changed(visitor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(visitor)

    answer = strict.post(reverse("home:set_theme"), {"theme": "dark"})

    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


def test_an_error_of_ours_is_told_without_asking_the_database(rf, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
