"""Synthetic cohorts for the matching benchmark: seeded, uneven, with everything scarce.

Uneven popularity of departments, teams of 5 to 12 people with a cover rule, people free
on 30 to 60 % of the days, eight weeks, hosting budgets and some days with a smallest group.
"""

import random
from collections import Counter

import numpy as np

from programs.matching.model import Budget, Cover, Day, Problem, Visitor, problem

MONDAY = 739_700 - 739_700 % 7 + 1
WEEKS = 8


def cohort(
    visitors: int, departments: int, *, seed: int = 1, wanted: int = 3, spacing: int = 5, has_budgets: bool = True
) -> Problem:
    """Return a cohort in which nearly, but not quite, everybody can get what they want."""
    draw = random.Random(seed)
    days = _days(draw, visitors, departments, wanted)
    people = _people(draw, visitors, wanted)
    popularity = [1 / (1 + place) ** 0.7 for place in range(departments)]
    by_department: dict[int, list[Day]] = {}
    for day in days:
        by_department.setdefault(day.department, []).append(day)
    dates = {day.on for day in days}
    wishes: list[tuple[int, ...]] = []
    for person in people:
        free = draw.uniform(0.3, 0.6)
        open_dates = {on for on in dates if draw.random() < free}
        ranked = _ranked(draw, popularity, min(departments, draw.randint(3, 6)))
        for rank, department in enumerate(ranked, 1):
            new = 1000 // draw.randint(1, 4)
            score = round(0.65 * 1000 * (len(ranked) + 1 - rank) / len(ranked) + 0.35 * new)
            wishes += [
                (person.key, day.key, score, rank, round(0.35 * new), 0, 0, 0)
                for day in by_department.get(department, [])
                if day.on in open_dates
            ]
    sizes = Counter(person.team for person in people)
    covers = [Cover(team, on, max(1, size // 4)) for team, size in sorted(sizes.items()) for on in sorted(dates)]
    budgets = [
        Budget(department, month, 240 * (round(0.85 * sum(day.month == month for day in theirs)) or 1))
        for department, theirs in by_department.items()
        if has_budgets and department % 3 == 0
        for month in sorted({day.month for day in theirs})
    ]
    table = np.array(wishes, dtype=np.int64).reshape(-1, 8)
    return problem(visitors=people, days=days, wishes=table, covers=covers, budgets=budgets, spacing=spacing)


def _days(draw: random.Random, visitors: int, departments: int, wanted: int) -> list[Day]:
    """Places for about 1.15 times the visits wanted, spread over departments and weeks."""
    per_department = max(2, round(1.15 * visitors * wanted / departments / 2.5))
    dates = [MONDAY + 7 * week + weekday for week in range(WEEKS) for weekday in range(5)]
    days: list[Day] = []
    for department in range(departments):
        for on in sorted(draw.sample(dates, min(len(dates), per_department))):
            places = draw.randint(1, 4) * (1 + per_department // len(dates))
            least = 2 if places > 2 and draw.random() < 0.15 else 0
            days.append(Day(len(days), department, on, places, least, (on - MONDAY) // 28, 240))
    return days


def _people(draw: random.Random, visitors: int, wanted: int) -> list[Visitor]:
    people: list[Visitor] = []
    team = 0
    while len(people) < visitors:
        size = min(draw.randint(5, 12), visitors - len(people))
        people += [Visitor(len(people) + place, draw.randint(1, wanted), team) for place in range(size)]
        team += 1
    return people


def _ranked(draw: random.Random, popularity: list[float], count: int) -> list[int]:
    left = dict(enumerate(popularity))
    ranked = []
    for _ in range(count):
        choice = draw.choices(list(left), list(left.values()))[0]
        ranked.append(choice)
        del left[choice]
    return ranked
