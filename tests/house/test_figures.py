"""Figures read in the right order in every direction of writing."""

from django.utils import translation

from programs.surveys.figures import Group, IndexResult
from programs.templatetags import figures


def test_signed_points_are_isolated_in_right_to_left_text():
    with translation.override("ar"):
        arabic = figures.signed_points(0.09)
    with translation.override("en-gb"):
        english = figures.signed_points(0.09)

    assert english == "+9"
    assert arabic.startswith("\u2066+")
    assert arabic.endswith("9\u2069\u2069")


def test_bounds_of_scores_are_isolated_and_rounded_like_shares():
    with translation.override("ar"):
        arabic = figures.score_interval(IndexResult("it", Group("side"), 60.0, 57.5, 62.4))
    with translation.override("en-gb"):
        english = figures.score_interval(IndexResult("it", Group("side"), 60.0, 57.5, 62.4))

    assert english == "58–62"
    assert arabic.replace("\u2066", "").replace("\u2069", "") == english
    assert arabic.startswith("\u2066")
    assert figures.score_interval(IndexResult("it", Group("side"))) == ""


def test_then_points_in_the_direction_of_reading():
    with translation.override("ar"):
        arabic = figures.then("31", "22")
    with translation.override("de"):
        german = figures.then("31", "22")

    assert german == "31 → 22"
    assert "31 ← 22" in arabic
