"""Objectives as plain values: charts, rows of a file, numbers as they are written."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from programs.charts.drawing import right_to_left
from programs.charts.trends import TrendPoint, trend
from programs.objectives.models import Measure, Objective
from programs.objectives.queries import MeasureStory, ObjectiveStory
from programs.objectives.rules import Status
from programs.people.models import Department

WIDE, MIDDLE, NARROW = 560, 420, 300
"""Widths of a chart in its own pixels: a page, a printed column, a phone."""


@dataclass
class Pair:
    """An IT department and a business department with what they want to reach together."""

    it_department: Department
    department: Department
    stories: list[ObjectiveStory] = field(default_factory=list)


def by_pair(stories: Iterable[ObjectiveStory]) -> list[Pair]:
    """Return objectives grouped by their two departments, in the order of the departments' names."""
    pairs: dict[tuple[int, int], Pair] = {}
    for story in stories:
        one = story.objective
        pair = pairs.setdefault((one.department_id, one.it_department_id), Pair(one.it_department, one.department))
        pair.stories.append(story)
    return sorted(pairs.values(), key=lambda pair: (pair.department.name, pair.it_department.name))


def amount(value: Decimal, measure: Measure) -> str:
    """Return a value as the reader writes it, with the measure's unit: "4.5 days", "31 points"."""
    return written(value, measure.unit, is_gap=bool(measure.gap_item))


def written(value: Decimal, unit: str, *, is_gap: bool) -> str:
    """Return a value with its unit; a gap between both sides of a survey is in points."""
    number = number_format(value.normalize() if value % 1 else value.quantize(Decimal(1)), use_l10n=True)
    unit = _("points") if is_gap else unit
    if unit == "%":
        return _("%(n)s%%") % {"n": number}
    return f"{number} {unit}".strip()


def told(status: Status) -> str:
    """Return what the readings say, in words: "on track", "no reading since 3 March"."""
    return str(status.trend.label) % {"on": date_format(status.on, "DATE_FORMAT")}


@dataclass(frozen=True)
class Charts:
    """The trend of a measure as the page shows it: for a wide column, and for a phone."""

    wide: SafeString
    narrow: SafeString


def charts_of(story: MeasureStory) -> Charts:
    """Return the trend of a measure in both widths; style sheets show one of them."""
    return Charts(chart_of(story), chart_of(story, width=NARROW))


def chart_of(story: MeasureStory, *, width: int = WIDE) -> SafeString:
    """Return the trend of a measure as SVG; every number of it is also in its description."""
    measure = story.measure
    with right_to_left(get_language_bidi()):
        svg = trend(
            [_point(measure, one.on, one.value) for one in story.readings if one.on > measure.baseline_on],
            start=_point(measure, measure.baseline_on, measure.baseline),
            target=_point(measure, measure.target_on, measure.target),
            target_label=_("Target"),
            name=f"measure-{measure.pk}-{width}",
            title=f"{measure.name}: {told(story.status)}",
            width=width,
            height=170 if width == WIDE else 130,
        )
    return mark_safe(svg)  # the charts room escapes every text


def rows_of(objective: Objective) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the standing readings of an objective loaded by `queries.in_full`, as a file has them."""
    for measure in objective.measures.all():
        for reading in measure.standing:  # type: ignore[attr-defined]
            yield measure.name, reading.on.isoformat(), f"{reading.value.normalize():f}", reading.source, reading.note


def _point(measure: Measure, on: datetime.date, value: Decimal) -> TrendPoint:
    return TrendPoint(on, float(value), amount(value, measure), date_format(on, "SHORT_DATE_FORMAT"))
