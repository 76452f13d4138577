"""Renders in a child process, so that a document can't take the site's memory, time or secrets."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from programs.gateways.pdf.jobs import PdfFailed, PdfJob, PdfUnavailable

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
    command = [sys.executable, "-m", "programs.gateways.pdf.child", str(limits.cpu_seconds), str(limits.megabytes)]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module; the job goes through standard input)
            command,
            input=job.to_json().encode(),
            capture_output=True,
            cwd=ROOT,
            env=environment | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
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
