"""Large problems: the core's plan keeps every rule, and the bound of the whole holds."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks._cohorts import cohort
from programs.matching import model, pricing, solver
from programs.matching.formulation import formulate
from programs.matching.model import LevelName
from programs.matching.search import Matrix
from programs.matching.solver import solve
from tests.matching.checker import broken_rules, first_visits, preference
from tests.matching.instances import problems
from tests.matching.second_opinion import best_levels

RANDOM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _bound_of(made, core, duals):
    formulation = formulate(model.restricted(made, core))
    matrix = Matrix(formulation)
    return pricing.priced(made, formulation, matrix.lower, matrix.upper, duals(formulation)).bound


@RANDOM
@given(problems())
def test_priced_bounds_the_whole_problem_whatever_the_prices(made):
    best = best_levels(made)
    total = best["preference"] + pricing.SERVED * best["first_visits"] + pricing.SHORT * best["floors"]
    total += pricing.COUNTED * best["visits"]
    draw = np.random.default_rng(made.size)
    core = draw.random(made.size) < 0.5

    bound = _bound_of(made, core, lambda formulation: draw.normal(0, 400, formulation.height))

    assert bound >= total - 1e-6


@pytest.fixture
def large(monkeypatch):
    """A cohort that counts as large."""
    monkeypatch.setattr(solver, "LARGE", 1000)
    return cohort(120, 20, seed=3, has_budgets=False)


def test_solve_a_large_problem_keeps_every_rule_and_a_bound_of_the_whole(large, monkeypatch):
    plan = solve(large, seed=1)

    monkeypatch.setattr(solver, "LARGE", 10**9)
    exact = solve(large, seed=1)
    assert broken_rules(large, plan.placements) == set()
    assert preference(large, plan.placements) == plan.value <= exact.value <= plan.bound
    assert first_visits(large, plan.placements) == plan.level(LevelName.FIRST_VISITS).value
    assert plan.gap < 0.0005


def test_solve_a_large_problem_prices_out_without_the_whole_relaxation(large, monkeypatch):
    monkeypatch.setattr(pricing, "EXACTLY", 0)

    plan = solve(large, seed=1)

    assert plan.value <= plan.bound
    assert plan.gap < 0.002


def test_solve_a_large_problem_gives_the_same_plan_for_the_same_seed(large):
    assert solve(large, seed=4).placements == solve(large, seed=4).placements


def test_solve_a_large_problem_keeps_its_locks(large):
    lock = large.pair(17)

    plan = solve(replace(large, locks=(lock,)), seed=1)

    assert lock in plan.placements


@pytest.mark.parametrize("vast", [0, 10**9])
def test_solve_a_large_problem_without_time_still_gives_a_plan_and_a_bound(large, monkeypatch, vast):
    monkeypatch.setattr(solver, "VAST", vast)

    plan = solve(large, seed=1, time_limit=0.001)

    assert broken_rules(large, plan.placements) == set()
    assert plan.placements
    json.dumps([(level.value, level.bound) for level in plan.levels])
    monkeypatch.setattr(solver, "LARGE", 10**9)
    assert plan.value <= solve(large, seed=1).value <= plan.bound
