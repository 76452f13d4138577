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

from collections.abc import Mapping
from dataclasses import dataclass, replace

from programs.surveys.disclosure import guessing, lateness, others, ratings
from programs.surveys.disclosure.columns import SIDES, Answers, Count, Earlier, Facts
from programs.surveys.disclosure.guessing import Guesses
from programs.surveys.disclosure.imported import release_imported
from programs.surveys.disclosure.lateness import EarlyCounts
from programs.surveys.disclosure.merging import Thresholds
from programs.surveys.disclosure.others import OtherAnswers
from programs.surveys.disclosure.ratings import Ratings
from programs.surveys.disclosure.release import release
from programs.surveys.figures import Question, ReleasedWave


@dataclass(frozen=True)
class Beside:
    """What a wave asked beside the items rated from 1 to 5: guesses about the other side, items on other
    scales, ratings of departments (`names` by number); and the counts of before the last reminder.
    """

    guesses: tuple[Guesses, ...] = ()
    other_questions: tuple[Question, ...] = ()
    others: tuple[OtherAnswers, ...] = ()
    rating_questions: tuple[Question, ...] = ()
    ratings: tuple[Ratings, ...] = ()
    names: Mapping[int, str] | None = None
    early: EarlyCounts | None = None


def release_whole(facts: Facts, answers: Answers, earlier: Earlier | None, beside: Beside) -> ReleasedWave:
    """Return everything that a wave publishes. Raises LeakingRelease as `release` does."""
    released, limits = release(facts, answers, earlier), facts.thresholds
    shares = {
        side: {one.construct: released.share(one.construct, side) for one in released.questions} for side in SIDES
    }
    return replace(
        released,
        guesses=guessing.released(beside.guesses, shares, limits),
        other_questions=beside.other_questions,
        said=others.released(beside.others, limits),
        rating_questions=beside.rating_questions,
        rated=ratings.released(beside.ratings, beside.rating_questions, beside.names or {}, limits),
        lateness=lateness.released(released, beside.early, limits),
    )


__all__ = [
    "SIDES",
    "Answers",
    "Beside",
    "Count",
    "Earlier",
    "EarlyCounts",
    "Facts",
    "Guesses",
    "OtherAnswers",
    "Ratings",
    "Thresholds",
    "release",
    "release_imported",
    "release_whole",
]
