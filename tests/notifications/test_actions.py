import datetime

import pytest
from django.db import transaction

from programs.notifications.actions import CalendarPart, message_id_for, queue_letter
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter
from tests.factories.people import make_person

TEXT = """{% load i18n %}Subject: {% translate "Confirmed" %}: {{ title }}

{{ person.name }}: {{ title }} {% if at %}{{ at|date:"H:i" }}{% endif %}
{{ public_url }}/visits/1
"""
HTML = """{% extends "mail/base.html" %}{% block content %}<p>{{ title }}</p>{% endblock %}"""


@pytest.fixture(autouse=True)
def _templates(settings):
    """Two templates of a room, beside the project's own."""
    engine = dict(settings.TEMPLATES[0], APP_DIRS=False)
    loaders = [
        ("django.template.loaders.locmem.Loader", {"visits/mail/told.txt": TEXT, "visits/mail/told.html": HTML}),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    engine["OPTIONS"] = engine["OPTIONS"] | {"loaders": loaders}
    settings.TEMPLATES = [engine]


def tell(to, now, *, key="k", calendar=None, **context):
    return queue_letter(
        to=to, kind="visits/told", context={"title": "Finance"} | context, key=key, at=now, calendar=calendar
    )


def invitation(sequence=0, method="REQUEST"):
    return CalendarPart(method, "visit-1@example.com", sequence, b"BEGIN:VCALENDAR")


def test_queue_letter_writes_one_row_with_text_and_html(visitor, now):
    letter = tell(visitor, now)

    assert letter.subject == "Confirmed: Finance"
    assert letter.address == visitor.email
    assert letter.text.startswith("Vera Visser: Finance")
    assert "<p>Finance</p>" in letter.html
    assert letter.state == LetterState.WAITING
    assert letter.message_id == message_id_for("k")


def test_queue_letter_does_nothing_the_second_time(visitor, now):
    tell(visitor, now)

    second = tell(visitor, now, title="Other")

    assert second is None
    assert Letter.objects.get().subject == "Confirmed: Finance"


def test_queue_letter_vanishes_with_the_transaction(visitor, now):
    with transaction.atomic():
        tell(visitor, now)
        transaction.set_rollback(True)

    assert not Letter.objects.exists()


def test_queue_letter_speaks_the_language_and_zone_of_the_reader(db, now):
    tokyo = make_person("Yuki Yamada", language="ja", time_zone="Asia/Tokyo")
    berlin = make_person("Anna Arndt", language="de", time_zone="Europe/Berlin")

    japanese = tell(tokyo, now, key="1", at=now)
    german = tell(berlin, now, key="2", at=now)

    assert "18:00" in japanese.text
    assert 'lang="ja"' in japanese.html
    assert "10:00" in german.text
    assert 'lang="de"' in german.html


def test_queue_letter_turns_the_page_round_for_arabic(db, now):
    reader = make_person("Layla Haddad", language="ar", time_zone="Asia/Dubai")

    letter = tell(reader, now)

    assert 'dir="rtl"' in letter.html


def test_queue_letter_keeps_hostile_text_harmless(visitor, now):
    letter = tell(visitor, now, title="A\r\nBcc: all@example.com\x00<script>alert(1)</script>")

    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert "\x00" not in letter.subject + letter.text + letter.html
    assert "<script>" not in letter.html
    assert "<script>" in letter.text


def test_queue_letter_writes_nothing_to_who_has_left(visitor, now):
    visitor.is_active = False

    assert tell(visitor, now) is None
    assert tell(visitor, now, calendar=invitation()) is None
    assert not Letter.objects.exists()


def test_queue_letter_still_cancels_for_who_has_left(visitor, now):
    tell(visitor, now, key="1", calendar=invitation())
    Letter.objects.update(state=LetterState.SENT, attempts=1)
    visitor.is_active = False

    letter = tell(visitor, now, key="2", calendar=invitation(1, "CANCEL"))

    assert letter.calendar_method == "CANCEL"


def test_queue_letter_drops_the_unsent_older_invitation(visitor, host, now):
    tell(visitor, now, key="1", calendar=invitation(0))
    tell(host, now, key="2", calendar=invitation(0))

    tell(visitor, now, key="3", calendar=invitation(1))

    assert Letter.objects.get(key="1").state == LetterState.DROPPED
    assert Letter.objects.get(key="2").state == LetterState.WAITING
    assert Letter.objects.get(key="3").state == LetterState.WAITING


def test_queue_letter_keeps_a_sent_invitation_and_the_newer_update(visitor, now):
    tell(visitor, now, key="1", calendar=invitation(0))
    Letter.objects.update(state=LetterState.SENT, attempts=1)

    tell(visitor, now, key="2", calendar=invitation(1))

    assert Letter.objects.get(key="1").state == LetterState.SENT
    assert Letter.objects.get(key="2").event_sequence == 1


def test_queue_letter_tells_of_a_cancellation_that_no_calendar_needs(visitor, now):
    tell(visitor, now, key="1", calendar=invitation(0))

    letter = tell(visitor, now, key="2", calendar=invitation(1, "CANCEL"))

    assert Letter.objects.get(key="1").state == LetterState.DROPPED
    assert letter.calendar is None
    assert letter.calendar_method == ""


def test_queue_letter_cancels_what_may_have_arrived(visitor, now):
    tell(visitor, now, key="1", calendar=invitation(0))
    Letter.objects.update(attempts=1, not_before=now + datetime.timedelta(minutes=1))

    letter = tell(visitor, now, key="2", calendar=invitation(1, "CANCEL"))

    assert Letter.objects.get(key="1").state == LetterState.DROPPED
    assert letter.calendar_method == "CANCEL"


def test_queue_letter_wants_a_subject(visitor, now, settings):
    settings.TEMPLATES[0]["OPTIONS"]["loaders"][0][1]["visits/mail/bare.txt"] = "No subject"

    with pytest.raises(ValueError, match="Subject"):
        queue_letter(to=visitor, kind="visits/bare", context={}, key="k", at=now)
