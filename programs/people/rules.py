"""What a file of people would change: plain values in, a plan out.

The same rows in any order, over the same people, give the same plan (lines aside), and
once a plan was carried out, the same file changes nothing. No database, no clock.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from programs.core.refusals import Refusal
from programs.people.choices import ImportReason
from programs.people.columns import columns_of
from programs.people.rows import PROFILE_FIELDS, BadRow, Profile, ReadRow, Spellings, read_row

MOST_LEAVERS = 0.2
"""A file that ends more than this share of all accounts has to be confirmed."""
FEW_LEAVERS = 5
"""So few never need it: in a small company two people are a fifth."""


@dataclass(frozen=True)
class Known:
    """A person as they are now."""

    pk: int
    profile: Profile
    is_active: bool = True

    @property
    def key(self) -> str:
        """Who this is to others: the employee id, or the address of an account made by hand."""
        return self.profile.employee_id or self.profile.email


@dataclass(frozen=True)
class Newcomer:
    """A person who isn't known yet, and the line that names them."""

    profile: Profile
    line: int = field(compare=False)


@dataclass(frozen=True)
class Change:
    """A person whose row differs from what we know: (field, before, after) of each difference."""

    known: Known
    profile: Profile
    differences: tuple[tuple[str, str, str], ...]

    @property
    def returns(self) -> bool:
        """Whether somebody who had left comes back."""
        return not self.known.is_active


@dataclass(frozen=True)
class Plan:
    """Everything that a file would do. It may be carried out only when nothing is refused.

    `sites` are (name, time zone) and `teams` (department, name) that the file names first.
    """

    newcomers: tuple[Newcomer, ...] = ()
    changes: tuple[Change, ...] = ()
    leavers: tuple[Known, ...] = ()
    unchanged: int = 0
    departments: tuple[str, ...] = ()
    teams: tuple[tuple[str, str], ...] = ()
    sites: tuple[tuple[str, str], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    active_before: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether anything in the file is wrong."""
        return bool(self.refusals or self.bad_rows)

    @property
    def changes_nothing(self) -> bool:
        """Whether the people are already as the file says."""
        return not (self.newcomers or self.changes or self.leavers or self.is_refused)

    @property
    def has_many_leavers(self) -> bool:
        """Whether so many accounts would end that somebody has to say that it is meant."""
        return len(self.leavers) > max(FEW_LEAVERS, MOST_LEAVERS * self.active_before)

    @property
    def counts(self) -> dict[str, int]:
        """How many people of each kind: what the list of imports shows."""
        return {
            "new": len(self.newcomers),
            "changed": len(self.changes),
            "leavers": len(self.leavers),
            "unchanged": self.unchanged,
            "bad": len(self.bad_rows) + len(self.refusals),
        }

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 over what would be done: equal for equal plans."""
        parts = [
            [_values(newcomer.profile) for newcomer in self.newcomers],
            [[change.known.pk, change.returns, change.differences] for change in self.changes],
            [known.pk for known in self.leavers],
            [self.departments, self.teams, self.sites],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Company:
    """What the rows are held against: the people, departments, (department, team) pairs, and
    sites with their zones, as they are now.
    """

    people: Sequence[Known]
    departments: Collection[str]
    teams: Collection[tuple[str, str]]
    sites: Mapping[str, str]
    spellings: Spellings
    default_zone: str
    default_language: str


def plan_import(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], company: Company) -> Plan:
    """Return what a file with this header and these (line, cells) would do to the company."""
    columns, refusals, ignored = columns_of(header)
    read = [read_row(line, cells, columns, len(header), company.spellings) for line, cells in rows]
    if not refusals and not read:
        refusals = [Refusal(ImportReason.NO_ROWS)]
    if refusals:
        return Plan(refusals=tuple(refusals), ignored_columns=tuple(ignored))
    read, departments, teams = _spelled(read, company)
    matched = _matched(read, company)
    _find_managers(read, matched, company)
    sites = _new_sites(read, company)
    _fill_in(read, matched, columns, company, dict(company.sites) | dict(sites))
    _refuse_doubles(read)
    _refuse_taken_addresses(read, matched, company)
    _refuse_circles(read, matched, company)
    changes = [
        Change(known, row.profile, _differences(known.profile, row.profile))
        for row, known in zip(read, matched, strict=True)
        if known and (known.profile != row.profile or not known.is_active)
    ]
    newcomers = [Newcomer(row.profile, row.line) for row, known in zip(read, matched, strict=True) if known is None]
    return Plan(
        newcomers=tuple(sorted(newcomers, key=lambda newcomer: _values(newcomer.profile))),
        changes=tuple(sorted(changes, key=lambda change: change.known.pk)),
        leavers=_leavers(read, company),
        unchanged=len(read) - len(changes) - len(newcomers),
        departments=departments,
        teams=teams,
        sites=sites,
        bad_rows=tuple(bad for row in sorted(read, key=lambda row: row.line) for bad in row.bad_rows),
        ignored_columns=tuple(ignored),
        active_before=sum(known.is_active for known in company.people),
    )


# One spelling for each name -------------------------------------------------------------------


def _chosen(known: Iterable[str], used: Iterable[str]) -> dict[str, str]:
    """Return the spelling of each casefolded name: ours, else the one most rows use."""
    counts = Counter(used)
    chosen: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        chosen.setdefault(name.casefold(), name)
    return chosen | {name.casefold(): name for name in known} | {"": ""}


def _spelled(
    read: list[ReadRow], company: Company
) -> tuple[list[ReadRow], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Give each department, site and team one spelling; return the new departments and teams."""
    departments = _chosen(company.departments, [row.profile.department for row in read])
    sites = _chosen(company.sites, [row.profile.site for row in read])
    known_teams: dict[str, list[str]] = defaultdict(list)
    for department, team in company.teams:
        known_teams[department].append(team)
    used_teams: dict[str, list[str]] = defaultdict(list)
    for row in read:
        used_teams[departments[row.profile.department.casefold()]].append(row.profile.team)
    teams = {department: _chosen(known_teams[department], used) for department, used in used_teams.items()}
    for row in read:
        department = departments[row.profile.department.casefold()]
        row.profile = replace(
            row.profile,
            department=department,
            site=sites[row.profile.site.casefold()],
            team=teams[department][row.profile.team.casefold()],
        )
    pairs = {(row.profile.department, row.profile.team) for row in read if row.profile.team and row.profile.department}
    new_departments = set(departments.values()) - set(company.departments) - {""}
    return read, tuple(sorted(new_departments)), tuple(sorted(pairs - set(company.teams)))


def _new_sites(read: list[ReadRow], company: Company) -> tuple[tuple[str, str], ...]:
    """Return the sites that the file names first, each with the zone that most of its people have."""
    zones: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read:
        if row.profile.site and row.profile.site not in company.sites:
            zones[row.profile.site][row.profile.time_zone or company.default_zone] += 1
    return tuple((site, min(count, key=lambda zone: (-count[zone], zone))) for site, count in sorted(zones.items()))


# Who is who -----------------------------------------------------------------------------------


def _matched(read: list[ReadRow], company: Company) -> list[Known | None]:
    """Return for each row the person it is about: by employee id, else, for an account that
    was made by hand and has none, by address.
    """
    by_id = {known.profile.employee_id: known for known in company.people if known.profile.employee_id}
    by_address = {known.profile.email: known for known in company.people if not known.profile.employee_id}
    return [by_id.get(row.profile.employee_id) or by_address.get(row.profile.email) for row in read]


def _find_managers(read: list[ReadRow], matched: list[Known | None], company: Company) -> None:
    """Turn each manager (an employee id or an address) into a key, or say that there is none.

    A manager has to be in the file, or be an active account made by hand.
    """
    taken_over = {known.pk for known in matched if known}
    keys = {
        known.profile.email: known.key
        for known in company.people
        if known.is_active and not known.profile.employee_id and known.pk not in taken_over
    }
    by_id = sorted(read, key=lambda row: row.profile.employee_id, reverse=True)
    keys |= {row.profile.email: row.profile.employee_id for row in by_id}
    keys |= {row.profile.employee_id: row.profile.employee_id for row in read}
    for row in read:
        text = row.profile.manager
        key = keys.get(text) or keys.get(text.lower()) if text else ""
        if key is None:
            row.problems.append(Refusal(ImportReason.UNKNOWN_MANAGER, {"value": text[:80]}))
        row.profile = replace(row.profile, manager=key or "")


def _fill_in(
    read: list[ReadRow],
    matched: list[Known | None],
    columns: Collection[str],
    company: Company,
    zones: Mapping[str, str],
) -> None:
    """Keep what the file doesn't speak of: columns it lacks, and empty zones and languages."""
    absent = [name for name in PROFILE_FIELDS if name not in columns and name not in {"name"}]
    for row, known in zip(read, matched, strict=True):
        profile = row.profile
        if known:
            kept = {name: getattr(known.profile, name) for name in absent}
            kept["time_zone"] = profile.time_zone or known.profile.time_zone
            kept["language"] = profile.language or known.profile.language
            if "team" in kept and "department" in columns and profile.department != known.profile.department:
                kept["team"] = ""  # a team stays with its department
            row.profile = replace(profile, **kept)
        else:
            zone = profile.time_zone or zones.get(profile.site, company.default_zone)
            row.profile = replace(profile, time_zone=zone, language=profile.language or company.default_language)


def _leavers(read: list[ReadRow], company: Company) -> tuple[Known, ...]:
    """Return the active people with an employee id whom the file doesn't mention, even badly."""
    mentioned = {row.profile.employee_id for row in read}
    gone = [
        known
        for known in company.people
        if known.is_active and known.profile.employee_id and known.profile.employee_id not in mentioned
    ]
    return tuple(sorted(gone, key=lambda known: known.pk))


def _values(profile: Profile) -> list[str]:
    return [getattr(profile, name) for name in PROFILE_FIELDS]


def _differences(before: Profile, after: Profile) -> tuple[tuple[str, str, str], ...]:
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in PROFILE_FIELDS]
    return tuple((name, old, new) for name, old, new in pairs if old != new)


# What can't be ----------------------------------------------------------------------------------


def _refuse_doubles(read: list[ReadRow]) -> None:
    """Refuse every row whose employee id or address another row has too."""
    for name, reason in (("employee_id", ImportReason.ID_TWICE), ("email", ImportReason.EMAIL_TWICE)):
        same: dict[str, list[ReadRow]] = defaultdict(list)
        for row in read:
            same[getattr(row.profile, name)].append(row)
        for value, rows in same.items():
            if value and len(rows) > 1:
                lines = ", ".join(str(line) for line in sorted(row.line for row in rows))
                for row in rows:
                    row.problems.append(Refusal(reason, {"value": value, "lines": lines}))


def _refuse_taken_addresses(read: list[ReadRow], matched: list[Known | None], company: Company) -> None:
    """Refuse an address that stays with somebody whom the file is not about."""
    in_file = {known.pk for known in matched if known}
    owners = {known.profile.email: known for known in company.people if known.pk not in in_file}
    for row in read:
        owner = owners.get(row.profile.email)
        if owner:
            facts = {"value": row.profile.email, "name": owner.profile.name}
            row.problems.append(Refusal(ImportReason.EMAIL_TAKEN, facts))


def _refuse_circles(read: list[ReadRow], matched: list[Known | None], company: Company) -> None:
    """Refuse every row in a circle of managers, a person who manages themselves included.

    Rows that share an employee id are refused for that; who manages them is not known.
    """
    times = Counter(row.profile.employee_id for row in read)
    read_once = [row for row in read if times[row.profile.employee_id] == 1]
    in_file = {known.pk for known in matched if known}
    manager_of = {known.key: known.profile.manager for known in company.people if known.pk not in in_file}
    manager_of |= {row.profile.employee_id: row.profile.manager for row in read_once}
    row_of = {row.profile.employee_id: row for row in read_once}
    for circle in circles(manager_of):
        rows = [row_of[key] for key in circle if key in row_of]
        names = " → ".join(row.profile.name for row in [*rows, *rows[:1]])
        for row in rows:
            row.problems.append(Refusal(ImportReason.MANAGER_CYCLE, {"names": names}))


def circles(manager_of: Mapping[str, str]) -> list[list[str]]:
    """Return every circle in a map from person to manager, each from its smallest key on.

    Linear: each person is walked over once.
    """
    done: set[str] = set()
    found = []
    for start in sorted(manager_of):
        path: dict[str, int] = {}
        key = start
        while key and key in manager_of and key not in done and key not in path:
            path[key] = len(path)
            key = manager_of[key]
        if key in path:
            circle = list(path)[path[key] :]
            first = circle.index(min(circle))
            found.append(circle[first:] + circle[:first])
        done.update(path)
    return found
