"""What people worried about, and what became of it."""

from django.utils.translation import gettext as _

from programs import charts
from programs.journals.choices import InsightKind
from programs.reports import sentences
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Section, Table, count
from programs.reports.figures import Concerns, ReportFigures

ON_ONE_CHART = 10
"""How many themes are drawn; the table has them all."""


def themes_section(figures: ReportFigures) -> Section | None:
    """Return what many said, as counts of people, never as entries; nothing where too few opened anything."""
    if not figures.themes or not figures.people_heard:
        return None
    most, heard = figures.themes[0], count(figures.people_heard)
    title = _("“%(theme)s” was said by %(people)s of %(heard)s people") % {
        "theme": most.title, "people": count(most.people), "heard": heard,
    }  # fmt: skip
    shown = figures.themes[:ON_ONE_CHART]
    bars = [
        charts.Step(one.title, one.people, _("%(people)s of %(heard)s") % {"people": count(one.people), "heard": heard})
        for one in shown
    ]
    wide, narrow = blocks.drawn(charts.flow, bars, name="themes", title=title)
    head = (_("Theme"), _("Kind"), _("People"), _("Departments"))
    rows = tuple(
        (one.title, str(InsightKind(one.kind).label), count(one.people), count(one.departments))
        for one in figures.themes
    )
    note = _("Cards that their authors opened to leads; what fewer people said is left out.")
    table = Table(_("What was heard from how many"), head, rows, note, words=(0, 1))
    measure = _("People who said it, of those who opened a card or a text to leads.")
    return Section("themes", _("What people said"), (), (Chart("themes", title, measure, wide, narrow, table=table),))


def concerns_section(found: Concerns | None) -> Section | None:
    """Return concerns and answers; nothing where nobody raised one."""
    if found is None:
        return None
    rows = (
        (_("Raised"), count(found.raised)),
        (_("Answered"), count(found.answered)),
        (_("Not taken on yet"), count(found.waiting)),
        (_("Waiting longer than promised"), count(found.overdue)),
        (_("Changes made because of what was said"), count(found.changes)),
    )
    lines = tuple(str(line) for line in sentences.concerns(found))
    table = Table(_("Concerns and what became of them"), (_("Figure"), _("Count")), rows)
    return Section("concerns", _("Concerns"), lines, tables=(table,))
