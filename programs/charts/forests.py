"""Forest plots: one estimate with its interval a row, against a line, a mark, or both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.dots import STACKED_BELOW, hidden_row
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet
from programs.charts.fonts import SEMIBOLD, text_width, wrap
from programs.charts.numbers import Estimate

ROW = 22


@dataclass(frozen=True)
class ForestRow:
    """One estimate on the plot's scale, what it is compared with, and its words at the end."""

    label: str
    estimate: Estimate
    told: str
    beside: float | None = None


@dataclass(frozen=True)
class ForestWords:
    """What a forest plot writes: over the numbers, beside the marks, and where nothing is shown."""

    told: str
    beside: str = ""
    hidden: str = "not shown to protect people"


@dataclass(frozen=True)
class Axis:
    """The scale: its ends, and labels at values; a line is drawn through `line`."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    line: float | None = None


def forest(
    rows: Sequence[ForestRow], *, axis: Axis, words: ForestWords, name: str, title: str, width: int = 660
) -> str:
    """Draw each estimate as a solid square with its 95 % interval; `beside` as a hollow circle.

    Rows keep the caller's order. A row whose estimate is hidden is hatched.
    """
    sheet = Sheet(width)
    stacked = width < STACKED_BELOW
    told_width = max([text_width(row.told, TEXT) for row in rows] + [text_width(words.told, SMALL, SEMIBOLD)])
    label_width = 0.0 if stacked else width * 0.42
    start, end = label_width + 14, width - told_width - 16
    unit = (end - start) / (axis.high - axis.low)

    def place(value: float) -> float:
        return start + (min(max(value, axis.low), axis.high) - axis.low) * unit

    sheet.text(width, 12, words.told, color=palette.MUTED, size=SMALL, anchor="end")
    _key(sheet, words, start)
    y, spans = 22.0, []
    for row in rows:
        room = (label_width or width) - 8
        lines = len(wrap(row.label, room, TEXT))
        height = lines * LINE + ROW + 4 if stacked else max(ROW, lines * LINE + 8)
        sheet.paragraph(0, y + 13 if stacked else y + (height - lines * LINE) / 2 + 10.5, row.label, room)
        middle = y + height - ROW / 2 if stacked else y + height / 2
        _row(sheet, row, middle, place=place, span=(start, end), hidden=words.hidden)
        spans.append((middle - ROW / 2, y + height))
        y += height
        sheet.line(0, y, width, y, color=palette.GRID, is_behind=True)
    for value, label in axis.ticks:
        for top, bottom in spans:
            color = palette.INK if value == axis.line else palette.GRID
            sheet.line(place(value), top, place(value), bottom, color=color, is_behind=True)
        sheet.text(place(value), y + 13, label, color=palette.MUTED, size=SMALL, anchor="middle")
    numbers = [f"{row.label}: {row.told if row.estimate.is_shown else words.hidden}." for row in rows]
    return sheet.svg(name=name, title=title, numbers=numbers, height=y + 18)


def _key(sheet: Sheet, words: ForestWords, start: float) -> None:
    """Say what the hollow circle is, where there is one."""
    if words.beside:
        sheet.mark(start + 5, 8.5, color=palette.MUTED, is_square=False, is_solid=False, size=3.6)
        sheet.text(start + 14, 12, words.beside, color=palette.MUTED, size=SMALL)


def _row(
    sheet: Sheet,
    row: ForestRow,
    y: float,
    *,
    place: Callable[[float], float],
    span: tuple[float, float],
    hidden: str,
) -> None:
    estimate = row.estimate
    if estimate.value is None:
        hidden_row(sheet, y, *span, hidden)
        sheet.text(sheet.width, y + 3.7, "–", color=palette.MUTED, anchor="end")
        return
    if row.beside is not None:
        sheet.mark(place(row.beside), y, color=palette.MUTED, is_square=False, is_solid=False, size=3.6)
    if estimate.low is not None and estimate.high is not None:
        sheet.whisker(place(estimate.low), place(estimate.high), y, color=palette.BUSINESS)
    sheet.mark(place(estimate.value), y, color=palette.BUSINESS, is_square=True, is_solid=True, size=3.8)
    sheet.text(sheet.width, y + 3.7, row.told, anchor="end")
