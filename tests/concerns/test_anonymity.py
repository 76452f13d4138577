"""Nothing in the database, the log or the letters leads from an anonymous concern to its person.

Every row of every table is read before and after: what is new must be the concern alone, and
in it nothing of the person. The same search finds a concern that was raised with a name.
"""

import datetime
import hashlib
import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from programs.concerns import limits
from programs.concerns.models import Concern
from tests.factories.concerns import make_consultation

pytestmark = pytest.mark.django_db

TEXT = "Who does my work while I am away on such a day?"
TOKEN = re.compile(r'id="token"[^>]* value="([^"]+)"')


def _everything():
    """Return {table: set of rows} of the whole database, each row as one text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = {repr(tuple(map(str, row))) for row in cursor.fetchall()}
    return found


def _new_rows(before, after):
    return {(table, row) for table, rows in after.items() for row in rows - before.get(table, set())}


def _raise(client, program, named):
    data = {"program": program.pk, "topic": "time", "text": TEXT, "named": named}
    return client.post(reverse("concerns:raise_concern"), data)


def _traces_of(person, rows, logged):
    """Return what would lead to a person: their names and addresses in any new row or log line, or
    a new row outside the concerns, or their key in a column of a concern that points at people.
    """
    words = (person.name, person.email)
    traces = [row for _table, row in rows if any(word in row for word in words)]
    traces += [line for line in logged if any(word in line for word in words)]
    traces += [row for table, row in rows if table not in ("programs_concern", "programs_remark")]
    pointing = ("author", "owner")
    for model, table in ((Concern, "programs_concern"),):
        if any(one == table for one, _row in rows):
            traces += [one for one in model.objects.filter(text=TEXT) if any(getattr(one, key) for key in pointing)]
    return traces


@pytest.fixture
def vera(client, visitor, program):
    client.force_login(visitor)
    client.get(reverse("concerns:raise_concern"))
    return visitor


def test_an_anonymous_concern_leaves_one_row_and_nobody_in_it(client, vera, program, caplog):
    caplog.set_level(logging.DEBUG)
    before = _everything()

    answer = _raise(client, program, "no")

    new = _new_rows(before, _everything())
    logged = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert answer.status_code == 200
    assert [table for table, _row in new] == ["programs_concern"]
    assert _traces_of(vera, new, logged) == []


def test_the_search_finds_a_concern_raised_with_a_name(client, vera, program):
    before = _everything()

    _raise(client, program, "yes")

    assert _traces_of(vera, _new_rows(before, _everything()), []) != []


def test_an_anonymous_concern_holds_the_day_and_no_moment(client, vera, program):
    _raise(client, program, "no")

    concern = Concern.objects.get()
    moments = [
        value
        for value in (getattr(concern, field.attname) for field in Concern._meta.fields)
        if isinstance(value, datetime.datetime)
    ]
    assert moments == []
    assert concern.filed_on == timezone.localdate()
    assert concern.pk.version == 4


def test_the_token_is_shown_once_and_kept_as_a_hash(client, vera, program):
    answer = _raise(client, program, "no")

    token = TOKEN.search(answer.content.decode()).group(1)
    kept = " ".join(row for rows in _everything().values() for row in rows)
    assert len(token) >= 43
    assert token not in kept
    assert "no-store" in answer.headers["Cache-Control"]
    assert token not in client.get(reverse("concerns:index")).content.decode()


def test_follow_and_reply_by_token_need_no_account_and_leave_none(client, vera, program, django_user_model):
    token = TOKEN.search(_raise(client, program, "no").content.decode()).group(1)
    client.logout()
    before = _everything()

    shown = client.post(reverse("concerns:follow"), {"token": f" {token} "})
    client.post(reverse("concerns:follow_reply"), {"token": token, "text": "Still open?"})

    new = _new_rows(before, _everything())
    assert TEXT in shown.content.decode()
    assert [table for table, _row in new] == ["programs_concernreply"]
    assert not any(vera.name in row or vera.email in row for _table, row in new)


def test_replying_while_signed_in_leaves_no_account_either(client, vera, program):
    token = TOKEN.search(_raise(client, program, "no").content.decode()).group(1)
    before = _everything()

    client.post(reverse("concerns:follow_reply"), {"token": token, "text": "Still open?"})

    new = _new_rows(before, _everything())
    assert [table for table, _row in new] == ["programs_concernreply"]
    assert Concern.objects.get().replies.get().by is None


def test_an_anonymous_comment_on_a_draft_leaves_nobody(client, vera, lead, program):
    today = timezone.localdate()
    draft = make_consultation(program, lead, opened_on=today, closes_on=today + datetime.timedelta(days=3))
    before = _everything()

    client.post(reverse("concerns:draft", args=[draft.pk]), {"text": TEXT, "named": "no"})

    new = _new_rows(before, _everything())
    assert [table for table, _row in new] == ["programs_remark"]
    assert _traces_of(vera, new, []) == []
    assert draft.remarks.get().author is None


def test_the_limit_stops_a_flood_and_its_count_names_nobody(client, vera, program, monkeypatch):
    for _time in range(6):
        answer = _raise(client, program, "no")

    counts = [key.partition(":said:")[2] for key in cache._cache if ":said:" in key]
    plain = {hashlib.sha256(f"{said}{vera.pk}".encode()).hexdigest() for said in ("", f"{timezone.localdate()}:")}
    assert Concern.objects.count() == 5
    assert "5 today" in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert len(counts) == 1
    assert re.fullmatch("[0-9a-f]{64}", counts[0])
    assert counts[0] not in plain
    monkeypatch.setattr(limits, "_KEY", b"another process")
    assert _raise(client, program, "no").status_code == 200
    assert Concern.objects.count() == 6
