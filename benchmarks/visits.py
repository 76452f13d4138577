"""Booking: how many places a second the statement takes, beside the plain INSERT that guards nothing.

Four processes book for a few seconds, spread over sixty days and then all on one day at a time. The
floor is the same row written by the driver itself into a table with its unique keys, but
without count, overlap and places. SQLite is a file on disk with `synchronous=FULL` and the
queue; PostgreSQL is measured when EXCHANGE_DATABASE_URL names a server.
"""

import datetime
import importlib
import os
import time
import uuid
from collections.abc import Iterator

from tests.visits.bookers import SPAWN, database, orders_for

PROCESSES = 4
SECONDS = 4.0
PEOPLE = 2000
DAYS = 60
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
COLUMNS = "uid, key, state, origin, is_swap, question, requested_at, changed_at, sequence, enrollment_id, visitor_id, "
COLUMNS += 'cohort_id, day_id, department_id, "on", starts_at, ends_at'


def run() -> Iterator[dict[str, object]]:
    """Yield bookings a second, their ratio to the floor, and how long somebody waited."""
    server = os.environ.get("EXCHANGE_DATABASE_URL", "")
    vendors = [("sqlite", "")]
    if server.startswith("postgres"):
        vendors.append(("postgresql", server.rsplit("/", 1)[0] + "/postgres"))
    for vendor, address in vendors:
        with database(vendor, address, is_on_disk=True) as url:
            _in_processes(url, "prepare", 1)
            floor = _rate(_in_processes(url, "insert", PROCESSES))
            for name, where in (("spread over 60 days", "spread"), ("all on one day at a time", "hot")):
                answers = _in_processes(url, "book", PROCESSES, where)
                waits = sorted(wait for answer in answers for wait in answer["waits"])
                label = f"{vendor}: places taken, {name}"
                yield {
                    "name": label,
                    "value": round(_rate(answers), 1),
                    "unit": "1/s",
                    "baseline": round(floor, 1),
                    "ratio": round(_rate(answers) / floor, 3),
                }
                yield {"name": f"{label}, p99", "value": round(waits[len(waits) * 99 // 100] * 1000, 1), "unit": "ms"}
                yield {"name": f"{label}, longest wait", "value": round(waits[-1] * 1000, 1), "unit": "ms"}
            (checked,) = _in_processes(url, "check", 1)
            yield {"name": f"{vendor}: days with a wrong count", "value": checked["wrong"], "unit": "days"}


def _rate(answers: list[dict]) -> float:
    return sum(len(answer["waits"]) for answer in answers) / SECONDS


def _in_processes(url: str, work: str, count: int, where: str = "") -> list[dict]:
    with SPAWN.Pool(count) as pool:
        begin = time.time() + 4
        return pool.starmap(_work, [(url, work, number, where, begin) for number in range(count)], chunksize=1)


# In the processes -------------------------------------------------------------------------


def _work(url: str, work: str, number: int, where: str, begin: float) -> dict:
    orders_for(url)
    if work == "prepare":
        return _prepare()
    if work == "check":
        return {"wrong": len(importlib.import_module("tests.visits.orders").count(None)["drift"])}
    deed = _inserter(number) if work == "insert" else _booker(number, where)
    time.sleep(max(0.0, begin - time.time()))
    waits, end = [], time.perf_counter() + SECONDS
    while (start := time.perf_counter()) < end:
        deed()
        waits.append(time.perf_counter() - start)
    return {"waits": waits}


def _prepare() -> dict:
    """Make people, days with room for all of them, and the table of the floor."""
    from django.db import connection  # noqa: PLC0415

    from programs.cohorts.models import Cohort, Enrollment  # noqa: PLC0415
    from programs.hosting.models import HostingDay, Offering  # noqa: PLC0415
    from programs.people.models import Department, Person, Site  # noqa: PLC0415

    site, cohort = Site.objects.get(), Cohort.objects.get()
    people = Person.objects.bulk_create(
        [Person(email=f"p{n}@example.com", name=f"P {n}", site=site) for n in range(PEOPLE)]
    )
    Enrollment.objects.bulk_create([Enrollment(cohort=cohort, person=one, enrolled_at=NOW) for one in people])
    host = people[0]
    departments = Department.objects.bulk_create([Department(name=f"Bench {n}") for n in range(DAYS)])
    offerings = Offering.objects.bulk_create(
        [
            Offering(department=one, title="Bench", site=site, contact=host, places=PEOPLE, state="published")
            for one in departments
        ]
    )
    first = datetime.datetime(2026, 4, 1, 8, 0, tzinfo=datetime.UTC)
    starts = [first + datetime.timedelta(days=n) for n in range(DAYS)]
    HostingDay.objects.bulk_create(
        [
            HostingDay(
                offering=offering,
                on=start.date(),
                starts_at=start,
                ends_at=start + datetime.timedelta(hours=4),
                places=PEOPLE,
            )
            for offering, start in zip(offerings, starts, strict=True)
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE floor AS SELECT {COLUMNS} FROM programs_visit WHERE 1 = 0")
        cursor.execute("CREATE UNIQUE INDEX floor_key ON floor (visitor_id, key)")
        cursor.execute("CREATE UNIQUE INDEX floor_day ON floor (visitor_id, day_id)")
        cursor.execute('CREATE UNIQUE INDEX floor_on ON floor (visitor_id, "on")')
    return {}


def _pairs(number: int, where: str) -> Iterator[tuple]:
    """Yield (enrolment, day) of this process, each pair once.

    Spread: everybody on another day than the one before. Hot: all processes on one day until
    it has twenty visits or so, then on the next.
    """
    from programs.cohorts.models import Enrollment  # noqa: PLC0415
    from programs.hosting.models import HostingDay  # noqa: PLC0415

    everybody = Enrollment.objects.filter(person__name__startswith="P ").select_related("person").order_by("pk")
    half = everybody[: PEOPLE // 2] if where == "hot" else everybody[PEOPLE // 2 :]
    own = list(half)[number::PROCESSES]
    days = list(HostingDay.objects.filter(offering__title="Bench").order_by("pk"))
    for turn in range(len(days)):
        for place, enrollment in enumerate(own):
            yield enrollment, days[((place // 5 if where == "hot" else place) + turn) % len(days)]


def _booker(number: int, where: str):
    from programs.visits import booking  # noqa: PLC0415

    pairs = _pairs(number, where)

    def deed() -> None:
        enrollment, day = next(pairs)
        with booking.queue():  # one statement is a transaction of its own
            if booking.hold_place(enrollment=enrollment, day=day, key=uuid.uuid4(), at=NOW) is None:
                raise AssertionError("no place where there should be one")

    return deed


def _inserter(number: int):
    """Write the same row with the driver alone, in autocommit."""
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    raw = connection.connection
    pairs = _pairs(number, "spread")
    is_sqlite = connection.vendor == "sqlite"
    mark = "?" if is_sqlite else "%s"
    statement = f"INSERT INTO floor ({COLUMNS}) VALUES ({', '.join([mark] * 17)})"

    def deed() -> None:
        enrollment, day = next(pairs)
        moments = [NOW, day.starts_at, day.ends_at]
        now, start, end = (str(one) for one in moments) if is_sqlite else moments
        uid, key = (uuid.uuid4().hex, uuid.uuid4().hex) if is_sqlite else (uuid.uuid4(), uuid.uuid4())
        raw.execute(
            statement,
            [
                *(uid, key, "requested", "booked", False, "", now, now, 0, enrollment.pk, enrollment.person_id),
                *(enrollment.cohort_id, day.pk, day.offering_id, day.on.isoformat(), start, end),
            ],
        )

    return deed
