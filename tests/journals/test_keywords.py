"""Log-odds with a Dirichlet prior against a second way of computing it, and who is protected."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.journals.keywords import Text, keywords, words_of, z_scores
from programs.journals.stop_words import STOP_WORDS

words = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 40), min_size=2).map(Counter)


def second_opinion(own, other, a0):
    """Monroe et al. 2008 in matrix form, written from the paper's equations."""
    names = sorted(own | other)
    y = np.array([[own[name] for name in names], [other[name] for name in names]], dtype=float)
    alpha = a0 * y.sum(axis=0) / y.sum()
    posterior = y + alpha
    omega = posterior / (y.sum(axis=1, keepdims=True) + a0 - posterior)
    delta = np.log(omega[0]) - np.log(omega[1])
    return dict(zip(names, delta / np.sqrt((1 / posterior).sum(axis=0)), strict=True))


@given(words, words, st.floats(1, 1000))
def test_z_scores_equal_a_second_implementation(own, other, prior):
    found = z_scores(own, other, prior_words=prior)

    expected = second_opinion(own, other, prior)
    assert found == {word: pytest.approx(expected[word], abs=1e-9) for word in found}
    assert len(found) == len(expected)


@given(words, words)
def test_z_scores_turn_their_sign_with_the_sets(own, other):
    one, turned = z_scores(own, other), z_scores(other, own)

    assert one == {word: pytest.approx(-z, abs=1e-9) for word, z in turned.items()}


def test_z_scores_by_hand():
    """own: tea 3, milk 1; other: tea 1, milk 3; a prior of 2 words: 1 each."""
    found = z_scores(Counter(tea=3, milk=1), Counter(tea=1, milk=3), prior_words=2)

    assert found["tea"] == pytest.approx((np.log(4 / 2) - np.log(2 / 4)) / np.sqrt(1 / 4 + 1 / 2))


@pytest.mark.parametrize(("authors", "is_found"), [(4, False), (5, True)])
def test_keywords_takes_only_what_five_people_wrote(authors, is_found):
    own = [Text(author, ("scanner", "gate")) for author in range(authors)] + [Text(0, ("scanner",) * 50)]
    other = [Text(author, ("ledger",)) for author in range(9)]

    found = {keyword.word for keyword in keywords(own, other)}

    assert ("scanner" in found) is is_found


def test_keywords_counts_the_authors_of_its_own_set_only():
    own = [Text(1, ("scanner",) * 9)]
    other = [Text(author, ("scanner", "ledger")) for author in range(2, 9)]

    assert keywords(own, other) == []


def test_keywords_of_nothing_is_nothing():
    assert keywords([], [Text(1, ("a",))]) == []


def test_words_of_leaves_out_stop_words_numbers_and_case():
    found = words_of("The Scanner waits 19 minutes; der Scanner wartet, nicht wahr? It's e-mail", STOP_WORDS)

    assert found == ("scanner", "waits", "minutes", "scanner", "wartet", "wahr", "it's", "e-mail")
