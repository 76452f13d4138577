"""One row of a people file: its cells read as a profile, with everything that is wrong in it.

Plain values: no database, no clock.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from programs.core.refusals import Refusal
from programs.people.choices import ImportReason
from programs.people.columns import LIMITS, PLAIN, REQUIRED

FORMULA_STARTS = ("=", "+", "-", "@")
"""No name, number or address of a person begins so; a spreadsheet would run it.

Blanks, tabs and line ends around a value are cut off before, so they can't hide one.
"""
NOTHING = {"-", "–", "—", "."}
"""What exports write for "none"."""
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffd\ud800-\udfff]")
"""Control characters, direction overrides, and the mark of letters that were lost before us."""
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
EMAIL = re.compile(rf"[^\s@<>()\[\],;:\\\"]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


@dataclass(frozen=True)
class Profile:
    """What a file says about a person. `manager` is a person's key, see `rules.Known.key`."""

    employee_id: str
    name: str
    email: str
    department: str = ""
    team: str = ""
    site: str = ""
    job_title: str = ""
    grade: str = ""
    working_pattern: str = ""
    time_zone: str = ""
    language: str = ""
    manager: str = ""


PROFILE_FIELDS = tuple(entry.name for entry in fields(Profile))


@dataclass(frozen=True)
class BadRow:
    """A row that can't be taken over, who it is about as far as it says, and why."""

    line: int
    who: str
    refusal: Refusal


@dataclass(frozen=True)
class Spellings:
    """How zones and languages may be written, casefolded, and what we call them."""

    zones: Mapping[str, str]
    languages: Mapping[str, str]

    def zone(self, text: str) -> str | None:
        """Return the zone's own spelling; None for an unknown one."""
        return self.zones.get(text.casefold().replace(" ", "_"))

    def language(self, text: str) -> str | None:
        """Return the language's code for "de", "de-AT", "German" or "Deutsch"; None for an unknown one."""
        folded = text.casefold().replace("_", "-")
        return self.languages.get(folded) or self.languages.get(folded.partition("-")[0])


@dataclass
class ReadRow:
    """A row on its way: the profile as far as it could be read, and what is wrong."""

    line: int
    profile: Profile
    problems: list[Refusal] = field(default_factory=list)

    @property
    def bad_rows(self) -> list[BadRow]:
        """Return one bad row for each problem."""
        who = self.profile.name or self.profile.email or self.profile.employee_id
        return [BadRow(self.line, who, problem) for problem in self.problems]


def read_row(line: int, cells: Sequence[str], columns: Mapping[str, int], width: int, spellings: Spellings) -> ReadRow:
    """Return the row at `line`; `width` is how many cells the header has."""
    values = {name: _trimmed(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
    problems = [problem for name, value in values.items() for problem in _problems_of_cell(name, value)]
    if any(cell.strip() for cell in cells[width:]):
        problems.append(Refusal(ImportReason.TOO_MANY_CELLS))
    if not values.get("name"):
        values["name"] = " ".join(filter(None, [values.get("first_name"), values.get("last_name")]))
    profile = Profile(**{name: values.get(name, "") for name in PROFILE_FIELDS})
    problems += [
        Refusal(ImportReason.MISSING_VALUE, {"column": PLAIN[name]}) for name in REQUIRED if not values.get(name)
    ]
    profile = replace(profile, email=profile.email.lower())
    return _with_meanings(ReadRow(line, profile, problems), spellings)


def _with_meanings(row: ReadRow, spellings: Spellings) -> ReadRow:
    """Read the values that have to mean something: address, team, time zone, language."""
    profile = row.profile
    zone = spellings.zone(profile.time_zone) if profile.time_zone else ""
    language = spellings.language(profile.language) if profile.language else ""
    if profile.email and not EMAIL.fullmatch(profile.email):
        row.problems.append(Refusal(ImportReason.BAD_EMAIL, {"value": profile.email[:80]}))
    if profile.team and not profile.department:
        row.problems.append(Refusal(ImportReason.TEAM_WITHOUT_DEPARTMENT, {"value": profile.team}))
    if zone is None:
        row.problems.append(Refusal(ImportReason.UNKNOWN_TIME_ZONE, {"value": profile.time_zone[:80]}))
    if language is None:
        known = ", ".join(sorted(set(spellings.languages.values())))
        row.problems.append(
            Refusal(ImportReason.UNKNOWN_LANGUAGE, {"value": profile.language[:80], "languages": known})
        )
    row.profile = replace(profile, time_zone=zone or "", language=language or "")
    return row


def _trimmed(cell: str) -> str:
    value = " ".join(unicodedata.normalize("NFC", cell).split())
    return "" if value in NOTHING else value


def _problems_of_cell(name: str, value: str) -> list[Refusal]:
    column = PLAIN[name]
    problems = []
    if value.startswith(FORMULA_STARTS):
        problems.append(Refusal(ImportReason.FORMULA, {"column": column, "value": value[:40]}))
    if HIDDEN.search(value):
        problems.append(Refusal(ImportReason.CONTROL_CHARACTER, {"column": column}))
    if len(value) > LIMITS.get(name, len(value)):
        problems.append(Refusal(ImportReason.TOO_LONG, {"column": column, "limit": LIMITS[name]}))
    return problems
