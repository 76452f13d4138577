"""Signing in: by password, by a mailed link, and not at all."""

import datetime
import os
import re
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.audit.models import Entry
from programs.people import actions
from programs.people.models import Person, SignInLink
from tests.factories.people import PASSWORD, make_person

ASK = "/people/sign-in/"


@pytest.fixture
def mailed(django_capture_on_commit_callbacks, client):
    """Ask for a link as the page does; return the address in the mail, or nothing."""

    def ask(email, next_page="", by=client):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = by.post(ASK, {"email": email, "next": next_page})
        assert answer.status_code == 302
        found = re.search(r"https?://\S+/people/sign-in/\S+", mail.outbox[0].body) if mail.outbox else None
        return found.group().removeprefix(settings.PUBLIC_URL) if found else None

    return ask


def signed_in(client):
    return Person.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_magic_link_signs_in_and_leads_to_the_page_that_was_asked_for(client, host, mailed):
    there = reverse("people:settings")
    address = mailed(host.email.upper(), there)

    seen = client.get(address)
    answer = client.post(address)

    assert seen.status_code == 200
    assert answer.url == there
    assert signed_in(client) == host
    assert Entry.objects.filter(deed="use_link", actor=host).exists()


def test_magic_link_is_not_used_up_by_looking(client, host, mailed):
    address = mailed(host.email)

    for _scanner in range(3):
        client.get(address)
        client.head(address)

    assert signed_in(client) is None
    assert client.post(address).status_code == 302


def test_magic_link_works_once(client, host, mailed, client_of_another):
    address = mailed(host.email)
    client.post(address)

    again = client_of_another.post(address)

    assert again.status_code == 410
    assert signed_in(client_of_another) is None


def test_magic_link_takes_older_links_with_it(client, host, mailed, client_of_another):
    older, newer = mailed(host.email), mailed(host.email)
    client.post(newer)

    again = client_of_another.post(older)

    assert again.status_code == 410


def test_magic_link_expires(client, host, mailed):
    address = mailed(host.email)
    SignInLink.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=15, seconds=1))

    answer = client.post(address)

    assert answer.status_code == 410


def test_magic_link_dies_with_the_account(client, host, administrator, mailed):
    address = mailed(host.email)
    actions.deactivate_person(host, by=administrator, at=timezone.now())

    answer = client.post(address)

    assert answer.status_code == 410
    assert signed_in(client) is None


def test_magic_link_refuses_a_forged_token(client, host, mailed):
    address = mailed(host.email)

    answers = [client.post(address[:-2] + "x/"), client.post(f"/people/sign-in/{SignInLink.objects.get().token_hash}/")]

    assert [answer.status_code for answer in answers] == [410, 410]


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http:///evil"])
def test_magic_link_leads_nowhere_else(client, host, mailed, there):
    address = mailed(host.email, there)

    answer = client.post(address)

    assert answer.url == reverse("home:index")


def test_magic_link_says_the_same_to_strangers_and_to_people(client, host, mailed):
    known = client.post(ASK, {"email": host.email})
    stranger = client.post(ASK, {"email": "stranger@example.com"})

    assert (known.status_code, known.url) == (stranger.status_code, stranger.url)
    assert mailed("stranger@example.com") is None
    assert SignInLink.objects.filter(person=None).count() == 2


def test_magic_link_mails_nothing_to_whoever_has_left(mailed, db):
    person = make_person("Gone", is_active=False)

    assert mailed(person.email) is None


def test_magic_link_is_limited_by_address(client, host):
    answers = [client.post(ASK, {"email": host.email}).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 429]


def test_magic_link_keeps_no_token_at_rest(host, mailed):
    address = mailed(host.email)

    token = address.rstrip("/").rpartition("/")[2]
    link = SignInLink.objects.get()
    assert token not in {str(getattr(link, field.attname)) for field in SignInLink._meta.concrete_fields}


def test_magic_link_asks_for_the_second_factor(client, host, mailed):
    TOTP.activate(host, generate_totp_secret())
    address = mailed(host.email)

    answer = client.post(address)

    assert answer.url == reverse("mfa_authenticate")
    assert signed_in(client) is None


def test_magic_link_mail_speaks_the_readers_language_and_carries_text_and_html(mailed, db):
    person = make_person("Dora Deutsch", language="de")

    mailed(person.email)

    message = mail.outbox[0]
    assert message.to == [person.email]
    assert [kind for _content, kind in message.alternatives] == ["text/html"]
    assert 'lang="de"' in message.alternatives[0].content


def test_two_uses_of_one_link_at_once_give_one_sign_in(host, mailed):
    token = mailed(host.email).rstrip("/").rpartition("/")[2]

    uses = [actions.use_link(token, at=timezone.now()) for _ in range(2)]

    assert [use is not None for use in uses] == [True, False]


def test_purge_links_deletes_only_what_is_over(host, now):
    SignInLink.objects.create(person=host, asked_at=now)
    SignInLink.objects.create(person=host, asked_at=now - datetime.timedelta(minutes=16))

    assert actions.purge_links(now) == 1


def test_a_password_leads_back_to_the_page_that_was_asked_for(client, host):
    there = reverse("people:settings") + "?from=mail"
    to_sign_in = client.get(there)

    shown = client.get(to_sign_in.url)
    answer = client.post(to_sign_in.url, {"login": host.email, "password": PASSWORD, "next": there})

    assert 'name="next"' in shown.content.decode()
    assert f"{ASK}?next=" in shown.content.decode()
    assert answer.url == there


def test_a_password_of_somebody_who_left_opens_nothing(client, db):
    person = make_person("Gone", is_active=False)

    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    assert signed_in(client) is None


def test_a_deactivated_person_is_signed_out_at_once(client, host, administrator):
    client.post(reverse("account_login"), {"login": host.email, "password": PASSWORD})
    before = client.get(reverse("people:settings")).status_code
    actions.deactivate_person(host, by=administrator, at=timezone.now())
    gone = client.get(reverse("people:settings")).status_code
    actions.reactivate_person(host, by=administrator, at=timezone.now())

    after = client.get(reverse("people:settings")).status_code

    assert (before, gone, after) == (200, 302, 302)


def test_nobody_signs_up_by_themselves(client, db):
    client.post(
        reverse("account_signup"),
        {"email": "new@example.com", "password1": "a" * 20 + "9!", "password2": "a" * 20 + "9!"},
    )

    assert not Person.objects.filter(email="new@example.com").exists()


def test_createsuperuser_makes_an_administrator_with_a_verified_address(client, db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough phrase")
    call_command("createsuperuser", interactive=False, email="Ada@Example.com", name="Ada", verbosity=0)

    answer = client.post(reverse("account_login"), {"login": "ada@example.com", "password": "a long enough phrase"})

    assert answer.url == reverse("home:index")
    assert EmailAddress.objects.get(user__email="ada@example.com").verified


def test_createsuperuser_sets_no_password_by_itself(db):
    call_command("createsuperuser", interactive=False, email="ada@example.com", name="Ada", verbosity=0)

    assert not Person.objects.get(email="ada@example.com").has_usable_password()


def test_the_admin_shows_our_rows_only_and_signs_in_like_everything_else(client, administrator):
    to_sign_in = client.get("/admin/")
    client.force_login(administrator)
    shown = client.get("/admin/").content.decode()

    assert to_sign_in.url.startswith("/admin/login/")
    assert client.get("/admin/mfa/authenticator/").status_code == 404
    assert "/admin/programs/person/" in shown


def test_the_admin_never_shows_a_password_hash(client, administrator, host):
    client.force_login(administrator)

    page = client.get(f"/admin/programs/person/{host.pk}/change/")

    assert page.status_code == 200
    assert host.password not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("httponly", True), ("samesite", "Lax")],
)
def test_the_session_cookie_is_out_of_reach(client, host, name, value):
    client.post(reverse("account_login"), {"login": host.email, "password": PASSWORD})

    assert client.cookies[settings.SESSION_COOKIE_NAME][name] == value


def test_an_https_installation_has_host_cookies_and_hsts():
    environment = os.environ | {"EXCHANGE_URL": "https://exchange.example.com", "EXCHANGE_SECRET_KEY": "k" * 60}
    environment["DJANGO_SETTINGS_MODULE"] = "exchange.settings"
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE,"
        "s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_HTTPONLY)"
    )

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["__Host-sessionid", "True", "__Host-csrftoken", "True", "31536000", "True"]


@pytest.fixture
def client_of_another(db):
    return Client()
