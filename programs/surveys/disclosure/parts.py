"""Who took part and who didn't: tables of whole sides, with no crossing by department.

On the IT side the parts are people, by their visits when the wave opened; on the business
side they are departments, by whether they had hosted. Nobody was assigned by chance, so
nothing here claims more than a comparison.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure.change import Pairs, asked_alike
from programs.surveys.disclosure.columns import Answers, Earlier, Facts
from programs.surveys.disclosure.merging import FULL, Thresholds, is_remainder_safe
from programs.surveys.disclosure.shares import share_of
from programs.surveys.figures import DOSES, Contrast, DoseTrend, Footing, Group, Note, Part, PartResult, Question
from programs.surveys.statistics import (
    Interval,
    benjamini_hochberg,
    change_of_gap,
    clustered_slope,
    dose_slope,
    dose_trend,
    footing_of,
    linked_change,
)

TOOK_PART = (Part.SOME, Part.ONE, Part.TWO, Part.MANY)
BANDS = ((Part.NONE, Part.ONE, Part.TWO, Part.MANY), (Part.NONE, Part.ONE, Part.TWO_UP))
"""Bands of doses from fine to coarse; the first that is large enough everywhere is published."""


@dataclass(frozen=True)
class Parts:
    """Which parts of a side are published: people per part as masks over the side's answers."""

    masks: Mapping[Part, NDArray[np.bool_]]
    bands: tuple[Part, ...] = ()

    @property
    def has_contrast(self) -> bool:
        """Whether those who took part stand beside those who didn't."""
        return Part.PARTICIPANTS in self.masks

    def without_bands(self) -> "Parts":
        """Return the parts without the bands of doses."""
        return Parts({part: mask for part, mask in self.masks.items() if part not in self.bands})


def masks_of(facts: Facts, answers: Answers, side: str) -> dict[Part, NDArray[np.bool_]]:
    """Return everyone's part of a side, published or not."""
    if side == "business":
        hosted = np.isin(answers.departments, sorted(facts.hosted))
        return {Part.PARTICIPANTS: hosted, Part.OTHERS: ~hosted} if facts.hosted else {}
    by_dose = {part: answers.doses == DOSES.index(part) for part in (Part.NONE, *TOOK_PART)}
    took = np.logical_or.reduce([by_dose[part] for part in TOOK_PART])
    return {
        Part.PARTICIPANTS: took,
        Part.OTHERS: by_dose[Part.NONE],
        **by_dose,
        Part.TWO_UP: by_dose[Part.TWO] | by_dose[Part.MANY],
    }


def parts_of(facts: Facts, answers: Answers, side: str) -> Parts:
    """Decide once for all items which parts of a side are large enough, and their remainders safe."""
    masks = masks_of(facts, answers, side)
    if not masks:
        return Parts({})
    released = (answers.values > 0).sum(axis=0) >= facts.thresholds.item
    values = answers.values[:, released]
    shown: dict[Part, NDArray[np.bool_]] = {}
    pair = (Part.PARTICIPANTS, Part.OTHERS)
    if _is_safe(values, [masks[part] for part in pair], facts.thresholds):
        shown = {part: masks[part] for part in pair}
    bands = next(
        (
            some
            for some in BANDS
            if shown and side == "it" and _is_safe(values, [masks[part] for part in some], facts.thresholds)
        ),
        (),
    )
    return Parts(shown | {part: masks[part] for part in bands}, bands)


def _is_safe(values: NDArray[np.int8], groups: Sequence[NDArray[np.bool_]], thresholds: Thresholds) -> bool:
    """Whether each group has enough people on every item, and so have those in none of them, if any."""
    for group in groups:
        if (values[group] > 0).sum(axis=0).min(initial=thresholds.item) < thresholds.item or not group.any():
            return False
    rest = ~np.logical_or.reduce(list(groups))
    valid, agreeing = (values[rest] > 0).sum(axis=0), (values[rest] >= 4).sum(axis=0)
    return all(is_remainder_safe(int(x), int(n), thresholds.score) for x, n in zip(agreeing, valid, strict=True))


def part_results(facts: Facts, answers: Answers, side: str, parts: Parts) -> list[PartResult]:
    """Return every item's share in every published part, in the order of the questionnaire."""
    results = []
    for place, question in enumerate(facts.questions):
        if int((answers.values[:, place] > 0).sum()) < facts.thresholds.item:
            continue
        for part, mask in parts.masks.items():
            table = np.bincount(answers.values[mask, place] + 1, minlength=7)
            share = share_of(table, facts.thresholds, in_full=False)
            members = sorted(set(answers.departments[mask].tolist())) if side == "business" else ()
            results.append(PartResult(question.construct, side, part, replace(share, cant_judge=None), tuple(members)))
    return results


def dose_trends(facts: Facts, answers: Answers, side: str, parts: Parts, pairs: "Linked | None") -> list[DoseTrend]:
    """Return the trend of each item over the published bands, with q over the side's family."""
    if not parts.bands:
        return []
    trends = []
    for place, question in enumerate(facts.questions):
        column = answers.values[:, place]
        answered = [int((column[parts.masks[band]] > 0).sum()) for band in parts.bands]
        agreeing = [int((column[parts.masks[band]] >= 4).sum()) for band in parts.bands]
        if sum(answered) < facts.thresholds.item or min(answered) == 0:
            continue
        chi2, p = dose_trend(agreeing, answered, range(len(parts.bands)))
        slope = _slope(question, pairs, place, facts.thresholds) if pairs else None
        trends.append(
            DoseTrend(
                question.construct,
                side,
                chi2,
                p,
                slope=slope[0].value if slope else None,
                low=slope[0].low if slope else None,
                high=slope[0].high if slope else None,
                pairs=slope[1] if slope else None,
            )
        )
    adjusted = benjamini_hochberg([trend.p for trend in trends])
    return [replace(trend, q=q) for trend, q in zip(trends, adjusted, strict=True)]


@dataclass(frozen=True)
class Linked:
    """The same people's answers in two waves: rows of both tables side by side, where the
    earlier one asked each question, and of each person the dose, whether they took part, and
    the published group they belong to.
    """

    before: NDArray[np.int8]
    after: NDArray[np.int8]
    asked: Mapping[str, int]
    doses: NDArray[np.int8]
    took_part: NDArray[np.bool_]
    others: NDArray[np.bool_]
    clusters: NDArray[np.int64]

    def columns(self, question: Question, place: int) -> tuple[NDArray[np.int8], NDArray[np.int8]] | None:
        """Return the answers before and after, or nothing for an item that was not asked alike."""
        where = self.asked.get(question.construct)
        return None if where is None else (self.before[:, where], self.after[:, place])


def linked_of(facts: Facts, pairs: Pairs, earlier: Earlier, parts: Parts, groups: Sequence[Group], side: str) -> Linked:
    """Return the linked people of a side with their dose, their part and their published group."""
    nobody = np.zeros(len(pairs.later.links), bool)
    clusters = np.zeros(len(pairs.later.links), np.int64)
    for number, group in enumerate(group for group in groups if not group.is_side):
        clusters[np.isin(pairs.later.departments, group.departments)] = number + 1
    return Linked(
        pairs.earlier.values[pairs.before],
        pairs.later.values[pairs.after],
        asked_alike(facts.questions, earlier, side),
        pairs.later.doses[pairs.after],
        parts.masks.get(Part.PARTICIPANTS, nobody)[pairs.after],
        parts.masks.get(Part.OTHERS, nobody)[pairs.after],
        clusters[pairs.after],
    )


EXACT_DOSES = 4
"""The first doses of `figures.DOSES` are numbers of visits."""


def _slope(question: Question, pairs: Linked, place: int, thresholds: Thresholds) -> tuple[Interval, int] | None:
    """Return points per visit among linked people who began alike, where there are enough clusters."""
    columns = pairs.columns(question, place)
    if columns is None:
        return None
    before, after = columns
    both = (before > 0) & (after > 0)
    judged = both & (pairs.doses >= 0) & (pairs.doses < EXACT_DOSES)
    n, left, clusters = int(judged.sum()), int((both & ~judged).sum()), pairs.clusters[judged]
    if n < FULL or 0 < left < thresholds.score or footing_of(len(np.unique(clusters))) == Footing.DESCRIBED:
        return None
    try:
        return dose_slope(before[judged], after[judged], pairs.doses[judged], clusters), n
    except ValueError:
        return None


def contrasts(
    facts: Facts, answers: Answers, side: str, parts: Parts, pairs: Linked | None, *, are_shares_shown: bool = True
) -> list[Contrast]:
    """Return how linked people who took part changed beside those who didn't (MOVER), with the
    interval of departments as clusters where there are enough of them.

    `are_shares_shown` says that the shares of all who took part are published beside it, so that
    those of them who aren't linked must not be too few.
    """
    if pairs is None or not parts.has_contrast:
        return []
    found = []
    for place, question in enumerate(facts.questions):
        columns = pairs.columns(question, place)
        if columns is None:
            continue
        valid = answers.values[:, place] > 0
        of_all = [int((valid & parts.masks[part]).sum()) for part in (Part.PARTICIPANTS, Part.OTHERS)]
        sizes = of_all if are_shares_shown else None
        contrast = _contrast(question.construct, side, columns, pairs, sizes, facts.thresholds)
        if contrast:
            found.append(contrast)
    return found


@dataclass(frozen=True)
class _Moved:
    """One part's linked change: its interval, n, and the share that agreed before."""

    change: Interval
    n: int
    before: float


def _moved(
    before: NDArray[np.int8], after: NDArray[np.int8], of_all: int | None, thresholds: Thresholds
) -> _Moved | None:
    """Return how some linked people changed; nothing where they, or those left of `of_all`, are too few."""
    agreed, agrees = before >= 4, after >= 4
    n, a = len(agreed), int((agreed & agrees).sum())
    b, c = int((agreed & ~agrees).sum()), int((~agreed & agrees).sum())
    if n < thresholds.item or (of_all is not None and 0 < of_all - n < thresholds.score):
        return None
    if not (0 < a + b < n and 0 < a + c < n):
        return None
    return _Moved(linked_change(a, b, c, n - a - b - c), n, (a + b) / n)


def _contrast(
    construct: str,
    side: str,
    columns: tuple[NDArray[np.int8], NDArray[np.int8]],
    pairs: Linked,
    sizes: Sequence[int] | None,
    thresholds: Thresholds,
) -> Contrast | None:
    before, after = columns
    judged = (before > 0) & (after > 0)
    first, second = (
        _moved(before[judged & mask], after[judged & mask], of_all, thresholds)
        for mask, of_all in zip((pairs.took_part, pairs.others), sizes or (None, None), strict=True)
    )
    if first is None or second is None or 0 < int(judged.sum()) - first.n - second.n < thresholds.score:
        return None
    either = judged & (pairs.took_part | pairs.others)
    clusters = pairs.clusters[either]
    departments = len(np.unique(clusters))
    moved = (after[either] >= 4).astype(float) - (before[either] >= 4)
    robust = _by_department(moved, pairs.took_part[either], clusters)
    between = change_of_gap(first.change, second.change)
    low, high = (robust.low, robust.high) if robust else (between.low, between.high)
    return Contrast(
        construct,
        side,
        first.before,
        second.before,
        first.change.value,
        second.change.value,
        first.n,
        second.n,
        between.value,
        max(-2.0, low),
        min(2.0, high),
        departments,
        footing_of(departments) if robust else Footing.DESCRIBED,
        note=Note.SHOWN if min(first.n, second.n) >= FULL else Note.INDICATIVE,
    )


def _by_department(
    moved: NDArray[np.float64], took_part: NDArray[np.bool_], clusters: NDArray[np.int64]
) -> Interval | None:
    """Return the difference with departments as clusters, where there are enough to compare."""
    if footing_of(len(np.unique(clusters))) == Footing.DESCRIBED:
        return None
    try:
        return clustered_slope(moved, [took_part], clusters)
    except ValueError:
        return None
