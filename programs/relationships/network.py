"""Figures of who knows whom. Plain Python on top of networkx; definitions of outcomes §3.1.

A tie is directed and has a strength of 2 or more (`rules.TIE`). Denominators hold answered
rows only: a department nobody was asked about is missing, not unknown.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations

import networkx as nx

from programs.relationships.rules import TIE, is_strengthened

Pair = tuple[int, int]


@dataclass(frozen=True)
class Answers:
    """What people said in one round of the roster.

    `home` gives everyone's department, those who were only named included. `rows` are
    (person, department) answered, "nobody yet" included. `strengths` are (person, other)
    from 1 to 4, each in an answered row.
    """

    home: Mapping[int, int]
    rows: frozenset[Pair]
    strengths: Mapping[Pair, int] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[int]:
        """Those who answered at least one row."""
        return frozenset(person for person, _department in self.rows)

    @property
    def ties(self) -> frozenset[Pair]:
        """Pairs of people with a tie."""
        return frozenset(pair for pair, strength in self.strengths.items() if strength >= TIE)

    @property
    def department_ties(self) -> frozenset[Pair]:
        """(person, department) with at least one tie into the department."""
        return frozenset((person, self.home[other]) for person, other in self.ties)


@dataclass(frozen=True)
class Reach:
    """Two-mode density in words: of `rows` asked, `ties` departments can be called by `people`.

    `isolated` people can call nobody in any department they were asked about.
    """

    people: int
    rows: int
    ties: int
    isolated: int

    @property
    def departments_each(self) -> float:
        """How many departments a person can call, on average."""
        return self.ties / self.people if self.people else 0.0

    @property
    def asked_each(self) -> float:
        """About how many departments a person was asked, on average."""
        return self.rows / self.people if self.people else 0.0


@dataclass(frozen=True)
class Change:
    """Ties between two rounds, among people and rows answered in both.

    `joined` and `left` people answered only one of the rounds and are not counted.
    """

    people: int
    new: int
    lost: int
    kept: int
    strengthened: int
    joined: int
    left: int

    @property
    def jaccard(self) -> float | None:
        """The share of ties of either round that are in both; None where there are none."""
        union = self.new + self.lost + self.kept
        return self.kept / union if union else None


@dataclass(frozen=True)
class Mix:
    """Ties between departments and within, of those that could have been named."""

    between: int
    between_possible: int
    within: int
    within_possible: int

    @property
    def index(self) -> float | None:
        """The E-I index of Krackhardt & Stern 1988, from −1 (all within) to 1 (all between)."""
        return _balance(self.between, self.within)

    @property
    def expected(self) -> float | None:
        """The E-I index that the sizes of the groups alone would give."""
        return _balance(self.between_possible, self.within_possible)


@dataclass(frozen=True)
class Bridging:
    """How one person joins others who don't know each other; for that person's own page only.

    Betweenness (Freeman 1977, normalized), constraint and effective size (Burt 1992).
    """

    betweenness: float
    constraint: float
    effective_size: float

    @property
    def percent(self) -> float:
        """Betweenness in percent."""
        return 100 * self.betweenness


def _balance(external: int, internal: int) -> float | None:
    total = external + internal
    return (external - internal) / total if total else None


def reach(answers: Answers) -> Reach:
    """Count departments that people can call somebody in."""
    ties = answers.department_ties & answers.rows
    return Reach(
        people=len(answers.people),
        rows=len(answers.rows),
        ties=len(ties),
        isolated=len(answers.people - {person for person, _department in ties}),
    )


def stable(before: Answers, after: Answers) -> tuple[Answers, Answers]:
    """Return both rounds with only the rows that were answered in both.

    A person who moved counts where they were in the second round.
    """
    rows = before.rows & after.rows
    home = {**before.home, **after.home}
    return _only(before, rows, home), _only(after, rows, home)


def among(answers: Answers, people: Collection[int]) -> Answers:
    """Return only what some people said."""
    rows = frozenset(row for row in answers.rows if row[0] in people)
    return _only(answers, rows, answers.home)


def outside(answers: Answers) -> Answers:
    """Return only what people said of departments that are not their own."""
    rows = frozenset(row for row in answers.rows if answers.home[row[0]] != row[1])
    return _only(answers, rows, answers.home)


def _only(answers: Answers, rows: frozenset[Pair], home: Mapping[int, int]) -> Answers:
    kept = {pair: strength for pair, strength in answers.strengths.items() if (pair[0], home[pair[1]]) in rows}
    return Answers(home, rows, kept)


def change(before: Answers, after: Answers) -> Change:
    """Compare two rounds on the stable set."""
    first, second = stable(before, after)
    pairs = first.strengths.keys() | second.strengths.keys()
    risen = sum(is_strengthened(before=first.strengths.get(p, 0), now=second.strengths.get(p, 0)) for p in pairs)
    return Change(
        people=len(first.people),
        new=len(second.ties - first.ties),
        lost=len(first.ties - second.ties),
        kept=len(first.ties & second.ties),
        strengthened=risen,
        joined=len(after.people - before.people),
        left=len(before.people - after.people),
    )


def contacts_gained(before: Answers, after: Answers) -> list[int]:
    """Return each person's change in the number of ties, on the stable set, in order of person."""
    first, second = stable(before, after)
    had, have = (Counter(person for person, _other in answers.ties) for answers in (first, second))
    return [have[person] - had[person] for person in sorted(first.people)]


def new_by_visit(before: Answers, after: Answers, visited: Iterable[Pair]) -> list[tuple[int, int, int, int]]:
    """Return per person (visited and new, visited and not, other and new, other and not).

    Counts departments that the person had no tie with at first; `visited` are (person,
    department). In order of person.
    """
    first, second = stable(before, after)
    went = set(visited)
    strata: dict[int, list[int]] = {person: [0, 0, 0, 0] for person in sorted(first.people)}
    for row in first.rows - first.department_ties:
        place = (0 if row in went else 2) + (0 if row in second.department_ties else 1)
        strata[row[0]][place] += 1
    return [(a, b, c, d) for a, b, c, d in strata.values()]


def mutual(answers: Answers, pairs: Iterable[Pair]) -> tuple[int, int]:
    """Return of pairs of people: both name each other, and both were asked about the other."""
    asked = [
        (a, b)
        for a, b in pairs
        if (a, answers.home.get(b, -1)) in answers.rows and (b, answers.home.get(a, -1)) in answers.rows
    ]
    return sum((a, b) in answers.ties and (b, a) in answers.ties for a, b in asked), len(asked)


def reciprocity(answers: Answers) -> tuple[float | None, float | None]:
    """Return the share of ties that are returned, by edge (2M/(2M+A)) and by dyad (M/(M+A)).

    Only pairs count in which both were asked about the other. None where there are none.
    """
    ties = {(a, b) for a, b in answers.ties if (b, answers.home.get(a, -1)) in answers.rows}
    both = sum((b, a) in ties for a, b in ties) // 2
    one = len(ties) - 2 * both
    return (2 * both / (2 * both + one), both / (both + one)) if ties else (None, None)


def mix(answers: Answers) -> Mix:
    """Count ties between and within departments beside those that could have been named."""
    sizes = Counter(answers.home.values())
    within = sum(answers.home[a] == answers.home[b] for a, b in answers.ties)
    possible_within = sum(sizes[d] - 1 for person, d in answers.rows if answers.home[person] == d)
    possible_between = sum(sizes[d] for person, d in answers.rows if answers.home[person] != d)
    return Mix(len(answers.ties) - within, possible_between, within, possible_within)


def matrix(answers: Answers) -> dict[Pair, int]:
    """Return the number of ties from people of one department to people of another."""
    return dict(Counter((answers.home[a], answers.home[b]) for a, b in answers.ties))


def graph_of(answers: Answers) -> "nx.Graph[int]":
    """Return the undirected, unweighted union of ties among all people with a tie."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(answers.ties)
    return graph


def modularity(graph: "nx.Graph[int]", home: Mapping[int, int]) -> float | None:
    """Return how walled off departments are (Newman 2006); None without a tie."""
    if not graph.number_of_edges():
        return None
    groups: dict[int, set[int]] = {}
    for person in graph:
        groups.setdefault(home[person], set()).add(person)
    return float(nx.community.modularity(graph, groups.values(), weight=None))


def bridging(graph: "nx.Graph[int]", person: int) -> Bridging | None:
    """Return one person's bridging; None for a person without ties, which is not zero."""
    if person not in graph or not graph.degree(person):
        return None
    return Bridging(
        betweenness=nx.betweenness_centrality(graph)[person],
        constraint=nx.constraint(graph, [person])[person],
        effective_size=nx.effective_size(graph, [person])[person],
    )


def brokerage(ties: Iterable[Pair], home: Mapping[int, int]) -> dict[tuple[int, str], int]:
    """Return how often people of a department stand between two who don't know each other.

    Counts a → b → c without a → c, by the department of b and the role of Gould &
    Fernandez 1989: coordinator, itinerant, gatekeeper, representative, liaison.
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from(ties)
    found: Counter[tuple[int, str]] = Counter()
    for broker in graph:
        for a in graph.predecessors(broker):
            for c in graph.successors(broker):
                if a != c and not graph.has_edge(a, c):
                    found[home[broker], _role(home[a], home[broker], home[c])] += 1
    return dict(found)


def _role(a: int, b: int, c: int) -> str:
    if a == b == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    if b == c:
        return "gatekeeper"
    return "representative" if a == b else "liaison"


def one_way(answers: Answers, *, least: int, times: float = 2.0) -> list[Pair]:
    """Return (from, to) departments where ties run one way, the most lopsided first.

    At least `least` ties one way and at most 1/`times` of them back, where both were asked.
    """
    counts = matrix(answers)
    asked = {(answers.home[person], department) for person, department in answers.rows}
    pairs = [
        (a, b)
        for a, b in permutations(set(answers.home.values()), 2)
        if {(a, b), (b, a)} <= asked
        and counts.get((a, b), 0) >= least
        and counts.get((b, a), 0) * times <= counts[a, b]
    ]
    return sorted(pairs, key=lambda pair: (counts.get((pair[1], pair[0]), 0) - counts[pair], pair))
