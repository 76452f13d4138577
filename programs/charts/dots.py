"""Dot charts: two views of one statement, and departments against the whole company."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet
from programs.charts.fonts import SEMIBOLD, spread, text_width, wrap
from programs.charts.numbers import Estimate, percent, points, printed, with_interval

STACKED_BELOW = 480
"""Narrower charts put labels above their rows instead of beside them."""


@dataclass(frozen=True)
class DumbbellRow:
    """One wave: both sides' views and the gap, IT minus business, in points."""

    wave: str
    it: Estimate
    business: Estimate
    gap: float | None
    is_after: bool


@dataclass(frozen=True)
class DumbbellItem:
    """One statement with its waves in order."""

    label: str
    rows: tuple[DumbbellRow, ...]


@dataclass(frozen=True)
class DumbbellWords:
    """What the dumbbell writes."""

    it: str = "IT"
    business: str = "Business"
    gap: str = "Gap"
    hidden: str = "not shown to protect people"
    percent: str = "{}%"


class _Scale:
    """0 to 100 per cent between two x."""

    def __init__(self, start: float, end: float) -> None:
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * min(max(value, 0), 100) / 100

    def grid(self, sheet: Sheet, spans: list[tuple[float, float]], bottom: float, pattern: str) -> float:
        """Draw lines at every 25 % along the spans of y, and as many labels as fit; return the y below them."""
        ticks = (0, 25, 50, 75, 100)
        for tick in ticks:
            for start, end in spans:
                sheet.line(self(tick), start, self(tick), end, color=palette.GRID, is_behind=True)
        room = (self.end - self.start) / (text_width(percent(100, pattern), SMALL) + 4)
        labelled = ticks if room >= 4 else (0, 50, 100) if room >= 2 else (0, 100) if room >= 1 else ()
        for tick in labelled:
            label = percent(tick, pattern)
            sheet.text(self(tick), bottom + 13, label, color=palette.MUTED, size=SMALL, anchor="middle")
        return bottom + 18


def dumbbell(
    items: Sequence[DumbbellItem], *, name: str, title: str, words: DumbbellWords | None = None, width: int = 660
) -> str:
    """Draw IT (circle) and business (square) per statement and wave, joined by the gap.

    Before is hollow, after solid; whiskers are 95 % intervals; the figures stand in columns at
    the end of each row.
    """
    words = words or DumbbellWords()
    sheet = Sheet(width)
    stacked = width < STACKED_BELOW
    label_width = 0.0 if stacked else width * 0.27
    wave_width = 10 + max((text_width(row.wave, SMALL) for item in items for row in item.rows), default=0)
    columns = _columns(sheet, words)
    scale = _Scale(label_width + wave_width + 14, columns[0] - 52)
    y = 22.0
    spans: list[tuple[float, float]] = []
    if first := next((row for item in items for row in item.rows if row.it.is_shown and row.business.is_shown), None):
        _name_sides(sheet, first, scale, words)
    for item in items:
        end = _statement(sheet, item, y, scale=scale, columns=columns, words=words, label_width=label_width)
        spans.append((end - len(item.rows) * 18 - 4 if stacked else y, end))
        y = end
        sheet.line(0, y, width, y, color=palette.GRID, is_behind=True)
    height = scale.grid(sheet, spans, y, words.percent)
    numbers = [_told(item, words) for item in items]
    return sheet.svg(name=name, title=title, numbers=numbers, height=height)


def _columns(sheet: Sheet, words: DumbbellWords) -> tuple[float, float, float]:
    """Write the headings of the three number columns; return their right edges."""
    gap = sheet.width - 2
    business = gap - max(text_width(words.gap, SMALL, SEMIBOLD), 26) - 12
    it = business - max(text_width(words.business, SMALL, SEMIBOLD), 30) - 12
    columns = ((it, words.it, palette.IT), (business, words.business, palette.BUSINESS), (gap, words.gap, palette.INK))
    for x, word, color in columns:
        sheet.text(x, 12, word, color=color, size=SMALL, bold=True, anchor="end")
    return it, business, gap


def _name_sides(sheet: Sheet, row: DumbbellRow, scale: _Scale, words: DumbbellWords) -> None:
    """Write the sides' names over the first pair of dots: a direct label, not a legend."""
    sides = [(row.business, words.business, palette.BUSINESS), (row.it, words.it, palette.IT)]
    centers = [scale(estimate.value or 0) for estimate, _, _ in sides]
    widths = [text_width(word, SMALL, SEMIBOLD) for _, word, _ in sides]
    for x, (_, word, color) in zip(spread(centers, widths, scale.start, scale.end), sides, strict=True):
        sheet.text(x, 12, word, color=color, size=SMALL, bold=True, anchor="middle")


def _statement(
    sheet: Sheet,
    item: DumbbellItem,
    y: float,
    *,
    scale: _Scale,
    columns: tuple[float, float, float],
    words: DumbbellWords,
    label_width: float,
) -> float:
    """Draw one statement from y on; return the y of its end."""
    if label_width:
        lines = wrap(item.label, label_width - 8, TEXT)
        height = max(len(item.rows) * 18, len(lines) * LINE) + 14
        sheet.paragraph(0, y + (height - len(lines) * LINE) / 2 + 10.5, item.label, label_width - 8)
        first = y + (height - len(item.rows) * 18) / 2 + 9
    else:
        last = sheet.paragraph(0, y + 15, item.label, sheet.width, bold=True)
        first = last + 17
        height = first - y + len(item.rows) * 18 - 4
    for at, row in enumerate(item.rows):
        middle = first + at * 18
        sheet.text(scale.start - 12, middle + 3.4, row.wave, color=palette.MUTED, size=SMALL, anchor="end")
        _wave(sheet, row, middle, scale=scale, columns=columns, words=words)
    return y + height


def _wave(
    sheet: Sheet,
    row: DumbbellRow,
    y: float,
    *,
    scale: _Scale,
    columns: tuple[float, float, float],
    words: DumbbellWords,
) -> None:
    sides = ((row.it, palette.IT, False, columns[0]), (row.business, palette.BUSINESS, True, columns[1]))
    if row.it.value is not None and row.business.value is not None:
        sheet.line(scale(row.it.value), y, scale(row.business.value), y, color=palette.LINK, thick=4)
    elif row.it.value is None and row.business.value is None:
        hidden_row(sheet, y, scale.start, scale.end, words.hidden)
    apart = _apart(row, scale)
    for estimate, color, is_square, _ in sides:
        if estimate.low is not None and estimate.high is not None:
            sheet.whisker(scale(estimate.low), scale(estimate.high), y + (apart if is_square else -apart), color=color)
    for estimate, color, is_square, x in sides:
        sheet.text(x, y + 3.7, printed(estimate, words.percent), color=color, anchor="end")
        if estimate.value is not None:
            middle = y + (apart if is_square else -apart)
            sheet.mark(scale(estimate.value), middle, color=color, is_square=is_square, is_solid=row.is_after)
    sheet.text(columns[2], y + 3.7, points(row.gap), bold=True, anchor="end")


def _apart(row: DumbbellRow, scale: _Scale) -> float:
    """How far to move two marks apart that would lie on each other: IT up, business down."""
    if row.it.value is None or row.business.value is None:
        return 0
    return 3.5 if abs(scale(row.it.value) - scale(row.business.value)) < 10 else 0


def hidden_row(sheet: Sheet, y: float, start: float, end: float, words: str) -> None:
    """Draw the hatched box of a row that is not shown, with the reason on it when it fits."""
    sheet.hatch(start, y - 6, end - start, 12)
    wide = text_width(words, SMALL) + 10
    if wide <= end - start:
        middle = (start + end) / 2
        sheet.bar(middle - wide / 2, y - 6, wide, 12, color=palette.PAPER)
        sheet.text(middle, y + 3.4, words, color=palette.MUTED, size=SMALL, anchor="middle")


def _told(item: DumbbellItem, words: DumbbellWords) -> str:
    waves = []
    for row in item.rows:
        if not (row.it.is_shown or row.business.is_shown):
            waves.append(f"{row.wave}: {words.hidden}")
            continue
        waves.append(
            f"{row.wave}: {words.it} {with_interval(row.it, words.percent)}, "
            f"{words.business} {with_interval(row.business, words.percent)}, {words.gap} {points(row.gap)}"
        )
    return f"{item.label} – {'; '.join(waves)}."


@dataclass(frozen=True)
class DepartmentDot:
    """One department's share with its interval; hidden when small."""

    label: str
    estimate: Estimate


@dataclass(frozen=True)
class DepartmentWords:
    """What the department plot writes; `company` names the line of all departments."""

    company: str = "All departments"
    hidden: str = "not shown to protect people"
    n: str = "n"
    percent: str = "{}%"


def department_dots(
    dots: Sequence[DepartmentDot],
    *,
    company: Estimate,
    name: str,
    title: str,
    words: DepartmentWords | None = None,
    width: int = 660,
) -> str:
    """Draw one square and interval per department against a line for the whole company.

    The order is the caller's (alphabetical: departments are never ranked).
    """
    words = words or DepartmentWords()
    sheet = Sheet(width)
    stacked = width < STACKED_BELOW
    label_width = 0.0 if stacked else width * 0.3
    number_x, n_x = width - 46.0, width - 2.0
    scale = _Scale(label_width + 16, number_x - 52)
    y = 22.0
    sheet.text(n_x, 12, words.n, color=palette.MUTED, size=SMALL, anchor="end")
    places, spans = [], []
    for dot in dots:
        lines = wrap(dot.label, (label_width or width) - 8, TEXT)
        height = len(lines) * LINE + 26 if stacked else max(20, len(lines) * LINE + 8)
        top = y + 13 if stacked else y + (height - len(lines) * LINE) / 2 + 10.5
        sheet.paragraph(0, top, dot.label, (label_width or width) - 8)
        places.append((dot, y + height - 11 if stacked else y + height / 2))
        spans.append((y + height - 22 if stacked else y, y + height))
        y += height
        sheet.line(0, y, width, y, color=palette.GRID, is_behind=True)
    height = scale.grid(sheet, spans, y, words.percent)
    if company.value is not None:
        x = scale(company.value)
        for start, end in spans:
            sheet.line(x, start, x, end, color=palette.INK, thick=1.2, is_behind=True)
        label = f"{words.company} {percent(company.value, words.percent)}"
        half = text_width(label, SMALL, SEMIBOLD) / 2
        middle = spread([x], [half * 2], 0, number_x)[0]
        sheet.text(middle, 12, label, size=SMALL, bold=True, anchor="middle")
    for dot, middle in places:
        _department(sheet, dot, middle, scale=scale, words=words, columns=(number_x, n_x))
    numbers = [f"{words.company} {with_interval(company, words.percent)}."]
    numbers += [
        f"{dot.label} {with_interval(dot.estimate, words.percent) if dot.estimate.is_shown else words.hidden}."
        for dot in dots
    ]
    return sheet.svg(name=name, title=title, numbers=numbers, height=height)


def _department(
    sheet: Sheet, dot: DepartmentDot, y: float, *, scale: _Scale, words: DepartmentWords, columns: tuple[float, float]
) -> None:
    estimate = dot.estimate
    if estimate.value is None:
        hidden_row(sheet, y, scale.start, scale.end, words.hidden)
        sheet.text(columns[0], y + 3.7, "–", color=palette.MUTED, anchor="end")
        return
    if estimate.low is not None and estimate.high is not None:
        sheet.whisker(scale(estimate.low), scale(estimate.high), y, color=palette.BUSINESS)
    sheet.mark(scale(estimate.value), y, color=palette.BUSINESS, is_square=True, is_solid=True)
    sheet.text(columns[0], y + 3.7, printed(estimate, words.percent), bold=True, anchor="end")
    if estimate.n is not None:
        sheet.text(columns[1], y + 3.7, str(estimate.n), color=palette.MUTED, size=SMALL, anchor="end")
