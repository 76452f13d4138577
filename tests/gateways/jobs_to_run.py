"""Jobs that the worker's tests run."""

import os
import time
from pathlib import Path

from programs.gateways.tasks import task

seen = []


@task()
def note(number):
    seen.append(number)


@task()
def fail():
    raise RuntimeError("bad luck")


@task()
def fail_once():
    seen.append("tried")
    if len(seen) == 1:
        raise RuntimeError("bad luck")
    return "at last"


@task()
def exit_now():
    raise SystemExit(1)


@task()
def write(number, seconds):
    folder = Path(os.environ["EXCHANGE_VAR"])
    with (folder / "started").open("a") as file:
        file.write(f"{number}\n")
    time.sleep(seconds)
    with (folder / "ended").open("a") as file:
        file.write(f"{number}\n")
