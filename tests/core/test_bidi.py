"""Signs and full stops keep their place in lines that run from right to left."""

import pytest

from programs.core.bidi import LRM, RLM, in_order


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("14", "14"),
        ("Finance", "Finance"),
        ("+11", f"{LRM}+11{LRM}"),
        ("IT works as one.", f"{LRM}IT works as one.{LRM}"),
        ("&lt;5 &amp; more", f"{LRM}&lt;5 &amp; more{LRM}"),
        ("من −14 إلى +2", f"من {LRM}−14 إلى {LRM}+2"),
        ("\u200f<5 ← 12", f"\u200f{LRM}<5 ← 12"),
        ("How often? (أسبوعيا)", f"How often?{LRM} (أسبوعيا)"),
        ("من 2024−2026", "من 2024−2026"),
        ("Customer Care · 20 مايو", f"Customer Care{RLM} · 20 مايو"),
    ],
)
def test_in_order_marks_signs_of_numbers_and_ends_of_foreign_sentences(text, kept):
    assert in_order(text) == kept


def test_in_order_adds_nothing_that_is_seen():
    text = "بين +5 و−3، <5 (IT says: 54%)"

    assert in_order(text).replace(LRM, "") == text
