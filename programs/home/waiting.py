"""What one thing that waits looks like, and the contract by which a room's things join the list.

A `Source` is two plain functions. `rows` returns a queryset that holds rows whenever something
may wait, and no more than one more query to read; the querysets of all sources are first asked
in one single query whether there is anything at all. `entries` turns the rows into sentences
and is called only for a source that has some, so a list on which little waits stays cheap
however many sources there are. To add one, write the two functions in a module of
`programs.home.sources` and add a line to its `SOURCES`.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from programs.people.models import Person


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: since when, what, and the page with the one action.

    `tone` is "", "ok", "warn" or "bad". An entry without a `url` is left out: the
    installation has no such page.
    """

    since: datetime.date
    text: str
    detail: str
    action: str
    url: str
    icon: str
    tone: str = ""


@dataclass(frozen=True)
class Asked:
    """Whose list is made, and when."""

    person: Person
    at: datetime.datetime
    today: datetime.date


Rows = Callable[[Asked], "QuerySet[Any]"]
Entries = Callable[["QuerySet[Any]", Asked], Iterable[Waiting]]


@dataclass(frozen=True)
class Source:
    """A kind of thing that waits: where it is found, and how it is said.

    `parts` names the parts (of `queries.Standing`) that somebody must have one of; empty for
    everyone. `has_own_list` is for what the home page shows in a list of its own already.
    """

    rows: Rows
    entries: Entries
    parts: tuple[str, ...] = ()
    has_own_list: bool = False


def names(all_names: Iterable[str]) -> str:
    """Return up to three names in order, each once, and how many more there are."""
    unique = list(dict.fromkeys(all_names))
    more = len(unique) - 3
    shown = ", ".join(unique[:3])
    return shown if more <= 0 else _("%(names)s and %(count)s more") % {"names": shown, "count": more}
