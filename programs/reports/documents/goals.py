"""What IT and the departments want to reach together, and how it stands (outcomes §6, P1)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.objectives.choices import Trend
from programs.objectives.documents import written
from programs.reports.documents.blocks import Section, Table
from programs.reports.figures import Goal, GoalMeasure


def section(goals: Sequence[Goal]) -> Section:
    """Return the goals that both sides agreed with their figures, or that there is none."""
    title = _("Shared goals")
    if not goals:
        return Section("goals", title, (_("No agreed objective yet."),))
    lines = tuple(
        _("“%(goal)s”: %(it)s and %(department)s.")
        % {"goal": one.title, "it": one.it_department, "department": one.department}
        for one in goals
    )
    rows = tuple(row for goal in goals for row in _rows(goal))
    if not rows:
        return Section("goals", title, lines)
    head = (_("Measure"), _("Began at"), _("Now"), _("Target"), _("To be reached on"), _("How it stands"))
    return Section("goals", title, lines, tables=(Table(_("Measures"), head, rows, words=(5,)),))


def _rows(goal: Goal) -> Iterator[tuple[str, ...]]:
    for one in goal.measures:
        trend = str(Trend(one.trend).label) % {"on": date_format(one.trend_on, "DATE_FORMAT")}
        amounts = (_amount(value, one) for value in (one.baseline, one.latest, one.target))
        yield one.name, *amounts, date_format(one.target_on, "j F Y"), trend


def _amount(value: float | None, one: GoalMeasure) -> str:
    return "–" if value is None else written(Decimal(str(value)), one.unit, is_gap=one.is_gap)
