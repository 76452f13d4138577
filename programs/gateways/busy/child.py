"""The child: reads a calendar from standard input, writes what it found as JSON."""

import gc
import json
import resource
import signal
import sys
import zoneinfo
from datetime import UTC, datetime

from programs.gateways.busy import reader


class _OutOfTime(Exception):
    """The seconds are used up."""


def _ring(number: int, frame: object) -> None:
    raise _OutOfTime


def main() -> None:
    """Limit this process, read, answer. One second is left to say where it was stopped."""
    cpu_seconds, wall_seconds, megabytes = (int(argument) for argument in sys.argv[1:4])
    signal.signal(signal.SIGXCPU, _ring)
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, max(wall_seconds - 1, 1))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
    gc.disable()  # for one file nothing is worth collecting: looking for it takes a third of the time
    zoneinfo.reset_tzpath(to=[])
    found = reader.Found()
    try:
        reader.read(sys.stdin.buffer.read(), _ask(sys.argv[4:]), found)
    except (_OutOfTime, MemoryError):
        found = reader.Found(refusal="too_slow", refused_line=found.line)
    json.dump(reader.as_json(found), sys.stdout)


def _ask(arguments: list[str]) -> reader.Ask:
    first, last, zone, address, own_domain, is_zone_sure, titles = arguments
    return reader.Ask(
        window=(datetime.fromtimestamp(int(first), UTC), datetime.fromtimestamp(int(last), UTC)),
        zone=zone,
        address=address,
        own_domain=own_domain,
        is_zone_sure=is_zone_sure == "1",
        titles=titles == "1",
    )


if __name__ == "__main__":
    main()
