"""The draw in words: what was decided by lot, and what somebody would have had instead. No query here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.hosting.models import HostingDay
from programs.matching.models import Placement
from programs.people.models import Person


@dataclass(frozen=True)
class Entrant:
    """Who took part in a lot, with the number drawn; the highest number wins."""

    person: Person
    enrollment_id: int
    number: int
    has_won: bool


@dataclass(frozen=True)
class LotRow:
    """One place that several people had an equal claim to: the highest number first."""

    day: HostingDay
    entrants: tuple[Entrant, ...]


@dataclass(frozen=True)
class InsteadRow:
    """What somebody would have instead of a placement: the next best day (None: nothing), and what that costs."""

    day: HostingDay | None
    rank: int | None
    points: int


def lot_rows(
    lots: Iterable[Mapping[str, Any]], days: Mapping[int, HostingDay], people: Mapping[int, Person]
) -> list[LotRow]:
    """Return lots whose day and people are still there, in the order of the days."""
    rows = [
        LotRow(
            days[lot["day"]],
            tuple(
                Entrant(people[who], who, number, who == lot["winner"])
                for who, number in sorted(lot["entrants"], key=lambda one: -one[1])
                if who in people
            ),
        )
        for lot in lots
        if lot["day"] in days
    ]
    return sorted(rows, key=lambda row: (row.day.starts_at, row.day.pk, row.entrants[0].number if row.entrants else 0))


def lots_header() -> list[str]:
    """Return the columns of the log of the draw."""
    return [
        _("Lot"), _("Day"), _("Department"), _("Offering"), _("Person"), _("Employee id"), _("Number drawn"),
        _("Got the place"),
    ]  # fmt: skip


def lots_rows(rows: Sequence[LotRow]) -> list[list[object]]:
    """Return the log of the draw, a row for everybody who took part in a lot."""
    return [
        [
            number,
            row.day.on.isoformat(),
            row.day.offering.department.name,
            row.day.offering.title,
            one.person.name,
            one.person.employee_id or "",
            one.number,
            _("yes") if one.has_won else _("no"),
        ]
        for number, row in enumerate(rows, 1)
        for one in row.entrants
    ]


def instead_of(placement: Placement, days: Mapping[int, HostingDay]) -> InsteadRow | None:
    """Return what the solver kept as the next best of a placement; None when it was placed by hand."""
    if not placement.instead:
        return None
    return InsteadRow(
        days.get(placement.instead["day"]), placement.instead["rank"], max(0, placement.instead["points"])
    )
