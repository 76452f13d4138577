"""What rosters and check-ins of a cohort say, ready for a page: counts and sentences, no names.

Every group passes the surveys' disclosure rule: fewer people than the programme's
smallest group, and nothing is told of them.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.cohorts.models import Cohort
from programs.people.models import Department
from programs.relationships import exact, network, queries
from programs.relationships.choices import Part
from programs.relationships.models import Roster
from programs.surveys.disclosure.merging import Cell, merge
from programs.templatetags import figures

SMALLEST_P = 0.001
WHOLE_NETWORK = 0.7
"""The share of a roster that has to answer before figures of the whole network are told."""

ROLES = {
    "coordinator": gettext_lazy("within the department"),
    "itinerant": gettext_lazy("between two people of another department"),
    "gatekeeper": gettext_lazy("into the department"),
    "representative": gettext_lazy("out of the department"),
    "liaison": gettext_lazy("between two other departments"),
}


@dataclass(frozen=True)
class PartRow:
    """One group of people: how many departments each can call, and the share who know nobody outside."""

    label: str
    people: int | None
    before: network.Reach | None
    after: network.Reach | None


@dataclass(frozen=True)
class MatrixCell:
    """Ties from one department into another, before and now; none where there is nothing to tell."""

    about: str
    before: str = ""
    now: str = ""
    tone = n = bounds = None

    @property
    def is_told(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.now)

    @property
    def text(self) -> str:
        """Return the counts as they are printed: before, if there was a round before, and now."""
        if not self.is_told:
            return "–"
        return figures.then(self.before, self.now) if self.before else self.now


@dataclass(frozen=True)
class MatrixRow:
    """Ties out of one department, by department they lead to; no cells where it isn't told."""

    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class Whole:
    """Figures of the whole network, of the latest round with 70 % of answers or more."""

    mix: network.Mix
    modularity: float | None
    reciprocity: tuple[float | None, float | None]
    brokers: tuple[tuple[Department, str, int], ...]


@dataclass(frozen=True)
class Story:
    """Everything the page of a cohort's relationships shows."""

    first: Roster
    latest: Roster | None
    asked: int
    answered: int
    parts: tuple[PartRow, ...]
    change: network.Change | None
    p_gained: float | None
    where_visited: tuple[int, int, int, int] | None
    p_visited: float | None
    mutual: tuple[int, int] | None
    departments: tuple[Department, ...]
    matrix: tuple[MatrixRow, ...]
    one_way: tuple[tuple[Department, Department], ...]
    whole: Whole | None

    @property
    def told_gained(self) -> str:
        """The p of contacts gained, as it is printed."""
        return told_p(self.p_gained)

    @property
    def told_visited(self) -> str:
        """The p of contacts where people visited, as it is printed."""
        return told_p(self.p_visited)

    @property
    def where_sentence(self) -> str:
        """Say how often new contacts came where people visited, and where they didn't."""
        if self.where_visited is None:
            return ""
        a, b, c, d = self.where_visited
        facts = {"there": _share(a, a + b), "pairs": a + b, "elsewhere": _share(c, c + d), "others": c + d}
        return _(
            "New contacts in %(there)s of %(pairs)s visited person–department pairs, in %(elsewhere)s of %(others)s "
            "pairs not visited."
        ) % {key: str(value) for key, value in facts.items()}


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"


def is_enough(people: int, cohort: Cohort) -> bool:
    """Ask the surveys' rule about one group of people."""
    return merge([Cell(0, scored=people)], cohort.program.score_threshold).is_side_shown


def story_of(cohort: Cohort) -> Story | None:
    """Return what a cohort's closed rosters say; None before one is closed."""
    found = queries.answers_before_and_after(cohort)
    if found is None:
        return None
    first, before_all, latest, after_all = found
    before, after = network.outside(before_all), network.outside(after_all)
    newest = latest or first
    answered = len(after_all.people)
    asked = newest.places.count()
    change = network.change(before, after) if latest else None
    is_told = change is not None and is_enough(change.people, cohort)
    strata = network.new_by_visit(before, after, queries.visited(cohort)) if is_told else []
    pairs = network.mutual(after_all, queries.hosts_and_visitors(cohort))
    departments = _departments(after)
    return Story(
        first=first,
        latest=latest,
        asked=asked,
        answered=answered,
        parts=tuple(_parts(cohort, newest, before, after)),
        change=change if is_told else None,
        p_gained=exact.sign_flip(network.contacts_gained(before, after)) if is_told else None,
        where_visited=_sums(strata) if strata else None,
        p_visited=exact.new_where_visited(strata) if strata else None,
        mutual=pairs if is_enough(2 * pairs[1], cohort) else None,
        departments=departments,
        matrix=tuple(_matrix(cohort, departments, before if latest else None, after)),
        one_way=tuple(_one_way(cohort, departments, after)),
        whole=_whole(cohort, departments, after_all) if asked and answered / asked >= WHOLE_NETWORK else None,
    )


def _sums(strata: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    a, b, c, d = (sum(column) for column in zip(*strata, strict=True))
    return a, b, c, d


def _parts(cohort: Cohort, newest: Roster, before: network.Answers, after: network.Answers) -> list[PartRow]:
    parts = queries.parts_of(newest)
    rows = []
    for part in Part:
        people = {person for person, why in parts.items() if why == part}
        first, second = network.stable(network.among(before, people), network.among(after, people))
        told = is_enough(len(first.people), cohort)
        reaches = (network.reach(first), network.reach(second)) if told else (None, None)
        rows.append(PartRow(str(part.label), len(first.people) if told else None, *reaches))
    return rows


def _departments(answers: network.Answers) -> tuple[Department, ...]:
    keys = {department for _person, department in answers.rows} | {answers.home[person] for person in answers.people}
    return tuple(Department.objects.filter(pk__in=keys).order_by("-is_it", "name"))


def _enough_in(cohort: Cohort, answers: network.Answers) -> set[int]:
    """Return the departments of which enough people answered."""
    people = Counter(answers.home[person] for person in answers.people)
    return {department for department, count in people.items() if is_enough(count, cohort)}


def _matrix(
    cohort: Cohort, departments: tuple[Department, ...], before: network.Answers | None, after: network.Answers
) -> list[MatrixRow]:
    """Return the ties between departments, and how they were `before`, if anybody was asked before."""
    told, second = _enough_in(cohort, after), network.matrix(after)
    first = network.matrix(before) if before else None
    if before:
        told &= _enough_in(cohort, before)
    least = cohort.program.score_threshold
    rows = []
    for one in departments:
        cells = [
            MatrixCell(
                other.name,
                _count(first.get((one.pk, other.pk), 0), least) if first is not None else "",
                _count(second.get((one.pk, other.pk), 0), least),
            )
            if one != other
            else MatrixCell(other.name)
            for other in departments
        ]
        rows.append(MatrixRow(one.name, tuple(cells) if one.pk in told else ()))
    return rows


def _count(ties: int, least: int) -> str:
    """Return a number of ties as it may be told: few of them could point at people."""
    return str(ties) if ties == 0 or ties >= least else f"<{least}"


def _one_way(
    cohort: Cohort, departments: tuple[Department, ...], answers: network.Answers
) -> list[tuple[Department, Department]]:
    by_pk = {department.pk: department for department in departments}
    told = _enough_in(cohort, answers)
    pairs = network.one_way(answers, least=cohort.program.score_threshold)
    return [(by_pk[a], by_pk[b]) for a, b in pairs if {a, b} <= told and a in by_pk and b in by_pk]


def _whole(cohort: Cohort, departments: tuple[Department, ...], answers: network.Answers) -> Whole | None:
    if not is_enough(len(answers.people), cohort):
        return None
    told = _enough_in(cohort, answers)
    roles = network.brokerage(answers.ties, answers.home)
    least = cohort.program.score_threshold
    brokers = [
        (department, str(name), roles.get((department.pk, role), 0))
        for department in departments
        if department.pk in told
        for role, name in ROLES.items()
        if roles.get((department.pk, role), 0) >= least
    ]
    return Whole(
        mix=network.mix(answers),
        modularity=network.modularity(network.graph_of(answers), answers.home),
        reciprocity=network.reciprocity(answers),
        brokers=tuple(brokers),
    )


def told_p(p: float | None) -> str:
    """Return an exact p as it is printed."""
    return "" if p is None else "p < 0.001" if p < SMALLEST_P else f"p = {p:.3f}"


def persistence_of(cohort: Cohort) -> list[queries.Persistence | int]:
    """Return how ties lasted; where too few people answered, only the number of days."""
    return [row if is_enough(row.people, cohort) else row.after_days for row in queries.persistence(cohort)]
