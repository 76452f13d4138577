"""Trends: a figure over time against the way to its target."""

import datetime
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.drawing import SMALL, TEXT, Sheet
from programs.charts.fonts import spread, text_width


@dataclass(frozen=True)
class TrendPoint:
    """A value on a day, and how it is written: "4.2 days"."""

    on: datetime.date
    value: float
    told: str
    day_told: str


def trend(
    points: Sequence[TrendPoint],
    *,
    start: TrendPoint,
    target: TrendPoint,
    target_label: str,
    name: str,
    title: str,
    width: int = 560,
    height: int = 170,
) -> str:
    """Draw values as a line against a level for the target and a straight way from start to target.

    The start is hollow, values are solid, the last is labelled. Dates run from the start to the
    target or the last value, whichever is later; the scale holds everything that is drawn.
    """
    sheet = Sheet(width)
    every = [start, *points, target]
    end_width = max(text_width(one.told, TEXT) for one in every) + 14
    start_width = text_width(start.told, TEXT) + 14
    top, bottom = 26.0, float(height - 26)
    first, last = start.on.toordinal(), max(one.on.toordinal() for one in every)
    low, high = min(one.value for one in every), max(one.value for one in every)

    def x(on: datetime.date) -> float:
        return start_width + (width - start_width - end_width) * (on.toordinal() - first) / max(last - first, 1)

    def y(value: float) -> float:
        return (top + bottom) / 2 if high == low else bottom - (bottom - top) * (value - low) / (high - low)

    sheet.line(start_width, bottom + 10, width - end_width, bottom + 10, color=palette.GRID, is_behind=True)
    sheet.line(x(start.on), y(start.value), x(target.on), y(target.value), color=palette.LINK, is_behind=True)
    sheet.line(start_width, y(target.value), width - end_width, y(target.value), color=palette.BRAND, thick=1.4)
    line = [start, *points]
    for one, other in itertools.pairwise(line):
        sheet.line(x(one.on), y(one.value), x(other.on), y(other.value), color=palette.IT, thick=2)
    for one in line:
        sheet.mark(x(one.on), y(one.value), color=palette.IT, is_square=False, is_solid=one is not start, size=4)
    sheet.text(start_width - 9, y(start.value) + 3.7, start.told, color=palette.MUTED, anchor="end")
    _end_labels(sheet, points[-1] if points else None, target, y, x=width - end_width, top=top, bottom=bottom)
    label_y = y(target.value) - 7 if y(target.value) > top else y(target.value) + 14
    sheet.text(start_width + 8, label_y, target_label, color=palette.BRAND, size=SMALL)
    days = [start, target if target.on.toordinal() == last else points[-1]]
    for day, anchor in zip(days, ("start", "end"), strict=True):
        sheet.text(x(day.on), height - 2, day.day_told, color=palette.MUTED, size=SMALL, anchor=anchor)
    numbers = [f"{one.day_told}: {one.told}." for one in line] + [f"{target_label}: {target.told}, {target.day_told}."]
    return sheet.svg(name=name, title=title, numbers=numbers, height=height + 4)


def _end_labels(
    sheet: Sheet,
    last: TrendPoint | None,
    target: TrendPoint,
    y: Callable[[float], float],
    *,
    x: float,
    top: float,
    bottom: float,
) -> None:
    """Write the last value and the target at the end of the line, moved apart where they meet."""
    ends = [(target, palette.BRAND)] + ([(last, palette.IT)] if last else [])
    places = spread([y(one.value) for one, _ in ends], [TEXT] * len(ends), top - 8, bottom + 8, gap=4)
    for (one, color), at in zip(ends, places, strict=True):
        sheet.text(x + 9, at + 3.7, one.told, color=color, bold=color == palette.IT)
