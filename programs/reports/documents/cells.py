"""Cells of a file of figures: one figure a row; what is not shown is empty and has a note that says so."""

from programs.surveys.figures import Said, Share

Cell = str | int | float | None
"""Texts and numbers; None stays empty."""


def counted(part: str, figure: str, value: Cell, group: str = "") -> tuple[Cell, ...]:
    """Return the row of a count: protected where there is none to show."""
    return (part, figure, "", "", group, value, None, None, None, "" if value is not None else "protected")


def share_cells(share: Share) -> tuple[Cell, ...]:
    """Return value, bounds, n and note of a share."""
    return share.value, share.low, share.high, share.n, share.note.value


def group_cell(name: str, departments: tuple[int, ...], *, is_side: bool) -> str:
    """Return the name of a group of people."""
    return "all" if is_side else name or f"other departments ({len(departments)})"


def said_cells(said: Said) -> tuple[Cell, ...]:
    """Return value, bounds, n and note of an item on another scale."""
    return said.value, said.low, said.high, said.n, said.note.value
