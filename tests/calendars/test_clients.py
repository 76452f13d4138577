"""Real calendar programs subscribe to a real server: vdirsyncer, khal, and Radicale behind them.

vdirsyncer fetches the feed over HTTP into a folder, from which khal reads, and into a
collection of a Radicale server over CalDAV. All of it on loopback.
"""

import base64
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from programs.calendars import actions, queries
from programs.visits import actions as visit_actions
from programs.visits.models import Visit

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TOOLS = Path(sys.executable).parent
KHAL = """
[calendars]
[[exchange]]
path = {folder}
type = calendar
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
[sqlite]
path = {home}/khal.db
"""
VDIRSYNCER = """
[general]
status_path = "{home}/status/"
[pair folder]
a = "feed"
b = "files"
collections = null
conflict_resolution = "a wins"
[pair server]
a = "feed"
b = "radicale"
collections = null
conflict_resolution = "a wins"
[storage feed]
type = "http"
url = "{feed}"
[storage files]
type = "filesystem"
path = "{folder}"
fileext = ".ics"
[storage radicale]
type = "caldav"
url = "http://127.0.0.1:{port}/vera/exchange/"
username = "vera"
password = "vera"
"""
RADICALE = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {home}/users
htpasswd_encryption = plain
[rights]
type = owner_only
[storage]
filesystem_folder = {home}/collections
"""


class Subscriber:
    """One person's programs: `sync()`, then what `khal()` lists and what `radicale()` holds."""

    def __init__(self, home, feed):
        self.home, self.folder = home, home / "files"
        self.folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        values = {"home": home, "folder": self.folder, "feed": feed, "port": self.port}
        (home / "users").write_text("vera:vera\n")
        for name, text in (("khal", KHAL), ("vdirsyncer", VDIRSYNCER), ("radicale", RADICALE)):
            (home / name).write_text(text.format(**values))
        self.server = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(home / "radicale")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()
        self._dav("MKCALENDAR", "/vera/exchange/")

    def _wait(self):
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("Radicale did not start.")

    def _dav(self, method, path):
        key = base64.b64encode(b"vera:vera").decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method, headers={"Authorization": f"Basic {key}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()

    def _run(self, tool, *arguments):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(
            [TOOLS / tool, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def sync(self, *more):
        settings = ("-c", str(self.home / "vdirsyncer"))
        if not (self.home / "status").exists():
            self._run("vdirsyncer", *settings, "discover")
        return self._run("vdirsyncer", *settings, "sync", *more)

    def khal(self, on):
        said = self._run(
            "khal", "-c", str(self.home / "khal"), "list", "--notstarted", "--day-format", "", "--format",
            "{start-time}|{end-time}|{title}|{status}|{location}", on.isoformat(), "1d",
        )  # fmt: skip
        return [line for line in said.splitlines() if "|" in line]

    def radicale(self):
        """What the server holds, unfolded."""
        return self._dav("GET", "/vera/exchange/").replace("\r\n ", "")


@pytest.fixture(scope="module")
def live_server():
    """Our feeds over loopback; pytest-django's own starts before the settings of a test are in force."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


@pytest.fixture
def subscriber(tmp_path, live_server, visitor, now):
    _, token = actions.make_feed(kind="personal", name="", by=visitor, at=now)
    running = Subscriber(tmp_path, live_server.url + reverse("calendars:feed", args=[token]))
    yield running
    running.server.terminate()
    running.server.wait(timeout=10)


def test_khal_and_radicale_follow_a_visit_a_change_and_a_cancellation(subscriber, visit_in, host, now):
    today = timezone.now()
    visit = visit_in(days=(today - now).days + 14)
    visit_actions.invite_again(visit=visit, by=host, at=today)

    subscriber.sync()

    assert subscriber.khal(visit.on) == ["09:00|13:00|Department 0: Offering 0|CONFIRMED |Berlin"]
    # vdirsyncer names what it has from an address by its content, so the UID isn't ours here.
    assert "SUMMARY:Department 0: Offering 0" in subscriber.radicale()

    offering = visit.day.offering
    offering.place = "Room 4.02"
    offering.save()
    visit_actions.renew_invitations(at=today)
    subscriber.sync()

    assert subscriber.khal(visit.on) == ["09:00|13:00|Department 0: Offering 0|CONFIRMED |Room 4.02, Berlin"]
    held = subscriber.radicale()
    assert "Room 4.02" in held
    assert held.count("BEGIN:VEVENT") == 1
    assert "SEQUENCE:1" in held

    visit_actions.call_off_visit(visit=Visit.objects.get(), by=host, at=today, reason="Ill")
    subscriber.sync()

    (line,) = subscriber.khal(visit.on)
    assert "Cancelled: Department 0" in line
    assert "CANCELLED" in line
    assert "STATUS:CANCELLED" in subscriber.radicale()

    Visit.objects.update(changed_at=today - queries.GONE_KEPT - (today - now))
    subscriber.sync("--force-delete", "folder", "server")

    assert subscriber.khal(visit.on) == []
    assert "BEGIN:VEVENT" not in subscriber.radicale()
