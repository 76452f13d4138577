import itertools
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs import charts
from programs.charts import palette
from programs.charts.dots import DumbbellWords
from programs.charts.fonts import faces, spread, text_width, wrap
from tests.charts.sheets import HIDDEN, ITEMS, LEVELS, MARKUP, SVG, all_charts, description, labels, size_of

WIDTHS = (charts.NARROW, charts.WIDE)
KINDS = tuple(all_charts(charts.WIDE))
EVERY = [(kind, width) for kind in KINDS for width in WIDTHS]
ALLOWED = {"svg", "title", "desc", "text", "line", "rect", "circle", "path"}


def drawn(kind, width):
    return all_charts(width)[kind]


@pytest.mark.parametrize(("kind", "width"), EVERY)
def test_chart_is_one_svg_that_a_strict_page_may_hold(kind, width):
    svg = drawn(kind, width)

    root = ET.fromstring(svg)

    assert root.get("role") == "img"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    assert not [name for element in root.iter() for name in element.attrib if name == "style" or name.startswith("on")]
    assert "url(" not in svg
    assert "href" not in svg


@pytest.mark.parametrize(("kind", "width"), EVERY)
def test_chart_is_named_by_its_title_and_description(kind, width):
    root = ET.fromstring(drawn(kind, width))

    named = {element.get("id"): element.text for element in root.iter() if element.get("id")}

    assert [name in named for name in root.get("aria-labelledby").split()] == [True, True]
    assert all(named.values())


@pytest.mark.parametrize(("kind", "width"), EVERY)
def test_chart_keeps_every_label_on_the_sheet(kind, width):
    svg = drawn(kind, width)

    wide, high = size_of(svg)

    outside = [
        label
        for label in labels(svg)
        if label.left < -0.5 or label.right > wide + 0.5 or label.top < 0 or label.bottom > high
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("business", "fitting"), [("All", 5), ("Fachbereiche", 3), ("Alle anderen Fachbereiche zusammen", 0)]
)
def test_dumbbell_labels_only_ticks_that_have_room(business, fitting):
    words = DumbbellWords(business=business, percent="{} %")

    svg = charts.dumbbell(ITEMS, name="long", title="Views", words=words, width=charts.NARROW)

    ticks = [label for label in labels(svg) if label.text in {"0 %", "25 %", "50 %", "75 %", "100 %"}]
    axis = max(label.bottom for label in labels(svg))
    lowest = sorted((label for label in ticks if label.bottom == axis), key=lambda one: one.left)
    assert len(lowest) == fitting
    assert all(one.right <= other.left for one, other in itertools.pairwise(lowest))


@pytest.mark.parametrize(("kind", "width"), EVERY)
def test_chart_lays_no_label_on_another(kind, width):
    found = labels(drawn(kind, width))

    collisions = [(one.text, other.text) for one, other in itertools.combinations(found, 2) if one.overlaps(other)]

    assert collisions == []


@pytest.mark.parametrize("width", WIDTHS)
def test_dumbbell_tells_every_number_it_was_given(width):
    told = description(charts.dumbbell(ITEMS[:1], name="n", title="t", width=width))

    assert "before: IT 75% (66–83, n 120), Business 44% (35–52, n 400), Gap 31" in told
    assert "after: IT 79% (70–87, n 120), Business 56% (47–64, n 391), Gap 23" in told


def test_dumbbell_hides_a_wave_without_figures_behind_a_hatch():
    svg = charts.dumbbell(ITEMS[2:], name="n", title="t")

    assert svg.count("ch-hatch") == 1
    assert f"{MARKUP} – before: not shown to protect people; after: IT –" in description(svg)


def test_dumbbell_draws_intervals_in_the_color_of_their_side():
    root = ET.fromstring(charts.dumbbell(ITEMS[:1], name="n", title="t"))

    whiskers = [(path.get("class"), path.get("stroke")) for path in root.iter(f"{SVG}path")]

    assert whiskers == [("ch-s ch-it", palette.IT), ("ch-s ch-biz", palette.BUSINESS)] * 2


def test_dumbbell_draws_it_round_and_business_square_hollow_before_and_solid_after():
    root = ET.fromstring(charts.dumbbell(ITEMS[:1], name="n", title="t"))

    marks = [
        (element.tag.removeprefix(SVG), element.get("fill"))
        for element in root.iter()
        if "ch-m" in element.get("class", "").split()
    ]

    assert marks == [
        ("circle", palette.PAPER),
        ("rect", palette.PAPER),
        ("circle", palette.IT),
        ("rect", palette.BUSINESS),
    ]


def test_dumbbell_places_marks_by_value():
    root = ET.fromstring(charts.dumbbell(ITEMS[:1], name="n", title="t"))
    ticks = {text.text: float(text.get("x")) for text in root.iter(f"{SVG}text") if text.get("text-anchor") == "middle"}

    first = next(root.iter(f"{SVG}circle"))

    assert float(first.get("cx")) == pytest.approx(ticks["0%"] + (ticks["100%"] - ticks["0%"]) * 0.75, abs=0.2)


def test_diverging_bars_are_as_long_as_their_shares():
    root = ET.fromstring(
        charts.diverging([charts.LikertRow("x", (5, 8, 12, 40, 35))], levels=LEVELS, name="n", title="t")
    )

    bars = [float(bar.get("width")) for bar in root.iter(f"{SVG}rect") if bar.get("height") == "15"]

    assert [round(100 * bar / sum(bars)) for bar in bars] == [5, 8, 12, 40, 35]


def test_diverging_tells_every_share():
    svg = charts.diverging([charts.LikertRow("D1", (5, 8, 12, 40, 35), "n 120")], levels=LEVELS, name="n", title="t")

    assert (
        description(svg)
        == "D1 – Strongly disagree 5%, Disagree 8%, Neither 12%, Agree 40%, Strongly agree 35% (n 120)."
    )


def test_against_plan_ends_every_plan_on_one_line():
    bars = [charts.PlanBar("visits", 130, 260, "130 of 260"), charts.PlanBar("departments", 10, 10, "10 of 10")]
    root = ET.fromstring(charts.against_plan(bars, name="n", title="t"))

    done = [float(bar.get("width")) for bar in root.iter(f"{SVG}rect") if "ch-brand" in bar.get("class")]

    assert done[0] == pytest.approx(done[1] / 2, abs=0.1)


def test_hidden_figures_leave_no_number_behind():
    svgs = [
        charts.department_dots([charts.DepartmentDot("Finance", HIDDEN)], company=HIDDEN, name="n", title="t"),
        charts.flow([charts.Step("Enrolled", None)], name="n", title="t"),
        charts.diverging([charts.LikertRow("D1", None)], levels=LEVELS, name="n", title="t"),
    ]

    for svg in svgs:
        spoken = [element.text for element in ET.fromstring(svg).iter() if element.text and "%" not in element.text]
        assert not [text for text in spoken if re.search(r"\d", text.replace("D1", ""))]


@pytest.mark.parametrize(
    "chart",
    ["dumbbell", "departments", "flow", "plan", "diverging", "slope", "heat", "flows", "timeline", "kept", "multiples"],
)
def test_chart_of_nothing_is_still_a_chart(chart):
    empty = {
        "dumbbell": lambda: charts.dumbbell([], name="n", title="t"),
        "departments": lambda: charts.department_dots([], company=HIDDEN, name="n", title="t"),
        "flow": lambda: charts.flow([], name="n", title="t"),
        "plan": lambda: charts.against_plan([], name="n", title="t"),
        "diverging": lambda: charts.diverging([], levels=LEVELS, name="n", title="t"),
        "heat": lambda: charts.heat_map([], [], most=0, name="n", title="t"),
        "flows": lambda: charts.bipartite([], left="l", right="r", name="n", title="t"),
        "timeline": lambda: charts.timeline([], name="n", title="t"),
        "kept": lambda: charts.persistence([], name="n", title="t"),
        "multiples": lambda: charts.small_multiples([], name="n", title="t", words=charts.PanelWords(())),
        "slope": lambda: charts.slope([], before="before", after="after", most=1, name="n", title="t"),
    }

    assert ET.fromstring(empty[chart]()).tag == f"{SVG}svg"


@pytest.mark.parametrize("color", [palette.INK, palette.MUTED, palette.IT, palette.BUSINESS])
def test_print_colors_of_text_read_well_on_paper(color):
    assert palette.contrast(color, palette.PAPER) >= 4.5


@pytest.mark.parametrize("color", palette.LIKERT)
def test_text_on_bars_reads_well(color):
    assert palette.contrast(palette.text_on(color), color) >= 4.5


@given(st.floats(-100, 100))
def test_whole_is_never_further_than_a_half(value):
    assert abs(charts.whole(value) - value) <= 0.5


def test_whole_rounds_halves_away_from_zero():
    assert [charts.whole(value) for value in (44.5, 45.5, -0.5, 0.49)] == [45, 46, -1, 0]


def test_points_writes_a_true_minus_sign():
    assert [charts.points(-7.8), charts.points(11.6, signed=True), charts.points(None)] == ["−8", "+12", "–"]


@given(st.text(alphabet="abcdefghij WM-&", min_size=1, max_size=200), st.floats(40, 300))
def test_wrap_keeps_every_line_within_its_width_and_loses_no_letter(text, width):
    lines = wrap(text, width, 10)

    assert all(text_width(line, 10) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(10, 60)), min_size=1, max_size=6))
def test_spread_lets_no_two_labels_overlap(places):
    centers, widths = [list(values) for values in zip(*places, strict=True)]

    moved = spread(centers, widths, 0, 600)

    boxes = sorted((center - wide / 2, center + wide / 2) for center, wide in zip(moved, widths, strict=True))
    assert all(before[1] <= after[0] + 1e-6 for before, after in itertools.pairwise(boxes))
    assert boxes[0][0] >= -1e-6
    assert boxes[-1][1] <= 600 + 1e-6


def test_forest_draws_estimate_interval_and_what_stands_beside():
    rows = [
        charts.ForestRow("IT works as one", charts.Estimate(50.0, 40.0, 60.0, 44), "50%", beside=60.0),
        charts.ForestRow("IT is on our side", charts.Estimate(), "–"),
    ]
    axis = charts.Axis(0, 100, ((0.0, "0%"), (100.0, "100%")))

    svg = charts.forest(rows, axis=axis, words=charts.ForestWords("here", "All"), name="f", title="Beside all")

    assert svg.count('class="ch-m') == 3
    assert "ch-hatch" in svg
    assert "IT works as one: 50%." in svg
    assert "IT is on our side: not shown to protect people." in svg


def test_right_to_left_mirrors_places_and_keeps_the_text():
    steps = [charts.Step("Enrolled", 100, "100"), charts.Step("Visited", 50, "50")]
    words = {"name": "f", "title": "Half visited"}
    plain = charts.flow(steps, **words)

    with charts.right_to_left():
        mirrored = charts.flow(steps, **words)

    bars = [
        [
            (float(x), float(wide))
            for x, wide in re.findall(r'<rect class="ch-f ch-brand" x="([\d.]+)"[^>]*?width="([\d.]+)"', svg)
        ]
        for svg in (plain, mirrored)
    ]
    assert [wide for _x, wide in bars[0]] == [wide for _x, wide in bars[1]]
    for (x, wide), (other, _wide) in zip(*bars, strict=True):
        assert other == pytest.approx(charts.WIDE - x - wide, abs=0.2)
    assert charts.flow(steps, **words) == plain


def test_heat_map_is_darker_where_there_is_more_and_hatched_where_nothing_is_shown():
    row = charts.GridRow(
        "Finance", (charts.Cell(0, "0"), charts.Cell(50, "50"), charts.Cell(100, "100"), charts.Cell())
    )

    svg = charts.heat_map([row], ["a", "b", "c", "d"], most=100, name="h", title="t")

    cells = re.findall(r'<rect class="ch-f ch-l\d"[^>]*fill="(#\w+)"', svg)
    assert cells == list(palette.STEPS)
    assert svg.count("ch-hatch") == 2  # the cell and its key
    assert description(svg) == "Finance – a 0, b 50, c 100, d not shown to protect people."


def test_bipartite_ribbons_are_as_high_as_their_counts():
    ribbons = [charts.Ribbon("A", "X", 30), charts.Ribbon("A", "Y", 10), charts.Ribbon("B", "Y", 20)]

    svg = charts.bipartite(ribbons, left="Teams", right="Departments", name="f", title="t")

    heights = [
        float(end) - float(start)
        for start, end in re.findall(
            r'd="M[\d.]+ ([\d.]+)C[^L]*L[\d.]+ [\d.]+C[\d.]+ [\d.]+ [\d.]+ [\d.]+ [\d.]+ ([\d.]+)Z', svg
        )
    ]
    assert [round(30 * height / heights[0]) for height in heights] == [30, 10, 20]
    assert "A 40" in svg
    assert "Y 30" in svg


def test_timeline_bars_have_the_area_of_their_counts():
    periods = [
        charts.Period(date(2026, 3, 2), date(2026, 3, 8), 10, "one"),
        charts.Period(date(2026, 3, 9), date(2026, 3, 22), 20, "two"),
    ]

    svg = charts.timeline(periods, name="t", title="t")

    bars = [
        (float(wide) + 1) * float(high)
        for wide, high in re.findall(r'ch-brand"[^>]*? width="([\d.]+)" height="([\d.]+)"', svg)
    ]
    assert bars[1] == pytest.approx(2 * bars[0], rel=0.01)


def test_persistence_passes_over_a_time_that_is_not_shown():
    kept = [charts.Kept(30, "30 days", charts.Estimate(80.0, 70.0, 88.0, 40)), charts.Kept(90, "90 days", HIDDEN)]

    svg = charts.persistence(kept, name="p", title="t")

    assert description(svg) == "30 days: 80% (70–88, n 40). 90 days: not shown to protect people."
    assert svg.count("ch-hatch") == 1


def test_small_multiples_put_every_panel_on_one_scale():
    panels = [
        charts.Panel(str(at), (charts.Estimate(value), charts.Estimate(value)), (HIDDEN, HIDDEN))
        for at, value in enumerate((20.0, 20.0, 80.0))
    ]

    svg = charts.small_multiples(panels, name="m", title="t", words=charts.PanelWords(("before", "after")))

    heights = [float(y) for y in re.findall(r'<circle[^>]*cy="([\d.]+)"', svg)]
    assert heights[0] == heights[1] == heights[2] == heights[3] > heights[4]


def test_faces_finds_an_installed_family():
    found = faces()

    assert found is not None
    assert found.regular.is_file()
    assert found.semibold.is_file()


def test_right_to_left_keeps_a_number_before_the_words_that_follow_it():
    with charts.right_to_left():
        svg = charts.flow(
            [charts.Step("حضر", 50, "50 من 193"), charts.Step("Enrolled", 100, "100")], name="f", title="t"
        )

    assert ">\u200f50 من 193\u200f<" in svg
    assert ">Enrolled\u200f<" in svg
