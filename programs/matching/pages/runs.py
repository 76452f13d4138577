"""The page of a run, and two drafts side by side."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from programs.matching import documents, queries, results, rules
from programs.matching.actions.running import heard_at
from programs.matching.choices import LevelTitle, RunState
from programs.matching.forms import FilterForm
from programs.matching.models import MatchingRun, Shortfall
from programs.matching.pages.calendar import draft_calendar
from programs.matching.pages.fairness import fairness
from programs.matching.pages.notices import notices
from programs.matching.pages.record import lots_of
from programs.matching.pages.wishes import changes_of, wishes
from programs.people.models import Department

VIEWS = ("people", "calendar", "wishes", "fairness", "draw", "edits")
PEOPLE_A_PAGE = 25
LOTS_A_PAGE = 25
ALIVE = {RunState.DRAFT, RunState.SOLVING}


def address_of(run: MatchingRun) -> str:
    """Return the address of a run's page."""
    return reverse("matching:run", args=[run.pk])


def progress(run: MatchingRun, at: datetime.datetime) -> dict[str, Any]:
    """Return how far a search is, in words."""
    said = run.progress
    value, bound = said.get("value"), said.get("bound")
    level = LevelTitle(said["level"]).label if said.get("level") in LevelTitle else ""
    gap = rules.per_cent_better(value, bound) if value and bound is not None else None
    begun = datetime.datetime.fromisoformat(said["searched_from"]) if "searched_from" in said else at
    seconds = max(0, round((at - begun).total_seconds()))
    return {
        "run": run,
        "level": level,
        "value": value,
        "bound": bound,
        "gap": gap,
        "seconds": min(seconds, run.time_limit),
        "is_reading": run.state == RunState.SOLVING and not run.inputs_sha256,
        "is_silent": run.state in ALIVE and rules.is_silent(heard_at(run), at),
    }


def run(found: MatchingRun, given: Mapping[str, str], at: datetime.datetime) -> dict[str, Any]:
    """Return the page of a run: the progress while it is solved, then the view of the draft that is asked for."""
    context: dict[str, Any] = {"run": found, "is_alive": found.state in ALIVE}
    if context["is_alive"]:
        return context | progress(found, at)
    if found.state == RunState.INFEASIBLE:
        return context | conflict(found, at)
    if found.state == RunState.FAILED:
        return context
    view = given.get("view", "") if given.get("view") in VIEWS else "people"
    placements, shortfalls = queries.draft_of(found), list(queries.shortfalls_of(found))
    wanted = queries.wanted_by_enrollment(found.cohort)
    rows = documents.person_rows(placements, shortfalls, wanted)
    context |= {
        "view": view,
        "summary": documents.summary(found, rows, wanted, queries.enrollments_with_visits(found.cohort)),
        "is_editable": found.state == RunState.SOLVED,
        "locked": sum(placement.is_locked for placement in placements),
        "last_edit": queries.edits_to_undo(found).first(),
        "unbooked": [placement for placement in placements if placement.refusals],
        "is_booking": found.state == RunState.PUBLISHED
        and any(placement.visit_id is None and not placement.refusals for placement in placements),
        "others": queries.comparable_with(found),
        "notices": notices(found, placements) if found.state == RunState.SOLVED else [],
    }
    shown: Mapping[str, Callable[[], dict[str, Any]]] = {
        "people": lambda: _people(found, given, shortfalls, rows),
        "calendar": lambda: {"calendar": draft_calendar(placements, given, at.date())},
        "wishes": lambda: wishes(found, given),
        "fairness": lambda: fairness(found, placements, rows),
        "draw": lambda: {"page": _lots(found, given)},
        "edits": lambda: {"edits": queries.edits_of(found)},
    }
    return context | shown[view]()


def _people(
    found: MatchingRun,
    given: Mapping[str, str],
    shortfalls: Sequence[Shortfall],
    rows: Sequence[documents.PersonRow],
) -> dict[str, Any]:
    changes = changes_of(found)
    form = FilterForm(given, departments=Department.objects.filter(cohorts=found.cohort_id))
    page = Paginator(form.filtered(rows), PEOPLE_A_PAGE).get_page(given.get("page"))
    for placement in (placement for row in page for placement in row.placements):
        placement.sentences = documents.reasons_of(placement)  # type: ignore[attr-defined]
        placement.refused = documents.refusals_of(placement)  # type: ignore[attr-defined]
    return {
        "form": form,
        "page": page,
        "gaps": documents.gap_rows(shortfalls, changes),
        "changes": [change for change in changes if not change.better],
    }


def _lots(found: MatchingRun, given: Mapping[str, str]) -> Page[documents.LotRow]:
    """Return a page of the lots of a run."""
    page = Paginator(found.result.get("lots", ()), LOTS_A_PAGE).get_page(given.get("page"))
    page.object_list = lots_of(found, list(page.object_list))
    return page


def conflict(found: MatchingRun, at: datetime.datetime) -> dict[str, Any]:
    """Return the locks and floors that can't hold together, and what they clash on."""
    things = results.clash_of(found)
    named = results.names_for(things)
    return {
        "conflict": results.locks_in_conflict(found, at),
        "floors": results.floors_in_conflict(found),
        "clash": [documents.binding(thing, named) for thing in things],
    }


def compare(found: MatchingRun, other: MatchingRun) -> dict[str, Any]:
    """Return two drafts side by side: their figures, and for whom they differ."""
    wanted = queries.wanted_by_enrollment(found.cohort)
    held = queries.enrollments_with_visits(found.cohort)
    sides, placed = [], []
    for one in (other, found):
        placements, shortfalls = queries.draft_of(one), list(queries.shortfalls_of(one))
        placed.append(placements)
        rows = documents.person_rows(placements, shortfalls, wanted)
        sides.append((one, documents.summary(one, rows, wanted, held)))
    rows_changed = documents.differences(*placed)
    return {
        "run": found,
        "other": other,
        "sides": sides,
        "rows": rows_changed,
        "counts": documents.counts(rows_changed),
    }
