import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from programs.gateways.seal import SealBroken, is_sealed_with_first_key, seal, unseal

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.text(alphabet="abc:0-9"))
def test_unseal_gives_back_what_was_sealed(text, context):
    assert unseal(seal(text, context), context) == text


def test_seal_shows_nothing_of_the_text_and_never_repeats_itself():
    first, second = seal("I was bored", "journal:1:a"), seal("I was bored", "journal:1:a")

    assert b"bored" not in first
    assert first != second


def test_unseal_refuses_a_text_moved_to_another_row():
    sealed = seal("I was bored", "journal:1:a")

    with pytest.raises(SealBroken):
        unseal(sealed, "journal:1:b")


def test_unseal_refuses_every_changed_byte():
    sealed = seal("I was bored", "journal:1:a")

    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            unseal(changed, "journal:1:a")


@pytest.mark.parametrize("rubbish", [b"", b"tests:", b"tests:short", b"no colon", b"\xff:\xff"])
def test_unseal_refuses_rubbish(rubbish):
    with pytest.raises(SealBroken):
        unseal(rubbish, "journal:1:a")


def test_unseal_opens_with_every_key_and_seals_with_the_first(settings):
    settings.FIELD_KEYS = [OLD]
    sealed = seal("I was bored", "journal:1:a")

    settings.FIELD_KEYS = [NEW, OLD]

    assert unseal(sealed, "journal:1:a") == "I was bored"
    assert not is_sealed_with_first_key(sealed)
    assert is_sealed_with_first_key(seal("I was bored", "journal:1:a"))


def test_unseal_says_that_the_key_is_gone(settings):
    settings.FIELD_KEYS = [OLD]
    sealed = seal("I was bored", "journal:1:a")
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(SealBroken, match="EXCHANGE_FIELD_KEYS"):
        unseal(sealed, "journal:1:a")


@pytest.mark.parametrize("ring", [[], ["short:YWJj"], ["bad:%%%"], [":" + "b" * 44]])
def test_seal_stops_without_a_proper_key(settings, ring):
    settings.FIELD_KEYS = ring

    with pytest.raises(ImproperlyConfigured):
        seal("I was bored", "journal:1:a")
