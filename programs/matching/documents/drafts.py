"""A draft as plain values for its pages: sentences, cards, figures, differences. No query here."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from programs.matching import rules
from programs.matching.choices import LevelTitle, OutOfQuestion, Why
from programs.matching.model import LevelName, Pair, Status
from programs.matching.models import MatchingRun, Placement, Shortfall
from programs.people.models import Person


@dataclass(frozen=True)
class PersonRow:
    """One person of a draft with their placements, and what they lack."""

    person: Person
    enrollment_id: int
    wanted: int
    placements: list[Placement]
    missing: int = 0


@dataclass(frozen=True)
class LevelRow:
    """What a level reached."""

    title: str
    value: int
    bound: int
    is_proven: bool


@dataclass(frozen=True)
class Summary:
    """The cards over a draft."""

    people: int
    placed: int
    complete: int
    visits: int
    first_choices: int
    quality: str
    is_proven: bool
    seconds: float
    memory_mb: int
    levels: list[LevelRow]

    @property
    def first_choice_per_cent(self) -> int:
        """First choices among the visits."""
        return round(100 * self.first_choices / self.visits) if self.visits else 0


@dataclass(frozen=True)
class GroupRow:
    """How a group of people fares; no figures when the group is too small to be shown."""

    name: str
    people: int | None
    placed: int | None = None
    first_choice: int | None = None


# Sentences -----------------------------------------------------------------------------------


def reasons_of(placement: Placement) -> list[str]:
    """Return the reasons of a placement as sentences, strongest first."""
    team = placement.enrollment.person.team
    facts = {"team": team.name if team else _("the team"), "department": placement.day.offering.department.name}
    return [
        _("Drawn by lot: somebody else had an equal claim to the place.")
        if reason["why"] == Why.DRAWN and reason.get("others") == 1
        else str(Why(reason["why"]).label) % (facts | {"rank": reason.get("rank"), "others": reason.get("others")})
        for reason in placement.reasons
    ]


def refusals_of(placement: Placement) -> list[str]:
    """Return why a published placement could not be booked, in words."""
    return [str(OutOfQuestion(row["reason"]).label) for row in placement.refusals if row["reason"] in OutOfQuestion]


def words_of(reasons: Iterable[str]) -> list[str]:
    """Return why a repair was not possible in the end, in a few words each."""
    return [
        str(OutOfQuestion(reason).label) if reason in OutOfQuestion else _("one of the visits has changed meanwhile")
        for reason in reasons
    ]


# Figures -------------------------------------------------------------------------------------


def summary(run: MatchingRun, rows: Sequence[PersonRow], wanted: Mapping[int, int], held: Collection[int]) -> Summary:
    """Return the cards of a draft: `wanted` visits by enrolment, and the enrolments that already hold one."""
    placements = [placement for row in rows for placement in row.placements]
    levels = [
        LevelRow(str(LevelTitle(row["name"]).label), row["value"], row["bound"], row["bound"] <= row["value"])
        for row in run.result.get("levels", ())
        if row["name"] != LevelName.DRAW
    ]
    return Summary(
        people=len(wanted),
        placed=len(set(wanted) & (set(held) | {row.enrollment_id for row in rows if row.placements})),
        complete=len(set(wanted) - {row.enrollment_id for row in rows if row.missing}),
        visits=len(placements),
        first_choices=sum(placement.rank == 1 for placement in placements),
        quality=quality_of(run),
        is_proven=run.result.get("status") == Status.OPTIMAL,
        seconds=run.result.get("seconds", 0.0),
        memory_mb=run.result.get("memory_mb", 0),
        levels=levels,
    )


def quality_of(run: MatchingRun) -> str:
    """Return in words how good a plan is: proven best, or by how much it could be better at most."""
    if run.result.get("status") == Status.OPTIMAL:
        return _("Proven best")
    level = next((row for row in run.result.get("levels", ()) if row["name"] == LevelName.PREFERENCE), None)
    if level is None:
        return ""
    percent = rules.per_cent_better(level["value"], level["bound"])
    return _("At most %(percent)s %% better possible") % {"percent": formats.number_format(percent, 2)}


def person_rows(
    placements: Iterable[Placement], shortfalls: Iterable[Shortfall], wanted: Mapping[int, int]
) -> list[PersonRow]:
    """Return the draft by person, by name; people without any visit are among them."""
    missing = {row.enrollment_id: row for row in shortfalls}
    grouped: dict[int, list[Placement]] = defaultdict(list)
    people: dict[int, Person] = {key: row.enrollment.person for key, row in missing.items()}
    for placement in placements:
        grouped[placement.enrollment_id].append(placement)
        people[placement.enrollment_id] = placement.enrollment.person
    rows = [
        PersonRow(person, key, wanted.get(key, 0), grouped[key], missing[key].missing if key in missing else 0)
        for key, person in people.items()
    ]
    return sorted(rows, key=lambda row: (row.person.name, row.enrollment_id))


def group_row(name: str, people: Sequence[PersonRow]) -> GroupRow:
    """Return the rates of a group of people, in per cent."""

    def per_cent(count: int) -> int:
        return round(100 * count / len(people))

    return GroupRow(
        name,
        len(people),
        per_cent(sum(bool(row.placements) for row in people)),
        per_cent(sum(any(placement.rank == 1 for placement in row.placements) for row in people)),
    )


# Differences ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class DiffRow:
    """How the draft changed for one person."""

    person: Person
    dropped: list[Placement]
    added: list[Placement]

    @property
    def kind(self) -> str:
        """What happened: moved, added or dropped."""
        if self.dropped and self.added:
            return _("Moved")
        return _("Added") if self.added else _("Dropped")


def differences(before: Iterable[Placement], after: Iterable[Placement]) -> list[DiffRow]:
    """Return for whom two drafts differ, by name."""
    old = {_pair(placement): placement for placement in before}
    new = {_pair(placement): placement for placement in after}
    changed: dict[int, DiffRow] = {}
    for pairs, others, side in ((old, new, "dropped"), (new, old, "added")):
        for pair, placement in pairs.items():
            if pair not in others:
                row = changed.setdefault(pair[0], DiffRow(placement.enrollment.person, [], []))
                getattr(row, side).append(placement)
    return sorted(changed.values(), key=lambda row: row.person.name)


def _pair(placement: Placement) -> Pair:
    return placement.enrollment_id, placement.day_id


def counts(rows: Iterable[DiffRow]) -> dict[str, int]:
    """Return how many people were moved, added and dropped."""
    return dict(Counter(row.kind for row in rows))


# What is sent and exported ---------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """Who would hear of a published draft, and how many visits it is about."""

    person: Person
    visits: int
    placements: list[Placement]


def hosts_told(placements: Iterable[Placement]) -> list[Told]:
    """Return who is asked or told as a host."""
    by_host: dict[int, Told] = {}
    for placement in placements:
        contact = placement.day.offering.contact
        told = by_host.get(contact.pk, Told(contact, 0, []))
        by_host[contact.pk] = Told(contact, told.visits + 1, [*told.placements, placement])
    return sorted(by_host.values(), key=lambda told: (-told.visits, told.person.name))


def csv_header() -> list[str]:
    """Return the columns of the exported draft."""
    return [
        _("Person"), _("Employee id"), _("Team"), _("Department"), _("Offering"), _("Day"), _("Starts"), _("Ends"),
        _("Site"), _("Choice"), _("Locked"), _("Reasons"),
    ]  # fmt: skip


def csv_row(placement: Placement) -> list[object]:
    """Return a placement as a row of the exported draft; times are those of the site."""
    person, day = placement.enrollment.person, placement.day
    zone = day.offering.site.zone
    return [
        person.name,
        person.employee_id or "",
        person.team.name if person.team else "",
        day.offering.department.name,
        day.offering.title,
        day.on.isoformat(),
        "" if day.is_whole_day else f"{day.starts_at.astimezone(zone):%H:%M}",
        "" if day.is_whole_day else f"{day.ends_at.astimezone(zone):%H:%M}",
        day.offering.site.name,
        placement.rank or "",
        _("yes") if placement.is_locked else _("no"),
        " ".join(reasons_of(placement)),
    ]
