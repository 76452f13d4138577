"""Every page, as somebody who may see it: accessible, silent, and never wider than the screen.

The pages are those of the access tables (`tests/<room>/access.py`), so a new page is checked
here as soon as it is listed there.
"""

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.table import ROLES
from tests.house.test_access import REAL_LINES, TABLE
from tests.house.world import build_world, person_as
from tests.journeys.conftest import BACKEND
from tests.journeys.gate import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_TO_ALL = ["account_login", "account_reset_password", "account_reset_password_done"]
OWN_ACCOUNT = ["account_email", "account_change_password", "mfa_index", "usersessions_list", "account_logout"]
DIFFERENT_FOR_EACH = {"home:index"}
"""Pages that show each role something of its own."""


def readers_of(name: str) -> list[str]:
    """Return the roles whose view of a page is checked: all of them, or the first who may see it."""
    readers = [role for role in ROLES if TABLE[name].expected(role) == 200]
    return readers if name in DIFFERENT_FOR_EACH else readers[:1]


PAGES = [(name, role) for name in REAL_LINES if "GET" in TABLE[name].methods for role in readers_of(name)]


@pytest.fixture
def world():
    return build_world()


def is_a_page(person, path: str) -> bool:
    """Whether the address answers with a page, not with a file or with the sandboxed text of a letter."""
    client = Client()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    answer = client.get(path)
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    is_sandboxed = "sandbox" in answer.headers.get("Content-Security-Policy", "")
    return answer.status_code != 200 or (is_html and not is_sandboxed)


@pytest.mark.parametrize(("name", "role"), PAGES, ids=[f"{name}-{role}" for name, role in PAGES])
def test_every_page_of_the_rooms(world, tab_of, live_server, name, role):
    person = person_as(world, role)
    path = reverse(name, kwargs=dict(TABLE[name].given(world))) + TABLE[name].query
    if not is_a_page(person, path):
        return  # its room tests what is in it

    faults = faults_of(tab_of(person), live_server.url + path)

    assert faults == []


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_every_page_before_signing_in(tab_of, live_server, name):
    faults = faults_of(tab_of(None), live_server.url + reverse(name))

    assert faults == []


@pytest.mark.parametrize("name", OWN_ACCOUNT)
def test_every_page_of_the_account(visitor, tab_of, live_server, name):
    faults = faults_of(tab_of(visitor), live_server.url + reverse(name))

    assert faults == []


def test_the_page_for_what_is_not_there(visitor, tab_of, live_server):
    faults = faults_of(tab_of(visitor), live_server.url + "/nothing-here/", status=404)

    assert faults == []


PLANTED = """
document.addEventListener("DOMContentLoaded", () => {
  const text = document.createElement("p");
  text.textContent = "Pale words";
  text.style.color = "#808080";
  text.style.background = "#8a8a8a";
  text.style.inlineSize = "700px";
  const picture = document.createElement("img");
  const blocked = document.createElement("script");
  blocked.textContent = "window.ran = true";
  document.querySelector("main").append(text, picture, blocked);
})
"""


def test_the_gate_finds_planted_faults(visitor, tab_of, live_server):
    page = tab_of(visitor)
    page.add_init_script(PLANTED)

    faults = " ".join(faults_of(page, live_server.url))

    assert "color-contrast" in faults
    assert "image-alt" in faults
    assert "wider than 320 px" in faults
    assert "Content Security Policy" in faults


def test_the_gate_finds_a_page_that_does_not_answer(visitor, tab_of, live_server):
    faults = faults_of(tab_of(visitor), live_server.url + "/nothing-here/")

    assert faults == [f"{live_server.url}/nothing-here/ answers 404, not 200"]
