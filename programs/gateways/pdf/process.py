"""Renders in a child process, so that a document can't take the site's memory, time or secrets."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from programs.gateways.pdf.jobs import PdfFailed, PdfJob, PdfUnavailable
from programs.gateways.pdf.sheaves import sheaves

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""What the child sees of the environment: no database, no keys."""

FAILED, UNAVAILABLE = 3, 4
"""Exit codes of the child whose standard error is written for people."""


@dataclass(frozen=True)
class Limits:
    """CPU seconds, seconds of wall time, and MB of address space of one document."""

    cpu_seconds: int = 60
    wall_seconds: int = 180
    megabytes: int = 2048


def render(job: PdfJob, *, limits: Limits | None = None) -> bytes:
    """Return the PDF. Raises PdfUnavailable without Pango, PdfFailed for everything else."""
    limits = limits or Limits()
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module; the job goes through standard input)
            _command(limits),
            input=job.to_json().encode(),
            capture_output=True,
            cwd=ROOT,
            env=_environment(),
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(f"The document was not ready after {limits.wall_seconds} seconds.") from error
    if done.returncode == 0:
        return done.stdout
    told = done.stderr.decode(errors="replace").strip()
    if done.returncode == UNAVAILABLE:
        raise PdfUnavailable(told)
    if done.returncode == FAILED:
        raise PdfFailed(told)
    raise PdfFailed(f"The document was stopped (exit {done.returncode}): {told[-1000:]}")


def _command(limits: Limits, *more: str) -> list[str]:
    child = "programs.gateways.pdf.child"
    return [sys.executable, "-m", child, str(limits.cpu_seconds), str(limits.megabytes), *more]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}


# Many documents ----------------------------------------------------------------------------

RECYCLED_AFTER = 250
"""Documents after which a warm child makes room for a fresh one, so that memory stays flat."""

AHEAD = 4
"""Sheaves for each child that are made before the first of them is fetched."""

CPU_PER_DOCUMENT = 2
"""CPU seconds that each further document adds to a warm child's limit."""


def render_many(jobs: Iterable[PdfJob], *, workers: int = 1, limits: Limits | None = None) -> Iterator[bytes]:
    """Yield each job's PDF, in the order of the jobs; raise PdfFailed where one can't be made.

    Children stay warm from document to document, which saves the start of Pango and the fonts
    (most of a one-page document's time). Neighbours that may be bound are laid out together.
    `limits.wall_seconds` is for each document or sheaf of them.
    """
    limits = limits or Limits()
    waiting = sheaves(jobs)
    free: queue.SimpleQueue[_Warm] = queue.SimpleQueue()
    for _number in range(workers):
        free.put(_Warm(limits))

    def work(sheaf: list[PdfJob]) -> list[bytes]:
        child = free.get()
        try:
            return child.render(sheaf)
        finally:
            free.put(child)

    with ThreadPoolExecutor(workers) as pool:
        try:
            asked: list[Future[list[bytes]]] = [pool.submit(work, one) for one in islice(waiting, workers * AHEAD)]
            while asked:
                done = asked.pop(0).result()
                asked += [pool.submit(work, one) for one in islice(waiting, 1)]
                yield from done
        finally:
            pool.shutdown(cancel_futures=True)
            for _number in range(workers):
                free.get().stop()


class _Warm:
    """A child that renders one document after the other, and its replacement when it is worn or dead."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._made = 0

    def render(self, jobs: list[PdfJob]) -> list[bytes]:
        """Return the PDFs of a sheaf. Raises PdfFailed with the child's words, or when it took too long."""
        child = self._ready(len(jobs))
        late = threading.Timer(self._limits.wall_seconds, child.kill)
        late.start()
        try:
            code, content = _exchange(child, f"[{','.join(job.to_json() for job in jobs)}]".encode())
        except (OSError, ValueError) as error:
            self.stop()
            raise PdfFailed("The document took too long or too much memory and was stopped.") from error
        finally:
            late.cancel()
        if code == UNAVAILABLE:
            raise PdfUnavailable(content.decode())
        if code:
            raise PdfFailed(content.decode())
        return list(_unframed(content))

    def stop(self) -> None:
        """End the child, if there is one."""
        if self._child is None:
            return
        with contextlib.suppress(OSError):
            self._child.kill()
        with self._child:
            pass
        self._child = None

    def _ready(self, documents: int) -> subprocess.Popen[bytes]:
        """Return a living child that is not worn, for so many documents more."""
        if self._child is None or self._made >= RECYCLED_AFTER:
            self.stop()
            self._made = 0
            self._child = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
                _command(self._limits, str(RECYCLED_AFTER * CPU_PER_DOCUMENT)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=_environment(),
            )
        self._made += documents
        return self._child


def _unframed(content: bytes) -> Iterator[bytes]:
    """Yield what was put together, each part after eight bytes of its length."""
    at = 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 8], "big")
        yield content[at + 8 : at + 8 + size]
        at += 8 + size


def _exchange(child: subprocess.Popen[bytes], job: bytes) -> tuple[int, bytes]:
    """Send one framed job and read one framed answer: a code and a content. Raises OSError or
    ValueError when the child is gone.
    """
    if child.stdin is None or child.stdout is None:
        raise ValueError("the child was started without pipes")
    child.stdin.write(len(job).to_bytes(8, "big") + job)
    child.stdin.flush()
    head = child.stdout.read(9)
    if len(head) < 9:
        raise ValueError("the child is gone")
    return head[0], child.stdout.read(int.from_bytes(head[1:], "big"))
