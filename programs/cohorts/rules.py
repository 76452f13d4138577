"""What cohorts, enrolments and wishes may be. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from programs.cohorts.choices import Reason, Stage
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


@dataclass(frozen=True)
class Wishes:
    """What somebody wants of a cohort. `learns` and `brings` are skills; `avoided` is theirs alone."""

    wanted: int
    goals: str = ""
    reach: str = "anywhere"
    ranked: tuple[Ranked, ...] = ()
    blocked: frozenset[date] = frozenset()
    avoided: frozenset[int] = frozenset()
    learns: frozenset[int] = frozenset()
    brings: frozenset[int] = frozenset()


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


# Cohorts ---------------------------------------------------------------------------------


def cohort_refusals(starts_on: date, ends_on: date, enrolls_until: date | None) -> tuple[Refusal, ...]:
    """Return what is wrong with the dates of a cohort."""
    refusals = []
    if ends_on < starts_on:
        refusals.append(Refusal(Reason.ENDS_FIRST))
    elif enrolls_until is not None and enrolls_until > ends_on:
        refusals.append(Refusal(Reason.CLOSES_LATE))
    return tuple(refusals)


def program_refusals(*, score_threshold: int, item_threshold: int, waiting_offer_hours: int) -> tuple[Refusal, ...]:
    """Return what is wrong with a programme's rules. Privacy thresholds go up, never below 5 and 10."""
    refusals = []
    if score_threshold < 5 or item_threshold < max(10, score_threshold):
        refusals.append(Refusal(Reason.THRESHOLDS))
    if not 24 <= waiting_offer_hours <= 48:
        refusals.append(Refusal(Reason.OFFER_HOURS))
    return tuple(refusals)


def is_neighbour(stage: str, to: str) -> bool:
    """Whether a cohort can go from one stage to the other: one on, or one back."""
    return abs(order_of(stage) - order_of(to)) == 1


def next_stage(stage: str) -> Stage | None:
    """Return the stage after one, None after the last."""
    number = order_of(stage) + 1
    return ORDER[number] if number < len(ORDER) else None


def life_of(stage: str) -> tuple[tuple[Stage, str], ...]:
    """Return each stage with where it lies from a stage: "past", "now" or "ahead"."""
    here = order_of(stage)
    return tuple(
        (one, "past" if number < here else "now" if number == here else "ahead") for number, one in enumerate(ORDER)
    )


# Blocked dates ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Dates:
    """From a date to a date, both included."""

    from_on: date
    until_on: date

    def days(self) -> frozenset[date]:
        """Return each date."""
        length = (self.until_on - self.from_on).days
        return frozenset(self.from_on + timedelta(days=day) for day in range(length + 1))


def ranges_of(dates: Iterable[date]) -> tuple[Dates, ...]:
    """Return dates as the fewest ranges, first to last."""
    ranges: list[Dates] = []
    for on in sorted(set(dates)):
        if ranges and on - ranges[-1].until_on == timedelta(days=1):
            ranges[-1] = Dates(ranges[-1].from_on, on)
        else:
            ranges.append(Dates(on, on))
    return tuple(ranges)
