"""How many answers allow which figure. The privacy rules of `surveys.disclosure` come first."""

from enum import IntEnum

SCORE, ITEM, FULL = 5, 10, 30


class Allowed(IntEnum):
    """What n valid answers allow, each level with all below it."""

    NOTHING = 0
    """Not even n itself."""
    SCORE = 1
    """An index rounded to 5; no item, no change."""
    INDICATIVE = 2
    """Per cent with an interval, marked as indicative; no arrow, no order."""
    FULL = 3
    """Everything; an arrow if the change is clear."""


def allowed(n: int, *, score: int = SCORE, item: int = ITEM) -> Allowed:
    """Return what `n` answers allow. A programme may raise `score` and `item`."""
    if n < score:
        return Allowed.NOTHING
    if n < item:
        return Allowed.SCORE
    return Allowed.INDICATIVE if n < FULL else Allowed.FULL
