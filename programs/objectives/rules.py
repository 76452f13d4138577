"""What makes an objective agreed and a measure healthy. Plain Python."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from programs.core.refusals import Refusal
from programs.objectives.choices import Direction, Reason, Trend

SLACK = Decimal("0.1")
"""A measure counts as on track while it is at most a tenth of the whole way behind a straight line."""
LONGEST_TEXT = 250
LARGEST = Decimal("1e11")


@dataclass(frozen=True)
class Course:
    """Where a measure comes from and where it should be, when, and how often it is read."""

    baseline: Decimal
    target: Decimal
    direction: str
    from_on: datetime.date
    until_on: datetime.date
    every_days: int


@dataclass(frozen=True)
class Status:
    """What the readings say; `on` is the day that the sentence names."""

    trend: Trend
    on: datetime.date


def share_done(course: Course, value: Decimal) -> Decimal:
    """Return how much of the way from baseline to target is made: 0 at the one, 1 at the other.

    Below 0 when things got worse. Where target and baseline are one ("keep it there"), it is
    1 on the good side and 0 on the other.
    """
    way = course.target - course.baseline
    if way:
        return (value - course.baseline) / way
    kept = value >= course.target if course.direction == Direction.UP else value <= course.target
    return Decimal(int(kept))


def share_expected(course: Course, on: datetime.date) -> Decimal:
    """Return how much of the way should be made by a day, on a straight line: 0 before, 1 after."""
    days = (course.until_on - course.from_on).days
    passed = min(max((on - course.from_on).days, 0), days)
    return Decimal(passed) / days if days else Decimal(1)


def status_of(
    course: Course, latest: tuple[datetime.date, Decimal] | None, *, today: datetime.date, is_awaited: bool = True
) -> Status:
    """Say how a measure does, from its latest reading.

    Without a reading for longer than `every_days`, nothing is known and that is what is said,
    whatever the last value was; unless the target was reached, or no reading is awaited.
    """
    every = datetime.timedelta(days=course.every_days)
    if latest is None:
        due = course.from_on + every
        return Status(Trend.SILENT, course.from_on) if due < today and is_awaited else Status(Trend.NEW, due)
    on, value = latest
    done = share_done(course, value)
    if done >= 1:
        return Status(Trend.REACHED, on)
    if on + every < min(today, course.until_on) and is_awaited:
        return Status(Trend.SILENT, on)
    return Status(Trend.ON_TRACK if done >= share_expected(course, on) - SLACK else Trend.BEHIND, on)


def measure_refusals(course: Course) -> tuple[Refusal, ...]:
    """Return every reason why a measure can't be like this."""
    refusals = []
    way = course.target - course.baseline
    if (way < 0) if course.direction == Direction.UP else (way > 0):
        refusals.append(Refusal(Reason.WRONG_WAY))
    if course.until_on <= course.from_on:
        refusals.append(Refusal(Reason.TARGET_BEFORE))
    return tuple(refusals)


def reading_refusals(
    *,
    on: datetime.date,
    value: Decimal,
    note: str,
    standing: Decimal | None,
    from_on: datetime.date,
    today: datetime.date,
) -> tuple[Refusal, ...]:
    """Return every reason why a value can't be noted for a day; `standing` is what is noted there now."""
    refusals = []
    if on > today:
        refusals.append(Refusal(Reason.FUTURE))
    if on < from_on:
        refusals.append(Refusal(Reason.BEFORE_START, {"on": from_on}))
    if standing is not None and standing == value:
        refusals.append(Refusal(Reason.SAME_VALUE))
    elif standing is not None and not note.strip():
        refusals.append(Refusal(Reason.NEEDS_NOTE))
    return tuple(refusals)


def objective_refusals(
    *,
    it_is_it: bool,
    other_is_it: bool,
    it_owner: tuple[str, bool],
    owner: tuple[str, bool],
    departments: tuple[str, str],
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> tuple[Refusal, ...]:
    """Return every reason why an objective can't be like this.

    `it_owner` and `owner` are (name, whether they work in their department); `departments`
    are the names of IT's and the other.
    """
    refusals = []
    if not it_is_it or other_is_it:
        refusals.append(Refusal(Reason.ONE_SIDE_IS_IT))
    for (name, is_there), department in zip((it_owner, owner), departments, strict=True):
        if not is_there:
            refusals.append(Refusal(Reason.OWNER_ELSEWHERE, {"person": name, "department": department}))
    if ends_on < starts_on:
        refusals.append(Refusal(Reason.ENDS_BEFORE))
    return tuple(refusals)


def number_in(text: str) -> Decimal | None:
    """Return the number that a cell holds, with a point or a decimal comma; None for anything else."""
    bare = text.strip().replace("\u00a0", "").replace("\u202f", "").replace("\u2212", "-").removesuffix("%").strip()
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < LARGEST and "_" not in bare else None


def date_in(text: str) -> datetime.date | None:
    """Return the day that a cell holds as 2026-03-31 or 31.03.2026; None for anything else."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def missing_columns(head: Collection[str], wanted: Collection[str]) -> tuple[Refusal, ...]:
    """Return a refusal for each column that a file lacks."""
    return tuple(Refusal(Reason.COLUMN_MISSING, {"name": name}) for name in wanted if name not in head)
