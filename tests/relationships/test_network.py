"""Figures against igraph, on graphs that nobody here made."""

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.relationships import network
from programs.relationships.network import Answers

GRAPHS = {
    "karate club": nx.karate_club_graph(),
    "Florentine families": nx.convert_node_labels_to_integers(nx.florentine_families_graph()),
    "Davis southern women": nx.convert_node_labels_to_integers(nx.davis_southern_women_graph()),
    "Les Misérables": nx.convert_node_labels_to_integers(nx.les_miserables_graph()),
}


def _unweighted(graph):
    return nx.Graph(graph.edges())


def _second(graph):
    order = sorted(graph)
    place = {node: position for position, node in enumerate(order)}
    return igraph.Graph(len(order), [(place[a], place[b]) for a, b in graph.edges()]), order


@pytest.mark.parametrize("name", GRAPHS)
def test_bridging_equals_igraph(name):
    graph = _unweighted(GRAPHS[name])
    second, order = _second(graph)
    pairs = (len(order) - 1) * (len(order) - 2) / 2
    betweenness, constraint = second.betweenness(), second.constraint()

    for position, person in enumerate(order):
        found = network.bridging(graph, person)

        assert found.betweenness == pytest.approx(betweenness[position] / pairs)
        assert found.constraint == pytest.approx(constraint[position])
        assert found.effective_size == pytest.approx(_effective_size(second, position))


def _effective_size(graph, vertex):
    """n − 2t/n of Borgatti 1997, counted by igraph."""
    near = graph.neighbors(vertex)
    return len(near) - 2 * graph.induced_subgraph(near).ecount() / len(near)


@pytest.mark.parametrize("name", GRAPHS)
def test_modularity_equals_igraph(name):
    graph = _unweighted(GRAPHS[name])
    second, order = _second(graph)
    home = {person: person % 3 for person in graph}

    assert network.modularity(graph, home) == pytest.approx(second.modularity([home[person] for person in order]))


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]), min_size=1))
def test_reciprocity_equals_igraph_by_edge_and_not_by_dyad(ties):
    everyone = {person: person for person in range(8)}
    rows = frozenset((a, b) for a in range(8) for b in range(8))
    second = igraph.Graph(8, list(ties), directed=True)

    by_edge, by_dyad = network.reciprocity(Answers(everyone, rows, dict.fromkeys(ties, 2)))

    assert by_edge == pytest.approx(second.reciprocity(mode="default"))
    assert by_dyad == pytest.approx(second.reciprocity(mode="ratio"))
    assert by_edge >= by_dyad


def _company(sizes):
    return dict(enumerate(g for g, size in enumerate(sizes) for _ in range(size)))


def test_mix_expects_what_the_sizes_of_the_groups_give():
    home = _company([1, 5, 8, 4, 3])  # Krackhardt's high-tech managers
    rows = frozenset((person, department) for person in home for department in range(5))

    found = network.mix(Answers(home, rows, {(1, 6): 2, (1, 2): 3, (6, 1): 4}))

    assert found.expected == pytest.approx(0.552, abs=5e-4)
    assert found.index == pytest.approx(1 / 3)
    assert found.index != pytest.approx(network._balance(found.within, found.between))


@pytest.fixture
def company():
    """Two people of IT (0), two of Finance (1), one of HR (2)."""
    return {1: 0, 2: 0, 3: 1, 4: 1, 5: 2}


def test_reach_counts_answered_rows_only(company):
    answers = Answers(company, frozenset({(1, 1), (1, 2), (2, 1)}), {(1, 3): 2, (1, 4): 4, (2, 3): 1})

    found = network.reach(answers)

    assert found == network.Reach(people=2, rows=3, ties=1, isolated=1)
    assert found.departments_each == 0.5
    assert found.asked_each == 1.5


def test_change_compares_rows_answered_in_both_rounds(company):
    before = Answers(company, frozenset({(1, 1), (1, 2), (2, 1), (5, 0)}), {(1, 3): 2, (1, 5): 4, (2, 3): 2})
    after = Answers(company, frozenset({(1, 1), (2, 1), (4, 0)}), {(1, 3): 3, (1, 4): 2, (2, 3): 1, (4, 1): 2})

    found = network.change(before, after)

    assert found == network.Change(people=2, new=1, lost=1, kept=1, strengthened=2, joined=1, left=1)
    assert found.jaccard == pytest.approx(1 / 3)


def test_new_by_visit_leaves_out_departments_known_before(company):
    rows = frozenset({(1, 1), (1, 2), (2, 1), (2, 2)})
    before = Answers(company, rows, {(1, 3): 2})
    after = Answers(company, rows, {(1, 3): 2, (1, 5): 2, (2, 3): 3})

    strata = network.new_by_visit(before, after, visited={(1, 2), (2, 1)})

    assert strata == [(1, 0, 0, 0), (1, 0, 0, 1)]


def test_mutual_counts_pairs_that_were_both_asked(company):
    answers = Answers(company, frozenset({(1, 1), (3, 0), (2, 1)}), {(1, 3): 2, (3, 1): 3, (2, 3): 2})

    assert network.mutual(answers, [(1, 3), (2, 3), (2, 4)]) == (1, 2)


def test_bridging_of_a_person_without_ties_is_unknown(company):
    graph = network.graph_of(Answers(company, frozenset({(1, 1)}), {(1, 3): 2, (1, 4): 1}))

    assert network.bridging(graph, 4) is None
    assert network.bridging(graph, 1) is not None


def test_brokerage_names_the_five_roles():
    home = {1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 6: 2}
    ties = [(1, 2), (2, 3), (2, 4), (4, 5), (4, 6), (4, 1)]

    found = network.brokerage(ties, home)

    # 1→2→3 within; 1→2→4 out of a group; 2→4→5 into a group; 2→4→6 joins two others; 2→4→1 back again.
    assert found == {
        (0, "coordinator"): 1,
        (0, "representative"): 1,
        (1, "gatekeeper"): 1,
        (1, "liaison"): 1,
        (1, "itinerant"): 1,
        (0, "gatekeeper"): 1,
    }


def test_one_way_finds_departments_that_are_not_answered():
    home = {**dict.fromkeys(range(5), 0), **dict.fromkeys(range(5, 10), 1)}
    rows = frozenset({(person, 1) for person in range(5)} | {(person, 0) for person in range(5, 10)})
    answers = Answers(home, rows, {(person, person + 5): 2 for person in range(5)} | {(5, 0): 2})

    assert network.one_way(answers, least=5) == [(0, 1)]
    assert network.one_way(answers, least=6) == []
