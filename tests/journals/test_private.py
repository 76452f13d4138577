"""A private sentence is written, and every page, file, mail and row is searched for it."""

import io
import logging
import secrets
import zipfile
from contextlib import redirect_stdout

import pypdf
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from programs.journals import actions
from programs.journals.choices import InsightKind, Section, Visibility
from programs.notifications.models import Letter
from tests.house.table import ROLES
from tests.house.test_access import REAL_LINES, TABLE, person_as, sign_in, undone
from tests.house.world import build_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def sentence():
    words = ["quartz", "lantern", "hollow", "ember", "thistle", "cobalt", "marrow", "juniper"]
    return " ".join(secrets.choice(words) for _ in range(4)) + f" {secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), quick, transaction.atomic():
        world = build_world()
        world.client = Client()
        world.sessions = {role: sign_in(person_as(world, role)) for role in ROLES if role != "anonymous"}
        yield world
        transaction.set_rollback(True)


def _write(world, sentence, visibility):
    written = {Section.WHAT: world.visitor, Section.DURING: world.visitor, Section.HOST_SAW: world.host}
    for section, author in written.items():
        world.reflection.__class__.objects.filter(visit=world.attended_visit, author=author, section=section).delete()
        row = actions.write_section(
            visit=world.attended_visit, section=section, text=sentence, seen_version=0, by=author, at=world.now
        )
        actions.open_section(reflection=row, visibility=visibility, by=author, at=world.now)
    return {"visitor", "host"}


def _text_of(response) -> str:
    """Everything readable in an answer: pages, archives and PDFs too."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    found = content.decode(errors="replace") + repr(dict(response.headers))
    if content.startswith(b"%PDF"):
        found += " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return " ".join(found.split())


def _pages(world, roles):
    """Return (role, address, text) of every page that a role can GET, with the search words asked for too."""
    for name in REAL_LINES:
        line = TABLE[name]
        if "GET" not in line.methods:
            continue
        with undone():
            address = reverse(name, kwargs=line.given(world))
            for role in roles:
                yield role, address, _get(world, role, address + line.query)


def _get(world, role, address):
    client = world.client
    client.cookies.clear()
    if role != "anonymous":
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    with undone():
        return _text_of(client.get(address))


def test_a_private_sentence_reaches_nobody_on_any_page(world, sentence, caplog):
    with undone(), caplog.at_level(logging.DEBUG):
        authors = _write(world, sentence, Visibility.PRIVATE)
        strangers = [role for role in ROLES if role not in authors]

        seen = [(role, address) for role, address, text in _pages(world, strangers) if sentence in text]
        own = _get(world, "visitor", reverse("journals:visit", args=[world.attended_visit.pk]))
        found = [_get(world, role, f"/journals/?q={sentence.split()[0]}") for role in strangers]

    assert seen == []
    assert sentence in own
    assert not any(sentence in text for text in found)
    assert sentence not in caplog.text


def test_the_search_for_it_would_find_a_breach(world, sentence):
    """The same walk sees a sentence that its author opened to everyone."""
    with undone():
        _write(world, sentence, Visibility.PARTICIPANTS)

        seen = {role for role, _address, text in _pages(world, ["lead", "other_visitor"]) if sentence in text}

    assert seen == {"lead", "other_visitor"}


def test_a_card_takes_its_own_words_along_and_no_others(world, sentence):
    """Words around a card stay where they are: on every page, file and feed of those who may read the card."""
    with undone():
        _write(world, f"Words for all. {sentence}", Visibility.PRIVATE)
        reflection = world.visitor.reflections.get(visit=world.attended_visit, section=Section.WHAT)
        actions.cut_insight(
            reflection=reflection,
            words="Words for all.",
            kind=InsightKind.PAIN,
            visibility=Visibility.PARTICIPANTS,
            by=world.visitor,
            at=world.now,
        )

        pages = list(_pages(world, ["lead", "other_visitor", "sponsor"]))

    assert {role for role, _address, text in pages if "Words for all." in text} == {"lead", "other_visitor"}
    assert not any(sentence in text for _role, _address, text in pages)


def test_the_walk_takes_in_every_list_and_file_about_journals():
    lists = {"findings", "heard", "heard_file", "insights", "keywords", "coding", "themes", "quotes", "choose_quotes"}

    assert {f"journals:{name}" for name in lists} | {"commitments:minutes_file"} <= set(REAL_LINES)


def test_a_private_sentence_is_in_no_row_letter_dump_or_admin_page(world, sentence):
    with undone():
        _write(world, sentence, Visibility.PRIVATE)
        dump = io.StringIO()
        with redirect_stdout(dump):
            call_command("dumpdata", "programs")
        letters = " ".join(f"{row.subject} {row.text}" for row in Letter.objects.all())
        cells = list(_cells())
        pages = [_get(world, "administrator", address) for address in _admin_addresses()]

    assert sentence not in dump.getvalue()
    assert sentence not in letters
    assert not any(sentence.encode() in cell for cell in cells)
    assert not any(sentence in page for page in pages)


def _cells():
    """Every value of every table, as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for cell in row:
                    yield bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode()


def _admin_addresses():
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{base}_changelist")
        for pk in model.objects.values_list("pk", flat=True)[:3]:
            yield reverse(f"{base}_change", args=[pk])
