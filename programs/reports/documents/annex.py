"""The annex of a printed report: long tables stand at its end, and say so where they were.

On a page they stay with their charts, folded up; on paper they would tear the story apart.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from programs.reports.documents.blocks import Chart, Report, Section, Table

BEHIND_A_CHART = 7
"""Rows that the numbers of a chart may have beside it."""
IN_A_CHAPTER = 18
"""Rows that a chapter's own table may have."""
STAY = ("method", "wording", "data")
"""Chapters that are appendices themselves."""


def annexed(report: Report) -> Report:
    """Return a report as it is printed: long tables in a last chapter, numbered A1, A2, …"""
    moved: list[Table] = []
    sections = tuple(section if section.key in STAY else _shortened(section, moved) for section in report.sections)
    if not moved:
        return report
    last = Section("annex", _("Annex: numbers behind charts"), tables=tuple(moved))
    return replace(report, sections=(*sections, last))


def _shortened(section: Section, moved: list[Table]) -> Section:
    charts = tuple(_without_numbers(chart, moved) for chart in section.charts)
    kept, lines = [], []
    for table in section.tables:
        if len(table.rows) <= IN_A_CHAPTER:
            kept.append(table)
        else:
            lines.append(_moved(table, moved))
    return replace(section, charts=charts, tables=tuple(kept), lines=(*section.lines, *lines))


def _without_numbers(chart: Chart, moved: list[Table]) -> Chart:
    if chart.table is None or len(chart.table.rows) <= BEHIND_A_CHART:
        return chart
    return replace(chart, lines=(*chart.lines, _moved(chart.table, moved)), table=None)


def _moved(table: Table, moved: list[Table]) -> str:
    """Put a table into the annex; return the line that says where it is."""
    number = f"A{len(moved) + 1}"
    moved.append(replace(table, caption=f"{number} · {table.caption}"))
    return _("%(caption)s: table %(number)s in the annex.") % {"caption": table.caption, "number": number}
