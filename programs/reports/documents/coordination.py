"""How departments experience each other: the coordination matrix as a heat map (outcomes §6, P8)."""

from django.utils.translation import gettext as _

from programs import charts
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Section, Table
from programs.reports.documents.perception import hidden_words
from programs.surveys import matrices
from programs.surveys.figures import ReleasedWave

ON_ONE_CHART = 12
"""How many rated departments fit across a printed page."""


def coordination_section(wave: ReleasedWave | None) -> Section:
    """Return the matrix of the latest wave that asked for it, or the sentence that it was not asked."""
    title = _("How departments experience each other")
    found = matrices.matrix(wave) if wave else None
    if found is None:
        return Section("coordination", title, (_("How departments coordinate was not asked, or too few answered."),))
    return Section("coordination", title, (), (_heat(found),))


def _heat(found: matrices.Matrix) -> Chart:
    columns = found.columns[:ON_ONE_CHART]
    own = charts.Cell(is_blank=True)
    rows = [
        charts.GridRow(
            row.name,
            tuple(own if row.name == about else _cell(cell) for about, cell in zip(columns, row.cells, strict=False)),
        )
        for row in found.rows
    ]
    title = found.sentence.rstrip(".") or _("Scores of departments by those who work with them")
    words = charts.GridWords(hidden_words(), _("0 to 100; the darker, the better the experience"))
    wide, narrow = blocks.drawn(charts.heat_map, rows, columns, name="coordination", title=title, most=100, words=words)
    table = Table(
        _("Scores by rated department"),
        (_("Who rates"), *found.columns),
        tuple((row.name, *(_cell(cell).told or "–" for cell in row.cells)) for row in found.rows),
        _("Mean of seven statements as a score from 0 to 100; groups below 10 people are rounded to 5."),
    )
    measure = _("Rows: who rates; columns: the department that is rated. Score from 0 to 100, latest wave.")
    return Chart("coordination", title, measure, wide, narrow, table=table)


def _cell(cell: matrices.MatrixCell) -> charts.Cell:
    value = cell.rated.value if cell.rated else None
    return charts.Cell() if value is None else charts.Cell(value, str(charts.whole(value)))
