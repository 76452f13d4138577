#!/usr/bin/env python3
"""Everything the Makefile does, with nothing but Python's own library.

    python3 run.py run|setup|check|test|test-next|bench|messages

Each command is idempotent: what is already done is skipped. What can't be done is one
sentence that says what to do, and a non-zero exit.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
OLDEST_PYTHON = (3, 11)
Word = str | Path

# What WeasyPrint and the report's text need.
PDF_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core", "fonts-noto-core",
                "fonts-inter", "fonts-wqy-microhei"]  # fmt: skip
# What the tests need besides: a real database server, a real browser (Playwright's driver wants
# libatomic), PDF checkers, a second reader of calendars, and gettext to see that no sentence lacks a translation.
TEST_PACKAGES = ["postgresql", "chromium", "libatomic1", "poppler-utils", "qpdf", "gettext", "libical3"]


class Stop(Exception):
    """Ends the run with one sentence."""


def say(text: str) -> None:
    """Show one line of progress."""
    print(f"\033[1m{text}\033[0m" if sys.stderr.isatty() else text, file=sys.stderr, flush=True)


def call(*command: Word, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Run a command in the repository; raise Stop when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | (env or {}),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        if quiet:
            print(done.stdout, file=sys.stderr)
        raise Stop(f"This failed ({done.returncode}): {' '.join(str(part) for part in command)}")


# System packages ------------------------------------------------------------------------


def missing_packages(names: list[str]) -> list[str]:
    """Return which Debian packages are not installed. Empty where there is no dpkg."""
    if not shutil.which("dpkg-query"):
        return []
    query = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    there = {line.split()[0] for line in query.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in there]


def ensure_packages(names: list[str], *, why: str, needed: bool) -> None:
    """Install Debian packages when root or password-less sudo is there, else say what to run."""
    missing = missing_packages(names)
    if not missing:
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    can = not root or (
        shutil.which("sudo") and not subprocess.run([*root, "true"], capture_output=True, check=False).returncode
    )
    if not can:
        line = f"{why}: sudo apt-get install -y {' '.join(missing)}"
        if needed:
            raise Stop(line)
        say(line)
        return
    say(f"Installing with apt: {' '.join(missing)}")
    apt: list[Word] = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    with contextlib.suppress(Stop):
        call(*apt, "update", quiet=True)
    try:
        call(*apt, "install", "-y", "--no-install-recommends", *missing, quiet=True)
    except Stop:
        if needed:
            raise
        say(f"{why}; apt could not install: {' '.join(missing)}")


# Python ---------------------------------------------------------------------------------


def ensure_venv(
    folder: Path, files: list[str], *, python: str = sys.executable, replace: dict[str, str] | None = None
) -> Path:
    """Make a virtual environment that holds the pinned requirements; return its bin folder."""
    wanted = "".join((ROOT / name).read_text() for name in [*files, "requirements.txt"]) + repr(replace) + python
    digest = hashlib.sha256(wanted.encode()).hexdigest()
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == digest:
        return folder / "bin"
    if python == sys.executable:
        try:
            import ensurepip  # noqa: F401, PLC0415
        except ImportError:
            version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
            ensure_packages([version], why="Python's venv is missing", needed=True)
    say(f"Making {folder.name} and installing the pinned requirements")
    if not (folder / "bin" / "pip").exists():
        call(python, "-m", "venv", "--clear", folder)
    pip: list[Word] = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    with tempfile.TemporaryDirectory() as temporary:
        for name in {*files, "requirements.txt"}:
            text = (ROOT / name).read_text()
            for old, new in (replace or {}).items():
                text = text.replace(old, new)
            (Path(temporary) / name).write_text(text)
        call(*pip, *[part for name in files for part in ("-r", Path(temporary) / name)])
    stamp.write_text(digest)
    return folder / "bin"


def setup(*, dev: bool = False) -> Path:
    """Everything but the server: system libraries, Python packages, catalogues."""
    ensure_packages(PDF_PACKAGES, why="PDF reports need these libraries", needed=dev)
    if sys.platform == "darwin" and not shutil.which("pango-view"):
        say("PDF reports need Pango: brew install pango")
    binaries = ensure_venv(VENV, ["requirements-dev.txt"] if dev else ["requirements.txt"])
    VAR.mkdir(exist_ok=True)
    call(binaries / "python", "manage.py", "compile_catalogs", env=DEMO_ENV, quiet=True)
    return binaries


DEMO_ENV = {"EXCHANGE_DEMO": "1"}


# Commands -------------------------------------------------------------------------------


def run() -> None:
    """Serve the demo on SQLite: set up, migrate, seed, and start the web server and the worker."""
    port = int(os.environ.get("PORT", "8000"))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Stop(f"Port {port} is in use. Try: PORT={port + 1} make run") from None
    binaries = setup()
    address = f"http://127.0.0.1:{port}"
    env = DEMO_ENV | {"EXCHANGE_URL": address}
    manage: list[Word] = [binaries / "python", "manage.py"]
    say("Preparing the database")
    call(*manage, "migrate", "-v0", env=env)
    call(*manage, "collectstatic", "--noinput", "-v0", env=env)
    call(*manage, "demo", env=env)
    processes = [
        subprocess.Popen(
            [binaries / "gunicorn", "exchange.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
             "--log-level", "warning"],
            cwd=ROOT, env=os.environ | env,
        ),
        subprocess.Popen([*manage, "work"], cwd=ROOT, env=os.environ | env),
    ]  # fmt: skip
    try:
        wait_for(port, processes)
        call(*manage, "demo", "--accounts", env=env)
        say(f"Exchange is at {address}  (stop with Ctrl+C)")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        raise Stop("The server or the worker ended; its last lines are above.")
    except KeyboardInterrupt:
        say("Stopping")
    finally:
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(timeout=20)


def wait_for(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Return when the port answers; raise Stop when a process ends before."""
    for _ in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if any(process.poll() is not None for process in processes):
            raise Stop("The server or the worker did not start; its last lines are above.")
        time.sleep(0.25)
    raise Stop("The server did not answer within 30 seconds.")


def check(binaries: Path | None = None) -> None:
    """Run every gate except the tests, cheapest first."""
    binaries = binaries or setup(dev=True)
    gates: list[list[Word]] = [
        [binaries / "ruff", "format", "--check", "--quiet", "."],
        [binaries / "ruff", "check", "--quiet", "."],
        [binaries / "lint-imports"],
        [binaries / "mypy", "."],
        [binaries / "djlint", "--lint", "--quiet", "templates"],
        [binaries / "python", "manage.py", "makemigrations", "--check", "--dry-run"],
        [binaries / "python", "manage.py", "check", "--fail-level", "WARNING"],
        [binaries / "python", "manage.py", "compile_catalogs"],
    ]
    for gate in gates:
        say("· " + " ".join(part.name if isinstance(part, Path) else part for part in gate))
        call(*gate, env=DEMO_ENV, quiet=True)
    deploy: list[Word] = [binaries / "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    say("· manage.py check --deploy")
    call(*deploy, env=DEPLOY_ENV, quiet=True)


DEPLOY_ENV = {
    "EXCHANGE_DEMO": "0",
    "EXCHANGE_SECRET_KEY": "only-for-the-deploy-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "EXCHANGE_FIELD_KEYS": "deploy:" + "A" * 43 + "=",
    "EXCHANGE_LINK_KEY": "only for the deploy check",
    "EXCHANGE_URL": "https://exchange.example.com",
    "EXCHANGE_HOSTS": "exchange.example.com",
}


def test() -> None:
    """Install what tests need, run the gates, then all tests on SQLite and on PostgreSQL."""
    ensure_packages(TEST_PACKAGES, why="The tests need these packages", needed=True)
    binaries = setup(dev=True)
    for tool in ("chromium", "pdftotext", "qpdf", "xgettext"):
        if not shutil.which(tool):
            raise Stop(f"The tests need {tool}, and it isn't on the PATH.")
    ensure_readers()
    check(binaries)
    pytest: list[Word] = [binaries / "python", "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 8)), *sys.argv[2:]]
    say("Tests on SQLite")
    call(*pytest)
    with postgresql() as url:
        say("Tests on PostgreSQL")
        call(*pytest, env={"EXCHANGE_DATABASE_URL": url})


def ensure_readers() -> None:
    """Install the calendar readers of other houses (ical.js, node-ical) that tests ask for a second opinion."""
    folder = ROOT / "tests" / "readers"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not shutil.which("npm"):
        ensure_packages(["nodejs", "npm"], why="The tests read our calendars with JavaScript libraries", needed=True)
    call("npm", "ci", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", quiet=True)
    stamp.write_text(wanted)


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start a throw-away PostgreSQL cluster on a free port; yield its URL; remove it at the end."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    initdb = str(versions[-1]) if versions else shutil.which("initdb")
    if not initdb:
        raise Stop("The tests need a PostgreSQL server, and initdb was not found.")
    tools = Path(initdb).parent
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="exchange-postgresql-"))
    try:
        if as_owner:
            shutil.chown(folder, "postgres")
        owner: list[Word] = [*as_owner, "env", f"--chdir={folder}"]
        call(
            *owner,
            initdb,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-D",
            folder / "data",
            quiet=True,
        )
        # Autovacuum would count what a test has not committed as nothing, and plan its queries for empty tables.
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
            " -c max_connections=300 -c fsync=off -c autovacuum=off"
        )
        control: list[Word] = [*owner, tools / "pg_ctl", "-w", "-D", folder / "data"]
        # Its log goes to a file: a server that keeps our pipe open would never let us go on.
        subprocess.run(
            [str(part) for part in [*control, "-l", folder / "log", "-o", options, "start"]],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/exchange"
        finally:
            call(*control, "-m", "immediate", "stop", quiet=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_next() -> None:
    """Run the tests on Django 6 with Python 3.13, in a virtual environment of their own."""
    python = shutil.which(os.environ.get("PYTHON_NEXT", "python3.13"))
    if not python:
        raise Stop("Set PYTHON_NEXT to a Python 3.13 interpreter.")
    pinned = next(
        line.split()[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if line.startswith("Django==")
    )
    binaries = ensure_venv(
        ROOT / ".venv-next",
        ["requirements-dev.txt"],
        python=python,
        replace={pinned: "Django>=6.0,<6.1", "django-tasks-db[compat]": "django-tasks-db"},
    )
    call(binaries / "python", "manage.py", "compile_catalogs", env=DEMO_ENV, quiet=True)
    call(binaries / "python", "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 8)), *sys.argv[2:])


def bench() -> None:
    """Print one JSON line per figure on standard output; progress goes to standard error."""
    rooms = sys.argv[2:]
    call(setup(dev=True) / "python", "-m", "benchmarks", *rooms, env=DEMO_ENV)


def messages() -> None:
    """Bring the catalogues in locale/ up to date with the code (needs gettext)."""
    ensure_packages(["gettext"], why="Collecting messages needs gettext", needed=True)
    binaries = setup(dev=True)
    languages = sorted(path.name for path in (ROOT / "locale").iterdir() if path.is_dir())
    ignored = ["--ignore=.venv*", "--ignore=var", "--ignore=tests"]
    command: list[Word] = [binaries / "python", "manage.py", "makemessages", "--no-obsolete", "--no-location", *ignored]
    for language in languages:
        command += ["-l", language]
    call(*command, env=DEMO_ENV)
    call(binaries / "python", "manage.py", "compile_catalogs", env=DEMO_ENV)


COMMANDS: dict[str, Callable[[], object]] = {
    "run": run,
    "setup": setup,
    "check": check,
    "test": test,
    "test-next": test_next,
    "bench": bench,
    "messages": messages,
}


def check_python() -> None:
    """Raise Stop on a Python that is too old."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise Stop(f"Exchange needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def main() -> int:
    """Run the command named on the command line; return the exit status."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        check_python()
        COMMANDS[name]()
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
