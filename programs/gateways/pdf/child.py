"""The child process: job on standard input, PDF on standard output, one sentence on failure.

Run as `python -m programs.gateways.pdf.child CPU_SECONDS MEGABYTES`. With a third number, CPU
seconds for all that follows, it stays and answers framed lists of jobs (eight bytes of length,
then the list) with framed answers (one byte of code, eight of length, then a sentence or the
PDFs, each after eight bytes of its own length).
"""

import contextlib
import gc
import resource
import sys
from collections.abc import Callable
from typing import Any

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
    """Render one job, or one after the other, and return the exit code."""
    cpu_seconds, megabytes, *more = (int(argument) for argument in arguments)
    confine(sum((cpu_seconds, *more)), megabytes)
    if more:
        while size := int.from_bytes(sys.stdin.buffer.read(8), "big"):
            code, content = answer(sys.stdin.buffer.read(size).decode(), of=_all)
            sys.stdout.buffer.write(bytes([code]) + len(content).to_bytes(8, "big") + content)
            sys.stdout.buffer.flush()
        return 0
    code, content = answer(sys.stdin.read(), of=_one)
    if code:
        sys.stderr.write(content.decode())
        return code
    sys.stdout.buffer.write(content)
    return 0


_is_settled = False


def _settle_down() -> None:
    """Let no document open a connection or another program, and leave collecting to the engine; once a process.

    What is loaded by now stays for good: no collector needs to look at it again.
    """
    global _is_settled  # noqa: PLW0603  (an audit hook stays for the life of a process)
    if not _is_settled:
        sys.addaudithook(_refuse)
        gc.disable()
        gc.freeze()
        _is_settled = True


def _one(engine: Any, text: str) -> bytes:
    content: bytes = engine.write(PdfJob.from_json(text))
    return content


def _all(engine: Any, text: str) -> bytes:
    made = engine.write_all(PdfJob.all_from_json(text))
    return b"".join(len(content).to_bytes(8, "big") + content for content in made)


def answer(text: str, *, of: Callable[[Any, str], bytes]) -> tuple[int, bytes]:
    """Return 0 and what `of` makes of a job, or an exit code and why it can't be made."""
    try:
        from programs.gateways.pdf import engine  # noqa: PLC0415  (loads Pango, under the limits)

        engine.load()
        _settle_down()
        return 0, of(engine, text)
    except PdfFailed as error:
        return (UNAVAILABLE if isinstance(error, PdfUnavailable) else FAILED), str(error).encode()
    except (MemoryError, RecursionError) as error:
        return FAILED, f"The document is too large or too deep ({type(error).__name__}).".encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
