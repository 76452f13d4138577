"""Wishes that a draft doesn't meet, and the single changes that would help."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator

from programs.matching import asking, documents, queries, results
from programs.matching.documents import ChangeRow, UnmetRow
from programs.matching.models import MatchingRun

WISHES_A_PAGE = 25


def changes_of(found: MatchingRun) -> list[ChangeRow]:
    """Return the changes that would help, each with the message that was sent about it."""
    offered, sent = results.offered(found), queries.requests_of(found)
    placing = len(found.result.get("changes", ()))
    rows = documents.change_rows(offered, results.names_of_changes(found), placing=placing)
    return [replace(row, sent=sent.get(asking.about(change))) for row, change in zip(rows, offered, strict=True)]


def unmet_of(found: MatchingRun, wishes: Sequence[Mapping[str, Any]], changes: Sequence[ChangeRow]) -> list[UnmetRow]:
    """Return some unmet wishes of a run in words, in the same number of queries however many there are."""
    things = [(obstacle, subject) for wish in wishes for obstacle, subject, _days in wish["obstacles"]]
    named = results.names_for(
        things,
        people=(wish["visitor"] for wish in wishes),
        departments=(wish["department"] for wish in wishes),
    )
    return documents.unmet_rows(wishes, named, changes, results.offered(found))


def wishes(found: MatchingRun, given: Mapping[str, str]) -> dict[str, Any]:
    """Return a page of unmet wishes, the best ranks first, and what would better somebody's visits."""
    changes = changes_of(found)
    every = sorted(found.result.get("unmet", ()), key=lambda wish: (wish["rank"], wish["visitor"], wish["department"]))
    page = Paginator(every, WISHES_A_PAGE).get_page(given.get("page"))
    return {
        "page": page,
        "unmet": unmet_of(found, list(page.object_list), changes),
        "better": [change for change in changes if change.better],
        "people_unmet": len({wish["visitor"] for wish in every}),
        "first_unmet": sum(wish["rank"] == 1 for wish in every),
    }
