"""The record of a run as data: what went in, what came out, how good that is proven to be, and who changed what.

Page, JSON and PDF render from this one dataclass. It names people, so it is for those who
lead the programme; what others get is made from its figures alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from programs.matching import rules
from programs.matching.choices import LevelTitle
from programs.matching.models import MatchingRules, MatchingRun
from programs.matching.wishes import SWITCHES, WEIGHED


@dataclass(frozen=True)
class Weight:
    """What a part of the score weighs (0 to 100), and its share of the whole in per cent."""

    label: str
    weight: int
    per_cent: int


@dataclass(frozen=True)
class Switch:
    """A rule that is either on or off."""

    label: str
    is_on: bool


@dataclass(frozen=True)
class RecordLevel:
    """What a level reached, what no plan can exceed, and the gap between both.

    `per_cent` is by how much it could be better at most; None where a percentage of such a
    value means nothing (zero or below). Values are counts or points of 1,000.
    """

    name: str
    title: str
    value: int
    bound: int
    gap: int
    per_cent: float | None
    is_proven: bool


@dataclass(frozen=True)
class RecordLoad:
    """What the plan asks of a host department: visits, days that open, free places, and its fair share of visits."""

    department: str
    visits: int
    days: int
    places: int
    share: float


@dataclass(frozen=True)
class RecordLot:
    """One place that was decided by lot: (name, number drawn, whether they got it), the highest number first."""

    on: date
    department: str
    offering: str
    entrants: tuple[tuple[str, int, bool], ...]


@dataclass(frozen=True)
class RecordEdit:
    """One change by hand: what, about whom and which day, by whom, when and why; whether it was taken back."""

    kind: str
    person: str
    department: str
    offering: str
    on: date
    by: str
    at: datetime
    why: str
    is_taken_back: bool


@dataclass(frozen=True)
class Outcome:
    """What came out, counted. `booked` and `refused` count placements of a published run."""

    people: int
    placed: int
    complete: int
    visits: int
    first_choices: int
    booked: int
    refused: int


@dataclass(frozen=True)
class Record:
    """Everything a run decided on and decided.

    `ranks` says how many people have which rank as their best visit: (rank, people), with
    rank 0 for nobody's and None for a department that is not on the list. `blocking_pairs`
    counts visitors and days that would both rather have each other. `inequality` is the Gini
    index of visits against free places, from 0 (all departments alike) to 1. `weights` and
    `switches` are as they were frozen; empty for runs made before they were kept.
    """

    number: int
    cohort: str
    program: str
    preset: str
    state: str
    failure: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    published_at: datetime | None
    based_on: int | None
    inputs_sha256: str
    seed: int
    versions: Mapping[str, str]
    seconds_allowed: int
    seconds_used: float
    memory_mb: int
    is_proven: bool
    is_cut_short: bool
    visitors: int
    days: int
    places: int
    wishes: int
    weights: tuple[Weight, ...]
    switches: tuple[Switch, ...]
    levels: tuple[RecordLevel, ...]
    outcome: Outcome
    ranks: tuple[tuple[int | None, int], ...]
    blocking_pairs: int | None
    inequality: float
    loads: tuple[RecordLoad, ...]
    lots: tuple[RecordLot, ...]
    edits: tuple[RecordEdit, ...]


def levels_of(run: MatchingRun) -> tuple[RecordLevel, ...]:
    """Return every level of a run's plan with its bound, as it was decided."""
    return tuple(_level(row) for row in run.result.get("levels", ()))


def _level(row: Mapping[str, Any]) -> RecordLevel:
    value, bound = row["value"], row["bound"]
    return RecordLevel(
        name=row["name"],
        title=str(LevelTitle(row["name"]).label),
        value=value,
        bound=bound,
        gap=max(0, bound - value),
        per_cent=rules.per_cent_better(value, bound) if value > 0 else None,
        is_proven=bound <= value,
    )


def weights_of(run: MatchingRun) -> tuple[Weight, ...]:
    """Return the weights that a run froze, in the order of the rules page."""
    frozen = run.inputs.get("rules", {})
    every = sum(frozen.get(name, 0) for name in WEIGHED)
    return tuple(
        Weight(_label(name), frozen[name], round(100 * frozen[name] / every) if every else 0)
        for name in WEIGHED
        if name in frozen
    )


def switches_of(run: MatchingRun) -> tuple[Switch, ...]:
    """Return the switches that a run froze."""
    frozen = run.inputs.get("rules", {})
    return tuple(Switch(_label(name), frozen[name]) for name in SWITCHES if name in frozen)


def _label(name: str) -> str:
    label = str(MatchingRules._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def rank_label(rank: int | None) -> str:
    """Return the best visit of some people in words."""
    if rank is None:
        return _("Not listed")
    return _("Choice %(rank)s") % {"rank": rank} if rank else _("No visit")
