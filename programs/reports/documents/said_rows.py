"""What people said as rows of the file of figures: forms, the pulse, themes and words, contacts, goals."""

from collections.abc import Iterator

from programs.change.choices import Element
from programs.reports.documents.cells import Cell, counted, group_cell, said_cells, share_cells
from programs.reports.figures import ReportFigures
from programs.surveys.choices import Side

Row = tuple[Cell, ...]


def rows(figures: ReportFigures) -> Iterator[Row]:
    """Yield every figure of what people said, hidden ones as empty cells. Quotes are no figures."""
    yield from _themes(figures)
    yield from _forms(figures)
    yield from _readiness(figures)
    yield from _promised(figures)


def _themes(figures: ReportFigures) -> Iterator[Row]:
    names = {row.key: row.name for row in figures.participation.departments if row.key}
    for heard in figures.department_themes:
        yield counted(
            "themes", "people", heard.people, f"{heard.title} > {names.get(heard.department, heard.department)}"
        )
    for coded in figures.coded:
        for figure in ("people", "of", "kappa", "entries"):
            yield counted("coded themes", figure, getattr(coded, figure), coded.key or coded.name)
    for marked in figures.words:
        for word in marked.words:
            yield counted("words", "people", word.people, f"{marked.key}: {word.word}")
    for contacts in figures.department_ties:
        for figure, value in vars(contacts.ties).items():
            yield counted("contacts", figure, value, names.get(contacts.department, contacts.department))


def _forms(figures: ReportFigures) -> Iterator[Row]:
    """Yield every figure of forms after visits, release by release; the wave is the day of the release."""
    for release in figures.forms:
        on = release.released_on.isoformat()
        for role in release.figures.roles:
            for row in role.rated:
                group = group_cell(row.group.name, row.group.departments, is_side=row.group.is_side)
                yield ("forms", "score", on, role.role, group, row.value, row.low, row.high, row.n, row.note.value)
                for item in row.items:
                    yield ("forms", item.construct, on, role.role, group, *share_cells(item.share))
            for said in role.said:
                yield ("forms", said.construct, on, role.role, "all", *said_cells(said))


def _readiness(figures: ReportFigures) -> Iterator[Row]:
    """Yield the pulse by month and, of the latest, by group; the wave is the day on which it closed."""
    found = figures.readiness
    if found is None:
        return
    for month in found.months:
        for side, shares in ((Side.IT, month.it), (Side.BUSINESS, month.business)):
            for element, share in zip(Element, shares, strict=True):
                yield ("pulse", element.value, month.closed_on.isoformat(), side.value, "all", *share_cells(share))
    on = found.closed_on.isoformat()
    for one in found.groups:
        if not one.group.is_side:
            group = group_cell(one.group.name, one.group.departments, is_side=False)
            for element, share in zip(Element, one.shares, strict=True):
                yield ("pulse", element.value, on, one.side, group, *share_cells(share))
    for worry in found.worries:
        yield ("worries", worry.option, on, worry.said.side, "all", *said_cells(worry.said))


def _promised(figures: ReportFigures) -> Iterator[Row]:
    """Yield what kept promises save, in minutes a month, and the measures of shared goals."""
    for figure, value in vars(figures.benefits).items() if figures.benefits else ():
        yield counted("benefits", figure, value)
    for goal in figures.goals:
        for measure in goal.measures:
            for figure in ("baseline", "latest", "target"):
                value, name = getattr(measure, figure), f"{goal.title} > {measure.name}"
                yield ("goals", figure, "", "", name, value, None, None, None, "" if value is not None else "none yet")
