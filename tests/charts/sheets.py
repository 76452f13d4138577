"""Charts with the worst words and numbers that a company can have, and what a test reads from an SVG."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date, timedelta

from programs import charts
from programs.charts.fonts import text_width

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Customer Care, Complaints Handling & Aftersales International Coordination"
UNBROKEN = "Kraftfahrzeughaftpflichtversicherungsschadenregulierungsabteilung"
MARKUP = "R&D <Labs> “α”"
LEVELS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def estimate(value, n=120):
    return charts.Estimate(value, max(value - 9, 0), min(value + 8, 100), n)


HIDDEN = charts.Estimate()


def wave(name, it, business, *, is_after):
    gap = None if it.value is None or business.value is None else it.value - business.value
    return charts.DumbbellRow(name, it, business, gap, is_after)


ITEMS = (
    charts.DumbbellItem(
        LONG,
        (
            wave("before", estimate(75), estimate(44, 400), is_after=False),
            wave("after", estimate(79), estimate(56, 391), is_after=True),
        ),
    ),
    charts.DumbbellItem(
        UNBROKEN,
        (
            wave("before", estimate(0), estimate(100), is_after=False),
            wave("after", estimate(50), estimate(51), is_after=True),
        ),
    ),
    charts.DumbbellItem(
        MARKUP, (wave("before", HIDDEN, HIDDEN, is_after=False), wave("after", HIDDEN, estimate(33), is_after=True))
    ),
)


def all_charts(width):
    """One of every kind, name → SVG."""
    return {
        "dumbbell": charts.dumbbell(ITEMS, name="gap", title=MARKUP, width=width),
        "diverging": charts.diverging(
            [
                charts.LikertRow(LONG, (5, 8, 12, 40, 35), "n 120, 4% can’t judge"),
                charts.LikertRow(UNBROKEN, (100, 0, 0, 0, 0), "n 31"),
                charts.LikertRow(MARKUP, None),
            ],
            levels=LEVELS,
            name="likert",
            title="t",
            width=width,
        ),
        "three": charts.diverging(
            [charts.LikertRow(LONG, (30, 20, 50), "n 12")], levels=LEVELS[1:4], name="three", title="t", width=width
        ),
        "departments": charts.department_dots(
            [
                charts.DepartmentDot(name, value)
                for name, value in ((LONG, estimate(0, 10)), (UNBROKEN, estimate(100, 4000)), (MARKUP, HIDDEN))
            ],
            company=estimate(98, 4100),
            name="departments",
            title="t",
            width=width,
        ),
        "plan": charts.against_plan(
            [
                charts.PlanBar(LONG, 214, 260, "214 of 260"),
                charts.PlanBar(UNBROKEN, 12, 10, "12 of 10"),
                charts.PlanBar("No plan", 12, None, "12"),
                charts.PlanBar(MARKUP, None, 5),
            ],
            name="plan",
            title="t",
            width=width,
        ),
        "flow": charts.flow(
            [charts.Step(LONG, 120, "120"), charts.Step(UNBROKEN, 0, "0 (0%)"), charts.Step(MARKUP, None)],
            name="flow",
            title="t",
            width=width,
        ),
        "slope": charts.slope(
            [
                charts.SlopeLine(LONG, 41, 12, "41%", "12%"),
                charts.SlopeLine(UNBROKEN, 41.2, 12.1, "41%", "12%", is_business=True),
                charts.SlopeLine(MARKUP, None, None),
            ],
            before="Baseline",
            after="Follow-up",
            most=100,
            name="slope",
            title="t",
            width=width,
        ),
        "heat": charts.heat_map(
            [
                charts.GridRow(LONG, (charts.Cell(3, "3"), charts.Cell(80, "80"), charts.Cell())),
                charts.GridRow(UNBROKEN, (charts.Cell(0, "0"), charts.Cell(100, "100"), charts.Cell(41, "41"))),
            ],
            ["Baseline", UNBROKEN, MARKUP],
            most=100,
            name="heat",
            title="t",
            width=width,
        ),
        "matrix": charts.heat_map(
            [
                charts.GridRow(
                    f"{LONG} {at}",
                    tuple(
                        charts.Cell(is_blank=True)
                        if at == to
                        else charts.Cell(to, f"{at} → {to}")
                        if to % 4
                        else charts.Cell()
                        for to in range(12)
                    ),
                )
                for at in range(12)
            ],
            [f"{LONG} {at}" for at in range(12)],
            most=12,
            name="matrix",
            title="t",
            words=charts.GridWords("hidden", "before → after"),
            is_numbered=True,
            width=width,
        ),
        "flows": charts.bipartite(
            [
                charts.Ribbon(LONG, UNBROKEN, 40),
                charts.Ribbon(LONG, MARKUP, 1),
                charts.Ribbon("Platform", UNBROKEN, 5),
                charts.Ribbon("Other teams", MARKUP, 30),
            ],
            left="Teams",
            right="Departments",
            name="flows",
            title="t",
            width=width,
        ),
        "timeline": charts.timeline(
            [
                charts.Period(
                    date(2026, 3, 2) + timedelta(7 * at), date(2026, 3, 8) + timedelta(7 * at), count, f"{at} March"
                )
                for at, count in enumerate((5, 40, 9, 100, 7, 6))
            ],
            [
                charts.Moment(date(2026, 1, 5), date(2026, 1, 20), "Baseline"),
                charts.Moment(date(2026, 4, 20), date(2026, 4, 20), "Follow-up (imported)"),
            ],
            name="timeline",
            title="t",
            width=width,
        ),
        "persistence": charts.persistence(
            [
                charts.Kept(30, "30 days", estimate(85)),
                charts.Kept(90, "90 days", HIDDEN),
                charts.Kept(180, "180 days", estimate(0)),
            ],
            name="persistence",
            title="t",
            width=width,
        ),
        "multiples": charts.small_multiples(
            [
                charts.Panel(LONG, (estimate(75), estimate(76), estimate(79)), (estimate(44), HIDDEN, estimate(78))),
                charts.Panel(UNBROKEN, (HIDDEN, estimate(0), estimate(100)), (HIDDEN, estimate(100), estimate(100))),
                charts.Panel(MARKUP, (HIDDEN, HIDDEN, HIDDEN), (HIDDEN, HIDDEN, HIDDEN)),
                charts.Panel(
                    "D4", (estimate(50), estimate(50), estimate(50)), (estimate(50), estimate(50), estimate(50))
                ),
            ],
            name="multiples",
            title="t",
            words=charts.PanelWords(("Baseline", "Midpoint", "Follow-up")),
            width=width,
        ),
    }


@dataclass(frozen=True)
class Label:
    """A text as it lies on the sheet."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other):
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def labels(svg):
    """Every text of the chart with the box that its letters fill."""
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        size, weight = float(element.get("font-size")), int(element.get("font-weight", 400))
        wide = text_width(element.text, size, weight)
        start = (
            float(element.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        )
        y = float(element.get("y"))
        found.append(Label(element.text, start, start + wide, y - size * 0.72, y + size * 0.05))
    return found


def size_of(svg):
    """Width and height of the sheet."""
    root = ET.fromstring(svg)
    return float(root.get("width")), float(root.get("height"))


def description(svg):
    return ET.fromstring(svg).find(f"{SVG}desc").text
