"""Named reads of objectives. Those in bulk take a constant number of queries."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from programs.cohorts.models import Program
from programs.objectives import rules
from programs.objectives.choices import ObjectiveState, Trend
from programs.objectives.models import Measure, Objective, Reading, Strategy
from programs.people.models import Department, Person


@dataclass(frozen=True)
class MeasureStory:
    """A measure with its standing readings, oldest first, and what they say."""

    measure: Measure
    readings: Sequence[Reading]
    status: rules.Status

    @property
    def latest(self) -> Reading | None:
        """The newest reading; None before the first."""
        return self.readings[-1] if self.readings else None

    @property
    def percent(self) -> int:
        """How much of the way to the target is made, from 0 to 100."""
        if not self.latest:
            return 0
        return round(100 * min(max(rules.share_done(self.measure.course, self.latest.value), Decimal(0)), Decimal(1)))


@dataclass(frozen=True)
class ObjectiveStory:
    """An objective with what its measures say."""

    objective: Objective
    measures: Sequence[MeasureStory]

    def count(self, *trends: Trend) -> int:
        """How many measures stand like this."""
        return sum(story.status.trend in trends for story in self.measures)


def strategy_of(program: Program) -> Strategy | None:
    """Return what a programme's company is going for and IT's part in it; None until a lead has written it."""
    return Strategy.objects.filter(program=program).select_related("changed_by").first()


def in_full(objectives: QuerySet[Objective]) -> QuerySet[Objective]:
    """Return objectives with both sides, owners, measures and standing readings: three queries."""
    readings = Reading.objects.filter(is_standing=True).order_by("on", "id")
    return objectives.select_related(
        "program", "it_department__lead", "department__lead", "it_owner", "owner"
    ).prefetch_related(
        Prefetch("measures", Measure.objects.order_by("id")),
        Prefetch("measures__readings", readings, to_attr="standing"),
    )


def stories_of(objectives: QuerySet[Objective], *, today: datetime.date) -> list[ObjectiveStory]:
    """Return what the measures of some objectives say today; three queries for any number."""
    return [story_of(objective, today=today) for objective in in_full(objectives)]


def story_of(objective: Objective, *, today: datetime.date) -> ObjectiveStory:
    """Return what the measures of one objective, loaded by `in_full`, say today."""
    return ObjectiveStory(objective, [_measure_story(objective, one, today) for one in objective.measures.all()])


def _measure_story(objective: Objective, measure: Measure, today: datetime.date) -> MeasureStory:
    readings: list[Reading] = measure.standing  # type: ignore[attr-defined]
    latest = (readings[-1].on, readings[-1].value) if readings else None
    is_awaited = objective.state == ObjectiveState.AGREED and not measure.gap_item
    return MeasureStory(measure, readings, rules.status_of(measure.course, latest, today=today, is_awaited=is_awaited))


def measure_story(measure: Measure, *, today: datetime.date) -> MeasureStory:
    """Return one measure with its standing readings."""
    measure.standing = list(measure.readings.filter(is_standing=True).select_related("by"))  # type: ignore[attr-defined]
    return _measure_story(measure.objective, measure, today)


def corrections_of(measure: Measure) -> QuerySet[Reading]:
    """Return the readings that were corrected, with what replaced them, newest first."""
    return measure.readings.filter(is_standing=False).select_related("by", "corrected_by__by").order_by("-at", "-id")


def objectives_of_pair(it_department: Department, department: Department) -> QuerySet[Objective]:
    """Return what two departments want to reach together, closed ones last."""
    return Objective.objects.filter(it_department=it_department, department=department).order_by("closed_at", "title")


def objectives_of_department(department: Department) -> QuerySet[Objective]:
    """Return the agreed objectives in which a department is a side."""
    mine = Q(department=department) | Q(it_department=department)
    return Objective.objects.filter(mine, state=ObjectiveState.AGREED).select_related("it_department", "department")


def measures_due(objectives: QuerySet[Objective]) -> QuerySet[Measure]:
    """Return the measures, read by people, of some objectives with `latest_on`, the day of the newest reading."""
    latest = Reading.objects.filter(measure=OuterRef("pk"), is_standing=True).order_by("-on").values("on")[:1]
    rows = Measure.objects.filter(objective__in=objectives, objective__state=ObjectiveState.AGREED, gap_item="")
    return rows.annotate(latest_on=Subquery(latest)).select_related("objective")


def reading_due_on(measure: Measure, latest_on: datetime.date | None) -> datetime.date:
    """Return the day by which the next reading of a measure is due."""
    return (latest_on or measure.baseline_on) + datetime.timedelta(days=measure.every_days)


def objectives_to_agree(person: Person) -> QuerySet[Objective]:
    """Return the drafts that wait for somebody's yes as owner of a side."""
    mine = Q(it_owner=person, it_agreed_at=None) | Q(owner=person, agreed_at=None)
    return Objective.objects.filter(mine, state=ObjectiveState.DRAFT).select_related("it_department", "department")


def standing_readings(measures: Iterable[Measure]) -> dict[tuple[int, datetime.date], Reading]:
    """Return (measure, day) → the reading that stands, in one query."""
    rows = Reading.objects.filter(measure__in=list(measures), is_standing=True)
    return {(row.measure_id, row.on): row for row in rows}
