"""What a plan uses of everything scarce, and what that leaves in the way of a further visit."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from programs.matching.model import Pair, Problem


class Obstacle(StrEnum):
    """What stands between somebody and a visit that no rule forbids by itself."""

    FULL = "full"
    COVER = "cover"
    BUDGET = "budget"
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

    def take(self, column: int) -> None:
        """Count a placement."""
        visitor, day = int(self.problem.visitor[column]), int(self.problem.day[column])
        where = self.problem.days[day]
        self.of.setdefault(visitor, []).append(day)
        if not self.on_day[day]:
            self.minutes[where.department, where.month] += where.minutes
        self.on_day[day] += 1
        self.away[self.problem.visitors[visitor].team, where.on] += 1


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

    @property
    def placements(self) -> tuple[Pair, ...]:
        """What the plan holds, in the order of the wishes."""
        return tuple(self.problem.pair(column) for column in sorted(self._taken))

    def take(self, column: int) -> None:
        """Add a wish to the plan, whether or not something blocks it."""
        self._taken.append(column)
        self.use.take(column)

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
        team, month = (who.team, where.on), (where.department, where.month)
        back, saved = self._returned(team, month, leaving)
        if team in self.cover and self.use.away[team] - back >= self.cover[team]:
            found[Obstacle.COVER] = team
        cost = 0 if self.use.on_day[day] else where.minutes
        if cost and month in self.budget and self.use.minutes[month] - saved + cost > self.budget[month]:
            found[Obstacle.BUDGET] = month
        return found

    def _returned(self, team: tuple[int, int], month: tuple[int, int], leaving: int | None) -> tuple[int, int]:
        """Return what giving up a day brings back: one person on that date, the minutes of an empty day."""
        if leaving is None:
            return 0, 0
        where = self.problem.days[leaving]
        closes = self.use.on_day[leaving] == 1 and (where.department, where.month) == month
        return int(where.on == team[1]), where.minutes if closes else 0
