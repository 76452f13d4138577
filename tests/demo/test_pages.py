"""Every page that the demo's people can reach by links answers, with the demo's rows in it."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from programs.demo import build
from programs.people.models import Person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CAST = ("nadia", "hanna", "lena", "sven", "marco", "ada")
LEFT_OUT = re.compile(r"^/(static|admin|accounts/logout|accounts/.*/login)|\.pdf$|\.png$|/pdf/")
"""Files that cost seconds each and have tests of their own, and what isn't ours."""


class Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(urldefrag(dict(attrs).get("href") or "").url)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), quick, transaction.atomic():
        build.build(today=timezone.localdate(), say=lambda line: None)
        yield
        transaction.set_rollback(True)


def _kind(address: str) -> str:
    """Pages that differ only in their numbers or search words are of one kind."""
    return re.sub(r"\d+", "N", urlsplit(address).path)


@pytest.mark.parametrize("name", CAST)
def test_every_page_of_the_demo_answers(demo, name):
    client = Client(raise_request_exception=False)
    client.force_login(
        Person.objects.get(email=f"{name}@nordhaven.example"), backend="django.contrib.auth.backends.ModelBackend"
    )
    waiting, seen, wrong = ["/"], set(), []

    while waiting:
        address = waiting.pop(0)
        if _kind(address) in seen or LEFT_OUT.search(address):
            continue
        seen.add(_kind(address))
        with transaction.atomic():
            answer = client.get(address)
            transaction.set_rollback(True)
        if answer.status_code not in {200, 302}:
            wrong.append((answer.status_code, address))
        elif answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            links = Links()
            links.feed(answer.content.decode())
            waiting += [link for link in links.found if link.startswith("/") and not link.startswith("//")]

    assert wrong == []
    assert len(seen) > 8
