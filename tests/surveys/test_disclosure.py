"""What a release may give away: nothing about fewer people than it promises.

Each property is checked on drawn companies, and a seeded breach shows that the check finds one.
"""

import dataclasses
import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from programs.surveys import disclosure
from programs.surveys.disclosure import audit, examine, merging
from programs.surveys.disclosure.columns import SIDES
from programs.surveys.disclosure.merging import Cell, Merge, Thresholds
from programs.surveys.disclosure.release import count_side, share_of
from programs.surveys.figures import OTHERS_GROUP, Note, Question, to_json

QUESTIONS = tuple(
    Question(construct, "gap" if construct < "D7" else "side", "agreement", construct == "D3r", construct, construct,
             in_index=construct != "D7", is_primary=construct in {"D1", "D2"})
    for construct in ("D1", "D2", "D3r", "D4", "D7")
)  # fmt: skip
DAY = datetime.date(2026, 2, 2)


def facts_for(answers, *, thresholds=None, wave=1, invited=None):
    present = {(SIDES[side], int(one)) for side, one in zip(answers.sides, answers.departments, strict=True)}
    counted = invited or {
        key: int(((answers.departments == key[1]) & (answers.sides == SIDES.index(key[0]))).sum()) + 3
        for key in present
    }
    return disclosure.Facts(
        wave=wave,
        program=1,
        kind="baseline",
        opened_on=DAY,
        closed_on=DAY,
        thresholds=thresholds or Thresholds(),
        questions=QUESTIONS,
        invited=counted,
        names={department: f"Department {department}" for _, department in counted},
    )


def columns(sizes, rng, *, unsure=0.1, start=0, agree=0.5):
    """Answers of departments (side, number of people), numbered from 1, with some who can't judge or skip."""
    sides = np.repeat([side for side, _ in sizes], [n for _, n in sizes]).astype(np.int8)
    departments = np.repeat(np.arange(1, len(sizes) + 1), [n for _, n in sizes]).astype(np.int64)
    n = len(sides)
    values = np.where(
        rng.random((n, len(QUESTIONS))) < agree,
        rng.integers(4, 6, (n, len(QUESTIONS))),
        rng.integers(1, 4, (n, len(QUESTIONS))),
    )
    values[rng.random(values.shape) < unsure] = rng.integers(-1, 1)
    links = np.array([f"{number:032x}" for number in range(start, start + n)])
    return disclosure.Answers(sides, departments, values.astype(np.int8), links)


companies = st.builds(
    lambda sizes, seed, unsure, agree: columns(sizes, np.random.default_rng(seed), unsure=unsure, agree=agree),
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 40)), min_size=2, max_size=9),
    st.integers(0, 2**32),
    st.sampled_from([0.0, 0.1, 0.4]),
    st.sampled_from([0.1, 0.5, 0.9]),
)


def derivable(sets):
    """Every non-empty set of departments whose count follows from published counts: A ∖ B for
    nested sets and A ∪ B for disjoint ones, again and again.
    """
    known = {frozenset(one) for one in sets if one}
    while True:
        more = {a - b for a, b in itertools.permutations(known, 2) if b < a}
        more |= {a | b for a, b in itertools.combinations(known, 2) if not a & b}
        if more <= known:
            return known
        known |= more


def smallest_exposed(released, answers, k):
    """The smallest 0 < n < k of valid answers behind any set derivable from one item's groups, or None."""
    for question_place, question in enumerate(QUESTIONS):
        for side_place, side in enumerate(SIDES):
            shown = [
                set(result.group.departments)
                for result in released.results
                if (result.construct, result.side) == (question.construct, side) and result.share.is_shown
            ]
            if len(shown) > 6:
                shown = (
                    shown[:1]
                    + sorted(shown[1:], key=lambda one: valid_of(answers, side_place, question_place, one))[:5]
                )
            for group in derivable(shown):
                n = valid_of(answers, side_place, question_place, group)
                if 0 < n < k:
                    return n
    return None


def valid_of(answers, side, question, departments):
    chosen = (answers.sides == side) & np.isin(answers.departments, list(departments))
    return int((answers.values[chosen, question] > 0).sum())


@settings(max_examples=80, deadline=None)
@given(companies)
def test_release_exposes_no_small_set_even_by_subtraction(answers):
    released = disclosure.release(facts_for(answers), answers)

    assert smallest_exposed(released, answers, 10) is None


def bare_threshold(cells, k):
    """What a dashboard does: hide the small, show the rest and the total."""
    return Merge(tuple(cell.department for cell in cells if cell.n >= k), (), is_side_shown=True)


def test_release_with_a_bare_threshold_is_caught(monkeypatch):
    answers = columns([(1, 30), (1, 25), (1, 3)], np.random.default_rng(1), unsure=0)
    monkeypatch.setattr(merging, "merge", bare_threshold)
    monkeypatch.setattr(examine, "leaks_of", lambda *_: iter(()))

    released = disclosure.release(facts_for(answers), answers)

    assert smallest_exposed(released, answers, 10) == 3


@pytest.mark.parametrize(
    "careless",
    [
        bare_threshold,
        lambda cells, k: Merge((1, 2), (3,), is_side_shown=True),
        lambda cells, k: Merge((1, 2, 3), (), is_side_shown=True),
        lambda cells, k: Merge((1,), (2, 3), is_side_shown=True),
    ],
    ids=["a bare threshold", "a group of one department", "a small department on its own", "a group of one mind"],
)
def test_release_is_refused_when_the_audit_finds_a_leak(monkeypatch, careless):
    answers = columns([(1, 30), (1, 25), (1, 3)], np.random.default_rng(1), unsure=0)
    answers.values[30:, 3] = 5
    monkeypatch.setattr(
        merging, "merge", lambda cells, k: careless(cells, k) if cells else Merge((), (), is_side_shown=False)
    )

    with pytest.raises(audit.LeakingRelease):
        disclosure.release(facts_for(answers), answers)


cells_drawn = st.lists(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=2), min_size=1, max_size=8
).map(
    lambda drawn: [
        Cell(number, tuple(min(pair) for pair in items), tuple(max(pair) for pair in items))
        for number, items in enumerate(drawn)
    ]
)


def known_from(cells, decision):
    """What an attacker knows of the first item when a merge decision is carried out."""
    order = [cell.department for cell in cells]
    groups = [{one} for one in decision.alone] + ([set(decision.others)] if decision.others else [])
    groups += [set(order)] if decision.is_side_shown else []
    return audit.Knowledge(
        "D1",
        np.array([[one in group for one in order] for group in groups], bool).reshape(len(groups), len(order)),
        np.array([cell.valid[0] for cell in cells]),
        np.array([cell.agreeing[0] for cell in cells]),
    )


@given(cells_drawn, st.sampled_from([5, 10, 15]))
def test_leaks_finds_none_in_what_merge_decides(cells, k):
    known = known_from(cells, merging.merge(cells, k))

    assert list(audit.leaks(known, k=k, unanimous_from=k, is_strict=True)) == []


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=4),
    st.lists(st.lists(st.booleans(), min_size=4, max_size=4), max_size=3),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_bounds_are_those_of_every_way_to_fill_the_atoms(drawn, rows, chosen):
    people = np.array([max(pair) for pair in drawn])
    agreeing = np.array([min(pair) for pair in drawn])
    sets = np.array([row[: len(drawn)] for row in rows], bool).reshape(len(rows), len(drawn))
    mask = np.array(chosen[: len(drawn)])
    ways = [
        np.array(way)
        for way in itertools.product(*(range(n + 1) for n in people))
        if (sets @ np.array(way) == sets @ agreeing).all()
    ]

    found = audit.bounds(audit.Knowledge("D1", sets, people, agreeing), mask)

    assert found == (min(way[mask].sum() for way in ways), max(way[mask].sum() for way in ways))


@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=6),
    st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=5),
)
def test_smallest_derivable_finds_whatever_adding_and_subtracting_finds(people, rows):
    sets = np.array([row[: len(people)] for row in rows], bool)
    derived = [
        sum(n for n, inside in zip(people, group, strict=True) if inside)
        for weights in itertools.product((-1, 0, 1), repeat=len(rows))
        if set(group := weights @ sets.astype(int)) <= {0, 1}
    ]
    small = [n for n in derived if 0 < n < 5]

    found = audit.smallest_derivable(sets, np.array(people), 5)

    if small:
        assert found is not None
        assert np.array(people)[found].sum() <= min(small)
    if found is not None:
        solved = np.linalg.lstsq(sets.T.astype(float), found.astype(float), rcond=None)[0]
        assert sets.T @ solved == pytest.approx(found.astype(float), abs=1e-6)
        assert 0 < np.array(people)[found].sum() < 5


@given(
    hnp.arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(0, 12)), elements=st.integers(-3, 3)),
    st.sampled_from([2**31, 4]),
)
def test_alike_keeps_one_column_of_each_kind(table, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "MOST_KINDS", most)
        firsts, places = audit.alike(table)

    assert len(firsts) == len({tuple(column) for column in table.T.tolist()})
    assert (table[:, firsts][:, places] == table).all()


def test_smallest_derivable_sees_through_four_overlapping_groups():
    # Rows and columns of a table: the corner cell of two people follows from all four margins together.
    sets = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], bool)
    people = np.array([20, 30, 40, 52])

    alone = audit.smallest_derivable(sets, people, 5)
    with_two = audit.smallest_derivable(np.vstack([sets, [1, 1, 1, 0]]), np.array([20, 30, 2, 40]), 5)

    assert alone is None
    assert with_two.tolist() == [False, False, True, False]


def test_leaks_finds_what_bounds_force_though_no_sum_does():
    # Of 8 in the first row 8 agree: so do the 3 of them who are also in the first column.
    sets = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]], bool)
    known = audit.Knowledge("D1", sets, np.array([3, 5, 20, 30]), np.array([3, 5, 9, 11]))
    free = audit.Knowledge("D1", sets, np.array([3, 5, 20, 30]), np.array([2, 5, 9, 11]))

    assert [leak.is_forced for leak in audit.leaks(known, k=5, unanimous_from=10)] == [True]
    assert list(audit.leaks(free, k=5, unanimous_from=10)) == []


@settings(max_examples=50, deadline=None)
@given(companies)
def test_release_hides_unanimity_in_every_merged_group(answers):
    released = disclosure.release(facts_for(answers), answers)

    for result in released.results:
        if result.group.key == OTHERS_GROUP:
            place = [one.construct for one in QUESTIONS].index(result.construct)
            inside = np.isin(answers.departments, result.group.departments)
            agrees = answers.values[inside & (answers.values[:, place] > 0), place] >= 4
            assert 0 < agrees.sum() < len(agrees)
        elif result.share.is_exact:
            assert 0 < result.share.value < 1


@settings(max_examples=40, deadline=None)
@given(companies, st.randoms())
def test_release_depends_on_answers_and_not_on_their_order(answers, random):
    order = list(range(len(answers.sides)))
    random.shuffle(order)
    mixed = disclosure.Answers(
        answers.sides[order], answers.departments[order], answers.values[order], answers.links[order]
    )

    facts = facts_for(answers)

    assert to_json(disclosure.release(facts, answers)) == to_json(disclosure.release(facts, mixed))


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=2), min_size=1, max_size=10
    )
)
def test_merge_for_scores_is_nested_in_merge_for_items(drawn):
    cells = [
        Cell(number, tuple(min(pair) for pair in items), tuple(max(pair) for pair in items))
        for number, items in enumerate(drawn)
    ]

    fine, coarse = merging.merge(cells, 5), merging.merge(cells, 10)

    if coarse.is_side_shown:
        assert fine.is_side_shown
        assert set(fine.others) <= set(coarse.others) or not coarse.alone
        assert all(
            cell.n >= 5 for cell in cells if cell.department in set(coarse.others) - set(fine.others) and fine.alone
        )


def test_merge_takes_the_next_smallest_until_nobody_can_be_subtracted():
    cells = [Cell(1, (20,), (40,)), Cell(2, (6,), (12,)), Cell(3, (2,), (4,)), Cell(4, (9,), (20,))]

    merge = merging.merge(cells, 10)

    assert merge == Merge((4, 1), (3, 2), is_side_shown=True)


def test_merge_goes_on_while_the_merged_are_of_one_mind():
    cells = [Cell(1, (20,), (40,)), Cell(2, (12,), (12,)), Cell(3, (4,), (4,)), Cell(4, (9,), (20,))]

    merge = merging.merge(cells, 10)

    assert set(merge.others) == {2, 3, 4}


def test_merge_shows_nothing_where_all_together_are_too_few():
    assert merging.merge([Cell(1, (2,), (4,)), Cell(2, (1,), (3,))], 10) == Merge((), (), is_side_shown=False)
    assert merging.merge([], 5) == Merge((), (), is_side_shown=False)


@given(st.integers(0, 60), st.integers(0, 60))
def test_share_of_never_prints_everybody_or_nobody(x, rest):
    table = np.array([0, 0, rest, 0, 0, x, 0])

    share = share_of(table, Thresholds(), in_full=True)

    assert share.is_shown == (x + rest >= 10)
    if share.is_shown and not share.is_exact:
        assert min(x, rest) <= min(4, (x + rest) / 10)
    if share.is_shown and (x == 0 or rest == 0):
        assert share.note == (Note.AT_LEAST if x else Note.AT_MOST)
        assert share.value in {0.1, 0.9}
        assert (share.low, share.distribution, share.cant_judge) == (None, None, None)


@pytest.mark.parametrize(
    ("n", "note", "parts"),
    [(9, Note.PROTECTED, None), (10, Note.INDICATIVE, 3), (29, Note.INDICATIVE, 3), (30, Note.SHOWN, 5)],
)
def test_share_of_shows_what_its_n_allows(n, note, parts):
    share = share_of(np.array([2, 1, 1, 1, n - 7, 3, 2]), Thresholds(), in_full=True)

    assert share.note == note
    assert (share.distribution and len(share.distribution)) == parts
    assert share.n == (n if parts else None)


def test_shown_in_full_lets_no_small_distribution_be_subtracted():
    assert merging.shown_in_full([50, 40, 12]) == [True, False, False]
    assert merging.shown_in_full([50, 40, 31]) == [True, True, True]
    assert merging.shown_in_full([20, 15]) == [False, False]


@pytest.mark.parametrize(("score", "item"), [(4, 10), (5, 9), (12, 10)])
def test_thresholds_are_never_lower_than_promised(score, item):
    with pytest.raises(ValueError):
        Thresholds(score, item)


def test_release_obeys_a_raised_threshold():
    answers = columns([(1, 40), (1, 20), (1, 18)], np.random.default_rng(5), unsure=0)

    released = disclosure.release(facts_for(answers, thresholds=Thresholds(10, 25)), answers)

    assert [group.key for group in released.groups("business")] == ["department-1", OTHERS_GROUP]


@settings(max_examples=40, deadline=None)
@given(companies, st.integers(0, 2**32), st.floats(0, 1))
def test_release_of_a_second_wave_cuts_no_small_group_out_of_the_first(answers, seed, stay):
    rng = np.random.default_rng(seed)
    later = dataclasses.replace(
        answers,
        values=columns([(0, len(answers.sides))], rng).values,
        links=np.where(rng.random(len(answers.links)) < stay, answers.links, np.char.add("x", answers.links)),
    )
    first = disclosure.release(facts_for(answers), answers)

    second = disclosure.release(facts_for(later, wave=2), later, disclosure.Earlier(first, answers))

    for change in second.changes:
        place = [question.construct for question in QUESTIONS].index(change.construct)
        side = SIDES.index(change.side)
        if change.is_linked:
            for wave in (answers, later):
                left = int(((wave.sides == side) & (wave.values[:, place] > 0)).sum()) - change.n
                assert left == 0 or left >= 5
            assert change.n >= 10


def test_release_of_a_third_wave_falls_back_where_two_linked_sets_would_cut_someone_out():
    rng = np.random.default_rng(2)
    first = columns([(1, 100)], rng, unsure=0)
    second = dataclasses.replace(first, values=columns([(1, 100)], rng, unsure=0).values)
    second = disclosure.Answers(second.sides[:60], second.departments[:60], second.values[:60], second.links[:60])
    third = disclosure.Answers(first.sides[:62], first.departments[:62], first.values[::-1][:62], first.links[:62])
    released = disclosure.release(facts_for(first), first)

    alone = disclosure.release(facts_for(third, wave=3), third, disclosure.Earlier(released, first))
    beside = disclosure.release(facts_for(third, wave=3), third, disclosure.Earlier(released, first, (second,)))

    assert any(change.is_linked for change in alone.changes)
    assert not any(change.is_linked for change in beside.changes)


def test_release_compares_only_items_that_were_worded_alike():
    rng = np.random.default_rng(3)
    answers = columns([(0, 60), (1, 80)], rng)
    facts = facts_for(answers)
    reworded = dataclasses.replace(QUESTIONS[0], text_it="Another", text_business="Another")
    first = disclosure.release(facts, answers)

    second = disclosure.release(
        dataclasses.replace(facts, wave=2, questions=(reworded, *QUESTIONS[1:])),
        answers,
        disclosure.Earlier(first, answers),
    )

    assert {change.construct for change in second.changes} == {"D2", "D3r", "D4", "D7"}


def test_release_turns_a_reversed_item_round_before_it_tells_a_story():
    def side(agree_it, agree_business):
        rng = np.random.default_rng(9)
        answers = columns([(0, 200), (1, 400)], rng, unsure=0)
        answers.values[:, 2] = np.where(
            np.arange(600) < 200,
            np.where(np.arange(600) < agree_it, 5, 1),
            np.where(np.arange(600) - 200 < agree_business, 5, 1),
        )
        return answers

    before, after = side(60, 240), side(60, 140)
    first = disclosure.release(facts_for(before), before)

    second = disclosure.release(facts_for(after, wave=2), after, disclosure.Earlier(first, before))

    change = second.gap_change("D3r")
    assert (change.before, change.value) == (pytest.approx(-0.3), pytest.approx(0.25))
    assert change.business.value < 0
    assert change.story == "business_rose"


def test_count_side_counts_what_a_plain_loop_counts():
    answers = columns([(0, 20), (1, 35), (1, 14)], np.random.default_rng(8), unsure=0.3)

    table = count_side(facts_for(answers), answers.of_side("business"), "business")

    for department, (question, answer) in itertools.product((2, 3), itertools.product(range(5), range(-1, 6))):
        rows = answers.values[answers.departments == department][:, question]
        assert table.counts[table.departments.index(department), question, answer + 1] == (rows == answer).sum()
