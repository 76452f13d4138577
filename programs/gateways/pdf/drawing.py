"""Corrections to how WeasyPrint 70 draws the text of charts, and to how often it prepares a line.

Each names the release line it knows. Other releases are left alone: slower, and right in Latin.
"""

import functools
from collections.abc import Hashable, Iterator
from math import inf
from typing import Any

KNOWN = "70."
"""The WeasyPrint release line whose inside these corrections know."""

POSITIONS = ("x", "y", "dx", "dy", "rotate")
APART = ("letter-spacing", "textLength", "transform", "opacity", "clip-path", "filter", "mask", "stroke")
"""What makes a text more than letters at a place."""


def correct(weasyprint: Any) -> None:
    """Let the texts of an SVG be shaped whole, and equal lines be measured once. Called once a process."""
    if weasyprint.__version__.startswith(KNOWN):
        _measure_lines_once()
        _draw_svg_text_whole()


def forget_lines(configuration: Any) -> None:
    """Forget the measured lines of the document before, so that memory stays flat."""
    vars(configuration).pop(MEASURED, None)


MEASURED = "_exchange_lines"
"""Where a font configuration keeps the lines that were measured with it."""

LOOK = (
    "direction", "lang", "font_family", "font_size", "font_weight", "font_style", "font_stretch", "white_space",
    "letter_spacing", "word_spacing", "overflow_wrap", "word_break", "hyphens", "tab_size", "font_language_override",
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "text_decoration_line",
)  # fmt: skip
"""The properties on which the measure of a line depends. All of them are handed down."""


def _measure_lines_once() -> None:
    """Measure a text of one look once: WeasyPrint does it up to four times for each cell of a table,
    for its least and its greatest width, to place it and to draw it, and again for each equal text.

    What is measured is the same to the last bit, so documents are the same bytes.
    """
    from weasyprint.css import AnonymousStyle  # noqa: PLC0415
    from weasyprint.layout import inline, preferred  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    measure = line_break.split_first_line

    def look(style: Any) -> Hashable:
        if isinstance(style, AnonymousStyle):
            return look(style.parent_style)
        known = vars(style).get("_exchange_look")
        if known is None:
            known = style._exchange_look = tuple(_fixed(style[name]) for name in LOOK)
        return known  # type: ignore[no-any-return]

    def once(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002  (WeasyPrint's own signature)
        minimum: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        if justification_spacing or "\xad" in text:
            return measure(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        lines = vars(style.font_config).setdefault(MEASURED, {})
        whole = (text, look(style))
        found = lines.get(whole)
        if found is not None and (max_width is None or found[3] <= max_width):
            return found
        key = (*whole, max_width, is_line_start, minimum)
        found = lines.get(key)
        if found is None:
            found = lines[key] = measure(text, style, context, max_width, 0, is_line_start, minimum)
            if found[2] is None and found[1] == len(text.encode()):
                lines[whole] = found
        return found

    can_break = functools.lru_cache(maxsize=4096)(line_break.can_break_text)
    for module in (line_break, inline, preferred):
        module.split_first_line, module.can_break_text = once, can_break


def _fixed(value: Any) -> Hashable:
    """Return a property's value as one that a dictionary takes as a key."""
    if isinstance(value, set):
        return tuple(sorted(value))
    return tuple(value) if isinstance(value, list) else value


class _Whole(str):
    """A text that is laid out in one run: it iterates as a single letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter([str(self)])


def _draw_svg_text_whole() -> None:
    """Let an SVG text with one position be shaped as a whole, and hang where it is anchored.

    WeasyPrint 70 shapes SVG text letter by letter (its issues 2249 and 2909): Arabic falls
    apart, Hebrew is reversed, marks of Devanagari are misplaced. It loops over `node.text`;
    texts that place no letter of their own get a string that loops once.

    It also puts every text that is not anchored at its start into a transparency group of its
    own, to move it once its width is known. Here the width is measured first.
    """
    from weasyprint import svg as drawing  # noqa: PLC0415

    by_letter, draw_node = drawing.text, drawing.SVG.draw_node

    def text(svg: Any, node: Any, font_size: float) -> None:
        if node.text and _is_in_one_place(node):
            node._etree_node.text = _Whole(node.text)
        by_letter(svg, node, font_size)

    def node_drawn(
        svg: Any,
        node: Any,
        font_size: float,
        fill_stroke: bool = True,  # noqa: FBT001, FBT002
        context: Any = None,
    ) -> None:
        if node.tag == "text" and node.get("text-anchor") in ("middle", "end") and _is_in_one_place(node):
            _hang(svg, node, drawing.size(node.get("font-size", "1em"), font_size, font_size))
        draw_node(svg, node, font_size, fill_stroke, context)

    drawing.text = text
    drawing.TAGS.update({tag: text for tag, draw in drawing.TAGS.items() if draw is by_letter})
    drawing.SVG.draw_node = node_drawn


def _is_in_one_place(node: Any) -> bool:
    """Whether a text has one position and nothing else to be drawn with."""
    placed = (node.get(name) or "" for name in POSITIONS)
    return not any(node.get(name) for name in APART[:2]) and all(
        len(value.replace(",", " ").split()) <= 1 for value in placed
    )


def _hang(svg: Any, node: Any, font_size: float) -> None:
    """Anchor a text at its start, moved by its width or half of it. Others keep their anchor."""
    is_plain = node.get("x") and node.text and not any(node.get(name) for name in APART) and not list(node)
    if not is_plain or node.get("direction", "ltr") != "ltr":
        return
    width = _width(svg, node, font_size)
    share = 0.5 if node.get("text-anchor") == "middle" else 1
    node.attrib["x"] = repr(svg.point(node.get("x"), 0, font_size)[0] - width * share)
    node.attrib["text-anchor"] = "start"


def _width(svg: Any, node: Any, font_size: float) -> float:
    """Return how wide a text is drawn, in the units of its SVG."""
    from weasyprint.css.properties import INITIAL_VALUES  # noqa: PLC0415
    from weasyprint.svg.text import Style  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    style = Style(INITIAL_VALUES)
    style.font_config = svg.font_config
    style["font_family"] = [name.strip("\"'") for name in node.get("font-family", "sans-serif").split(",")]
    style["font_style"] = node.get("font-style", "normal")
    weight = node.get("font-weight", "400")
    style["font_weight"] = {"normal": 400, "bold": 700}.get(weight) or int(weight)
    style["font_size"] = font_size
    return float(line_break.split_first_line(node.text, style, svg.context, inf, 0)[3])
