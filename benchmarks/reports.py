"""The programme report: its PDF against an empty page, its charts, and the share of the snapshot.

CPU time of this process, the least of several rounds, with WeasyPrint warm: what a worker pays
for one more document. The last figure is wall time with the child process, as people wait.
"""

import datetime
import logging
import resource
import time
from collections.abc import Callable, Iterator

from django.utils import timezone

from programs.gateways import pdf
from programs.gateways.pdf import engine
from programs.reports import documents, figures, personal

EMPTY = '<!doctype html><html lang="en-gb"><head><title>Empty</title></head><body><h1>Empty</h1></body></html>'


def run() -> Iterator[dict[str, object]]:
    """Yield the figures of reports."""
    logging.disable(logging.INFO)  # WeasyPrint tells every page
    stored = made_up()
    sha256 = figures.fingerprint(stored)
    report = documents.report(figures.from_json(stored), sha256)
    job = documents.pdf_job(report)
    nothing = pdf.PdfJob(EMPTY, job.css, job.family, job.fonts)
    content, bare = engine.write(job), engine.write(nothing)

    empty = least(lambda: engine.write(nothing))
    whole = least(lambda: engine.write(job), rounds=3)
    yield figure(
        "programme report as PDF, against the same page in bare WeasyPrint", whole, least(lambda: bare_pdf(job))
    )
    told = least(lambda: documents.report(figures.from_json(stored), sha256))
    yield figure("programme report as PDF", whole, empty)
    yield figure("sentences, tables and charts of the report", told, empty)
    yield {"name": "programme report", "value": len(content), "unit": "bytes", "baseline": len(bare),
           "ratio": round(len(content) / len(bare), 2)}  # fmt: skip
    yield figure("snapshot of 500 visits", snapshot_time(), whole)
    summary = documents.pdf_job(documents.report(figures.from_json(stored), sha256, edition="board"))
    yield figure("executive page as PDF", least(lambda: engine.write(summary)), empty)
    yield from certificates(empty)
    yield from long_table()
    started = time.perf_counter()
    pdf.render(job)
    yield {
        "name": "programme report in its child process",
        "value": round(time.perf_counter() - started, 2),
        "unit": "s",
    }


def bare_pdf(job: pdf.PdfJob) -> bytes:
    """Return the same page as anybody would print it: WeasyPrint alone, nothing reused, nothing finished."""
    weasyprint = engine.load()
    fetcher = engine._fetcher(job.assets)
    page = weasyprint.HTML(string=job.html, base_url="report:", url_fetcher=fetcher)
    return bytes(page.write_pdf(stylesheets=[weasyprint.CSS(string=job.css)], pdf_variant="pdf/ua-1"))


def certificate_job(number: int) -> pdf.PdfJob:
    """Return the certificate of somebody with four visits."""
    day = datetime.date(2026, 3, 2)
    frame = personal.Frame(1, "0.1.0", day, "Nordhaven Group", "Day in the life", "Spring 2026", f"Person {number}")
    days = tuple(
        personal.Day(day + datetime.timedelta(at), name, "Month-end close", 6.0)
        for at, name in enumerate(("Finance", "Logistics", "Legal", "Sales"))
    )
    kept = personal.Certificate(frame, days, ("Lena Lead",))
    return documents.pdf_job(documents.personal_report(kept, f"{number:064x}"))


def certificates(empty: float) -> Iterator[dict[str, object]]:
    """Yield what certificates cost: alone, as many, with one and with two processes, and their memory."""
    job = certificate_job(0)
    yield figure("one certificate, warm", least(lambda: engine.write(job), rounds=9), empty)
    each = {}
    for workers, counts in ((1, (1, 10, 100, 1000)), (2, (1, 10, 100, 1000))):
        for count in counts:
            before, started = children(), time.perf_counter()
            made = sum(1 for _content in pdf.render_many(map(certificate_job, range(count)), workers=workers))
            seconds, cpu = time.perf_counter() - started, children() - before
            name = f"{made} certificates, {workers} process{'es' if workers > 1 else ''}"
            yield {"name": f"{name}: wall", "value": round(made / seconds, 2), "unit": "pages/s"}
            each[workers, count] = cpu / made
            yield {"name": f"{name}: CPU each", "value": round(1000 * cpu / made, 1), "unit": "ms",
                   "baseline": round(1000 * empty, 1), "ratio": round(cpu / made / empty, 2)}  # fmt: skip
    grown = each[1, 1000] / each[1, 100]
    yield {"name": "cost of a certificate among 1,000 against 100", "value": round(grown, 3), "unit": "times",
           "baseline": 1, "ratio": round(grown, 3)}  # fmt: skip
    yield {"name": "peak memory of any child so far", "value": peak(), "unit": "MB"}


def long_table() -> Iterator[dict[str, object]]:
    """Yield a table of 5,000 rows as one document against parts of 500 that are merged."""
    rows = [[f"{row}.{column}" for column in range(8)] for row in range(5000)]
    before = children()
    pdf.render(table_job(rows), limits=pdf.Limits(cpu_seconds=400, wall_seconds=900))
    whole, memory = children() - before, peak()
    before, own = children(), time.process_time()
    parts = [table_job(rows[start : start + 500]) for start in range(0, len(rows), 500)]
    made = list(pdf.render_many(parts))
    merged = pdf.merge([(f"Part {at}", part) for at, part in enumerate(made, 1)], title="Log")
    split = children() - before + time.process_time() - own
    yield {"name": "5,000 rows in merged parts: CPU", "value": round(split, 2), "unit": "s",
           "baseline": round(whole, 2), "ratio": round(split / whole, 2)}  # fmt: skip
    yield {"name": "5,000 rows in one table: peak memory", "value": memory, "unit": "MB"}
    yield {"name": "5,000 rows in merged parts: size", "value": len(merged), "unit": "bytes"}


def table_job(rows: list[list[str]]) -> pdf.PdfJob:
    """Return a document of one table with eight columns."""
    job = certificate_job(0)
    head = "".join(f"<th scope=col>Column {at}</th>" for at in range(8))
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    html = (
        '<!doctype html><html lang="en-gb"><head><title>Log</title></head><body><h1>Log</h1>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body></html>"
    )
    return pdf.PdfJob(html, job.css, job.family, job.fonts, max_pages=400)


def children() -> float:
    """Return the CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak() -> int:
    """Return the largest resident memory of any child so far, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


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
