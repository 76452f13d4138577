"""From 100,000 answered questionnaires of 16 items to every table of a release.

Beside it: the same shares with Wilson intervals per department, the gaps with Newcombe's,
and the linked changes with McNemar's test, as one would write them with pandas and
statsmodels. Both start from the same columns in memory.
"""

import datetime
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from programs.surveys import disclosure, figures
from programs.surveys.disclosure import SIDES, Answers, Earlier, Facts, Thresholds
from programs.surveys.figures import Question

PEOPLE, ITEMS, DEPARTMENTS, LINKED = 100_000, 16, 60, 70_000
ROUNDS = 5


def run() -> Iterator[dict[str, Any]]:
    """Yield seconds for both ways, for a first and for a second wave, and check that they agree."""
    first, second = _wave(1, start=0), _wave(2, start=PEOPLE - LINKED)
    released = disclosure.release(_facts(1, first), first)
    ours_first = _seconds(lambda: disclosure.release(_facts(1, first), first))
    theirs_first = _seconds(lambda: _with_pandas(_frame(first)))
    _check(released, _with_pandas(_frame(first)))
    yield _figure("surveys.release_first_wave_100k_x_16", ours_first, theirs_first)
    earlier = Earlier(released, first)
    ours_second = _seconds(lambda: disclosure.release(_facts(2, second), second, earlier))
    theirs_second = _seconds(
        lambda: (_with_pandas(_frame(second)), _changes_with_pandas(_frame(first), _frame(second)))
    )
    yield _figure("surveys.release_second_wave_100k_x_16", ours_second, theirs_second)
    tables = figures.to_json(released)
    yield {
        "name": "surveys.release_read_back",
        "value": _seconds(lambda: figures.from_json(figures.ReleasedWave, tables)),
        "unit": "s",
    }


def _figure(name: str, ours: float, theirs: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(ours, 4),
        "unit": "s",
        "baseline": round(theirs, 4),
        "ratio": round(ours / theirs, 3),
    }


def _seconds(work: Callable[[], object]) -> float:
    """The median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[ROUNDS // 2]


def _wave(seed: int, *, start: int) -> Answers:
    rng = np.random.default_rng(seed)
    departments = rng.integers(1, DEPARTMENTS + 1, PEOPLE)
    view = rng.normal(0, 0.9, PEOPLE)[:, None]
    values = np.clip(np.rint(3.1 + view + rng.normal(0, 0.9, (PEOPLE, ITEMS))), 1, 5)
    values[rng.random(values.shape) < 0.04] = 0
    values[rng.random(values.shape) < 0.02] = -1
    sides = np.where(departments <= 12, 0, 1)
    links = np.char.zfill(np.arange(start, start + PEOPLE).astype(np.str_), 32)
    return Answers(sides.astype(np.int8), departments.astype(np.int64), values.astype(np.int8), links)


def _questions() -> tuple[Question, ...]:
    return tuple(
        Question(f"D{n}", "gap" if n <= 6 else "side", "agreement", n == 3, f"Item {n}", f"Item {n}", n <= 11, n <= 2)
        for n in range(1, ITEMS + 1)
    )


def _facts(wave: int, answers: Answers) -> Facts:
    counts = np.bincount(answers.departments, minlength=DEPARTMENTS + 1)
    invited = {(SIDES[0 if one <= 12 else 1], one): int(counts[one]) * 2 for one in range(1, DEPARTMENTS + 1)}
    day = datetime.date(2026, 2, 2)
    names = {one: f"Department {one:02}" for one in range(1, DEPARTMENTS + 1)}
    return Facts(wave, 1, "baseline", day, day, Thresholds(), _questions(), invited, names)


def _frame(answers: Answers) -> pd.DataFrame:
    frame = pd.DataFrame(answers.values, columns=[f"D{n}" for n in range(1, ITEMS + 1)])
    return frame.assign(side=answers.sides, department=answers.departments, link=answers.links)


def _with_pandas(frame: pd.DataFrame) -> dict[Any, Any]:
    """Shares with Wilson intervals by side and department, distributions, and gaps of the first six items."""
    items = [f"D{n}" for n in range(1, ITEMS + 1)]
    long = frame.melt(["side", "department"], items, "item", "answer")
    valid = long[long.answer > 0].assign(agrees=lambda rows: rows.answer >= 4)
    found: dict[Any, Any] = {}
    for keys in (["item", "side"], ["item", "side", "department"]):
        table = valid.groupby(keys, observed=True).agrees.agg(["sum", "count"])
        low, high = proportion_confint(table["sum"], table["count"], method="wilson")
        table = table.assign(low=low, high=high)
        spread = long.groupby([*keys, "answer"], observed=True).size().unstack(fill_value=0)
        found[len(keys)] = (table, spread)
    sides = found[2][0]
    for item in items[:6]:
        it, business = sides.loc[(item, 0)], sides.loc[(item, 1)]
        found[item] = confint_proportions_2indep(
            it["sum"], it["count"], business["sum"], business["count"], method="newcomb", compare="diff"
        )
    return found


def _changes_with_pandas(first: pd.DataFrame, second: pd.DataFrame) -> list[float]:
    """McNemar's exact test of every item on both sides, for linked people."""
    pairs = first.merge(second, on="link", suffixes=("_1", "_2"))
    p_values = []
    for side in (0, 1):
        of_side = pairs[(pairs.side_1 == side) & (pairs.side_2 == side)]
        for n in range(1, ITEMS + 1):
            judged = of_side[(of_side[f"D{n}_1"] > 0) & (of_side[f"D{n}_2"] > 0)]
            table = pd.crosstab(judged[f"D{n}_1"] >= 4, judged[f"D{n}_2"] >= 4)
            p_values.append(float(mcnemar(table.to_numpy(), exact=True).pvalue))
    return p_values


def _check(released: figures.ReleasedWave, found: dict[Any, Any]) -> None:
    """Fail unless both ways give the same shares, intervals and gaps."""
    table = found[2][0]
    for question in released.questions:
        for place, side in enumerate(SIDES):
            share = released.share(question.construct, side)
            row = table.loc[(question.construct, place)]
            assert share.n == row["count"]
            assert abs((share.low or 0) - row["low"]) < 1e-9
    for gap in released.gaps:
        assert abs((gap.low or 0) - found[gap.construct][0]) < 1e-9
