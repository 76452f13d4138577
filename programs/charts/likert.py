"""Diverging stacked bars: the whole distribution of answers around the neutral middle."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.dots import STACKED_BELOW, hidden_row
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet, fits
from programs.charts.fonts import text_width, wrap
from programs.charts.numbers import percent

BAR = 15


@dataclass(frozen=True)
class LikertRow:
    """One bar: shares from strongly disagree to strongly agree (5) or disagree, neutral, agree (3).

    Shares add up to 100; None when the distribution may not be shown. `aside` is written at
    the end of the row (who can't judge, n).
    """

    label: str
    shares: tuple[float, ...] | None
    aside: str = ""


def diverging(
    rows: Sequence[LikertRow],
    *,
    levels: Sequence[str],
    name: str,
    title: str,
    hidden: str = "not shown to protect people",
    pattern: str = "{}%",
    width: int = 660,
) -> str:
    """Draw one stacked bar per row, centred on the middle of the neutral answer.

    `levels` names the answers in the order of the shares; they are written as a key in the
    order of the bar.
    """
    sheet = Sheet(width)
    stacked = width < STACKED_BELOW
    label_width = 0.0 if stacked else width * 0.3
    aside_width = max([text_width(row.aside, SMALL) for row in rows] + [0])
    start, end = label_width + 8, width - (0 if stacked else aside_width + 10)
    left, right = _reach(rows)
    unit = (end - start) / max(left + right, 1)
    zero = start + left * unit
    y = _key(sheet, levels) + 10
    for row in rows:
        lines = wrap(row.label, (label_width or width - aside_width - 8) - 8, TEXT)
        height = len(lines) * LINE + BAR + 12 if stacked else max(BAR + 9, len(lines) * LINE + 8)
        first = y + 12 if stacked else y + (height - len(lines) * LINE) / 2 + 10.5
        sheet.paragraph(0, first, row.label, (label_width or width - aside_width - 8) - 8)
        bar_y = y + height - BAR - 5 if stacked else y + (height - BAR) / 2
        sheet.text(
            width, first if stacked else bar_y + BAR / 2 + 3.4, row.aside, color=palette.MUTED, size=SMALL, anchor="end"
        )
        if row.shares is None:
            hidden_row(sheet, bar_y + BAR / 2, start, end, hidden)
        else:
            sheet.line(zero, bar_y - 4, zero, bar_y + BAR + 4, color=palette.MUTED, is_behind=True)
            _bar(sheet, row.shares, bar_y, zero=zero, unit=unit, pattern=pattern)
        y += height
    numbers = [_told(row, levels, hidden, pattern) for row in rows]
    return sheet.svg(name=name, title=title, numbers=numbers, height=y + 4)


def _colors(count: int) -> tuple[str, ...]:
    return palette.LIKERT if count == 5 else palette.LIKERT_3


def _offset(shares: tuple[float, ...]) -> float:
    """How many per cent stand before the middle of the neutral answer."""
    middle = len(shares) // 2
    return sum(shares[:middle]) + shares[middle] / 2


def _reach(rows: Sequence[LikertRow]) -> tuple[float, float]:
    offsets = [(_offset(row.shares), sum(row.shares)) for row in rows if row.shares is not None]
    return max([before for before, _ in offsets] + [1]), max([total - before for before, total in offsets] + [1])


def _key(sheet: Sheet, levels: Sequence[str]) -> float:
    """Write the answers with their colours, in as many lines as needed; return the y below."""
    x, y = 0.0, 11.0
    for level, color in zip(levels, _colors(len(levels)), strict=True):
        wide = 15 + text_width(level, SMALL) + 14
        if x and x + wide > sheet.width:
            x, y = 0.0, y + LINE
        sheet.bar(x, y - 8, 10, 10, color=color)
        sheet.text(x + 15, y, level, color=palette.MUTED, size=SMALL)
        x += wide
    return y


def _bar(sheet: Sheet, shares: tuple[float, ...], y: float, *, zero: float, unit: float, pattern: str) -> None:
    x = zero - _offset(shares) * unit
    for share, color in zip(shares, _colors(len(shares)), strict=True):
        wide = share * unit
        sheet.bar(x, y, wide, BAR, color=color)
        label = percent(share, pattern)
        if wide > 6 and fits(label, wide - 4, size=SMALL):
            sheet.text_on(x + wide / 2, y + BAR / 2 + 3.4, label, color)
        x += wide


def _told(row: LikertRow, levels: Sequence[str], hidden: str, pattern: str) -> str:
    if row.shares is None:
        return f"{row.label} – {hidden}."
    told = ", ".join(f"{level} {percent(share, pattern)}" for level, share in zip(levels, row.shares, strict=True))
    return f"{row.label} – {told}{f' ({row.aside})' if row.aside else ''}."
