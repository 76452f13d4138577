"""Counts of an earlier survey as somebody typed or exported them: read, checked, nothing written.

A table has the columns item, side and either agree and answered, or 1, 2, 3, 4 and 5 (how
many people gave each answer); cannot_judge may stand beside either. Plain Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from programs.core.refusals import Refusal
from programs.surveys.choices import CountRefusal
from programs.surveys.disclosure import Count

__all__ = ["Count", "CountRow", "read_counts", "refusals_for_header"]

LEVELS = ("1", "2", "3", "4", "5")
SIDES = ("it", "business")
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True)
class CountRow:
    """One line of the table as it was read: a count, or what is wrong with it."""

    line: int
    item: str
    side: str
    count: Count | None
    refusals: tuple[Refusal, ...] = ()


def read_counts(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    constructs: Iterable[str],
    invited: Mapping[str, int],
) -> list[CountRow]:
    """Return every line with its count or with everything that is wrong with it.

    `rows` are (line, cells); `invited` how many people of each side were asked.
    """
    names = [name.strip().casefold().replace(" ", "_") for name in header]
    known = {construct.casefold(): construct for construct in constructs}
    seen: dict[tuple[str, str], int] = {}
    read = []
    for line, cells in rows:
        given = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        row = _row(line, given, known, invited)
        if row.count:
            first = seen.setdefault((row.count.construct, row.side), line)
            if first != line:
                row = CountRow(line, row.item, row.side, None, (Refusal(CountRefusal.TWICE, {"line": first}),))
        read.append(row)
    return read


def refusals_for_header(header: Sequence[str]) -> list[Refusal]:
    """Return the columns that are missing."""
    names = {name.strip().casefold().replace(" ", "_") for name in header}
    missing = [name for name in ("item", "side") if name not in names]
    if not {"agree", "answered"} <= names and not set(LEVELS) <= names:
        missing.append("agree, answered")
    return [Refusal(CountRefusal.COLUMNS, {"columns": ", ".join(missing)})] if missing else []


def _row(line: int, given: Mapping[str, str], known: Mapping[str, str], invited: Mapping[str, int]) -> CountRow:
    item, side = given.get("item", ""), given.get("side", "").casefold()
    refusals = []
    if item.casefold() not in known:
        refusals.append(Refusal(CountRefusal.UNKNOWN_ITEM, {"item": item[:40]}))
    if side not in SIDES:
        refusals.append(Refusal(CountRefusal.UNKNOWN_SIDE, {"side": side[:40]}))
    numbers, wrong = _numbers(given)
    refusals += wrong
    if refusals:
        return CountRow(line, item, side, None, tuple(refusals))
    count = _count(known[item.casefold()], side, numbers)
    refusals = _refusals_for(count, numbers, invited[side])
    return CountRow(line, count.construct, side, None if refusals else count, tuple(refusals))


def _numbers(given: Mapping[str, str]) -> tuple[dict[str, int], list[Refusal]]:
    """Return the whole numbers of a line; an empty cell is not given."""
    numbers, refusals = {}, []
    for name in ("agree", "answered", "cannot_judge", *LEVELS):
        text = given.get(name, "")
        if text.isdecimal() and int(text) <= MOST_PEOPLE:
            numbers[name] = int(text)
        elif text:
            refusals.append(Refusal(CountRefusal.NO_NUMBER, {"column": name, "value": text[:40]}))
    if not refusals and not {"agree", "answered"} <= set(numbers) and not set(LEVELS) <= set(numbers):
        refusals.append(Refusal(CountRefusal.INCOMPLETE))
    return numbers, refusals


def _count(construct: str, side: str, numbers: Mapping[str, int]) -> Count:
    levels = tuple(numbers[name] for name in LEVELS) if set(LEVELS) <= set(numbers) else None
    agreeing = numbers.get("agree", sum(levels[3:]) if levels else 0)
    answered = numbers.get("answered", sum(levels) if levels else 0)
    return Count(construct, side, agreeing, answered, numbers.get("cannot_judge", 0), levels)


def _refusals_for(count: Count, numbers: Mapping[str, int], invited: int) -> list[Refusal]:
    refusals = []
    if count.levels and (sum(count.levels) != count.answered or sum(count.levels[3:]) != count.agreeing):
        refusals.append(Refusal(CountRefusal.DOES_NOT_ADD_UP))
    if count.agreeing > count.answered:
        refusals.append(Refusal(CountRefusal.MORE_THAN_ANSWERED, {"agree": count.agreeing, "n": count.answered}))
    if count.answered + count.cannot_judge > invited:
        n = count.answered + count.cannot_judge
        refusals.append(Refusal(CountRefusal.MORE_THAN_INVITED, {"n": n, "invited": invited}))
    return refusals
