"""How stable and how fair a plan is: blocking pairs, rank profile, the Gini index. Plain Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from programs.matching.ledger import Ledger, Obstacle
from programs.matching.model import UNRANKED, Pair, Problem

RELENTING = {Obstacle.FULL, Obstacle.OWN_VISITS, Obstacle.SAME_DEPARTMENT}
"""What a pair can clear out of its way alone: the day sends a visitor away, the visitor drops a visit."""


def blocking_pairs(problem: Problem, placements: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the visitors and days that would both rather have each other than what they have.

    The visitor has fewer visits than wanted, or ranks the day before a visit of theirs. The
    day has a place left, or holds somebody who scores lower there. No other rule may stand in
    the way. Visitors compare by rank, and by score where ranks are equal; days by score.
    """
    pairs = tuple(placements)
    ledger = Ledger(problem, pairs)
    lowest = _lowest(problem, pairs)
    taken = set(pairs)
    found = []
    for column in range(problem.size):
        pair = problem.pair(column)
        if pair not in taken and _blocks(problem, ledger, lowest, column):
            found.append(pair)
    return tuple(found)


def _lowest(problem: Problem, placements: Iterable[Pair]) -> dict[int, int]:
    lowest: dict[int, int] = {}
    for pair in placements:
        column = problem.columns[pair]
        day, score = int(problem.day[column]), int(problem.score[column])
        lowest[day] = min(score, lowest.get(day, score))
    return lowest


def _blocks(problem: Problem, ledger: Ledger, lowest: dict[int, int], column: int) -> bool:
    visitor, day = int(problem.visitor[column]), int(problem.day[column])
    where, own = problem.days[day], ledger.use.of.get(visitor, [])
    is_full = ledger.use.on_day[day] >= where.places
    if is_full and lowest.get(day, 1001) >= int(problem.score[column]):
        return False
    wants_more = len(own) < problem.visitors[visitor].wanted
    worse = [other for other in own if _prefers(problem, column, visitor, other)]
    in_the_way = {other for other in own if _excludes(problem, day, other)}
    if len(in_the_way) > 1 or not in_the_way <= set(worse) or not (worse or wants_more):
        return False
    if not in_the_way and not wants_more:
        in_the_way = set(worse[:1])
    leaving = next(iter(in_the_way), None)
    return not set(ledger.obstacles(column, leaving=leaving)) - {Obstacle.FULL}


def _prefers(problem: Problem, column: int, visitor: int, held: int) -> bool:
    other = problem.columns[problem.visitors[visitor].key, problem.days[held].key]
    rank, score = int(problem.rank[column]), int(problem.score[column])
    return (rank, -score) < (int(problem.rank[other]), -int(problem.score[other]))


def _excludes(problem: Problem, day: int, held: int) -> bool:
    """Whether nobody can visit both days: too close, or the same department."""
    one, other = problem.days[day], problem.days[held]
    return one.department == other.department or abs(one.on - other.on) < problem.spacing


def gini(loads: Sequence[float], shares: Sequence[float] | None = None) -> float:
    """Return the Gini index of loads, from 0 (everybody alike) to just below 1 (one bears all).

    With `shares` (a budget or the places offered) loads are compared in proportion to them;
    who has no share is left out. Half the mean absolute difference over the mean, weighted
    by share (Sen 1973).
    """
    weights = [1.0] * len(loads) if shares is None else list(shares)
    rows = sorted((load / weight, weight) for load, weight in zip(loads, weights, strict=True) if weight > 0)
    total, people = sum(ratio * weight for ratio, weight in rows), sum(weight for _, weight in rows)
    if total <= 0:
        return 0.0
    below, area = 0.0, 0.0
    for ratio, weight in rows:
        area += weight * (2 * below + ratio * weight)
        below += ratio * weight
    return 1 - area / (total * people)


def rank_profile(problem: Problem, placements: Iterable[Pair]) -> dict[int, int]:
    """Return how many people have which rank as their best visit; 0 counts people without any visit."""
    best: dict[int, int] = {}
    for pair in placements:
        rank = int(problem.rank[problem.columns[pair]])
        best[pair[0]] = min(rank, best.get(pair[0], UNRANKED))
    profile = Counter(best.values())
    profile[0] = sum(who.key not in best and not who.is_served for who in problem.visitors)
    return dict(sorted(profile.items()))


def only_low_choices(problem: Problem, placements: Iterable[Pair], *, low: int = 4) -> tuple[int, ...]:
    """Return the keys of people whose visits are all of rank `low` or worse."""
    ranks: dict[int, list[int]] = defaultdict(list)
    for pair in placements:
        ranks[pair[0]].append(int(problem.rank[problem.columns[pair]]))
    return tuple(sorted(visitor for visitor, theirs in ranks.items() if min(theirs) >= low))
