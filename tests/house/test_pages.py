"""What the content policy and the languages ask of every template and of the style sheet."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if not {"mail", "print"} & set(path.parts))
STYLE = ROOT / "programs/static/programs/exchange.css"
LARGEST_STYLE = 60 * 1024

BLOCKED = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\b(?:src=|type=[\"']application/json))", re.I),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a data: address": re.compile(r"(?:src|href)\s*=\s*[\"']?data:", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "something from another site": re.compile(r"(?:src|srcset)\s*=\s*[\"']?(?:https?:)?//", re.I),
}
PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:left|right|(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[a-z-]*)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
FETCHED = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//|url\(\s*[\"']?data:", re.I)


def blocked_in(text: str) -> set[str]:
    return {what for what, pattern in BLOCKED.items() if pattern.search(text)}


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT / "templates")) for page in PAGES])
def test_templates_hold_nothing_that_the_content_policy_blocks(page):
    assert blocked_in(page.read_text()) == set()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color: red">', "an inline style"),
        ("<script>go()</script>", "an inline script"),
        ('<a href="#" onclick="go()">', "an event attribute"),
        ('<img src="data:image/png;base64,AA">', "a data: address"),
        ('<script src="//cdn.example/x.js"></script>', "something from another site"),
    ],
)
def test_blocked_in_finds_planted_faults(text, what):
    assert blocked_in(text) == {what}


def test_messages_are_of_a_kind_that_the_style_sheet_knows():
    known = set(re.findall(r"\.msg\.([a-z]+)", STYLE.read_text()))

    used = {kind for page in PAGES for kind in re.findall(r"class=\"msg ([a-z]+)", page.read_text())}

    assert used - known == set()


def test_the_style_sheet_knows_no_left_and_right():
    assert PHYSICAL.findall(without_comments(STYLE.read_text())) == []


@pytest.mark.parametrize(
    "css", ["a { left: 0; }", "a { margin-left: 1px; }", "a{text-align:right}", "a { float: left }"]
)
def test_physical_directions_are_found(css):
    assert PHYSICAL.search(css)


def test_the_style_sheet_fetches_nothing():
    assert FETCHED.findall(without_comments(STYLE.read_text())) == []


def test_the_style_sheet_stays_small():
    assert STYLE.stat().st_size <= LARGEST_STYLE


def test_every_layer_of_the_style_sheet_is_closed_before_the_next():
    depth = 0
    for line in without_comments(STYLE.read_text()).splitlines():
        assert depth == 0 or not line.startswith("@layer"), line
        depth += line.count("{") - line.count("}")
    assert depth == 0
