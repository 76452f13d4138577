"""What an attacker reads out of finished tables, handed to the auditor item by item.

Published groups are taken from the release itself and people from the raw answers; none of
the decisions that made the release is used again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from programs.surveys.disclosure import audit, index
from programs.surveys.disclosure.audit import Knowledge, Leak
from programs.surveys.disclosure.columns import SIDES, Answers, Earlier, Facts
from programs.surveys.disclosure.merging import Thresholds
from programs.surveys.figures import DOSES, OTHERS_GROUP, Group, Part, ReleasedWave

Mask = NDArray[np.bool_]
TOOK_PART = (Part.SOME, Part.ONE, Part.TWO, Part.MANY)
EXACT = (Part.NONE, Part.ONE, Part.TWO, Part.MANY)


@dataclass(frozen=True)
class _Atoms:
    """The finest groups that anybody who knows everybody could tell apart on one item: their
    department and dose in the wave at hand, the dose and department in the later one, whether
    they stayed in their department, and whether they judged the item in the other waves too.
    """

    departments: NDArray[np.int64]
    doses: NDArray[np.int64]
    later_doses: NDArray[np.int64]
    later_departments: NDArray[np.int64]
    stayed: Mask
    judged: Mask
    between: tuple[Mask, ...]
    people: NDArray[np.int64]
    agreeing: NDArray[np.int64]

    def by_department(self) -> "_Atoms":
        """Return the atoms that departments alone make."""
        departments, places = np.unique(self.departments, return_inverse=True)
        none, false = np.full(len(departments), -1, np.int64), np.zeros(len(departments), bool)
        people = np.bincount(places.ravel(), self.people, len(departments)).astype(np.int64)
        agreeing = np.bincount(places.ravel(), self.agreeing, len(departments)).astype(np.int64)
        return _Atoms(departments, none, none, none, false, false, (), people, agreeing)

    def known(self, told: str, groups: Sequence[Mask]) -> Knowledge:
        """Return what is known when these groups are published."""
        sets = np.array(groups, bool).reshape(len(groups), len(self.people))
        return Knowledge(told, sets, self.people, self.agreeing)


class _Side:
    """One side of a wave, its people sorted into kinds once for all items."""

    def __init__(self, mine: Answers, theirs: Answers | None, *, is_earlier: bool, others: Sequence[Answers]) -> None:
        n = len(mine.links)
        self.mine = mine
        self.elsewhere = [_places(mine, theirs)] + [_places(mine, other) for other in others]
        self.waves = [theirs, *others]
        department, dose = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
        here = self.elsewhere[0] >= 0
        if theirs is not None:
            department[here] = theirs.departments[self.elsewhere[0][here]]
            dose[here] = theirs.doses[self.elsewhere[0][here]]
        stayed = here & (department == mine.departments)
        later = (dose, department) if is_earlier else (mine.doses.astype(np.int64), mine.departments)
        table = np.column_stack([mine.departments, mine.doses, *later, stayed]).astype(np.int64)
        firsts, self.codes = audit.alike(table.T)
        self.kinds = table[firsts]

    def atoms(self, place: int, elsewhere: Sequence[int | None]) -> _Atoms:
        """Return the atoms of the item in column `place`, which the other waves asked in `elsewhere`."""
        values = self.mine.values[:, place]
        codes, bits = self.codes, len(elsewhere)
        for bit, column in enumerate(elsewhere):
            codes = codes * 2 + self._judged(bit, column)
        valid, length = values > 0, len(self.kinds) << bits
        people = np.bincount(codes[valid], minlength=length)
        agreeing = np.bincount(codes[values >= 4], minlength=length)
        filled = np.flatnonzero(people)
        kinds, flags = self.kinds[filled >> bits], filled & ((1 << bits) - 1)
        seen = [(flags >> (bits - 1 - bit) & 1).astype(bool) for bit in range(bits)]
        return _Atoms(
            departments=kinds[:, 0],
            doses=kinds[:, 1],
            later_doses=kinds[:, 2],
            later_departments=kinds[:, 3],
            stayed=kinds[:, 4].astype(bool),
            judged=seen[0],
            between=tuple(seen[1:]),
            people=people[filled].astype(np.int64),
            agreeing=agreeing[filled].astype(np.int64),
        )

    def _judged(self, bit: int, column: int | None) -> NDArray[np.intp]:
        """Return 1 for everyone who judged the item in another wave too."""
        places, wave = self.elsewhere[bit], self.waves[bit]
        judged = np.zeros(len(places), np.intp)
        if wave is not None and column is not None:
            here = places >= 0
            judged[here] = wave.values[places[here], column] > 0
        return judged


def _places(mine: Answers, theirs: Answers | None) -> NDArray[np.int64]:
    """Return where each person's answers are in another wave, −1 where there are none."""
    places = np.full(len(mine.links), -1, np.int64)
    if theirs is not None and len(theirs.links):
        _, here, there = np.intersect1d(mine.links, theirs.links, return_indices=True)
        places[here] = there
    return places


def leaks_of(released: ReleasedWave, facts: Facts, answers: Answers, earlier: Earlier | None) -> Iterator[Leak]:
    """Yield every small group that the finished tables give away, in this wave and in the baseline."""
    limits = facts.thresholds
    for side in SIDES:
        mine = answers.of_side(side)
        theirs = earlier.answers.of_side(side) if earlier else None
        here = _Side(mine, theirs, is_earlier=False, others=())
        for place, question in enumerate(released.questions):
            where = _place_of(earlier.released, question.construct) if earlier else None
            atoms = here.atoms(place, [where])
            told = f"{question.construct} {side}"
            whole = atoms.by_department()
            known = whole.known(told, _tables(released, question.construct, side, whole))
            yield from _leaks(known, limits, limits.item, is_strict=True)
            own = _tables(released, question.construct, side, atoms)
            parts = _parts(released, question.construct, side, atoms, atoms.doses)
            linked = _links(released, question.construct, side, atoms)
            yield from _leaks(atoms.known(told, [*own, *parts, *linked]), limits, limits.score)
        yield from _scores(released, mine, side, limits)
        if earlier and theirs is not None:
            yield from _in_baseline(released, earlier, side, (mine, theirs), limits)


def _leaks(known: Knowledge, limits: Thresholds, k: int, *, is_strict: bool = False) -> Iterator[Leak]:
    if known.sets.size:
        yield from audit.leaks(known, k=k, unanimous_from=limits.item, is_strict=is_strict)


def _in_baseline(
    released: ReleasedWave, earlier: Earlier, side: str, answers: tuple[Answers, Answers], limits: Thresholds
) -> Iterator[Leak]:
    """Yield what this release adds to the baseline's own tables, of which linked people are a part too."""
    mine, theirs = answers
    others = [one.of_side(side) for one in earlier.between]
    there = _Side(theirs, mine, is_earlier=True, others=others)
    shown: Sequence[ReleasedWave | None] = earlier.between_released or [None] * len(others)
    for where, question in enumerate(earlier.released.questions):
        construct = question.construct
        between = [_place_of(one, construct) if one else where for one in shown]
        atoms = there.atoms(where, [_place_of(released, construct), *between])
        groups = _tables(earlier.released, construct, side, atoms)
        groups += _parts(earlier.released, construct, side, atoms, atoms.doses)
        groups += _links(released, construct, side, atoms)
        groups += [
            mask for mask in atoms.between if mask.any() and any(change.is_linked for change in released.changes)
        ]
        yield from _leaks(atoms.known(f"{construct} {side}, baseline", groups), limits, limits.score)


def _is_linked(released: ReleasedWave, construct: str, side: str) -> bool:
    return any(one.is_linked and (one.construct, one.side) == (construct, side) for one in released.changes)


def _scores(released: ReleasedWave, mine: Answers, side: str, limits: Thresholds) -> Iterator[Leak]:
    """Yield groups of people too few for a score that published scores give away."""
    departments, places = np.unique(mine.departments, return_inverse=True)
    people = index.scores(mine.values, released.questions, places.ravel(), len(departments)).n
    shown = [
        _members(departments, index.group) for index in released.indexes if index.side == side and index.n is not None
    ]
    if not shown:
        return
    found = audit.smallest_derivable(np.array(shown, bool), people.astype(np.int64), limits.score)
    if found is not None:
        yield Leak(f"index {side}", int(people[found].sum()))


def _place_of(released: ReleasedWave, construct: str) -> int | None:
    return next((at for at, one in enumerate(released.questions) if one.construct == construct), None)


def _members(departments: NDArray[np.int64], group: Group) -> Mask:
    """Return who is in a group. Answers lose a small department's name at closing, never their group."""
    if group.is_side:
        return np.ones(len(departments), bool)
    if len(group.departments) == 1 and group.key != OTHERS_GROUP:
        return np.asarray(departments == group.departments[0], bool)
    inside = np.isin(departments, group.departments)
    return np.asarray(inside | (departments == 0) if group.key == OTHERS_GROUP else inside, bool)


def _tables(released: ReleasedWave, construct: str, side: str, atoms: _Atoms) -> list[Mask]:
    """Return the side, departments and merged departments that a wave shows for an item."""
    return [
        _members(atoms.departments, result.group)
        for result in released.of_item(construct, side)
        if result.share.is_shown
    ]


def _parts(
    released: ReleasedWave, construct: str, side: str, atoms: _Atoms, doses: NDArray[np.int64], *, later: bool = False
) -> list[Mask]:
    """Return the parts and bands of doses that a wave shows for an item."""
    departments = atoms.later_departments if later else atoms.departments
    return [
        np.asarray(np.isin(departments, one.departments), bool) if side == "business" else _with_dose(one.part, doses)
        for one in released.parts
        if (one.construct, one.side) == (construct, side) and one.share.is_shown
    ]


def _with_dose(part: Part, doses: NDArray[np.int64]) -> Mask:
    alike = {Part.PARTICIPANTS: TOOK_PART, Part.OTHERS: (Part.NONE,), Part.TWO_UP: (Part.TWO, Part.MANY)}
    return np.asarray(np.isin(doses, [DOSES.index(one) for one in alike.get(part, (part,))]), bool)


def _links(released: ReleasedWave, construct: str, side: str, atoms: _Atoms) -> list[Mask]:
    """Return the groups of linked people that a release shows for an item."""
    here = (construct, side)
    groups = [atoms.judged] if _is_linked(released, construct, side) else []
    groups += [
        atoms.judged & atoms.stayed & _members(atoms.departments, one.group)
        for one in released.department_changes
        if one.change.is_linked and (one.change.construct, one.change.side) == here
    ]
    if any((one.construct, one.side) == here for one in released.contrasts):
        took = [one for one in released.parts if one.part in {Part.PARTICIPANTS, Part.OTHERS}]
        only = replace(released, parts=tuple(took))
        masks = _parts(only, construct, side, atoms, atoms.later_doses, later=True)
        if side == "it":  # compared with or without the shares of all who visited
            masks = [_with_dose(part, atoms.later_doses) for part in (Part.PARTICIPANTS, Part.OTHERS)]
        groups += [atoms.judged & mask for mask in masks]
    if any((one.construct, one.side) == here and one.pairs for one in released.dose_trends):
        exact = [DOSES.index(one) for one in EXACT]
        groups.append(np.asarray(atoms.judged & np.isin(atoms.later_doses, exact), bool))
    return groups
