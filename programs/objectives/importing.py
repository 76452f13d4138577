"""Readings in a file: looked at row by row first, then noted all together or not at all."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programs.core.refusals import Refusal
from programs.gateways import tables
from programs.objectives import actions, queries, rules
from programs.objectives.actions import NewReading
from programs.objectives.choices import Reason
from programs.objectives.models import Measure, Objective, Reading

COLUMNS = ("measure", "date", "value", "source", "note")
NEEDED = COLUMNS[:3]
MOST_BYTES = 200_000
MOST_ROWS = 1_000


@dataclass(frozen=True)
class Line:
    """A row of the file: what it says, what it would do, or why it can't."""

    number: int
    cells: Mapping[str, str]
    reading: NewReading | None
    replaces: Reading | None
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Plan:
    """What a file would do. `refusals` are about the file as a whole."""

    lines: Sequence[Line]
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether anything is wrong: then nothing is noted."""
        return bool(self.refusals) or any(line.refusals for line in self.lines)

    @property
    def readings(self) -> list[NewReading]:
        """What would be noted."""
        return [line.reading for line in self.lines if line.reading]


def plan_for(objective: Objective, content: bytes, *, today: datetime.date) -> Plan:
    """Read a CSV file of measure, date, value, source and note; two queries, nothing is written."""
    try:
        table = tables.read_csv(content, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    except tables.TableRefused as refused:
        return Plan((), refused.refusals)
    head = [cell.strip().casefold() for cell in table.header]
    if missing := rules.missing_columns(head, NEEDED):
        return Plan((), missing)
    measures = {one.name.casefold(): one for one in objective.measures.all()}
    for one in measures.values():
        one.objective = objective
    standing = queries.standing_readings(measures.values())
    seen: set[tuple[int, datetime.date]] = set()
    return Plan([_line(row, head, measures, standing, seen, today) for row in table.rows])


def _line(
    row: tables.TableRow,
    head: Sequence[str],
    measures: Mapping[str, Measure],
    standing: dict[tuple[int, datetime.date], Reading],
    seen: set[tuple[int, datetime.date]],
    today: datetime.date,
) -> Line:
    cells = {name: cell.strip() for name, cell in zip(head, row.cells, strict=False) if name in COLUMNS}
    texts = {name: cells.get(name, "") for name in COLUMNS}
    measure, on = measures.get(texts["measure"].casefold()), rules.date_in(texts["date"])
    value = rules.number_in(texts["value"])
    refusals = []
    if measure is None:
        refusals.append(Refusal(Reason.UNKNOWN_MEASURE, {"name": texts["measure"]}))
    if on is None:
        refusals.append(Refusal(Reason.NOT_A_DATE, {"text": texts["date"]}))
    if value is None:
        refusals.append(Refusal(Reason.NOT_A_NUMBER, {"text": texts["value"]}))
    if max(len(texts["source"]), len(texts["note"])) > rules.LONGEST_TEXT:
        refusals.append(Refusal(Reason.TOO_LONG, {"most": rules.LONGEST_TEXT}))
    if measure is None or on is None or value is None or refusals:
        return Line(row.line, texts, None, None, tuple(refusals))
    reading = NewReading(measure, on, value, texts["source"], texts["note"])
    refusals += actions.refusals_of(reading, standing, today=today)
    if (measure.pk, on) in seen:
        refusals.append(Refusal(Reason.TWICE))
    seen.add((measure.pk, on))
    return Line(row.line, texts, None if refusals else reading, standing.get((measure.pk, on)), tuple(refusals))
