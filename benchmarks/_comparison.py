"""The table of docs/matching.md: ways of matching beside each other, on the same seeded cohorts.

`python -m benchmarks._comparison` prints it; with `--write` it goes into the page, between its
two marks. About a minute of CPU.
"""

import random
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from matching.games import HospitalResident

from benchmarks._cohorts import cohort
from programs.matching.figures import blocking_pairs
from programs.matching.greedy import first_come_first_served, greedy
from programs.matching.ledger import Ledger, Obstacle
from programs.matching.model import Pair, Problem
from programs.matching.solver import solve
from tests.matching.checker import broken_rules

PAGE = Path(__file__).resolve().parents[1] / "docs" / "matching.md"
BEGIN, END = "<!-- comparison: made by python -m benchmarks._comparison --write -->", "<!-- end of comparison -->"
SIZES = ((30, 8), (120, 20), (500, 40))
PASSES = 10
HEAD = (
    "| Cohort | Way | People placed | Visits | First choices | Best visit of the worst off | Preference "
    "| Blocking pairs | Rules broken | CPU |\n|---|---|---|---|---|---|---|---|---|---|"
)

Method = Callable[[Problem], tuple[Pair, ...]]


def first_come(problem: Problem) -> tuple[Pair, ...]:
    """Let people choose one after the other, in a random order."""
    order = list(range(len(problem.visitors)))
    random.Random(1).shuffle(order)
    return first_come_first_served(problem, order)


def greedy_with_repair(problem: Problem) -> tuple[Pair, ...]:
    """Start from the greedy plan; let people make room who lose less by it than the other gains."""
    placements = greedy(problem)
    for _ in range(PASSES):
        better = _repaired(problem, placements)
        if better == placements:
            break
        placements = better
    return placements


def _repaired(problem: Problem, placements: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Try each wish that only a full day blocks: somebody there moves to the best day they could have instead."""
    held = set(placements)
    ledger = Ledger(problem, placements)
    for column in sorted(range(problem.size), key=lambda one: (-int(problem.score[one]), one)):
        pair = problem.pair(column)
        visitor = int(problem.visitor[column])
        short = len(ledger.use.of.get(visitor, ())) < problem.visitors[visitor].wanted
        if not short or pair in held or set(ledger.obstacles(column)) != {Obstacle.FULL}:
            continue
        if (move := _move(problem, ledger, held, column)) is not None:
            held = held - {move[0]} | {move[1], pair}
            ledger = Ledger(problem, tuple(sorted(held)))
    return tuple(sorted(held))


def _move(problem: Problem, ledger: Ledger, held: set[Pair], wanted: int) -> tuple[Pair, Pair] | None:
    """Return whose placement would change to what, so that a wish is met and nobody loses more than it is worth."""
    day = int(problem.day[wanted])
    best: tuple[int, Pair, Pair] | None = None
    for holder in sorted(pair for pair in held if pair[1] == problem.days[day].key):
        column = problem.columns[holder]
        begin, end = np.searchsorted(problem.visitor, [problem.visitor[column], problem.visitor[column] + 1])
        for other in range(begin, end):
            if problem.pair(other) in held:
                continue
            loss = int(problem.score[column] - problem.score[other])
            if loss < problem.score[wanted] and not ledger.obstacles(other, leaving=day):
                best = min(best or (loss, holder, problem.pair(other)), (loss, holder, problem.pair(other)))
    return best[1:] if best else None


def deferred_acceptance(problem: Problem) -> tuple[Pair, ...]:
    """Gale and Shapley by the `matching` package: one visit each, then another, as long as somebody wants one.

    People rank days, and days people, by score. It knows places and a person's own visits; cover
    rules and smallest groups it doesn't. It copies its players, who all know each other,
    recursively: with Python's own limit of recursion it fails from 120 visitors on.
    """
    placements: tuple[Pair, ...] = ()
    while True:
        ledger = Ledger(problem, placements)
        asks: dict[int, list[int]] = {}
        for column in range(problem.size):
            visitor = int(problem.visitor[column])
            is_short = len(ledger.use.of.get(visitor, ())) < problem.visitors[visitor].wanted
            if is_short and not set(ledger.obstacles(column)) & OWN:
                asks.setdefault(visitor, []).append(column)
        if not asks:
            return placements
        added = _one_each(problem, ledger, asks)
        if not added:
            return placements
        placements = tuple(sorted((*placements, *added)))


OWN = {Obstacle.FULL, Obstacle.OWN_VISITS, Obstacle.SAME_DEPARTMENT}


def _one_each(problem: Problem, ledger: Ledger, asks: dict[int, list[int]]) -> list[Pair]:
    by_score = {
        visitor: sorted(columns, key=lambda one: (-int(problem.score[one]), one)) for visitor, columns in asks.items()
    }
    offers: dict[int, list[int]] = {}
    for columns in by_score.values():
        for column in columns:
            offers.setdefault(int(problem.day[column]), []).append(column)
    people = {visitor: [int(problem.day[column]) for column in columns] for visitor, columns in by_score.items()}
    days = {
        day: [int(problem.visitor[one]) for one in sorted(columns, key=lambda one: (-int(problem.score[one]), one))]
        for day, columns in offers.items()
    }
    places = {day: problem.days[day].places - ledger.use.on_day[day] for day in days}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(people, days, places)
        matched = game.solve(optimal="resident")
    return [
        (problem.visitors[person.name].key, problem.days[day.name].key)
        for day, there in matched.items()
        for person in there
    ]


def ours(problem: Problem) -> tuple[Pair, ...]:
    """Solve it."""
    return solve(problem, seed=1).placements


METHODS: tuple[tuple[str, Method], ...] = (
    ("first come, first served", first_come),
    ("greedy", greedy),
    ("greedy with repair", greedy_with_repair),
    ("deferred acceptance (`matching` 1.4.3)", deferred_acceptance),
    ("**ours**", ours),
)


def table() -> str:
    """Return the table in Markdown."""
    return "\n".join([HEAD, *_rows()])


def _rows() -> Iterator[str]:
    for people, departments in SIZES:
        problem = cohort(people, departments, has_budgets=False)
        reached: list[tuple[int, int]] = []
        for name, method in METHODS:
            print(f"{people} × {departments} {name} …", file=sys.stderr, flush=True)
            begun = time.process_time()
            placements = method(problem)
            seconds = time.process_time() - begun
            reached.append(levels(problem, placements))
            yield "| " + " | ".join([f"{people} × {departments}", name, *_figures(problem, placements, seconds)]) + " |"
        if not all(is_at_least(reached[-1], other) for other in reached):
            raise AssertionError(f"{people} × {departments}: another way is better on a level.")


def levels(problem: Problem, placements: Iterable[Pair]) -> tuple[int, int]:
    """Return what a plan of a synthetic cohort reaches on its levels: first visits, then preference."""
    pairs = list(placements)
    return len({visitor for visitor, _ in pairs}), sum(int(problem.score[problem.columns[pair]]) for pair in pairs)


def is_at_least(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a plan is no worse on any level, not only on the first on which they differ."""
    return all(mine >= theirs for mine, theirs in zip(one, other, strict=True))


def _figures(problem: Problem, placements: tuple[Pair, ...], seconds: float) -> list[str]:
    columns = [problem.columns[pair] for pair in placements]
    broken = sorted(broken_rules(problem, placements))
    return [
        str(len({visitor for visitor, _ in placements})),
        str(len(placements)),
        str(sum(int(problem.rank[column]) == 1 for column in columns)),
        _worst(problem, placements),
        f"{sum(int(problem.score[column]) for column in columns):,}",
        str(len(blocking_pairs(problem, placements))),
        ", ".join(broken) or "none",
        f"{seconds:.2f} s",
    ]


def _worst(problem: Problem, placements: Iterable[Pair]) -> str:
    """Return the best rank of whoever is worst off, or how many have no visit at all."""
    best: dict[int, int] = {}
    for pair in placements:
        rank = int(problem.rank[problem.columns[pair]])
        best[pair[0]] = min(rank, best.get(pair[0], rank))
    without = sum(visitor.key not in best for visitor in problem.visitors)
    return f"none, for {without}" if without else f"choice {max(best.values())}"


def main() -> None:
    """Print the table, or write it into the page."""
    made = _in_deep_thread(table)
    if "--write" not in sys.argv:
        print(made)
        return
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{made}\n{END}{rest.split(END)[1]}")


def _in_deep_thread(deed: Callable[[], str]) -> str:
    """Do something with room for deep recursion."""
    sys.setrecursionlimit(200_000)
    threading.stack_size(512 * 1024 * 1024)
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(deed()))
    thread.start()
    thread.join()
    return answers[0]


if __name__ == "__main__":
    main()
