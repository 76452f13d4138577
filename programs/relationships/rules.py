"""What counts as a tie. Plain Python. Definitions of outcomes §1.5 (after Marsden & Campbell 1984)."""

TIE = 2
STRONG_TIE = 3


def is_new(*, before: int, now: int) -> bool:
    """Say whether a tie (strength 2 or more) exists now and didn't before."""
    return before < TIE <= now


def is_strengthened(*, before: int, now: int) -> bool:
    """Say whether strength rose by at least one and ended at 2 or more. A new tie is one of these."""
    return now > before and now >= TIE


def is_lost(*, before: int, now: int) -> bool:
    """Say whether there was a tie and isn't any more."""
    return now < TIE <= before
