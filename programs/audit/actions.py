"""The one way into the log. Every action of every room calls it in its own transaction."""

from datetime import datetime
from typing import Any

from django.db import models

from programs.audit.models import Entry
from programs.people.models import Person


def record(
    deed: str,
    subject: models.Model,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    **facts: Any,
) -> Entry:
    """Write that `by` did `deed` to `subject` at `at`.

    `deed` is a verb phrase such as "book_visit": the name of the action. `by=None` means
    the system itself. `facts` are plain JSON values; never private text, never answers.
    """
    return Entry.objects.create(
        at=at,
        actor=by,
        on_behalf_of=on_behalf_of,
        deed=deed,
        subject_kind=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        facts=facts,
    )
