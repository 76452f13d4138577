"""What a plan uses of everything scarce, and what that leaves in the way of a further visit."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from programs.matching.model import Day, Pair, Problem

MANY = 10**9
"""More minutes than any month has."""


class Obstacle(StrEnum):
    """What stands between somebody and a visit that no rule forbids by itself."""

    FULL = "full"
    COVER = "cover"
    BUDGET = "budget"
    HOST_BUDGET = "host_budget"
    OWN_VISITS = "own_visits"
    SAME_DEPARTMENT = "same_department"
    SMALL_GROUP = "small_group"


@dataclass(eq=False)
class Use:
    """How much of everything scarce a plan uses."""

    problem: Problem
    of: dict[int, list[int]] = field(default_factory=dict)
    on_day: Counter[int] = field(default_factory=Counter)
    away: Counter[tuple[int, int]] = field(default_factory=Counter)
    minutes: Counter[tuple[int, int]] = field(default_factory=Counter)
    host_minutes: Counter[tuple[int, int]] = field(default_factory=Counter)

    def take(self, column: int) -> None:
        """Count a placement."""
        visitor, day = int(self.problem.visitor[column]), int(self.problem.day[column])
        where = self.problem.days[day]
        self.of.setdefault(visitor, []).append(day)
        if not self.on_day[day]:
            self.minutes[where.department, where.month] += where.minutes
            self.host_minutes[where.host, where.month] += where.minutes
        self.on_day[day] += 1
        self.away[self.problem.visitors[visitor].team, where.on] += 1

    def drop(self, column: int) -> None:
        """Count a placement no more."""
        visitor, day = int(self.problem.visitor[column]), int(self.problem.day[column])
        where = self.problem.days[day]
        self.of[visitor].remove(day)
        self.on_day[day] -= 1
        self.away[self.problem.visitors[visitor].team, where.on] -= 1
        if not self.on_day[day]:
            self.minutes[where.department, where.month] -= where.minutes
            self.host_minutes[where.host, where.month] -= where.minutes


class Ledger:
    """Looks up what stands in the way of a wish, given a plan."""

    def __init__(self, problem: Problem, placements: tuple[Pair, ...]) -> None:
        self.problem = problem
        self.use = Use(problem)
        self._taken: list[int] = []
        for pair in placements:
            self.take(problem.columns[pair])
        self.cover = {(cover.team, cover.on): cover.most for cover in problem.covers}
        self.budget = {(budget.department, budget.month): budget.minutes for budget in problem.budgets}
        self.host_budget = {(budget.host, budget.month): budget.minutes for budget in problem.host_budgets}

    @property
    def placements(self) -> tuple[Pair, ...]:
        """What the plan holds, in the order of the wishes."""
        return tuple(self.problem.pair(column) for column in sorted(self._taken))

    def take(self, column: int) -> None:
        """Add a wish to the plan, whether or not something blocks it."""
        self._taken.append(column)
        self.use.take(column)

    def obstacles_without(self, column: int, given_up: int) -> dict[Obstacle, tuple[int, ...]]:
        """Return what would block a wish if another placement of the plan were given up."""
        self.use.drop(given_up)
        found = self.obstacles(column)
        self.use.take(given_up)
        return found

    def obstacles(self, column: int, *, leaving: int | None = None) -> dict[Obstacle, tuple[int, ...]]:
        """Return what blocks a wish and its subject; `leaving` is a day the person would give up."""
        visitor, day = int(self.problem.visitor[column]), int(self.problem.day[column])
        who, where = self.problem.visitors[visitor], self.problem.days[day]
        own = [self.problem.days[other] for other in self.use.of.get(visitor, ()) if other != leaving]
        found: dict[Obstacle, tuple[int, ...]] = {}
        if any(other.department == where.department for other in own):
            found[Obstacle.SAME_DEPARTMENT] = (where.department,)
        if any(abs(other.on - where.on) < self.problem.spacing for other in own):
            found[Obstacle.OWN_VISITS] = (where.on,)
        if self.use.on_day[day] >= where.places:
            found[Obstacle.FULL] = (where.key,)
        elif self.use.on_day[day] + 1 < where.least:
            found[Obstacle.SMALL_GROUP] = (where.key,)
        team = (who.team, where.on)
        if team in self.cover and self.use.away[team] - self._back(where.on, leaving) >= self.cover[team]:
            found[Obstacle.COVER] = team
        if not self.use.on_day[day]:
            found |= self._unpaid(where, leaving)
        return found

    def _back(self, on: int, leaving: int | None) -> int:
        """Return how many people giving up a day brings back on a date."""
        return int(leaving is not None and self.problem.days[leaving].on == on)

    def _unpaid(self, where: Day, leaving: int | None) -> dict[Obstacle, tuple[int, ...]]:
        """Return the budgets that can't pay for opening a day; an empty day that is given up pays back."""
        gone = self.problem.days[leaving] if leaving is not None and self.use.on_day[leaving] == 1 else None
        found: dict[Obstacle, tuple[int, ...]] = {}
        month, host = (where.department, where.month), (where.host, where.month)
        saved = gone.minutes if gone and (gone.department, gone.month) == month else 0
        if where.minutes and self.use.minutes[month] - saved + where.minutes > self.budget.get(month, MANY):
            found[Obstacle.BUDGET] = month
        saved = gone.minutes if gone and (gone.host, gone.month) == host else 0
        if where.minutes and self.use.host_minutes[host] - saved + where.minutes > self.host_budget.get(host, MANY):
            found[Obstacle.HOST_BUDGET] = host
        return found
