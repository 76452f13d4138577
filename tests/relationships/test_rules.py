from hypothesis import given
from hypothesis import strategies as st

from programs.relationships import rules

strength = st.integers(0, 4)


@given(strength, strength)
def test_a_new_tie_is_also_strengthened_and_never_lost(before, now):
    if rules.is_new(before=before, now=now):
        assert rules.is_strengthened(before=before, now=now)
        assert not rules.is_lost(before=before, now=now)


@given(strength, strength)
def test_losing_is_gaining_read_backwards(before, now):
    assert rules.is_lost(before=before, now=now) == rules.is_new(before=now, now=before)
