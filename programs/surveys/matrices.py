"""How departments experience each other, and items on other scales: released figures as rows.

Everything comes from a `ReleasedWave`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.surveys.choices import Side
from programs.surveys.documents import group_name, guarded, wording
from programs.surveys.figures import SIDE_GROUP, Group, Lateness, Question, Rated, ReleasedWave, Said, Share
from programs.templatetags import figures as text

STRONG, WEAK = 66.5, 33.5
"""From and to which whole score a cell of the matrix is coloured: the thirds of the scale."""


@dataclass(frozen=True)
class MatrixCell:
    """What one group says of one department. `is_merged` says that the group is among the merged ones there."""

    about: str
    rated: Rated | None
    is_merged: bool = False

    @property
    def is_told(self) -> bool:
        """Whether there is anything to read."""
        return self.rated is not None or self.is_merged

    @property
    def text(self) -> str:
        """Return the score, whole, or why there is none."""
        if self.rated is None:
            return _("shown together") if self.is_merged else "–"
        return text.score(self.rated.value)

    @property
    def n(self) -> int | None:
        """Return how many people the score is of."""
        return self.rated.n if self.rated else None

    @property
    def bounds(self) -> str:
        """Return the interval of the score."""
        return text.score_interval(self.rated)

    @property
    def tone(self) -> str:
        """Return the badge that goes with the score; the number stands in it."""
        value = self.rated.value if self.rated else None
        if value is None:
            return ""
        return "ok" if value >= STRONG else "bad" if value <= WEAK else "warn"


@dataclass(frozen=True)
class MatrixRow:
    """One group of raters over all rated departments."""

    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class ItemCell:
    """What everybody who rated one department says to one statement."""

    about: str
    share: Share
    tone = ""

    @property
    def is_told(self) -> bool:
        """Whether there is a share to read."""
        return self.share.is_shown

    @property
    def text(self) -> str:
        """Return the share as it may be printed."""
        return text.share(self.share)

    @property
    def n(self) -> int | None:
        """Return how many people the share is of."""
        return self.share.n

    @property
    def bounds(self) -> str:
        """Return the interval of the share."""
        return text.interval(self.share)


@dataclass(frozen=True)
class ItemRow:
    """One statement over all rated departments."""

    name: str
    cells: tuple[ItemCell, ...]


@dataclass(frozen=True)
class Matrix:
    """How departments (rows) experience departments (columns), each column a table of its own.

    `items` holds, per column, each statement's share among everybody who rated it.
    """

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    items: tuple[ItemRow, ...]
    sentence: str


def matrix(released: ReleasedWave) -> Matrix | None:
    """Return the coordination matrix, or nothing where no department was rated by enough people."""
    columns = {row.about: row.name for row in released.rated}
    if not columns:
        return None
    rows = [(_("Everyone"), SIDE_GROUP)]
    alone = {(row.group.name, row.group.departments[0]) for row in released.rated if len(row.group.departments) == 1}
    rows += [(name, f"department-{key}") for name, key in sorted(alone)]
    rows.append((_("Departments shown together"), "others"))
    made = tuple(MatrixRow(name, tuple(_cell(released, about, columns[about], key) for about in columns))
                 for name, key in rows)  # fmt: skip
    items = tuple(
        ItemRow(
            wording(question, Side.IT),
            tuple(
                ItemCell(name, _of(released, about, SIDE_GROUP).share(question.construct))
                for about, name in columns.items()
            ),
        )
        for question in released.rating_questions
    )
    shown = tuple(row for row in made if any(cell.is_told for cell in row.cells))
    return Matrix(tuple(columns.values()), shown, items, _sentence(released))


def _cell(released: ReleasedWave, about: int, name: str, key: str) -> MatrixCell:
    found = _of(released, about, key)
    everyone = _of(released, about, SIDE_GROUP)
    if found.value is None and [f"department-{one}" for one in everyone.group.departments] == [key]:
        found = everyone
    if found.value is not None:
        return MatrixCell(name, found)
    merged = _of(released, about, "others").group.departments
    return MatrixCell(name, None, any(key == f"department-{one}" for one in merged))


def _of(released: ReleasedWave, about: int, key: str) -> Rated:
    found = (row for row in released.rated if (row.about, row.group.key) == (about, key))
    return next(found, Rated(about, "", Group(key)))


def _sentence(released: ReleasedWave) -> str:
    """Say how many departments are experienced well, at the level of a level."""
    whole = [row for row in released.rated if row.group.is_side and row.value is not None]
    if not whole:
        return ""
    facts = {"n": len(whole), "well": sum((row.value or 0) >= STRONG for row in whole)}
    return _("Those who work with them experience %(well)s of %(n)s departments well (a score of 67 or more).") % facts


@dataclass(frozen=True)
class SaidRow:
    """One item on another scale (or one entry of its list) with what both sides said."""

    wording: str
    option: str
    is_score: bool
    sides: tuple[tuple[str, Said | None], ...]


def said_rows(released: ReleasedWave) -> list[SaidRow]:
    """Return the items on other scales that at least one side's figures are shown of, in their order."""
    rows = []
    for question in released.other_questions:
        options = range(len(question.options)) if question.scale == "choices" else [None]
        for option in options:
            sides = tuple((str(side.label), _said(released, question, side, option)) for side in Side)
            if any(said and said.value is not None for _name, said in sides):
                name = "" if option is None else _(question.options[option])
                rows.append(SaidRow(wording(question, Side.IT), name, question.scale == "recommend", sides))
    return rows


def _said(released: ReleasedWave, question: Question, side: str, option: int | None) -> Said | None:
    here = (question.construct, side, option)
    return next((one for one in released.said if (one.construct, one.side, one.option) == here), None)


@dataclass(frozen=True)
class LateRow:
    """A primary statement among those who answered before and after the last reminder."""

    wording: str
    side: str
    late: Lateness


def late_rows(released: ReleasedWave) -> list[LateRow]:
    """Return the released comparisons of late answers with early ones."""
    return [
        LateRow(wording(released.question(one.construct), one.side), str(Side(one.side).label), one)
        for one in released.lateness
        if one.value is not None
    ]


def csv_rows(released: ReleasedWave) -> Iterator[list[str]]:
    """Return all of it as rows of text, headings first. The same figures as on the page."""
    yield ["table", "item", "wording", "about", "group", "value", "low", "high", "n", "note"]
    for cells in _csv_cells(released):
        yield [guarded(_text(cell)) for cell in cells]


def _csv_cells(released: ReleasedWave) -> Iterator[tuple[object, ...]]:
    worded = {question.construct: question for question in (*released.rating_questions, *released.other_questions)}
    for row in released.rated:
        group = group_name(row.group) if row.group.is_side or row.group.name else _("Departments shown together")
        if row.value is not None:
            yield ("coordination", "", "", row.name, group, row.value, row.low, row.high, row.n, row.note.value)
        for item in row.items:
            share = item.share
            yield ("coordination", item.construct, wording(worded[item.construct], "it"), row.name, group, share.value,
                   share.low, share.high, share.n, share.note.value)  # fmt: skip
    for said in released.said:
        question = worded[said.construct]
        about = "" if said.option is None else _(question.options[said.option])
        yield (said.scale, said.construct, wording(question, said.side), about, str(Side(said.side).label), said.value,
               said.low, said.high, said.n, said.note.value)  # fmt: skip
    for late in released.lateness:
        question = released.question(late.construct)
        yield ("late", late.construct, wording(question, late.side), "", str(Side(late.side).label), late.value,
               late.low, late.high, late.n_late, late.note.value)  # fmt: skip


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)
