"""Who could change places so that somebody gets a day, with the fewest people disturbed. Plain Python.

A chain begins with somebody who needs a place. Where the day is full, one of its visitors
moves to another day, and so on until a day has a place to spare.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

Options = Mapping[int, bool]
"""Day → whether a place is free there; False: somebody has to leave it first."""


@dataclass(frozen=True, slots=True)
class Held:
    """A standing visit that could be given up: its key, its visitor and its day."""

    key: int
    visitor: int
    day: int


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody goes to a day, giving up `leaves` (None: has nothing to give up)."""

    visitor: int
    day: int
    leaves: int | None = None


Chain = tuple[Step, ...]


def chains(
    visitor: int,
    options: Options,
    held: Collection[Held],
    options_of: Callable[[Sequence[Held]], Mapping[int, Options]],
    *,
    loss: Callable[[Step], float],
    longest: int = 2,
    most: int = 5,
) -> list[Chain]:
    """Return up to `most` chains, those that disturb the fewest people first, then those that cost least.

    `options_of` answers for several visits at once where their visitors could go instead;
    it is asked once per number of people disturbed, and no more when enough was found.
    `loss` says what a step costs whoever takes it. `longest` is how many people may be disturbed.
    """
    found: list[Chain] = [(Step(visitor, day),) for day, is_free in options.items() if is_free]
    open_ends: list[Chain] = [(Step(visitor, day),) for day, is_free in options.items() if not is_free]
    found = sorted(found, key=lambda chain: _cost(chain, loss))[:most]
    for _ in range(longest):
        if len(found) >= most or not open_ends:
            break
        asked = {end.day for *_, end in open_ends}
        leaving = sorted((one for one in held if one.day in asked), key=lambda one: one.key)
        places = options_of(leaving)
        ended, open_ends = _longer(open_ends, leaving, places)
        found += sorted(ended, key=lambda chain: _cost(chain, loss))
    return found[:most]


def _longer(
    open_ends: Sequence[Chain], leaving: Sequence[Held], places: Mapping[int, Options]
) -> tuple[list[Chain], list[Chain]]:
    """Return the chains that one more person ends, and those that stay open after one more."""
    ended: list[Chain] = []
    longer: list[Chain] = []
    for chain in open_ends:
        days, people = {step.day for step in chain}, {step.visitor for step in chain}
        for visit in leaving:
            if visit.day != chain[-1].day or visit.visitor in people:
                continue
            for day, is_free in places.get(visit.key, {}).items():
                if day not in days:
                    made = (*chain, Step(visit.visitor, day, visit.key))
                    (ended if is_free else longer).append(made)
    return ended, longer


def _cost(chain: Chain, loss: Callable[[Step], float]) -> tuple[float, tuple[tuple[int, int], ...]]:
    return sum(loss(step) for step in chain), tuple((step.visitor, step.day) for step in chain)
