"""What a good agenda holds, and how one click mends it. Plain Python.

Blocks follow each other from the start of the day, so they can't overlap; what can go wrong is
that something is missing, that the debrief stands in the wrong place, or that there is more
than the day has time for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from programs.core.refusals import Refusal
from programs.hosting.choices import BlockKind, Complaint

DEBRIEF_MINUTES = 15
"""The least that a debrief takes: two promises, and a date for each."""
TASK_MINUTES = 60
INFORMAL_MINUTES = 20
SHORTEST_BLOCK = 5


@dataclass(frozen=True)
class Part:
    """One block of an agenda, with its length in minutes."""

    kind: str
    title: str
    minutes: int


@dataclass(frozen=True)
class Timed:
    """A block with the instants between which it lies; none on a day without times."""

    kind: str
    title: str
    minutes: int
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class Words:
    """What blocks are called that one click adds."""

    task: str
    informal: str
    debrief: str


def minutes_of(parts: Sequence[Part]) -> int:
    """Return how long an agenda takes."""
    return sum(part.minutes for part in parts)


def timed(parts: Sequence[Part], starts_at: datetime | None) -> tuple[Timed, ...]:
    """Return the blocks one after the other from an instant; without one, with no times."""
    found, at = [], starts_at
    for part in parts:
        end = at + timedelta(minutes=part.minutes) if at else None
        found.append(Timed(part.kind, part.title, part.minutes, at, end))
        at = end
    return tuple(found)


def complaints_about(parts: Sequence[Part], *, most: int | None = None) -> tuple[Refusal, ...]:
    """Return what an agenda lacks; nothing for one that is empty, since that is said elsewhere.

    `most` is the length of the shortest day in minutes, None while there is no day with times.
    """
    return tuple(_complaints(parts, most)) if parts else ()


def _complaints(parts: Sequence[Part], most: int | None) -> Iterator[Refusal]:
    kinds = {part.kind for part in parts}
    debrief = next((part for part in reversed(parts) if part.kind == BlockKind.DEBRIEF), None)
    if BlockKind.TASK not in kinds:
        yield Refusal(Complaint.NO_TASK)
    if BlockKind.INFORMAL not in kinds:
        yield Refusal(Complaint.NO_INFORMAL)
    if debrief is None:
        yield Refusal(Complaint.NO_DEBRIEF)
    elif debrief.minutes < DEBRIEF_MINUTES:
        yield Refusal(Complaint.SHORT_DEBRIEF, {"minutes": debrief.minutes, "least": DEBRIEF_MINUTES})
    if debrief is not None and parts[-1].kind != BlockKind.DEBRIEF:
        yield Refusal(Complaint.EARLY_DEBRIEF)
    if most is not None and minutes_of(parts) > most:
        yield Refusal(Complaint.TOO_LONG, {"minutes": minutes_of(parts), "most": most})


def mended(parts: Sequence[Part], complaint: str, *, words: Words, most: int | None = None) -> tuple[Part, ...]:
    """Return the agenda with one complaint seen to; no block of the host's is ever taken out.

    What is added goes before the debrief, the debrief at the end. Too long an agenda loses
    minutes from its longest block of real work or talk, as far as that goes.
    """
    blocks = list(parts)
    end = len(blocks) - 1 if blocks and blocks[-1].kind == BlockKind.DEBRIEF else len(blocks)
    if complaint == Complaint.NO_TASK:
        blocks.insert(end, Part(BlockKind.TASK, words.task, TASK_MINUTES))
    elif complaint == Complaint.NO_INFORMAL:
        blocks.insert(end, Part(BlockKind.INFORMAL, words.informal, INFORMAL_MINUTES))
    elif complaint == Complaint.NO_DEBRIEF:
        blocks.append(Part(BlockKind.DEBRIEF, words.debrief, DEBRIEF_MINUTES))
    elif complaint == Complaint.TOO_LONG and most is not None:
        blocks = _shortened(blocks, minutes_of(blocks) - most)
    elif complaint in {Complaint.SHORT_DEBRIEF, Complaint.EARLY_DEBRIEF}:
        blocks = _with_debrief_mended(blocks, complaint)
    return tuple(blocks)


def _with_debrief_mended(blocks: list[Part], complaint: str) -> list[Part]:
    last = max((at for at, part in enumerate(blocks) if part.kind == BlockKind.DEBRIEF), default=None)
    if last is None:
        return blocks
    debrief = blocks.pop(last)
    if complaint == Complaint.SHORT_DEBRIEF:
        debrief = replace(debrief, minutes=max(debrief.minutes, DEBRIEF_MINUTES))
        blocks.insert(last, debrief)
    else:
        blocks.append(debrief)
    return blocks


def _shortened(blocks: list[Part], excess: int) -> list[Part]:
    """Take minutes from the longest block that is not the debrief, leaving it the least a block has."""
    open_to_it = [
        at for at, part in enumerate(blocks) if part.kind != BlockKind.DEBRIEF and part.minutes > SHORTEST_BLOCK
    ]
    if excess > 0 and open_to_it:
        longest = max(
            open_to_it, key=lambda at: (blocks[at].kind in (BlockKind.TASK, BlockKind.TALK), blocks[at].minutes)
        )
        blocks[longest] = replace(blocks[longest], minutes=max(blocks[longest].minutes - excess, SHORTEST_BLOCK))
    return blocks
