"""Is a draft fair, and what does it ask of hosts: figures for leads, small groups hidden."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from programs.matching import documents, figures, model, queries
from programs.matching.model import Pair, Problem
from programs.matching.models import MatchingRun, Placement
from programs.people.models import Person
from programs.surveys.disclosure.merging import Cell, merge

LOW = 4
"""From this choice on, a choice counts as low."""


@dataclass(frozen=True)
class Load:
    """What a draft asks of a department, against its fair share and its hours.

    The fair share is the visits of the draft in proportion to the places that were free.
    Hours are those of the month in which the least is left.
    """

    name: str
    key: int
    visits: int
    days: int
    places: int
    share: float
    hours: float | None = None
    budget: float | None = None

    @property
    def per_cent(self) -> int:
        """Visits as a share of the places that were free."""
        return min(100, round(100 * self.visits / self.places)) if self.places else 0


def fairness(run: MatchingRun, placements: Sequence[Placement], rows: Sequence[documents.PersonRow]) -> dict[str, Any]:
    """Return rates by group, who gets only low choices, blocking pairs, and the load of hosts."""
    problem = model.from_json(run.inputs["problem"]) if run.inputs else None
    pairs = [(row.enrollment_id, row.day_id) for row in placements]
    known = [pair for pair in pairs if problem is not None and pair in problem.columns]
    loads = loads_of(run, problem, placements)
    low = set(figures.only_low_choices(problem, known, low=LOW)) if problem else set()
    return {
        "groups": groups(rows, run.cohort.program.score_threshold),
        "smallest": run.cohort.program.score_threshold,
        "hosts": loads,
        "gini": formats.number_format(
            figures.gini([load.visits for load in loads], [load.places for load in loads]), 2
        ),
        "low": [row.person for row in rows if row.enrollment_id in low],
        "low_from": LOW,
        "blocking": _blocking(problem, known),
        "is_known": problem is not None,
    }


def _blocking(problem: Problem | None, pairs: Sequence[Pair]) -> list[tuple[Person, int]]:
    """Return who would rather have a day that would rather have them, with how many such days."""
    if problem is None:
        return []
    counts = Counter(who for who, _ in figures.blocking_pairs(problem, pairs))
    people = queries.people_by_enrollment(counts)
    return sorted(((people[key], count) for key, count in counts.items()), key=lambda row: (-row[1], row[0].name))


def groups(rows: Sequence[documents.PersonRow], smallest: int) -> list[tuple[str, list[documents.GroupRow]]]:
    """Return placement and first-choice rates by team, site, grade and working pattern.

    Which groups may stand alone is decided by the one function that decides it for surveys
    (`disclosure.merging.merge`); what it merges is shown as one. A question that nobody
    answers (no grades are kept, say) is left out.
    """
    parts: tuple[tuple[str, Callable[[Person], str]], ...] = (
        (_("Team"), lambda person: person.team.name if person.team else ""),
        (_("Site"), lambda person: person.site.name if person.site else ""),
        (_("Grade"), lambda person: person.grade),
        (_("Working pattern"), lambda person: person.working_pattern),
    )
    found = []
    for title, name_of in parts:
        members: dict[str, list[documents.PersonRow]] = defaultdict(list)
        for row in rows:
            members[name_of(row.person)].append(row)
        if any(members):
            found.append((title, _rates(members, smallest)))
    return found


def _rates(members: Mapping[str, Sequence[documents.PersonRow]], smallest: int) -> list[documents.GroupRow]:
    names = sorted(members)
    decided = merge([Cell(number, scored=len(members[name])) for number, name in enumerate(names)], smallest)
    shown = [documents.group_row(names[number] or _("None"), members[names[number]]) for number in decided.alone]
    rest = [row for number in decided.others for row in members[names[number]]]
    if rest:
        shown.append(documents.group_row(_("Smaller groups together"), rest))
    if not shown:
        everybody = [row for name in names for row in members[name]]
        name = _("Everybody")
        shown = [documents.group_row(name, everybody) if decided.is_side_shown else documents.GroupRow(name, None)]
    return sorted(shown, key=lambda row: row.name)


def loads_of(run: MatchingRun, problem: Problem | None, placements: Sequence[Placement]) -> list[Load]:
    """Return what a draft asks of each department, the most visits first, in two queries."""
    places, visits, days = queries.free_places(run), Counter[int](), defaultdict(set)
    names = {key: name for key, (name, _) in places.items()}
    for placement in placements:
        department = placement.day.offering.department
        names[department.pk] = department.name
        visits[department.pk] += 1
        days[department.pk].add(placement.day_id)
    free = sum(count for _, count in places.values())
    hours = _hours(problem, {day for held in days.values() for day in held}) if problem else {}
    loads = [
        Load(
            name,
            key,
            visits[key],
            len(days[key]),
            places.get(key, (name, 0))[1],
            len(placements) * places.get(key, (name, 0))[1] / free if free else 0.0,
            *hours.get(key, (None, None)),
        )
        for key, name in names.items()
    ]
    return sorted(loads, key=lambda load: (-load.visits, load.name))


def _hours(problem: Problem, opened: set[int]) -> dict[int, tuple[float, float]]:
    """Return department → hours that the draft opens, and hours left, in the month where that is tightest."""
    used: Counter[tuple[int, int]] = Counter()
    for day in problem.days:
        if day.key in opened:
            used[day.department, day.month] += day.minutes
    tightest: dict[int, tuple[float, float]] = {}
    for budget in problem.budgets:
        pair = used[budget.department, budget.month] / 60, budget.minutes / 60
        best = tightest.get(budget.department)
        if best is None or pair[1] - pair[0] < best[1] - best[0]:
            tightest[budget.department] = pair
    return tightest
