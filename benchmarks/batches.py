"""Many documents at once: 1 to 1,000 certificates with one and with two processes, and a table of 5,000 rows.

CPU is that of the child processes, from their start to their end, Pango and fonts included:
nothing is warm before. Wall time says something only where the machine has two free cores;
`load` is how many others wanted a core when a run began.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks import _printing as printing
from programs.gateways import pdf

COUNTS = (1, 10, 100, 200, 1000)
ROWS, COLUMNS, ROWS_IN_A_PART = 5000, 8, 500


def run() -> Iterator[dict[str, object]]:
    """Yield the figures of batches."""
    logging.disable(logging.INFO)
    yield from certificates()
    yield from long_table()


@dataclass(frozen=True)
class Run:
    """What a batch took: CPU and wall seconds of its children, MB of the largest of them, and the load before."""

    count: int
    cpu: float
    wall: float
    peak: float
    load: float


def certificates() -> Iterator[dict[str, object]]:
    """Yield what each certificate costs, alone and among many, how memory grows, and what a second process brings."""
    warm = (in_one_child(41) - in_one_child(1)) / 40
    yield {"name": "yardstick: one more empty page in a child", "value": round(1000 * warm, 1), "unit": "ms"}
    runs = {}
    for count in COUNTS:
        one = runs[count] = batch(count, workers=1)
        yield printing.figure(f"{count} certificates: CPU of each", one.cpu / count, warm)
        yield {"name": f"{count} certificates, one process", "value": round(count / one.wall, 2), "unit": "pages/s",
               "load": one.load, "peak MB": round(one.peak)}  # fmt: skip
    yield printing.figure("a certificate among 1,000 against one among 200", runs[1000].cpu / 1000, runs[200].cpu / 200)
    yield {"name": "memory that 1,000 certificates need beyond 200", "unit": "MB",
           "value": round(runs[1000].peak - runs[200].peak, 1)}  # fmt: skip
    for count in COUNTS[1:]:
        two = batch(count, workers=2)
        more = {"load": two.load, "cores": os.cpu_count(), "pages/s": round(count / two.wall, 2)}
        yield printing.figure(f"{count} certificates, two processes: wall", two.wall, runs[count].wall, "s") | more
        yield printing.figure(f"{count} certificates, two processes: CPU", two.cpu, runs[count].cpu, "s")


def batch(count: int, *, workers: int) -> Run:
    """Print certificates in children."""
    jobs = [printing.certificate_job(number) for number in range(count)]
    load, before, started = os.getloadavg()[0], printing.cpu_of_children(), time.perf_counter()
    with printing.MemoryWatch() as watch:
        made = sum(1 for _content in pdf.render_many(jobs, workers=workers))
    wall, cpu = time.perf_counter() - started, printing.cpu_of_children() - before
    if made != count:
        raise RuntimeError(f"{made} certificates of {count}")
    return Run(count, cpu, wall, watch.peak, round(load, 1))


def in_one_child(count: int) -> float:
    """Return the CPU seconds of a child that prints so many empty pages, each by itself."""
    before = printing.cpu_of_children()
    for _content in pdf.render_many([printing.empty_job()] * count):
        pass
    return printing.cpu_of_children() - before


def long_table() -> Iterator[dict[str, object]]:
    """Yield a table of 5,000 rows in merged parts against one document, in WeasyPrint alone and in ours."""
    rows = all_rows()
    made: list[bytes] = []
    split, small = in_children(lambda: made.append(in_parts(rows)))
    limits = pdf.Limits(cpu_seconds=600, wall_seconds=1200)
    ours, large = in_children(lambda: pdf.render(table_job(rows), limits=limits))
    bare, largest = in_children(in_process_of_its_own)
    yield printing.figure("5,000 rows in parts against one table in WeasyPrint alone: CPU", split, bare, "s")
    yield printing.figure("5,000 rows in parts against one table of ours: CPU", split, ours, "s")
    yield printing.figure("5,000 rows in parts against one table in WeasyPrint alone: memory", small, largest, "MB")
    yield printing.figure("5,000 rows in parts against one table of ours: memory", small, large, "MB")
    yield {"name": "5,000 rows in parts, merged: size", "value": len(made[0]), "unit": "bytes"}


def in_children(work: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds of something and of its children, and the memory of the largest child in MB."""
    before, own = printing.cpu_of_children(), time.process_time()
    with printing.MemoryWatch() as watch:
        work()
    return printing.cpu_of_children() - before + time.process_time() - own, watch.peak


def in_parts(rows: list[list[str]]) -> bytes:
    """Return the table as the merged file of its parts."""
    parts = [table_job(rows[start : start + ROWS_IN_A_PART]) for start in range(0, ROWS, ROWS_IN_A_PART)]
    named = ((f"Part {at}", part) for at, part in enumerate(pdf.render_many(parts), 1))
    return pdf.merge(list(named), title="Log")


def in_process_of_its_own() -> None:
    """Let WeasyPrint alone print the table, in a process that does nothing else."""
    script = "import django; django.setup(); from benchmarks import batches; batches.alone()"
    subprocess.run([sys.executable, "-c", script], check=True)


def alone() -> None:
    """Print the table as one document in WeasyPrint alone."""
    logging.disable(logging.INFO)
    printing.in_weasyprint_alone(table_job(all_rows()), reused=False)


def all_rows() -> list[list[str]]:
    """Return the cells of the table."""
    return [[f"{row}.{column}" for column in range(COLUMNS)] for row in range(ROWS)]


def table_job(rows: list[list[str]]) -> pdf.PdfJob:
    """Return a document of one table, whose columns have the same width in each part."""
    like = printing.certificate_job(0)
    head = "".join(f"<th scope=col>Column {at}</th>" for at in range(COLUMNS))
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    html = (
        '<!doctype html><html lang="en-gb"><head><title>Log</title></head><body><h1>Log</h1>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body></html>"
    )
    return pdf.PdfJob(html, like.css + "table { table-layout: fixed }", like.family, like.fonts, max_pages=400)
