"""Letters in the outbox."""

import datetime

from programs.notifications.actions import message_id_for
from programs.notifications.models import Letter

QUEUED_AT = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


def make_letter(to, *, key="letter", at=QUEUED_AT, **fields):
    values = {
        "kind": "visits/confirmed",
        "address": to.email,
        "subject": "Your visit is confirmed",
        "text": "See you on Monday.\n",
        "html": "<p>See you on Monday.</p>\n",
        "message_id": message_id_for(key),
        "queued_at": at,
        "not_before": at,
    }
    return Letter.objects.create(key=key, to=to, **(values | fields))


def make_calendar_letter(to, *, key, uid="visit-1@example.com", sequence=0, method="REQUEST", **fields):
    content = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nX-NAME:Jürgen\r\nEND:VCALENDAR\r\n".encode()
    return make_letter(
        to,
        key=key,
        calendar=content,
        calendar_method=method,
        event_uid=uid,
        event_sequence=sequence,
        **fields,
    )
