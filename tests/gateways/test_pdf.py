import builtins
import io
import re
import subprocess
import sys

import page as page_validation
import pikepdf
import pytest

from programs.gateways import pdf
from programs.gateways.pdf import engine, process, sheaves

HTML = """<!DOCTYPE html><html lang="en-GB"><head><title>Month-end close</title></head><body>
<h1>Month-end close</h1><p>Read <a href="#figures">the figures</a>.</p>{more}
<table id="figures"><thead><tr><th>Item</th><th>Value</th></tr></thead>
<tbody><tr><th scope="row">Visits</th><td>12</td></tr></tbody></table></body></html>"""
CSS = '@page { @top-left { content: "Header of Exchange" } @bottom-right { content: counter(page) } }'
CHART = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">
<text x="100" y="20" text-anchor="middle">{}</text></svg>"""

pytestmark = pytest.mark.slow


def job(more="", css=CSS, **fields):
    return pdf.PdfJob(html=HTML.format(more=more), css=css, **fields)


def text_of(content, *command):
    return subprocess.run([*command, "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def tags_of(content):
    return subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def test_render_gives_a_pdf_that_passes_pdf_ua_1():
    report = page_validation.validate_pdf_bytes(pdf.render(job()), profile="ua1")

    assert report.is_compliant, [failure.message for failure in report.failures]


def test_render_gives_the_same_bytes_for_the_same_job():
    assert pdf.render(job()) == pdf.render(job())


def test_render_scopes_header_cells_and_leaves_running_headers_out_of_the_tags():
    content = pdf.render(job())

    tags = tags_of(content)

    assert tags.count("/Scope /Column") == 2
    assert tags.count("/Scope /Row") == 1
    assert "Header of Exchange" in text_of(content, "pdftotext", "-raw")
    assert "Header of Exchange" not in tags


def test_render_lets_links_print():
    with pikepdf.open(io.BytesIO(pdf.render(job()))) as document:
        assert [int(link.F) & 4 for link in document.pages[0].Annots] == [4]


def test_render_names_title_and_language():
    with pikepdf.open(io.BytesIO(pdf.render(job()))) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert str(document.docinfo["/Title"]) == "Month-end close"


def test_render_shows_the_assets_it_was_given():
    chart = pdf.Asset(CHART.format("75 %").encode())

    content = pdf.render(job('<img src="chart:gap" alt="75 %">', assets={"chart:gap": chart}))

    assert "75 %" in text_of(content, "pdftotext", "-raw")


def test_render_shapes_the_text_of_charts_as_a_whole():
    chart = pdf.Asset(CHART.format("مرحبا").encode())

    content = pdf.render(job('<img src="chart:gap" alt="مرحبا">', assets={"chart:gap": chart}))

    assert "مرحبا" in text_of(content, "pdftotext", "-raw")


@pytest.mark.parametrize(("anchor", "share"), [("start", 0), ("middle", 0.5), ("end", 1)])
def test_render_hangs_the_text_of_charts_where_it_is_anchored_without_a_group(anchor, share):
    chart = pdf.Asset(CHART.format("Logistics").replace('"middle"', f'"{anchor}"').encode())
    css = "@page { margin: 0 } body { margin: 0 } img { position: absolute; left: 0; top: 0 }"

    content = pdf.render(job('<img src="chart:gap" alt="Logistics">', css=css, assets={"chart:gap": chart}))

    boxes = text_of(content, "pdftotext", "-bbox")
    left, right = map(float, re.search(r'xMin="([\d.]+)".*xMax="([\d.]+)".*>Logistics<', boxes).groups())
    assert left + (right - left) * share == pytest.approx(75, abs=0.1)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert not [one for one in document.objects if isinstance(one, pikepdf.Stream) and "/Group" in one]


def test_measuring_equal_lines_once_changes_no_byte(tmp_path):
    words = "".join(f"<p>A paragraph of {count} words, </p>" * 3 for count in ("some", "many", "so very many" * 30))
    cells = "".join(f"<tr><td>{at % 3} %</td><td>well-known words</td></tr>" for at in range(40))
    asked = job(f"{words}<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{cells}</tbody></table>")
    (tmp_path / "job.json").write_text(asked.to_json())
    as_released = (
        "import sys; from programs.gateways.pdf import drawing, engine, jobs; drawing.KNOWN = 'none';"
        "sys.stdout.buffer.write(engine.write(jobs.PdfJob.from_json(open(sys.argv[1]).read())))"
    )

    plain = subprocess.run(
        [sys.executable, "-c", as_released, tmp_path / "job.json"], capture_output=True, check=True, cwd=process.ROOT
    ).stdout

    assert pdf.render(asked) == plain


@pytest.mark.parametrize(
    "more",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="chart:unknown" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(file:///etc/passwd);</style>",
    ],
)
def test_render_loads_nothing_but_its_assets(more):
    with pytest.raises(pdf.PdfFailed, match="is not part of the document"):
        pdf.render(job(more))


def test_render_attaches_no_file():
    more = '<link rel="attachment" href="file:///etc/passwd">'

    with pytest.raises(pdf.PdfFailed):
        pdf.render(job(more))


def test_render_fails_when_weasyprint_logs_an_error():
    broken = pdf.Asset(b"<svg xmlns='http://www.w3.org/2000/svg'><text>")

    with pytest.raises(pdf.PdfFailed):
        pdf.render(job('<img src="chart:gap" alt="x">', assets={"chart:gap": broken}))


def test_render_stops_a_document_that_takes_too_long():
    bomb = "<div style='display:flex'>" * 40 + "x" * 5000 + "</div>" * 40

    with pytest.raises(pdf.PdfFailed):
        pdf.render(job(bomb), limits=pdf.Limits(cpu_seconds=2, wall_seconds=20))


def test_render_stops_a_document_of_too_many_pages():
    with pytest.raises(pdf.PdfFailed, match="more than 2"):
        pdf.render(job("<p style='break-before: page'>x</p>" * 3, max_pages=2))


def test_render_keeps_the_secrets_of_the_site_from_the_child(monkeypatch):
    monkeypatch.setenv("EXCHANGE_SECRET_KEY", "never-in-a-child")
    asked = []
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **named: asked.append(named["env"]) or real(*args, **named))

    pdf.render(job())

    assert "never-in-a-child" not in str(asked)


def test_render_many_gives_the_files_that_render_gives_in_their_order():
    jobs = [job(f"<p>Number {at}</p>") for at in range(5)]

    assert list(pdf.render_many(iter(jobs), workers=2)) == [pdf.render(one) for one in jobs]


def test_render_many_starts_a_fresh_child_for_a_worn_one(monkeypatch):
    monkeypatch.setattr(process, "RECYCLED_AFTER", 2)

    assert len(list(pdf.render_many(job() for _ in range(5)))) == 5


def test_render_many_stops_at_the_first_document_that_fails():
    jobs = [job(), job('<img src="file:///etc/passwd" alt="x">'), job()]

    with pytest.raises(pdf.PdfFailed, match="is not part of the document"):
        list(pdf.render_many(jobs))


def test_render_many_ends_a_document_that_takes_too_long():
    bomb = "<div style='display:flex'>" * 40 + "x" * 5000 + "</div>" * 40

    with pytest.raises(pdf.PdfFailed, match="was stopped"):
        list(pdf.render_many([job(bomb)], limits=pdf.Limits(wall_seconds=3)))


RUNNING = '@page { @top-left { content: "Header of Exchange" } }'
SHEET = """<!DOCTYPE html><html lang="en-GB"><head><title>Certificate</title></head><body class="{kind}">
<h1>Person {at}</h1><table><thead><tr><th>Day</th><th>Hours</th></tr></thead>
<tbody><tr><th scope="row">Monday</th><td>{at}</td></tr></tbody></table>{more}</body></html>"""


def unnumbered(tags):
    """Tags without the names of header cells, which count the elements of a file."""
    return re.sub(r"\b\d+-(?=\d+-\d+)", "", tags)


def sheet_of(at, more="", kind="certificate"):
    return pdf.PdfJob(html=SHEET.format(at=at, more=more, kind=kind), css=RUNNING, may_be_bound=True)


def test_render_many_binds_neighbours_and_parts_them_with_tags_bookmarks_and_rules_of_their_own():
    long = "<p style='break-before: page'>second page</p>"
    jobs = [sheet_of(1), sheet_of(2, more=long), sheet_of(3)]

    made = list(pdf.render_many(jobs))

    for at, content in enumerate(made, 1):
        assert page_validation.validate_pdf_bytes(content, profile="ua1").is_compliant
        assert page_validation.validate_pdf_bytes(content, profile="3a").is_compliant
        assert text_of(content, "pdftotext", "-raw") == text_of(pdf.render(jobs[at - 1]), "pdftotext", "-raw")
        assert unnumbered(tags_of(content)) == unnumbered(tags_of(pdf.render(jobs[at - 1])))
        with pikepdf.open(io.BytesIO(content)) as document, document.open_outline() as outline:
            assert [str(item.title) for item in outline.root] == [f"Person {at}"]
            assert len(document.pages) == (2 if at == 2 else 1)
            assert "/Names" not in document.Root


def test_render_many_gives_the_same_bytes_for_the_same_sheaf_however_many_children_work():
    jobs = [sheet_of(at) for at in range(30)]

    assert list(pdf.render_many(jobs)) == list(pdf.render_many(jobs, workers=2))


def test_sheaves_bind_only_neighbours_that_differ_in_their_pages_alone():
    jobs = [sheet_of(0), sheet_of(1), sheet_of(2, kind="thanks"), job(), sheet_of(3), *map(sheet_of, range(26))]

    found = [len(one) for one in sheaves.sheaves(jobs)]

    assert found == [2, 1, 1, 25, 2]


def test_sheaves_refuse_what_is_not_a_whole_page():
    with pytest.raises(pdf.PdfFailed, match="not a whole page"):
        sheaves.bound([pdf.PdfJob("<p>x</p>", "", may_be_bound=True)])


def test_render_many_says_when_a_bound_document_breaks():
    jobs = [sheet_of(1), sheet_of(2, more='<img src="file:///etc/passwd" alt="x">')]

    with pytest.raises(pdf.PdfFailed, match="is not part of the document"):
        list(pdf.render_many(jobs))


def test_merge_keeps_tags_bookmarks_and_rules_and_gives_the_same_bytes():
    parts = [(f"Part {at}", pdf.render(job(f"<p>Number {at}</p>"))) for at in range(3)]

    merged = pdf.merge(parts, title="All parts")

    assert page_validation.validate_pdf_bytes(merged, profile="ua1").is_compliant
    assert all(f"Number {at}" in tags_of(merged) for at in range(3))
    assert pdf.merge(parts, title="All parts") == merged
    with pikepdf.open(io.BytesIO(merged)) as document, document.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == ["Part 0", "Part 1", "Part 2"]
        assert str(document.docinfo["/Title"]) == "All parts"


def test_load_says_what_to_install_without_pango(monkeypatch):
    def missing(name, *args, **named):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **named)

    real = builtins.__import__
    engine.load.cache_clear()
    monkeypatch.setattr(builtins, "__import__", missing)

    with pytest.raises(pdf.PdfUnavailable, match="apt-get install libpango"):
        engine.load()

    engine.load.cache_clear()


def test_job_crosses_to_the_child_unchanged(tmp_path):
    sent = job(family="F", fonts=(pdf.FontFace(400, tmp_path / "a.otf"),), assets={"chart:x": pdf.Asset(b"\x00<svg/>")})
    bound = sheet_of(1)

    assert pdf.PdfJob.from_json(sent.to_json()) == sent
    assert pdf.PdfJob.all_from_json(f"[{sent.to_json()},{bound.to_json()}]") == [sent, bound]
