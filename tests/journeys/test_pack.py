"""A briefing pack that was opened once opens on the way too, for its reader and nobody after them."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Error, expect

from tests.factories.briefings import make_card, make_picture
from tests.factories.visits import make_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
KEPT = "caches.keys().then(names => names.filter(name => name.startsWith('packs:')).length)"


@pytest.fixture
def pack(enrollment, day, host, live_server):
    """The address of the pack of Vera's confirmed visit to Hugo, who has a photo."""
    make_card(host, sentence="I think aloud.", photo=make_picture((320, 320)))
    visit = make_visit(enrollment, day, state="confirmed")
    return live_server.url + reverse("briefings:pack", args=[visit.pk])


@pytest.fixture
def kept(pack, visitor, tab_of):
    """Vera's phone with the pack on it."""
    page = tab_of(visitor, **PHONE)
    page.goto(pack)
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    return page


def test_a_pack_opens_without_a_connection_with_its_photos_and_style(kept, pack):
    kept.context.set_offline(True)

    kept.goto(pack)

    expect(kept.get_by_role("heading", name="Whom you meet")).to_be_visible()
    expect(kept.get_by_text("I think aloud.")).to_be_visible()
    expect(kept.get_by_text("No connection: this is the pack as you last opened it.")).to_be_visible()
    assert kept.locator("img.avatar").evaluate("image => image.complete && image.naturalWidth") == 320
    assert kept.locator("h1").evaluate("head => getComputedStyle(head).fontFamily") != "serif"


def test_a_pack_that_was_not_opened_is_not_on_the_device(kept, pack):
    kept.context.set_offline(True)

    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        kept.goto(re.sub(r"/\d+/$", "/999/", pack))


def test_signing_out_leaves_no_pack_behind(kept, pack):
    kept.get_by_role("button", name="Account and settings").click()
    kept.get_by_role("button", name="Sign out").click()
    kept.wait_for_url("**/accounts/login/**")
    kept.wait_for_function(f"async () => (await {KEPT}) === 0")
    kept.context.set_offline(True)

    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        kept.goto(pack)


def test_a_session_that_ended_elsewhere_takes_the_pack_with_it(kept, pack):
    kept.context.clear_cookies()

    kept.goto(pack)

    kept.wait_for_url("**/accounts/login/**")
    kept.wait_for_function(f"async () => (await {KEPT}) === 0")
