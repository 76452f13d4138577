"""The one statement that takes a place, and the queue before SQLite.

Who gets the last place is decided by the database: the statement reads the day as it is,
a trigger counts the visit, and the check `no_more_visits_than_places` refuses one too
many when two come at the same moment. Nothing here locks rows or counts them first.
"""

import datetime
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from programs.cohorts.models import Enrollment
from programs.hosting.models import HostingDay
from programs.visits.choices import VisitOrigin, VisitState
from programs.visits.models import Visit

if sys.platform != "win32":
    import fcntl

FIELDS: dict[str, Any] = {field.name: field for field in Visit._meta.fields}
HOLD_A_PLACE = """
INSERT INTO programs_visit (
    uid, key, state, origin, replaces_id, is_swap, question, requested_at, changed_at, expires_on, is_replaced,
    sequence, enrollment_id, visitor_id, cohort_id, day_id, department_id, "on", starts_at, ends_at
)
SELECT
    %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
    0,
    enrollment.id, enrollment.person_id, enrollment.cohort_id,
    day.id, offering.department_id, day."on", day.starts_at, day.ends_at
FROM programs_hostingday day
JOIN programs_offering offering ON offering.id = day.offering_id
JOIN programs_enrollment enrollment ON enrollment.id = %s
WHERE day.id = %s
AND day.cancelled_at IS NULL AND offering.state = 'published' AND enrollment.withdrawn_at IS NULL
AND day.taken + (
    SELECT count(*) FROM programs_waitingplace waiting
    WHERE waiting.day_id = day.id AND waiting.state = 'offered' AND waiting.enrollment_id <> enrollment.id
) < day.places
"""
LOCK_THE_DAY = {"postgresql": "FOR NO KEY UPDATE OF day "}
"""PostgreSQL looks at the day again once nobody else holds it, so that a day which is called
off meanwhile takes nobody; SQLite has one writer at a time."""


def hold_place(
    *,
    enrollment: Enrollment,
    day: HostingDay,
    key: uuid.UUID,
    at: datetime.datetime,
    state: VisitState = VisitState.REQUESTED,
    origin: VisitOrigin = VisitOrigin.BOOKED,
    question: str = "",
    expires_on: datetime.date | None = None,
    replaces: Visit | None = None,
    is_swap: bool = False,
) -> int | None:
    """Take a place in one statement and return the key of the visit, or None when there is none to take.

    Raises IntegrityError when the database's own rules refuse: somebody was quicker, the
    person has another visit then, or the request came before. The caller's transaction
    is then broken and must be rolled back.
    """
    values: dict[str, Any] = {
        "uid": uuid.uuid4(),
        "key": key,
        "state": state,
        "origin": origin,
        "replaces": replaces and replaces.pk,
        "is_swap": is_swap,
        "question": question,
        "requested_at": at,
        "changed_at": at,
        "expires_on": expires_on,
        "is_replaced": False,
    }
    prepared = [FIELDS[name].get_db_prep_save(value, connection) for name, value in values.items()]
    with connection.cursor() as cursor:
        statement = HOLD_A_PLACE + LOCK_THE_DAY.get(connection.vendor, "") + "RETURNING id"
        cursor.execute(statement, [*prepared, enrollment.pk, day.pk])
        row = cursor.fetchone()
    return int(row[0]) if row else None


@contextmanager
def queue() -> Iterator[None]:
    """Wait in line for the one writer that SQLite allows; elsewhere, do nothing.

    SQLite's own waiting polls with growing pauses, so that somebody can starve for
    seconds; a file lock is woken by the kernel. Inside a transaction there is no queueing:
    it holds the write lock already, or would wait for itself.
    """
    path = _queue_file()
    if path is None or connection.in_atomic_block:
        yield
        return
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _queue_file() -> Path | None:
    """Return the file beside the database that writers queue at, if there is one."""
    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and ":memory:" not in name and "mode=memory" not in name
    return Path(f"{name}.queue") if is_file and sys.platform != "win32" else None
