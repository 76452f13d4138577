"""Words that mark one set of texts against another. Plain Python, offline, no random numbers.

The caller hands over only texts that their authors opened to the programme's leads.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

LEAST_AUTHORS = 5
"""A word that fewer people used points at them."""
PRIOR_WORDS = 100.0
"""How many words the prior weighs: alpha_0 of Monroe et al. 2008."""
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Text:
    """What one author wrote, as words."""

    author: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Keyword:
    """A word that marks a set: its z score, how many authors of the set used it, and how often
    it stands in the set and in the other one.
    """

    word: str
    z: float
    authors: int
    own: int
    other: int


def words_of(text: str, stop_words: Container[str]) -> tuple[str, ...]:
    """Return the words of a text, small, without stop words and what is shorter than three letters."""
    found = (word.casefold() for word in _WORD.findall(text))
    return tuple(word for word in found if len(word) >= _SHORTEST and word not in stop_words)


def z_scores(own: Counter[str], other: Counter[str], *, prior_words: float = PRIOR_WORDS) -> dict[str, float]:
    """Return for each word how strongly it marks `own` against `other`.

    Log-odds ratio with an informative Dirichlet prior, divided by its standard deviation:
    Monroe, Colaresi and Quinn 2008, Fightin' Words, equations 16, 18, 20 and 22,
    doi:10.1093/pan/mpn018. The prior of a word is its share of both sets together, weighing
    `prior_words` words. Swapping the sets turns the signs.
    """
    both = own + other
    total = both.total()
    if not own or not other:
        return {}
    found = {}
    for word, count in both.items():
        prior = prior_words * count / total
        first, second = own[word] + prior, other[word] + prior
        rest_of_own = own.total() + prior_words - first
        rest_of_other = other.total() + prior_words - second
        if rest_of_own <= 0 or rest_of_other <= 0:
            continue
        ratio = math.log(first / rest_of_own) - math.log(second / rest_of_other)
        found[word] = ratio / math.sqrt(1 / first + 1 / second)
    return found


def keywords(own: Sequence[Text], other: Sequence[Text], *, limit: int = 15) -> list[Keyword]:
    """Return the words that mark `own` against `other`, the strongest first.

    Only words that at least five authors of `own` used: no word leads back to one of them.
    """
    counts, others = _counted(own), _counted(other)
    authors: dict[str, set[int]] = defaultdict(set)
    for text in own:
        for word in text.words:
            authors[word].add(text.author)
    scores = z_scores(counts, others)
    marked = [
        Keyword(word, z, len(authors[word]), counts[word], others[word])
        for word, z in scores.items()
        if z > 0 and len(authors[word]) >= LEAST_AUTHORS
    ]
    return sorted(marked, key=lambda one: (-one.z, one.word))[:limit]


def _counted(texts: Iterable[Text]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.words)
    return counts
