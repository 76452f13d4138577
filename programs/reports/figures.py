"""The frozen data of one report: what the page, the PDF and the CSV file are all made of.

Everything here may be shown as it stands. Survey figures come ready from the surveys room
(`GapStory`); whatever counts people is None where it would point at fewer than five.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from programs.commitments.queries import CommitmentFigures, FrictionFigures
from programs.surveys import figures as survey_figures
from programs.surveys.figures import GapStory

SCHEMA = 1
"""Raised when the meaning of a stored figure changes."""


@dataclass(frozen=True)
class PeopleFlow:
    """People of a cohort, step by step. `it_staff` is everybody in IT when the snapshot was taken."""

    it_staff: int
    enrolled: int
    withdrew: int
    placed: int | None
    visited: int | None
    completed: int | None


@dataclass(frozen=True)
class VisitFlow:
    """Visits of a cohort. `confirmed` counts every visit that was ever confirmed.

    Withdrawn, declined, expired, cancelled and missed are told apart. `hours` are those of
    visitors at attended visits; a visit without times counts as 8 hours. All but the first two
    are None where attended visits would point at fewer people than the smallest group.
    """

    planned: int
    requested: int
    confirmed: int | None
    attended: int | None
    debriefed: int | None
    hours: float | None
    ahead: int | None
    declined: int | None
    withdrawn: int | None
    expired: int | None
    cancelled: int | None
    missed: int | None


@dataclass(frozen=True)
class DepartmentVisits:
    """Attended visits to one host department, or to several small ones together, and the
    promises of their debriefs. `key` is that of the department in survey figures.
    """

    name: str
    departments: int
    visits: int
    visitors: int
    hours: float
    key: str = ""
    agreed: int = 0
    confirmed: int = 0


@dataclass(frozen=True)
class Input:
    """Where figures come from: a released wave and the fingerprint of its tables."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Participation:
    """Who took part. `others` are departments whose figures are not shown at all."""

    people: PeopleFlow
    visits: VisitFlow
    host_departments: int
    departments_reached: int
    departments: tuple[DepartmentVisits, ...]
    not_shown: tuple[str, ...]
    not_visited: tuple[str, ...]


@dataclass(frozen=True)
class Ties:
    """What people say about each other after visits: counts of answers, None when too few people
    answered. A tie is "we have talked about work" or more. `mutual` of `pairs` name each other.
    """

    people: int | None = None
    answers: int | None = None
    before: int | None = None
    now: int | None = None
    new: int | None = None
    strengthened: int | None = None
    lost: int | None = None
    pairs: int | None = None
    mutual: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to print."""
        return self.people is not None


@dataclass(frozen=True)
class SystemLoss:
    """Hours a month that one system costs hosts while its frictions are open."""

    system: str
    hours_a_month: float


@dataclass(frozen=True)
class Override:
    """A lead moved the cohort on although something was missing."""

    stage: str
    missing: tuple[str, ...]
    reason: str
    by: str
    on: date


@dataclass(frozen=True)
class ReportFigures:
    """Everything that a report of one cohort says."""

    schema: int
    code_version: str
    taken_on: date
    company: str
    program: str
    purpose: str
    cohort: str
    starts_on: date
    ends_on: date
    stage: str
    score_threshold: int
    item_threshold: int
    participation: Participation
    story: GapStory | None
    ties: Ties
    commitments: CommitmentFigures
    frictions: FrictionFigures
    open_frictions: int
    systems: tuple[SystemLoss, ...]
    overrides: tuple[Override, ...]
    decision: str
    decision_by: str
    remark: str = ""
    remark_by: str = ""
    inputs: tuple[Input, ...] = ()


def to_json(figures: ReportFigures) -> dict[str, Any]:
    """Return what a snapshot stores."""
    return survey_figures.to_json(figures)


def from_json(data: dict[str, Any]) -> ReportFigures:
    """Return the figures that a snapshot stored."""
    return survey_figures.from_json(ReportFigures, data)


def fingerprint(data: dict[str, Any]) -> str:
    """Return the SHA-256 of stored figures, however a database orders their keys."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def code_of(sha256: str) -> str:
    """Return the first 16 places of a fingerprint as people type them: 3f2a-91bc-…"""
    return "-".join(sha256[at : at + 4] for at in range(0, 16, 4))


def department_key(department: int) -> str:
    """Return the key of a department in survey figures."""
    return f"department-{department}"
