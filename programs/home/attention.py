"""What waits for somebody, from every room: oldest first, each with the one thing to do about it.

Counts and states are read from the rooms; nothing here decides anything. The home page and
the weekly digest show the same list. What joins it is in `programs.home.sources`.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils import timezone

from programs.home.queries import Standing
from programs.home.sources import SOURCES
from programs.home.waiting import Asked, Source, Waiting
from programs.people.models import Person


def waiting_for(
    person: Person, standing: Standing, *, at: datetime.datetime, with_own_lists: bool = False
) -> list[Waiting]:
    """Return all that waits for somebody, oldest first.

    One query asks every source whether there is anything; after that only those that have
    something are read. The number of queries doesn't grow with the rows. `with_own_lists`
    adds what the home page shows in lists of its own (requests to a host).
    """
    asked = Asked(person, at, timezone.localdate(at))
    entries = [
        entry
        for source, rows in _sources_with_rows(_sources_of(standing, with_own_lists=with_own_lists), asked)
        for entry in source.entries(rows, asked)
        if entry.url
    ]
    return sorted(entries, key=lambda entry: entry.since)


def _sources_of(standing: Standing, *, with_own_lists: bool) -> list[Source]:
    return [
        source
        for source in SOURCES
        if (not source.parts or any(getattr(standing, part) for part in source.parts))
        and (with_own_lists or not source.has_own_list)
    ]


def _sources_with_rows(sources: list[Source], asked: Asked) -> Iterator[tuple[Source, QuerySet[Any]]]:
    rows = [source.rows(asked) for source in sources]
    probes = [Exists(found.order_by()) for found in rows]
    has_any = Person.objects.filter(pk=asked.person.pk).values_list(*probes).get()
    return ((source, found) for source, found, is_any in zip(sources, rows, has_any, strict=True) if is_any)
