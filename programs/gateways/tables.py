"""The door to tables that people send and take: CSV, as spreadsheets really write it.

Reading accepts what Excel, LibreOffice and HR systems produce: UTF-8 with or without a
byte order mark, UTF-16 with one, Windows-1252; commas, semicolons or tabs. Writing gives
UTF-8 with a byte order mark (Excel needs it) and never lets a cell become a formula.
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from programs.core.refusals import Refusal, RuleBroken

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
DELIMITERS = ",;\t"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet read a cell as a formula (OWASP, "CSV injection")."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP archive can name, given to all parts of a workbook."""
CORE = "docProps/core.xml"
WRITTEN_AT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class TableReason(TextChoices):
    """Why a file can't be read as a table at all."""

    EMPTY = "empty", _("The file is empty.")
    TOO_BIG = "too_big", _("The file is larger than %(megabytes)s MB.")
    TOO_LONG = "too_long", _("The file has more than %(rows)s rows.")
    NOT_TEXT = "not_text", _("This is not a CSV file. In Excel, choose “Save as” and then “CSV UTF-8”.")
    UNKNOWN_ENCODING = "unknown_encoding", _("The file's letters can't be read. Save it as “CSV UTF-8”.")
    BROKEN_QUOTES = "broken_quotes", _("Line %(line)s: a quotation mark is missing or in the wrong place.")


class TableRefused(RuleBroken):
    """The file is not a table that can be read."""


@dataclass(frozen=True)
class TableRow:
    """One row: the line of the file on which it begins (the header is line 1), and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as it stands in the file: nothing trimmed, nothing guessed but its dialect."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    encoding: str
    delimiter: str


def read_csv(content: bytes, *, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS) -> Table:
    """Return the table in `content`; blank lines are left out but counted.

    Raises TableRefused when it is empty, too big, not text, or broken in its quoting.
    """
    if len(content) > most_bytes:
        raise TableRefused([Refusal(TableReason.TOO_BIG, {"megabytes": most_bytes // 1024 // 1024})])
    text, encoding = _decoded(content)
    if "\0" in text:
        raise TableRefused([Refusal(TableReason.NOT_TEXT)])
    delimiter = _delimiter_of(text)
    rows = _rows(text, delimiter, most_rows)
    if not rows:
        raise TableRefused([Refusal(TableReason.EMPTY)])
    return Table(rows[0].cells, tuple(rows[1:]), encoding, delimiter)


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding; a byte order mark decides, then UTF-8."""
    marks = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
    marked = next((name for mark, name in marks if content.startswith(mark)), None)
    if marked is None and b"\0" in content[:4096]:
        raise TableRefused([Refusal(TableReason.NOT_TEXT)])
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise TableRefused([Refusal(TableReason.UNKNOWN_ENCODING)])


def _delimiter_of(text: str) -> str:
    """Return the delimiter that the first line with any text uses most, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(DELIMITERS, key=bare.count)


def _rows(text: str, delimiter: str, most_rows: int) -> list[TableRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[TableRow] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(TableRow(begins, tuple(cells)))
            begins = reader.line_num + 1
            if len(rows) > most_rows + 1:
                raise TableRefused([Refusal(TableReason.TOO_LONG, {"rows": most_rows})])
    except csv.Error as error:
        raise TableRefused([Refusal(TableReason.BROKEN_QUOTES, {"line": begins})]) from error
    return rows


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet would run this cell instead of showing it."""
    return cell.lstrip(" \u00a0").startswith(FORMULA_STARTS)


def write_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file: UTF-8 with a byte order mark, commas, CRLF, no cell a formula.

    A cell that would be a formula gets an apostrophe before it. Numbers are left alone.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_guarded(cell) for cell in header])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def write_xlsx(header: Sequence[object], rows: Iterable[Sequence[object]], *, title: str) -> bytes:
    """Return an Excel workbook of one sheet; the head stays in view, no cell is a formula.

    The same rows give the same bytes: the file doesn't say when it was written.
    """
    from openpyxl import Workbook  # noqa: PLC0415  (slow to load, rarely needed)

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in (header, *rows):
        sheet.append([_guarded(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return _without_times(file.getvalue())


def _without_times(content: bytes) -> bytes:
    """Return a workbook whose parts and properties all bear one fixed time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(
                part, WRITTEN_AT.sub(b"1980-01-01T00:00:00Z", old.read(name)) if name == CORE else old.read(name)
            )
    return packed.getvalue()


def _guarded(cell: object) -> object:
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if is_formula(text) else text
