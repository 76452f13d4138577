"""Nothing that somebody types into a journal is lost: no connection, two tabs, no session, a novel."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from programs.journals.models import Reflection
from programs.journals.queries import text_for_author
from programs.people.models import Person
from tests.factories.visits import make_visit
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "They wait for one file each month-end."


@pytest.fixture
def journal(enrollment, day, live_server):
    """The address of Vera's journal of an attended visit."""
    visit = make_visit(enrollment, day, state="attended")
    return live_server.url + reverse("journals:visit", args=[visit.pk])


def _box(page):
    return page.locator("#text-what")


def _saved(page):
    return page.locator("#saved-what")


def _text(author: Person) -> str:
    return text_for_author(Reflection.objects.get(author=author, section="what"))


def test_words_typed_without_a_connection_outlive_the_tab(journal, visitor, tab_of):
    page = tab_of(visitor)
    page.goto(journal)
    page.context.set_offline(True)

    _box(page).fill(WORDS)
    expect(_saved(page)).to_contain_text("kept on this device")
    page.close()
    page = _again(journal, page)

    expect(_box(page)).to_have_value(WORDS)
    expect(_saved(page)).to_contain_text("Saved at")
    assert _text(visitor) == WORDS
    assert page.evaluate("Object.keys(localStorage).length") == 0


def _again(journal, closed):
    context = closed.context
    context.set_offline(False)
    page = context.new_page()
    page.goto(journal)
    return page


def test_words_typed_after_the_session_ended_are_saved_after_signing_in(journal, visitor, tab_of, live_server):
    page = tab_of(visitor)
    page.goto(journal)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    _box(page).fill(WORDS)
    expect(_saved(page)).to_contain_text("signed out")
    sign_in(page.context, visitor, live_server.url)
    page.goto(journal)

    expect(_saved(page)).to_contain_text("Saved at")
    assert _text(visitor) == WORDS


def test_two_tabs_show_both_texts(journal, visitor, tab_of):
    first = tab_of(visitor)
    first.goto(journal)
    second = first.context.new_page()
    second.goto(journal)

    _box(first).fill("From the first tab.")
    expect(_saved(first)).to_contain_text("Saved at")
    _box(second).fill("From the second tab.")

    expect(_saved(second)).to_contain_text("changed in another window")
    expect(_box(second)).to_have_value("From the second tab.")
    assert _text(visitor) == "From the first tab."


def test_a_pasted_novel_is_kept_whole(journal, visitor, tab_of):
    page = tab_of(visitor)
    page.goto(journal)
    novel = "Zeile für Zeile. " * 2942

    _box(page).fill(novel)

    expect(_saved(page)).to_contain_text("Saved at")
    assert len(novel) > 50_000
    assert _text(visitor) == novel
