"""Chains: every one of them works, the shortest come first, and none is missed."""

from itertools import pairwise, permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.matching.chains import Held, Step, chains

DAYS = range(6)
RANDOM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def boards(draw):
    """A person without a visit, up to five with one, and who could go where."""
    held = [Held(key, key, draw(st.sampled_from(DAYS))) for key in range(1, draw(st.integers(0, 5)) + 1)]
    free = draw(st.frozensets(st.sampled_from(DAYS), max_size=3))
    reach = {
        key: draw(st.frozensets(st.sampled_from(DAYS), max_size=4)) - {one.day for one in held if one.key == key}
        for key in range(len(held) + 1)
    }
    return held, free, reach


def _ask(board, **more):
    held, free, reach = board
    options = {key: {day: day in free for day in days} for key, days in reach.items()}
    return chains(
        0, options[0], held, lambda leaving: {one.key: options[one.key] for one in leaving},
        loss=lambda step: step.day, **more,
    )  # fmt: skip


def _works(chain, board):
    held, free, reach = board
    day_of = {one.key: one.day for one in held}
    people = [step.visitor for step in chain]
    follows = all(day_of[after.leaves] == before.day for before, after in pairwise(chain))
    return (
        chain[0].leaves is None
        and len(set(people)) == len(people)
        and follows
        and all(step.day in reach[step.visitor] for step in chain)
        and chain[-1].day in free
        and not any(step.day in free for step in chain[:-1])
    )


def _all_of_length(board, others):
    """Every chain that disturbs so many, by trying every order of people and every day."""
    held, _, reach = board
    found = set()
    for movers in permutations(held, others):
        ends = [(Step(0, day),) for day in reach[0]]
        for mover in movers:
            ends = [(*end, Step(mover.visitor, day, mover.key)) for end in ends for day in reach[mover.key]]
        found |= {end for end in ends if len({step.day for step in end}) == len(end) and _works(end, board)}
    return found


@RANDOM
@given(boards())
def test_chains_all_work_and_the_shortest_come_first(board):
    found = _ask(board)

    assert all(_works(chain, board) for chain in found)
    assert [len(chain) for chain in found] == sorted(len(chain) for chain in found)
    assert len(set(found)) == len(found) <= 5


@RANDOM
@given(boards())
def test_chains_misses_nothing_that_disturbs_up_to_two(board):
    found = _ask(board, most=10_000)

    assert set(found) == _all_of_length(board, 0) | _all_of_length(board, 1) | _all_of_length(board, 2)


@RANDOM
@given(boards())
def test_chains_of_equal_length_begin_with_what_costs_least(board):
    found = _ask(board)

    costs = [(len(chain), sum(step.day for step in chain)) for chain in found]
    assert costs == sorted(costs)


def test_chains_asks_nobody_else_when_enough_places_are_free():
    def nobody(leaving):
        raise AssertionError(leaving)

    found = chains(0, dict.fromkeys(range(5), True), [], nobody, loss=lambda step: 0)

    assert len(found) == 5
