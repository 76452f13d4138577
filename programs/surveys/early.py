"""What had been answered when the last reminder went out: counts of whole sides, sealed until closing.

A response carries no time, so whether it came late is not stored with it. Instead the primary
items are counted once, before the last reminder, and the gateway takes those counts from the
final ones. The counts are sealed with a key outside the database: in its last days, while few
have come on top, they would otherwise show a reader of the database what those few said.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from programs.gateways import seal
from programs.surveys.disclosure import EarlyCounts
from programs.surveys.models import BallotPaper, Response, Wave

DROPPED = b""
"""Stands for counts that were taken and can't be used any more."""

Counts = dict[str, dict[str, list[int]]]
"""By side and item: how many judged it, and how many of them agreed."""


def note(wave: Wave, *, on: date) -> bool:
    """Count what has been answered, once; say whether it was the first time. The caller holds the wave's row."""
    if wave.early is not None:
        return False
    _seal(wave, _counted({}, _primary(wave), _answers_of(wave), 1), on)
    return True


def _answers_of(wave: Wave, link: str | None = None) -> list[tuple[str, Mapping[str, Any]]]:
    """Return (side, answers) of everybody, or of one person, wherever they lie.

    Those in the ballot box are counted there: emptying it early would let two copies of the
    database tell the few who were in it.
    """
    stored = Response.objects.filter(wave=wave)
    papers = [one.content for one in BallotPaper.objects.filter(wave=wave)]
    if link is not None:
        stored, papers = stored.filter(link=link), [one for one in papers if one["link"] == link]
    return [*stored.values_list("side", "answers"), *((one["side"], one["answers"]) for one in papers)]


def take_out(wave: Wave, *, link: str, done_on: date | None) -> None:
    """Take one person's answers out of the counts, before they are deleted.

    Somebody who answered on the day of the count may have done so before it or after it: then
    the counts are dropped. The caller holds the wave's row.
    """
    if not wave.early or wave.early_on is None or done_on is None or done_on > wave.early_on:
        return
    if done_on == wave.early_on:
        wave.early = DROPPED
        wave.save(update_fields=["early"])
        return
    _seal(wave, _counted(_opened(wave), _primary(wave), _answers_of(wave, link), -1), wave.early_on)


def counts_of(wave: Wave) -> EarlyCounts | None:
    """Return the counts for the gateway; nothing where none were taken or they were dropped."""
    if not wave.early:
        return None
    found = _opened(wave)
    return EarlyCounts({(side, key): (n, x) for side, items in found.items() for key, (n, x) in items.items()})


def forget(wave: Wave) -> None:
    """Empty the counts: the wave has been published."""
    Wave.objects.filter(pk=wave.pk).update(early=None, early_on=None)


def _primary(wave: Wave) -> list[str]:
    return [item["construct"] for item in wave.frozen["items"] if item["is_primary"]]


def _counted(
    counts: Counts, constructs: Iterable[str], rows: Iterable[tuple[str, Mapping[str, Any]]], one: int
) -> Counts:
    constructs = list(constructs)
    for side, answers in rows:
        for key in constructs:
            answer = answers.get(key)
            if answer is not None:
                of_item = counts.setdefault(side, {}).setdefault(key, [0, 0])
                of_item[0] += one
                of_item[1] += one * (answer >= 4)
    return counts


def _seal(wave: Wave, counts: Counts, on: date) -> None:
    wave.early, wave.early_on = seal.seal(json.dumps(counts), _context(wave)), on
    wave.save(update_fields=["early", "early_on"])


def _opened(wave: Wave) -> Counts:
    counts: Counts = json.loads(seal.unseal(bytes(wave.early or b""), _context(wave)))
    return counts


def _context(wave: Wave) -> str:
    return f"survey-early:{wave.pk}"
