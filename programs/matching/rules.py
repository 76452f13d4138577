"""How placements are scored, what an edit of a draft may do, and when a search is taken for dead. Plain Python."""

import datetime
from collections.abc import Mapping

CHOICE_POINTS = 650
"""The visitor's share of a score of 1000."""
NEWNESS_POINTS = 350
"""The share that a new tie between a team and a department brings."""
NEUTRAL = 0.5
"""How much of the visitor's share a department counts for whom nothing is listed."""
UNLISTED = 0.1
"""How much of it a department counts that others are listed before."""
SILENT_SECONDS = 60
"""How long a search may say nothing before it may be started again."""


def places_of(ranks: Mapping[int, int]) -> dict[int, int]:
    """Return department → its place on a list from 1; equal ranks share a place, gaps are closed."""
    place_of_rank = {rank: place for place, rank in enumerate(sorted(set(ranks.values())), 1)}
    return {department: place_of_rank[rank] for department, rank in ranks.items()}


def points_for_choice(place: int | None, length: int) -> int:
    """Return the visitor's part of a score: from 650 for the first place down to 650/length for the last."""
    if place is not None:
        return round(CHOICE_POINTS * (length + 1 - place) / length)
    return round(CHOICE_POINTS * (UNLISTED if length else NEUTRAL))


def points_for_newness(visits: int) -> int:
    """Return what a new tie brings: 350 for the first visit of a team to a department, half for the second …"""
    return round(NEWNESS_POINTS / (1 + visits))


def is_silent(heard_at: datetime.datetime, at: datetime.datetime) -> bool:
    """Whether a search has said nothing for so long that its process must be gone."""
    return (at - heard_at).total_seconds() > SILENT_SECONDS


def per_cent_better(value: int, bound: int) -> float:
    """Return by how many per cent a plan could be better at most; 0 is proven best."""
    return max(0.0, 100 * (bound - value) / value) if value > 0 else 0.0
