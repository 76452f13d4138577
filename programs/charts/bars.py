"""Bars: what was done against what was planned, and how many went on from step to step."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.dots import STACKED_BELOW, hidden_row
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet
from programs.charts.fonts import SEMIBOLD, text_width, wrap

BAR = 12


@dataclass(frozen=True)
class PlanBar:
    """One row: how much was done, how much was planned (None: no plan), and its words.

    `done=None` means that the figure is not shown.
    """

    label: str
    done: float | None
    plan: float | None
    told: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a flow: how many people or visits reached it; None is not shown."""

    label: str
    count: int | None
    told: str = ""


@dataclass(frozen=True)
class Band:
    """One row of bars as they are laid out: value, mark of the plan, words at the end."""

    label: str
    value: float | None
    mark: float | None
    told: str


def against_plan(
    bars: Sequence[PlanBar], *, name: str, title: str, hidden: str = "not shown to protect people", width: int = 660
) -> str:
    """Draw how much of each plan was done: all plans end on one line, whatever their unit.

    A row without a plan has words only.
    """
    bands = [
        Band(bar.label, bar.done / bar.plan if bar.done is not None and bar.plan else None, 1.0, bar.told)
        if bar.plan
        else Band(bar.label, None if bar.done is None else 0.0, None, bar.told)
        for bar in bars
    ]
    return _rows(bands, name=name, title=title, hidden=hidden, width=width)


def flow(
    steps: Sequence[Step], *, name: str, title: str, hidden: str = "not shown to protect people", width: int = 660
) -> str:
    """Draw how many reached each step, first to last, on the scale of the largest step."""
    bands = [Band(step.label, step.count, None, step.told) for step in steps]
    return _rows(bands, name=name, title=title, hidden=hidden, width=width)


def _rows(bands: Sequence[Band], *, name: str, title: str, hidden: str, width: int) -> str:
    sheet = Sheet(width)
    stacked = width < STACKED_BELOW
    label_width = 0.0 if stacked else width * 0.3
    told_width = max([text_width(band.told, TEXT, SEMIBOLD) for band in bands] + [0])
    start, end = label_width + (0 if stacked else 8), width - told_width - 12
    most = max((value for band in bands for value in (band.value, band.mark) if value is not None), default=1) or 1
    unit = (end - start) / most
    y = 2.0
    for band in bands:
        room = (label_width or width) - 8
        lines = wrap(band.label, room, TEXT)
        height = len(lines) * LINE + BAR + 12 if stacked else max(BAR + 12, len(lines) * LINE + 8)
        sheet.paragraph(0, y + 12 if stacked else y + (height - len(lines) * LINE) / 2 + 10.5, band.label, room)
        middle = y + height - BAR / 2 - 5 if stacked else y + height / 2
        _band(sheet, band, middle, start=start, unit=unit, end=end, hidden=hidden)
        y += height
    sheet.line(start, 0, start, y, color=palette.LINK)
    numbers = [f"{band.label}: {band.told if band.value is not None else hidden}." for band in bands]
    return sheet.svg(name=name, title=title, numbers=numbers, height=y + 2)


def _band(sheet: Sheet, band: Band, y: float, *, start: float, unit: float, end: float, hidden: str) -> None:
    if band.value is None:
        hidden_row(sheet, y, start, end, hidden)
        sheet.text(sheet.width, y + 3.7, "–", color=palette.MUTED, anchor="end")
        return
    if band.mark is not None:
        sheet.bar(start, y - BAR / 2, band.mark * unit, BAR, color=palette.GRID)
    sheet.bar(start, y - BAR / 2, band.value * unit, BAR, color=palette.BRAND)
    if band.mark is not None:
        x = start + band.mark * unit
        sheet.line(x, y - BAR / 2 - 3, x, y + BAR / 2 + 3, color=palette.INK, thick=1.6)
    sheet.text(sheet.width, y + 3.7, band.told, bold=True, anchor="end", size=TEXT if band.told else SMALL)
