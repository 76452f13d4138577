"""The print theme: colours as presentation attributes. Pages override them by class."""

INK = "#1b2730"
MUTED = "#55626d"
GRID = "#dfe4e8"
LINK = "#b9c2ca"
HATCH = "#8a96a0"
PAPER = "#ffffff"
BRAND = "#0b6b6b"
IT = "#1d5fae"
BUSINESS = "#b4500b"

LIKERT = ("#7a3b8f", "#cfb3dc", "#dde2e6", "#9ed0c6", "#0f6f68")
"""Strongly disagree to strongly agree: violet to green, told apart without red and green."""
LIKERT_3 = (LIKERT[0], LIKERT[2], LIKERT[4])
STEPS = LIKERT[2:]
"""From little to much, in grids."""


def luminance(color: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(color: str) -> str:
    """Ink or paper, whichever reads better on `color`."""
    return max((INK, PAPER), key=lambda candidate: contrast(candidate, color))
