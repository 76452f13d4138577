"""Importing people: a file of 20,000 read, planned, and carried out.

CPU time of this process. The baseline of planning is reading the file with Python's csv;
that of carrying out is the one INSERT of the people that can't be saved.
"""

import csv
import io
import time
from collections.abc import Callable, Iterator

from django.utils import timezone

from benchmarks.calendars import figure, scratch_database

PEOPLE = 20_000
HEADER = [
    "Employee ID",
    "Name",
    "E-mail",
    "Department",
    "Team",
    "Site",
    "Time zone",
    "Language",
    "Manager",
    "Job title",
]


def run() -> Iterator[dict[str, object]]:
    """Yield the figures of an import."""
    with scratch_database():
        from programs.people import actions, queries  # noqa: PLC0415
        from programs.people.models import Person  # noqa: PLC0415

        by = Person.objects.create_superuser("ada@example.com", name="Ada")
        first, changed, bad = file_of(0), file_of(1), file_of(0, is_broken=True)

        def apply(content: bytes) -> None:
            at = timezone.now()
            upload = actions.check_import(content=content, file_name="people.csv", by=by, at=at)
            seen = queries.plan_of(content).fingerprint
            actions.apply_import(upload, fingerprint=seen, has_confirmed_leavers=False, by=by, at=at)

        reading = cpu(lambda: list(csv.reader(io.StringIO(first.decode("utf-8-sig")))))
        planning = cpu(lambda: queries.plan_of(first))
        inserting = seconds_of_insert(Person)
        yield figure(f"file of {PEOPLE} new people, planned", planning, reading)
        yield figure(f"file of {PEOPLE} new people, checked, planned and applied", cpu(lambda: apply(first)), inserting)
        yield figure("the same file again, checked, planned and applied", cpu(lambda: apply(first)), inserting)
        yield figure("every job title changed, checked, planned and applied", cpu(lambda: apply(changed)), inserting)
        yield figure("a file in which every row is bad, planned", cpu(lambda: queries.plan_of(bad)), reading)


def file_of(title: int, *, is_broken: bool = False) -> bytes:
    """Return a company with twelve departments in which everybody manages eight people."""
    zone = "Europe/Atlantis" if is_broken else "Europe/Berlin"
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for number in range(PEOPLE):
        department = f"Department {number % 12}"
        manager = f"E{number // 8:06}" if number >= 8 else ""
        name, mail = f"Person {number}", f"person.{number}@example.com"
        team, site = f"Team {number % 120 // 12}", f"Site {number % 5}"
        writer.writerow([f"E{number:06}", name, mail, department, team, site, zone, "de", manager, f"Job {title}"])
    return file.getvalue().encode("utf-8-sig")


def seconds_of_insert(model: type) -> float:
    """Return the CPU seconds of writing as many people as plainly as the ORM can; take them back."""
    people: Callable[..., object] = model
    rows = [people(email=f"plain{number}@example.com", name="Plain", password="!") for number in range(PEOPLE)]
    taken = cpu(lambda: model.objects.bulk_create(rows, batch_size=1000))  # type: ignore[attr-defined]
    model.objects.filter(email__startswith="plain").delete()  # type: ignore[attr-defined]
    return taken


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one run: each changes what the next one finds."""
    began = time.process_time()
    work()
    return time.process_time() - began
