"""What the benchmarks of printed documents share: documents to print, and how they are timed.

CPU seconds throughout, the least of several rounds in which a document and its yardstick take
turns, so that both meet the same machine. The yardstick is an empty page that WeasyPrint alone
writes with fonts and style sheet reused: nothing that we make quicker makes it shorter.
"""

import contextlib
import datetime
import re
import resource
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from programs.gateways import pdf
from programs.gateways.pdf import engine
from programs.reports import documents, figures, personal

EMPTY = '<!doctype html><html lang="en-gb"><head><title>Empty</title></head><body><h1>Empty</h1></body></html>'


def report_of_500_visits() -> tuple[figures.ReportFigures, str]:
    """Return the figures of a finished cohort, with 520 answers to each of two waves, and their hash."""
    from tests.factories.reports import make_figures  # noqa: PLC0415

    stored = figures.to_json(make_figures())
    return figures.from_json(stored), figures.fingerprint(stored)


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


def empty_job() -> pdf.PdfJob:
    """Return an empty page with the house's style sheet and fonts."""
    like = certificate_job(0)
    return pdf.PdfJob(EMPTY, like.css, like.family, like.fonts)


def in_weasyprint_alone(job: pdf.PdfJob, *, reused: bool) -> bytes:
    """Return what WeasyPrint alone makes of a job: with fonts and style sheet loaded before, or as anybody calls it."""
    weasyprint = engine.load()
    page = weasyprint.HTML(string=job.html, base_url="report:", url_fetcher=engine._fetcher(job.assets))
    if not reused:
        return bytes(page.write_pdf(stylesheets=[weasyprint.CSS(string=job.css)], pdf_variant=engine.VARIANT))
    configuration, faces = engine._typeface(job.family, job.fonts)
    sheets = [faces, engine._style(job.css, job.family, job.fonts)]
    return bytes(page.write_pdf(stylesheets=sheets, font_config=configuration, pdf_variant=engine.VARIANT))


def in_turns(work: Callable[[], object], yardstick: Callable[[], object], rounds: int = 5) -> tuple[float, float]:
    """Return the least CPU seconds of both, which take turns."""
    best = [float("inf"), float("inf")]
    for _round in range(rounds):
        for at, each in enumerate((work, yardstick)):
            best[at] = min(best[at], spent(each))
    return best[0], best[1]


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process that something takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def figure(name: str, value: float, baseline: float, unit: str = "ms") -> dict[str, Any]:
    """Return one line: what was measured, what it is held against (seconds, shown as ms unless told), and the ratio."""
    scale = 1000 if unit == "ms" else 1
    return {
        "name": name,
        "value": round(value * scale, 2),
        "unit": unit,
        "baseline": round(baseline * scale, 2),
        "ratio": round(value / baseline, 3),
    }


def cpu_of_children() -> float:
    """Return the CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class MemoryWatch(threading.Thread):
    """Looks at the children of this process while something runs, and keeps their largest resident memory.

    `ru_maxrss` would not do: it begins with what the parent had when it forked. Reads /proc, so Linux only.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        """Look every 20 ms; the high-water mark that the kernel keeps makes that exact enough."""
        while not self._over.wait(0.02):
            for listed in Path("/proc/self/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    for child in listed.read_text().split():
                        self.peak = max(self.peak, _high_water(int(child)))


def _high_water(process: int) -> float:
    """Return the most memory that a process has held at once, in MB; 0 for one that is gone."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0
    return 0.0
