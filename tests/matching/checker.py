"""Checks a plan against every hard rule by counting, without the solver's matrix."""

from collections import Counter
from itertools import combinations


def broken_rules(problem, placements):
    """Return the names of the rules that the placements break; empty when none."""
    visitors = {visitor.key: visitor for visitor in problem.visitors}
    days = {day.key: day for day in problem.days}
    checks = {
        "not a wish": not set(placements) <= {problem.pair(column) for column in range(problem.size)},
        "placed twice": len(set(placements)) != len(placements),
        "lock": not set(problem.locks) <= set(placements),
        "places": any(n > days[day].places for day, n in Counter(day for _, day in placements).items()),
        "smallest group": any(n < days[day].least for day, n in Counter(day for _, day in placements).items()),
        "wanted": any(n > visitors[who].wanted for who, n in Counter(who for who, _ in placements).items()),
        "department twice": any(a.department == b.department for a, b in _pairs_of_one_person(days, placements)),
        "spacing": any(abs(a.on - b.on) < problem.spacing for a, b in _pairs_of_one_person(days, placements)),
        "cover": any(
            sum(visitors[v].team == cover.team and days[d].on == cover.on for v, d in placements) > cover.most
            for cover in problem.covers
        ),
        "budget": any(
            sum(
                days[d].minutes
                for d in {d for _, d in placements}
                if (days[d].department, days[d].month) == (budget.department, budget.month)
            )
            > budget.minutes
            for budget in problem.budgets
        ),
        "host's budget": any(
            sum(
                days[d].minutes
                for d in {d for _, d in placements}
                if (days[d].host, days[d].month) == (budget.host, budget.month)
            )
            > budget.minutes
            for budget in problem.host_budgets
        ),
        "required floor": any(
            visits_in(problem, placements, floor) < floor.least for floor in problem.floors if floor.is_required
        ),
    }
    return {name for name, is_broken in checks.items() if is_broken}


def _pairs_of_one_person(days, placements):
    return [(days[first], days[second]) for (a, first), (b, second) in combinations(placements, 2) if a == b]


def first_visits(problem, placements):
    """Return how many people without a visit get one."""
    waiting = {visitor.key for visitor in problem.visitors if not visitor.is_served}
    return len(waiting & {visitor for visitor, _ in placements})


def owed_visits(problem, placements):
    """Return how many people without a visit who missed out last time get one."""
    owed = {visitor.key for visitor in problem.visitors if visitor.is_owed and not visitor.is_served}
    return len(owed & {visitor for visitor, _ in placements})


def visits_in(problem, placements, floor):
    """Return how many placements count for a floor."""
    days = {day.key: day for day in problem.days}
    return sum(
        days[d].department == floor.department and floor.from_on <= days[d].on <= floor.until_on for _, d in placements
    )


def below_floors(problem, placements):
    """Return by how many visits the floors are missed."""
    return sum(max(0, floor.least - visits_in(problem, placements, floor)) for floor in problem.floors)


def preference(problem, placements):
    """Return the total of the scores."""
    return sum(int(problem.score[problem.columns[pair]]) for pair in placements)
