"""Figures survive being stored, and say no more than they hold."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.surveys.figures import Change, Group, ItemResult, Note, Question, Share, from_json, to_json


@given(st.floats(0, 1), st.integers(0, 10_000), st.sampled_from(Note))
def test_from_json_gives_back_what_to_json_took(value, n, note):
    share = Share(value, None, -0.0, n, (1, 2, 3), 0, note)
    result = ItemResult("D1", "it", Group("side", "IT", (1, 2)), share, (0.25, 0.5))

    stored = json.dumps(to_json(result), sort_keys=True)
    back = from_json(ItemResult, json.loads(stored))

    assert back.share.value == pytest.approx(value, abs=1e-9)
    assert dataclasses.replace(back, share=share) == result
    assert json.dumps(to_json(back), sort_keys=True) == stored
    assert "-0.0" not in stored


def test_share_says_nothing_until_it_is_given_a_value():
    assert not Share().is_shown
    assert Share(0.9, note=Note.AT_LEAST).is_shown
    assert not Share(0.9, note=Note.AT_LEAST).is_exact


@pytest.mark.parametrize(
    ("fields", "is_clear"),
    [
        ({}, True),
        ({"q": 0.06}, False),
        ({"value": 0.04}, False),
        ({"n": 29}, False),
        ({"note": Note.INDICATIVE}, False),
        ({"q": None}, False),
    ],
)
def test_change_is_clear_only_when_adjusted_large_and_well_founded(fields, is_clear):
    change = Change("D1", "business", True, True, value=0.05, n=30, q=0.05, note=Note.SHOWN)

    assert dataclasses.replace(change, **fields).is_clear == is_clear


def test_from_json_fills_what_an_older_release_did_not_know():
    stored = to_json(Question("D1", "gap", "agreement", is_reversed=False, text_it="a", text_business="a"))
    del stored["is_primary"]

    assert from_json(Question, stored).is_primary is False
