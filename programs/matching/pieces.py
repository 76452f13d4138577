"""Very large problems piece by piece: some people at a time, solved exactly while everybody else stays.

The first plan follows the relaxed one, wish by wish. What it loses against the prices says
who could do better (their regret). So people are put into groups by a department that they
hold or would rather have, each group is solved as a small exact problem with what the others
leave, and the groups are drawn anew until the plan is near enough to the bound. Everything
stops by work, so the same seed gives the same plan.
"""

from dataclasses import dataclass, field

import numpy as np

from programs.matching.formulation import Floats, RowKind, departments_of, formulate, values_of, waiting_of
from programs.matching.greedy import in_order
from programs.matching.ladder import Ended, Report
from programs.matching.model import Ints, LevelName, Mask, Problem, Progress, Status, restricted
from programs.matching.pricing import Core, worth_of
from programs.matching.search import Matrix, maximise

COLUMNS = 20_000
"""About how many wishes a piece decides about: solved in a second."""
PASSES = 10
"""How often everybody is gone through at most."""
ENOUGH = 0.0005
"""The gap of the preference at which the passes end, unless the caller is content with more."""
MOST_NODES = 5
"""How much work goes into one piece."""
PART = 0.02
"""How much of a wish the relaxed plan must grant for the wish to be looked at."""
REGRET = 20.0
"""How many points below what the prices promise make a person somebody to begin with."""
NEAR_BEST = 5.0
"""How many points below its price a wish may be worth to be somebody's aim."""
DRAWN = 0.1
"""How many points the draw may weigh at most in a piece: it decides between equals."""
KEPT = 0.5
"""What it is worth to keep a visit of the plan before."""
OWED = 1000.0
"""What the first visit of somebody who missed out last time weighs more than another's."""
REQUIRED = 50_000.0
"""What a visit weighs that a required floor lacks: more than anything else that could be had for it."""


@dataclass(eq=False)
class Pieces:
    """A plan of a core's wishes that gets better piece by piece.

    `worth` is what each column is worth on the levels down to the preference, `tie` what
    decides between equals. The prices give `reduced`, what each wish is worth above them, and
    `visit`, what one more visit is worth to each person.
    """

    problem: Problem
    matrix: Matrix
    worth: Floats
    tie: Floats
    reduced: Floats
    visit: Floats
    plan: Floats
    bound: float
    seed: int
    seconds_left: float
    report: Report | None = None
    seconds: float = 0.0
    is_cut_short: bool = False
    _owner: Ints = field(init=False)
    _row: Ints = field(init=False)

    def __post_init__(self) -> None:
        made = self.matrix.formulation
        self._owner = np.full(self.matrix.width, -1)
        self._owner[: self.problem.size] = self.problem.visitor
        self._owner[made.served_from : made.short_from] = waiting_of(self.problem)
        self._row = np.repeat(np.arange(made.height), np.diff(made.start))

    @property
    def granted(self) -> Mask:
        """Which wishes the plan grants."""
        granted: Mask = self.plan[: self.problem.size] > 0.5
        return granted

    @property
    def gap(self) -> float:
        """How far the plan is below the bound, as a share of its preference."""
        preference = float(self.problem.score @ self.granted)
        return (self.bound - float(self.worth @ self.plan)) / max(1.0, preference)

    @property
    def lacks_required(self) -> bool:
        """Whether a required floor isn't met."""
        floors = self.problem.floors
        short = self.plan[self.matrix.formulation.short_from :]
        return any(floor.is_required and left > 0.5 for floor, left in zip(floors, short, strict=True))

    def mend(self) -> bool:
        """Make a first plan keep every rule; return whether it does.

        It may not where a lock stands on a day with a smallest group. The people who could use
        what is broken are placed anew; if that isn't enough, everybody is.
        """
        broken = self.matrix.broken(self.plan)
        if not broken.any():
            return True
        owners = self._owner[self.matrix.index[broken[self._row]]]
        near = np.zeros(len(self.problem.visitors), dtype=np.bool_)
        near[owners[owners >= 0]] = True
        return self._solve(near, is_anew=True) or self._solve(np.ones_like(near), is_anew=True)

    def improve(self, target_gap: float) -> None:
        """Go through everybody in groups, drawn anew each time, until the gap or the work allowed is reached."""
        count = -(-self.problem.size // COLUMNS)
        for turn in range(PASSES):
            for people in self._groups(turn, count):
                if self.gap <= target_gap:
                    return
                if self.seconds_left <= 0.01:
                    self.is_cut_short = True
                    return
                self._solve(people)
                self._tell()

    def _groups(self, turn: int, count: int) -> list[Mask]:
        """Put people together who hold or would rather have a day of the same department; drop groups without regret.

        The department is drawn anew each turn: among what somebody could aim at if they have
        reason for regret, among what they hold if not.
        """
        department, _ = departments_of(self.problem)
        visitor, granted, regret = self.problem.visitor, self.granted, self._regret()
        lots = lottery(self.problem.size + len(regret), (self.seed, turn))
        is_aim = ~granted & (self.reduced > -NEAR_BEST) & (regret[visitor] > REGRET)
        aims = np.full(len(regret), -1)
        for chosen in (granted, is_aim):  # aims come before what somebody holds
            wishes = np.flatnonzero(chosen)
            wishes = wishes[np.argsort(lots[wishes], kind="stable")]
            aims[visitor[wishes]] = department[wishes]
        order = np.roll(np.lexsort((lots[self.problem.size :], aims)), int(lots[0]) % len(regret))
        groups = []
        for some in np.array_split(order, count):
            people = np.zeros(len(regret), dtype=np.bool_)
            people[some] = True
            if np.any(regret[people] > REGRET):
                groups.append(people)
        return groups

    def _regret(self) -> Floats:
        """Return how many points each person is below what the prices promise them."""
        granted, visitor = self.granted, self.problem.visitor
        lost = np.where(granted, np.maximum(0.0, -self.reduced), np.maximum(0.0, self.reduced))
        wanted = np.array([who.wanted for who in self.problem.visitors])
        missing = wanted - np.bincount(visitor[granted], minlength=len(wanted))
        return np.bincount(visitor, lost, len(wanted)) + self.visit * np.maximum(0, missing)

    def _solve(self, people: Mask, *, is_anew: bool = False) -> bool:
        """Solve the problem of some people exactly, with what everybody else leaves; return whether it has a plan.

        The plan is kept when it is better than before, or `is_anew`.
        """
        free = np.flatnonzero(self._free(people))
        part = self.matrix.part(free, self.plan)
        worth = (self.worth + self.tie)[free]
        found = maximise(
            part,
            worth,
            seconds=self.seconds_left,
            absolute_gap=1.0,
            most_nodes=None if is_anew else MOST_NODES,
            hint=None if is_anew else self.plan[free],
        )
        self.seconds += found.seconds
        self.seconds_left -= found.seconds
        if found.values is None:
            return False
        better = np.round(found.values)
        if is_anew or worth @ better > worth @ self.plan[free] + DRAWN / 100:
            self.plan = self.plan.copy()
            self.plan[free] = better
        return True

    def _free(self, people: Mask) -> Mask:
        """Return the columns that a piece decides: those of its people, and what belongs to nobody in the same rows."""
        free = (self._owner >= 0) & people[self._owner]
        index, size = self.matrix.index, self.problem.size
        touched = np.zeros(len(self.matrix.row_lower), dtype=np.bool_)
        touched[self._row[free[index] & (index < size)]] = True
        shared = index[touched[self._row]]
        free[shared[self._owner[shared] < 0]] = True
        return free

    def _tell(self) -> None:
        """Report how far the plan is; raises Ended when the caller cancels."""
        if self.report is None:
            return
        value = int(self.problem.score @ self.granted)
        bound = value + max(0, int(self.bound - float(self.worth @ self.plan)))
        if self.report(Progress(LevelName.PREFERENCE, value, bound, self.seconds)):
            raise Ended(Status.CANCELLED)


def begun(
    problem: Problem, core: Core, numbers: Floats, *, seed: int, seconds: float, report: Report | None = None
) -> Pieces:
    """Return a first plan of a problem's core, which follows the relaxed plan."""
    used = core.used(PART)
    some = restricted(problem, used)
    made = formulate(some)
    matrix = Matrix(made)
    required = np.array([floor.is_required for floor in some.floors], dtype=np.bool_)
    least = np.array([floor.least for floor in some.floors], dtype=float)
    matrix.upper[made.short_from :] = least  # what the first plan lacks, the pieces mend
    worth = worth_of(made)
    worth[made.short_from :] -= np.where(required, REQUIRED, 0.0)
    share, reduced = core.values[used], core.reduced[used]
    first = np.argsort(-share, kind="stable")
    then = np.lexsort((-reduced, reduced < -NEAR_BEST))
    plan = values_of(made, in_order(some, first, then))
    matrix.lower[[some.columns[pair] for pair in some.locks]] = 1
    tie = np.zeros(matrix.width)
    tie[: some.size] = numbers[used] * (DRAWN / 2**20)
    tie += OWED * made.objective(LevelName.OWED)
    tie[: some.size] += KEPT * made.objective(LevelName.LEAST_CHANGE)[: some.size]
    visit = np.zeros(len(some.visitors))
    rows = np.flatnonzero(core.formulation.kind == RowKind.WANTED)
    visit[core.formulation.subject[rows]] = np.maximum(0.0, core.row_duals[rows])
    return Pieces(some, matrix, worth, tie, reduced, visit, plan, core.bound, seed, seconds, report)


def lottery(count: int, entropy: tuple[int, ...]) -> Ints:
    """Return as many whole numbers from a seed alone, the same on every machine."""
    raw = np.random.PCG64(list(entropy)).random_raw(count)
    return np.asarray(np.asarray(raw, dtype=np.uint64) >> np.uint64(24), dtype=np.int64)
