"""One SVG string for page and PDF. Plain Python.

Every function takes plain values and words (already translated) and returns one SVG element
that may stand in a page under the strict content security policy and in the PDF: no style, no
script, real text, `<title>`, and a `<desc>` that holds the numbers. Colours are presentation
attributes (the print theme); on pages the classes (`ch-…`) in exchange.css take over, so that
light and dark follow the page.

Shares are per cent (0 to 100). A value that is None is not shown: it is drawn hatched.
"""

from programs.charts.bars import Band, PlanBar, Step, against_plan, flow
from programs.charts.dots import (
    DepartmentDot,
    DepartmentWords,
    DumbbellItem,
    DumbbellRow,
    DumbbellWords,
    department_dots,
    dumbbell,
)
from programs.charts.drawing import right_to_left
from programs.charts.forests import Axis, ForestRow, ForestWords, forest
from programs.charts.grids import Cell, GridRow, GridWords, heat_map
from programs.charts.likert import LikertRow, diverging
from programs.charts.multiples import Panel, PanelWords, small_multiples
from programs.charts.numbers import MINUS, Estimate, minus, percent, points, printed, whole
from programs.charts.ribbons import Ribbon, bipartite
from programs.charts.slopes import SlopeLine, slope
from programs.charts.times import Kept, KeptWords, Moment, Period, persistence, timeline

NARROW = 340
WIDE = 660
"""Widths in px: a phone, and the text of an A4 page."""

__all__ = [
    "MINUS",
    "NARROW",
    "WIDE",
    "Axis",
    "Band",
    "Cell",
    "DepartmentDot",
    "DepartmentWords",
    "DumbbellItem",
    "DumbbellRow",
    "DumbbellWords",
    "Estimate",
    "ForestRow",
    "ForestWords",
    "GridRow",
    "GridWords",
    "Kept",
    "KeptWords",
    "LikertRow",
    "Moment",
    "Panel",
    "PanelWords",
    "Period",
    "PlanBar",
    "Ribbon",
    "SlopeLine",
    "Step",
    "against_plan",
    "bipartite",
    "department_dots",
    "diverging",
    "dumbbell",
    "flow",
    "forest",
    "heat_map",
    "minus",
    "percent",
    "persistence",
    "points",
    "printed",
    "right_to_left",
    "slope",
    "small_multiples",
    "timeline",
    "whole",
]
