"""A wave under load, answered over HTTP while processes are killed: nothing is lost, nothing doubled.

The default is small. The full size, on one engine after the other:

    EXCHANGE_LOAD_PEOPLE=10000 python -m pytest tests/surveys/test_load.py -s
    EXCHANGE_LOAD_PEOPLE=10000 EXCHANGE_DATABASE_URL=postgres://… python -m pytest tests/surveys/test_load.py -s

Answers arrive at 50 a second (EXCHANGE_LOAD_RATE), each on its own schedule whether or not
earlier ones are through, each different from all others. Meanwhile the ballot box is shuffled
every second. A third and two thirds of the way, one process of the web server and the one
that shuffles are killed with SIGKILL; whoever gets no reply sends again, as people do.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PEOPLE = int(os.environ.get("EXCHANGE_LOAD_PEOPLE", "400"))
RATE = float(os.environ.get("EXCHANGE_LOAD_RATE", "50"))
PATIENCE = 60.0
CONSTRUCTS = ("D1", "D2", "D3r", "D4", "D5", "D6")
"""Six answers of five values tell 15,625 people apart."""

PREPARE = """
    import datetime
    from django.utils import timezone
    from programs.surveys import tokens
    from tests.factories.cohorts import make_program
    from tests.factories.people import make_department, make_person
    from tests.factories.surveys import make_open_wave, make_people
    lead = make_person("Lena Lead", department=make_department("People & Culture"))
    make_people(make_department("Sales"), {people})
    soon = timezone.localdate() + datetime.timedelta(days=9)
    wave = make_open_wave(make_program(), lead, closes_on=soon, departments=[make_department("Sales")])
    print(wave.pk)
    for invitation in wave.invitations.order_by("pk"):
        print(tokens.path_of(invitation))
"""

SHUFFLE = """
    import time
    from programs.surveys import tasks
    from programs.surveys.models import Wave
    while True:
        tasks.shuffle_ballots.call({wave})
        time.sleep(1)
"""

COUNT = """
    import datetime
    from django.utils import timezone
    from programs.people.models import Person
    from programs.surveys import actions
    from programs.surveys.models import BallotPaper, Invitation, Response, Wave
    before = Response.objects.count()
    actions.close_wave(wave=Wave.objects.get(), by=None, at=timezone.now())
    print(before, BallotPaper.objects.count(), Invitation.objects.filter(done_on__isnull=False).count())
    for answers in Response.objects.values_list("answers", flat=True):
        print(sum((answers[key] - 1) * 5**place for place, key in enumerate({constructs})))
"""


def started(code, environment):
    lines = "import django\ndjango.setup()\n" + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", lines], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def lines_of(code, environment):
    """What a process of its own prints; the database it works on is nobody's in this process."""
    process = started(code, environment)
    out, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    return out.split("\n")[:-1]


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Respondents:
    """People who open a link, send what they think, and send again when nobody replies."""

    def __init__(self, port):
        self.port = port
        self.seconds = []
        self.resent = 0
        self.late = 0.0
        self.csrf = None

    def answer(self, number, path, due):
        self.late = max(self.late, time.monotonic() - due)
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            try:
                status = self._post(number, path)
            except (OSError, http.client.HTTPException):
                status = None
            # 410: an earlier try arrived though its reply did not.
            if status in {302, 410}:
                self.seconds.append(time.monotonic() - began)
                return True
            self.resent += 1
            time.sleep(0.2)
        return False

    def open_page(self, path):
        """Get the one form whose CSRF cookie all of them send."""
        with self._line() as line:
            line.request("GET", path)
            reply = line.getresponse()
            page = reply.read().decode()
        secret = reply.getheader("Set-Cookie").split(";")[0]
        self.csrf = (secret, page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0])

    def _post(self, number, path):
        secret, token = self.csrf
        answers = {key: number // 5**place % 5 + 1 for place, key in enumerate(CONSTRUCTS)}
        body = urllib.parse.urlencode(answers | {"csrfmiddlewaretoken": token})
        headers = {"Cookie": secret, "Content-Type": "application/x-www-form-urlencoded"}
        with self._line() as line:
            line.request("POST", path, body, headers)
            reply = line.getresponse()
            reply.read()
            return reply.status

    def _line(self):
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30))


class Machinery:
    """Two processes of the web server and one that shuffles, which can be killed."""

    def __init__(self, environment, wave):
        self.environment, self.wave, self.port = environment, wave, free_port()
        self.kills = 0
        command = ["gunicorn", "exchange.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4"]
        self.server = subprocess.Popen(
            [sys.executable, "-m", *command, "--log-level", "error"], env=environment, stderr=subprocess.DEVNULL
        )
        self.shuffler = started(SHUFFLE.format(wave=wave), environment)

    def wait(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.2)
        raise TimeoutError

    def kill_some(self):
        """SIGKILL one web process, which gunicorn replaces, and the one that shuffles, which we do."""
        children = subprocess.check_output(["ps", "-o", "pid=", "--ppid", str(self.server.pid)], text=True)
        os.kill(int(children.split()[0]), signal.SIGKILL)
        self.shuffler.kill()
        self.shuffler.communicate()
        self.shuffler = started(SHUFFLE.format(wave=self.wave), self.environment)
        self.kills += 2

    def stop(self):
        if self.server.poll() is not None:
            return
        self.shuffler.kill()
        self.shuffler.communicate()
        self.server.terminate()
        self.server.wait(30)


@pytest.fixture
def machinery(environment):
    quiet = {"EXCHANGE_TASKS": "django_tasks.backends.dummy.DummyBackend"}
    static = {"EXCHANGE_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    wave, *paths = lines_of(PREPARE.format(people=PEOPLE), environment | quiet)
    machinery = Machinery(environment | static, wave)
    machinery.wait()
    yield machinery, paths
    machinery.stop()


def test_a_wave_under_load_loses_no_answer_and_doubles_none(machinery, environment, capsys):
    machinery, paths = machinery
    respondents = Respondents(machinery.port)
    respondents.open_page(paths[0])
    began = time.monotonic()

    def turn(number):
        due = began + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        return respondents.answer(number, paths[number], due)

    timers = [threading.Timer(PEOPLE / RATE * part, machinery.kill_some) for part in (1 / 3, 2 / 3)]
    for timer in timers:
        timer.start()
    with ThreadPoolExecutor(64) as crowd:
        answered = sum(crowd.map(turn, range(PEOPLE)))
    took = time.monotonic() - began
    for timer in timers:
        timer.join()
    machinery.stop()
    counts, *numbers = lines_of(COUNT.format(constructs=CONSTRUCTS), environment)

    shuffled, left, done = map(int, counts.split())
    waits = sorted(respondents.seconds)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{PEOPLE} answers in {took:.0f} s ({PEOPLE / took:.0f} a second), {machinery.kills} processes killed, "
            f"{respondents.resent} sent again; median {waits[len(waits) // 2]:.3f} s, "
            f"95% {waits[int(0.95 * len(waits))]:.3f} s, slowest {waits[-1]:.2f} s, "
            f"started at most {respondents.late:.2f} s late; {shuffled} shuffled before closing\n"
        )
    assert answered == done == PEOPLE
    assert left == 0
    assert sorted(map(int, numbers)) == list(range(PEOPLE))
    assert machinery.kills == 4
    assert shuffled > 0
