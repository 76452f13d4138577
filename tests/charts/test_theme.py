"""The colours that pages give charts, read from the style sheet."""

import math
import re
from pathlib import Path

import pytest

from programs.charts.palette import contrast

CSS = Path("programs/static/programs/exchange.css").read_text()


def from_oklch(lightness, chroma, hue):
    """sRGB as #rrggbb (Ottosson 2020), clipped to the gamut."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long, middle, short = (
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    values = (
        12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in (min(max(v, 0), 1) for v in linear)
    )
    return "#" + "".join(f"{round(value * 255):02x}" for value in values)


def color(text):
    text = text.strip()
    if text.startswith("oklch("):
        return from_oklch(*(float(part) for part in text[6:-1].split()))
    if text.startswith("var("):
        return None
    return "#" + "".join(letter * 2 for letter in text[1:]) if len(text) == 4 else text


def token(name):
    """(light, dark) of a custom property."""
    light, dark = re.search(rf"--{name}: light-dark\((#\w+|\w+\([^()]*\)), (#\w+|\w+\([^()]*\))\)", CSS).groups()
    return tuple(color(value) or token(value[6:-1])[1] for value in (light, dark))


@pytest.mark.parametrize("name", ["ink", "ink-2", "it", "ch-biz"])
@pytest.mark.parametrize("theme", [0, 1])
def test_text_of_charts_reads_well_on_the_page(name, theme):
    assert contrast(token(name)[theme], token("surface")[theme]) >= 4.5


@pytest.mark.parametrize("name", ["brand", "it", "ch-biz", "ink-3"])
@pytest.mark.parametrize("theme", [0, 1])
def test_marks_of_charts_stand_out_from_the_page(name, theme):
    assert contrast(token(name)[theme], token("surface")[theme]) >= 3


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("theme", [0, 1])
def test_text_on_bars_reads_well_on_the_page(level, theme):
    bar = re.search(rf"\.ch-l{level} {{ fill: light-dark\((#\w+), (#\w+)\)", CSS).groups()[theme]
    text = ("#ffffff", "#1b2730")[theme] if level in (1, 5) else "#1b2730"

    assert contrast(bar, text) >= 4.5
