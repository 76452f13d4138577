"""A plan in milliseconds: the solver's first incumbent, and what it is measured against."""

from collections.abc import Iterable

import numpy as np

from programs.matching.ledger import Ledger
from programs.matching.model import Ints, Pair, Problem


def greedy(problem: Problem) -> tuple[Pair, ...]:
    """Serve the people with the fewest options first, then grant the best wishes that still fit.

    Days with a smallest group are left out: one at a time they can't be begun.
    """
    visitor, columns = problem.visitor, np.arange(problem.size)
    options = np.bincount(visitor, minlength=len(problem.visitors))
    served = np.array([who.is_served for who in problem.visitors], dtype=np.bool_)
    first = np.lexsort((columns, -problem.score, visitor, options[visitor], served[visitor]))
    return in_order(problem, first, np.lexsort((columns, -problem.score)))


def in_order(problem: Problem, first: Ints, then: Ints) -> tuple[Pair, ...]:
    """Grant what fits of some wishes in their order: one each of `first` to people without any, then of `then`.

    Days with a smallest group are left out.
    """
    alone = np.array([day.least <= 1 for day in problem.days], dtype=np.bool_)[problem.day]
    ledger = Ledger(problem, problem.locks)
    _grant(ledger, first[alone[first]], once=True)
    _grant(ledger, then[alone[then]], once=False)
    return ledger.placements


def first_come_first_served(problem: Problem, order: Iterable[int]) -> tuple[Pair, ...]:
    """Let visitors, by position and in this order, each take the best visits that are left."""
    ledger = Ledger(problem, problem.locks)
    alone = np.array([day.least <= 1 for day in problem.days], dtype=np.bool_)
    for visitor in order:
        begin, end = np.searchsorted(problem.visitor, [visitor, visitor + 1])
        mine = np.arange(begin, end)
        mine = mine[alone[problem.day[mine]]]
        _grant(ledger, mine[np.lexsort((mine, -problem.score[mine]))], once=False)
    return ledger.placements


def _grant(ledger: Ledger, columns: Iterable[int], *, once: bool) -> None:
    """Grant each wish that breaks nothing; with `once` only to people who have nothing yet."""
    problem = ledger.problem
    for column in map(int, columns):
        visitor = int(problem.visitor[column])
        who, got = problem.visitors[visitor], len(ledger.use.of.get(visitor, ()))
        if got >= who.wanted or (once and (got or who.is_served)):
            continue
        if not ledger.obstacles(column):
            ledger.take(column)
