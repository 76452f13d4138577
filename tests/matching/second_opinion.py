"""The same optimum by another road: SciPy's solver over pairwise rows written from the rules."""

from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def best_levels(problem):
    """Return (first visits, floors missed, visits or None, preference), or None if nothing is feasible."""
    if not problem.size:
        missed = sum(floor.least for floor in problem.floors)
        return 0, missed, 0 if problem.counts_first else None, 0
    rows, upper, grouped, waiting = _rows(problem)
    size = problem.size
    width = size + len(grouped) + len(waiting) + len(problem.floors)
    matrix = np.array([[row.get(column, 0) for column in range(width)] for row in rows]).reshape(-1, width)
    lower = np.zeros(width)
    lower[[problem.columns[pair] for pair in problem.locks]] = 1
    top = np.ones(width)
    top[width - len(problem.floors) :] = 10
    short = np.zeros(width)
    short[width - len(problem.floors) :] = 1
    served = np.zeros(width)
    served[size + len(grouped) : size + len(grouped) + len(waiting)] = 1
    score = np.concatenate([problem.score, np.zeros(width - size)])
    count = np.concatenate([np.ones(size), np.zeros(width - size)])
    extra, reached = [LinearConstraint(matrix, ub=upper)] if rows else [], []
    for worth in (served, -short, count if problem.counts_first else None, score):
        if worth is None:
            reached.append(None)
            continue
        answer = milp(-worth, constraints=extra, integrality=np.ones(width), bounds=Bounds(lower, top))
        if answer.x is None:
            return None
        value = round(float(worth @ np.round(answer.x)))
        reached.append(value)
        extra.append(LinearConstraint(worth.reshape(1, -1), lb=value))
    return reached[0], -reached[1], reached[2], reached[3]


def _rows(problem):  # noqa: C901 - one paragraph per rule
    rows, upper = [], []

    def at_most(entries, most):
        rows.append(entries)
        upper.append(most)

    who = [problem.visitors[v] for v in problem.visitor]
    where = [problem.days[d] for d in problem.day]
    every = range(problem.size)
    for day in problem.days:
        at_most({c: 1 for c in every if where[c] is day}, day.places)
    for visitor in problem.visitors:
        at_most({c: 1 for c in every if who[c] is visitor}, visitor.wanted)
    for a, b in combinations(every, 2):
        if who[a] is who[b] and (
            where[a].department == where[b].department or abs(where[a].on - where[b].on) < problem.spacing
        ):
            at_most({a: 1, b: 1}, 1)
    for cover in problem.covers:
        at_most({c: 1 for c in every if who[c].team == cover.team and where[c].on == cover.on}, cover.most)
    grouped = list(problem.days)
    for budget in problem.budgets:
        mine = {
            problem.size + number: day.minutes
            for number, day in enumerate(grouped)
            if (day.department, day.month) == (budget.department, budget.month)
        }
        at_most(mine, budget.minutes)
    for number, day in enumerate(grouped):
        mine = {c: 1 for c in every if where[c] is day}
        at_most(mine | {problem.size + number: -day.places}, 0)
        at_most(dict.fromkeys(mine, -1) | {problem.size + number: day.least}, 0)
    waiting = [visitor for visitor in problem.visitors if not visitor.is_served]
    after = problem.size + len(grouped)
    for number, visitor in enumerate(waiting):
        at_most({c: -1 for c in every if who[c] is visitor} | {after + number: 1}, 0)
    after += len(waiting)
    for number, floor in enumerate(problem.floors):
        mine = [
            c
            for c in every
            if where[c].department == floor.department and floor.from_on <= where[c].on <= floor.until_on
        ]
        at_most(dict.fromkeys(mine, -1) | {after + number: -1}, -floor.least)
    return rows, np.array(upper, dtype=float), grouped, waiting
