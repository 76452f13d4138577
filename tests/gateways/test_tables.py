"""Tables as spreadsheets really write them."""

import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.gateways import tables
from programs.gateways.tables import TableReason, TableRefused

TEXT = "Name;Ort\r\nJürgen;Köln\r\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_read_csv_reads_the_encodings_of_spreadsheets(content, encoding):
    table = tables.read_csv(content)

    assert table.header == ("Name", "Ort")
    assert table.rows[0].cells == ("Jürgen", "Köln")
    assert table.encoding == encoding


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_read_csv_finds_the_delimiter(delimiter):
    table = tables.read_csv(delimiter.join(["a", '"x,;;,y"', "c"]).encode())

    assert table.header == ("a", "x,;;,y", "c")


def test_read_csv_counts_lines_over_quoted_line_ends_and_blank_lines():
    table = tables.read_csv(b'a,b\n"one\ntwo",2\n\n , \n3,4\n')

    assert [row.line for row in table.rows] == [2, 6]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", TableReason.EMPTY),
        (b"\n\n  \n", TableReason.EMPTY),
        (b"\xef\xbb\xbf", TableReason.EMPTY),
        (b"PK\x03\x04\x14\x00\x06\x00", TableReason.NOT_TEXT),
        ("a,b".encode("utf-16-le"), TableReason.NOT_TEXT),
        (b"\xff\xfea", TableReason.UNKNOWN_ENCODING),
        (b"a\x81b", TableReason.UNKNOWN_ENCODING),
        (b'a,b\n1,"open\n2,3\n', TableReason.BROKEN_QUOTES),
        (b'a,b\n"x"y,1\n', TableReason.BROKEN_QUOTES),
    ],
)
def test_read_csv_refuses_what_is_no_table(content, reason):
    with pytest.raises(TableRefused) as refused:
        tables.read_csv(content)

    assert refused.value.reasons == {reason}


def test_read_csv_names_the_line_of_a_broken_quote():
    with pytest.raises(TableRefused) as refused:
        tables.read_csv(b'a,b\n1,2\n3,"4"5\n')

    assert refused.value.refusals[0].facts == {"line": 3}


def test_read_csv_keeps_its_limits():
    with pytest.raises(TableRefused) as too_big:
        tables.read_csv(b"a" * 11, most_bytes=10)
    with pytest.raises(TableRefused) as too_long:
        tables.read_csv(b"a\n1\n2\n3\n", most_rows=2)

    assert too_big.value.reasons == {TableReason.TOO_BIG}
    assert too_long.value.reasons == {TableReason.TOO_LONG}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1"])
def test_write_csv_lets_no_cell_become_a_formula(cell):
    content = tables.write_csv(["a"], [[cell]])

    assert tables.read_csv(content).rows[0].cells == (f"'{cell}",)


def test_write_csv_leaves_numbers_alone():
    assert tables.write_csv(["a", "b"], [[-1, None]]) == b"\xef\xbb\xbfa,b\r\n-1,\r\n"


@given(st.binary(max_size=200))
def test_read_csv_answers_any_bytes_with_a_table_or_a_refusal(content):
    try:
        rows = tables.read_csv(content).rows
    except TableRefused:
        rows = ()

    assert all(any(cell.strip() for cell in row.cells) for row in rows)


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda text: text.strip() and not tables.is_formula(text)
)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5))
def test_write_csv_is_read_back_as_it_was(rows):
    table = tables.read_csv(tables.write_csv(["a", "b", "c"], rows))

    assert [list(row.cells) for row in table.rows] == rows


def test_write_xlsx_gives_the_same_bytes_whenever_it_is_written():
    content = tables.write_xlsx(("a", "b"), [(1, "x"), (2.5, "=y")], title="figures")

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {tables.EARLIEST}
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", parts.read(tables.CORE))) == {b"1980-01-01T00:00:00Z"}
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert list(rows) == [("a", "b"), (1, "x"), (2.5, "'=y")]
