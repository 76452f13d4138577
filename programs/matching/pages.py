"""What the pages of a run show: each function gathers in a fixed number of queries."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from programs.cohorts.choices import ConfirmMode
from programs.hosting.models import HostingDay
from programs.matching import documents, queries, rules
from programs.matching.actions.draft import ledger_of
from programs.matching.actions.publishing import needs_override
from programs.matching.actions.running import heard_at
from programs.matching.choices import LevelTitle, Obstacle, RunState
from programs.matching.forms import FilterForm
from programs.matching.models import MatchingRun
from programs.people.models import Department

PEOPLE_A_PAGE = 25
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
    seconds = max(0, round((at - run.started_at).total_seconds()))
    return {
        "run": run,
        "level": level,
        "value": value,
        "bound": bound,
        "gap": gap,
        "seconds": min(seconds, run.time_limit),
        "is_silent": run.state in ALIVE and rules.is_silent(heard_at(run), at),
    }


def run(found: MatchingRun, filters: Mapping[str, str], at: datetime.datetime) -> dict[str, Any]:
    """Return the page of a run: the progress while it is solved, then the draft with all its figures."""
    context: dict[str, Any] = {"run": found, "is_alive": found.state in ALIVE}
    if context["is_alive"]:
        return context | progress(found, at)
    if found.state == RunState.INFEASIBLE:
        return context | {"conflict": queries.conflict_of(found)}
    if found.state == RunState.FAILED:
        return context
    placements, shortfalls = list(queries.placements_of(found)), list(queries.shortfalls_of(found))
    wanted = queries.wanted_by_enrollment(found.cohort)
    for placement in placements:
        placement.sentences = documents.reasons_of(placement)  # type: ignore[attr-defined]
        placement.refused = documents.refusals_of(placement)  # type: ignore[attr-defined]
    rows = documents.person_rows(placements, shortfalls, wanted)
    changes = documents.change_rows(found, *queries.names_of(found))
    smallest = found.cohort.program.score_threshold
    form = FilterForm(filters, departments=Department.objects.filter(cohorts=found.cohort_id))
    return context | {
        "form": form,
        "page": Paginator(form.filtered(rows), PEOPLE_A_PAGE).get_page(filters.get("page")),
        "summary": documents.summary(found, rows, wanted, queries.enrollments_with_visits(found.cohort)),
        "gaps": documents.gap_rows(shortfalls, changes),
        "changes": changes,
        "hosts": documents.host_load(placements, queries.free_places(found)),
        "groups": [
            (_("Team"), documents.groups(rows, smallest, by="team")),
            (_("Site"), documents.groups(rows, smallest, by="site")),
        ],
        "smallest": smallest,
        "is_editable": found.state == RunState.SOLVED,
        "locked": sum(placement.is_locked for placement in placements),
        "unbooked": [placement for placement in placements if placement.refusals],
        "is_booking": found.state == RunState.PUBLISHED
        and any(placement.visit_id is None and not placement.refusals for placement in placements),
        "others": queries.comparable_with(found),
    }


def compare(found: MatchingRun, other: MatchingRun) -> dict[str, Any]:
    """Return two drafts side by side: their figures, and for whom they differ."""
    wanted = queries.wanted_by_enrollment(found.cohort)
    held = queries.enrollments_with_visits(found.cohort)
    sides, placed = [], []
    for one in (other, found):
        placements, shortfalls = list(queries.placements_of(one)), list(queries.shortfalls_of(one))
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


def publishing(found: MatchingRun) -> dict[str, Any]:
    """Return what each side will be told when the draft is published."""
    placements = list(queries.placements_of(found))
    return {
        "run": found,
        "visits": len(placements),
        "visitors": len({placement.enrollment_id for placement in placements}),
        "hosts": documents.hosts_told(placements),
        "is_confirmed_at_once": found.cohort.program.confirm_mode == ConfirmMode.AT_ONCE,
        "needs_override": needs_override(found),
        "needs_release": found.cohort.program.needs_release,
        "without": list(queries.shortfalls_of(found)),
    }


@dataclass(frozen=True)
class Choices:
    """The days that somebody could be placed on: free ones to choose, and others with what is in the way."""

    days: Mapping[int, HostingDay]
    free: list[tuple[int, str]]
    blocked: list[tuple[str, str]]


def day_choices(found: MatchingRun, enrollment_id: int, leaving: int | None = None) -> Choices:
    """Return where somebody could go instead of a day (`leaving`), or besides what they have."""
    if not found.inputs:
        return Choices({}, [], [])
    problem, columns = queries.options_for(found, enrollment_id)
    ledger, places = ledger_of(found, problem), {day.key: place for place, day in enumerate(problem.days)}
    days = queries.days_by_key(columns)
    taken = queries.days_held(found, enrollment_id)
    choices = Choices(days, [], [])
    for day in sorted(days.values(), key=lambda one: (one.on, one.offering.title)):
        if day.pk in taken:
            continue
        blocked = ledger.obstacles(columns[day.pk], leaving=places.get(leaving) if leaving is not None else None)
        label = f"{formats.date_format(day.on, 'D j M')} · {day.offering.department} · {day.offering.title}"
        if blocked:
            choices.blocked.append((label, ", ".join(str(Obstacle(obstacle).label) for obstacle in blocked)))
        else:
            choices.free.append((day.pk, label))
    return choices
