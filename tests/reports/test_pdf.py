"""The printed report, checked as CI checks every release: rules, text, fonts, figures."""

import functools
import io
import itertools
import logging
import re
import subprocess
import unicodedata

import page as page_validation
import pikepdf
import pytest
from django.utils import translation

from programs.gateways import pdf
from programs.reports import documents
from programs.reports.figures import fingerprint, from_json, to_json
from tests.factories.reports import (
    LONGEST,
    make_empty_figures,
    make_figures,
    make_participation,
    make_protected_figures,
    make_story,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

MANY = tuple(f"{LONGEST} {at}" for at in range(40))
CASES = {
    "full": make_figures,
    "one wave": lambda: make_figures(story=make_story(waves=1)),
    "nothing": make_empty_figures,
    "everything protected": make_protected_figures,
    "one department": lambda: make_figures(
        participation=make_participation((LONGEST,)), story=make_story(names=(LONGEST,), sizes=(40,))
    ),
    "40 departments": lambda: make_figures(
        participation=make_participation(MANY), story=make_story(names=MANY, sizes=(12,) * 40)
    ),
    "German": make_figures,
    "Arabic": make_figures,
}
LANGUAGE = {"German": "de", "Arabic": "ar"}


@functools.cache
def printed(case):
    """Report and PDF of a case."""
    data = to_json(CASES[case]())
    with translation.override(LANGUAGE.get(case, "en-gb")):
        report = documents.report(from_json(data), fingerprint(data))
        return report, pdf.render(documents.pdf_job(report))


def run(content, *command):
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def text_of(content):
    return run(content, "pdftotext", "-raw", "-", "-")


def tag_text(content):
    """All text of the tag tree, without spaces."""
    quoted = re.findall(r'^\s*"(.*)"$', run(content, "pdfinfo", "-struct-text", "-"), re.MULTILINE)
    return letters("".join(quoted))


def letters(text):
    """Letters in any order of lines: what is compared between page and tags."""
    return sorted(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def without_artifacts(content):
    """Page text without running headers: the text of a copy whose artifacts are cut out."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            kept, depth = [], 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if depth or (operator == "BDC" and str(instruction.operands[0]) == "/Artifact"):
                    depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
                    if operator in ("Tj", "TJ"):
                        continue
                kept.append(instruction)
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        copy = io.BytesIO()
        document.save(copy)
    return text_of(copy.getvalue())


@pytest.mark.parametrize("case", CASES)
def test_report_passes_pdf_ua_1(case):
    checked = page_validation.validate_pdf_bytes(printed(case)[1], profile="ua1")

    assert checked.is_compliant, [failure.message for failure in checked.failures]


@pytest.mark.parametrize("case", [case for case in CASES if case != "Arabic"])
def test_report_tags_hold_the_whole_text_of_the_pages(case):
    content = printed(case)[1]

    assert tag_text(content) == letters(without_artifacts(content))


@pytest.mark.parametrize("case", CASES)
def test_report_embeds_its_fonts_and_passes_qpdf(case, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(case)[1])

    fonts = run(b"", "pdffonts", str(path)).splitlines()[2:]

    assert fonts
    assert all(re.search(r" yes yes yes +\d+ +\d+$", line) for line in fonts)
    assert "No syntax or stream encoding errors" in run(b"", "qpdf", "--check", str(path))


@pytest.mark.parametrize("case", CASES)
def test_report_prints_no_page_beyond_its_edge(case, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(case)[1])

    boxes = run(b"", "pdftotext", "-bbox", str(path), "-")

    pages = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', boxes, re.DOTALL)
    for width, height, words in pages:
        for right, bottom in re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)"', words):
            assert float(right) <= float(width) - 40
            assert float(bottom) <= float(height) - 20


def test_report_prints_the_figures_of_the_snapshot():
    report, content = printed("full")

    text = re.sub(r"\s+", " ", text_of(content))

    told = [
        row
        for section in report.sections
        for table in (*section.tables, *(chart.table for chart in section.charts if chart.table))
        for row in table.rows
    ]
    missing = [
        cell for row in told for cell in row if cell and re.sub(r"\s+", " ", cell) not in text and len(cell) < 12
    ]
    assert missing == []
    for figure in report.summary.key_figures:
        assert figure.value in text


def test_report_has_a_heading_over_every_figure_and_table():
    report, content = printed("full")

    tags = run(content, "pdfinfo", "-struct", "-")

    blocks = re.findall(r"^\s*(H[1-6]|Figure|Table)\b", tags, re.MULTILINE)
    assert blocks[0] == "H1"
    unnamed = [(before, this) for before, this in itertools.pairwise(blocks) if before[0] != "H" and this[0] != "H"]
    assert set(unnamed) <= {("Table", "Table")}, "only a table that goes on on the next page needs no heading"
    assert blocks.count("Figure") == len([chart for chart in report.charts if chart.wide])


def test_report_has_no_empty_header_cell():
    report, _content = printed("full")

    tables = [table for section in report.sections for table in section.tables]
    tables += [chart.table for chart in report.charts if chart.table]

    assert all(cell.strip() for table in tables for cell in (*table.head, *(row[0] for row in table.rows)))


def test_report_names_every_picture_in_at_most_400_letters():
    report, _content = printed("40 departments")

    assert all(0 < len(chart.alt) <= 400 for chart in report.charts)


def test_report_has_bookmarks_language_and_its_code_on_the_last_page(tmp_path):
    report, content = printed("full")

    with pikepdf.open(io.BytesIO(content)) as document:
        with document.open_outline() as outline:
            chapters = [str(item.title) for item in outline.root[0].children]
        assert str(document.Root.Lang) == "en-gb"
        last = len(document.pages)

    assert chapters[:2] == ["About this report", "Who took part"]
    text = run(content, "pdftotext", "-f", str(last), "-", "-")
    assert f"Code:\n{report.code}" in text or f"Code: {report.code}" in text


def test_report_fits_its_summary_on_the_first_page():
    for case in CASES:
        _report, content = printed(case)
        first = run(content, "pdftotext", "-l", "1", "-", "-")
        second = run(content, "pdftotext", "-f", "2", "-l", "2", "-", "-")
        assert first.strip()
        if case not in LANGUAGE:
            assert "Decision asked for" in first
            assert "About this report" in second


def test_report_of_nothing_and_of_hidden_figures_shows_no_share():
    for case in ("nothing", "everything protected"):
        report, _content = printed(case)
        cells = [
            cell for section in report.sections for table in section.tables for row in table.rows for cell in row[1:]
        ]
        assert not [cell for cell in cells if re.fullmatch(r"[≥≤]?\d+%", cell)]


# Broken on purpose: the checks above have to see it --------------------------------------------


def changed(change):
    with pikepdf.open(io.BytesIO(printed("full")[1])) as document:
        change(document)
        copy = io.BytesIO()
        document.save(copy)
    return copy.getvalue()


def drop_title(document):
    del document.Root.Metadata


def drop_tags(document):
    del document.Root.StructTreeRoot


def drop_language(document):
    del document.Root.Lang


def drop_alternative(document):
    for element in document.objects:
        if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure":
            del element["/Alt"]


def not_marked(document):
    document.Root.MarkInfo.Marked = False


@pytest.mark.parametrize("change", [drop_title, drop_tags, drop_language, drop_alternative, not_marked])
def test_a_broken_report_is_caught_by_the_rules(change):
    assert not page_validation.is_pdf_compliant_bytes(changed(change), profile="ua1")


def cut_a_paragraph(document):
    for element in document.objects:
        if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/P":
            element.K = pikepdf.Array()
            return


def test_a_paragraph_cut_from_the_tags_is_caught_by_the_text():
    content = changed(cut_a_paragraph)

    assert tag_text(content) != letters(without_artifacts(content))


def test_a_chart_that_breaks_is_caught_while_rendering(caplog):
    report, _content = printed("full")
    job = documents.pdf_job(report)
    assets = {**job.assets, "chart:gap": pdf.Asset(b"<svg xmlns='http://www.w3.org/2000/svg'><text>")}

    with caplog.at_level(logging.CRITICAL), pytest.raises(pdf.PdfFailed):
        pdf.render(pdf.PdfJob(job.html, job.css, job.family, job.fonts, assets))
