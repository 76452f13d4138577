"""The figures of a report as rows of a file: one figure a row, same suppression.

Shares, gaps and changes are fractions; what is not shown is empty and has the note "protected".
"""

import json
from collections.abc import Iterator

from programs.gateways import tables
from programs.reports.documents import said_rows
from programs.reports.documents.cells import Cell, counted, group_cell, share_cells
from programs.reports.figures import Network, ReportFigures
from programs.surveys.figures import GapStory, ReleasedWave

HEAD = ("part", "figure", "wave", "side", "group", "value", "low", "high", "n", "note")


def figures_file(figures: ReportFigures, sha256: str, kind: str) -> bytes:
    """Return all figures as "csv", "xlsx" or "json": the same rows, the same cells left empty."""
    rows = [tuple(round(cell, 4) if isinstance(cell, float) else cell for cell in row) for row in _rows(figures)]
    if kind == "json":
        found = [dict(zip(HEAD, row, strict=True)) for row in rows]
        return json.dumps({"sha256": sha256, "figures": found}, ensure_ascii=False, indent=1).encode()
    if kind == "xlsx":
        return tables.write_xlsx(HEAD, rows, title="figures")
    return tables.write_csv(HEAD, rows)


def _rows(figures: ReportFigures) -> Iterator[tuple[Cell, ...]]:
    yield from _delivery(figures)
    if figures.story is not None:
        yield from _survey(figures.story)


def _delivery(figures: ReportFigures) -> Iterator[tuple[Cell, ...]]:
    part = figures.participation
    for name, group in (("people", part.people), ("visits", part.visits)):
        for figure, value in vars(group).items():
            yield counted(name, figure, value)
    yield counted("departments", "host_departments", part.host_departments)
    yield counted("departments", "departments_reached", part.departments_reached)
    for row in part.departments:
        name = row.name or f"other departments ({row.departments})"
        for figure in ("visits", "visitors", "hours", *(("agreed", "confirmed") if row.key else ())):
            yield counted("departments", figure, getattr(row, figure), name)
    for name in part.not_shown:
        yield counted("departments", "visits", None, name)
    for name in part.not_visited:
        yield counted("departments", "visits", 0, name)
    for name, facts in (
        ("contacts", figures.ties),
        ("promises", figures.commitments),
        ("frictions", figures.frictions),
        *([("concerns", figures.concerns)] if figures.concerns else []),
    ):
        for figure, value in vars(facts).items():
            yield counted(name, figure, value)
    yield counted("frictions", "open", figures.open_frictions)
    yield from _encounters(figures)
    yield from said_rows.rows(figures)
    for loss in figures.systems:
        yield counted("frictions", "hours_a_month", loss.hours_a_month, loss.system)


def _encounters(figures: ReportFigures) -> Iterator[tuple[Cell, ...]]:
    for flow in figures.flows:
        yield counted("flows", "visits", flow.visits, f"{flow.origin or 'others'} > {flow.department}")
    for period in figures.periods:
        yield counted("weeks", "visits", period.visits, f"{period.start} to {period.end}")
    for theme in figures.themes:
        yield counted("themes", "people", theme.people, theme.title)
    for one in figures.lasting:
        for figure in ("kept", "asked"):
            yield counted("lasting", figure, getattr(one, figure), f"after {one.after_days} days")
    if figures.network is not None:
        yield from _network(figures.network)
    for wave in figures.between:
        for gap in wave.gaps:
            for side, share in (("it", gap.it), ("business", gap.business)):
                yield ("agreement", gap.construct, wave.kind, side, "all", *share_cells(share))


def _network(found: Network) -> Iterator[tuple[Cell, ...]]:
    for figure in ("asked", "answered", "new", "lost", "kept"):
        yield counted("network", figure, getattr(found, figure))
    for row in found.rows:
        for to, cell in zip(found.departments, row.cells, strict=True):
            if cell is not None:
                pair = f"{row.department} > {to}"
                yield counted("network", "contacts before", _known(cell.before), pair)
                yield counted("network", "contacts after", _known(cell.after), pair)


def _known(told: str) -> int | None:
    """Return a number that may be told; nothing for a bound."""
    return int(told) if told.isdigit() else None


def _survey(story: GapStory) -> Iterator[tuple[Cell, ...]]:
    for wave in (story.before, story.after):
        if wave is not None:
            yield from _wave(wave)


def _wave(wave: ReleasedWave) -> Iterator[tuple[Cell, ...]]:
    for rate in wave.rates:
        group = group_cell(rate.group.name, rate.group.departments, is_side=rate.group.is_side)
        yield ("response", "rate", wave.kind, rate.side, group, rate.value, None, None, rate.answered, rate.note.value)
    for result in wave.results:
        group = group_cell(result.group.name, result.group.departments, is_side=result.group.is_side)
        yield ("agreement", result.construct, wave.kind, result.side, group, *share_cells(result.share))
    for gap in wave.gaps:
        yield ("gap", gap.construct, wave.kind, "", "", gap.value, gap.low, gap.high, None, gap.note.value)
    for change in wave.changes:
        if change.is_headline:
            kind = "linked" if change.is_linked else "unlinked"
            yield (
                f"change_{kind}",
                change.construct,
                wave.kind,
                change.side,
                "",
                change.value,
                change.low,
                change.high,
                change.n,
                change.note.value,
            )
    for moved in wave.gap_changes:
        note = f"{moved.note.value}; {moved.story.value}"
        yield ("gap_change", moved.construct, wave.kind, "", "", moved.value, moved.low, moved.high, None, note)
