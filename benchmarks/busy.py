"""Reading calendars: against bare parsing, against a reference, as they grow, and 5,000 subscriptions.

Each figure is CPU time, the least of several rounds; of work in a child process that of the
child as well. The baselines are what can't be saved (`icalendar` parsing the same bytes), or
what the same result costs with libraries (`icalendar` and recurring-ical-events).
"""

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from django.test import Client
from django.test.utils import override_settings

from benchmarks.calendars import figure, scratch_database

WINDOW = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
SUBSCRIPTIONS = 5_000
MEASURED = 200
"""So many subscriptions are refreshed; the figure is for 5,000."""
PAGES = 200
SERVER = """
import http.server, sys
content, same = sys.stdin.buffer.read(), sys.argv[1] == "same"
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        unchanged = same and self.headers.get("If-None-Match")
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", "0" if unchanged else str(len(content)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(content)
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.request_queue_size = 64
print(server.server_port, flush=True)
server.serve_forever()
"""


def run() -> Iterator[dict[str, object]]:
    """Yield the figures of reading calendars."""
    yield from plain()
    yield from repeating()
    yield from growth()
    yield from upload()
    yield from worst()
    yield from subscriptions()


def calendar(events: int, rule: str = "") -> bytes:
    """Return a calendar of events as Outlook writes them, about 570 bytes each."""
    lines = []
    for number in range(events):
        day = WINDOW[0] + timedelta(hours=5 * number % 8000)
        lines += [
            "BEGIN:VEVENT", f"UID:{number:032x}@example.com", "DTSTAMP:20260101T000000Z", f"SUMMARY:Meeting {number}",
            f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%dT%H%M%S}", f"DTEND;TZID=Europe/Berlin:{day:%Y%m%dT%H}3000",
            "DESCRIPTION:" + "Something that was agreed on in the last meeting. " * 5, "LOCATION:Room 12",
            "ORGANIZER;CN=Somebody:mailto:somebody@example.com", "SEQUENCE:0", "STATUS:CONFIRMED", "TRANSP:OPAQUE",
            *([f"RRULE:{rule}"] if rule else []), "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def ours(content: bytes) -> int:
    """Read and merge, in this process; return how many times there are."""
    from programs.availability import rules  # noqa: PLC0415
    from programs.availability.reading import KINDS  # noqa: PLC0415
    from programs.availability.rules import Busy  # noqa: PLC0415
    from programs.gateways.busy import reader  # noqa: PLC0415

    found = reader.read(content, reader.Ask(WINDOW, "Europe/Berlin"))
    spans = ((datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC), kind) for a, b, kind, _ in found.spans)
    return len(rules.merged(Busy(start, end, KINDS[kind]) for start, end, kind in spans))


def bare(content: bytes) -> object:
    """Parse with icalendar, and nothing more."""
    from icalendar import Calendar  # noqa: PLC0415

    return Calendar.from_ical(content)


def reference(content: bytes) -> int:
    """Parse with icalendar and expand with recurring-ical-events."""
    import recurring_ical_events  # noqa: PLC0415

    return len(recurring_ical_events.of(bare(content)).between(*WINDOW))


def least(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the least CPU seconds of several rounds, children included."""
    times = []
    for _ in range(rounds):
        began = cpu()
        work()
        times.append(cpu() - began)
    return min(times)


def cpu() -> float:
    """Return the CPU seconds of this process and of the children it waited for."""
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + child.ru_utime + child.ru_stime


def plain() -> Iterator[dict[str, object]]:
    """Yield events a second, beside bare parsing and beside parsing and expanding (target T1: ten times)."""
    events = 1_000
    content = calendar(events)
    rounds = [[least(lambda work=work: work(content), rounds=1) for work in (ours, bare, reference)] for _ in range(7)]
    mine, parsing, both = (min(times) for times in zip(*rounds, strict=True))  # in turns: what is beside them moves
    rate = {"name": "events read", "value": round(events / mine), "unit": "events/s"}
    yield rate | {"baseline": round(events / parsing), "ratio": round(parsing / mine, 2)}
    rate = {"name": "events read, beside icalendar and recurring-ical-events", "value": round(events / mine)}
    yield rate | {"unit": "events/s", "baseline": round(events / both), "ratio": round(both / mine, 2)}


def repeating() -> Iterator[dict[str, object]]:
    """Yield the cost of a year of weekly series (target T2: an eighth of the reference)."""
    events = 1_000
    content = calendar(events, rule="FREQ=WEEKLY;BYDAY=MO,WE")
    mine, both = least(lambda: ours(content)), least(lambda: reference(content), rounds=1)
    yield figure(f"{events} weekly series over a year", mine, both) | {"speedup": round(both / mine, 1)}


def growth() -> Iterator[dict[str, object]]:
    """Yield seconds for 1k, 10k and 100k events; what grows evenly has a ratio of about ten each time.

    100,000 events are more than one file may hold; they are read as three. As in the child, nobody
    looks for garbage meanwhile.
    """
    before = 0.0
    gc.disable()
    for events, files in ((1_000, 1), (10_000, 1), (100_000, 3)):
        content = calendar(events // files)
        seconds = least(lambda content=content, files=files: [ours(content) for _ in range(files)], rounds=2)
        ratio = {"baseline": round(before, 3), "ratio": round(seconds / before, 2)} if before else {}
        yield {"name": f"{events} events read and merged", "value": round(seconds, 3), "unit": "s", **ratio}
        before = seconds
    gc.enable()


def upload() -> Iterator[dict[str, object]]:
    """Yield CPU seconds and memory of a 10 MB file through the child process (target T5: 2 s, 150 MB)."""
    from programs.gateways.busy.process import read_busy  # noqa: PLC0415

    content = calendar(16_500)
    seconds = least(lambda: read_busy(content, window=WINDOW, zone="Europe/Berlin"))
    size = f"{len(content) / 2**20:.1f} MB with 16500 events"
    yield {"name": f"{size}, through the child", "value": round(seconds, 2), "unit": "s"}
    yield {"name": f"{size}, memory of the child", "value": memory_of_a_child(content), "unit": "MB"}
    small = calendar(1)
    seconds = least(lambda: read_busy(small, window=WINDOW, zone="Europe/Berlin"))
    yield {"name": "one event, through the child", "value": round(seconds * 1000, 1), "unit": "ms"}


def memory_of_a_child(content: bytes) -> int:
    """Return the most memory, in MB, of a process that reads a file."""
    script = (
        "import sys; from datetime import datetime, UTC; from programs.gateways.busy import reader;"
        "window = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC);"
        "reader.read(sys.stdin.buffer.read(), reader.Ask(window, 'Europe/Berlin'));"
        "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    done = subprocess.run([sys.executable, "-c", script], input=content, capture_output=True, check=True)
    return int(done.stdout) // 1024


def worst() -> Iterator[dict[str, object]]:
    """Yield what a file costs that is made to take for ever, and whether pages wait for it (target T4: 10 s, ±20 %)."""
    from programs.gateways.busy.process import FileRefused, read_busy  # noqa: PLC0415

    content = calendar(300, rule="FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO")

    def read() -> None:
        try:
            read_busy(content, window=WINDOW, zone="Europe/Berlin")
        except FileRefused:
            return

    yield {"name": "a file made to take for ever", "value": round(least(read, rounds=1), 1), "unit": "s"}
    with scratch_database(), override_settings(ROOT_URLCONF="benchmarks.calendars"), ThreadPoolExecutor(1) as thread:
        pages(PAGES)
        alone = pages(PAGES)
        reading = thread.submit(read)
        meanwhile = pages(PAGES)
        if reading.done():
            raise RuntimeError("The file was read before the pages were.")
    name = "empty page, 95th percentile, while such a file is read"
    yield {"name": name, "value": round(meanwhile * 1000, 2), "unit": "ms", "baseline": round(alone * 1000, 2),
           "ratio": round(meanwhile / alone, 2)}  # fmt: skip


def pages(count: int) -> float:
    """Ask for an empty page twenty times and again; return the seconds that all but a twentieth stay below."""
    client, times = Client(), []
    for _ in range(count):
        began = time.perf_counter()
        for _ in range(20):
            client.get("/empty/")
        times.append((time.perf_counter() - began) / 20)
    return sorted(times)[count * 95 // 100]


def subscriptions() -> Iterator[dict[str, object]]:
    """Yield what refreshing 5,000 subscriptions costs when nothing has changed, and when everything has."""
    with scratch_database():
        for name, kind in (("nothing has changed", "same"), ("all have changed", "new")):
            seconds = refreshed(kind) * SUBSCRIPTIONS / MEASURED
            yield {"name": f"{SUBSCRIPTIONS} subscriptions, {name}", "value": round(seconds, 1), "unit": "s"}


def refreshed(kind: str) -> float:
    """Return the CPU seconds of refreshing some subscriptions of a hundred events each."""
    import ipaddress  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from programs.availability import refreshing  # noqa: PLC0415
    from programs.availability.models import BusySource  # noqa: PLC0415
    from programs.gateways.fetching.addresses import Policy  # noqa: PLC0415
    from tests.factories.availability import make_subscription  # noqa: PLC0415
    from tests.factories.people import make_department, make_person  # noqa: PLC0415

    allowed = Policy((ipaddress.ip_network("127.0.0.0/8"),), plain_http=True, any_port=True)
    at, department = timezone.now(), make_department(f"Department {kind}")
    server = subprocess.Popen([sys.executable, "-c", SERVER, kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(calendar(100))
        server.stdin.close()
        url = f"http://127.0.0.1:{int(server.stdout.readline())}/calendar.ics"
        for number in range(MEASURED):
            make_subscription(make_person(f"Person {kind} {number}", department=department), url=url, at=at)
        BusySource.objects.update(etag='"1"' if kind == "same" else "", read_at=at)
        began = cpu()
        while refreshing.refresh_due(at, allowed):
            pass
        seconds = cpu() - began
    finally:
        server.terminate()
        server.wait()
    failed = BusySource.objects.filter(failures__gt=0).first()
    if failed:
        raise RuntimeError(f"A subscription failed: {json.dumps(failed.problem)}")
    BusySource.objects.all().delete()
    return seconds
