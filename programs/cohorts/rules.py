"""What cohorts, enrolments and wishes may be. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from programs.cohorts.choices import Stage
from programs.core.refusals import Refusal

ORDER = tuple(Stage)
"""The stages of a cohort, first to last."""

ENROLLING = (Stage.ENROLLING, Stage.MATCHING, Stage.RUNNING)
"""Stages in which wishes may be given and changed (until the closing date, where there is one)."""

BOOKING = (Stage.MATCHING, Stage.RUNNING)
"""Stages in which visits are booked."""


@dataclass(frozen=True)
class Ranked:
    """A department on somebody's list; the same rank twice is a tie."""

    rank: int
    department_id: int


def order_of(stage: str) -> int:
    """Return the place of a stage in the life of a cohort, from 0."""
    return ORDER.index(Stage(stage))


def tidy_ranks(ranks: Mapping[int, int | None]) -> tuple[Ranked, ...]:
    """Return a list of departments with ranks 1, 2, 3 … without gaps, best first.

    `ranks` maps department to the number that somebody gave it, or to None. Ties stay
    ties: 2, 2, 7 becomes 1, 1, 2.
    """
    given = {department: rank for department, rank in ranks.items() if rank is not None}
    place = {rank: number for number, rank in enumerate(sorted(set(given.values())), 1)}
    return tuple(
        sorted((Ranked(place[rank], department) for department, rank in given.items()), key=lambda one: one.rank)
    )


def is_open_for_wishes(stage: str, enrolls_until: date | None, on: date) -> bool:
    """Whether somebody can enrol or change wishes on a day."""
    return stage in ENROLLING and (enrolls_until is None or on <= enrolls_until)


def dates_outside(dates: Iterable[date], starts_on: date, ends_on: date) -> tuple[date, ...]:
    """Return those dates on which the cohort doesn't visit anyway."""
    return tuple(sorted(on for on in dates if not starts_on <= on <= ends_on))


def unique_refusals(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Return refusals in their order, each sentence once."""
    return tuple({str(refusal): refusal for refusal in refusals}.values())
