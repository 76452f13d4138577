"""A very large run as a lead starts it: by the form, solved by `manage.py work`, watched on its page, and stopped.

`python -m benchmarks._service VISITORS DEPARTMENTS` makes the cohort of the same size (`_cohorts`) in a
database of its own, on disk, and prints what everybody waits for and what the processes need. With
20,000 × 500 it takes some ten minutes.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 3600
VIEWS = ("people", "calendar", "wishes", "fairness", "draw")


def run(visitors: int, departments: int) -> Iterator[dict[str, Any]]:
    """Yield the figures of one run that is left alone, and of one that is stopped."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from programs.matching.models import MatchingRun  # noqa: PLC0415

    begun = time.perf_counter()
    cohort, lead = _rows(visitors, departments)
    yield _figure("rows made", time.perf_counter() - begun)
    client = Client()
    client.force_login(lead)
    with _worker() as worker:
        form = {"cohort": cohort.pk, "preset": "best_fit", "time_limit": 1800, "seed": 1}
        client.post(reverse("matching:index"), form)
        one = MatchingRun.objects.defer("inputs").get()
        seen = _Seen(worker.pid)
        begun = time.perf_counter()
        while not seen.is_over and time.perf_counter() - begun < PATIENCE:
            seen.look(client, one.pk)
        one.refresh_from_db(fields=["state", "failure", "error", "result"])
        if one.state != "solved":
            raise RuntimeError(f"The run ended as {one.state}: {one.failure} {one.error}")
        yield _figure("wishes and calendars read", seen.times["read"])
        yield _figure("first plan on the page", seen.times["first"])
        yield _figure("over, explained and written", time.perf_counter() - begun)
        yield _figure("search alone, as the run says", one.result["seconds"])
        yield {"name": "gap on the page when it was over", "value": _gap(one.result), "unit": "%"}
        yield {"name": "states of progress seen on the page", "value": len(seen.said), "unit": "states"}
        yield _figure("slowest answer of the progress meanwhile", seen.slowest)
        yield {"name": "most memory, worker", "value": seen.memory["worker"], "unit": "MB"}
        yield {"name": "most memory, search", "value": seen.memory["search"], "unit": "MB"}
        yield {"name": "visits placed", "value": one.placements.count(), "unit": "visits"}
        for view in VIEWS:
            begun = time.perf_counter()
            answer = client.get(reverse("matching:run", args=[one.pk]), {"view": view})
            if answer.status_code != 200:
                raise RuntimeError(f"{view}: {answer.status_code}")
            yield _figure(f"page of the draft, {view}", time.perf_counter() - begun)
        client.post(reverse("matching:again", args=[one.pk]))
        two = MatchingRun.objects.defer("inputs").order_by("-pk")[0]
        seen = _Seen(worker.pid)
        while "first" not in seen.times:
            seen.look(client, two.pk)
        begun = time.perf_counter()
        client.post(reverse("matching:cancel", args=[two.pk]))
        yield _figure("stopped, as the page says", time.perf_counter() - begun)
        while _children(worker.pid):
            time.sleep(0.05)
        yield _figure("stopped, the search is gone", time.perf_counter() - begun)
        two.refresh_from_db(fields=["state", "failure"])
        if (two.state, two.failure, two.placements.count()) != ("failed", "cancelled", 0):
            raise RuntimeError(f"After stopping: {two.state} {two.failure}")


class _Seen:
    """What a lead sees who watches a run, and what its processes need meanwhile."""

    def __init__(self, worker: int) -> None:
        self.worker, self.begun = worker, time.perf_counter()
        self.is_over, self.slowest = False, 0.0
        self.said: set[tuple[Any, ...]] = set()
        self.times: dict[str, float] = {}
        self.memory = {"worker": 0, "search": 0}

    def look(self, client: Any, pk: int) -> None:
        """Ask for the progress as the page does, then wait as long as it does."""
        from django.urls import reverse  # noqa: PLC0415

        asked = time.perf_counter()
        answer = client.get(reverse("matching:run", args=[pk]), {"part": "progress"}, headers={"HX-Request": "true"})
        self.slowest = max(self.slowest, time.perf_counter() - asked)
        shown = answer.context
        if shown["is_silent"]:
            raise RuntimeError("The page says that the search has gone silent.")
        self.is_over = "HX-Refresh" in answer
        self.said.add((shown["level"], shown["value"], shown["bound"]))
        search = _children(self.worker)
        self._note("read", is_there=bool(search))
        self._note("first", is_there=shown["value"] is not None)
        for name, pid in (("worker", self.worker), *(("search", pid) for pid in search)):
            self.memory[name] = max(self.memory[name], _peak(pid))
        time.sleep(0.5)

    def _note(self, name: str, *, is_there: bool) -> None:
        if is_there:
            self.times.setdefault(name, time.perf_counter() - self.begun)


def _gap(result: Mapping[str, Any]) -> float:
    level = next(row for row in result["levels"] if row["name"] == "preference")
    return round(100 * (level["bound"] - level["value"]) / level["value"], 3)


def _figure(name: str, seconds: float) -> dict[str, Any]:
    return {"name": f"service: {name}", "value": round(seconds, 2), "unit": "s"}


def _children(pid: int) -> list[int]:
    text = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for child in text.split()]


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


@contextmanager
def _worker() -> Iterator["subprocess.Popen[bytes]"]:
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait()


def _rows(visitors: int, departments: int) -> tuple[Any, Any]:
    """Write the synthetic cohort into the tables; return it and its lead."""
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks._cohorts import cohort  # noqa: PLC0415
    from programs.availability.models import CoverRule  # noqa: PLC0415
    from programs.cohorts.models import BlockedDate, Enrollment, RankedDepartment  # noqa: PLC0415
    from programs.hosting.models import HostingDay, Offering  # noqa: PLC0415
    from programs.people.models import Department, Person, Team  # noqa: PLC0415
    from tests.factories.cohorts import make_cohort, make_program, make_role  # noqa: PLC0415
    from tests.factories.people import make_department, make_person, make_site  # noqa: PLC0415

    made, now = cohort(visitors, departments, has_budgets=False), timezone.now()
    start = now.date() + datetime.timedelta(days=14 - now.weekday())
    first = min(day.on for day in made.days)
    dates = {day.on: start + datetime.timedelta(days=day.on - first) for day in made.days}
    site, it = make_site(), make_department("IT", is_it=True)
    lead, host = make_person("Lena Lead", department=it), make_person("Hugo Host", department=it)
    teams = [Team(name=f"Team {key}", department=it) for key in range(1 + max(who.team for who in made.visitors))]
    Team.objects.bulk_create(teams)
    CoverRule.objects.bulk_create(CoverRule(team=team, most_away_percent=25) for team in teams)
    hosts = Department.objects.bulk_create(Department(name=f"Department {key}") for key in range(departments))
    program = make_program()
    make_role(program, lead)
    found = make_cohort(
        program, departments=hosts, stage="matching", starts_on=start, ends_on=max(dates.values()), spacing_days=5
    )
    people = Person.objects.bulk_create(
        Person(email=f"p{who.key}@example.com", name=f"P {who.key:05}", site=site, department=it, team=teams[who.team])
        for who in made.visitors
    )
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(cohort=found, person=person, enrolled_at=now, wanted=who.wanted)
        for person, who in zip(people, made.visitors, strict=True)
    )
    offerings = Offering.objects.bulk_create(
        Offering(department=one, title="A day", site=site, contact=host, places=4, state="published") for one in hosts
    )
    eight = datetime.time(8, tzinfo=datetime.UTC)
    HostingDay.objects.bulk_create(
        HostingDay(
            offering=offerings[day.department],
            on=dates[day.on],
            starts_at=(starts := datetime.datetime.combine(dates[day.on], eight)),
            ends_at=starts + datetime.timedelta(hours=4),
            places=day.places,
        )
        for day in made.days
    )
    department = np.array([day.department for day in made.days])[made.day]
    on = np.array([day.on for day in made.days])[made.day]
    listed = np.unique(np.stack([made.visitor, department, made.rank]).T, axis=0)
    RankedDepartment.objects.bulk_create(
        (
            RankedDepartment(enrollment=enrollments[who], department=hosts[where], rank=rank)
            for who, where, rank in listed.tolist()
        ),
        batch_size=5000,
    )
    free = {(who, day) for who, day in np.unique(np.stack([made.visitor, on]).T, axis=0).tolist()}
    BlockedDate.objects.bulk_create(
        (
            BlockedDate(enrollment=enrollment, on=date)
            for who, enrollment in enumerate(enrollments)
            for day, date in dates.items()
            if (who, day) not in free
        ),
        batch_size=5000,
    )
    return found, lead


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EXCHANGE_DATABASE_URL"] = f"sqlite:///{folder}/exchange.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test.utils import override_settings, setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        static = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        with override_settings(STORAGES=settings.STORAGES | static):
            for figure in run(int(sys.argv[1]), int(sys.argv[2])):
                print(json.dumps(figure), flush=True)
