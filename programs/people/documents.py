"""People as plain values for files: the directory, the example, the errors of an import."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from programs.gateways import tables
from programs.people.columns import PLAIN
from programs.people.models import Person
from programs.people.rules import Plan

COLUMNS = (
    "employee_id",
    "name",
    "email",
    "job_title",
    "grade",
    "working_pattern",
    "department",
    "team",
    "site",
    "time_zone",
    "language",
    "manager",
)

EXAMPLE = [
    ("1001", "Ines Albrecht", "ines.albrecht@example.com", "Head of Platform", "M2", "Full time",
     "Information Technology", "Platform", "Hamburg", "Europe/Berlin", "de", ""),
    ("1002", "Tom Okafor", "tom.okafor@example.com", "Site reliability engineer", "E3", "Shifts",
     "Information Technology", "Platform", "London", "Europe/London", "en-gb", "1001"),
    ("2001", "Marta Ruiz", "marta.ruiz@example.com", "Accountant", "E2", "Part time", "Finance", "Ledger",
     "Madrid", "Europe/Madrid", "es", ""),
]  # fmt: skip


def people_csv(people: Iterable[Person]) -> bytes:
    """Return people as a file; those with an employee id are read back by the import unchanged.

    Needs department, team, site and manager selected.
    """
    return tables.write_csv([PLAIN[name] for name in COLUMNS], [_cells(person) for person in people])


def _cells(person: Person) -> list[object]:
    manager = person.manager
    values = {name: getattr(person, name) for name in COLUMNS if name != "manager"}
    values["manager"] = (manager.employee_id or manager.email) if manager else ""
    return [value if value is not None else "" for value in (values[name] for name in COLUMNS)]


def example_csv() -> bytes:
    """Return a small file with every column that an import reads."""
    return tables.write_csv([PLAIN[name] for name in COLUMNS], EXAMPLE)


def errors_csv(plan: Plan) -> bytes:
    """Return every error of a file with its line, in the reader's language."""
    rows: list[tuple[object, str, str]] = [("", "", str(refusal)) for refusal in plan.refusals]
    rows += [(bad.line, bad.who, str(bad.refusal)) for bad in plan.bad_rows]
    return tables.write_csv([_("Line"), _("Person"), _("Reason")], rows)
