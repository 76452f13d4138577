"""Time along the line: visits over the weeks, and how long contacts last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from programs.charts import palette
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet
from programs.charts.fonts import spread, text_width
from programs.charts.numbers import Estimate, percent, printed, with_interval

HEIGHT = 120


@dataclass(frozen=True)
class Period:
    """So many `count` from one day to another, both included; `told` names the days."""

    start: date
    end: date
    count: int
    told: str


@dataclass(frozen=True)
class Moment:
    """A span worth a line under the time axis, a survey wave for instance."""

    start: date
    end: date
    label: str


def timeline(
    periods: Sequence[Period], moments: Sequence[Moment] = (), *, name: str, title: str, width: int = 660
) -> str:
    """Draw a bar for each period, as wide as it is long and as high as its count a day; the count is on it.

    `moments` are drawn as spans below, on the same axis.
    """
    sheet = Sheet(width)
    days = [one.start for one in periods] + [one.end for one in periods]
    days += [one.start for one in moments] + [one.end for one in moments]
    first, last = min(days, default=date.min), max(days, default=date.min)
    unit = (width - 2) / max((last - first).days + 1, 1)
    rates = [one.count / ((one.end - one.start).days + 1) for one in periods]
    base = 20.0 + HEIGHT
    for one, rate in zip(periods, rates, strict=True):
        x, wide = 1 + (one.start - first).days * unit, ((one.end - one.start).days + 1) * unit
        high = HEIGHT * rate / max(rates)
        sheet.bar(x + 0.5, base - high, max(wide - 1, 0.5), high, color=palette.BRAND)
        if text_width(str(one.count), SMALL) < wide - 1:
            middle = min(max(x + wide / 2, 8), width - 8)
            sheet.text(middle, base - high - 4, str(one.count), size=SMALL, anchor="middle", bold=True)
    sheet.line(0, base, width, base, color=palette.LINK)
    y = _ticks(sheet, periods, first=first, unit=unit, y=base + 13)
    for moment in moments:
        x, end = 1 + (moment.start - first).days * unit, 1 + ((moment.end - first).days + 1) * unit
        sheet.bar(x, y + 5, max(end - x, 2), 5, color=palette.BUSINESS)
        wide = text_width(moment.label, SMALL)
        middle = spread([(x + end) / 2], [wide], 0, width)[0]
        sheet.text(middle, y + 22, moment.label, color=palette.MUTED, size=SMALL, anchor="middle")
        y += 26
    numbers = [f"{one.told}: {one.count}." for one in periods] + [f"{one.label}." for one in moments]
    return sheet.svg(name=name, title=title, numbers=numbers, height=y + 6)


def _ticks(sheet: Sheet, periods: Sequence[Period], *, first: date, unit: float, y: float) -> float:
    """Write the days of periods where there is room; return the last y written on."""
    edge = -1.0
    for one in periods:
        x = 1 + (one.start - first).days * unit
        wide = text_width(one.told, SMALL)
        start = min(x, sheet.width - wide)
        if start > edge:
            sheet.line(x, y - 13, x, y - 9, color=palette.LINK)
            sheet.text(start, y, one.told, color=palette.MUTED, size=SMALL)
            edge = start + wide + 10
    return y


@dataclass(frozen=True)
class Kept:
    """How much was left after so many days; hidden when the estimate is. `told` names the time."""

    after_days: int
    told: str
    estimate: Estimate


@dataclass(frozen=True)
class KeptWords:
    """What a persistence curve writes."""

    start: str = "right after"
    hidden: str = "not shown to protect people"
    percent: str = "{}%"


def persistence(
    kept: Sequence[Kept], *, name: str, title: str, words: KeptWords | None = None, width: int = 330
) -> str:
    """Draw what was left over time, from all of it at the start: points with 95 % whiskers, joined.

    Times at which too few answered are hatched; the curve passes over them.
    """
    words = words or KeptWords()
    sheet = Sheet(width)
    most = max([one.after_days for one in kept] + [1])
    start, end, top, base = 34.0, width - 24.0, 24.0, 24.0 + HEIGHT
    for tick in (0, 50, 100):
        y = base - HEIGHT * tick / 100
        sheet.line(start, y, width, y, color=palette.GRID, is_behind=True)
        sheet.text(start - 6, y + 3.4, percent(tick, words.percent), color=palette.MUTED, size=SMALL, anchor="end")
    before = (start + 6, top)
    sheet.mark(*before, color=palette.IT, is_square=False, is_solid=False)
    places = [start + 6 + (end - start - 6) * one.after_days / most for one in kept]
    for one, x in zip(kept, places, strict=True):
        if one.estimate.value is None:
            sheet.hatch(x - 7, top, 14, HEIGHT)
            continue
        y = base - HEIGHT * one.estimate.value / 100
        sheet.line(*before, x, y, color=palette.IT, thick=2)
        if one.estimate.low is not None and one.estimate.high is not None:
            span = [base - HEIGHT * bound / 100 for bound in (one.estimate.low, one.estimate.high)]
            sheet.line(x, span[0], x, span[1], color=palette.IT, thick=1.1)
        sheet.mark(x, y, color=palette.IT, is_square=False, is_solid=True)
        told = printed(one.estimate, words.percent)
        above = min(y, y if one.estimate.high is None else base - HEIGHT * one.estimate.high / 100)
        sheet.text(x, max(above - 7, 9), told, color=palette.IT, bold=True, size=TEXT, anchor="middle")
        before = (x, y)
    height = _times(sheet, [(start + 6, words.start), *zip(places, [one.told for one in kept], strict=True)], base)
    numbers = [_kept(one, words) for one in kept]
    return sheet.svg(name=name, title=title, numbers=numbers, height=height)


def _times(sheet: Sheet, places: Sequence[tuple[float, str]], base: float) -> float:
    """Write the times under the axis, in two lines where they would lie on each other."""
    edges = [-1.0, -1.0]
    lowest = 0
    for x, word in places:
        wide = text_width(word, SMALL)
        start = spread([x], [wide], 0, sheet.width)[0] - wide / 2
        line = next((at for at, edge in enumerate(edges) if start > edge), len(edges) - 1)
        sheet.text(start, base + 14 + line * LINE, word, color=palette.MUTED, size=SMALL)
        edges[line], lowest = start + wide + 6, max(lowest, line)
    return base + 20 + lowest * LINE


def _kept(one: Kept, words: KeptWords) -> str:
    told = with_interval(one.estimate, words.percent) if one.estimate.is_shown else words.hidden
    return f"{one.told}: {told}."
