"""What people said, as a report freezes it: forms after visits, the pulse, themes, words and quotes.

Plain values without a language: names of statements, roles and themes are translated when they
are read. Every figure has passed the gateway of the room that it comes from.
"""

from dataclasses import dataclass
from datetime import date

from programs.feedback.figures import ReleasedFeedback
from programs.surveys.figures import Group, Said, Share


@dataclass(frozen=True)
class FormRelease:
    """Forms after visits that were released together; no form is in two of them."""

    released_on: date
    sha256: str
    figures: ReleasedFeedback


@dataclass(frozen=True)
class PulseGroup:
    """One group in the latest pulse: its shares in the order of the elements, and its first weak one.

    `focus` is the element's key, empty where none is known to be weak; `is_sure` is off where an
    earlier element may not be shown.
    """

    side: str
    group: Group
    shares: tuple[Share, ...]
    focus: str
    is_sure: bool


@dataclass(frozen=True)
class PulseMonth:
    """What both sides said in one pulse, in the order of the elements."""

    closed_on: date
    it: tuple[Share, ...]
    business: tuple[Share, ...]


@dataclass(frozen=True)
class Worry:
    """One answer to "What worries you?" and how many of a side chose it."""

    option: str
    said: Said


@dataclass(frozen=True)
class Readiness:
    """The released pulses of a programme: groups of the latest, and the months from the oldest on.

    An element is weak where fewer than `weak_percent` agree.
    """

    closed_on: date
    groups: tuple[PulseGroup, ...]
    months: tuple[PulseMonth, ...]
    worries: tuple[Worry, ...]
    weak_percent: int = 60


@dataclass(frozen=True)
class CodedTheme:
    """A theme that two leads found alike: `people` of `of` mentioned it; their agreement over so many entries."""

    key: str
    name: str
    people: int
    of: int
    kappa: float
    entries: int


@dataclass(frozen=True)
class Word:
    """A word and how many people used it; never fewer than five."""

    word: str
    people: int


@dataclass(frozen=True)
class WordSet:
    """Words that mark one set of texts against another: `key` is "after", "before", "visitors" or "hosts"."""

    key: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Quote:
    """Words to which their author consented for one report. Who said them is kept without a language:
    a `name`, or a `role` and perhaps a `home` department, or nothing. `visited` is the key of the
    department that was visited.
    """

    text: str
    tone: str
    visited: str
    name: str = ""
    role: str = ""
    home: str = ""

    @property
    def is_critical(self) -> bool:
        """Whether it speaks against something."""
        return self.tone == "critical"


@dataclass(frozen=True)
class ReportQuotes:
    """The quotes of one report (`report`: the destination that their authors consented to), and who chose them."""

    report: str
    quotes: tuple[Quote, ...]
    selected_by: str


@dataclass(frozen=True)
class DepartmentTheme:
    """Something that enough people said after visits to one department; `department` is its key."""

    department: str
    title: str
    kind: str
    people: int
