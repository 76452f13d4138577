"""The one gateway: what a closed wave may say, decided once, for every page and file.

Answers come in as columns, a `ReleasedWave` goes out. Nothing else makes figures. The
rules are those of the privacy notice:

* a score needs 5 people, an item 10 (a programme may ask for more, never for less);
* small departments are merged, with the next smallest, until nobody can be subtracted out;
* nested groups differ by nobody or by at least 5 people;
* a share of 0 % or 100 % is printed as "at most 10 %" or "at least 90 %";
* below 30 answers a figure is indicative, and a five-part distribution is not shown.

Residual risk, stated: a consensus of ten people or more can still be inferred from totals.
"""

from collections.abc import Iterable
from dataclasses import replace

from programs.surveys.disclosure import guessing
from programs.surveys.disclosure.columns import SIDES, Answers, Count, Earlier, Facts
from programs.surveys.disclosure.guessing import Guesses
from programs.surveys.disclosure.imported import release_imported
from programs.surveys.disclosure.merging import Thresholds
from programs.surveys.disclosure.release import release
from programs.surveys.figures import ReleasedWave


def with_guesses(released: ReleasedWave, guesses: Iterable[Guesses], thresholds: Thresholds) -> ReleasedWave:
    """Return a release with what may be said of the guesses about the other side."""
    shares = {
        side: {one.construct: released.share(one.construct, side) for one in released.questions} for side in SIDES
    }
    return replace(released, guesses=guessing.released(guesses, shares, thresholds))


__all__ = [
    "SIDES",
    "Answers",
    "Count",
    "Earlier",
    "Facts",
    "Guesses",
    "Thresholds",
    "release",
    "release_imported",
    "with_guesses",
]
