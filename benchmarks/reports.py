"""The programme report and the executive page: their PDFs against an empty page and against WeasyPrint alone.

CPU time of this process with WeasyPrint warm, as `_printing` says; the memory is that of the
child process that a worker starts. Many certificates and long tables are in `batches`.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import page as page_validation
import pikepdf
from django.utils import timezone

from benchmarks import _printing as printing
from programs.gateways import pdf
from programs.gateways.pdf import engine
from programs.reports import documents, figures

CHARTS, TABLES = 8, 2
"""What is in the report for which the goal was set: 12 pages with so many charts and tables."""


def run() -> Iterator[dict[str, object]]:
    """Yield the figures of reports."""
    logging.disable(logging.INFO)  # WeasyPrint tells every page
    kept, sha256 = printing.report_of_500_visits()
    report = documents.report(kept, sha256)
    job, nothing = documents.pdf_job(report), printing.empty_job()
    yield from memory(nothing, job)

    def empty() -> bytes:
        return printing.in_weasyprint_alone(nothing, reused=True)

    size = len(empty())
    yield {"name": "yardstick: empty page in WeasyPrint alone", "value": size, "unit": "bytes"}
    yield printing.figure("empty page, ours", *printing.in_turns(lambda: engine.write(nothing), empty, rounds=15))
    board = documents.pdf_job(documents.report(kept, sha256, edition="board"))
    yield from against_empty("executive page", board, empty, rounds=7)
    yield from against_empty(f"report of {CHARTS} charts and {TABLES} tables", short_job(report), empty)
    yield from against_empty("programme report", job, empty)
    alone = printing.in_turns(lambda: engine.write(job), lambda: printing.in_weasyprint_alone(job, reused=False), 2)
    yield printing.figure("programme report against the same page in WeasyPrint alone, nothing reused", *alone)
    yield from shares(kept, sha256, job)


def memory(nothing: pdf.PdfJob, job: pdf.PdfJob) -> Iterator[dict[str, object]]:
    """Yield the peak memory of a child that prints the report, against one with an empty page, and its wall time."""
    with printing.MemoryWatch() as little:
        pdf.render(nothing)
    started = time.perf_counter()
    with printing.MemoryWatch() as much:
        pdf.render(job)
    seconds = time.perf_counter() - started
    yield printing.figure("programme report: peak memory of its child", much.peak, little.peak, "MB")
    yield {"name": "programme report in its child process: wall", "value": round(seconds, 2), "unit": "s"}


def against_empty(
    name: str, job: pdf.PdfJob, empty: Callable[[], bytes], rounds: int = 3
) -> Iterator[dict[str, object]]:
    """Yield time and size of a document against the empty page: in all, and for 12 of its pages."""
    content = engine.write(job)
    pages = page_count(content)
    whole, baseline = printing.in_turns(lambda: engine.write(job), empty, rounds)
    yield printing.figure(f"{name}, {pages} page{'s' if pages > 1 else ''}", whole, baseline)
    if pages > 1:
        yield printing.figure(f"{name}, per 12 pages", whole / pages * 12, baseline)
    yield printing.figure(f"{name}: size", len(content), len(empty()), "bytes")


def short_job(report: documents.Report) -> pdf.PdfJob:
    """Return the report with as many charts and tables as the goal was set for; all its sentences stay."""
    left = {"charts": CHARTS - len(report.charts[:1]) - len(report.summary.columns), "tables": TABLES - 1}
    sections = []
    for section in report.sections:
        charts = tuple(replace(chart, table=None) for chart in section.charts[: left["charts"]])
        tables = section.tables[: left["tables"]]
        left = {"charts": left["charts"] - len(charts), "tables": left["tables"] - len(tables)}
        sections.append(replace(section, charts=charts, tables=tables))
    return documents.pdf_job(replace(report, sections=tuple(sections)))


def shares(kept: figures.ReportFigures, sha256: str, job: pdf.PdfJob) -> Iterator[dict[str, object]]:
    """Yield what the steps of a report take beside its layout: snapshot, sentences, finishing, checking."""
    whole, told = printing.in_turns(
        lambda: engine.write(job), lambda: documents.pdf_job(documents.report(kept, sha256)), rounds=3
    )
    yield printing.figure("sentences, tables and charts of the report", told, whole)
    yield printing.figure("snapshot of 500 visits", snapshot_time(), whole)
    content = engine.write(job)
    checking, _same = printing.in_turns(
        lambda: page_validation.validate_pdf_bytes(content, profile="ua1"), lambda: None, rounds=3
    )
    laid_out, finishing = finishing_time(job)
    yield printing.figure("finishing and checking of the report, against its layout", finishing + checking, laid_out)


def finishing_time(job: pdf.PdfJob) -> tuple[float, float]:
    """Return the CPU seconds of laying out and writing a report, and those of finishing and pressing it."""
    took = []

    def timed(step: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*arguments: Any) -> Any:
            started = time.process_time()
            try:
                return step(*arguments)
            finally:
                took.append(time.process_time() - started)

        return measured

    finish, pressed = engine.finish, engine.pressed
    engine.finish, engine.pressed = timed(finish), timed(pressed)
    try:
        whole = printing.spent(lambda: engine.write(job))
    finally:
        engine.finish, engine.pressed = finish, pressed
    return whole - sum(took), sum(took)


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has."""
    import io  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def snapshot_time() -> float:
    """Return the CPU seconds of one snapshot of a cohort with 500 visits, in a scratch database."""
    from benchmarks.calendars import many_visits, scratch_database  # noqa: PLC0415
    from programs.cohorts.models import Cohort  # noqa: PLC0415
    from programs.reports import queries  # noqa: PLC0415

    with scratch_database():
        many_visits()
        cohort = Cohort.objects.select_related("program").first()
        return min(printing.spent(lambda: queries.snapshot(cohort, timezone.localdate())) for _round in range(5))
