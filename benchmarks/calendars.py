"""Calendar feeds: 500 visits written, served again, and answered with "nothing has changed".

Each figure is CPU time of this process, the least of several rounds. The baselines are
what can't be saved: writing the events alone, and a view that does nothing.
"""

import datetime
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings, setup_test_environment, teardown_test_environment
from django.urls import include, path, reverse
from django.utils import timezone

VISITS = 500


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Do nothing."""
    return HttpResponse()


urlpatterns = [path("empty/", empty), path("", include("exchange.urls"))]


def run() -> Iterator[dict[str, object]]:
    """Yield the figures of feeds."""
    with scratch_database(), override_settings(ROOT_URLCONF="benchmarks.calendars"):
        from programs.calendars import queries, views  # noqa: PLC0415
        from programs.calendars.models import CalendarChange  # noqa: PLC0415
        from programs.gateways import ics  # noqa: PLC0415

        views.REQUESTS_A_MINUTE = 10**9
        token = many_visits()
        address, client = reverse("calendars:feed", args=[token]), Client()
        row = queries.feed_token(token)
        entries = queries.entries_of(row, at=timezone.now())
        etag = client.get(address)["ETag"]

        def cold() -> None:
            cache.clear()
            client.get(address)

        bare = least(lambda: ics.feed(entries, name="My visits"))
        first = least(cold)
        warm = least(lambda: client.get(address))
        same = least(lambda: client.get(address, headers={"If-None-Match": etag}), rounds=50)
        nothing = least(lambda: client.get("/empty/"), rounds=50)

        def changed_elsewhere() -> None:
            CalendarChange.objects.create()
            client.get(address, headers={"If-None-Match": etag})

        checked = least(changed_elsewhere)
        few = f"feed of {VISITS} visits"
        yield figure(f"{few}, written for the first time", first, bare)
        yield figure(f"{few}, served again", warm, first)
        yield figure(f"{few}, nothing has changed", same, nothing)
        yield {
            "name": f"{few}, nothing has changed: as often per second as written",
            "value": round(first / same),
            "unit": "times",
        }
        yield figure(f"{few}, something has changed elsewhere", checked, nothing)
        yield {"name": "events written", "value": round(VISITS / bare), "unit": "events/s"}
        yield {"name": few, "value": len(client.get(address).content), "unit": "bytes"}


def figure(name: str, value: float, baseline: float) -> dict[str, object]:
    """Return one line: milliseconds, and how many times the baseline."""
    milliseconds = {"value": round(value * 1000, 3), "unit": "ms", "baseline": round(baseline * 1000, 3)}
    return {"name": name, **milliseconds, "ratio": round(value / baseline, 3)}


def least(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the least CPU seconds of several rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def many_visits() -> str:
    """Make a host with 500 visits in two time zones; return the token of their feed."""
    from programs.calendars import actions  # noqa: PLC0415
    from programs.visits.models import Visit  # noqa: PLC0415
    from tests.factories.cohorts import make_cohort, make_enrollment, make_program  # noqa: PLC0415
    from tests.factories.hosting import make_day, make_offering  # noqa: PLC0415
    from tests.factories.people import make_department, make_person, make_site  # noqa: PLC0415

    now = timezone.now()
    it, finance = make_department("IT", is_it=True), make_department("Finance")
    host, visitor = make_person("Hugo Host", department=finance), make_person("Vera Visser", department=it)
    enrollment = make_enrollment(make_cohort(make_program(), departments=[finance]), visitor)
    sites = [make_site(), make_site("New York", time_zone="America/New_York", country="US")]
    offerings = [make_offering(f"Close {n}", department=finance, contact=host, site=sites[n]) for n in (0, 1)]
    for number in range(VISITS):
        day = make_day(offerings[number % 2], now.date() + datetime.timedelta(days=number - 60))
        Visit.objects.create(
            enrollment=enrollment,
            visitor=visitor,
            cohort=enrollment.cohort,
            day=day,
            department=make_department(f"Department {number}"),
            on=day.on,
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            state="confirmed",
            requested_at=now,
            changed_at=now,
        )
    return actions.make_feed(kind="hosting", name="", by=host, at=now)[1]


@contextmanager
def scratch_database() -> Iterator[None]:
    """Work on an empty database that is gone afterwards."""
    setup_test_environment()
    connection.settings_dict["TEST"]["NAME"] = None
    old = connection.creation.create_test_db(verbosity=0, autoclobber=True) and connection.settings_dict["NAME"]
    try:
        yield
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)
        teardown_test_environment()
