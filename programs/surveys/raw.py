"""Raw answers as survey tools export them: which column is which item, and what each cell says.

Plain Python on a table of cells. LimeSurvey writes item codes and "A4" for the fourth
answer, Microsoft Forms the question itself and the answer's words, Qualtrics three header
rows. Nothing is guessed from a cell that fits no scale: it becomes a problem with its line.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from programs.core.refusals import Refusal
from programs.surveys import rules
from programs.surveys.choices import ItemScale, RawReason
from programs.surveys.rules import Answer

IGNORE, EMAIL, EMPLOYEE, SIDE, DEPARTMENT = "", "email", "employee_id", "side", "department"
WHO = (EMAIL, EMPLOYEE, SIDE, DEPARTMENT)
MOST_PROBLEMS = 200
"""How many problems are listed; the others are counted."""

_NAMES = {
    EMAIL: {"email", "emailaddress", "recipientemail", "mail", "emailadresse", "correo", "adresseemail"},
    EMPLOYEE: {"employeeid", "employeenumber", "externalreference", "externaldatareference", "personnelnumber"},
    SIDE: {"side", "seite"},
    DEPARTMENT: {"department", "abteilung", "service", "departamento"},
}
_MISSING = {"", "na", "n/a", "-", "–", "null", "#n/a"}
_NUMBER = re.compile(r"^(?:a|ao|sq)?(\d{1,3})(?:[.,]0+)?$")
_NUMBER_FIRST = re.compile(r"^(\d{1,3})\s*(?:[-–=:.)]\s*\S.*)$")
_NUMBER_LAST = re.compile(r"^\D.*\((\d{1,3})\)$")


@dataclass(frozen=True)
class Line:
    """One respondent's cells, with the line of the file on which they begin."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Export:
    """An export without the rows that describe its columns. `titles` holds each column's question."""

    header: tuple[str, ...]
    titles: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RawAnswers:
    """One respondent: who (an address or number), or else the department; and their answers."""

    line: int
    who: str
    side: str
    department: str
    answers: dict[str, Answer]


@dataclass
class Checked:
    """What a file says under a mapping, and everything that keeps it from being taken."""

    rows: list[RawAnswers] = field(default_factory=list)
    problems: list[Refusal] = field(default_factory=list)


def export_of(header: Sequence[str], rows: Sequence[Line]) -> Export:
    """Return a table as an export: Qualtrics' second and third header row are set aside."""
    titles = tuple(header)
    for place, row in enumerate(rows[:2]):
        if any(cell.startswith('{"ImportId"') for cell in row.cells):
            titles = rows[0].cells if place == 1 else titles
            return Export(tuple(header), _padded(titles, len(header)), tuple(rows[place + 1 :]))
    return Export(tuple(header), titles, tuple(rows))


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple([*cells, *[""] * width][:width])


def plain(text: str) -> str:
    """Return a text as it is compared: without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", text.casefold())


def mapping_guessed(export: Export, items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return for each column what it seems to hold: an item by code or wording, who, or nothing."""
    taken: set[str] = set()
    found = []
    for name, title in zip(export.header, export.titles, strict=True):
        target = next((one for one in _targets(name, title, items) if one not in taken), IGNORE)
        taken.add(target)
        found.append(target)
    return found


def _targets(name: str, title: str, items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from (target for target, names in _NAMES.items() if {plain(name), plain(title)} & names)
    words = {word.casefold() for text in (name, title) for word in re.split(r"[\W_]+", text)}
    said = {plain(name), plain(title), plain(title.rpartition("]")[2]), plain(name.partition(".")[2])} - {""}
    for item in items:
        if item["construct"].casefold() in words or said & {plain(text) for text in _texts(item)}:
            yield item["construct"]


def _texts(item: Mapping[str, Any]) -> Iterator[str]:
    yield from (item["text_it"], item["text_business"])
    for worded in item.get("translations", {}).values():
        yield from (worded["it"], worded["business"])


def check(
    export: Export,
    mapping: Sequence[str],
    items: Sequence[Mapping[str, Any]],
    labels: Mapping[str, Mapping[str, int | None]],
) -> Checked:
    """Return the answers of every line, and every problem: of the mapping, of columns, of cells.

    `labels` holds by scale what the words of an answer mean, compared by `plain`.
    """
    checked = Checked(problems=_mapping_problems(mapping, items))
    if checked.problems:
        return checked
    known = {item["construct"]: item for item in items}
    columns = {place: known[target] for place, target in enumerate(mapping) if target in known}
    mixed = {place for place, item in columns.items() if _is_mixed(export, place, item, checked.problems)}
    for line in export.lines:
        _read(line, mapping, {place: item for place, item in columns.items() if place not in mixed}, labels, checked)
    return checked


def _mapping_problems(mapping: Sequence[str], items: Sequence[Mapping[str, Any]]) -> list[Refusal]:
    problems = [
        Refusal(RawReason.MAPPED_TWICE, {"item": target})
        for target, times in Counter(mapping).items()
        if times > 1 and target != IGNORE
    ]
    if not set(WHO) & set(mapping):
        problems.append(Refusal(RawReason.NOBODY))
    if not {item["construct"] for item in items} & set(mapping):
        problems.append(Refusal(RawReason.NO_ITEM))
    return problems


def _is_mixed(export: Export, place: int, item: Mapping[str, Any], problems: list[Refusal]) -> bool:
    """Say, and note, whether a column's numbers belong to another scale than its item's."""
    scale = rules.SCALES.get(item["scale"])
    if scale is None:
        return False
    numbers = [
        value for line in export.lines if (value := _number(_cell(line, place))) is not None and value not in scale
    ]
    if not numbers:
        return False
    every = [value for line in export.lines if (value := _number(_cell(line, place))) is not None]
    facts = {"column": export.header[place][:60], "low": min(every), "high": max(every)}
    facts |= {"least": scale[0], "most": scale[-1], "rows": len(numbers)}
    problems.append(Refusal(RawReason.MIXED_SCALE, facts))
    return True


def _read(
    line: Line,
    mapping: Sequence[str],
    columns: Mapping[int, Mapping[str, Any]],
    labels: Mapping[str, Mapping[str, int | None]],
    checked: Checked,
) -> None:
    if len(line.cells) > len(mapping):
        checked.problems.append(Refusal(RawReason.TOO_WIDE, {"line": line.number, "columns": len(mapping)}))
        return
    answers: dict[str, Answer] = {}
    for place, item in columns.items():
        cell = _cell(line, place)
        if plain(cell) in _MISSING or cell.casefold() in _MISSING:
            continue
        try:
            answers[item["construct"]] = answer_of(cell, item, labels)
        except ValueError:
            facts = {"line": line.number, "item": item["construct"], "value": cell[:40]}
            checked.problems.append(Refusal(RawReason.OFF_SCALE, facts))
    said = {target: _cell(line, place) for place, target in enumerate(mapping) if target in WHO}
    who = said.get(EMAIL) or said.get(EMPLOYEE) or ""
    checked.rows.append(RawAnswers(line.number, who, said.get(SIDE, ""), said.get(DEPARTMENT, ""), answers))


def answer_of(cell: str, item: Mapping[str, Any], labels: Mapping[str, Mapping[str, int | None]]) -> Answer:
    """Return what a cell says on its item's scale. Raises ValueError where it says nothing on it."""
    if item["scale"] == ItemScale.COMMENT:
        if len(cell) > rules.COMMENT_LIMIT:
            raise ValueError(cell[:40])
        return cell
    if item["scale"] == ItemScale.CHOICES:
        return [int(place) for place in re.split(r"[;,]\s*", cell)]
    meaning = labels.get(item["scale"], {})
    if plain(cell) in meaning:
        return meaning[plain(cell)]
    number = _number(cell)
    if number is None or number not in rules.SCALES[item["scale"]]:
        raise ValueError(cell[:40])
    return number


def _number(cell: str) -> int | None:
    for pattern in (_NUMBER, _NUMBER_FIRST, _NUMBER_LAST):
        if found := pattern.match(cell.strip().casefold().removesuffix("%").strip()):
            return int(found.group(1))
    return None


def _cell(line: Line, place: int) -> str:
    return line.cells[place].strip() if place < len(line.cells) else ""
