"""Figures read in the right order in every direction of writing."""

from django.utils import translation

from programs.templatetags import figures


def test_signed_points_are_isolated_in_right_to_left_text():
    with translation.override("ar"):
        arabic = figures.signed_points(0.09)
    with translation.override("en-gb"):
        english = figures.signed_points(0.09)

    assert english == "+9"
    assert arabic.startswith("\u2066+")
    assert arabic.endswith("9\u2069\u2069")
