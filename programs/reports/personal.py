"""The frozen data of what one person gets: certificate, thank-you, own journal.

A person's own figures are shown as they stand: nobody else's answers are in them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from programs.reports.documents.blocks import Section, Summary
from programs.surveys import figures as survey_figures

SCHEMA = 1


@dataclass(frozen=True)
class Day:
    """One attended visit. `with_whom` is the other side."""

    on: date
    department: str
    title: str
    hours: float
    with_whom: str = ""


@dataclass(frozen=True)
class Frame:
    """What every personal document names."""

    schema: int
    code_version: str
    made_on: date
    company: str
    program: str
    cohort: str
    person: str


@dataclass(frozen=True)
class Certificate:
    """The days that somebody spent in other departments, and who stands for it."""

    frame: Frame
    days: tuple[Day, ...]
    leads: tuple[str, ...]

    @property
    def hours(self) -> float:
        """Hours in other departments."""
        return sum(day.hours for day in self.days)

    @property
    def departments(self) -> int:
        """How many departments were visited."""
        return len({day.department for day in self.days})


@dataclass(frozen=True)
class Returned:
    """Something that came back to a host: a promise that was kept, or a friction that was resolved."""

    text: str
    by: str
    on: date
    hours_a_month: float = 0.0


@dataclass(frozen=True)
class Thanks:
    """What a host gave and what came back."""

    frame: Frame
    days: tuple[Day, ...]
    returned: tuple[Returned, ...]
    still_open: int

    @property
    def hours(self) -> float:
        """Hours of visits; two visitors on a day are two visits but the host's day counts once."""
        longest: dict[tuple[date, str], float] = {}
        for day in self.days:
            key = (day.on, day.title)
            longest[key] = max(longest.get(key, 0.0), day.hours)
        return sum(longest.values())


@dataclass(frozen=True)
class Entry:
    """A section of a journal. `section` is its key; `questions` are those it answers."""

    on: date
    department: str
    title: str
    section: str
    text: str


@dataclass(frozen=True)
class Journal:
    """All that somebody wrote about the visits of a cohort."""

    frame: Frame
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Sheet:
    """A page of another room as it stood when somebody had it printed, in the language it was printed in."""

    frame: Frame
    kind: str
    summary: Summary
    sections: tuple[Section, ...]


Personal = Certificate | Thanks | Journal | Sheet
Kept = TypeVar("Kept", bound=Personal)


def to_json(kept: Personal) -> dict[str, Any]:
    """Return what a personal document stores."""
    return survey_figures.to_json(kept)


def from_json(kind: type[Kept], data: dict[str, Any]) -> Kept:
    """Return what a personal document stored."""
    return survey_figures.from_json(kind, data)
