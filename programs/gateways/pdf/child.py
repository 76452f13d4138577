"""The child process: job on standard input, PDF on standard output, one sentence on failure.

Run as `python -m programs.gateways.pdf.child CPU_SECONDS MEGABYTES`.
"""

import contextlib
import resource
import sys

from programs.gateways.pdf.jobs import PdfFailed, PdfJob, PdfUnavailable
from programs.gateways.pdf.process import FAILED, UNAVAILABLE

REFUSED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.exec", "os.system")
"""What a document has no business with: the interpreter refuses it whoever asks."""

BIGGEST_FILE = 64 * 1024 * 1024


def confine(cpu_seconds: int, megabytes: int) -> None:
    """Limit this process for good: CPU, memory, size of files, no network, no other programs."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (BIGGEST_FILE, BIGGEST_FILE))
    with contextlib.suppress(ValueError, OSError):  # macOS has no limit of the address space
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024, megabytes * 1024 * 1024))


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event in REFUSED:
        raise PermissionError(f"{event} is not for documents")


def main(arguments: list[str]) -> int:
    """Render one job and return the exit code."""
    confine(int(arguments[0]), int(arguments[1]))
    job = PdfJob.from_json(sys.stdin.read())
    try:
        from programs.gateways.pdf import engine  # noqa: PLC0415  (loads Pango, under the limits)

        engine.load()
        sys.addaudithook(_refuse)
        content = engine.write(job)
    except PdfFailed as error:
        sys.stderr.write(str(error))
        return UNAVAILABLE if isinstance(error, PdfUnavailable) else FAILED
    except (MemoryError, RecursionError) as error:
        sys.stderr.write(f"The document is too large or too deep ({type(error).__name__}).")
        return FAILED
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
