"""How placements are scored, what an edit of a draft may do, and when a search is taken for dead. Plain Python."""

import datetime
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

POINTS = 1000
"""What a visit scores at most."""
STRONGEST = 3
"""The strength of a department's strongest wish about a visitor."""
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


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much in a score of 1,000: only the proportions matter."""

    choice: int = 50
    goals: int = 15
    asked: int = 15
    newness: int = 15
    owed: int = 5

    def _points(self, weight: int, share: float) -> int:
        """Return a part of a score, rounded down so that the parts never exceed 1,000."""
        every = self.choice + self.goals + self.asked + self.newness + self.owed
        return int(POINTS * weight * share / every + 1e-9)

    def choice_points(self, place: int | None, length: int) -> int:
        """Return the part of the visitor's list: all of it for the first place, 1/length for the last."""
        if place is not None:
            return self._points(self.choice, (length + 1 - place) / length)
        return self._points(self.choice, UNLISTED if length else NEUTRAL)

    def newness_points(self, visits: int) -> int:
        """Return what a new tie brings: all for the first visit of a team to a department, half for the second …"""
        return self._points(self.newness, 1 / (1 + visits))

    def goals_points(self, learns: Collection[int], shows: Container[int]) -> int:
        """Return what the share of a visitor's learning goals that an offering shows brings."""
        met = sum(skill in shows for skill in learns)
        return self._points(self.goals, met / len(learns)) if learns else 0

    def asked_points(self, strength: int) -> int:
        """Return what a department's wish for the visitor brings: a third for each step of its strength."""
        return self._points(self.asked, strength / STRONGEST)

    def owed_points(self, *, is_owed: bool) -> int:
        """Return what having missed out last time brings."""
        return self._points(self.owed, 1.0 if is_owed else 0.0)


def is_silent(heard_at: datetime.datetime, at: datetime.datetime) -> bool:
    """Whether a search has said nothing for so long that its process must be gone."""
    return (at - heard_at).total_seconds() > SILENT_SECONDS


def per_cent_better(value: int, bound: int) -> float:
    """Return by how many per cent a plan could be better at most; 0 is proven best."""
    return max(0.0, 100 * (bound - value) / value) if value > 0 else 0.0
