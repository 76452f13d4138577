"""People who book at the same moment, each in a process of its own.

A process is started once and gets orders (`tests/visits/orders.py`) through a pipe; a barrier
lets all begin together. Nothing of Django is imported before the process knows its database.
"""

import contextlib
import importlib
import multiprocessing
import os
import shutil
import tempfile
import uuid
from pathlib import Path

SPAWN = multiprocessing.get_context("spawn")
PATIENCE = 60
"""Seconds after which a process that doesn't answer fails the test."""


class Bookers:
    """A handful of processes on one database; `together` gives one order to all at once."""

    def __init__(self, url: str, count: int) -> None:
        self.barrier = SPAWN.Barrier(count)
        pairs = [SPAWN.Pipe() for _ in range(count)]
        self.pipes = [ours for ours, _ in pairs]
        self.processes = [
            SPAWN.Process(target=_serve, args=(url, theirs, self.barrier), daemon=True) for _, theirs in pairs
        ]
        for process in self.processes:
            process.start()

    def together(self, order: str, *arguments: dict) -> list[dict]:
        """Give each process its arguments (the same to all if there is one set) and return all answers."""
        each = arguments if len(arguments) > 1 else arguments * len(self.pipes)
        for pipe, given in zip(self.pipes, each, strict=True):
            pipe.send((order, given))
        return [self._answer(pipe) for pipe in self.pipes]

    def alone(self, order: str, **given) -> dict:
        """Give an order to the first process only."""
        self.pipes[0].send((order, given))
        return self._answer(self.pipes[0])

    def start(self, order: str, *, seeds: list[dict]) -> None:
        """Give an order without waiting for its end."""
        for pipe, given in zip(self.pipes, seeds, strict=True):
            pipe.send((order, given))

    def kill_one(self, index: int) -> None:
        """End a process without a word (kill -9)."""
        self.processes[index].kill()
        self.processes[index].join()

    def stop(self) -> None:
        """End all of them."""
        for process in self.processes:
            process.kill()
            process.join()

    def _answer(self, pipe) -> dict:
        if not pipe.poll(PATIENCE):
            raise TimeoutError("a booker did not answer")
        answer = pipe.recv()
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer


@contextlib.contextmanager
def empty_database(vendor: str, server_url: str = "", *, is_on_disk: bool = False):
    """Make a database of its own: a SQLite file, or a database on the PostgreSQL server. Yields its URL."""
    if vendor == "sqlite":
        # In memory where there is such a place: what is tested is who is first, not the disk.
        memory = Path("/dev/shm")
        folder = Path(tempfile.mkdtemp(prefix="bookers-", dir=None if is_on_disk or not memory.is_dir() else memory))
        try:
            yield f"sqlite:///{folder / 'bookers.sqlite3'}"
        finally:
            shutil.rmtree(folder)
        return
    psycopg = importlib.import_module("psycopg")
    name = f"bookers_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield server_url.rsplit("/", 1)[0] + f"/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def database(vendor: str, server_url: str = "", *, is_on_disk: bool = False):
    """Make a migrated database with people and days. Yields its URL."""
    with empty_database(vendor, server_url, is_on_disk=is_on_disk) as url:
        yield _migrated(url)


def _migrated(url: str) -> str:
    process = SPAWN.Process(target=_migrate, args=(url,))
    process.start()
    process.join()
    if process.exitcode:
        raise AssertionError("the database could not be made")
    return url


# In the processes -------------------------------------------------------------------------


def orders_for(url: str):
    """Return the module of orders, with Django set up for one database."""
    os.environ |= {
        "EXCHANGE_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "exchange.settings",
        "EXCHANGE_LOG_LEVEL": "ERROR",
    }
    importlib.import_module("tests.environment")
    importlib.import_module("django").setup()
    return importlib.import_module("tests.visits.orders")


def _migrate(url: str) -> None:
    orders_for(url).make_world()


def _serve(url: str, pipe, barrier) -> None:
    orders = orders_for(url)
    while True:
        order, given = pipe.recv()
        try:
            pipe.send(getattr(orders, order)(barrier, **given))
        except Exception as error:  # noqa: BLE001  (whatever it is, the test must hear of it)
            pipe.send({"error": f"{type(error).__name__}: {error}"})
