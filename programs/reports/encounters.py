"""Reads behind who met whom and what lasted: flows, weeks, contacts over time, the network, quick wins.

Each takes the same number of queries for one visit and for many, and what it returns may be
shown: every count is of at least the programme's smallest group, and so is what is left when
counts are subtracted from each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from programs.cohorts.models import Cohort, Program
from programs.commitments import queries as commitment_queries
from programs.commitments.models import Commitment
from programs.concerns import queries as concern_queries
from programs.journals import findings
from programs.objectives import queries as objective_queries
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Objective
from programs.objectives.queries import MeasureStory
from programs.relationships import documents as relationship_documents
from programs.relationships.choices import Part
from programs.reports.figures import (
    Concerns,
    FollowUp,
    Goal,
    GoalMeasure,
    Lasting,
    Network,
    NetworkCell,
    NetworkRow,
    OriginFlow,
    QuickWin,
    Reached,
    Theme,
    VisitPeriod,
    WavePoint,
)
from programs.surveys.disclosure.merging import Cell, merge
from programs.surveys.figures import GapStory, ReleasedWave
from programs.visits.choices import VisitState
from programs.visits.models import Visit

ATTENDED = (VisitState.ATTENDED, VisitState.DEBRIEFED)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Meeting:
    """One attended visit as flows and weeks count it."""

    visitor: int
    team: str
    site: str
    department: str
    on: date


def meetings(cohort: Cohort) -> list[Meeting]:
    """Return the attended visits of a cohort by day. One query."""
    rows = Visit.objects.filter(cohort=cohort, state__in=ATTENDED, is_swap=False).order_by("on", "pk")
    found = rows.values_list(
        "visitor_id",
        "visitor__team__name",
        "visitor__department__name",
        "visitor__site__name",
        "department__name",
        "on",
    )
    return [Meeting(visitor, team or home or "", site or "", host, on) for visitor, team, home, site, host, on in found]


def flows_shown(found: Sequence[Meeting], *, k: int, alone: Collection[str]) -> tuple[str, tuple[OriginFlow, ...]]:
    """Return how many visits went from where to which host department, and what `where` is.

    That is "team" or "site", whichever names the origin of more visits; only one of the two is
    ever told, so they can't be compared. Only departments that stand `alone` in the table of
    departments are split, each by the surveys' rule: origins with fewer than `k` visitors there
    are merged (the origin named "").
    """
    told = {
        "team": _flows([(one, one.team) for one in found], k=k, alone=alone),
        "site": _flows([(one, one.site) for one in found], k=k, alone=alone),
    }
    best = max(told, key=lambda kind: sum(flow.visits for flow in told[kind] if flow.origin))
    return best, told[best]


def _flows(found: Iterable[tuple[Meeting, str]], *, k: int, alone: Collection[str]) -> tuple[OriginFlow, ...]:
    by_host: dict[str, dict[str, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
    for meeting, origin in found:
        by_host[meeting.department][origin].append(meeting)
    flows = []
    for host in sorted(set(alone) & set(by_host)):
        origins = sorted(by_host[host])
        cells = [Cell(at, scored=len({one.visitor for one in by_host[host][name]})) for at, name in enumerate(origins)]
        decision = merge(cells, k)
        shown = sorted(origins[at] for at in decision.alone if origins[at])
        flows += [OriginFlow(origin, host, len(by_host[host][origin])) for origin in shown]
        rest = sum(len(by_host[host][origin]) for origin in origins if origin not in shown)
        if rest:
            flows.append(OriginFlow("", host, rest))
    return tuple(sorted(flows, key=lambda flow: (not flow.origin, flow.origin, flow.department)))


def periods_shown(found: Sequence[Meeting], *, k: int) -> tuple[VisitPeriod, ...]:
    """Return attended visits by week; weeks are joined until each holds `k` visitors or more."""
    periods: list[tuple[date, date, list[Meeting]]] = []
    for meeting in found:
        monday = meeting.on - timedelta(days=meeting.on.weekday())
        is_full = bool(periods) and len({one.visitor for one in periods[-1][2]}) >= k and periods[-1][1] < monday
        if not periods or is_full:
            periods.append((monday, monday + WEEK - timedelta(days=1), [meeting]))
            continue
        start, _end, kept = periods[-1]
        periods[-1] = (start, max(periods[-1][1], monday + WEEK - timedelta(days=1)), [*kept, meeting])
    if len(periods) > 1 and len({one.visitor for one in periods[-1][2]}) < k:
        (start, _end, kept), (_start, end, more) = periods[-2:]
        periods[-2:] = [(start, end, kept + more)]
    if not periods or len({one.visitor for one in periods[0][2]}) < k:
        return ()
    return tuple(VisitPeriod(start, end, len(kept)) for start, end, kept in periods)


def lasting(cohort: Cohort) -> tuple[Lasting, ...]:
    """Return how contacts of visits lasted, hidden where too few people answered. One query."""
    rows = []
    for row in relationship_documents.persistence_of(cohort):
        if isinstance(row, int):
            rows.append(Lasting(row))
        else:
            rows.append(Lasting(row.after_days, row.kept, row.asked, row.interval.low, row.interval.high))
    return tuple(rows) if any(row.asked for row in rows) else ()


def network(cohort: Cohort) -> Network | None:
    """Return what rosters say of whole departments, never of people; None before a roster is closed."""
    story = relationship_documents.story_of(cohort)
    if story is None:
        return None
    return Network(
        asked=story.asked,
        answered=story.answered,
        departments=tuple(one.name for one in story.departments),
        rows=tuple(
            NetworkRow(
                row.name,
                tuple(NetworkCell(one.before or one.now, one.now) if one.is_told else None for one in row.cells)
                or (None,) * len(story.departments),
            )
            for row in story.matrix
        ),
        reached=tuple(
            Reached(
                key.value,
                part.people,
                part.before.ties if part.before else None,
                part.after.ties if part.after else None,
                part.before.isolated if part.before else None,
                part.after.isolated if part.after else None,
                part.before.rows if part.before else None,
            )
            for key, part in zip(Part, story.parts, strict=True)
        ),
        new=story.change.new if story.change else None,
        lost=story.change.lost if story.change else None,
        kept=story.change.kept if story.change else None,
        where_visited=story.where_visited or (),
        p_visited=story.p_visited,
        p_gained=story.p_gained,
    )


def waves_between(waves: Iterable[ReleasedWave], story: GapStory | None) -> tuple[WavePoint, ...]:
    """Return both sides' shares in the waves between before and after."""
    if story is None or story.after is None:
        return ()
    ends = {story.before.wave, story.after.wave}
    return tuple(
        WavePoint(wave.kind, wave.closed_on, wave.gaps)
        for wave in waves
        if wave.compared_with == story.before.wave and wave.wave not in ends and wave.closed_on < story.after.closed_on
    )


def concerns(program: Program, on: date) -> Concerns | None:
    """Return how concerns were dealt with up to a day; None where nobody raised one. Three queries at most."""
    found = concern_queries.figures_of(program, on=on)
    changes = concern_queries.changes_of(program).count()
    if not found.raised:
        return None
    return Concerns(found.raised, found.answered, found.waiting, found.overdue, found.median_days, changes)


def themes(program: Program) -> tuple[tuple[Theme, ...], int | None]:
    """Return what enough people said and opened to leads, the most widely heard first, and of how many
    people there is something to read; nothing where those are too few. Fixed number of queries.
    """
    found = tuple(Theme(one.title, one.kind.value, one.people, one.departments) for one in findings.heard_of(program))
    return found, findings.people_heard(program) if found else None


def follow_ups(cohort: Cohort) -> tuple[FollowUp, ...]:
    """Return the agreed promises of a cohort that are still open and that others may see, by due date. One query."""
    rows = Commitment.objects.filter(
        visit__cohort=cohort, is_visible=True, agreed_at__isnull=False, state__in=commitment_queries.OPEN
    )
    found = rows.select_related("owner", "visit__department").order_by("due_on", "id")
    return tuple(
        FollowUp(one.text, str(one.owner), one.visit.department.name, one.due_on) for one in found if one.visit
    )


def goals(program: Program, on: date) -> tuple[Goal, ...]:
    """Return what both sides agreed to reach together, with what its figures say on a day. Three queries."""
    agreed = Objective.objects.filter(program=program, state=ObjectiveState.AGREED).order_by("title", "id")
    return tuple(
        Goal(
            story.objective.title,
            story.objective.it_department.name,
            story.objective.department.name,
            tuple(_goal_measure(one) for one in story.measures),
        )
        for story in objective_queries.stories_of(agreed, today=on)
    )


def _goal_measure(one: MeasureStory) -> GoalMeasure:
    measure, latest = one.measure, one.latest
    return GoalMeasure(
        name=measure.name,
        unit=measure.unit,
        is_gap=bool(measure.gap_item),
        baseline=float(measure.baseline),
        latest=None if latest is None else float(latest.value),
        target=float(measure.target),
        target_on=measure.target_on,
        trend=str(one.status.trend.value),
        trend_on=one.status.on,
    )


def quick_wins(cohort: Cohort) -> tuple[QuickWin, ...]:
    """Return the quick wins of a cohort that others may see, newest first. One query."""
    found = commitment_queries.quick_wins(Cohort.objects.filter(pk=cohort.pk))
    return tuple(
        QuickWin(one.text, str(one.owner), one.department.name, one.closed_at.date())
        for one in found
        if one.closed_at is not None
    )
