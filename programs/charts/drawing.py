"""The sheet that charts are drawn on: marks with a class and a print colour, and their SVG."""

import contextlib
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar
from xml.sax.saxutils import escape, quoteattr

from programs.charts import palette
from programs.charts.fonts import FAMILY, REGULAR, SEMIBOLD, text_width, wrap
from programs.core import bidi

TEXT = 10.5
SMALL = 9.5
LINE = 13.5
"""Sizes of text and distance of two lines in px."""

RIBBON_OPACITY = 0.3
"""Ribbons lie on each other."""

CLASSES = {
    palette.INK: "ink",
    palette.MUTED: "muted",
    palette.GRID: "grid",
    palette.LINK: "link",
    palette.HATCH: "hatch",
    palette.PAPER: "paper",
    palette.BRAND: "brand",
    palette.IT: "it",
    palette.BUSINESS: "biz",
} | {color: f"l{at}" for at, color in enumerate(palette.LIKERT, 1)}


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _attributes(**values: object) -> str:
    return "".join(
        f" {name.replace('_', '-')}={quoteattr(_number(value) if isinstance(value, float | int) else str(value))}"
        for name, value in values.items()
        if value is not None
    )


def _marked(text: str) -> str:
    """End text of mirrored charts so that a sign after a number stays with it, and begin the text of a
    script that runs from the right so that a number at its start stays there.
    """
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return f"{text}{bidi.RLM}" if first == "L" else f"{bidi.RLM}{bidi.in_order(text)}{bidi.RLM}"


_MIRRORED: ContextVar[bool] = ContextVar("mirrored", default=False)


@contextlib.contextmanager
def right_to_left(is_rtl: bool = True) -> Iterator[None]:  # noqa: FBT001, FBT002  (reads as a phrase)
    """Mirror every chart that is drawn inside: scales and labels begin at the right."""
    token = _MIRRORED.set(is_rtl)
    try:
        yield
    finally:
        _MIRRORED.reset(token)


class Sheet:
    """Collects marks from top to bottom and becomes one SVG element.

    Charts place marks from the start of the line; inside `right_to_left` that is the right edge.
    """

    def __init__(self, width: float) -> None:
        self.width = float(width)
        self.is_mirrored = _MIRRORED.get()
        self._marks: list[str] = []
        self._ground: list[str] = []

    def _x(self, x: float) -> float:
        """Return where a place along the line is on the paper."""
        return self.width - x if self.is_mirrored else x

    def _anchor(self, anchor: str) -> str | None:
        """Return the side on which text hangs; None is the left."""
        if self.is_mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        return None if anchor == "start" else anchor

    def _add(self, tag: str, kind: str, content: str = "", *, is_behind: bool = False, **values: object) -> None:
        mark = f'<{tag} class="{kind}"{_attributes(**values)}' + (f">{content}</{tag}>" if content else "/>")
        (self._ground if is_behind else self._marks).append(mark)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        color: str = palette.INK,
        size: float = TEXT,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Write one line with its baseline at y; nothing when there is no text. `anchor`: start, middle or end."""
        if not text:
            return
        self._add(
            "text",
            f"ch-t ch-{CLASSES[color]}",
            escape(_marked(text) if self.is_mirrored else text),
            x=self._x(x),
            y=y,
            fill=color,
            font_size=size,
            font_weight=SEMIBOLD if bold else None,
            text_anchor=self._anchor(anchor),
        )

    def text_on(self, x: float, y: float, text: str, ground: str) -> None:
        """Write a small label centred on a bar of colour `ground`, in ink or paper, whichever reads better."""
        kind = f"ch-t ch-on-{CLASSES[ground]}"
        color = palette.text_on(ground)
        words = escape(_marked(text) if self.is_mirrored else text)
        self._add("text", kind, words, x=self._x(x), y=y, fill=color, font_size=SMALL, text_anchor="middle")

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        width: float,
        *,
        bold: bool = False,
        color: str = palette.INK,
        size: float = TEXT,
    ) -> float:
        """Write text in lines from baseline y on; return the baseline of the last line."""
        lines = wrap(text, width, size, SEMIBOLD if bold else REGULAR)
        for at, line in enumerate(lines):
            self.text(x, y + at * LINE, line, bold=bold, color=color, size=size)
        return y + (len(lines) - 1) * LINE

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        color: str,
        thick: float = 1,
        is_behind: bool = False,
    ) -> None:
        """Draw a straight line; behind everything else when it is part of the ground."""
        self._add(
            "line",
            f"ch-s ch-{CLASSES[color]}",
            x1=self._x(x1),
            y1=y1,
            x2=self._x(x2),
            y2=y2,
            stroke=color,
            stroke_width=thick,
            is_behind=is_behind,
        )

    def bar(self, x: float, y: float, width: float, height: float, *, color: str) -> None:
        """Draw a filled rectangle; nothing when it has no width."""
        if width > 0:
            self._add(
                "rect",
                f"ch-f ch-{CLASSES[color]}",
                x=self._x(x + width) if self.is_mirrored else x,
                y=y,
                width=width,
                height=height,
                fill=color,
            )

    def mark(self, x: float, y: float, *, color: str, is_square: bool, is_solid: bool, size: float = 4.5) -> None:
        """Draw a circle (IT) or a square (business), hollow before and solid after."""
        kind = f"ch-m ch-{CLASSES[color]}" + ("" if is_solid else " ch-hollow")
        fill = color if is_solid else palette.PAPER
        x = self._x(x)
        if is_square:
            side = size * 1.8
            left, top = x - side / 2, y - side / 2
            self._add("rect", kind, x=left, y=top, width=side, height=side, fill=fill, stroke=color, stroke_width=1.8)
        else:
            self._add("circle", kind, cx=x, cy=y, r=size, fill=fill, stroke=color, stroke_width=1.8)

    def whisker(self, low: float, high: float, y: float, *, color: str) -> None:
        """Draw an interval with ends."""
        low, high = sorted((self._x(low), self._x(high)))
        self._add(
            "path",
            f"ch-s ch-{CLASSES[color]}",
            d=f"M{_number(low)} {_number(y)}H{_number(high)}"
            f"M{_number(low)} {_number(y - 3)}v6M{_number(high)} {_number(y - 3)}v6",
            fill="none",
            stroke=color,
            stroke_width=1.1,
        )

    def ribbon(self, start: tuple[float, float], end: tuple[float, float], height: float, *, color: str) -> None:
        """Draw a band of `height` px that curves from its top at `start` to its top at `end`."""
        (x1, y1), (x2, y2) = (self._x(start[0]), start[1]), (self._x(end[0]), end[1])
        middle = (x1 + x2) / 2
        points = ((x1, y1), (middle, y1), (middle, y2), (x2, y2), (x2, y2 + height), (middle, y2 + height),
                  (middle, y1 + height), (x1, y1 + height))  # fmt: skip
        at = [f"{_number(x)} {_number(y)}" for x, y in points]
        self._add(
            "path",
            f"ch-f ch-{CLASSES[color]}",
            d=f"M{at[0]}C{at[1]} {at[2]} {at[3]}L{at[4]}C{at[5]} {at[6]} {at[7]}Z",
            fill=color,
            fill_opacity=RIBBON_OPACITY,
        )

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the sign for "not shown": a box of slanted lines."""
        x = self._x(x + width) if self.is_mirrored else x
        steps = []
        at = x - height
        while at < x + width:
            start, end = max(at, x), min(at + height, x + width)
            if start < end:
                steps.append(
                    f"M{_number(start)} {_number(y + height - (start - at))}"
                    f"L{_number(end)} {_number(y + height - (end - at))}"
                )
            at += 6
        self._add("path", "ch-s ch-hatch", d="".join(steps), fill="none", stroke=palette.HATCH, stroke_width=0.8)

    def svg(self, *, name: str, title: str, numbers: list[str], height: float) -> str:
        """Return the element. `name` makes its ids unique in the page; `numbers` is the description."""
        label = f"chart-{name}"
        root = _attributes(
            viewBox=f"0 0 {_number(self.width)} {_number(height)}",
            width=self.width,
            height=height,
            role="img",
            aria_labelledby=f"{label}-title {label}-desc",
            font_family=f"{FAMILY}, Inter, Noto Sans, WenQuanYi Micro Hei, sans-serif",
        )
        told, marks = escape(" ".join(numbers)), "".join(self._ground + self._marks)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart"{root}>'
            f"<title id={quoteattr(label + '-title')}>{escape(title)}</title>"
            f"<desc id={quoteattr(label + '-desc')}>{told}</desc>{marks}</svg>"
        )


def fits(text: str, width: float, *, size: float = TEXT, bold: bool = False) -> bool:
    """Whether one line of text is at most `width` px wide."""
    return text_width(text, size, SEMIBOLD if bold else REGULAR) <= width
