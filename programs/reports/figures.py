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
from programs.commitments.returns import Benefits
from programs.relationships.queries import TieFigures
from programs.reports.said import CodedTheme, DepartmentTheme, FormRelease, Readiness, ReportQuotes, WordSet
from programs.surveys import figures as survey_figures
from programs.surveys.figures import Gap, GapStory, ReleasedWave

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
    title: str = ""


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

    @classmethod
    def of(cls, found: TieFigures, *, k: int) -> "Ties":
        """Return counts of which `k` people are behind each: of pairs only where so many people are in them."""
        pairs = 2 * found.pairs_answered >= k
        return cls(
            people=found.people,
            answers=found.answers,
            before=found.ties_before,
            now=found.ties_now,
            new=found.new,
            strengthened=found.strengthened,
            lost=found.lost,
            pairs=found.pairs_answered if pairs else None,
            mutual=found.pairs_mutual if pairs else None,
        )


@dataclass(frozen=True)
class DepartmentTies:
    """Contacts between the visitors and the hosts of one department; `department` is its key."""

    department: str
    ties: Ties


@dataclass(frozen=True)
class GoalMeasure:
    """A figure of a shared goal: where it began, stands and is to be. `unit` is empty for plain numbers;
    a gap is in points. `trend` and its day are those of `objectives.rules`.
    """

    name: str
    unit: str
    is_gap: bool
    baseline: float
    latest: float | None
    target: float
    target_on: date
    trend: str
    trend_on: date


@dataclass(frozen=True)
class Goal:
    """What IT and a department want to reach together."""

    title: str
    it_department: str
    department: str
    measures: tuple[GoalMeasure, ...]


@dataclass(frozen=True)
class FollowUp:
    """A promise that both sides agreed, others may see, and that is still open."""

    text: str
    owner: str
    department: str
    due_on: date


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
class Concerns:
    """How a programme deals with what people worry about. `median_days` from raised to answered."""

    raised: int
    answered: int
    waiting: int
    overdue: int
    median_days: float | None
    changes: int


@dataclass(frozen=True)
class Theme:
    """Something that many said in their journals and opened to leads: how many people, of how many departments."""

    title: str
    kind: str
    people: int
    departments: int


@dataclass(frozen=True)
class OriginFlow:
    """Attended visits from one team or site to one host department; `origin` is empty for small ones together."""

    origin: str
    department: str
    visits: int


@dataclass(frozen=True)
class VisitPeriod:
    """Attended visits of one or several weeks, from a Monday to a Sunday."""

    start: date
    end: date
    visits: int


@dataclass(frozen=True)
class Lasting:
    """Of `asked` contacts right after visits, how many were still there so many days later, with the
    interval of the share (fractions). All are None where too few people answered.
    """

    after_days: int
    kept: int | None = None
    asked: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class NetworkCell:
    """Contacts out of one department into another before and after, as they may be told: "12" or "<5"."""

    before: str
    after: str


@dataclass(frozen=True)
class NetworkRow:
    """A department with a cell for each department of the network; None is not shown."""

    department: str
    cells: tuple[NetworkCell | None, ...]


@dataclass(frozen=True)
class Reached:
    """One group of people who answered both rosters (`part`: why they were asked): contacts into
    departments before and after, of `rows` answered, and how many knew nobody outside their own.
    """

    part: str
    people: int | None
    ties_before: int | None
    ties_after: int | None
    alone_before: int | None
    alone_after: int | None
    rows: int | None

    @property
    def is_visitors(self) -> bool:
        """Whether these are the visitors of the cohort."""
        return self.part == "visitor"


@dataclass(frozen=True)
class Network:
    """What two rosters say of departments. `where_visited` are new and no new contacts in visited
    pairs of person and department, then in pairs not visited; p-values are exact.
    """

    asked: int
    answered: int
    departments: tuple[str, ...]
    rows: tuple[NetworkRow, ...]
    reached: tuple[Reached, ...]
    new: int | None
    lost: int | None
    kept: int | None
    where_visited: tuple[int, ...]
    p_visited: float | None
    p_gained: float | None


@dataclass(frozen=True)
class WavePoint:
    """Both sides' shares in a wave between before and after."""

    kind: str
    closed_on: date
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class QuickWin:
    """A promise that was kept, is visible, and was confirmed by the person it was for."""

    text: str
    owner: str
    department: str
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
    flows: tuple[OriginFlow, ...] = ()
    flows_from: str = "team"
    periods: tuple[VisitPeriod, ...] = ()
    lasting: tuple[Lasting, ...] = ()
    network: Network | None = None
    coordination: ReleasedWave | None = None
    between: tuple[WavePoint, ...] = ()
    wins: tuple[QuickWin, ...] = ()
    concerns: Concerns | None = None
    themes: tuple[Theme, ...] = ()
    people_heard: int | None = None
    forms: tuple[FormRelease, ...] = ()
    readiness: Readiness | None = None
    coded: tuple[CodedTheme, ...] = ()
    words: tuple[WordSet, ...] = ()
    quotes: tuple[ReportQuotes, ...] = ()
    goals: tuple[Goal, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    benefits: Benefits | None = None
    department_themes: tuple[DepartmentTheme, ...] = ()
    department_ties: tuple[DepartmentTies, ...] = ()

    def quotes_of(self, report: str) -> ReportQuotes:
        """Return the quotes whose authors consented to one report; none where there are none."""
        return next((one for one in self.quotes if one.report == report), ReportQuotes(report, (), ""))


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
