"""The programme report: its PDF against an empty page, its charts, and the share of the snapshot.

CPU time of this process, the least of several rounds, with WeasyPrint warm: what a worker pays
for one more document. The last figure is wall time with the child process, as people wait.
"""

import logging
import time
from collections.abc import Callable, Iterator

from django.utils import timezone

from programs.gateways import pdf
from programs.gateways.pdf import engine
from programs.reports import documents, figures
from programs.reports.documents.pdf import STYLE

EMPTY = '<!doctype html><html lang="en-gb"><head><title>Empty</title></head><body><h1>Empty</h1></body></html>'


def run() -> Iterator[dict[str, object]]:
    """Yield the figures of reports."""
    logging.disable(logging.INFO)  # WeasyPrint tells every page
    stored = made_up()
    sha256 = figures.fingerprint(stored)
    report = documents.report(figures.from_json(stored), sha256)
    job = documents.pdf_job(report)
    nothing = pdf.PdfJob(EMPTY, STYLE.read_text(), job.family, job.fonts)
    content, bare = engine.write(job), engine.write(nothing)

    empty = least(lambda: engine.write(nothing))
    whole = least(lambda: engine.write(job), rounds=3)
    told = least(lambda: documents.report(figures.from_json(stored), sha256))
    yield figure("programme report as PDF", whole, empty)
    yield figure("sentences, tables and charts of the report", told, empty)
    yield {"name": "programme report", "value": len(content), "unit": "bytes", "baseline": len(bare),
           "ratio": round(len(content) / len(bare), 2)}  # fmt: skip
    yield figure("snapshot of 500 visits", snapshot_time(), whole)
    started = time.perf_counter()
    pdf.render(job)
    yield {
        "name": "programme report in its child process",
        "value": round(time.perf_counter() - started, 2),
        "unit": "s",
    }


def made_up() -> dict[str, object]:
    """Return the stored figures of a finished cohort, from 520 answers to each of two waves."""
    from tests.factories.reports import make_figures  # noqa: PLC0415

    return figures.to_json(make_figures())


def snapshot_time() -> float:
    """Return the CPU seconds of one snapshot of a cohort with 500 visits, in a scratch database."""
    from benchmarks.calendars import many_visits, scratch_database  # noqa: PLC0415
    from programs.cohorts.models import Cohort  # noqa: PLC0415
    from programs.reports import queries  # noqa: PLC0415

    with scratch_database():
        many_visits()
        cohort = Cohort.objects.select_related("program").first()
        return least(lambda: queries.snapshot(cohort, timezone.localdate()))


def figure(name: str, value: float, baseline: float) -> dict[str, object]:
    """Return one line: milliseconds, and how many times the baseline."""
    milliseconds = {"value": round(value * 1000, 3), "unit": "ms", "baseline": round(baseline * 1000, 3)}
    return {"name": name, **milliseconds, "ratio": round(value / baseline, 3)}


def least(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the least CPU seconds of several rounds."""
    best = float("inf")
    for _round in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best
