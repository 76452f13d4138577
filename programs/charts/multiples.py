"""Small multiples: one panel for each statement, both sides over the waves, all on one scale."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.drawing import LINE, SMALL, Sheet
from programs.charts.fonts import SEMIBOLD, spread, text_width, wrap
from programs.charts.numbers import Estimate, percent, printed, with_interval

HEIGHT = 84
GAP = 18


@dataclass(frozen=True)
class Panel:
    """One statement: for each wave what IT and what the business say."""

    label: str
    it: tuple[Estimate, ...]
    business: tuple[Estimate, ...]


@dataclass(frozen=True)
class PanelWords:
    """What panels write; `waves` name the places along their axis."""

    waves: tuple[str, ...]
    it: str = "IT"
    business: str = "Business"
    hidden: str = "not shown to protect people"
    percent: str = "{}%"


def small_multiples(panels: Sequence[Panel], *, name: str, title: str, words: PanelWords, width: int = 660) -> str:
    """Draw both sides' shares over the waves in a panel for each statement, with 95 % whiskers.

    IT is a circle, the business a square; the last wave's figures stand at the end of the lines.
    A wave in which neither side may be shown is hatched.
    """
    sheet = Sheet(width)
    across = 3 if width > 480 else 1
    wide = (width - GAP * (across - 1)) / across
    y, numbers = 0.0, []
    for first in range(0, len(panels), across):
        row = panels[first : first + across]
        lines = max(len(wrap(panel.label, wide, SMALL, SEMIBOLD)) for panel in row)
        for at, panel in enumerate(row):
            x = at * (wide + GAP)
            told = wrap(panel.label, wide, SMALL, SEMIBOLD)
            for line, text in enumerate(told):
                sheet.text(x, y + 11 + line * LINE, text, size=SMALL, bold=True)
            _panel(sheet, panel, x, y + lines * LINE + 12, wide=wide, words=words, is_first=at == 0)
        y += lines * LINE + 12 + HEIGHT + 26
        numbers += [_told(panel, words) for panel in row]
    return sheet.svg(name=name, title=title, numbers=numbers, height=max(y, 10))


def _panel(sheet: Sheet, panel: Panel, x: float, top: float, *, wide: float, words: PanelWords, is_first: bool) -> None:
    start, end, base = x + 30, x + wide - 38, top + HEIGHT
    for tick in (0, 50, 100):
        y = base - HEIGHT * tick / 100
        sheet.line(start - 6, y, x + wide, y, color=palette.GRID, is_behind=True)
        label = percent(tick, words.percent)
        if is_first:
            sheet.text(start - 8, y + 3.2, label, color=palette.MUTED, size=SMALL - 1, anchor="end")
    count = len(words.waves)
    places = [start + (end - start) * (at / (count - 1) if count > 1 else 0.5) for at in range(count)]
    middles = spread(places, [text_width(wave, SMALL) for wave in words.waves], x, x + wide, gap=4)
    for middle, wave in zip(middles, words.waves, strict=True):
        sheet.text(middle, base + 14, wave, color=palette.MUTED, size=SMALL, anchor="middle")
    for at, place in enumerate(places):
        if not (panel.it[at].is_shown or panel.business[at].is_shown):
            sheet.hatch(place - 6, top, 12, HEIGHT)
    _line(sheet, panel.it, places, base, color=palette.IT, shift=-2)
    _line(sheet, panel.business, places, base, color=palette.BUSINESS, shift=2)
    _ends(sheet, panel, places, base, words)


def _line(
    sheet: Sheet, estimates: Sequence[Estimate], places: Sequence[float], base: float, *, color: str, shift: float
) -> None:
    """Draw one side's line, points and whiskers; a wave that isn't shown is passed over."""
    shown = [
        (place + shift, estimate)
        for place, estimate in zip(places, estimates, strict=True)
        if estimate.value is not None
    ]
    points = [(x, base - HEIGHT * (estimate.value or 0) / 100) for x, estimate in shown]
    for before, after in itertools.pairwise(points):
        sheet.line(*before, *after, color=color, thick=1.8)
    for (x, y), (_x, estimate) in zip(points, shown, strict=True):
        if estimate.low is not None and estimate.high is not None:
            low, high = (base - HEIGHT * bound / 100 for bound in (estimate.low, estimate.high))
            sheet.line(x, low, x, high, color=color, thick=1)
        is_last = (x, y) == points[-1]
        sheet.mark(x, y, color=color, is_square=color == palette.BUSINESS, is_solid=is_last, size=3.4)


def _ends(sheet: Sheet, panel: Panel, places: Sequence[float], base: float, words: PanelWords) -> None:
    """Write the last figure of each side at the end of its line, moved apart where they are close."""
    last = [(panel.it[-1], palette.IT), (panel.business[-1], palette.BUSINESS)]
    shown = [(estimate, color) for estimate, color in last if estimate.value is not None]
    middles = [base - HEIGHT * (estimate.value or 0) / 100 for estimate, _color in shown]
    moved = spread(middles, [11.0] * len(shown), base - HEIGHT - 6, base + 6, gap=1)
    for y, (estimate, color) in zip(moved, shown, strict=True):
        sheet.text(places[-1] + 9, y + 3.4, printed(estimate, words.percent), color=color, size=SMALL, bold=True)


def _told(panel: Panel, words: PanelWords) -> str:
    waves = []
    for wave, it, business in zip(words.waves, panel.it, panel.business, strict=True):
        if not (it.is_shown or business.is_shown):
            waves.append(f"{wave}: {words.hidden}")
            continue
        waves.append(
            f"{wave}: {words.it} {with_interval(it, words.percent)}, "
            f"{words.business} {with_interval(business, words.percent)}"
        )
    return f"{panel.label} – {'; '.join(waves)}."
