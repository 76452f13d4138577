"""A real Chromium for the tests that click. One browser for all of them, a fresh profile each.

The browser is the system's own (Debian's `chromium`), so nothing is downloaded. A machine
without one fails here, loudly: a journey is never skipped.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from programs.people.models import Person

# Playwright's own event loop runs in the thread of the tests, where Django would refuse the
# database. Nothing here is asynchronous: each call waits for the browser.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SKIPPED = "ViewTransition opt-in disabled"
"""Chromium says so when it leaves out the animation from one page to the next, on the way to a printed one, say."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the run."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"No browser: install one of {', '.join(BROWSERS)} (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """Our pages over loopback.

    Stands in for pytest-django's, which starts before the settings of a test are in force;
    the rest of pytest-django (rows are cleared after each test) works on as usual.
    """
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


def sign_in(context: BrowserContext, person: Person, address: str) -> None:
    """Let the browser profile be somebody, by the cookie of a session made for them."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def tab_of(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """`tab_of(person, width=390)`: an empty tab of somebody's own browser; `None` is nobody yet.

    More words are Playwright's own: `java_script_enabled=False`, `color_scheme="dark"`.
    """
    contexts = []

    def tab(person: Person | None, *, width: int = 1360, height: int = 900, **more) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB", **more)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if person is not None:
            sign_in(context, person, live_server.url)
        return context.new_page()

    yield tab
    for context in contexts:
        context.close()


@pytest.fixture
def open_as(tab_of, live_server) -> Iterator[Callable[..., Page]]:
    """`open_as(person, "/visits/", width=390)`: a page of the live site as that person sees it.

    When the test is over, no page may have logged an error: a blocked script or a missing
    file is one.
    """
    said: list[str] = []

    def opened(person: Person | None, path: str = "/", **how) -> Page:
        page = tab_of(person, **how)
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: None if SKIPPED in str(error) else said.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield opened
    assert said == []
