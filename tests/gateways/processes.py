"""Real processes on a database file, for tests that kill them."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETUP = "import datetime, django; django.setup(); LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)\n"


class Machine:
    """A folder with a migrated SQLite file, and processes that work on it."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.database = folder / "machine.sqlite3"
        self.environment = (
            os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "exchange.settings",
                "EXCHANGE_DATABASE_URL": f"sqlite:///{self.database}",
                "EXCHANGE_TASKS": "django_tasks_db.DatabaseBackend",
                "EXCHANGE_VAR": str(folder),
                "PYTHONPATH": str(ROOT),
            }
            | environment
        )
        self.run("manage.py", "migrate", "-v0")

    def run(self, *command):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, script):
        return self.run("-c", SETUP + textwrap.dedent(script))

    def start_worker(self):
        command = [sys.executable, "manage.py", "work", "--interval", "0.05"]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL)


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)
