"""Many tests at once."""

from collections.abc import Sequence


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p adjusted step-down (Holm 1979), in the order given; missing p stay missing and don't count."""
    ordered = _ordered(p_values)
    m = len(ordered)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, place) in enumerate(ordered):
        highest = max(highest, min(1.0, (m - rank) * p))
        adjusted[place] = highest
    return adjusted


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """Return q(i) = min over j ≥ i of m·p(j)/j (Benjamini & Hochberg 1995), in the order given."""
    ordered = _ordered(p_values)
    m = len(ordered)
    adjusted: list[float | None] = [None] * len(p_values)
    lowest = 1.0
    for rank in range(m, 0, -1):
        p, place = ordered[rank - 1]
        lowest = min(lowest, m * p / rank)
        adjusted[place] = lowest
    return adjusted


def _ordered(p_values: Sequence[float | None]) -> list[tuple[float, int]]:
    return sorted((p, place) for place, p in enumerate(p_values) if p is not None)
