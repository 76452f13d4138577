"""The same optimum by another road: SCIP over the rules written out one by one, pairs not windows."""

from itertools import combinations

from pyscipopt import Model, quicksum


class Rules:
    """A problem's hard rules as SCIP's rows."""

    def __init__(self, problem):
        self.problem = problem
        self.model = Model()
        self.model.hideOutput()
        self.none = self.model.addVar(lb=0, ub=0)
        self.granted = [self.model.addVar(vtype="B") for _ in range(problem.size)]
        self.opens = {day.key: self.model.addVar(vtype="B") for day in problem.days}
        self.who = [problem.visitors[v] for v in problem.visitor]
        self.where = [problem.days[d] for d in problem.day]
        self.served, self.missed = {}, []
        for write in (self._locks, self._days, self._people, self._covers, self._budgets, self._floors):
            write()

    def of(self, test):
        """Return how many wishes are granted for whose visitor and day the test holds."""
        picked = [one for one, who, where in zip(self.granted, self.who, self.where, strict=True) if test(who, where)]
        return quicksum([self.none, *picked])

    def _locks(self):
        for pair in self.problem.locks:
            self.model.addCons(self.granted[self.problem.columns[pair]] >= 1)

    def _days(self):
        for day in self.problem.days:
            there = self.of(lambda who, where, day=day: where is day)
            self.model.addCons(there <= day.places * self.opens[day.key])
            self.model.addCons(there >= max(1, day.least) * self.opens[day.key])

    def _people(self):
        for visitor in self.problem.visitors:
            mine = self.of(lambda who, where, visitor=visitor: who is visitor)
            self.model.addCons(mine <= visitor.wanted)
            if not visitor.is_served:
                self.served[visitor.key] = self.model.addVar(vtype="B")
                self.model.addCons(self.served[visitor.key] <= mine)
        for a, b in combinations(range(self.problem.size), 2):
            one, other = self.where[a], self.where[b]
            near = one.department == other.department or abs(one.on - other.on) < self.problem.spacing
            if self.who[a] is self.who[b] and near:
                self.model.addCons(self.granted[a] + self.granted[b] <= 1)

    def _covers(self):
        for cover in self.problem.covers:
            away = self.of(lambda who, where, cover=cover: who.team == cover.team and where.on == cover.on)
            self.model.addCons(away <= cover.most)

    def _budgets(self):
        for budget in self.problem.budgets:
            self._spend(budget, [day for day in self.problem.days if day.department == budget.department])
        for budget in self.problem.host_budgets:
            self._spend(budget, [day for day in self.problem.days if day.host == budget.host])

    def _spend(self, budget, days):
        spent = [day.minutes * self.opens[day.key] for day in days if day.month == budget.month]
        self.model.addCons(quicksum([self.none, *spent]) <= budget.minutes)

    def _floors(self):
        for floor in self.problem.floors:
            inside = self.of(
                lambda who, where, floor=floor: (
                    where.department == floor.department and floor.from_on <= where.on <= floor.until_on
                )
            )
            short = self.model.addVar(vtype="I", lb=0, ub=0 if floor.is_required else floor.least)
            self.model.addCons(inside + short >= floor.least)
            self.missed.append(short)


def best_levels(problem):
    """Return what each level down to the preference reaches at best, by name, or None if nothing is feasible."""
    rules = Rules(problem)
    owed = [rules.served[one.key] for one in problem.visitors if one.is_owed and one.key in rules.served]
    count = rules.granted if problem.counts_first else []
    levels = {
        "first_visits": quicksum([rules.none, *rules.served.values()]),
        "owed": quicksum([rules.none, *owed]),
        "floors": -quicksum([rules.none, *rules.missed]),
        "visits": quicksum([rules.none, *count]),
        "preference": quicksum(
            [rules.none, *(int(score) * one for score, one in zip(problem.score, rules.granted, strict=True))]
        ),
    }
    reached = {}
    for name, worth in levels.items():
        rules.model.setObjective(worth, "maximize")
        rules.model.optimize()
        if rules.model.getStatus() != "optimal":
            return None
        reached[name] = round(rules.model.getObjVal())
        rules.model.freeTransform()
        rules.model.addCons(worth >= reached[name])
    return reached
