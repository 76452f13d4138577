"""The child: reads a calendar from standard input, writes what it found as JSON."""

import json
import resource
import sys
import zoneinfo
from datetime import UTC, datetime

from programs.gateways.busy import reader


def main() -> None:
    """Limit this process, read, answer."""
    cpu_seconds, megabytes, first, last, zone, address, own_domain = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_seconds), int(cpu_seconds) + 1))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) * 2**20,) * 2)
    zoneinfo.reset_tzpath(to=[])
    ask = reader.Ask(
        window=(datetime.fromtimestamp(int(first), UTC), datetime.fromtimestamp(int(last), UTC)),
        zone=zone,
        address=address,
        own_domain=own_domain,
    )
    found = reader.read(sys.stdin.buffer.read(), ask)
    json.dump(vars(found), sys.stdout)


if __name__ == "__main__":
    main()
