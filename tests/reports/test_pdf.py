"""The printed report, inspected as CI inspects every release, and the inspection itself."""

import functools
import io
import logging
import re

import pikepdf
import pytest
from django.utils import translation

from programs.gateways import pdf
from programs.reports import documents
from programs.reports.figures import fingerprint, from_json, to_json
from programs.reports.said import Quote, ReportQuotes
from tests.factories.reports import (
    LONGEST,
    make_empty_figures,
    make_encounters,
    make_figures,
    make_participation,
    make_protected_figures,
    make_story,
)
from tests.reports.inspection import complaints, expected_of, outline_of, run

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
        participation=make_participation(MANY), story=make_story(names=MANY, sizes=(12,) * 40), **make_encounters(MANY)
    ),
    "German": make_figures,
    "Arabic": make_figures,
}
LANGUAGE = {"German": "de", "Arabic": "ar"}


@functools.cache
def printed(case):
    """Report, job and PDF of a case."""
    data = to_json(CASES[case]())
    with translation.override(LANGUAGE.get(case, "en-gb")):
        report = documents.report(from_json(data), fingerprint(data))
        job = documents.pdf_job(report)
        return report, job, pdf.render(job)


def told_by(report):
    """Every figure of the summary and of the tables, as it is printed."""
    tables = [table for section in report.sections for table in section.tables]
    tables += [chart.table for chart in report.charts if chart.table]
    cells = {cell for table in tables for row in table.rows for cell in row[1:] if re.search(r"\d", cell)}
    return tuple(sorted(cells | {figure.value for figure in report.summary.key_figures if figure.value != "–"}))


@pytest.mark.parametrize("case", CASES)
def test_report_has_nothing_to_complain_about(case):
    report, job, content = printed(case)

    assert complaints(content, expected_of(job.html, () if case == "Arabic" else told_by(report))) == []


@pytest.mark.parametrize("language", ["en-gb", "de", "ar"])
@pytest.mark.parametrize("edition", ["board", "department", "privacy"])
@pytest.mark.parametrize("case", ["full", "40 departments", "everything protected", "nothing"])
def test_editions_have_nothing_to_complain_about(case, edition, language):
    data = to_json(CASES[case]())
    keys = list(documents.departments_of(from_json(data))) if edition == "department" else [""]
    for key in keys[:1]:
        with translation.override(language):
            report = documents.report(from_json(data), fingerprint(data), edition=edition, department=key)
            job = documents.pdf_job(report)
        content = pdf.render(job)

        assert complaints(content, expected_of(job.html)) == []
        if edition == "board":
            with pikepdf.open(io.BytesIO(content)) as document:
                assert len(document.pages) == 1


LONG_QUOTES = (
    ("It took nineteen minutes to find the one plan that everybody needed. " * 4, "supportive"),
    ("They had told us three times which screen is wrong, and every time somebody wrote it down.", "critical"),
    ("Two colleagues looked for a difference of eleven cents for forty minutes, as the rule says zero.", "critical"),
    ("The export now runs at six in the evening, and the team goes home at seven instead of at nine.", "supportive"),
)


@pytest.mark.parametrize("decision", ["", "Fund a second cohort with the same ten departments. " * 7])
@pytest.mark.parametrize("language", ["en-gb", "de", "fr", "es", "ar"])
def test_executive_page_is_one_page_with_quotes_of_any_length(language, decision):
    quotes = tuple(Quote(text.strip(), tone, "department-2", role="host", home=LONGEST) for text, tone in LONG_QUOTES)
    figures = make_figures(quotes=(ReportQuotes("board", quotes, "Lena Lead"),), decision=decision)

    with translation.override(language):
        content = pdf.render(documents.pdf_job(documents.report(figures, "0" * 64, edition="board")))

    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 1


@pytest.mark.parametrize("case", CASES)
def test_report_heads_every_section_picture_and_table(case):
    _report, job, _content = printed(case)

    assert outline_of(job.html).unnamed == []
    for section in re.findall(r"<section[^>]*>(.*?)</section>", job.html, re.DOTALL):
        assert re.search(r"<h[1-6]", section)


def test_report_has_no_empty_header_cell():
    report, _job, _content = printed("full")

    tables = [table for section in report.sections for table in section.tables]
    tables += [chart.table for chart in report.charts if chart.table]

    assert all(cell.strip() for table in tables for cell in (*table.head, *(row[0] for row in table.rows)))


def test_report_names_every_picture_in_at_most_400_letters():
    report, _job, _content = printed("40 departments")

    assert all(0 < len(chart.alt) <= 400 for chart in report.charts)


def test_report_has_bookmarks_language_and_its_code_on_every_page():
    report, _job, content = printed("full")

    with pikepdf.open(io.BytesIO(content)) as document:
        with document.open_outline() as outline:
            chapters = [str(item.title) for item in outline.root[0].children]
        assert str(document.Root.Lang) == "en-gb"
        pages = len(document.pages)

    assert chapters[:3] == ["About this report", "How to check this document", "Shared goals"]
    for page in range(1, pages + 1):
        assert report.code in run(content, "pdftotext", "-f", str(page), "-l", str(page), "-", "-")


def test_report_fits_its_summary_on_the_first_page():
    for case in CASES:
        _report, _job, content = printed(case)
        first = run(content, "pdftotext", "-l", "1", "-", "-")
        second = run(content, "pdftotext", "-f", "2", "-l", "2", "-", "-")
        assert first.strip()
        if case not in LANGUAGE:
            assert "Decision asked for" in first
            assert "About this report" in second


def test_report_of_nothing_and_of_hidden_figures_shows_no_share():
    for case in ("nothing", "everything protected"):
        report, _job, _content = printed(case)
        cells = [
            cell for section in report.sections for table in section.tables for row in table.rows for cell in row[1:]
        ]
        assert not [cell for cell in cells if re.fullmatch(r"[≥≤]?\d+%", cell)]


# Broken on purpose: the inspection has to see each of them ------------------------------------


def elements_of(document, kind):
    return [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}"]


def no_metadata(document):
    del document.Root.Metadata


def no_tags(document):
    del document.Root.StructTreeRoot


def no_language(document):
    del document.Root.Lang


def not_marked(document):
    document.Root.MarkInfo.Marked = False


def title_not_displayed(document):
    document.Root.ViewerPreferences.DisplayDocTitle = False


def picture_without_alternative(document):
    del elements_of(document, "Figure")[0]["/Alt"]


def picture_named_by_its_file(document):
    elements_of(document, "Figure")[0].Alt = pikepdf.String("chart-gap.svg")


def picture_without_element(document):
    elements_of(document, "Figure")[0].S = pikepdf.Name.P


def paragraph_cut_from_the_tags(document):
    elements_of(document, "P")[0].K = pikepdf.Array()


def paragraph_made_an_artifact(document):
    page = document.pages[1]
    page.contents_coalesce()
    marked = page.Contents.read_bytes()
    page.Contents = document.make_stream(re.sub(rb"/\w+\s*<<[^>]*MCID[^>]*>>\s*BDC", b"/Artifact BMC", marked, count=1))


def heading_that_is_a_bold_paragraph(document):
    elements_of(document, "H3")[0].S = pikepdf.Name.P


def heading_level_left_out(document):
    for heading in elements_of(document, "H2"):
        heading.S = pikepdf.Name.H4


def header_cells_that_are_plain_cells(document):
    for cell in elements_of(document, "TH"):
        cell.S = pikepdf.Name.TD


def header_cell_without_scope(document):
    del elements_of(document, "TH")[0].A["/Scope"]


def header_cell_that_is_empty(document):
    cell = next(cell for cell in elements_of(document, "TH") if cell.get("/K") is not None)
    cell.K = pikepdf.Array()


def row_outside_its_table(document):
    elements_of(document, "TR")[0].P.S = pikepdf.Name.Sect


def list_item_without_list(document):
    for listing in elements_of(document, "L"):
        listing.S = pikepdf.Name.Sect


def font_not_embedded(document):
    for font in document.objects:
        if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor":
            for name in {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()):
                del font[name]
            return


def font_without_text(document):
    for font in document.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
            del font["/ToUnicode"]
            return


def page_moved_over_the_edge(document):
    page = document.pages[1]
    page.contents_coalesce()
    page.Contents = document.make_stream(b"1 0 0 1 120 0 cm\n" + page.Contents.read_bytes())


def page_left_out(document):
    del document.pages[2]


def pages_of_another_file_without_their_tags(document):
    with pikepdf.open(io.BytesIO(printed("one wave")[2])) as other:
        document.pages.extend(other.pages)


def readers_locked_out(document):
    document.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(P=pikepdf.Name.Note)


def archive_without_its_colours(document):
    del document.Root.OutputIntents


# Kinds that were thought of after the inspection was written -----------------------------------


def text_that_two_elements_claim(document):
    elements_of(document, "H1")[0].K = elements_of(document, "P")[0].K
    elements_of(document, "H1")[0].Pg = elements_of(document, "P")[0].Pg


def chapters_in_reverse_order(document):
    body = document.Root.StructTreeRoot.K[0]
    body.K = pikepdf.Array(list(body.K)[::-1])


def title_left_out(document):
    del document.docinfo["/Title"]
    document.Root.Metadata = document.make_stream(
        re.sub(rb"<dc:title>.*?</dc:title>", b"", document.Root.Metadata.read_bytes()),
        Type=pikepdf.Name.Metadata,
        Subtype=pikepdf.Name.XML,
    )


def accessible_in_name_no_more(document):
    document.Root.Metadata = document.make_stream(
        document.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b""),
        Type=pikepdf.Name.Metadata,
        Subtype=pikepdf.Name.XML,
    )


def tab_order_left_to_the_reader(document):
    for page in document.pages:
        page.Annots = document.make_indirect(
            pikepdf.Array([document.make_indirect(pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 10, 10]
            ))])
        )  # fmt: skip
        del page["/Tabs"]


def script_that_runs_when_it_is_opened(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def table_of_another_page_cut_out(document):
    table = elements_of(document, "Table")[0]
    table.K = pikepdf.Array(list(table.K)[:1])


def numbers_that_are_read_as_others(document):
    for font in document.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
            content = font.ToUnicode.read_bytes()
            font.ToUnicode = document.make_stream(content.replace(b"<0034>", b"<0037>"))


BREAKAGES = [
    no_metadata,
    no_tags,
    no_language,
    not_marked,
    title_not_displayed,
    picture_without_alternative,
    picture_named_by_its_file,
    picture_without_element,
    paragraph_cut_from_the_tags,
    paragraph_made_an_artifact,
    heading_that_is_a_bold_paragraph,
    heading_level_left_out,
    header_cells_that_are_plain_cells,
    header_cell_without_scope,
    header_cell_that_is_empty,
    row_outside_its_table,
    list_item_without_list,
    font_not_embedded,
    font_without_text,
    page_moved_over_the_edge,
    page_left_out,
    pages_of_another_file_without_their_tags,
    readers_locked_out,
    archive_without_its_colours,
    text_that_two_elements_claim,
    chapters_in_reverse_order,
    title_left_out,
    accessible_in_name_no_more,
    tab_order_left_to_the_reader,
    script_that_runs_when_it_is_opened,
    table_of_another_page_cut_out,
    numbers_that_are_read_as_others,
]


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_report_is_caught(breakage):
    report, job, content = printed("full")
    with pikepdf.open(io.BytesIO(content)) as document:
        breakage(document)
        broken = io.BytesIO()
        document.save(broken)

    assert complaints(broken.getvalue(), expected_of(job.html, told_by(report)))


def test_a_report_merged_by_its_pages_alone_is_caught(tmp_path):
    report, job, _content = printed("full")
    for name in ("full", "one wave"):
        (tmp_path / f"{name}.pdf").write_bytes(printed(name)[2])
    one, other, merged = (str(tmp_path / f"{name}.pdf") for name in ("full", "one wave", "merged"))

    run(b"", "qpdf", one, "--pages", ".", other, "--", merged)

    assert complaints((tmp_path / "merged.pdf").read_bytes(), expected_of(job.html, told_by(report)))


def test_a_report_that_was_cut_short_is_caught():
    report, job, content = printed("full")

    assert complaints(content[: len(content) // 2], expected_of(job.html, told_by(report)))


@pytest.mark.parametrize("figure", ["214", "56%"])
def test_a_report_with_another_figure_than_the_snapshot_is_caught(figure):
    report, job, _content = printed("full")
    assert figure in told_by(report)

    mistyped = {name: pdf.Asset(one.content.replace(figure.encode(), b"77")) for name, one in job.assets.items()}
    wrong = job.html.replace(figure, "77")

    content = pdf.render(pdf.PdfJob(wrong, job.css, job.family, job.fonts, mistyped))

    assert f"figures: {figure!r} is missing" in complaints(content, expected_of(wrong, told_by(report)))


def test_a_chart_that_breaks_is_caught_while_rendering(caplog):
    _report, job, _content = printed("full")
    assets = {**job.assets, "chart:gap": pdf.Asset(b"<svg xmlns='http://www.w3.org/2000/svg'><text>")}

    with caplog.at_level(logging.CRITICAL), pytest.raises(pdf.PdfFailed):
        pdf.render(pdf.PdfJob(job.html, job.css, job.family, job.fonts, assets))
