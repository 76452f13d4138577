"""Slopes: the same figure before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet
from programs.charts.fonts import spread, text_width, wrap

HEIGHT = 80


@dataclass(frozen=True)
class SlopeLine:
    """One figure before and after, with its words: "1.4", "41%". Hidden when either is None."""

    label: str
    before: float | None
    after: float | None
    before_told: str = ""
    after_told: str = ""
    is_business: bool = False


def slope(
    lines: Sequence[SlopeLine],
    *,
    before: str,
    after: str,
    most: float,
    name: str,
    title: str,
    hidden: str = "not shown to protect people",
    width: int = 330,
) -> str:
    """Draw each figure as a line from before (hollow) to after (solid), labelled at its ends.

    All lines share one scale from 0 to `most`. Lines that may not be shown are named below.
    """
    sheet = Sheet(width)
    shown = [line for line in lines if line.before is not None and line.after is not None]
    number_width = max([text_width(line.before_told, TEXT) for line in shown] + [20])
    label_width = width * 0.42
    x1, x2 = number_width + 12, width - label_width
    top, bottom = 26.0, 26.0 + max(HEIGHT, _needed(shown, label_width))
    for x, word in ((x1, before), (x2, after)):
        half = text_width(word, SMALL) / 2
        sheet.text(spread([x], [half * 2], 0, width)[0], 12, word, color=palette.MUTED, size=SMALL, anchor="middle")
        sheet.line(x, top - 6, x, bottom + 6, color=palette.GRID)
    befores = _places([line.before or 0 for line in shown], [1] * len(shown), top, bottom, most)
    heights = [len(_end(line, label_width)) for line in shown]
    afters = _places([line.after or 0 for line in shown], heights, top, bottom, most)
    for line, left, right in zip(shown, befores, afters, strict=True):
        _line(sheet, line, (x1, _y(line.before, top, bottom, most)), (x2, _y(line.after, top, bottom, most)))
        color = palette.BUSINESS if line.is_business else palette.IT
        sheet.text(x1 - 9, left + 3.7, line.before_told, color=color, anchor="end")
        words = _end(line, label_width)
        for at, text in enumerate(words):
            y = right + 3.7 + (at - (len(words) - 1) / 2) * LINE
            sheet.text(x2 + 9, y, text, color=color, bold=at == 0, size=TEXT if at == 0 else SMALL)
    y = bottom + 8
    for line in lines:
        if line not in shown:
            y = sheet.paragraph(0, y + LINE, f"{line.label}: {hidden}", width, color=palette.MUTED, size=SMALL)
    numbers = [_told(line, before, after) if line in shown else f"{line.label}: {hidden}." for line in lines]
    return sheet.svg(name=name, title=title, numbers=numbers, height=y + 6)


def _told(line: SlopeLine, before: str, after: str) -> str:
    return f"{line.label}: {before} {line.before_told}, {after} {line.after_told}."


def _end(line: SlopeLine, label_width: float) -> list[str]:
    return [line.after_told, *wrap(line.label, label_width - 14, SMALL)]


def _needed(lines: Sequence[SlopeLine], label_width: float) -> float:
    return sum(len(_end(line, label_width)) * LINE + 6 for line in lines)


def _y(value: float | None, top: float, bottom: float, most: float) -> float:
    return bottom - (bottom - top) * min(max(value or 0, 0), most) / max(most, 1e-9)


def _places(values: list[float], heights: list[int], top: float, bottom: float, most: float) -> list[float]:
    centers = [_y(value, top, bottom, most) for value in values]
    return spread(centers, [height * LINE for height in heights], top - 8, bottom + 8, gap=4)


def _line(sheet: Sheet, line: SlopeLine, start: tuple[float, float], end: tuple[float, float]) -> None:
    color = palette.BUSINESS if line.is_business else palette.IT
    sheet.line(*start, *end, color=color, thick=2)
    sheet.mark(*start, color=color, is_square=line.is_business, is_solid=False)
    sheet.mark(*end, color=color, is_square=line.is_business, is_solid=True)
