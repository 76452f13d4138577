"""Grids: a heat map of one figure a cell, and a department matrix with before and after in a cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet, fits
from programs.charts.fonts import text_width, wrap

CELL = 22
MOST_NUMBERED = 14
"""Widest column in lines of text; longer headings are numbered instead."""


SMALLEST = 7.5
"""Size below which headings are broken instead, in px."""


@dataclass(frozen=True)
class Cell:
    """One cell: its figure on the grid's scale and its words. Hidden (hatched) when `value` is None;
    `is_blank` cells are not part of the grid: a department and itself.
    """

    value: float | None = None
    told: str = ""
    is_blank: bool = False


@dataclass(frozen=True)
class GridRow:
    """One row of a grid with a cell for every column."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GridWords:
    """What a grid writes; `key` says what a cell's words mean."""

    hidden: str = "not shown to protect people"
    key: str = ""


def heat_map(
    rows: Sequence[GridRow],
    columns: Sequence[str],
    *,
    most: float,
    name: str,
    title: str,
    words: GridWords | None = None,
    is_numbered: bool = False,
    width: int = 660,
) -> str:
    """Draw a grid whose cells are the darker the nearer their value is to `most`; the figure is in the cell.

    `is_numbered` is for square grids: rows and columns have the same names in the same order, so
    that columns are headed by the numbers of the rows, however long the names are.
    """
    words = words or GridWords()
    sheet = Sheet(width)
    labels = [f"{at}  {row.label}" if is_numbered else row.label for at, row in enumerate(rows, 1)]
    heads = [str(at) for at in range(1, len(columns) + 1)] if is_numbered else list(columns)
    label_width = min(width * 0.34, max([text_width(label, TEXT) for label in labels] + [0]) + 12)
    wide = (width - label_width) / max(len(columns), 1)
    top = _heads(sheet, heads, start=label_width, wide=wide)
    y = top
    for row, label in zip(rows, labels, strict=True):
        lines = wrap(label, label_width - 8, TEXT)
        height = max(CELL, len(lines) * LINE + 6)
        sheet.paragraph(0, y + (height - len(lines) * LINE) / 2 + 10.5, label, label_width - 8)
        for at, cell in enumerate(row.cells):
            _cell(sheet, cell, label_width + at * wide, y, wide=wide, height=height, most=most)
        y += height
    y = _key(sheet, words, y) if rows else y + 4
    numbers = [_told(row, columns, words) for row in rows]
    return sheet.svg(name=name, title=title, numbers=numbers, height=y)


def _heads(sheet: Sheet, heads: Sequence[str], *, start: float, wide: float) -> float:
    """Write the columns' headings above them; return the y at which cells begin.

    Where a word is wider than its column, all headings are a little smaller rather than broken.
    """
    widest = max((text_width(word, SMALL) for head in heads for word in head.split()), default=0)
    size = max(SMALLEST, min(SMALL, SMALL * (wide - 4) / max(widest, 1)))
    broken = [wrap(head, wide - 3, size) for head in heads]
    most = max((len(lines) for lines in broken), default=1)
    for at, lines in enumerate(broken):
        for line, text in enumerate(lines):
            y = 11 + (most - len(lines) + line) * LINE
            middle = start + (at + 0.5) * wide
            sheet.text(middle, y, text, color=palette.MUTED, size=size, anchor="middle")
    return most * LINE + 4


def _cell(sheet: Sheet, cell: Cell, x: float, y: float, *, wide: float, height: float, most: float) -> None:
    if cell.is_blank:
        return
    if cell.value is None:
        sheet.hatch(x + 1, y + 1, wide - 2, height - 2)
        return
    color = _shade(cell.value, most)
    sheet.bar(x + 1, y + 1, wide - 2, height - 2, color=color)
    if fits(cell.told, wide - 4, size=SMALL):
        sheet.text_on(x + wide / 2, y + height / 2 + 3.4, cell.told, color)


def _shade(value: float, most: float) -> str:
    """Return one of four steps from light to dark; zero is the lightest."""
    part = min(max(value / most, 0), 1) if most > 0 else 0
    return palette.STEPS[min(int(part * len(palette.STEPS)), len(palette.STEPS) - 1)]


def _key(sheet: Sheet, words: GridWords, y: float) -> float:
    """Write under the grid what hatching means; return the y below."""
    sheet.hatch(0, y + 7, 14, 10)
    sheet.text(20, y + 15.5, words.hidden, color=palette.MUTED, size=SMALL)
    start = 20 + text_width(words.hidden, SMALL) + 18
    if not words.key:
        return y + 20
    if start + text_width(words.key, SMALL) > sheet.width:
        return sheet.paragraph(0, y + 15.5 + LINE, words.key, sheet.width, color=palette.MUTED, size=SMALL) + 6
    sheet.text(start, y + 15.5, words.key, color=palette.MUTED, size=SMALL)
    return y + 20


def _told(row: GridRow, columns: Sequence[str], words: GridWords) -> str:
    cells = [
        f"{column} {cell.told if cell.value is not None else words.hidden}"
        for column, cell in zip(columns, row.cells, strict=True)
        if not cell.is_blank
    ]
    return f"{row.label} – {', '.join(cells)}."
