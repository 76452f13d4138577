"""Ribbons: how much flows from each group on one side to each group on the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from programs.charts import palette
from programs.charts.drawing import LINE, SMALL, TEXT, Sheet
from programs.charts.fonts import wrap

NODE = 8
LEAST = 15
"""The least height of a group, so that its label has room."""
GAP = 5
UNITS = 230
"""Height of all ribbons together in px."""


@dataclass(frozen=True)
class Ribbon:
    """So many `count` from a group on the left to a group on the right, already fit to be shown."""

    source: str
    target: str
    count: int


@dataclass(frozen=True)
class _Group:
    """A group as it lies on its side: its top, its height, and the scale of its ribbons."""

    top: float
    height: float


def bipartite(ribbons: Sequence[Ribbon], *, left: str, right: str, name: str, title: str, width: int = 660) -> str:
    """Draw groups in two columns, joined by ribbons as high as their counts, each side labelled with its sum.

    Groups keep the order in which they first appear. `left` and `right` head the columns.
    """
    sheet = Sheet(width)
    label_width = width * 0.3
    unit = UNITS / max(sum(ribbon.count for ribbon in ribbons), 1)
    sources = _placed(sheet, [(one.source, one.count) for one in ribbons], unit, label_width)
    targets = _placed(sheet, [(one.target, one.count) for one in ribbons], unit, label_width)
    x1, x2 = label_width, width - label_width
    sheet.text(x1, 12, left, color=palette.IT, size=SMALL, bold=True, anchor="end")
    sheet.text(x2, 12, right, color=palette.BUSINESS, size=SMALL, bold=True)
    used: dict[tuple[int, str], float] = defaultdict(float)
    for ribbon in ribbons:
        height = ribbon.count * unit
        tops = []
        for side, groups, key in ((0, sources, ribbon.source), (1, targets, ribbon.target)):
            group = groups[key]
            drawn = sum(one.count for one in ribbons if (one.source, one.target)[side] == key) * unit
            tops.append(group.top + (group.height - drawn) / 2 + used[side, key])
            used[side, key] += height
        sheet.ribbon((x1 + NODE, tops[0]), (x2 - NODE, tops[1]), height, color=palette.IT)
    _side(sheet, ribbons, sources, at=x1, is_left=True, room=label_width)
    _side(sheet, ribbons, targets, at=x2 - NODE, is_left=False, room=label_width)
    bottom = max([group.top + group.height for group in (*sources.values(), *targets.values())] + [20])
    numbers = [f"{one.source} – {one.target}: {one.count}." for one in ribbons]
    return sheet.svg(name=name, title=title, numbers=numbers, height=bottom + 6)


def _sums(counts: Sequence[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for key, count in counts:
        sums[key] += count
    return sums


def _words(key: str, count: int, room: float) -> list[str]:
    return wrap(f"{key} {count}", room - 8, TEXT)


def _placed(sheet: Sheet, counts: Sequence[tuple[str, int]], unit: float, room: float) -> dict[str, _Group]:
    """Lay groups out from top to bottom, each high enough for its ribbons and for its label."""
    groups, y = {}, 22.0
    for key, count in _sums(counts).items():
        height = max(count * unit, len(_words(key, count, room)) * LINE, LEAST)
        groups[key] = _Group(y, height)
        y += height + GAP
    return groups


def _side(
    sheet: Sheet, ribbons: Sequence[Ribbon], groups: dict[str, _Group], *, at: float, is_left: bool, room: float
) -> None:
    """Draw one side's groups with their names and sums."""
    counts = _sums([(one.source if is_left else one.target, one.count) for one in ribbons])
    for key, group in groups.items():
        sheet.bar(at, group.top, NODE, group.height, color=palette.IT if is_left else palette.BUSINESS)
        lines = _words(key, counts[key], room)
        first = group.top + (group.height - len(lines) * LINE) / 2 + 10.5
        for line, text in enumerate(lines):
            x = at - 6 if is_left else at + NODE + 6
            sheet.text(x, first + line * LINE, text, anchor="end" if is_left else "start")
